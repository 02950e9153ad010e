"""Sizes of the muscles."""

from __future__ import annotations

import math

import pytest
from protocols import PARAMETERS, set_to

from uncramp.calf import MUSCLES
from uncramp.calf.muscle import HillMuscle


@pytest.mark.parametrize("name", MUSCLES)
def test_force_scales_with_strength_and_mass(name: str) -> None:
    model = set_to(muscle__strength=1.0)
    full = HillMuscle.of(name, model, PARAMETERS.value("muscle.reference_mass"))
    assert full.max_isometric_force_N == PARAMETERS.value(f"{name}.max_isometric_force")
    half = HillMuscle.of(name, set_to(muscle__strength=0.5), 75.0)
    assert half.max_isometric_force_N == pytest.approx(0.5 * full.max_isometric_force_N)
    light = HillMuscle.of(name, model, 50.0)
    ratio = light.max_isometric_force_N / full.max_isometric_force_N
    assert ratio == pytest.approx((50.0 / 75.0) ** PARAMETERS.value("muscle.mass_exponent"))


@pytest.mark.parametrize("name", MUSCLES)
def test_geometry(name: str) -> None:
    muscle = HillMuscle.of(name, PARAMETERS, 70.0)
    pennation = math.degrees(math.asin(muscle.fibre_height_m / muscle.optimal_length_m))
    assert pennation == pytest.approx(PARAMETERS.value(f"{name}.pennation"))
    whole = muscle.tendon_slack_m + PARAMETERS.value("muscle.free_tendon_length")
    assert whole == pytest.approx(PARAMETERS.value(f"{name}.tendon_slack_length"))
    assert muscle.tendon_slack_m > 0.0
