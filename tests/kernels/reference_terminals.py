"""Regions, endings and terminals of a muscle written to be read: float64, one unit after the other.

Twins of the functions of `uncramp.kernels.terminals`, from their equations, with names instead of
columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

THERMAL_MV = 8.314462618 * 310.15 / 96485.33212 * 1000.0
IRREGULARITY = 14.0
REFRACTORY_MS = 5.0


@dataclass
class Regions:
    """Potassium, after-depolarisation, level and barrage of four regions in a row."""

    constants: dict[str, float]
    potassium_mM: Array = field(default_factory=lambda: np.full(4, 4.2))
    after_mV: Array = field(default_factory=lambda: np.zeros(4))
    level_mV: Array = field(default_factory=lambda: np.zeros(4))
    drive: Array = field(default_factory=lambda: np.zeros(4))
    passes: float = 1.0

    def ms(self, spikes: Array, dt_s: float = 1e-3) -> None:
        """One ms with `spikes` (4,) in it."""
        c = self.constants
        per_unit = spikes / (c["reference_units"] / 4)
        above = self.potassium_mM - c["k_plasma"]
        cleared = (c["k_clear"] + c["k_pump"] * np.maximum(above, 0.0)) * above
        across = c["k_spread"] * np.diff(self.potassium_mM)  # over the three borders
        spread = np.concatenate((across, [0.0])) - np.concatenate(([0.0], across))
        self.potassium_mM = self.potassium_mM + c["k_source"] * per_unit + dt_s * (spread - cleared)
        self.after_mV = c["after_keep"] * self.after_mV + c["after_step"] * per_unit

    def ending_drive(self, level_mV: Array) -> Array:
        """Soft threshold, then linear, then full."""
        c = self.constants
        softness = c["ending_softness"]
        above = softness * np.logaddexp(0.0, (level_mV - c["ending_threshold"]) / softness)
        return np.asarray(1.0 / (1.0 / (c["ending_gain"] * above) + 1.0 / c["ending_max"]))

    def block(self, fascicle_L0: float, taut_L0: float) -> None:
        """Levels and barrage at a fascicle length and a length of the whole muscle."""
        c = self.constants
        opened = np.clip((taut_L0 - c["gate_short"]) / (c["gate_long"] - c["gate_short"]), 0, 1)
        gate = c["gate_min"] + (1.0 - c["gate_min"]) * opened
        self.passes = 1.0 - c["presynaptic"] * float(gate)
        outside = self.potassium_mM + c["sodium_term"]
        self.level_mV = (
            THERMAL_MV * np.log(outside / c["rest_term"])
            + self.after_mV
            + c["level_shift"]
            - c["level_length"] * (fascicle_L0 - c["level_at"])
        )
        wanted = self.passes * self.ending_drive(self.level_mV)
        share = np.where(wanted > self.drive, c["ending_rise"], c["ending_fall"])
        self.drive = self.drive + share * (wanted - self.drive)


@dataclass
class Terminals:
    """Terminals of `n` units; unit i lies in region i mod 4."""

    constants: dict[str, float]
    margin_mV: Array
    rest_mV: Array
    flicker: Array = field(init=False)
    endings: Array = field(init=False)
    pace: Array = field(init=False)
    phase: Array = field(init=False)
    wait_ms: Array = field(init=False)
    fired: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.margin_mV)
        self.region = np.arange(n) % 4
        for name in ("flicker", "endings", "pace", "phase", "wait_ms"):
            setattr(self, name, np.zeros(n))
        self.fired = np.zeros(n, bool)

    def block(self, regions: Regions, noise: Array) -> bool:
        """Levels of the regions reach the units; True if any discharges by itself."""
        c = self.constants
        self.flicker = c["flicker_keep"] * self.flicker + c["flicker_step"] * noise
        heard = regions.drive * regions.passes * regions.constants["answered"]
        mean = heard[self.region]
        self.endings = np.maximum(mean * (1.0 + self.flicker), 0.0)
        self.margin_mV = self.margin_mV + c["recovery"] * (self.rest_mV - self.margin_mV)
        above = np.maximum(regions.level_mV[self.region] - self.margin_mV, 0.0)
        self.pace = np.minimum(c["ectopic_gain"] * above, c["ectopic_max"]) / 1000.0
        return bool((self.pace > 0.0).any())

    def ms(self, noise: Array) -> NDArray[np.bool_]:
        """One ms of self-discharge; who fired."""
        self.wait_ms = self.wait_ms - 1.0
        moved = np.maximum(self.phase + self.pace * (1.0 + IRREGULARITY * noise), 0.0)
        self.phase = np.where(self.fired, 0.0, moved)
        self.fired = (self.phase >= 1.0) & (self.wait_ms <= 0.0) & (self.pace > 0.0)
        self.phase = np.where(self.fired, 0.0, np.minimum(self.phase, 1.0))
        self.margin_mV = self.margin_mV + self.constants["tiring"] * self.fired
        self.wait_ms = np.where(self.fired, REFRACTORY_MS, np.maximum(self.wait_ms, -1.0))
        return self.fired
