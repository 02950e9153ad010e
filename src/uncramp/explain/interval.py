"""How sure a share of a finite number of simulated runners is."""

from __future__ import annotations

import math

_Z_80 = 1.2815515655446004  # normal quantile of an 80 % interval


def interval_80(k: int, n: int) -> tuple[float, float]:
    """80 % interval of a share of `k` in `n` (Wilson score)."""
    z2 = _Z_80**2
    centre = (k + z2 / 2.0) / (n + z2)
    half = _Z_80 / (n + z2) * math.sqrt(k * (n - k) / n + z2 / 4.0)
    return max(0.0, centre - half), min(1.0, centre + half)
