"""Water: balances close, thirst replaces a part, balanced drinking never gains mass."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import MAN, PARAMETERS, steady

from uncramp.athlete import Athlete
from uncramp.body.fluids import body_water_L
from uncramp.conditions import DrinkingPlan

FLUIDS = PARAMETERS.organ("fluids")


def test_body_water_by_sex() -> None:
    male, unknown, female = (body_water_L(70.0, sex, FLUIDS) for sex in ("male", None, "female"))
    assert male == 42.0
    assert male > unknown > female


def test_drinking_to_thirst_is_passes() -> None:
    """Passe2007: replaced 30.5 % of sweat, lost 1.9 ± 0.8 % of mass."""
    states = steady(16093 / 4530, 75.5, air_C=20.5, humidity_pct=76.6, wind_m_s=0.5)
    lost = states.sweat_L[-1] + states.respiratory_L[-1]
    assert states.drunk_L[-1] / lost == pytest.approx(0.305)
    change = float(states.mass_change_pct[-1])
    assert change == pytest.approx(-1.9, abs=0.8), f"observed -1.9, predicted {change:.2f}"


def test_thirst_keeps_an_ultra_runner_alive() -> None:
    states = steady(2.0, 18 * 60, air_C=20.0)
    water_lost = 1.0 - states.body_water_L[-1] / states.body_water_L[0]
    assert 0.0 < water_lost < 0.07
    assert 130.0 < states.plasma_sodium_mmol_L[-1] < 150.0
    assert np.diff(states.drunk_L).max() <= FLUIDS["thirst_most"] * 30 / 3600 + 1e-12


def test_thirst_never_replaces_all() -> None:
    for air_C in (-20.0, 15.0, 35.0):
        states = steady(3.0, 300, air_C=air_C)
        assert np.all(states.drunk_L <= states.sweat_L + states.respiratory_L)


def test_a_plan_is_drunk_as_given() -> None:
    states = steady(3.0, 90, drinking=DrinkingPlan(fluid_mL_per_h=400))
    assert states.drunk_L[-1] == pytest.approx(0.6)
    assert steady(3.0, 90, drinking=DrinkingPlan(fluid_mL_per_h=0)).drunk_L[-1] == 0.0


def test_breath_and_metabolic_water_are_of_the_known_size() -> None:
    """A running man breathes out about 2 g/min and makes about as much from his fuel."""
    states = steady(3.0, 60, air_C=15.0)
    assert states.respiratory_L[-1] == pytest.approx(0.11, abs=0.03)
    assert states.metabolic_water_L[-1] == pytest.approx(0.11, abs=0.03)


def test_overdrinking_gains_mass_and_is_not_hidden() -> None:
    states = steady(2.0, 240, air_C=5.0, drinking=DrinkingPlan(1500, 0))
    assert states.mass_change_pct[-1] > 0.0
    assert states.plasma_sodium_mmol_L[-1] < 135.0


def test_cold_slow_running_needs_no_drink_to_stay_in_balance() -> None:
    small = Athlete(mass_kg=45, height_m=1.55, sex="female")
    states = steady(2.0, 60, air_C=-25.0, humidity_pct=90.0, athlete=small, drinking="balanced")
    assert np.all(np.diff(states.drunk_L) >= 0.0)
    assert np.all(states.mass_change_pct <= 0.0)


def test_a_heavier_sweater_loses_more() -> None:
    drawn = PARAMETERS.replaced({"sweat.personal": 1.35})
    assert (
        steady(3.0, 60, athlete=MAN, parameters=drawn).mass_change_pct[-1]
        < (steady(3.0, 60, athlete=MAN).mass_change_pct[-1])
    )
