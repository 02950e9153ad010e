"""A run as the calf's load: cut into pieces whose demand hardly changes, and pauses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.gait import Stride, stride_at
from uncramp.parameters import ParameterSet

Series = NDArray[np.float64]

_SMOOTH_S = 15  # what a few strides feel; faster changes of speed are the recording's
_SHORTEST_S = 20.0
_LONGEST_S = 300.0
_MIN_PER_RUN = 50.0  # a short run is cut finer: at least this many pieces, of 40 s or more
_LONGEST_IN_SHORT_S = 40.0
_SHORTEST_PAUSE_S = 3.0
_MAX_PIECES, _MAX_PIECES_PER_H = 40.0, 14.0


@dataclass(frozen=True)
class Course:
    """A run on a 1 Hz clock: what the simulation needs of an activity, and what what-ifs change.

    Attributes
    ----------
    time_s, speed_m_s, grade
        (n,), seconds since the start; no NaN. Speed is 0 in a pause. Grade is a fraction.
    cadence_spm
        (n,), NaN where unknown.
    moving
        (n,) False in a pause.
    """

    time_s: Series
    speed_m_s: Series
    grade: Series
    cadence_spm: Series
    moving: NDArray[np.bool_]

    @property
    def distance_m(self) -> Series:
        """(n,) metres since the start."""
        steps = np.diff(self.time_s, prepend=self.time_s[0])
        return np.asarray(np.cumsum(self.speed_m_s * steps))

    def mean_moving_speed_m_s(self) -> float:
        """Mean speed while moving; 0 if the runner never moves."""
        return float(self.speed_m_s[self.moving].mean()) if self.moving.any() else 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the run; `stride` is None in a pause."""

    start_s: float
    end_s: float
    stride: Stride | None

    @property
    def duration_s(self) -> float:
        """Length in s."""
        return self.end_s - self.start_s


def cut(course: Course, parameters: ParameterSet, tolerance: float = 0.06) -> list[Piece]:
    """Pieces of 20 s to 300 s within which the demand stays in a band of ±`tolerance`.

    A hilly or restless run is cut finer than an even one, up to forty pieces and fourteen more an
    hour; beyond, the band widens until it fits.
    """
    demand = _demand(course, parameters)
    hours = (course.time_s[-1] - course.time_s[0]) / 3600.0
    limit = _MAX_PIECES + _MAX_PIECES_PER_H * hours
    while True:
        bounds = _bounds(course, demand, tolerance)
        if len(bounds) <= limit or tolerance > 1.0:
            return [_piece(course, a, b, parameters) for a, b in bounds]
        tolerance *= 1.35


def _demand(course: Course, parameters: ParameterSet) -> Series:
    """Smoothed relative demand on the calf; only its changes matter."""
    kernel = np.ones(_SMOOTH_S) / _SMOOTH_S
    speed = np.convolve(_padded(course.speed_m_s), kernel, "valid")
    grade = np.convolve(_padded(course.grade), kernel, "valid")
    uphill = parameters.value("medial_gastrocnemius.uphill_drive")
    slope_deg = np.degrees(np.arctan(np.clip(grade, -0.5, 0.5)))
    return np.asarray((1.0 + 0.25 * speed) * (1.0 + uphill * np.clip(slope_deg, -8.0, 20.0)))


def _padded(values: Series) -> Series:
    """Values with their ends held, so that a moving mean keeps the length."""
    before = (_SMOOTH_S - 1) // 2
    return np.pad(values, (before, _SMOOTH_S - 1 - before), mode="edge")


def _bounds(course: Course, demand: Series, tolerance: float) -> list[tuple[int, int]]:
    """Index ranges [a, b): every one moving or paused throughout."""
    whole_s = float(course.time_s[-1] - course.time_s[0])
    longest_s = min(max(whole_s / _MIN_PER_RUN, _LONGEST_IN_SHORT_S), _LONGEST_S)
    edges = np.flatnonzero(np.diff(course.moving.astype(np.int8))) + 1
    runs = np.split(np.arange(len(demand)), edges)
    bounds: list[tuple[int, int]] = []
    for run in runs:
        a, end = int(run[0]), int(run[-1]) + 1
        if not course.moving[a]:
            bounds.append((a, end))
            continue
        while a < end:
            b = _grow(course.time_s, demand, a, end, tolerance, longest_s)
            if 0.0 < course.time_s[end - 1] - course.time_s[b - 1] < _SHORTEST_S:
                b = end  # no splinter at the end of a stretch
            bounds.append((a, b))
            a = b
    return bounds


def _grow(
    time_s: Series, demand: Series, a: int, end: int, tolerance: float, longest_s: float
) -> int:
    """The largest b ≤ end such that [a, b) is one piece."""
    window = demand[a:end]
    low = np.minimum.accumulate(window)
    high = np.maximum.accumulate(window)
    wide = high > low * (1.0 + 2.0 * tolerance)
    elapsed = time_s[a:end] - time_s[a]
    stop = (wide & (elapsed >= _SHORTEST_S)) | (elapsed >= longest_s)
    return a + max(int(np.argmax(stop)), 1) if stop.any() else end


def _piece(course: Course, a: int, b: int, parameters: ParameterSet) -> Piece:
    """The piece over indices [a, b); a pause shorter than 3 s is moved through."""
    start = float(course.time_s[a])
    end = float(course.time_s[b]) if b < len(course.time_s) else float(course.time_s[b - 1])
    speed = float(course.speed_m_s[a:b].mean())
    if (not course.moving[a] and end - start >= _SHORTEST_PAUSE_S) or speed < 0.3:
        return Piece(start, end, None)
    cadence = course.cadence_spm[a:b]
    known = cadence[np.isfinite(cadence) & (cadence > 60.0)]
    slope_deg = float(np.degrees(np.arctan(course.grade[a:b].mean())))
    mean_cadence = float(known.mean()) if len(known) > 0.5 * (b - a) else None
    return Piece(start, end, stride_at(speed, slope_deg, mean_cadence, parameters))
