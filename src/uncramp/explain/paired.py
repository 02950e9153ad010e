"""The difference of two shares of the same runners, and how sure it is."""

from __future__ import annotations

import math

METHOD = "80 % score interval for paired shares (Tango1998)"
_Z_80 = 1.2815515655446004  # normal quantile of an 80 % interval
_BISECTIONS = 60


def paired_interval_80(n_prevented: int, n_brought: int, n: int) -> tuple[float, float]:
    """80 % interval of (brought − prevented) / n for `n` runners: `paired_interval`."""
    return paired_interval(n_prevented, n_brought, n, _Z_80)


def paired_interval(n_prevented: int, n_brought: int, n: int, z: float) -> tuple[float, float]:
    """Interval of (brought − prevented) / n for `n` runners simulated both ways.

    The score interval of Tango (1998): every difference δ that its test does not reject,
    ``|b − c − nδ| ≤ z · sqrt(n (2 q(δ) + δ − δ²))``, where b runners cramp only after the change, c
    only before it, and q(δ) is the maximum-likelihood share of the latter under δ. Unlike a
    bootstrap it does not shrink to a point where no runner changed sides. The tests compare it
    with a worked example of Fagerland2017.

    Parameters
    ----------
    z
        Normal quantile: 1.28 for 80 %, 1.96 for 95 %.

    Raises
    ------
    ValueError
        If the counts are negative or exceed `n`.
    """
    if min(n_prevented, n_brought) < 0 or n < 1 or n_prevented + n_brought > n:
        raise ValueError(f"{n_prevented} prevented and {n_brought} brought of {n} cannot be")
    seen = (n_brought - n_prevented) / n

    def score(delta: float) -> float:
        two_a = 4.0 * n
        b = -n_brought - n_prevented + (2.0 * n - n_brought + n_prevented) * delta
        c = -n_prevented * delta * (1.0 - delta)
        share = (math.sqrt(max(b * b - 2.0 * two_a * c, 0.0)) - b) / two_a
        variance = n * (2.0 * share + delta * (1.0 - delta))
        distance = n_brought - n_prevented - n * delta
        if variance <= 0.0:
            return 0.0 if distance == 0.0 else math.copysign(math.inf, distance)
        return distance / math.sqrt(variance)

    def edge(out: float) -> float:
        inside, outside = seen, out
        for _ in range(_BISECTIONS):
            middle = 0.5 * (inside + outside)
            if abs(score(middle)) <= z:
                inside = middle
            else:
                outside = middle
        return inside

    return edge(-1.0), edge(1.0)
