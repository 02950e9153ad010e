"""Which day holds what: runs, hard runs, calf strength and jumps as a constraint model.

How many runs each week holds is given, or one of several choices; here they are laid on days. Hard
rules are never broken; strength, jumps and hard runs are dropped where they do not fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from uncramp.advice.exercises import plyometric_gate
from uncramp.advice.plan import Race
from uncramp.advice.progression import whole
from uncramp.advice.shape import Start, WeekShape, may_jump, may_strengthen
from uncramp.advice.solving import Solved, solved

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

_DAY = timedelta(days=1)
_HEAVY_PHASE = 3  # from here on strength work leaves the legs tired the next day
_H_PER_DAY = 24.0

# Weights of wishes.
_HARD, _STRENGTH, _JUMPS = 60, 40, 30
_AFTER_LONG, _IN_A_ROW = 3, 2
_SAME_DAY, _EXTRA_DAY, _BEFORE_HARD, _CHANGE = 3, 2, 4, 12
_ON_LONG, _HEAVY_ON_LONG = 3, 12


class Count(NamedTuple):
    """Whether a week has its long run, how many runs beside it, how many of them may be hard."""

    long: bool
    n: int
    n_hard: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What one day holds: ``easy``, ``long``, ``hard`` or no run (empty), and how far."""

    day: date
    run: str
    distance_km: float
    strength: bool
    jumps: bool


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Kinds of sessions by day, without distances.

    Attributes
    ----------
    runs
        ``easy``, ``long``, ``hard`` of the days with a run.
    chosen
        Of the choices of each week.
    cost, bound
        Weighted misses of all wishes, and the least there can be.
    """

    runs: Mapping[date, str]
    strength: frozenset[date]
    jumps: frozenset[date]
    chosen: tuple[Count, ...]
    cost: float
    bound: float


Choices = Sequence[Sequence[Count]]


def solve_days(
    start: Start,
    race: Race,
    weeks: Sequence[WeekShape],
    counts: Sequence[Count],
    previous: Mapping[date, DayPlan] | None = None,
) -> Arrangement:
    """Lay the weeks on days.

    Parameters
    ----------
    counts
        How many runs each week holds.
    previous
        Days of an earlier plan; the new one changes as few as possible.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    build = DayModel(model, start, race, weeks, [[one] for one in counts], previous or {})
    model.minimize(build.total)
    return build.arrangement(solved(model, n_weeks=len(weeks)))


class DayModel:
    """Variables by day, constraints and costs; every method adds some.

    Attributes
    ----------
    picks
        For each week, which of its choices is taken.
    total
        Weighted misses of all wishes.
    """

    def __init__(
        self,
        model: CpModel,
        start: Start,
        race: Race,
        weeks: Sequence[WeekShape],
        choices: Choices,
        previous: Mapping[date, DayPlan],
    ) -> None:
        self.model, self.start, self.race, self.choices = model, start, race, choices
        self.weeks = weeks
        self.days = [day for week in weeks for day in week.days]
        self.week_of = {day: week for week in weeks for day in week.days}
        self.cost: list[Any] = [0]
        self.easy, self.hard, self.strength, self.jumps = (
            {day: model.new_bool_var(f"{name}{day}") for day in self.days}
            for name in ("easy", "hard", "strength", "jumps")
        )
        self.picks = [self._picks(week, len(choices[week.index])) for week in weeks]
        self.long: dict[date, Any] = {
            day: self.of(week, "long") if week.long_day == day else 0
            for day, week in self.week_of.items()
        }
        for week in weeks:
            if week.days:
                self.week(week)
        self.spacing()
        self.keep(previous)
        self.total = sum(self.cost)

    def _picks(self, week: WeekShape, n: int) -> list[Any]:
        if n == 1:
            return [1]
        picks: list[Any] = [self.model.new_bool_var(f"pick{week.index}_{k}") for k in range(n)]
        self.model.add_exactly_one(picks)
        return picks

    def of(self, week: WeekShape, name: str) -> Any:
        """A number of the choice that is picked."""
        pairs = zip(self.picks[week.index], self.choices[week.index], strict=True)
        return sum(pick * int(getattr(one, name)) for pick, one in pairs)

    def arrangement(self, answer: Solved) -> Arrangement:
        """What the solver found."""

        def those(what: Mapping[date, Any]) -> frozenset[date]:
            return frozenset(day for day in self.days if answer.value(what[day]))

        runs = {
            day: kind
            for kind, what in (("easy", self.easy), ("hard", self.hard), ("long", self.long))
            for day in those(what)
        }
        chosen = (
            next(one for pick, one in zip(picks, of_week, strict=True) if answer.value(pick))
            for picks, of_week in zip(self.picks, self.choices, strict=True)
        )
        return Arrangement(
            runs,
            those(self.strength),
            those(self.jumps),
            tuple(chosen),
            answer.cost,
            answer.bound,
        )

    def charge(self, weight: int, what: Any) -> None:
        """Make something cost."""
        self.cost.append(weight * what)

    def run(self, day: date) -> Any:
        """1 on a day with a run."""
        return self.easy[day] + self.hard[day] + self.long[day]

    def demanding(self, day: date) -> Any:
        """1 on a hard or long day."""
        return self.hard[day] + self.long[day]

    # --- one week ----------------------------------------------------------------------------

    def week(self, week: WeekShape) -> None:
        """Constraints and wishes inside one week."""
        n_hard = self.of(week, "n_hard")
        for day in week.days:
            if day not in week.run_days:
                self.model.add(self.easy[day] + self.hard[day] == 0)
            elif self.start.quiet.calm(day):
                self.model.add(self.hard[day] == 0)
            self.model.add(self.run(day) <= 1)
        hard = sum(self.hard[day] for day in week.days)
        self.model.add(hard + sum(self.easy[day] for day in week.days) == self.of(week, "n"))
        self.model.add(hard <= n_hard)
        self.charge(_HARD, n_hard - hard)
        self._exercises(week)
        if week.full:
            rests = [self.model.new_bool_var(f"rest{day}") for day in week.days]
            for rest, day in zip(rests, week.days, strict=True):
                for busy in (self.run(day), self.strength[day], self.jumps[day]):
                    self.model.add(rest + busy <= 1)
            self.model.add_at_least_one(rests)

    def _exercises(self, week: WeekShape) -> None:
        on_long = _HEAVY_ON_LONG if week.phase >= _HEAVY_PHASE else _ON_LONG
        for day in week.days:
            if not may_strengthen(day, self.start.quiet, self.race):
                self.model.add(self.strength[day] == 0)
            if not may_jump(day, self.start.quiet, self.race):
                self.model.add(self.jumps[day] == 0)
            self.model.add(self.jumps[day] + self.demanding(day) <= 1)
            self.charge(_SAME_DAY, self._both(self.jumps[day], self.strength[day]))
            self.charge(_SAME_DAY, self._both(self.strength[day], self.demanding(day)))
            if day == week.long_day:
                self.charge(on_long, self._both(self.strength[day], self.long[day]))
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
            if day == self.week_of[day].long_day:
                self.charge(_AFTER_LONG, self._both(self.long[day], self.easy[tomorrow]))
            self.charge(_IN_A_ROW, self._both(self.run(day), self.run(tomorrow)))
        if self.start.demanding_yesterday and self.days:
            for day in self.days[: whole("hard_spacing") - 1]:
                self.model.add(self.hard[day] == 0)

    def _apart_days(self, what: Any, day: date, spacing: int) -> None:
        for k in range(1, spacing):
            later = day + k * _DAY
            if later in self.week_of:
                self.model.add(what(day) + what(later) <= 1)

    def keep(self, previous: Mapping[date, DayPlan]) -> None:
        """Every change of a day of the earlier plan costs."""
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
