"""Runs made in memory obey the contract of `Activity`."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity import synthetic_run


def test_one_hour_at_three_metres_per_second():
    run = synthetic_run(3.0, 3600, cadence_spm=170)
    assert len(run.time_s) == 3601
    assert run.distance_km == pytest.approx(10.8)
    assert run.elapsed_s == run.timer_s == run.moving_s == 3600
    assert run.cadence_spm is not None
    assert set(run.cadence_spm) == {170.0}
    assert run.ascent_m == 0.0


def test_a_pause_stops_distance_speed_and_cadence():
    run = synthetic_run(2.5, 100, cadence_spm=160, pauses=[(40, 60)])
    assert run.distance_m[-1] == pytest.approx(2.5 * 80)
    assert run.distance_m[40] == run.distance_m[60]
    assert not run.moving[40:60].any()
    assert run.moving[60]
    assert run.cadence_spm is not None
    assert run.cadence_spm[50] == 0
    assert run.moving_s == 80
    assert run.elapsed_s == 100


def test_slope_gives_altitude_and_ascent():
    grade = np.where(np.arange(201) < 100, 0.1, -0.1)
    run = synthetic_run(2.0, 200, grade=grade)
    assert run.altitude_m is not None
    assert run.altitude_m[100] == pytest.approx(20)
    assert run.altitude_m[-1] == pytest.approx(0, abs=1e-9)
    assert run.ascent_m == pytest.approx(20)


def test_one_value_per_second_without_the_last_will_do():
    run = synthetic_run(np.full(60, 3.0), 60)
    assert run.distance_m[-1] == pytest.approx(180)


@given(st.floats(0, 8), st.floats(0.1, 5000))
def test_distance_is_speed_times_time(speed, duration):
    run = synthetic_run(speed, duration)
    assert len(run.time_s) == int(np.ceil(duration)) + 1
    assert run.distance_m[-1] == pytest.approx(speed * duration)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"speed_m_s": 3.0, "duration_s": 0}, "duration_s"),
        ({"speed_m_s": -1.0, "duration_s": 10}, "negative"),
        ({"speed_m_s": float("nan"), "duration_s": 10}, "finite"),
        ({"speed_m_s": [1.0, 2.0, 3.0], "duration_s": 10}, "11"),
        ({"speed_m_s": 3.0, "duration_s": 10, "pauses": [(8, 2)]}, "swap"),
    ],
)
def test_nonsense_is_refused_by_name(arguments, word):
    with pytest.raises(ValueError, match=word):
        synthetic_run(**arguments)
