"""What is swallowed: plans, stations, products, capsules, thirst."""

from __future__ import annotations

import pytest
from bodies import PARAMETERS, steady

from uncramp.body.intake import per_litre
from uncramp.conditions import AidStation, DrinkingPlan, load_drinks

FLUIDS = PARAMETERS.organ("fluids")
PLASMA = PARAMETERS.organ("electrolytes")


def test_stations_are_drunk_where_they_stand() -> None:
    plan = DrinkingPlan(
        sodium_mg_per_L=0,
        stations=(
            AidStation(volume_mL=200, at_km=2.0),
            AidStation(volume_mL=100, at_min=40.0, drink=load_drinks()["sports_drink"]),
            AidStation(volume_mL=900, at_km=30.0),  # never reached
            AidStation(volume_mL=50, at_km=0.0),
        ),
    )
    states = steady(3.0, 60, drinking=plan)
    assert states.drunk_L[-1] == pytest.approx(0.35)
    assert states.drunk_L[1] == pytest.approx(0.05)
    reached = 2000.0 / 3.0
    before, after = (states.drunk_L[int(reached / 30) + k] for k in (0, 1))
    assert (before, after) == (pytest.approx(0.05), pytest.approx(0.25))
    assert states.sodium_drunk_mmol[-1] == pytest.approx(0.1 * 450 / 22.99)
    assert states.sodium_drunk_mmol[(39 * 2)] == 0.0


def test_the_products_sodium_gives_way_to_the_plans() -> None:
    ors = load_drinks()["ors"]
    assert per_litre(DrinkingPlan(drink=ors), None, FLUIDS, PLASMA)["sodium"] == pytest.approx(
        75.0, abs=0.1
    )
    said = DrinkingPlan(sodium_mg_per_L=0, drink=ors)
    assert per_litre(said, None, FLUIDS, PLASMA)["sodium"] == 0.0
    assert per_litre(said, None, FLUIDS, PLASMA)["potassium"] == pytest.approx(20.0, abs=0.1)


def test_capsules_add_salt_without_water() -> None:
    plain = steady(3.0, 120, drinking=DrinkingPlan(400, 0))
    salted = steady(3.0, 120, drinking=DrinkingPlan(400, 0, capsule_sodium_mg_per_h=460))
    assert salted.sodium_drunk_mmol[-1] == pytest.approx(2 * 460 / 22.99)
    assert salted.drunk_L[-1] == plain.drunk_L[-1]
    assert salted.plasma_sodium_mmol_L[-1] > plain.plasma_sodium_mmol_L[-1] + 0.5
    assert salted.ions["chloride"].drunk_mmol[-1] == pytest.approx(2 * 460 / 22.99)


def test_a_product_brings_its_potassium() -> None:
    juice = DrinkingPlan(300, drink=load_drinks()["juice"])
    states = steady(3.0, 60, drinking=juice)
    assert states.ions["potassium"].drunk_mmol[-1] == pytest.approx(0.3 * 1750 / 39.1)
    assert states.ions["calcium"].drunk_mmol[-1] == pytest.approx(0.3 * 100 / 40.08)
