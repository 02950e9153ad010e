"""GPX tracks: sport, extensions, segments, routes."""

from __future__ import annotations

import math

import pytest

from uncramp.activity import ActivityError, read_activity

METRES_PER_DEGREE = 6_371_008.8 * math.pi / 180


def point(i, metres, more="", time=True):
    at = f"<time>2024-05-01T08:{i // 60:02d}:{i % 60:02d}.500+00:00</time>" if time else ""
    latitude = 45 + metres / METRES_PER_DEGREE
    return f'<trkpt lat="{latitude:.8f}" lon="7">{at}<ele>100</ele>{more}</trkpt>'


def track(*segments, type_="<type>running</type>", name=""):
    body = "".join(f"<trkseg>{''.join(s)}</trkseg>" for s in segments)
    return f"<trk>{name}{type_}{body}</trk>"


def document(*tracks):
    text = '<?xml version="1.0"?><gpx creator="Phone" xmlns="http://www.topografix.com/GPX/1/1">'
    return (text + "".join(tracks) + "</gpx>").encode()


RUN = [point(i, 3 * i) for i in range(101)]


def test_distance_comes_from_positions():
    run = read_activity(document(track(RUN)))
    assert run.warnings == ()
    assert run.distance_m[-1] == pytest.approx(300, rel=1e-3)
    assert run.speed_m_s[10:90] == pytest.approx(3.0, rel=0.01)
    assert run.device == "Phone"
    assert run.grade is not None


def test_extensions():
    more = (
        "<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>150</gpxtpx:hr><gpxtpx:cad>85"
        "</gpxtpx:cad><gpxtpx:atemp>27</gpxtpx:atemp></gpxtpx:TrackPointExtension></extensions>"
    )
    run = read_activity(document(track([point(i, 3 * i, more) for i in range(101)])))
    assert set(run.heart_rate_bpm) == {150.0}
    assert set(run.cadence_spm) == {170.0}
    assert set(run.wrist_temperature_C) == {27.0}
    assert run.weather is None


@pytest.mark.parametrize(
    ("type_", "name", "sport", "assumed"),
    [
        ("<type>trail_running</type>", "", "running", False),
        ("<type>9</type>", "", "running", False),
        ("<type>walking</type>", "", "walking", False),
        ("", "<name>Corrida Matutina</name>", "running", False),
        ("", "<name>Sunday</name>", "running", True),
    ],
)
def test_the_sport(type_, name, sport, assumed):
    run = read_activity(document(track(RUN, type_=type_, name=name)))
    assert run.sport == sport
    assert any("which sport" in line for line in run.warnings) == assumed


def test_other_sports_are_left_out():
    ride = track([point(200 + i, 9 * i) for i in range(50)], type_="<type>cycling</type>")
    run = read_activity(document(track(RUN), ride))
    assert run.n_records == 101
    assert any("cycling" in line for line in run.warnings)


def test_segments_are_laps_and_the_gap_a_pause():
    run = read_activity(document(track(RUN, [point(400 + i, 300 + 3 * i) for i in range(101)])))
    assert len(run.laps) == 2
    assert run.distance_m[-1] == pytest.approx(600, rel=0.01)
    assert not run.moving[110:395].any()


def test_a_route_is_no_run():
    with pytest.raises(ActivityError, match="route, not a run"):
        read_activity(document(track([point(i, 3 * i, time=False) for i in range(20)])))


def test_a_lone_far_position_is_left_out():
    points = list(RUN)
    points[50] = point(50, 5000)
    assert read_activity(document(track(points))).distance_m[-1] == pytest.approx(300, abs=2)


def test_a_zigzag_is_not_run():
    """Two sources of position, 16 m apart, in turn: as phones have written it."""
    points = [point(i, 2.5 * i + (16 if i % 2 else 0)) for i in range(1200)]
    run = read_activity(document(track(points)))
    assert run.distance_m[-1] == pytest.approx(3000, rel=0.02)
    assert any("back and forth" in line for line in run.warnings)
