"""Muscle spindle of one muscle: gains in the state the calf is in.

The model is Mileusnic et al. 2006 (bag1, bag2 and chain fibre, each a sensory region in series with
a polar region) without the mass term; `uncramp.kernels.afferents.spindle_step` advances it.
"""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.parameters import ParameterSet


@dataclass(frozen=True, slots=True)
class MuscleSpindle:
    """Gains of a spindle population.

    Attributes
    ----------
    primary_gain_bag1_pps, primary_gain_static_pps, secondary_gain_pps
        Rate per L0 of stretch of the sensory region.
    fatigue_gain
        Relative rise of the Ia gain at full fatigue (negative: fall, as in sustained human
        contraction).
    """

    primary_gain_bag1_pps: float
    primary_gain_static_pps: float
    secondary_gain_pps: float
    fatigue_gain: float

    @classmethod
    def of(cls, parameters: ParameterSet) -> MuscleSpindle:
        """Read the spindle from a parameter set."""
        values = parameters.organ("spindle")
        return cls(
            primary_gain_bag1_pps=values["primary_gain_bag1"],
            primary_gain_static_pps=values["primary_gain_static"],
            secondary_gain_pps=values["secondary_gain"],
            fatigue_gain=values["fatigue_gain"],
        )

    def gain(self, fatigue_index: float) -> float:
        """Multiplier of Ia rates at a fatigue index in [0, 1); 1 when fresh."""
        return max(0.0, 1.0 + self.fatigue_gain * fatigue_index)
