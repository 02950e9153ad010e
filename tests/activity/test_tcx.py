"""TCX: sound, damaged, and with several activities."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.activity import read_activity

NAMESPACE = 'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'


def point(i, metres, more=""):
    at = f"2024-05-01T08:{i // 60:02d}:{i % 60:02d}Z"
    return (
        f"<Trackpoint><Time>{at}</Time><DistanceMeters>{metres}</DistanceMeters>"
        f"<HeartRateBpm><Value>150</Value></HeartRateBpm>{more}</Trackpoint>"
    )


def activity(points, sport="Running", start=0, timer=100):
    return (
        f'<Activity Sport="{sport}"><Lap StartTime="2024-05-01T08:{start // 60:02d}:00Z">'
        f"<TotalTimeSeconds>{timer}</TotalTimeSeconds><DistanceMeters>300</DistanceMeters>"
        f"<Track>{''.join(points)}</Track></Lap>"
        "<Creator><Name>Watch 1</Name></Creator></Activity>"
    )


def document(*activities, head='<?xml version="1.0"?>'):
    body = "".join(activities)
    text = f"{head}<TrainingCenterDatabase {NAMESPACE}><Activities>{body}</Activities>"
    return (text + "</TrainingCenterDatabase>").encode()


RUN = [point(i, 3 * i) for i in range(101)]


def test_a_sound_file():
    run = read_activity(document(activity(RUN)))
    assert run.warnings == ()
    assert run.sport == "running"
    assert (run.n_records, run.elapsed_s, run.timer_s) == (101, 100, 100)
    assert run.distance_m[-1] == pytest.approx(300)
    assert set(run.heart_rate_bpm) == {150.0}
    assert run.device == "Watch 1"
    assert len(run.laps) == 1
    assert run.laps[0].distance_m == 300
    assert run.start.isoformat() == "2024-05-01T08:00:00+00:00"


@pytest.mark.parametrize("tag", ["RunCadence", "ns3:RunCadence", "x:RunCadence", "Cadence"])
def test_cadence_under_any_prefix(tag):
    more = f"<Extensions><TPX><{tag}>86</{tag}></TPX></Extensions>"
    run = read_activity(document(activity([point(i, 3 * i, more) for i in range(101)])))
    assert set(run.cadence_spm) == {172.0}
    assert run.warnings == ()


def test_leading_blanks_and_a_missing_root():
    assert read_activity(b"  \n   " + document(activity(RUN))).warnings == ()
    bare = f"<Activities>{activity(RUN)}</Activities>".encode()
    assert read_activity(bare).n_records == 101


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings(encoding):
    assert (
        read_activity(document(activity(RUN), head="").decode().encode(encoding)).n_records == 101
    )


def test_a_cut_keeps_complete_values_only():
    data = document(activity(RUN))
    cut = data[: data.index(b"<DistanceMeters>150<") + len("<DistanceMeters>15")]
    run = read_activity(cut)
    assert run.distance_m[-1] == pytest.approx(147)  # not the 15 that is left of 150
    assert any("breaks off" in line for line in run.warnings)


def test_a_wrong_end_tag_is_reported():
    data = document(activity(RUN)).replace(b"</HeartRateBpm>", b"</Oops>", 1)
    run = read_activity(data)
    assert run.n_records >= 99
    assert any("damaged" in line for line in run.warnings)


def test_other_sports_are_left_out():
    ride = activity([point(i, 9 * i) for i in range(100, 150)], "Biking")
    run = read_activity(document(ride, activity([point(200 + i, 3 * i) for i in range(101)])))
    assert run.sport == "running"
    assert run.n_records == 101
    assert any("left out: cycling" in line for line in run.warnings)


def test_a_gap_with_hardly_any_way_is_a_pause():
    after = [point(400 + i, 300 + 3 * i) for i in range(101)]
    run = read_activity(document(activity([*RUN, *after], timer=200)))
    assert run.timer_s == 200
    assert run.moving_s == 200
    assert not run.timer_running[101:399].any()


def test_points_without_a_time_are_counted():
    bad = "<Trackpoint><DistanceMeters>1</DistanceMeters></Trackpoint>"
    run = read_activity(document(activity([*RUN, bad])))
    assert run.n_records == 101
    assert any("1 track points without a time" in line for line in run.warnings)


def test_entities_of_xml_itself_are_fine():
    data = document(activity(RUN)).replace(b"Watch 1", b"Watch &amp; Co")
    assert read_activity(data).device == "Watch & Co"
    assert np.isfinite(read_activity(data).speed_m_s).all()
