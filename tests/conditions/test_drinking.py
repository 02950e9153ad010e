"""A plan of drinking: what can be said, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.conditions import AidStation, ConditionsError, DrinkingPlan, load_drinks


def test_a_plan_says_what_was_given() -> None:
    assert DrinkingPlan().as_dict() == {
        "fluid_mL_per_h": {"value": None, "source": "assumed"},
        "sodium_mg_per_L": {"value": None, "source": "assumed"},
    }
    plan = DrinkingPlan(fluid_mL_per_h=0, sodium_mg_per_L=0)
    assert (plan.fluid_source, plan.sodium_source) == ("given", "given")


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"fluid_mL_per_h": -1}, "fluid_mL_per_h is −1; the limits are 0 to 2000 mL per hour"),
        ({"fluid_mL_per_h": 2001}, "Nobody should drink more than they lose"),
        ({"sodium_mg_per_L": 4001}, "sodium_mg_per_L is 4001; the limits are 0 to 4000 mg"),
        ({"sodium_mg_per_L": "salty"}, "sodium_mg_per_L is 'salty'; it must be a number"),
        ({"fluid_mL_per_h": float("nan")}, "fluid_mL_per_h is nan; the limits"),
    ],
)
def test_an_impossible_plan_is_refused(plan: dict[str, Any], message: str) -> None:
    with pytest.raises(ConditionsError) as caught:
        DrinkingPlan(**plan)
    assert message in str(caught.value)


def test_the_edges_of_a_plan_are_allowed() -> None:
    assert DrinkingPlan(fluid_mL_per_h=2000, sodium_mg_per_L=4000).fluid_source == "given"


def test_a_product_is_a_known_drink() -> None:
    plan = DrinkingPlan(500, drink=load_drinks()["sports_drink"])
    assert plan.as_dict()["sodium_mg_per_L"] == {"value": 450, "source": "given"}
    assert plan.as_dict()["drink"]["value"] == "Sports drink, 6 % carbohydrate"


def test_stations_are_a_plan() -> None:
    plan = DrinkingPlan(stations=(AidStation(volume_mL=150, at_km=5.0),), pre_race_mL=200)
    assert plan.fluid_source == "given"
    assert plan.as_dict()["stations_mL"]["value"] == 150
    assert plan.as_dict()["pre_race_mL"]["value"] == 200


@pytest.mark.parametrize(
    ("station", "message"),
    [
        ({"volume_mL": 150}, "needs at_km or at_min"),
        ({"volume_mL": 150, "at_km": 5.0, "at_min": 3.0}, "needs at_km or at_min"),
        ({"volume_mL": 1500, "at_km": 5.0}, "volume_mL is 1500; the limits are 0 to 1000 mL"),
        ({"volume_mL": 150, "at_km": -5.0}, "at_km is −5; the limits are 0 to 10000 km"),
    ],
)
def test_an_impossible_station_is_refused(station: dict[str, Any], message: str) -> None:
    with pytest.raises(ConditionsError, match=message):
        AidStation(**station)


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"capsule_sodium_mg_per_h": 3000}, "capsule_sodium_mg_per_h is 3000; the limits are 0"),
        ({"pre_race_mL": 2000}, "pre_race_mL is 2000; the limits are 0 to 1500 mL"),
        (
            {"fluid_mL_per_h": 300, "stations": (AidStation(volume_mL=100, at_km=5),)},
            "a plan has one of them",
        ),
    ],
)
def test_salt_and_early_drinks_have_limits(plan: dict[str, Any], message: str) -> None:
    with pytest.raises(ConditionsError, match=message):
        DrinkingPlan(**plan)
