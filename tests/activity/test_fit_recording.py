"""Sports, timer, weather and developer fields of FIT files."""

from __future__ import annotations

import numpy as np
import pytest
from fit_files import START, developer_field, file_id, message, record, session, simple_run, timer

from uncramp.activity import read_activity
from uncramp.activity.encode_fit import (
    ENUM,
    SINT8,
    UINT8,
    UINT16,
    UINT32,
    Field,
    FitMessage,
    encode_fit,
)


def read(messages):
    return read_activity(encode_fit(messages))


def triathlon():
    ride = [record(i, 9.0 * i) for i in range(200)]
    run = [record(200 + i, 1800 + 3.0 * i) for i in range(101)]
    return [file_id(), *ride, session(0, 199, "cycling"), *run, session(200, 300)]


def test_only_the_running_part_of_several_sports():
    run = read(triathlon())
    assert run.sport == "running"
    assert run.n_records == 101
    assert run.distance_m[-1] == pytest.approx(300)
    assert run.elapsed_s == 100
    assert any("left out: cycling" in line for line in run.warnings)


def test_chained_files_are_joined():
    first = encode_fit(simple_run(60))
    second = encode_fit(
        [file_id(), *(record(100 + i, 3.0 * i) for i in range(61)), session(100, 160)]
    )
    run = read_activity(first + second)
    assert run.n_records == 122
    assert run.elapsed_s == 160
    assert run.distance_m[-1] == pytest.approx(360, abs=1)
    assert run.timer_s == pytest.approx(120)
    assert not run.moving[62:98].any()


def test_the_same_file_twice_is_one_run():
    data = encode_fit(simple_run(60))
    run = read_activity(data + data)
    assert run.distance_m[-1] == pytest.approx(180, abs=1)
    assert run.elapsed_s == 60


def test_another_sport_alone_is_read():
    walk = read([file_id(), *(record(i, 1.3 * i) for i in range(61)), session(0, 60, "walking")])
    assert walk.sport == "walking"
    assert walk.distance_m[-1] == pytest.approx(78)


def test_cadence_of_a_bicycle_is_no_steps():
    rows = [record(i, 8.0 * i, cadence=90) for i in range(61)]
    ride = read([file_id(), *rows, session(0, 60, "cycling")])
    assert ride.cadence_spm is None
    assert ride.distance_m[-1] == pytest.approx(480)


def test_a_pause_of_the_timer_is_kept():
    before = [record(i, 3.0 * i, heart_rate=160) for i in range(101)]
    after = [record(400 + i, 300 + 3.0 * i, heart_rate=120) for i in range(101)]
    events = [timer(0, 0), timer(100, 4), timer(400, 0), timer(500, 4)]
    run = read([file_id(), *before, *after, *events, session(0, 500, timer_s=200)])
    assert (run.elapsed_s, run.timer_s, run.moving_s) == (500, 200, 200)
    assert not run.timer_running[100:400].any()
    assert (run.speed_m_s[100:400] == 0).all()
    assert run.distance_m[100] == run.distance_m[399] == pytest.approx(300)
    assert np.isnan(run.heart_rate_bpm[250])


def test_standing_without_a_pause_of_the_timer():
    way = [3.0 * i for i in range(100)] + [297.0] * 60 + [297 + 3.0 * i for i in range(100)]
    run = read([file_id(), *(record(i, d) for i, d in enumerate(way)), session(0, 259)])
    assert run.timer_running.all()
    assert run.timer_s == 259
    assert run.moving_s == pytest.approx(200, abs=12)
    assert run.distance_m[-1] == pytest.approx(way[-1], abs=0.5)


def test_a_lost_start_event_does_not_freeze_the_run():
    run = read([*simple_run(300), timer(0, 0), timer(20, 4), timer(299, 0)])
    assert run.distance_m[-1] == pytest.approx(900)
    assert run.moving_s > 280
    assert any("timer seemed stopped" in line for line in run.warnings)


def test_weather_of_current_reports_only():
    def report(kind, degrees):
        return message(
            128, (253, UINT32, START), (0, ENUM, kind), (1, SINT8, degrees), (4, UINT16, 2500),
            (7, UINT8, 60),
        )  # fmt: skip

    weather = read([*simple_run(), report(0, 20), report(0, 24), report(1, 40)]).weather
    assert weather.air_temperature_C == 22
    assert weather.relative_humidity_pct == 60
    assert weather.wind_m_s == pytest.approx(2.5)
    assert read(simple_run()).weather is None


def test_wrist_temperature_is_never_weather():
    run = read(simple_run(temperature=31))
    assert set(run.wrist_temperature_C) == {31.0}
    assert run.weather is None


def test_cadence_counts_both_feet():
    assert set(read(simple_run(cadence=85)).cadence_spm) == {170.0}


def test_cadence_already_of_both_feet():
    run = read(simple_run(cadence=172))
    assert set(run.cadence_spm) == {172.0}
    assert any("both feet" in line for line in run.warnings)


def with_field(name, unit, value):
    field = Field(0, UINT16, value, developer=0)
    rows = [FitMessage(20, (*record(i, 3.0 * i).fields, field)) for i in range(60)]
    return read([file_id(), *developer_field(name, unit), *rows, session(0, 59)])


def test_developer_fields_fill_native_ones_and_stay_in_extra():
    run = with_field("Ground Time", "Milliseconds", 240)
    assert set(run.stance_time_s) == {0.24}
    assert set(run.extra["ground_time_ms"]) == {240.0}


@pytest.mark.parametrize("value", [38, 100])  # Celsius, and CORE's Fahrenheit
def test_core_temperature_of_a_developer_field(value):
    run = with_field("core_temperature", "C", value)
    assert 37 < run.core_temperature_C[10] < 39


def test_heart_rate_alone_is_read_with_a_distance_of_zero():
    rows = [record(5 * i, heart_rate=150) for i in range(60)]
    run = read([file_id(), *rows, session(0, 295)])
    assert run.distance_m[-1] == 0
    assert run.moving_s == 0
    assert np.nanmean(run.heart_rate_bpm) == 150
    assert any("way is unknown" in line for line in run.warnings)


def test_no_session_is_taken_as_running():
    run = read(simple_run()[:-1])
    assert run.sport == "running"
    assert any("which sport" in line for line in run.warnings)


def test_a_watch_without_a_date_has_no_start():
    rows = [message(20, (253, UINT32, 1000 + i), (5, UINT32, 300 * i)) for i in range(60)]
    run = read([file_id(), *rows])
    assert run.start is None
    assert run.elapsed_s == 59
