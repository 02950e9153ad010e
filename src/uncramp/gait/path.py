"""Muscle-tendon lengths and ankle moment arms from joint angles.

Polynomials fitted to the muscle paths of a published musculoskeletal model (largest error
0.5 mm); the moment arm is minus the derivative of the length, plantar flexion positive.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uncramp.parameters import ParameterSet

MUSCLES = ("medial_gastrocnemius", "lateral_gastrocnemius", "soleus")
Angles = NDArray[np.float64]


def muscle_tendon_length(
    muscle: str, ankle_rad: Angles, knee_rad: Angles, parameters: ParameterSet
) -> Angles:
    """Length in m at ankle dorsiflexion (-0.7 … 0.52 rad) and knee flexion (0 … 1.92 rad)."""
    p = parameters.organ(muscle)
    ankle = p["path_0"] + ankle_rad * (
        p["path_ankle_1"]
        + ankle_rad
        * (p["path_ankle_2"] + ankle_rad * (p["path_ankle_3"] + ankle_rad * p["path_ankle_4"]))
    )
    knee = knee_rad * (
        p["path_knee_1"]
        + knee_rad
        * (p["path_knee_2"] + knee_rad * (p["path_knee_3"] + knee_rad * p["path_knee_4"]))
    )
    return np.asarray(ankle + knee)


def ankle_moment_arm(muscle: str, ankle_rad: Angles, parameters: ParameterSet) -> Angles:
    """Moment arm in m, positive for a plantar flexor."""
    p = parameters.organ(muscle)
    return np.asarray(
        p["path_ankle_1"]
        + ankle_rad
        * (
            2.0 * p["path_ankle_2"]
            + ankle_rad * (3.0 * p["path_ankle_3"] + ankle_rad * 4.0 * p["path_ankle_4"])
        )
    )
