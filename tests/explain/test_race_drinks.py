"""The search for a drinking plan, and what is said to matter most: on bodies and by hand."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.activity.way import level_way
from uncramp.advice.drinking import recommended_drinking
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan, load_drinks
from uncramp.explain.race.document import matters_most
from uncramp.explain.race.drinks import Candidate, Kit, _salts, at_stations, bodies, losses, search
from uncramp.explain.race.forecast import _places_m
from uncramp.explain.race.pacing import even_effort
from uncramp.explain.race.rules import Losses
from uncramp.parameters import load_parameters
from uncramp.report.race_sheet import _verdict
from uncramp.simulation import Scenario
from uncramp.twin import Member, Twin

RULES = partial(recommended_drinking)
WARM = Conditions.resolve({"air_temperature_C": 26.0, "relative_humidity_pct": 60.0})
LOST = Losses(2.0, 3.0, 100.0, 14_400.0, 70.0, np.array([0.0, 14_400.0]), np.array([0.0, 2.0]))


def race_of(
    km: float, target_s: float, conditions: Conditions = WARM, n: int = 6, mass_kg: float = 70.0
) -> tuple[Scenario, list[Member], Losses, Kit]:
    """A level race, its bodies, what they lose, and aid stations every 5 km."""
    pacing = even_effort(level_way(1000.0 * km, "x"), target_s, load_parameters())
    scenario = Scenario(pacing.course(), Athlete(mass_kg=mass_kg), conditions, DrinkingPlan())
    twin = Twin(scenario.athlete, 1000.0 * km / target_s, n)
    members = [twin.member(i) for i in range(n)]
    places = _places_m(5.0, 1000.0 * km)
    kit = Kit(places, tuple(pacing.at_s(place) for place in places))
    return scenario, members, losses(scenario, members), kit


@settings(max_examples=12)
@given(
    st.floats(12.0, 45.0),
    st.floats(300.0, 420.0),
    st.floats(0.0, 34.0),
    st.floats(20.0, 95.0),
    st.floats(45.0, 100.0),
)
def test_every_plan_found_keeps_the_rules(
    km: float, pace_s: float, air_C: float, humidity_pct: float, mass_kg: float
) -> None:
    weather = Conditions.resolve(
        {"air_temperature_C": air_C, "relative_humidity_pct": humidity_pct}
    )
    scenario, members, lost, kit = race_of(km, pace_s * km, weather, n=3, mass_kg=mass_kg)
    found, n_searched = search(scenario, members, lost, RULES, kit)
    assert n_searched >= len(found)
    hours = lost.duration_s / 3600.0
    for candidate in found:
        drunk_L = sum(candidate.volumes_mL) / 1000.0
        assert candidate.fluid_mL_per_h * hours == pytest.approx(1000.0 * drunk_L)
        assert drunk_L <= lost.loss_L_low + 1e-9
        assert drunk_L <= 0.8 * lost.loss_L_median + 1e-9
        assert candidate.fluid_mL_per_h <= 800.0
        assert candidate.sodium_mg_per_h <= 600.0 + 1e-9
        for at_s, so_far in zip(kit.times_s, accumulate(candidate.volumes_mL), strict=True):
            assert so_far <= 1000.0 * np.interp(at_s, lost.time_s, lost.low_L) + 1e-6
    if found:
        ends = bodies(scenario, members, found[0].plan)
        mass = np.array([body.mass_change_pct[body.time_s >= 1800.0] for body in ends])
        assert np.percentile(mass, 90, axis=0).max() <= 1e-9
        drunk = [1000.0 * body.drunk_L[-1] for body in ends]
        assert drunk == pytest.approx([sum(found[0].volumes_mL)] * len(ends))


def test_the_best_plan_is_the_best_of_a_finer_look() -> None:
    """No plan of a brute search misses the aim by a tenth less."""
    scenario, members, lost, kit = race_of(30.0, 10_800.0)
    found, _ = search(scenario, members, lost, RULES, kit)
    best = found[0]
    for rate in np.arange(200.0, 800.0, 75.0):
        volumes = tuple(at_stations(float(rate), kit, lost))
        fluid = sum(volumes) / 3.0
        if fluid > RULES(**_asked(lost)).fluid_most_mL_per_h:
            continue
        other = _with(best, volumes)
        assert _misses(scenario, members, other) >= 0.9 * best.misses


def _asked(lost: Losses) -> dict[str, Any]:
    names = ("loss_L_low", "loss_L_median", "duration_s", "sodium_lost_mmol", "mass_kg")
    return {name: getattr(lost, name) for name in names}


def _with(best: Candidate, volumes: tuple[float, ...]) -> DrinkingPlan:
    stations = tuple(
        replace(stop, volume_mL=volume)
        for stop, volume in zip(best.plan.stations, volumes, strict=False)
    )
    return replace(best.plan, stations=stations)


def _misses(scenario: Scenario, members: list[Member], plan: DrinkingPlan) -> float:
    ends = bodies(scenario, members, plan)
    mass = np.array([body.mass_change_pct[-1] for body in ends])
    rise = np.array([b.plasma_sodium_mmol_L[-1] - b.plasma_sodium_mmol_L[0] for b in ends])
    return float(np.mean((mass + 1.5) ** 2 + (rise / 3.0) ** 2))


def test_salt_from_capsules_where_the_drink_is_water() -> None:
    scenario, members, lost, kit = race_of(30.0, 10_800.0)
    water = replace(kit, drink=load_drinks()["water"])
    found, _ = search(scenario, members, lost, RULES, water)
    assert found
    for candidate in found:
        assert candidate.sodium_mg_per_L == 15.0
        assert candidate.plan.drink == water.drink
        assert candidate.sodium_mg_per_h <= 600.0 + 1e-9
    assert all(candidate.capsule_mg_per_h > 0.0 for candidate in found)


def test_where_salt_is_advised_it_is_enough_or_all_that_is_allowed() -> None:
    """As guidance has it, 20 mmol/L and more; the hourly limit goes before it."""
    scenario, members, lost, kit = race_of(42.195, 15_300.0)
    found, _ = search(scenario, members, lost, RULES, kit)
    assert found
    for candidate in found:
        assert candidate.sodium_mg_per_L >= 460.0
        assert candidate.sodium_mg_per_h <= 600.0
    assert _salts(600.0, 400.0, None, None) == [(500.0, 0.0)]
    assert _salts(600.0, 100.0, None, None) == [(125.0, 0.0)]  # nearest to it
    assert _salts(600.0, 0.0, None, None) == [(0.0, 0.0)]  # a short run
    water, strong = load_drinks()["water"], load_drinks()["ors"]
    assert [c for _, c in _salts(600.0, 400.0, None, water)] == [300.0]
    assert [c for _, c in _salts(600.0, 400.0, None, strong)] == [0.0]


def test_a_bottle_where_there_is_no_station() -> None:
    scenario, members, lost, _ = race_of(20.0, 7200.0)
    found, _ = search(scenario, members, lost, RULES, Kit())
    assert found
    assert found[0].volumes_mL == ()
    assert found[0].plan.fluid_mL_per_h == found[0].fluid_mL_per_h


def test_what_is_drunk_before_counts() -> None:
    scenario, members, lost, kit = race_of(20.0, 7200.0, n=3)
    early = replace(kit, pre_race_mL=400.0)
    rules = partial(recommended_drinking, pre_race_L=0.4)
    before = search(scenario, members, lost, rules, early)[0]
    for candidate in before:
        assert sum(candidate.volumes_mL) + 400.0 <= 1000.0 * lost.loss_L_low + 1e-6
        assert candidate.plan.pre_race_mL == 400.0


@settings(max_examples=50)
@given(st.floats(0.0, 1000.0), st.lists(st.floats(60.0, 5000.0), max_size=12), st.floats(0, 500))
def test_stations_never_hold_more_than_the_plan_or_the_loss_so_far(
    rate: float, gaps_s: list[float], early_mL: float
) -> None:
    times = tuple(np.cumsum(gaps_s).tolist())
    volumes = at_stations(rate, Kit(times, times, None, early_mL), LOST)
    assert sum(volumes) <= rate * (times[-1] if times else 0.0) / 3600.0 + 1e-6
    assert all(volume <= 350.0 for volume in volumes)
    for at_s, so_far in zip(times, accumulate(volumes), strict=True):
        low_mL = 1000.0 * np.interp(at_s, LOST.time_s, LOST.low_L)
        assert so_far == 0.0 or so_far + early_mL <= low_mL + 1e-6


def test_where_the_stations_are() -> None:
    assert _places_m(5.0, 21_097.5) == (5000.0, 10_000.0, 15_000.0, 20_000.0)
    assert _places_m(5.0, 5000.0) == ()
    assert _places_m([12.0, 4.0, 4.0], 20_000.0) == (4000.0, 12_000.0)
    with pytest.raises(ValueError, match=r"each must lie between the start and the finish at 20"):
        _places_m([4.0, 20.0], 20_000.0)


def test_the_search_takes_seconds() -> None:
    """2 to 3 s for a marathon on a quiet core; a busy one gets 15."""
    scenario, members, lost, kit = race_of(42.195, 13_500.0, n=24)
    start = time.perf_counter()
    found, n_searched = search(scenario, members, lost, RULES, kit)
    assert time.perf_counter() - start < 15.0
    assert found
    assert n_searched > 30


# --- what matters most ----------------------------------------------------------------------------


def lever(name: str, change: float, surely: float, pace_pct: float = 0.0) -> dict[str, Any]:
    by = {"probability": change, "probability_p90": surely, "n_twins": 50}
    return {"name": name, "pace_pct": pace_pct, "difference": by}


TARGET = lever("target", 0.0, 0.0)


@pytest.mark.parametrize(
    ("levers", "most"),
    [
        ([lever("slower_3", -0.2, -0.1, -3.0), lever("drink_1", -0.05, -0.01)], "pace"),
        ([lever("slower_3", -0.1, -0.05, -3.0), lever("drink_1", -0.3, -0.2)], "drinking"),
        ([lever("slower_5", -0.2, -0.1, -5.0), lever("drink_1", -0.2, -0.1)], "pace"),  # a tie
        ([lever("slower_5", -0.2, 0.02, -5.0), lever("drink_1", -0.3, -0.1)], "drinking"),
        ([lever("slower_5", -0.2, 0.0, -5.0), lever("drink_1", -0.3, 0.01)], None),
        ([lever("slower_3", 0.1, 0.2, -3.0)], None),
        ([], None),
    ],
)
def test_what_matters_most(levers: list[dict[str, Any]], most: str | None) -> None:
    assert matters_most([TARGET, *levers]) == most


def test_if_pacing_is_what_matters_most_it_says_so() -> None:
    assert _verdict({"matters_most": "pace"}).startswith("Pacing is what matters most")
    drinks = _verdict({"matters_most": "drinking"})
    assert "weak and disputed" in drinks
    assert "that of pacing is better" in drinks
    cramping = {"matters_most": None, "cramp": {"n_cramped": 3}}
    assert _verdict(cramping).startswith("Neither a slower pace nor the drinking")
    nobody = {"matters_most": None, "cramp": {"n_cramped": 0}}
    assert "nothing to lower" in _verdict(nobody)
