"""Contractile fatigue of every motor unit, its recovery, and the muscle's fatigue index.

Each unit loses force in two parts (shares of its fresh tetanus): a fast, metabolic one
after Potvin & Fuglevand (2017) that recovers in minutes, and a slow one that recovers in hours
(low-frequency fatigue after long runs, Davies & White 1982):

.. math::

    \\dot a_i &= r\\, \\rho_i f_i - a_i / \\tau_a, \\qquad
    \\dot s_i = \\kappa f_i^{\\,e} - s_i / \\tau_s

with :math:`f_i` the unit's mean relative force, :math:`\\rho_i` its fatigability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Units = NDArray[np.float64]

LARGEST_LOSS = 0.95  # a unit never loses all of its force


@dataclass(frozen=True)
class Fatigue:
    """State of one muscle's units, shapes (n_units,): fast and slow loss, and their usual use."""

    fast: Units
    slow: Units
    use: Units

    @classmethod
    def fresh(cls, n_units: int) -> Fatigue:
        """No loss at all."""
        zero = np.zeros(n_units)
        return cls(zero, zero.copy(), zero.copy())

    def capacity(self) -> Units:
        """Force each unit has left, share of fresh, (n_units,)."""
        return np.asarray(1.0 - np.minimum(self.fast + self.slow, LARGEST_LOSS))


@dataclass(frozen=True)
class FatigueRates:
    """Constants of the process for one muscle.

    Attributes
    ----------
    fatigability
        (n_units,) fast loss per second of full relative force.
    slow_rate
        :math:`\\kappa` in 1/s, fitted to the longest run the calf is used to.
    fast_recovery_s, slow_recovery_s, slow_exponent
        Time constants and exponent.
    memory_s
        Time constant with which the use of units that the index speaks of is renewed.
    """

    fatigability: Units
    slow_rate: float
    fast_recovery_s: float
    slow_recovery_s: float
    slow_exponent: float
    memory_s: float


def fatigue_rates(n_units: int, fatigue: Mapping[str, float], slow_rate: float) -> FatigueRates:
    """Rates of a pool of `n_units`, smallest unit first."""
    x = (np.arange(n_units) + 0.5) / n_units
    ratio = fatigue["rate_ratio"]
    return FatigueRates(
        fatigability=fatigue["fast_share"] * fatigue["rate_peak"] / ratio * ratio**x,
        slow_rate=slow_rate,
        fast_recovery_s=fatigue["fast_recovery"],
        slow_recovery_s=fatigue["slow_recovery"],
        slow_exponent=fatigue["slow_exponent"],
        memory_s=fatigue["index_memory"],
    )


def advance(
    state: Fatigue, use: Units, duration_s: float, rates: FatigueRates, hastening: float
) -> Fatigue:
    """State after `duration_s` with mean relative forces `use` (n_units,), in closed form.

    Parameters
    ----------
    hastening
        Multiplier of both rates: heat, 1 in the laboratory.
    """
    fast_keep = np.exp(-duration_s / rates.fast_recovery_s)
    slow_keep = np.exp(-duration_s / rates.slow_recovery_s)
    fast_end = hastening * rates.fatigability * use * rates.fast_recovery_s
    slow_end = hastening * rates.slow_rate * use**rates.slow_exponent * rates.slow_recovery_s
    moved = replace(
        state,
        fast=np.minimum(fast_end + (state.fast - fast_end) * fast_keep, LARGEST_LOSS),
        slow=np.minimum(slow_end + (state.slow - slow_end) * slow_keep, LARGEST_LOSS),
    )
    # The index speaks of the units that have worked for half an hour: a resting muscle keeps the
    # memory of them, and neither an effort of seconds nor a cramp makes other units count.
    if use.sum() <= 1e-3 * len(use):
        return moved
    kept = np.exp(-duration_s / rates.memory_s) if state.use.any() else 0.0
    return replace(moved, use=use + (state.use - use) * kept)


def working_slow_loss(state: Fatigue, force_share: Units) -> float:
    """Slow loss of the units that work, weighted by the force they contribute; 0 to 1."""
    weight = state.use * force_share
    total = float(weight.sum())
    return float((weight * state.slow).sum()) / total if total > 0.0 else 0.0


def fatigue_index(slow_loss: float, index_half: float, power: float) -> float:
    r"""Saturating index in [0, 1): one half where the working units have lost `index_half`.

    .. math:: \phi = S^p / (S^p + S_{1/2}^p)

    Only the slow loss counts. Right after local exhaustion the threshold for a cramp is *raised*
    (20 to 33 Hz, Stone), while field cramps come late: what lowers the threshold must be slower
    than the fatigue of the contractile machinery.
    """
    strength = float(max(slow_loss, 0.0) ** power)
    return strength / (strength + float(index_half**power))


def slow_rate_for(
    use: Units, force_share: Units, duration_s: float, loss: float, fatigue: Mapping[str, float]
) -> float:
    """The :math:`\\kappa` with which `duration_s` of `use` costs the working units `loss`.

    This is how a calf is made consistent with its training: the longest run it is used to, at its
    usual pace, costs it what published runs cost trained runners.
    """
    weight = use * force_share
    shape = float((weight * use ** fatigue["slow_exponent"]).sum() / max(weight.sum(), 1e-12))
    tau = fatigue["slow_recovery"]
    return loss / max(shape * tau * (1.0 - float(np.exp(-duration_s / tau))), 1e-12)
