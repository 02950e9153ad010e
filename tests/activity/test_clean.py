"""What cannot be true goes; what can be stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.clean import order, top_speed_m_s, without_spikes

NAN = np.nan


def cleaned(sport="running", **channels):
    warnings: list[str] = []
    arrays = {name: np.array(values, dtype=float) for name, values in channels.items()}
    return without_spikes(arrays, sport, warnings), warnings


def test_times_in_order_are_kept_as_they_are():
    warnings: list[str] = []
    assert list(order(np.array([0.0, 1.0, 1.0, 5.0]), warnings)) == [0, 1, 2, 3]
    assert warnings == []


def test_one_wrong_clock_is_left_out():
    times = np.arange(100.0)
    times[40] = 5000.0
    warnings: list[str] = []
    rows = order(times, warnings)
    assert len(rows) == 99
    assert 40 not in rows
    assert "1 records with a wrong clock" in warnings[0]


def test_two_halves_in_the_wrong_order_are_sorted():
    times = np.concatenate((np.arange(100.0, 200.0), np.arange(100.0)))
    warnings: list[str] = []
    assert list(times[order(times, warnings)]) == list(range(200))
    assert "sorted" in warnings[0]


def test_another_day_is_left_out():
    times = np.concatenate((np.arange(100.0), [1e9]))
    warnings: list[str] = []
    assert len(order(times, warnings)) == 100
    assert "12 h" in warnings[0]


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=60))
def test_the_result_never_falls(times):
    array = np.array(times)
    assert (np.diff(array[order(array, [])]) >= 0).all()


def test_impossible_heart_rates_and_silent_zeros():
    channels, warnings = cleaned(heart_rate_bpm=[150, 0, 255, 151])
    assert np.isnan(channels["heart_rate_bpm"][1:3]).all()
    assert warnings == ["1 impossible heart rates were taken out."]


def test_a_channel_with_nothing_left_is_dropped():
    assert cleaned(heart_rate_bpm=[0, 0, NAN])[0] == {}


@pytest.mark.parametrize("at", [0, 1, 10, 19])
def test_an_altitude_off_its_neighbours(at):
    altitude = 500 + 0.5 * np.arange(20.0)
    altitude[at] = 0.0
    channels, warnings = cleaned(altitude_m=altitude)
    assert list(np.flatnonzero(np.isnan(channels["altitude_m"]))) == [at]
    assert "1 impossible altitudes" in warnings[0]


def test_a_steep_climb_is_no_spike():
    channels, warnings = cleaned(altitude_m=500 + 4.0 * np.arange(50.0))
    assert np.isfinite(channels["altitude_m"]).all()
    assert warnings == []


def test_no_fix_is_no_place():
    channels, _ = cleaned(latitude_deg=[0, 47, 47], longitude_deg=[0, 8, NAN])
    assert list(np.isfinite(channels["latitude_deg"])) == [False, True, False]
    assert cleaned(latitude_deg=[0, 0], longitude_deg=[0, 0])[0] == {}


def test_a_bicycle_may_be_fast():
    assert top_speed_m_s("running") < 13 < top_speed_m_s("cycling")
    assert "speed_m_s" in cleaned("cycling", speed_m_s=[20, 20])[0]
    assert cleaned("running", speed_m_s=[20, 20])[0] == {}
