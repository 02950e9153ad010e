"""The ensemble: what the athlete's facts do to it, and that nothing else does anything to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uncramp.activity.synthetic import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions
from uncramp.simulation import Result, Scenario
from uncramp.twin import Twin

KNOWN = Athlete(
    mass_kg=70.0,
    height_m=1.78,
    weekly_km=50.0,
    longest_km=25.0,
    easy_pace_s_per_km=330.0,
    cramps_last_year=0,
)
LEVEL = "motor_neurons.pic_level_rest"


def run_of(
    seconds: int, speed: float, temperature_C: float, athlete: Athlete, slope: float = 0.0
) -> Scenario:
    clock = np.arange(seconds)
    run = synthetic_run(np.full(seconds, speed), seconds, slope * np.sin(clock / 180.0))
    weather = {"air_temperature_C": temperature_C, "relative_humidity_pct": 60.0}
    return Scenario.of(run, athlete, Conditions.resolve(weather))


SHORT = run_of(300, 3.0, 15.0, KNOWN)


def members(athlete: Athlete, n: int = 200, seed: int = 1) -> list:
    twin = Twin(athlete, 3.0, n, seed)
    return [twin.member(i) for i in range(n)]


def equal(a: Result, b: Result) -> bool:
    return a.cramp == b.cramp and all(
        np.array_equal(getattr(a, name), getattr(b, name))
        for name in ("force_capacity", "fatigue_index", "potassium_mM", "swing", "ia_pps")
    )


def test_a_member_is_the_same_whatever_the_number() -> None:
    small, large = Twin(KNOWN, 3.0, 3), Twin(KNOWN, 3.0, 300)
    for index in range(3):
        a, b = small.member(index), large.member(index)
        assert a.parameters.hash() == b.parameters.hash()
        assert (a.seed, a.usual_speed_m_s, a.longest_km) == (
            b.seed,
            b.usual_speed_m_s,
            b.longest_km,
        )
    assert Twin(KNOWN, 3.0, 3, seed=2).member(0).seed != small.member(0).seed
    assert small.member(0).seed != small.member(1).seed


def test_results_do_not_depend_on_threads() -> None:
    twin = Twin(KNOWN, 3.0, 4)
    jobs = [(twin.member(i), SHORT) for i in range(4)]
    alone, together = (list(Twin(KNOWN, 3.0, 4).results(jobs, n)) for n in (1, 4))
    assert all(equal(a, b) for a, b in zip(alone, together, strict=True))
    assert not equal(alone[0], alone[1])


def test_abandoning_the_results_stops_the_work() -> None:
    twin = Twin(KNOWN, 3.0, 40)
    results = twin.results(((twin.member(i % 2), SHORT) for i in range(40)), 1)
    next(results)
    results.close()  # returns: what has not begun is cancelled


def spread(values: list[float]) -> float:
    return float(np.std(values) / np.mean(values))


def test_missing_facts_widen_the_ensemble() -> None:
    known = members(KNOWN)
    unknown = members(Athlete())
    no_longest = members(replace(KNOWN, longest_km=None))
    nothing_of_training = members(replace(KNOWN, longest_km=None, weekly_km=None))
    assert spread([m.usual_speed_m_s for m in known]) < 1e-9
    assert spread([m.usual_speed_m_s for m in unknown]) > 0.03
    longest = [
        spread([m.longest_km for m in group]) for group in (known, no_longest, nothing_of_training)
    ]
    assert longest[0] < 1e-9 < longest[1] < longest[2]
    levels = [
        np.std([m.parameters.value(LEVEL) for m in group])
        for group in (known, members(replace(KNOWN, cramps_last_year=None)))
    ]
    assert levels[1] > levels[0]


def test_cramp_history_raises_the_pic_level() -> None:
    means = [
        np.mean([m.parameters.value(LEVEL) for m in members(replace(KNOWN, cramps_last_year=c))])
        for c in (0, None, 2)
    ]
    assert means[0] < means[1] < means[2]


def test_more_calf_raises_mean_a_stronger_calf() -> None:
    strengths = [
        np.mean(
            [m.parameters.value("muscle.strength") for m in members(replace(KNOWN, calf_raises=n))]
        )
        for n in (10, 25, 45)
    ]
    assert strengths[0] < strengths[1] < strengths[2]
    low, high = members(KNOWN, 1)[0].parameters["muscle.strength"].range
    for member in members(replace(KNOWN, calf_raises=200), 50):
        assert low <= member.parameters.value("muscle.strength") <= high


def test_every_draw_is_in_range() -> None:
    for member in members(Athlete(), 30):
        for key in member.parameters:
            parameter = member.parameters[key]
            assert parameter.range[0] <= parameter.value <= parameter.range[1], key


def test_at_least_one_member() -> None:
    with pytest.raises(ValueError, match="twins is 0; at least 1 is needed"):
        Twin(KNOWN, 3.0, 0)


def cramped(scenario: Scenario, athlete: Athlete, n: int) -> float:
    """Share of the ensemble that cramps."""
    twin = Twin(athlete, scenario.course.mean_moving_speed_m_s(), n)
    results = twin.results((twin.member(i), scenario) for i in range(n))
    return sum(result.cramp is not None for result in results) / n


@pytest.mark.study
def test_an_easy_run_of_a_trained_runner_does_not_cramp(short: bool) -> None:
    """5 km at an easy pace: under 3 %."""
    athlete = replace(KNOWN, cramps_last_year=None)
    scenario = run_of(1700, 2.95, 15.0, athlete)
    assert cramped(scenario, athlete, 30 if short else 100) < 0.03


@pytest.mark.study
def test_a_hot_hilly_fast_marathon_cramps_several_times_an_even_cool_one(short: bool) -> None:
    """10 % over the usual pace, hills, 29 degrees, against the usual pace on the level at 10."""
    athlete = replace(KNOWN, cramps_last_year=None, easy_pace_s_per_km=1000 / 3.3, longest_km=30.0)
    n = 12 if short else 30
    cool = cramped(run_of(12800, 3.3, 10.0, athlete), athlete, n)
    hot = cramped(run_of(11640, 3.63, 29.0, athlete, slope=0.035), athlete, n)
    assert hot >= 2.0 * max(cool, 1.0 / n)
    assert hot >= 0.25
