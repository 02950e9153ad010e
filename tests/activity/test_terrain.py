"""Slope and ascent of hills that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.terrain import slope_and_ascent

WAY = np.arange(0.0, 3001.0, 3.0)
MOVING = np.ones(len(WAY), dtype=bool)


@given(st.floats(-0.4, 0.4))
def test_an_even_slope(grade):
    slope, ascent = slope_and_ascent(WAY, grade * WAY, MOVING)
    assert slope[60:-60] == pytest.approx(grade, abs=5e-4)
    assert ascent == pytest.approx(max(grade, 0) * 3000, abs=40)


def test_noise_of_the_sensor_is_no_hill():
    noise = np.random.default_rng(3).normal(0, 1.0, len(WAY))
    slope, ascent = slope_and_ascent(WAY, 100 + noise, MOVING)
    assert np.abs(slope).max() < 0.03
    assert ascent < 10


def test_rolling_hills():
    altitude = 100 + 15 * np.sin(2 * np.pi * WAY / 1000)
    slope, ascent = slope_and_ascent(WAY, altitude, MOVING)
    assert slope.max() == pytest.approx(15 * 2 * np.pi / 1000, rel=0.05)
    assert ascent == pytest.approx(90, abs=6)


def test_drift_in_a_pause_is_no_slope():
    way = np.concatenate((WAY, np.full(600, WAY[-1]), WAY[-1] + WAY))
    moving = np.ones(len(way), dtype=bool)
    moving[len(WAY) : len(WAY) + 600] = False
    altitude = np.interp(np.arange(len(way)), [len(WAY), len(WAY) + 599], [100, 140])
    slope, ascent = slope_and_ascent(way, altitude, moving)
    assert np.abs(slope).max() < 0.02
    assert ascent < 2


def test_a_wall_is_clipped():
    slope, _ = slope_and_ascent(WAY, 2.0 * WAY, MOVING)
    assert slope.max() == 0.45


def test_no_way_no_slope():
    slope, ascent = slope_and_ascent(np.zeros(50), np.linspace(0, 9, 50), np.ones(50, dtype=bool))
    assert (slope == 0).all()
    assert ascent == 0
