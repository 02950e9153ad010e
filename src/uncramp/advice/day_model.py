"""Which day holds what: runs, hard runs, calf strength and jumps as a constraint model.

The distances of the weeks are given (`load_model`); here they are laid on days. Hard rules are
never broken; strength, jumps and hard runs are dropped where they do not fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from uncramp.advice.exercises import plyometric_gate
from uncramp.advice.load_model import LoadSolution, WeekLoad
from uncramp.advice.plan import Race
from uncramp.advice.progression import number, whole
from uncramp.advice.shape import Start, WeekShape, may_jump, may_strengthen
from uncramp.advice.solving import Solved, solved

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

_DAY = timedelta(days=1)
_HEAVY_PHASE = 3  # from here on strength work leaves the legs tired the next day
_DAYS_OF_ONE_HARD = 4  # with more days to run than this, two of them may be hard
_H_PER_DAY = 24.0

# Weights of wishes.
_HARD, _STRENGTH, _JUMPS = 60, 40, 30
_AFTER_LONG, _IN_A_ROW = 3, 2
_SAME_DAY, _EXTRA_DAY, _BEFORE_HARD, _CHANGE = 3, 2, 4, 12


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What one day holds: ``easy``, ``long``, ``hard`` or no run (empty), and how far."""

    day: date
    run: str
    distance_km: float
    strength: bool
    jumps: bool


@dataclass(frozen=True, slots=True)
class DaysSolution:
    """Every planned day before the race, and the distance from the proven optimum."""

    days: tuple[DayPlan, ...]
    gap: float


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


def hard_runs(week: WeekShape, week_km: float, start: Start) -> int:
    """How many hard runs a week of this distance may hold."""
    if week.kind in ("restart", "race") or week_km < number("hard_from"):
        return 0
    if all(start.quiet.calm(day) for day in week.run_days):
        return 0
    done = (start.done or {}).get("hard", 0) if week.index == 0 else 0
    whole_week = week.full or (week.index == 0 and start.done is not None)
    two = whole_week and week.kind == "build" and week_km >= number("two_hard_from")
    two = two and week.n_free > _DAYS_OF_ONE_HARD
    return max((2 if two else 1) - done, 0)


def week_runs(week: WeekShape, load: LoadSolution, most: int, start: Start) -> WeekRuns:
    """Choose the number of runs of a week and the length of its hard ones.

    Parameters
    ----------
    most
        The longest other run allowed, in steps.
    """
    distances, grid = load.weeks[week.index], load.grid_km
    left, days = distances.others, len(week.run_days) - (distances.long > 0)
    days = min(days, len(week.days) - week.full - (distances.long > 0))
    if not left or not most:
        return WeekRuns(0, 0, 0, 0, 0)
    usual = max(number("easy_of_long") * (distances.long or most), 1.0)
    easy_km = number("usual_taper_run" if week.kind in ("taper", "race") else "usual_easy_run")
    wished = max(math.ceil(left / usual), math.floor(left * grid / easy_km))
    least = max(math.floor(number("shortest_run") / grid), 1)
    n = max(min(wished, days, max(left // least, 1)), math.ceil(left / most))
    done_km = start.done_km if week.index == 0 else 0.0
    week_km = (distances.long + left) * grid + done_km
    share_km = number("hard_share") * week_km - (start.done_hard_km if week.index == 0 else 0.0)
    for n_hard in range(min(hard_runs(week, week_km, start), n - (n > 1)), 0, -1):
        hard_most = math.floor(share_km / grid / n_hard + 1e-6)
        hard = min(hard_most, math.floor(number("longest_hard_run") / grid), most, left // n)
        for runs in range(n, days + 1):
            easy = runs - n_hard
            length = min(hard, (left - easy * least) // n_hard)  # no easy run of a few hundred m
            if length >= least and left - n_hard * length <= easy * most:
                return WeekRuns(runs, n_hard, left, length, most, hard_most * n_hard)
    return WeekRuns(n, 0, left, 0, most)


def solve_days(
    start: Start,
    race: Race,
    weeks: Sequence[WeekShape],
    load: LoadSolution,
    previous: Mapping[date, DayPlan] | None = None,
) -> DaysSolution:
    """Lay the weeks on days.

    Parameters
    ----------
    previous
        Days of an earlier plan; the new one changes as few as possible.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    build = _Days(model, start, race, weeks, load)
    build.everything(previous or {})
    model.minimize(sum(build.cost))
    answer = solved(model, n_weeks=len(weeks))
    days = [plan for week in weeks for plan in build.laid(week, answer)]
    return DaysSolution(tuple(days), answer.gap)


class _Days:
    """Variables by day, constraints and costs; every method adds some."""

    def __init__(
        self,
        model: CpModel,
        start: Start,
        race: Race,
        weeks: Sequence[WeekShape],
        load: LoadSolution,
    ) -> None:
        self.model, self.start, self.race, self.load = model, start, race, load
        self.weeks = weeks
        self.days = [day for week in weeks for day in week.days]
        self.week_of = {day: week for week in weeks for day in week.days}
        self.cost: list[Any] = []
        self.runs: dict[int, WeekRuns] = {}
        self.previous: Mapping[date, DayPlan] = {}
        self.easy, self.hard, self.strength, self.jumps = (
            {day: model.new_bool_var(f"{name}{day}") for day in self.days}
            for name in ("easy", "hard", "strength", "jumps")
        )
        self.long = {
            day: int(week.long_day == day and load.weeks[week.index].long > 0)
            for day, week in self.week_of.items()
        }

    def everything(self, previous: Mapping[date, DayPlan]) -> None:
        """All constraints and costs."""
        for week in self.weeks:
            self.week(week, self.load.weeks[week.index])
        self.spacing()
        self.keep(previous)

    def charge(self, weight: int, what: Any) -> None:
        """Make something cost."""
        self.cost.append(weight * what)

    def steps(self, km: float) -> int:
        """Whole steps of the grid in a distance."""
        return math.floor(km / self.load.grid_km + 1e-6)

    def run(self, day: date) -> Any:
        """1 on a day with a run."""
        return self.easy[day] + self.hard[day] + self.long[day]

    def demanding(self, day: date) -> Any:
        """1 on a hard or long day."""
        return self.hard[day] + self.long[day]

    # --- one week ----------------------------------------------------------------------------

    def week(self, week: WeekShape, distances: WeekLoad) -> None:
        """Constraints and wishes inside one week."""
        most = min((self._longest(week, distances, day) for day in week.run_days), default=0)
        runs = week_runs(week, self.load, most, self.start)
        self.runs[week.index] = runs
        for day in week.days:
            if day not in week.run_days or self.long[day]:
                self.model.add(self.easy[day] + self.hard[day] == 0)
            elif self.start.quiet.calm(day):
                self.model.add(self.hard[day] == 0)
            self.model.add(self.easy[day] + self.hard[day] <= 1)
        if week.days:
            hard = sum(self.hard[day] for day in week.days)
            self.model.add(hard + sum(self.easy[day] for day in week.days) == runs.n)
            self.model.add(hard <= runs.n_hard)
            self.charge(_HARD, runs.n_hard - hard)
        self._exercises(week)
        if week.full:
            rests = [self.model.new_bool_var(f"rest{day}") for day in week.days]
            for rest, day in zip(rests, week.days, strict=True):
                for busy in (self.run(day), self.strength[day], self.jumps[day]):
                    self.model.add(rest + busy <= 1)
            self.model.add_at_least_one(rests)

    def _longest(self, week: WeekShape, distances: WeekLoad, day: date) -> int:
        """The longest other run on `day`: at most the long run, at most 110 % of 30 days."""
        if distances.long:
            return distances.long
        first = day - timedelta(days=whole("single_run_window"))
        known = [self.steps(km) for past, km in self.start.recent.items() if first <= past < day]
        planned = [
            self.load.weeks[other.index].long
            for other in self.weeks
            if other.long_day and first <= other.long_day < day and other.index < week.index
        ]
        reference = max([self.steps(number("starting_run")), *known, *planned])
        return int(round(100 * number("single_run_ratio")) * reference // 100)

    def _exercises(self, week: WeekShape) -> None:
        if not week.days:
            return
        for day in week.days:
            if not may_strengthen(day, self.start.quiet, self.race):
                self.model.add(self.strength[day] == 0)
            if not may_jump(day, self.start.quiet, self.race) or self.long[day]:
                self.model.add(self.jumps[day] == 0)
            self.model.add(self.jumps[day] + self.hard[day] <= 1)
            self.charge(_SAME_DAY, self._both(self.jumps[day], self.strength[day]))
            self.charge(_SAME_DAY, self._both(self.strength[day], self.demanding(day)))
            self.charge(_EXTRA_DAY, self._more(self.strength[day], self.run(day)))
            self.charge(_EXTRA_DAY, self._more(self.jumps[day], self.run(day)))
        strength = sum(self.strength[day] for day in week.days)
        jumps = sum(self.jumps[day] for day in week.days)
        if self.start.strength_yesterday and week.index == 0:
            self.model.add(self.strength[week.days[0]] == 0)
        if self.start.jumps_yesterday and week.index == 0:
            self.model.add(self.jumps[week.days[0]] == 0)
        self.model.add(strength <= week.n_strength)
        self.model.add(jumps <= week.n_jumps)
        self.charge(_STRENGTH, week.n_strength - strength)
        self.charge(_JUMPS, week.n_jumps - jumps)

    # --- from day to day ---------------------------------------------------------------------

    def spacing(self) -> None:
        """Hard and easy days, jumps and strength, across the borders of weeks too."""
        jumps_apart = math.ceil(plyometric_gate().hours_apart / _H_PER_DAY)
        for day in self.days:
            self._apart_days(self.demanding, day, whole("hard_spacing"))
            self._apart_days(lambda d: self.jumps[d], day, jumps_apart)
            self._apart_days(lambda d: self.strength[d], day, whole("strength_spacing"))
            to_race = (self.race.date - day).days
            if to_race < whole("hard_spacing"):
                self.model.add(self.hard[day] == 0)
            tomorrow = day + _DAY
            if tomorrow not in self.week_of:
                continue
            self.model.add(self.jumps[day] + self.demanding(tomorrow) <= 1)
            if self.week_of[day].phase >= _HEAVY_PHASE:
                self.model.add(self.strength[day] + self.demanding(tomorrow) <= 1)
            else:
                both = self._both(self.strength[day], self.demanding(tomorrow))
                self.charge(_BEFORE_HARD, both)
            if self.long[day]:
                self.charge(_AFTER_LONG, self.easy[tomorrow])
            self.charge(_IN_A_ROW, self._both(self.run(day), self.run(tomorrow)))
        if self.start.demanding_yesterday and self.days:
            for day in self.days[: whole("hard_spacing") - 1]:
                self.model.add(self.hard[day] == 0)

    def _apart_days(self, what: Any, day: date, spacing: int) -> None:
        for k in range(1, spacing):
            later = day + k * _DAY
            if later in self.week_of:
                self.model.add(what(day) + what(later) <= 1)

    def laid(self, week: WeekShape, answer: Solved) -> list[DayPlan]:
        """The days of one week as the solver laid them."""
        others = [d for d in week.days if answer.value(self.easy[d] + self.hard[d])]
        is_hard = [bool(answer.value(self.hard[day])) for day in others]
        kinds = {d: "hard" if hard else "easy" for d, hard in zip(others, is_hard, strict=True)}
        olds = [self.previous.get(day) for day in others]
        old = [
            self.steps(was.distance_km)
            for day, was in zip(others, olds, strict=True)
            if was is not None and was.run == kinds[day]
        ]
        steps = dict(zip(others, self.runs[week.index].split(is_hard, old), strict=True))
        for day in week.days:
            if self.long[day]:
                kinds[day], steps[day] = "long", self.load.weeks[week.index].long
        return [
            DayPlan(
                day,
                kinds.get(day, ""),
                round(steps.get(day, 0) * self.load.grid_km, 1),
                bool(answer.value(self.strength[day])),
                bool(answer.value(self.jumps[day])),
            )
            for day in week.days
        ]

    def keep(self, previous: Mapping[date, DayPlan]) -> None:
        """Every change of a day of the earlier plan costs."""
        self.previous = previous
        for day, old in previous.items():
            if day not in self.week_of:
                continue
            for variable, was in (
                (self.easy[day], old.run == "easy"),
                (self.hard[day], old.run == "hard"),
                (self.strength[day], old.strength),
                (self.jumps[day], old.jumps),
            ):
                self.charge(_CHANGE, 1 - variable if was else variable)

    # --- small parts -------------------------------------------------------------------------

    def _both(self, a: Any, b: Any) -> IntVar:
        """At least 1 where both are."""
        both = self.model.new_bool_var("")
        self.model.add(both >= a + b - 1)
        return both

    def _more(self, a: Any, b: Any) -> IntVar:
        """At least 1 where `a` is and `b` is not."""
        more = self.model.new_bool_var("")
        self.model.add(more >= a - b)
        return more
