"""What makes a run, or a change of it, unsafe: the same rules behind every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from uncramp.athlete import Athlete
from uncramp.body import safety
from uncramp.conditions import Conditions
from uncramp.parameters import ParameterSet

NO_COACHING = frozenset({"low_sodium"})  # nothing else is advised beside these
_LOW_PCT, _HIGH_PCT = 10.0, 90.0


def dangers(
    bodies: Sequence[Mapping[str, float]],
    athlete: Athlete,
    conditions: Conditions,
    parameters: ParameterSet,
    *,
    drinks_asked: bool = False,
) -> list[str]:
    """Names of the rules that are broken, the gravest first.

    ``low_sodium``: the lower end of the 80 % range of the lowest blood sodium is below 135 mmol/L;
    ``mass_gain``: the upper end of the change of mass is a gain; ``heat``: known weather above the
    limit of heat for races; ``clinician``: drinks are asked about and the runner has a condition or
    medicine with which a doctor comes first.

    Parameters
    ----------
    bodies
        Of each simulated runner ``least_plasma_sodium_mmol_L`` and ``mass_change_pct``.
    drinks_asked
        Whether the answer is about what to drink.
    """
    found = []
    if bodies:
        least, gain = (
            [body[name] for body in bodies]
            for name in ("least_plasma_sodium_mmol_L", "mass_change_pct")
        )
        if safety.sodium_is_low(float(np.percentile(least, _LOW_PCT)), parameters):
            found.append("low_sodium")
        if float(np.percentile(gain, _HIGH_PCT)) > 0.0:
            found.append("mass_gain")
    if safety.too_hot(conditions, parameters):
        found.append("heat")
    if drinks_asked and athlete.health:
        found.append("clinician")
    return found
