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


OFF_KNEE = "33.16 mm: the published fit of the lateral head is off by up to 0.45 mm"
OFF = "0.28 mm: the published fit of the lateral head is itself off by up to 0.45 mm"


@pytest.mark.parametrize(
    ("muscle", "metres"),
    [
        (MG, 0.4520),
        pytest.param(LG, 0.4473, marks=pytest.mark.xfail(strict=True, reason=OFF)),
        (SOLEUS, 0.3228),
    ],
)
def test_length_of_the_straight_leg(muscle: str, metres: float) -> None:
    assert length(muscle, 0.0, 0.0) == pytest.approx(metres, abs=1e-4)


# The published polynomials: ankle from the constant up, then knee from the first power.
FITS = {
    MG: ([0.451987, 0.042924, -0.003444, -0.006614, 0.000771],
         [-0.005993, -0.005587, -0.004744, 0.001951]),
    LG: ([0.447024, 0.043547, -0.004423, -0.006613, 0.000817],
         [-0.008248, -0.005420, -0.005172, 0.002171]),
    SOLEUS: ([0.322836, 0.041359, -0.007362, -0.005917, 0.000997], []),
}  # fmt: skip


@pytest.mark.parametrize("muscle", FITS)
def test_lengths_are_the_published_polynomials(muscle: str) -> None:
    ankle_deg, knee_deg = np.meshgrid(np.linspace(-40.0, 30.0, 15), np.linspace(0.0, 110.0, 12))
    ankle, knee = np.radians(ankle_deg), np.radians(knee_deg)
    ankle_terms, knee_terms = FITS[muscle]
    expected = sum(c * ankle**i for i, c in enumerate(ankle_terms))
    expected = expected + sum(c * knee ** (i + 1) for i, c in enumerate(knee_terms))
    found = muscle_tendon_length(muscle, ankle, knee, PARAMETERS)
    assert found == pytest.approx(expected, abs=1e-12)


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


@pytest.mark.parametrize(
    ("muscle", "metres"),
    [
        (MG, 0.0297),
        pytest.param(LG, 0.0333, marks=pytest.mark.xfail(strict=True, reason=OFF_KNEE)),
    ],
)
def test_knee_flexion_shortens_the_gastrocnemii(muscle: str, metres: float) -> None:
    assert length(muscle, 0.0, 0.0) - length(muscle, 0.0, 90.0) == pytest.approx(metres, abs=1e-4)


def test_knee_flexion_leaves_the_soleus_alone() -> None:
    assert length(SOLEUS, 0.0, 0.0) == length(SOLEUS, 0.0, 90.0)


def test_change_from_pointed_to_pulled_up() -> None:
    assert length(MG, 25.0, 0.0) - length(MG, -30.0, 0.0) == pytest.approx(0.0399, abs=1e-4)
