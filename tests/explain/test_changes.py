"""Changes do what they say, to nothing else, and refuse what cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.changes import Change, ChangeError, at_speed, changed, kinds
from uncramp.simulation import Scenario

ATHLETE = Athlete(mass_kg=70.0, calf_raises=20)


def scenario() -> Scenario:
    """Twenty minutes with a hill, a surge and a pause."""
    speed = np.full(1201, 3.0)
    speed[300:500] = 4.0
    grade = np.zeros(1201)
    grade[600:900] = 0.05
    run = synthetic_run(speed, 1200.0, grade, pauses=((100.0, 160.0),))
    conditions = Conditions.resolve({"air_temperature_C": 20.0})
    return Scenario.of(run, ATHLETE, conditions, DrinkingPlan(fluid_mL_per_h=300.0))


def length_m(changed_scenario: Scenario) -> float:
    return float(changed_scenario.course.distance_m[-1])


def test_no_change_is_the_same_object() -> None:
    base = scenario()
    assert changed(base, []) is base


@pytest.mark.parametrize(
    "change",
    [
        Change("pace", 0.0),
        Change("pace_first_half", 0.0),
        Change("air", 20.0),
        Change("drink", 300.0),
        Change("calf_raises", 20.0),
    ],
    ids=lambda change: change.name,
)
def test_what_is_so_already_is_no_change(change: Change) -> None:
    base = scenario()
    assert changed(base, [change]) is base


@given(st.floats(-40.0, 20.0))
def test_pace_keeps_the_way_and_the_pauses(percent: float) -> None:
    base = scenario()
    other = changed(base, [Change("pace", percent)])
    assert length_m(other) == pytest.approx(length_m(base), abs=10.0)
    assert int((~other.course.moving).sum()) == pytest.approx(60, abs=1)
    ratio = other.course.mean_moving_speed_m_s() / base.course.mean_moving_speed_m_s()
    assert ratio == pytest.approx(1.0 + percent / 100.0, rel=0.01)
    assert (np.diff(other.course.time_s) == 1.0).all()


def test_the_second_half_stays() -> None:
    base = scenario()
    other = changed(base, [Change("pace_first_half", -10.0)])
    assert length_m(other) == pytest.approx(length_m(base), abs=10.0)
    np.testing.assert_array_equal(other.course.speed_m_s[-500:], base.course.speed_m_s[-500:])
    assert other.course.speed_m_s[0] == pytest.approx(2.7)


def test_the_hill_stays_where_it_is_on_the_way() -> None:
    """Its beginning and end in metres, whatever the speed before it."""

    def hill_m(course_of: Scenario) -> tuple[float, float]:
        on = np.flatnonzero(course_of.course.grade > 0.0)
        distance = course_of.course.distance_m
        return float(distance[on[0]]), float(distance[on[-1]])

    base = scenario()
    for change in (Change("even"), Change("pace", -20.0), Change("pace_first_half", 15.0)):
        assert hill_m(changed(base, [change])) == pytest.approx(hill_m(base), abs=12.0)


def test_even_is_even_and_takes_as_long() -> None:
    base = scenario()
    other = changed(base, [Change("even")])
    assert np.ptp(other.course.speed_m_s[other.course.moving]) < 1e-9
    assert other.course.time_s[-1] == pytest.approx(base.course.time_s[-1], abs=2.0)


def test_flat_takes_the_grade_only() -> None:
    base = scenario()
    other = changed(base, [Change("flat")])
    assert not other.course.grade.any()
    np.testing.assert_array_equal(other.course.speed_m_s, base.course.speed_m_s)


def test_stop_at_cuts_the_run() -> None:
    other = changed(scenario(), [Change("stop_at", 2.0)])
    assert length_m(other) == pytest.approx(2000.0, abs=4.0)


def test_weather_drink_and_calf() -> None:
    numbers = {"air": 5.0, "drink": 700.0, "sodium": 800.0, "calf_raises": 30.0, "sun": 1.0}
    other = changed(scenario(), [Change(name, value) for name, value in numbers.items()])
    assert other.conditions.air_temperature_C.value == 5.0
    assert other.conditions.solar.source == "given"
    assert other.drinking == DrinkingPlan(fluid_mL_per_h=700.0, sodium_mg_per_L=800.0)
    assert other.athlete.calf_raises == 30


def test_the_order_of_changes_does_not_matter() -> None:
    steps = [Change("stop_at", 2.0), Change("pace", -5.0), Change("even")]
    first, second = changed(scenario(), steps), changed(scenario(), steps[::-1])
    np.testing.assert_array_equal(first.course.speed_m_s, second.course.speed_m_s)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("pace", -60.0, "pace is −60"),
        ("drink", -1.0, "drink is −1"),
        ("sodium", 9000.0, "sodium is 9000"),
        ("air", float("nan"), "air is nan"),
        ("humidity", 140.0, "humidity is 140"),
        ("shoes", 1.0, "'shoes' cannot be changed"),
    ],
)
def test_impossible_numbers_name_the_field(name: str, value: float, said: str) -> None:
    with pytest.raises(ChangeError, match=said):
        Change(name, value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([Change("stop_at", 50.0)], "stop_at is 50 km; the run ends at"),
        ([Change("stop_at", 0.1)], "at least 60 s"),
        ([Change("calf_raises", 2.5)], "whole number"),
        ([Change("air", 5.0), Change("air", 6.0)], "air is given 2 times"),
    ],
)
def test_what_this_run_does_not_allow(changes: list[Change], said: str) -> None:
    with pytest.raises(ChangeError, match=said):
        changed(scenario(), changes)


def test_every_kind_says_what_is_known() -> None:
    for kind in kinds().values():
        assert kind.said
        assert kind.caveat
        assert kind.sources
        assert kind.evidence in ("strong", "moderate", "weak", "conflicting", "hypothesis")
    assert "delays a cramp, it does not prevent it" in kinds()["drink"].caveat


def test_statements_have_a_minus_sign_where_a_number_is_negative() -> None:
    assert Change("air", -3.0).statement() == "air of −3 °C"
    assert Change("pace", -3.0).statement() == "the whole run 3.0 % slower"
    assert Change("pace_first_half", 2.0).statement().endswith("2.0 % faster")
    assert "single-leg" in Change("calf_raises", 30.0).statement()


def test_at_speed_on_a_clock_of_seconds() -> None:
    course = scenario().course
    half = at_speed(course, np.full(len(course.time_s), 0.5))
    assert len(half.time_s) == pytest.approx(2 * (len(course.time_s) - 60) + 60, abs=3)
