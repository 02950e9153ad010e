"""Conversions at the door, against definitions and against each other."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp import units

positive = st.floats(min_value=1e-3, max_value=1e6)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (units.speed_from_pace(300.0), 1000.0 / 300.0),
        (units.speed_from_pace(480.0, units.M_PER_MILE), 1609.344 / 480.0),
        (units.celsius_from_fahrenheit(212.0), 100.0),
        (units.celsius_from_fahrenheit(-40.0), -40.0),
        (units.m_from_miles(26.21875), 42195.0),
        (units.kg_from_lb(150.0), 68.0388555),
        (units.mL_from_fl_oz(20.0), 591.47059125),
        (units.sodium_mg_from_mmol(100.0), 2298.976928),
    ],
)
def test_known_values(got: float, expected: float) -> None:
    assert got == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (units.speed_from_pace, units.pace_from_speed),
        (units.celsius_from_fahrenheit, units.fahrenheit_from_celsius),
        (units.m_from_miles, units.miles_from_m),
        (units.kg_from_lb, units.lb_from_kg),
        (units.mL_from_fl_oz, units.fl_oz_from_mL),
        (units.sodium_mmol_from_mg, units.sodium_mg_from_mmol),
    ],
)
@given(value=positive)
def test_there_and_back(there, back, value: float) -> None:
    assert back(there(value)) == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_standing_has_no_pace() -> None:
    assert units.pace_from_speed(0.0) == math.inf
    assert units.format_pace(0.0) == "–"


def test_paces_as_runners_write_them() -> None:
    speed_m_s = 1000.0 / 327.0
    assert units.format_pace(speed_m_s) == "5:27 /km"
    assert units.format_pace(speed_m_s, units.M_PER_MILE) == "8:46 /mile"
    for text in ("5:27", "5:27 /km", "5:27/km", "5:27 min/km"):
        assert units.parse_pace(text) == pytest.approx(speed_m_s)
    assert units.parse_pace("8:00 /mile") == pytest.approx(1609.344 / 480.0)


@pytest.mark.parametrize("text", ["", "5", "5:7", "5:60", "0:00", "5:27 /league", "-5:27", "5.27"])
def test_a_wrong_pace_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it as"):
        units.parse_pace(text)


@pytest.mark.parametrize(
    ("time_s", "text"),
    [(0.0, "0:00"), (59.5, "1:00"), (1625.0, "27:05"), (3599.6, "1:00:00"), (9735.0, "2:42:15")],
)
def test_durations_as_people_write_them(time_s: float, text: str) -> None:
    assert units.format_duration(time_s) == text


@given(st.integers(min_value=0, max_value=400_000))
def test_durations_read_back(time_s: int) -> None:
    assert units.parse_duration(units.format_duration(time_s)) == time_s


@pytest.mark.parametrize("time_s", [-1.0, math.nan, math.inf])
def test_an_impossible_duration_is_refused(time_s: float) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        units.format_duration(time_s)


@pytest.mark.parametrize("text", ["2:42:5", "2:60:00", "::", "1:2:3:4", "1:²0", "two"])
def test_a_wrong_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="h:mm:ss"):
        units.parse_duration(text)
