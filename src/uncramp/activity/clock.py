"""One clock for all channels: 1 Hz over the elapsed time, pauses included."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from uncramp.activity.activity import Channel
from uncramp.activity.distance import Path
from uncramp.activity.recording import Span
from uncramp.language import Sentence, marked

Mask = NDArray[np.bool_]

#: Watches that save memory write a record at least this often while the runner moves.
_LONGEST_STEP_S = 15.0
#: A gap in which less than this part of the usual way was made holds a pause.
_STEADY = 0.6
_SHORTEST_PAUSE_S = 5.0
#: Slower than this nobody walks (the slowest uphill sections of trail races are 0.3 m/s).
_STANDING_M_S = 0.3
_WALKING_M_S = 0.5
#: Between samples further apart than this, a channel is unknown.
_LONGEST_HOLE_S = 30.0


def grid(elapsed_s: float) -> Channel:
    """Whole seconds from 0 to the first one at or behind the end."""
    return np.arange(math.ceil(elapsed_s) + 1, dtype=float)


def gap_pauses(times_s: Channel, path: Path, warnings: list[str]) -> list[Span]:
    """Pauses that show as missing records: too little way for the time that passed."""
    dt = np.diff(times_s)
    if not len(dt) or len(path.times_s) < 2:
        return []
    limit = max(_LONGEST_STEP_S, 3.0 * float(np.median(dt)))
    gaps = np.flatnonzero(dt > limit)
    if not len(gaps):
        return []
    distance = np.interp(times_s, *path)
    step = np.diff(distance)
    speed = np.divide(step, dt, out=np.zeros_like(step), where=dt > 0)
    moving = (speed > _WALKING_M_S) & (dt <= limit)
    if not moving.any():
        moving = speed > _WALKING_M_S
    usual = float(np.median(speed[moving])) if moving.any() else _WALKING_M_S
    pauses, steady = [], 0.0
    for i in gaps.tolist():
        near = slice(max(i - 20, 0), i)
        local = speed[near][moving[near]]
        pace = min(usual, float(np.median(local))) if len(local) else usual
        run_s = float(step[i]) / pace
        if run_s < _STEADY * dt[i] and dt[i] - run_s >= _SHORTEST_PAUSE_S:
            pauses.append(Span(float(times_s[i]) + run_s, float(times_s[i + 1])))
        elif dt[i] > _LONGEST_HOLE_S:
            steady += float(dt[i])
    if steady:
        warnings.append(
            Sentence(
                "{gap:.0f} s of the run were not recorded: taken as run at a steady pace there.",
                gap=steady,
            )
        )
    return pauses


def believable_stops(
    stops: tuple[Span, ...], times_s: Channel, path: Path, warnings: list[str]
) -> list[Span]:
    """The stops of the timer, without those during which the runner plainly ran on."""
    good = []
    for stop in stops:
        during = times_s[(times_s > stop.start_s) & (times_s < stop.end_s)]
        if len(during) >= 10 and len(path.times_s):
            way = float(np.ptp(np.interp([during[0], during[-1]], *path)))
            if way > max(50.0, _WALKING_M_S * float(during[-1] - during[0])):
                warnings.append(
                    marked("The timer seemed stopped while the run went on: taken as running.")
                )
                continue
        good.append(stop)
    return good


def covers(spans: list[Span], time_s: Channel) -> Mask:
    """True for each second that lies in one of the spans, by its middle."""
    inside = np.zeros(len(time_s), dtype=bool)
    for start, end in spans:
        inside |= (time_s + 0.5 >= start) & (time_s + 0.5 < end)
    return inside


def distance_on_grid(path: Path, time_s: Channel, resting: Mask) -> Channel:
    """Distance at each second; in a rest it stands still, and no metre is lost."""
    if not len(path.times_s):
        return np.zeros(len(time_s))
    # A clock that only ticks while the runner moves: metres that the device counted in a rest
    # (drift of the satellites) then fall on the moment before it.
    active = np.concatenate(([0.0], np.cumsum(~resting[:-1])))
    at = np.interp(path.times_s, time_s, active)
    last = np.append(np.diff(at) > 1e-9, True)
    distance = np.interp(active, at[last], path.distance_m[last])
    return np.asarray(np.maximum.accumulate(distance - distance[0]), dtype=float)


def standing(speed_m_s: Channel, cadence_spm: Channel | None) -> Mask:
    """Seconds in which the runner stands: too slow to walk, for a few seconds on end."""
    slow = speed_m_s < _STANDING_M_S
    if cadence_spm is not None:
        slow &= ~(np.nan_to_num(cadence_spm) > 60.0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], slow.astype(np.int8), [0]))))
    mask = np.zeros(len(slow), dtype=bool)
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= _SHORTEST_PAUSE_S:
            mask[start:end] = True
    return mask


def smooth_speed(distance_m: Channel, resting: Mask, window_s: int) -> Channel:
    """Speed from distance, averaged over the moving seconds around each; 0 in a rest."""
    step = np.append(np.diff(distance_m), 0.0)
    rows = np.flatnonzero(~resting)
    speed = np.zeros(len(distance_m))
    if len(rows) == 0:
        return speed
    moving = step[rows]
    if rows[-1] == len(step) - 1 and len(rows) > 1:
        moving[-1] = moving[-2]  # the last second has no step of its own
    width = min(window_s, len(moving))
    kernel = np.ones(width)
    speed[rows] = np.convolve(moving, kernel, "same") / np.convolve(
        np.ones(len(moving)), kernel, "same"
    )
    return speed


def on_grid(times_s: Channel, values: Channel, time_s: Channel, *, bridge: bool = False) -> Channel:
    """Samples on the 1 Hz clock, linearly between them.

    Where samples are more than 30 s apart the channel is unknown (NaN), unless `bridge` asks
    for a line through the hole and the end values beyond the ends.
    """
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return np.full(len(time_s), np.nan)
    time, value = times_s[known], values[known]
    last = np.append(np.diff(time) > 0, True)
    time, value = time[last], value[last]
    result = np.interp(time_s, time, value)
    if bridge:
        return np.asarray(result, dtype=float)
    after = np.searchsorted(time, time_s, side="left")
    before = np.clip(after - 1, 0, len(time) - 1)
    following = np.clip(after, 0, len(time) - 1)
    exact = time[following] == time_s
    hole = time[following] - time[before] > _LONGEST_HOLE_S
    outside = (time_s < time[0] - _SHORTEST_PAUSE_S) | (time_s > time[-1] + _SHORTEST_PAUSE_S)
    result[(hole & ~exact) | outside] = np.nan
    return np.asarray(result, dtype=float)
