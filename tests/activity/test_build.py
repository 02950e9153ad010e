"""From records to the Activity, with everything on one clock."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.activity.build import build_activity
from uncramp.activity.recording import RecordedLap, Recording

START = 1_700_000_000.0


def built(n=301, **changes):
    times = START + np.arange(float(n))
    fields = {
        "sport": "running",
        "times_s": times,
        "channels": {"distance_m": 3.0 * np.arange(n)},
        **changes,
    }
    return build_activity(Recording(**fields), "a run")


def test_the_simplest_run():
    run = built()
    assert run.file == "a run"
    assert run.start.timestamp() == START
    assert run.speed_m_s == pytest.approx(3.0)
    assert (run.elapsed_s, run.timer_s, run.moving_s) == (300, 300, 300)
    assert run.heart_rate_bpm is run.grade is run.cadence_spm is run.altitude_m is None


def test_speed_is_scaled_to_the_distance():
    metres = 3.0 * np.arange(301)
    run = built(channels={"distance_m": metres, "speed_m_s": np.full(301, 2.7)})
    assert run.speed_m_s == pytest.approx(3.0, rel=1e-3)
    assert any("scaled by +11 %" in line for line in run.warnings)


def test_a_speed_that_cannot_be_of_this_run_is_not_used():
    metres = 3.0 * np.arange(301)
    run = built(channels={"distance_m": metres, "speed_m_s": np.full(301, 0.4)})
    assert run.speed_m_s[5:-5] == pytest.approx(3.0)
    assert any("not used" in line for line in run.warnings)


def test_footpod_alone():
    run = built(channels={"speed_m_s": np.full(301, 2.5)})
    assert run.distance_m[-1] == pytest.approx(750)
    assert run.latitude_deg is None


def test_smart_recording_becomes_one_hertz():
    seconds = np.array([0.0, 4.0, 9.0, 15.0, 20.0])
    run = build_activity(
        Recording("running", START + seconds, {"distance_m": 3 * seconds}), "smart"
    )
    assert run.n_records == 5
    assert len(run.time_s) == 21
    assert run.distance_m == pytest.approx(3 * run.time_s)


def test_fractions_of_a_second():
    seconds = np.array([0.0, 1.0, 2.4])
    run = build_activity(Recording("running", START + seconds, {"distance_m": 3 * seconds}), "x")
    assert len(run.time_s) == 4
    assert run.distance_m[-1] == pytest.approx(7.2)


def test_one_record_alone():
    run = build_activity(Recording("running", np.array([START]), {}), "x")
    assert run.elapsed_s == 0
    assert list(run.distance_m) == [0.0]


def test_laps_lie_within_the_run():
    run = built(
        laps=(
            RecordedLap(START - 50, START + 100, 300.0),
            RecordedLap(START + 100, START + 999, 600.0),
        )
    )
    assert [(lap.start_s, lap.end_s) for lap in run.laps] == [(0, 100), (100, 300)]


def test_a_device_timer_longer_than_the_run_is_cut():
    assert built(timer_s=301.5).timer_s == 300
    assert built(timer_s=5000.0).timer_s == 300
    assert built(timer_s=250.0).timer_s == 250


def test_no_date_no_start():
    assert built(has_date=False).start is None
