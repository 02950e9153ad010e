"""The shipped marathon: reproducible, valid, and like a real one."""

from __future__ import annotations

import chiptime
import fitfast
import numpy as np
import pytest

from uncramp.activity import example_path, read_activity
from uncramp.activity.distance import haversine_m
from uncramp.activity.example_run import marathon_fit
from uncramp.activity.fit_checksum import soundness


def test_the_generator_writes_the_shipped_bytes():
    assert marathon_fit() == example_path().read_bytes()


def test_the_file_is_small_and_valid():
    data = example_path().read_bytes()
    assert len(data) < 400_000
    assert soundness(data) == "sound"
    assert fitfast.message_counts(data)["record"] > 4000
    result = chiptime.parse(data, mode="strict")
    assert (result.errors, result.warnings, result.provenance) == ([], [], [])
    names = {message.name for message in result.messages}
    assert names >= {
        "file_id", "device_info", "event", "record", "lap", "session", "activity",
        "weather_conditions",
    }  # fmt: skip


def test_it_is_a_marathon_with_a_fade():
    run = read_activity(example_path())
    assert run.warnings == ()
    assert run.sport == "running"
    assert run.distance_km == pytest.approx(42.2, abs=0.1)
    assert run.elapsed_s == pytest.approx(3.6 * 3600, abs=300)
    assert run.elapsed_s - run.timer_s == pytest.approx(120, abs=3)
    half_s = np.searchsorted(run.distance_m, run.distance_m[-1] / 2)
    assert 1.05 < (run.elapsed_s - half_s) / half_s < 1.15
    assert run.ascent_m == pytest.approx(250, abs=25)
    assert len(run.laps) == 43
    assert sum(lap.distance_m for lap in run.laps) == pytest.approx(run.distance_m[-1], abs=1)


def test_its_channels_are_those_of_a_runner():
    run = read_activity(example_path())
    hour = 3600
    assert np.nanmean(run.heart_rate_bpm[600:hour]) > 150
    drift = np.nanmean(run.heart_rate_bpm[2 * hour : 3 * hour]) / run.speed_m_s[2 * hour :].mean()
    assert drift > np.nanmean(run.heart_rate_bpm[600:hour]) / run.speed_m_s[600:hour].mean()
    assert 160 < np.nanmedian(run.cadence_spm[run.moving]) < 180
    assert 28 < np.nanmedian(run.wrist_temperature_C) < 33
    assert run.weather.air_temperature_C == pytest.approx(23, abs=1)
    assert run.weather.relative_humidity_pct == pytest.approx(68, abs=2)
    gps_m = haversine_m(run.latitude_deg, run.longitude_deg).sum()
    assert gps_m == pytest.approx(run.distance_m[-1], rel=0.01)


def test_it_lies_far_from_any_home():
    run = read_activity(example_path())
    assert np.abs(run.latitude_deg + 48.9).max() < 0.2
    assert np.abs(run.longitude_deg + 123.4).max() < 0.2
