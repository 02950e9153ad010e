"""Golgi tendon organ of one muscle and the gate of its inhibition.

Rate: a logarithm of tendon force over maximal force, shaped by the Houk-Simon dynamics
:math:`H(s) = (1.7 s^2 + 2.58 s + 0.4) / (s^2 + 2.2 s + 0.4)`. Its inhibition reaches the motor
neurons of a stretched muscle and hardly those of a short one (tendon-afferent inhibition in the
human calf is maximal when stretched and ineffective when short, Khan & Burne 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.parameters import ParameterSet


@dataclass(frozen=True, slots=True)
class GolgiTendonOrgan:
    """Gain of the organ, strength of its inhibition, and what fatigue takes from it."""

    gain_pps: float
    scale: float
    effect: float
    fatigue_loss: float

    @classmethod
    def of(cls, parameters: ParameterSet) -> GolgiTendonOrgan:
        """Read the organ from a parameter set."""
        values = parameters.organ("tendon_organ")
        return cls(
            gain_pps=values["gain"],
            scale=values["scale"],
            effect=values["effect"],
            fatigue_loss=values["fatigue_loss"],
        )

    def inhibition_gain(self, fatigue_index: float) -> float:
        """Multiplier of the Ib inhibition at a fatigue index in [0, 1); 1 when fresh."""
        return max(0.0, 1.0 - self.fatigue_loss * fatigue_index)
