"""Heat index of races against tables, and minerals a run takes."""

from __future__ import annotations

from typing import Any

import pytest
from bodies import PARAMETERS, steady, weather

from uncramp.athlete import Athlete
from uncramp.body.safety import (
    day_of_training_mg,
    fluid_most_mL_per_h,
    proven_salty,
    sodium_is_low,
    sodium_most_mg_per_h,
    supplement_most_mg,
    wbgt_C,
    wet_bulb_C,
)
from uncramp.conditions import DrinkingPlan, load_drinks


@pytest.mark.parametrize(
    ("air_C", "humidity_pct", "wet_C"),
    # Psychrometric tables at sea level.
    [(20.0, 50.0, 13.8), (30.0, 40.0, 20.1), (30.0, 80.0, 27.1), (10.0, 100.0, 10.0)],
)
def test_wet_bulb(air_C: float, humidity_pct: float, wet_C: float) -> None:
    constant = PARAMETERS.value("safety.psychrometer")
    assert wet_bulb_C(air_C, humidity_pct, constant) == pytest.approx(wet_C, abs=0.3)


def test_races_are_cancelled_where_they_were() -> None:
    """Roberts2010: Twin Cities 2007, about 27 °C and humid: 22 °C at the start was too hot."""
    assert wbgt_C(weather(24.0, 80.0, 1.5, 0.2), PARAMETERS) == pytest.approx(22.0, abs=1.0)
    assert wbgt_C(weather(32.0, 60.0, 1.0, 1.0), PARAMETERS) > 28.0
    assert wbgt_C(weather(12.0, 60.0, 2.0, 0.5), PARAMETERS) < 13.0


def test_sun_adds_and_wind_takes() -> None:
    shade = wbgt_C(weather(25.0, 50.0, 1.0, 0.0), PARAMETERS)
    sun = wbgt_C(weather(25.0, 50.0, 1.0, 1.0), PARAMETERS)
    windy = wbgt_C(weather(25.0, 50.0, 6.0, 1.0), PARAMETERS)
    assert shade < windy < sun
    assert 2.0 < sun - shade < 6.0


def test_a_day_of_training_takes_mostly_salt() -> None:
    states = steady(3.0, 120, air_C=25.0, drinking=DrinkingPlan(400, 0))
    taken = day_of_training_mg(states, PARAMETERS)
    assert set(taken) == {"sodium", "potassium", "calcium", "magnesium"}
    assert 1000 < taken["sodium"] < 4000
    assert taken["sodium"] > taken["potassium"] > taken["calcium"] > taken["magnesium"] > 0.0
    given_back = steady(3.0, 120, drinking=DrinkingPlan(500, drink=load_drinks()["pickle_juice"]))
    assert day_of_training_mg(given_back, PARAMETERS)["sodium"] == 0.0


@pytest.mark.parametrize(
    ("loss", "trained", "most"),
    [(500.0, False, 500.0), (2000.0, False, 800.0), (2000.0, True, 1000.0), (-3.0, True, 0.0)],
)
def test_never_more_than_is_lost_or_a_stomach_passes(
    loss: float, trained: bool, most: float
) -> None:
    assert fluid_most_mL_per_h(loss, PARAMETERS, trained_gut=trained) == most


def test_limits_of_salt_and_supplements() -> None:
    assert sodium_most_mg_per_h(PARAMETERS) == 600.0
    assert sodium_most_mg_per_h(PARAMETERS, salty=True) == 1000.0
    assert supplement_most_mg("magnesium", PARAMETERS) == 350.0
    assert supplement_most_mg("calcium", PARAMETERS, 2500.0) == 2500.0
    with pytest.raises(ValueError, match="no supplement of 'potassium'"):
        supplement_most_mg("potassium", PARAMETERS)


@pytest.mark.parametrize(
    ("sodium", "low"), [(None, False), (135.0, False), (134.9, True), (float("nan"), True)]
)
def test_low_sodium_ends_coaching(sodium: float | None, low: bool) -> None:
    assert sodium_is_low(sodium, PARAMETERS) is low


@pytest.mark.parametrize(
    ("facts", "salty"),
    [
        ({}, False),
        ({"salty_sweater": True}, False),  # the look of a shirt is no test
        ({"sweat_sodium_mmol_L": 49.0}, False),
        ({"sweat_sodium_mmol_L": 50.0}, True),
        ({"patch_sodium_mmol_L": 69.0, "patch_site": "forearm"}, True),
        ({"patch_sodium_mmol_L": 69.0, "patch_site": "chest"}, False),
    ],
)
def test_more_salt_only_after_a_test(facts: dict[str, Any], salty: bool) -> None:
    assert proven_salty(Athlete(**facts), PARAMETERS) is salty
