"""Two published models of fatigue, written to be read: oracles for vectors, not part of uncramp.

`PotvinFuglevand` is the motor-unit model of Potvin & Fuglevand 2017 (hand muscle, no recovery);
`endurance_3cc_s` the three-compartment model of Xia & Frey-Law 2008 with the ankle's constants.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Units = NDArray[np.float64]


def relative_force(normalised_rate: Units) -> Units:
    """Force of a unit, share of its tetanus, at contraction time (s) times firing rate (Hz)."""
    low = normalised_rate / 0.4 * (1.0 - np.exp(-2.0 * 0.4**3))
    return np.where(normalised_rate <= 0.4, low, 1.0 - np.exp(-2.0 * normalised_rate**3))


@dataclass
class PotvinFuglevand:
    """A pool of 120 units, fresh; excitation in thresholds of the first unit."""

    n: int = 120
    capacity: Units = field(init=False)
    on_s: Units = field(init=False)

    MAXIMUM = 67.0

    def __post_init__(self) -> None:
        i = np.arange(self.n) / (self.n - 1.0)
        self.threshold = 50.0**i
        self.tetanus = 100.0**i
        self.contraction_s = 0.090 * self.tetanus ** (-np.log(3.0) / np.log(100.0))
        self.peak_Hz = 35.0 - 10.0 * (self.threshold - 1.0) / 49.0
        self.fatigability = 180.0**i * 0.0225 / 180.0 * self.tetanus
        self.capacity = self.tetanus.copy()
        self.on_s = np.zeros(self.n)

    def rates_Hz(self, excitation: float) -> Units:
        """Firing rates with the adaptation of the time each unit has been active."""
        free = np.clip(excitation - self.threshold + 8.0, None, self.peak_Hz)
        free = np.where(excitation >= self.threshold, free, 0.0)
        fall = 0.67 * (free - 8.0 + 2.0) * (self.threshold - 1.0) / 49.0
        fall *= 1.0 - np.exp(-self.on_s / 22.0)
        return np.where(free > 0.0, np.maximum(free - fall, 0.0), 0.0)

    def relative(self, excitation: float) -> Units:
        """Force of every unit, share of its tetanus now."""
        slowing = 1.0 + 0.379 * (1.0 - self.capacity / self.tetanus)
        return relative_force(self.contraction_s * slowing * self.rates_Hz(excitation))

    def force(self, excitation: float) -> float:
        """Force of the pool."""
        return float((self.capacity * self.relative(excitation)).sum())

    def work(self, excitation: float, dt_s: float) -> None:
        """One step at an excitation."""
        loss = self.fatigability * self.relative(excitation) * dt_s
        self.capacity = np.maximum(self.capacity - loss, 0.0)
        self.on_s = np.where(excitation >= self.threshold, self.on_s + dt_s, self.on_s)

    def excitation_for(self, force: float) -> float:
        """Smallest excitation that gives `force`, by bisection."""
        low, high = 0.0, self.MAXIMUM
        for _ in range(24):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if self.force(middle) >= force else (middle, high)
        return high


def endurance_pf_s(share: float, dt_s: float = 0.1) -> float:
    """Seconds for which a fresh pool holds a share of its maximal force."""
    pool = PotvinFuglevand()
    target, time_s = share * pool.force(pool.MAXIMUM), 0.0
    while pool.force(pool.MAXIMUM) >= target:
        pool.work(pool.excitation_for(target), dt_s)
        time_s += dt_s
    return time_s


def endurance_3cc_s(share: float, fatigue: float, recovery: float, dt_s: float = 0.01) -> float:
    """Seconds for which the three-compartment muscle holds 99 % of a share of its maximum.

    Resting, active and fatigued shares; activation and relaxation at rate 10 per second.
    """
    active, fatigued = 0.0, 0.0
    for step in range(round(1e4 / dt_s)):
        missing, resting = share - active, 1.0 - active - fatigued
        if step * dt_s > 1.5 and missing > 0.01 * share:
            return step * dt_s
        flow = 10.0 * (min(missing, resting) if missing > 0.0 else missing)
        tiring, recovering = fatigue * active, recovery * fatigued
        active += dt_s * (flow - tiring)
        fatigued += dt_s * (tiring - recovering)
    return np.inf
