"""Every real file beside the repository reads as its manifest says.

The files are not part of this repository: some licences forbid it, and some are one person's
runs. Where the folder is absent the tests skip.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from uncramp.activity import ActivityError
from uncramp.activity import read_activity as read_again
from uncramp.activity.fit import tidy

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "activities"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "MANIFEST.csv").exists(), reason="no folder shared/activities beside this one"
)
CONTAINERS = ("bulk_garmin_gdpr.zip", "bulk_strava_export.zip", "longitudinal_runs_2012_2022.csv")

# Where the manifest does not say what a run reader must find. The reason stands beside each.
_INTACT = {
    "n_records": 7969, "distance_km": 15.02, "duration_s": 7963, "elapsed_s": 8460, "n_laps": 16,
    "has_temp": 1, "has_cadence": 1, "has_gps": 1,
}  # fmt: skip
_TRIATHLON = {
    "distance_km": 4.49, "duration_s": 1573.6, "elapsed_s": 1573, "n_records": 1574, "n_laps": 3,
    "has_temp": 0,
}  # fmt: skip
EXCEPTIONS: dict[str, dict[str, float]] = {
    # The manifest lists what a decoder finds that stops at the damage (its own note asks for the
    # records behind it), or only the first few columns.
    "damage_64zero_mid.fit": {**_INTACT, "n_records": 7963},
    "damage_header_size0.fit": _INTACT,
    # ... and gives elapsed time where the file has no session: events tell the timer.
    "damage_trunc60.fit": {"duration_s": 4817},
    # The columns were left empty: these are those of the same file without the ZIP.
    "damage_zip_named_fit.fit": {"n_laps": 4, "has_temp": 1, "has_cadence": 1, "has_gps": 1},
    # The manifest describes the whole triathlon; the run is its last part (its session says
    # 4491 m in 1573.6 s and 9806 m in 2850.7 s). The pod for temperature stayed on the bicycle.
    "jimmykane_triathlon_summary_first.fit": _TRIATHLON,
    "jimmykane_triathlon_summary_last.fit": _TRIATHLON,
    "stadelmanma_sample_mulitple_header.fit": {
        "distance_km": 9.806, "duration_s": 2850.7, "elapsed_s": 2850, "n_records": 517,
        "n_laps": 1,
    },
    # The second segment has no point.
    "corriporai_run.gpx": {"n_laps": 1},
    # The manifest adds up a zigzag between two interleaved sources of position (16 m back and forth
    # each second, also while the runner stands), which makes up to 7.7 m/s for a runner of
    # 2.6 m/s. These are the lengths along means of 10 s.
    "series_runpandas_2020-08-07_feaf2949.gpx": {"distance_km": 3.59},
    "series_runpandas_2020-08-09_9427f130.gpx": {"distance_km": 5.26},
    "series_runpandas_2020-09-18_7ff163c7.gpx": {"distance_km": 3.77},
    "series_runpandas_2020-09-20_556160e9.gpx": {"distance_km": 5.27},
    "series_runpandas_2020-09-25_7318ef76.gpx": {"distance_km": 7.00},
    "series_runpandas_2020-10-07_eea8fa30.gpx": {"distance_km": 4.81},
    # The session was closed 3 s after the last record: the timer cannot outlast the run.
    "tropical_runner_15.fit": {"duration_s": 10186},
}  # fmt: skip
# Developer fields that the files declare for the session or the lap, not for the records.
NOT_OF_RECORDS = {
    "ciq_device_info", "avg_core_temperature", "max_core_temperature", "min_core_temperature",
    "baseline_humidity", "baseline_temperature", "cp", "height", "weight", "lap_power",
    "feeling", "peak_epoc", "recovery_time", "rp_sd",
}  # fmt: skip
DYNAMICS = {
    "stance_time": "stance_time_s",
    "vertical_oscillation": "vertical_oscillation_m",
    "step_length": "step_length_m",
    "power": "power_W",
    "temperature": "wrist_temperature_C",
}


read_activity = cache(read_again)  # a damaged file takes a second


def _rows():
    manifest = FOLDER / "MANIFEST.csv"
    if not manifest.exists():
        return []
    with manifest.open(newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["file"] not in CONTAINERS]


def _expected(row, name):
    told = EXCEPTIONS.get(row["file"], {}).get(name)
    return float(row[name]) if told is None else float(told)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["file"])
def test_reads_as_the_manifest_says(row):
    run = read_activity(FOLDER / row["file"])

    # the manifest rounds to 10 m
    assert run.distance_km == pytest.approx(_expected(row, "distance_km"), rel=0.01, abs=0.005)
    # In FIT files duration_s is the timer's; in TCX and GPX files, which have none, the elapsed.
    is_fit = row["format"] == "fit"
    duration_s = run.timer_s if is_fit else run.elapsed_s
    assert duration_s == pytest.approx(_expected(row, "duration_s"), abs=2)
    if row["elapsed_s"]:
        assert run.elapsed_s == pytest.approx(_expected(row, "elapsed_s"), abs=2)
    assert run.n_records == _expected(row, "n_records")
    assert len(run.laps) == _expected(row, "n_laps")
    if row["start_utc"]:
        assert run.start is not None
        assert f"{run.start:%Y-%m-%d}" == row["start_utc"][:10]

    assert (run.heart_rate_bpm is not None) == _expected(row, "has_hr")
    assert (run.wrist_temperature_C is not None) == _expected(row, "has_temp")
    assert (run.cadence_spm is not None) == _expected(row, "has_cadence")
    assert (run.latitude_deg is not None) == _expected(row, "has_gps")
    if row["hr_min_mean_max"] and row["file"] not in EXCEPTIONS:
        low, _, high = map(float, row["hr_min_mean_max"].split("/"))
        assert low - 1 <= np.nanmin(run.heart_rate_bpm)
        assert np.nanmax(run.heart_rate_bpm) == pytest.approx(high, abs=3)

    wanted = {tidy(name) for name in row["dev_fields"].split(";") if name} - NOT_OF_RECORDS
    wanted = {name for name in wanted if not name.startswith("min_core")}  # cut off in the list
    assert {name for name in wanted if not any(e.startswith(name) for e in run.extra)} == set()
    for name in row["running_dynamics"].split(";"):
        if name in DYNAMICS and "triathlon" not in row["note"]:
            assert getattr(run, DYNAMICS[name]) is not None, name


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["file"])
def test_obeys_the_contract(row):
    run = read_activity(FOLDER / row["file"])
    n = int(np.ceil(run.elapsed_s)) + 1
    assert len(run.time_s) == n
    for channel in (run.distance_m, run.speed_m_s, run.moving, run.timer_running):
        assert channel.shape == (n,)
        assert np.isfinite(channel).all()
    step = np.diff(run.distance_m)
    assert (step >= 0).all()
    assert (step[~run.moving[:-1]] < 1e-6).all()
    assert (run.speed_m_s[~run.moving] == 0).all()
    assert run.speed_m_s.max() < 12.6
    # speed and distance tell of the same run
    assert run.speed_m_s.sum() == pytest.approx(run.distance_m[-1], rel=0.01, abs=3)
    assert run.moving_s <= 1.01 * run.timer_s + 5
    assert run.timer_s <= run.elapsed_s
    if run.cadence_spm is not None and run.moving_s > 600:
        assert 80 < np.nanmedian(run.cadence_spm[run.moving]) < 200
    if run.grade is not None:
        assert np.abs(run.grade).max() <= 0.45
        assert np.isfinite(run.altitude_m).all()


@pytest.mark.parametrize(
    ("file", "word"),
    [
        ("damage_64zero_mid.fit", "checksum"),
        ("damage_header_size0.fit", "header"),
        ("damage_trunc60.fit", "60 %"),
        ("damage_trunc60.tcx", "breaks off"),
        ("tormoder_activity-filecrc.fit", "checksum"),
        ("tormoder_activity-unexpected-eof.fit", "breaks off"),
        ("muktihari_activity_truncated.fit", "sport"),
        ("tormoder_antfs-dump.63.fit", "way is unknown"),
        ("jimmykane_triathlon_summary_first.fit", "cycling"),
        ("series_runpandas_2020-09-18_7ff163c7.gpx", "back and forth"),
    ],
)
def test_says_what_was_damaged(file, word):
    assert any(word in line for line in read_activity(FOLDER / file).warnings)


@pytest.mark.parametrize(
    "file", ["tormoder_2013-02-06-12-11-14.fit", "roznet_activity_234979239.fit"]
)
def test_a_header_without_checksum_is_no_damage(file):
    """The notes call the first one damaged: its header only leaves its checksum out."""
    assert not any("checksum" in line for line in read_activity(FOLDER / file).warnings)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ("corriporai_run.gpx", "corriporai_run.tcx", 0.02),
        ("goldencheetah_10kUNLP2014-Garmin15.fit", "goldencheetah_10kUNLP2014-Garmin15.tcx", 0.01),
        ("roznet_activity_234979239.fit", "roznet_activity_234979239.tcx.gz", 0.01),
        ("corriporai_malformed.tcx", "vkurup_test.tcx", 0.001),
        ("vkurup_no_hr.tcx", "vkurup_test.tcx", 0.001),
        ("corriporai_2020-12-02T06_08_29-300_Running.tcx", "damage_leading_spaces.tcx", 0.001),
        ("damage_zip_named_fit.fit", "tormoder_activity-small-fenix2-run.fit", 0.001),
        ("jimmykane_triathlon_summary_first.fit", "jimmykane_triathlon_summary_last.fit", 0.001),
        ("roznet_activity_2944936628.fit", "damage_header_size0.fit", 0.001),
    ],
)
def test_the_same_run_in_two_files_agrees(one, other, km):
    a, b = read_activity(FOLDER / one), read_activity(FOLDER / other)
    assert a.distance_km == pytest.approx(b.distance_km, abs=km)
    assert a.elapsed_s == pytest.approx(b.elapsed_s, abs=1)
    assert a.timer_s == pytest.approx(b.timer_s, abs=2)
    assert a.moving_s == pytest.approx(b.moving_s, rel=0.01)
    if a.heart_rate_bpm is not None and b.heart_rate_bpm is not None:
        assert np.nanmean(a.heart_rate_bpm) == pytest.approx(np.nanmean(b.heart_rate_bpm), abs=0.5)


def test_core_temperature_and_heat_strain():
    walk = read_activity(FOLDER / "goldencheetah_FR55-CoreTemp-Walk.fit")
    assert walk.sport == "walking"
    assert 36.9 < np.nanmean(walk.core_temperature_C) < 37.2
    assert 30 < np.nanmean(walk.extra["skin_temperature_C"]) < 36


def test_stryd_fills_what_the_watch_does_not_measure():
    run = read_activity(FOLDER / "thomaschampagne_kaiteriteri.fit")
    assert 0.2 < np.nanmedian(run.stance_time_s) < 0.4
    assert 0.05 < np.nanmedian(run.vertical_oscillation_m) < 0.12
    assert 150 < np.nanmedian(run.power_W) < 350
    assert "leg_spring_stiffness_kN_per_m" in run.extra


def test_pauses_are_kept():
    run = read_activity(FOLDER / "tropical_runner_07.fit")
    assert run.elapsed_s - run.timer_s == pytest.approx(64 * 60, abs=60)
    assert (~run.moving).sum() > 60 * 60


@pytest.mark.parametrize(
    ("file", "word"),
    [
        ("bulk_garmin_gdpr.zip", "holds another ZIP; unpack both"),
        ("bulk_strava_export.zip", "holds 4 activities; unpack it"),
        ("longitudinal_runs_2012_2022.csv", "plain text"),
    ],
)
def test_archives_of_many_runs_are_refused_with_advice(file, word):
    with pytest.raises(ActivityError, match=word):
        read_activity(FOLDER / file)
