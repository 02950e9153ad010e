"""How many runs a week of a given distance holds, how many of them hard, and how far each goes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.advice.progression import number
from uncramp.advice.shape import Start, WeekShape

_DAYS_OF_ONE_HARD = 4  # with more days to run than this, two of them may be hard
_LIGHT = ("cutback", "taper", "race")
_EPS = 1e-6

Steps = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeekRuns:
    """How many runs beside the long one a week holds, and how far they go, in steps of the grid.

    Attributes
    ----------
    n, n_hard
        Runs, of which at most so many hard ones.
    total
        Of all of them together.
    hard
        One hard run.
    most
        The longest one of them.
    hard_most
        All hard ones together at most.
    """

    n: int
    n_hard: int
    total: int
    hard: int
    most: int
    hard_most: int = 0

    def split(self, is_hard: Sequence[bool], old: Sequence[int] = ()) -> list[int]:
        """Distances of the runs of a week in order; the sum is exact, none is over `most`.

        Those of an earlier plan are kept where they fit.
        """
        if old and len(old) == len(is_hard) and sum(old) == self.total and max(old) <= self.most:
            hard_km = sum(km for km, hard in zip(old, is_hard, strict=True) if hard)
            if hard_km <= self.hard_most:
                return list(old)
        n_easy = len(is_hard) - sum(is_hard)
        if not n_easy:
            return _shared(self.total, len(is_hard))
        easy = iter(_shared(self.total - self.hard * sum(is_hard), n_easy))
        return [self.hard if hard else next(easy) for hard in is_hard]


def _shared(total: int, n: int) -> list[int]:
    return [total // n + (i < total % n) for i in range(n)]


@dataclass(frozen=True, slots=True)
class Counts:
    """Runs, hard runs, length of a hard one and the most of all hard ones, one for each case."""

    n: Steps
    n_hard: Steps
    hard: Steps
    hard_most: Steps


def hard_runs(week: WeekShape, week_km: Floats, start: Start) -> Steps:
    """How many hard runs weeks of these distances may hold."""
    none = np.zeros(week_km.shape, dtype=np.int64)
    if week.kind in ("restart", "race") or all(start.quiet.calm(day) for day in week.run_days):
        return none
    done = (start.done or {}).get("hard", 0) if week.index == 0 else 0
    whole_week = week.full or (week.index == 0 and start.done is not None)
    two = whole_week and week.kind == "build" and week.n_free > _DAYS_OF_ONE_HARD
    most = np.where(two & (week_km >= number("two_hard_from") - _EPS), 2, 1) - done
    return np.where(week_km >= number("hard_from") - _EPS, np.maximum(most, 0), none)


def week_runs(
    week: WeekShape, long: Steps, others: Steps, most: Steps, start: Start, grid_km: float
) -> Counts:
    """Choose the number of runs of a week, of hard ones among them, and how long these are.

    Parameters
    ----------
    long, others, most
        The long run, all other runs together, and the longest other run that is allowed, in steps;
        one for each case, shape (n,).
    """
    light = week.kind in _LIGHT
    days = np.minimum(len(week.run_days), len(week.days) - week.full) - (long > 0)
    some = (others > 0) & (most > 0) & (days > 0)
    most, days = np.maximum(most, 1), np.maximum(days, 1)
    usual = np.maximum(number("easy_of_long") * np.where(long > 0, long, most), 1.0)
    easy_km = number("usual_taper_run" if light else "usual_easy_run")
    least = max(math.floor(number("shortest_run") / grid_km + _EPS), 1)

    def easy_runs(steps: Steps, left: Steps) -> Steps:
        """So many runs of about the usual length, at least as many as the longest allows."""
        wished = np.maximum(_ceil(steps / usual), np.rint(steps * grid_km / easy_km).astype(int))
        few = np.minimum(np.minimum(wished, left), np.maximum(steps // least, 1))
        return np.where(steps > 0, np.maximum(few, _ceil(steps / most)), 0)

    n = n_easy_only = easy_runs(others, days)
    n_hard, hard, hard_most = (np.zeros(others.shape, dtype=np.int64) for _ in range(3))
    first = week.index == 0
    week_km = (long + others).astype(np.float64) * grid_km + (start.done_km if first else 0.0)
    share_km = number("hard_share") * week_km - (start.done_hard_km if first else 0.0)
    allowed = hard_runs(week, week_km, start)
    longest = math.floor(number("longest_hard_run") / grid_km + _EPS)
    least_hard = math.ceil(number("shortest_hard_run") / grid_km - _EPS)
    for k in (1, 2):  # two where two are possible, and an easy one beside them
        each = np.floor(share_km / grid_km / k + _EPS).astype(int)
        length = np.minimum(np.minimum(each, longest), np.minimum(most, (others - least) // k))
        length = np.minimum(length, others // np.maximum(n_easy_only, k + 1))
        rest = others - k * length
        easy = easy_runs(rest, np.maximum(days - k, 1))
        fits = (k <= allowed) & (length >= least_hard) & (easy + k <= days) & (rest <= easy * most)
        n_hard, hard = np.where(fits, k, n_hard), np.where(fits, length, hard)
        hard_most, n = np.where(fits, k * each, hard_most), np.where(fits, easy + k, n)
    zero = np.zeros_like(n)
    return Counts(
        np.where(some, n, zero), *(np.where(some, x, zero) for x in (n_hard, hard, hard_most))
    )


def _ceil(values: Floats) -> Steps:
    return np.ceil(values - _EPS).astype(np.int64)
