"""The route as a line: in shape, coloured by risk, absent where it is not wanted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uncramp.activity import Activity
from uncramp.report.route import route_of, stretches

SIZE = (480.0, 360.0)


def activity(latitude_deg: list[float] | None) -> Activity:
    n = 10
    zeros, yes = np.zeros(n), np.ones(n, dtype=bool)
    latitude = None if latitude_deg is None else np.array(latitude_deg)
    return Activity(
        file="run.gpx", sport="running", start=None, time_s=np.arange(n, dtype=float),
        distance_m=np.arange(n) * 3.0, speed_m_s=zeros + 3.0, moving=yes, timer_running=yes,
        n_records=n, elapsed_s=9.0, timer_s=9.0, moving_s=9.0,
        latitude_deg=latitude, longitude_deg=None if latitude is None else latitude * 2.0,
    )  # fmt: skip


def test_positions_are_picked_at_the_times_and_rounded() -> None:
    found = route_of(activity([0.123456789 + i for i in range(10)]), [0.0, 4.6, 99.0])
    assert found is not None
    assert found["latitude_deg"] == [0.12346, 5.12346, 9.12346]


def test_no_positions_no_route() -> None:
    assert route_of(activity(None), [0.0, 5.0]) is None
    assert route_of(activity([math.nan] * 10), [0.0, 5.0]) is None


def test_unknown_positions_are_null() -> None:
    found = route_of(activity([0.0, math.nan, *range(2, 10)]), [0.0, 1.0, 2.0])
    assert found is not None
    assert found["latitude_deg"] == [0.0, None, 2.0]


def test_the_line_fits_the_picture_and_keeps_its_shape() -> None:
    # At 60° north a degree of longitude is half a degree of latitude on the ground: a square.
    route = {
        "latitude_deg": [59.9, 60.1, 60.1, 59.9, None],
        "longitude_deg": [10.0, 10.0, 10.4, 10.4, None],
    }
    pieces = stretches(route, [0.0] * 5, SIZE)
    points = [tuple(map(float, p.split(","))) for p in pieces[0].points.split(" ")]
    width = max(x for x, _ in points) - min(x for x, _ in points)
    height = max(y for _, y in points) - min(y for _, y in points)
    assert width == pytest.approx(height, rel=0.01)
    assert all(0.0 <= x <= SIZE[0] and 0.0 <= y <= SIZE[1] for x, y in points)
    assert points[0][1] > points[1][1], "north is up"


def test_the_risk_cuts_the_line_without_gaps() -> None:
    route = {"latitude_deg": [0.0, 0.1, 0.2, 0.3], "longitude_deg": [0.0, 0.1, 0.2, 0.3]}
    pieces = stretches(route, [0.0, 0.1, 0.9, 1.0], SIZE)
    assert [piece.level for piece in pieces] == [0, 4]
    assert pieces[0].points.split(" ")[-1] == pieces[1].points.split(" ")[0]


def test_a_run_across_the_date_line_stays_whole() -> None:
    route = {"latitude_deg": [0.0, 0.01], "longitude_deg": [179.99, -179.99]}
    first, second = (
        float(p.split(",")[0]) for p in stretches(route, [0.0, 0.0], SIZE)[0].points.split(" ")
    )
    assert first < second


def test_one_place_is_no_route() -> None:
    assert stretches({"latitude_deg": [1.0], "longitude_deg": [1.0]}, [0.0], SIZE) == ()
