"""Runs made in memory, without a file: for tests, studies and what-if questions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uncramp.activity.activity import Activity, Channel


def synthetic_run(
    speed_m_s: ArrayLike,
    duration_s: float,
    grade: ArrayLike = 0.0,
    cadence_spm: ArrayLike | None = None,
    pauses: Sequence[tuple[float, float]] = (),
    sport: str = "running",
) -> Activity:
    """Build an `Activity` from speed and slope, as if a perfect watch had recorded it.

    Parameters
    ----------
    speed_m_s
        Speed in m/s, not negative: one number, or one value per second, shape ``(n,)`` with
        ``n = ceil(duration_s) + 1`` (``n - 1`` values will do: the last one is repeated).
    duration_s
        Elapsed time in s, pauses included; above 0.
    grade
        Slope as a fraction (0.05 is 5 % uphill), shaped like the speed.
    cadence_spm
        Steps per minute, both feet, shaped like the speed; None for a file without cadence.
    pauses
        ``(start_s, end_s)`` pairs in elapsed seconds: the runner stands still from start to end.
    sport
        The name of the sport.

    Raises
    ------
    ValueError
        For a duration that is not positive, values that are not finite, a wrong shape, a
        negative speed, or a pause that ends before it starts.
    """
    if not (math.isfinite(duration_s) and duration_s > 0):
        raise ValueError(f"duration_s is {duration_s!r}; give a number of seconds above 0")
    time_s = np.arange(math.ceil(duration_s) + 1, dtype=float)
    moving = _moving(time_s, pauses)
    speed = np.where(moving, _per_second("speed_m_s", speed_m_s, len(time_s)), 0.0)
    if speed.min() < 0:
        raise ValueError("speed_m_s is negative somewhere; give speeds of 0 or more")
    slope = _per_second("grade", grade, len(time_s))
    steps = np.diff(np.minimum(time_s, duration_s))
    metres = speed[:-1] * steps
    climb = slope[:-1] * metres
    cadence = None
    if cadence_spm is not None:
        cadence = np.where(moving, _per_second("cadence_spm", cadence_spm, len(time_s)), 0.0)
    moving_s = float(steps[moving[:-1]].sum())
    return Activity(
        file="synthetic run",
        sport=sport,
        start=None,
        time_s=time_s,
        distance_m=np.concatenate(([0.0], np.cumsum(metres))),
        speed_m_s=speed,
        moving=moving,
        timer_running=moving.copy(),
        n_records=len(time_s),
        elapsed_s=float(duration_s),
        timer_s=moving_s,
        moving_s=moving_s,
        ascent_m=float(climb[climb > 0].sum()),
        altitude_m=np.concatenate(([0.0], np.cumsum(climb))),
        grade=slope,
        cadence_spm=cadence,
    )


def _per_second(name: str, values: ArrayLike, n: int) -> Channel:
    """`values` as an array of `n` finite samples."""
    array = np.asarray(values, dtype=float)
    if array.ndim == 0:
        array = np.full(n, float(array))
    elif array.shape == (n - 1,):
        array = np.append(array, array[-1])
    if array.shape != (n,):
        raise ValueError(f"{name} has the shape {array.shape}; give one number or {n} of them")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} has a value that is not a finite number; fill or remove it")
    return array.copy()


def _moving(time_s: Channel, pauses: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """True where no pause covers the second that begins at each sample."""
    moving = np.ones(len(time_s), dtype=bool)
    for start_s, end_s in pauses:
        if not end_s >= start_s:
            raise ValueError(f"the pause ({start_s}, {end_s}) ends before it starts; swap the two")
        moving[(time_s >= start_s) & (time_s < end_s)] = False
    return moving
