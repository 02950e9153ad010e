"""The table of splits: the run kilometre by kilometre, or mile by mile, and in blocks of five."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uncramp.report.measures import Measures, percent

_BLOCK = 5
_SHORTEST_REST = 0.05  # of a split: a shorter rest at the end is not worth a row
Column = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Split:
    """One row, as printed."""

    label: str
    clock: str
    pace: str
    climb: str
    heart_rate: str
    force: str
    risk: str


@dataclass(frozen=True, slots=True)
class _Span:
    """Sums over a stretch of the timeline."""

    moving_s: float
    paused_s: float
    climb_m: float | None
    heart_rate_bpm: float | None


def splits(
    timeline: dict[str, Any], muscle: str, measures: Measures, every: int = 1
) -> tuple[Split, ...]:
    """Rows of `every` kilometres (or miles) each.

    Parameters
    ----------
    timeline
        As in the result document.
    muscle
        Whose force is listed.
    """
    distance_m = [1000.0 * value for value in timeline["distance_km"]]
    length_m = every * measures.split_m
    rows: list[Split] = []
    start_m = distance_m[0]
    while distance_m[-1] - start_m > _SHORTEST_REST * measures.split_m:
        end_m = min((math.floor(start_m / length_m + 1e-9) + 1) * length_m, distance_m[-1])
        rows.append(_row(timeline, distance_m, (start_m, end_m), muscle, measures, every))
        start_m = end_m
    return tuple(rows)


def blocks_of(measures: Measures, distance_km: float) -> int:
    """Kilometres (or miles) per row that keep the printed table on a page: 1 or 5."""
    return 1 if measures.in_distance(distance_km) <= 2 * _BLOCK else _BLOCK


def _row(
    timeline: dict[str, Any],
    distance_m: list[float],
    bounds_m: tuple[float, float],
    muscle: str,
    measures: Measures,
    every: int,
) -> Split:
    start_m, end_m = bounds_m
    time_s = timeline["time_s"]
    start_s, end_s = _time_at(start_m, distance_m, time_s), _time_at(end_m, distance_m, time_s)
    span = _span(timeline, start_s, end_s)
    last = min(bisect_left(time_s, end_s), len(time_s) - 1)
    force = timeline.get(f"{muscle}_force_capacity", [None])
    speed = (end_m - start_m) / span.moving_s if span.moving_s > 0.0 else 0.0
    return Split(
        label=_label(start_m, end_m, measures, every),
        clock=_exact_clock(end_s),
        pace=measures.pace(speed).partition(" ")[0],
        climb="–" if span.climb_m is None else f"{measures.in_height(span.climb_m):.0f}",
        heart_rate="–" if span.heart_rate_bpm is None else f"{span.heart_rate_bpm:.0f}",
        force=_percent_or_dash(force[last] if last < len(force) else None),
        risk=_percent_or_dash(timeline["cramp_probability"][last]),
    )


def _label(start_m: float, end_m: float, measures: Measures, every: int) -> str:
    start, end = start_m / measures.split_m, end_m / measures.split_m
    last = measures.number(end, 0 if abs(end - round(end)) < 0.005 else 1)
    return last if every == 1 else f"{start:.0f}–{last}"


def _span(timeline: dict[str, Any], start_s: float, end_s: float) -> _Span:
    """Moving time, climb and mean heart rate between two times."""
    time_s: Sequence[float] = timeline["time_s"]
    grade: Column = timeline.get("grade_pct") or []
    heart: Column = timeline.get("heart_rate_bpm") or []
    moving_s = paused_s = climb_m = beats = beats_s = 0.0
    has_grade = False
    for i in range(max(bisect_left(time_s, start_s) - 1, 0), len(time_s) - 1):
        low, high = max(time_s[i], start_s), min(time_s[i + 1], end_s)
        if low >= end_s:
            break
        if high <= low:
            continue
        step_s = high - low
        if timeline["moving"][i]:
            moving_s += step_s
        else:
            paused_s += step_s
        if grade and (slope := grade[i]) is not None:
            has_grade = True
            share = step_s / (time_s[i + 1] - time_s[i])
            step_km = timeline["distance_km"][i + 1] - timeline["distance_km"][i]
            climb_m += max(slope, 0.0) / 100.0 * 1000.0 * step_km * share
        if heart and (rate := heart[i]) is not None:
            beats += rate * step_s
            beats_s += step_s
    return _Span(
        moving_s=moving_s,
        paused_s=paused_s,
        climb_m=climb_m if has_grade else None,
        heart_rate_bpm=beats / beats_s if beats_s > 0.0 else None,
    )


def _time_at(place_m: float, distance_m: list[float], time_s: Sequence[float]) -> float:
    """When a place was first reached, by linear interpolation."""
    i = bisect_left(distance_m, place_m)
    if i == 0:
        return float(time_s[0])
    if i >= len(distance_m):
        return float(time_s[-1])
    before, after = distance_m[i - 1], distance_m[i]
    share = (place_m - before) / (after - before) if after > before else 0.0
    return float(time_s[i - 1] + share * (time_s[i] - time_s[i - 1]))


def _exact_clock(time_s: float) -> str:
    """``0:27:05``: the clock at the end of a split, a measured time."""
    minutes, seconds = divmod(round(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


def _percent_or_dash(fraction: float | None) -> str:
    return "–" if fraction is None else percent(fraction)
