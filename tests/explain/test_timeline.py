"""Signals on one clock."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from uncramp.activity.synthetic import synthetic_run
from uncramp.explain.timeline import timeline


def test_the_run_is_told_as_it_was_read(cramping: Any) -> None:
    table = cramping.document["timeline"]
    assert table["speed_m_s"] == pytest.approx([4.6] * len(table["time_s"]))
    assert table["grade_pct"] == pytest.approx([5.0] * len(table["time_s"]))
    assert set(table["heart_rate_bpm"]) == {None}
    assert np.all(np.diff(table["time_s"]) > 0.0)
    assert table["distance_km"][-1] == pytest.approx(9.66, rel=0.01)


def test_a_calf_tires_and_comes_closer_to_a_cramp(cramping: Any) -> None:
    table = cramping.document["timeline"]
    force = [value for value in table["medial_gastrocnemius_force_capacity"] if value is not None]
    threshold = [value for value in table["cramp_threshold_pct"] if value is not None]
    assert force[-1] < force[0] <= 1.0
    assert threshold[-1] < threshold[0] <= 100.0


def test_before_any_run_is_done_all_columns_are_there_and_unknown() -> None:
    table = timeline([], synthetic_run(3.0, 600.0, pauses=((100.0, 200.0),)))
    n = len(table["time_s"])
    assert {len(column) for column in table.values()} == {n}
    assert table["soleus_force_capacity"] == [None] * n
    assert 0.1 < 1.0 - np.mean(table["moving"]) < 0.25


def test_a_run_shorter_than_the_table_keeps_its_seconds() -> None:
    table = timeline([], synthetic_run(3.0, 90.0))
    assert len(table["time_s"]) == 91
