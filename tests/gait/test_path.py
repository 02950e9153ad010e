"""Muscle-tendon lengths and moment arms against the model they were fitted to."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.gait import MUSCLES, ankle_moment_arm, muscle_tendon_length
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()
MG, LG, SOLEUS = MUSCLES


def length(muscle: str, ankle_deg: float, knee_deg: float) -> float:
    angles = np.radians([ankle_deg]), np.radians([knee_deg])
    return float(muscle_tendon_length(muscle, *angles, PARAMETERS)[0])


@pytest.mark.parametrize(("muscle", "metres"), [(MG, 0.4520), (LG, 0.4473), (SOLEUS, 0.3228)])
def test_length_of_the_straight_leg(muscle: str, metres: float) -> None:
    # 0.1 mm; the fit of the lateral head is good to 0.45 mm.
    assert length(muscle, 0.0, 0.0) == pytest.approx(metres, abs=4.5e-4 if muscle == LG else 1e-4)


ARMS = {
    MG: [0.0407, 0.0434, 0.0430, 0.0398, 0.0364],
    SOLEUS: [0.0436, 0.0439, 0.0414, 0.0364, 0.0319],
}


@pytest.mark.parametrize("muscle", ARMS)
def test_ankle_moment_arms(muscle: str) -> None:
    arms = ankle_moment_arm(muscle, np.radians([-30.0, -15.0, 0.0, 15.0, 25.0]), PARAMETERS)
    assert arms == pytest.approx(ARMS[muscle], rel=0.02)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_moment_arm_is_the_derivative_of_length(muscle: str) -> None:
    ankle, step = np.radians(np.linspace(-40.0, 30.0, 29)), 1e-6
    ahead, behind = (
        muscle_tendon_length(muscle, ankle + s, 0.0 * ankle, PARAMETERS) for s in (step, -step)
    )
    arms = ankle_moment_arm(muscle, ankle, PARAMETERS)
    assert arms == pytest.approx((ahead - behind) / (2.0 * step), rel=1e-6)
    assert (arms > 0.02).all()


def test_knee_flexion_shortens_the_gastrocnemii_alone() -> None:
    assert length(MG, 0.0, 0.0) - length(MG, 0.0, 90.0) == pytest.approx(0.0297, abs=2e-4)
    assert length(LG, 0.0, 0.0) - length(LG, 0.0, 90.0) == pytest.approx(0.0333, abs=2e-4)
    assert length(SOLEUS, 0.0, 0.0) == length(SOLEUS, 0.0, 90.0)


def test_change_from_pointed_to_pulled_up() -> None:
    assert length(MG, 25.0, 0.0) - length(MG, -30.0, 0.0) == pytest.approx(0.0399, abs=3e-4)
