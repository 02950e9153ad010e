"""Pauses, and one clock for all channels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.clock import (
    distance_on_grid,
    gap_pauses,
    grid,
    on_grid,
    smooth_speed,
    standing,
)
from uncramp.activity.distance import Path


def test_the_grid_covers_the_end():
    assert list(grid(2.5)) == [0, 1, 2, 3]
    assert list(grid(0.0)) == [0]


def recorded(*pieces):
    """Times and distances of pieces ``(start, end, step, from_m, to_m)``."""
    times = np.concatenate([np.arange(a, b + 0.5, step) for a, b, step, _, _ in pieces])
    metres = np.concatenate(
        [np.linspace(d, e, len(np.arange(a, b + 0.5, step))) for a, b, step, d, e in pieces]
    )
    return times, Path(times, metres)


def test_smart_recording_is_no_pause():
    times, path = recorded((0, 600, 12, 0, 1800))
    assert gap_pauses(times, path, []) == []


def test_a_gap_with_the_usual_way_is_run_on():
    times, path = recorded((0, 100, 1, 0, 300), (160, 260, 1, 480, 780))
    warnings: list[str] = []
    assert gap_pauses(times, path, warnings) == []
    assert "60 s of the run were not recorded" in warnings[0]


def test_a_gap_without_way_is_a_pause():
    times, path = recorded((0, 100, 1, 0, 300), (400, 500, 1, 300, 600))
    [(start, end)] = gap_pauses(times, path, [])
    assert (start, end) == (pytest.approx(100, abs=1), 400)


def test_a_gap_with_some_way_is_run_first_then_paused():
    times, path = recorded((0, 100, 1, 0, 300), (400, 500, 1, 390, 690))
    [(start, end)] = gap_pauses(times, path, [])
    assert (start, end) == (pytest.approx(130, abs=2), 400)


def test_distance_stands_still_in_a_rest_and_loses_nothing():
    _, path = recorded((0, 100, 1, 0, 300), (200, 300, 1, 310, 610))
    time = grid(300)
    resting = (time >= 100) & (time < 200)
    distance = distance_on_grid(path, time, resting)
    assert (np.diff(distance)[resting[:-1]] == 0).all()
    assert distance[-1] == pytest.approx(610)


@given(
    st.lists(st.floats(0, 10), min_size=2, max_size=80),
    st.lists(st.booleans(), min_size=80, max_size=80),
)
def test_no_metre_is_lost_whatever_rests(steps, rests):
    times = np.arange(float(len(steps)))
    path = Path(times, np.concatenate(([0.0], np.cumsum(steps[1:]))))
    resting = np.array(rests[: len(steps)])
    resting[0] = False
    distance = distance_on_grid(path, times, resting)
    assert (np.diff(distance) >= 0).all()
    assert (np.diff(distance)[resting[:-1]] < 1e-6).all()
    assert distance[-1] == pytest.approx(path.total_m)


def test_standing_needs_a_few_seconds_and_no_steps():
    speed = np.full(60, 3.0)
    speed[10:13] = 0.0
    speed[30:40] = 0.1
    assert list(np.flatnonzero(standing(speed, None))) == list(range(30, 40))
    cadence = np.full(60, 120.0)  # up a wall, or on a treadmill without distance
    assert not standing(speed, cadence).any()


def test_smoothed_speed_keeps_the_sum():
    distance = np.cumsum(np.tile([2.0, 4.0], 100))
    speed = smooth_speed(distance, np.zeros(200, dtype=bool), 9)
    assert speed[10:-10] == pytest.approx(3.0, abs=0.15)


def test_channels_are_unknown_in_long_holes_only():
    times = np.array([0.0, 10.0, 60.0, 61.0])
    values = np.array([100.0, 110.0, 160.0, 161.0])
    on = on_grid(times, values, grid(61))
    assert on[5] == 105
    assert np.isnan(on[11:60]).all()
    assert on[[0, 10, 60, 61]] == pytest.approx([100, 110, 160, 161])
    assert on_grid(times, values, grid(61), bridge=True)[35] == pytest.approx(135)


def test_a_channel_that_starts_late_is_unknown_before():
    on = on_grid(np.array([20.0, 40.0]), np.array([1.0, 1.0]), grid(40))
    assert np.isnan(on[:15]).all()
    assert on[16] == 1.0
