"""What counts as a cramp, in words and numbers.

A cramp is an involuntary, sustained discharge of motor units that outlives the drive. In numbers:

- **suspicion**: while running, just before the command of the next stride, when the pool has had
  no command for at least 150 ms, at least `SUSPICION_SHARE` of a muscle's units still discharge
  (a spike within the last 100 ms);
- **cramp**: the runner stops (no command at all, the foot left where the muscle pulls it, pointed
  down), and `STOP_S` later at least `CRAMP_SHARE` of the units still discharge, each with a spike
  within the last 250 ms.

Nothing else is asked: no risk formula, no threshold on fatigue or ions. Whether the discharge
goes on is up to the loop. The published rule for induced cramps is the same (electromyographic
activity that goes on after the stimulus ends, involuntary; Minetto 2009, Braulick 2013); the share
and the time are this project's choice, stated in ``parameters/cramp.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.parameters import ParameterSet


@dataclass(frozen=True, slots=True)
class CrampRule:
    """The numbers of the definition, from ``parameters/cramp.toml``."""

    suspicion_share: float
    cramp_share: float
    stop_s: float
    ankle_deg: float
    knee_deg: float

    @classmethod
    def of(cls, parameters: ParameterSet) -> CrampRule:
        """Read the rule from a parameter set."""
        values = parameters.organ("cramp")
        return cls(
            suspicion_share=values["suspicion_share"],
            cramp_share=values["cramp_share"],
            stop_s=values["stop_time"],
            ankle_deg=values["stop_ankle"],
            knee_deg=values["stop_knee"],
        )

    def suspects(self, swing: NDArray[np.float64]) -> bool:
        """True if any swing (n_strides, 3) holds discharge that no command explains."""
        return bool(swing.size and (swing >= self.suspicion_share).any())

    def cramping(self, firing_after_stop: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which muscles (3,) cramp, from the share of units still discharging after the stop."""
        return np.asarray(firing_after_stop >= self.cramp_share)
