"""Splits from a timeline: times interpolated, pauses outside the pace, climbs summed."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.report.measures import Measures
from uncramp.report.splits import blocks_of, splits

METRIC = Measures("metric")


def steady(n_km: float = 2.5, pace_s: float = 300.0, step_s: float = 10.0) -> dict[str, Any]:
    """An even run on a 2 % climb."""
    n = int(n_km * pace_s / step_s) + 1
    time_s = [i * step_s for i in range(n)]
    return {
        "time_s": time_s,
        "distance_km": [t / pace_s for t in time_s],
        "moving": [True] * n,
        "grade_pct": [2.0] * n,
        "heart_rate_bpm": [150.0] * n,
        "soleus_force_capacity": [1.0 - 0.1 * i / (n - 1) for i in range(n)],
        "cramp_probability": [0.5 * i / (n - 1) for i in range(n)],
    }


def test_an_even_run() -> None:
    rows = splits(steady(), "soleus", METRIC)
    assert [row.label for row in rows] == ["1", "2", "2.5"]
    assert [row.pace for row in rows] == ["5:00"] * 3
    assert [row.clock for row in rows] == ["0:05:00", "0:10:00", "0:12:30"]
    assert [row.climb for row in rows] == ["20", "20", "10"]
    assert rows[-1].force == "90 %"
    assert rows[-1].risk == "50 %"


def test_a_pause_counts_on_the_clock_but_not_in_the_pace() -> None:
    run = steady()
    where = 45  # 450 s, in the second kilometre
    for name, column in run.items():
        if name == "time_s":
            run[name] = column[:where] + [t + 120.0 for t in column[where:]]
        elif name == "moving":
            column[where - 1] = False
    run["distance_km"][where] = run["distance_km"][where - 1]
    run["distance_km"][where:] = [d - 1 / 30 for d in run["distance_km"][where:]]
    run["distance_km"][where] = run["distance_km"][where - 1]
    rows = splits(run, "soleus", METRIC)
    assert rows[0].clock == "0:05:00"
    assert rows[1].clock == "0:12:10"
    assert rows[1].pace == "5:00"


def test_what_the_file_does_not_have_is_a_dash() -> None:
    run = steady()
    run["grade_pct"] = [None] * len(run["time_s"])
    run["heart_rate_bpm"] = [None] * len(run["time_s"])
    rows = splits(run, "soleus", METRIC)
    assert {row.climb for row in rows} == {"–"}
    assert {row.heart_rate for row in rows} == {"–"}


def test_blocks_and_miles() -> None:
    rows = splits(steady(12.0), "soleus", METRIC, every=5)
    assert [row.label for row in rows] == ["0–5", "5–10", "10–12"]
    miles = splits(steady(12.0), "soleus", Measures("imperial"), every=5)
    assert [row.label for row in miles] == ["0–5", "5–7.5"]
    assert miles[0].pace == "8:03"


def test_splits_end_on_whole_kilometres_wherever_the_timeline_starts() -> None:
    run = steady()
    run["distance_km"] = [d + 0.04 for d in run["distance_km"]]
    assert [row.label for row in splits(run, "soleus", METRIC)] == ["1", "2", "2.5"]


@pytest.mark.parametrize(("distance_km", "every"), [(5.0, 1), (10.0, 1), (21.1, 5), (99.5, 5)])
def test_long_runs_are_told_in_blocks(distance_km: float, every: int) -> None:
    assert blocks_of(METRIC, distance_km) == every
