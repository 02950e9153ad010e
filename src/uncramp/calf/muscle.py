"""Hill muscle: fascicle, own tendon, and its share of the free Achilles tendon."""

from __future__ import annotations

import math
from dataclasses import dataclass

from uncramp.parameters import ParameterSet

MUSCLES = ("medial_gastrocnemius", "lateral_gastrocnemius", "soleus")


@dataclass(frozen=True, slots=True)
class HillMuscle:
    """Sizes of one muscle.

    Attributes
    ----------
    max_isometric_force_N, optimal_length_m, tendon_slack_m
        F0, L0, and slack length of the tendon in series with the free Achilles tendon.
    fibre_height_m
        L0 times the sine of the pennation angle at L0; constant.
    """

    name: str
    max_isometric_force_N: float
    optimal_length_m: float
    tendon_slack_m: float
    fibre_height_m: float

    @classmethod
    def of(cls, name: str, parameters: ParameterSet, mass_kg: float) -> HillMuscle:
        """Muscle `name` of a runner of `mass_kg`; force scales with mass to the 2/3rds.

        The musculoskeletal model's forces are brought to those people reach in maximal voluntary
        contraction by the parameter ``muscle.strength``.
        """
        own, shared = parameters.organ(name), parameters.organ("muscle")
        size = shared["strength"] * (mass_kg / shared["reference_mass"]) ** shared["mass_exponent"]
        length = own["optimal_fascicle_length"]
        return cls(
            name=name,
            max_isometric_force_N=own["max_isometric_force"] * size,
            optimal_length_m=length,
            tendon_slack_m=own["tendon_slack_length"] - shared["free_tendon_length"],
            fibre_height_m=length * math.sin(math.radians(own["pennation"])),
        )
