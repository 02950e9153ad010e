"""Axes stand on round numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from uncramp.report.ticks import number_range, number_ticks, pace_ticks, time_ticks


def test_a_marathon_has_half_hours() -> None:
    assert time_ticks(0.0, 10_260.0, 7) == [0.0, 1800.0, 3600.0, 5400.0, 7200.0, 9000.0]


def test_paces_stand_on_round_seconds() -> None:
    assert pace_ticks(285.0, 390.0, 5) == [300.0, 330.0, 360.0, 390.0]


@given(st.floats(60.0, 200_000.0), st.integers(2, 9))
def test_never_more_time_ticks_than_asked(end_s: float, most: int) -> None:
    ticks = time_ticks(0.0, end_s, most)
    assert 1 <= len(ticks) <= most
    assert all(0.0 <= tick <= end_s and tick % 60.0 == 0.0 for tick in ticks)


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4))
def test_a_range_holds_what_it_is_for(low: float, span: float) -> None:
    start, end = number_range(low, low + span, narrowest=4.0)
    assert start <= low
    assert end >= low + span
    assert end - start >= 4.0 * 0.999
    assert all(start - 1e-6 <= tick <= end + 1e-6 for tick in number_ticks(start, end, 6))
