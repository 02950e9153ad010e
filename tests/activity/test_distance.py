"""The best source of distance, and what is no distance."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.activity.distance import haversine_m, measured_path

TIME = np.arange(601.0)
EVEN = 3.0 * TIME


def path(starts=(), sport="running", **channels):
    warnings: list[str] = []
    arrays = {name: np.asarray(values, dtype=float) for name, values in channels.items()}
    return measured_path(TIME, arrays, sport, starts, warnings), warnings


def along(metres):
    """Positions at `metres` north of a point."""
    return {
        "latitude_deg": 45 + np.asarray(metres) / 111_194.93,
        "longitude_deg": np.full(len(TIME), 7.0),
    }


def test_a_degree_of_latitude():
    assert haversine_m(np.array([0.0, 1.0]), np.zeros(2))[0] == pytest.approx(111_195, abs=1)


def test_the_counter_comes_first_and_starts_at_zero():
    result, warnings = path(distance_m=EVEN + 5000, speed_m_s=np.full(601, 9.0))
    assert result.total_m == pytest.approx(1800)
    assert warnings == []


def test_then_speed_then_positions():
    assert path(speed_m_s=np.full(601, 2.0), **along(EVEN))[0].total_m == pytest.approx(1200)
    assert path(**along(EVEN))[0].total_m == pytest.approx(1800, rel=1e-4)
    assert path()[0].total_m == 0


def test_a_counter_that_stands_still_is_not_used():
    result, warnings = path(distance_m=np.zeros(601), **along(EVEN))
    assert result.total_m == pytest.approx(1800, rel=1e-4)
    assert "stood still" in warnings[0]


def test_a_counter_that_starts_again():
    counter = np.where(TIME < 300, EVEN, EVEN - 900 + 3)
    assert path(distance_m=counter)[0].total_m == pytest.approx(1800, abs=4)


def test_a_counter_that_steps_back_a_little():
    counter = EVEN.copy()
    counter[300] -= 5
    assert path(distance_m=counter)[0].total_m == pytest.approx(1800, abs=6)


def test_a_jump_is_taken_out():
    result, warnings = path(distance_m=np.where(TIME < 300, EVEN, EVEN + 5000))
    assert result.total_m == pytest.approx(1800, abs=1)
    assert "Jumps of 5000 m" in warnings[0]


def test_what_a_counter_makes_up_for_is_spread():
    counter = EVEN.copy()
    counter[200:260] = EVEN[200]  # a tunnel
    result, warnings = path(distance_m=counter)
    assert warnings == []
    assert result.total_m == pytest.approx(1800)
    assert result.distance_m[230] == pytest.approx(EVEN[230], abs=4)


def test_between_two_parts_nothing_is_run():
    counter = np.where(TIME < 300, EVEN, EVEN + 20_000)
    assert path(starts=(300.0,), distance_m=counter)[0].total_m == pytest.approx(1797)


def test_standing_satellites_may_leap_once():
    metres = np.where(TIME < 300, EVEN, EVEN + 25)
    result, warnings = path(**along(metres))
    assert result.total_m == pytest.approx(1825, abs=1)
    assert warnings == []
