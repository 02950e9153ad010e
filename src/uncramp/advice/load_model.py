"""How far each week and its long run go: the limits of load and the wishes, solved.

What is wished is weighted; the length of run that the race asks for comes before every other wish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from uncramp.advice.limits import PCT, Limits, Of, ready_km
from uncramp.advice.plan import Race
from uncramp.advice.progression import number
from uncramp.advice.shape import Start, WeekShape
from uncramp.advice.solving import Solved

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

# Weights of wishes, per step of the grid.
_PEAK, _WEEK, _LONG, _SHARE, _SHARE_MOST, _KEEP, _KEEP_LONG = 6, 2, 3, 2, 12, 4, 6


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Distances of one week in steps of the grid: the long run, and all other runs together."""

    long: int
    others: int


@dataclass(frozen=True, slots=True)
class Previous:
    """Weeks of an earlier plan, by Monday: (long run, other runs) in km, to be kept close to."""

    weeks: Mapping[date, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Miss:
    """A wish of one week, and what it costs where it is missed.

    With ``a = long * (long run) + others * (other runs) + steps``: `weight` times what ``a`` is
    over 0, in whole units of `scale`; where `both`, what it is away from 0.
    """

    weight: int
    long: int
    others: int
    steps: int
    scale: int = 1
    both: bool = False


@dataclass(frozen=True, slots=True)
class LoadSolution:
    """Distances of every week.

    Attributes
    ----------
    grid_km
        One step.
    short_km
        How much the longest run falls short of what the race asks for.
    gap
        Relative distance from the proven optimum.
    cost
        Weighted misses of all wishes.
    """

    weeks: tuple[WeekLoad, ...]
    grid_km: float
    longest_km: float
    short_km: float
    gap: float
    cost: int


class LoadProblem:
    """The weeks to be solved: their limits and wishes.

    Attributes
    ----------
    misses
        Wishes of each week; the cost of all weeks is the sum of theirs.
    ready, able
        What the race asks of the longest run, as far as the limits let it grow, in steps; the weeks
        that can hold it: one of them does.
    """

    def __init__(
        self,
        start: Start,
        race: Race,
        weeks: Sequence[WeekShape],
        previous: Previous | None = None,
        first_over: bool | None = None,
    ) -> None:
        self.start, self.race, self.weeks, self.previous = start, race, weeks, previous
        self.limits = Limits(start, race, weeks, first_over=first_over)
        self.greatest = self.limits.greatest()
        self.ready = min(self.limits.longest(), self.limits.ready)
        able = [w.index for w in weeks if w.long_day and self.greatest.run[w.index] >= self.ready]
        self.able = tuple(able) if self.ready else ()
        share = self._share_needed()
        weekly, longs = wished_weeks(start, race, weeks)
        wished = zip(weeks, weekly, longs, strict=True)
        self.misses = tuple(tuple(self._misses(*one, share, previous)) for one in wished)

    def parts(self) -> list[LoadProblem]:
        """Problems with all weeks of this one between them, their limits linear; or itself."""
        if not self.limits.first_measures:
            return [self]
        level, most = self.limits.level, self.greatest.total[0]
        possible = (
            over for over in (False, True) if (most >= level if over else self.limits.done <= level)
        )
        parts = [
            LoadProblem(self.start, self.race, self.weeks, self.previous, over) for over in possible
        ]
        for part in parts:
            part.ready, part.misses = self.ready, self.misses
            part.able = tuple(i for i in self.able if part.greatest.run[i] >= self.ready)
        return [part for part in parts if part.able or not self.able]

    def _share_needed(self) -> float:
        """Share of its week that the longest run has at least: weeks that lead there have it too.

        Else they would hold to the usual share, and only the last would go far beyond it.
        """
        totals = [self.greatest.total[i] for i in self.able if self.greatest.total[i]]
        return min((self.ready / total for total in totals), default=0.0)

    def _misses(
        self,
        week: WeekShape,
        week_km: float,
        long_km: float,
        needed: float,
        previous: Previous | None,
    ) -> list[Miss]:
        limits, done = self.limits, self.limits.done_in(week.index)
        found = []
        if week.index == limits.top:
            peak = limits.floor(wished_peak_km(self.start, self.race, self.weeks))
            found.append(Miss(_PEAK, -1, -1, peak - done))
        kept = previous.weeks.get(week.start) if previous else None
        if kept is not None:
            found.append(Miss(_KEEP_LONG, 1, 0, -limits.floor(kept[0]), both=True))
            found.append(Miss(_KEEP, 0, 1, -limits.floor(kept[1]), both=True))
            return found
        found.append(Miss(_WEEK, 1, 1, done - limits.floor(week_km), both=True))
        if week.long_day:
            found.append(Miss(_LONG, 1, 0, -limits.floor(long_km), both=True))
        most = max(long_share(week), needed if week.kind == "build" else 0.0)
        for weight, share in ((_SHARE, number("long_share")), (_SHARE_MOST, most)):
            if week.long_day and share < 1.0:
                pct = round(PCT * share)
                found.append(Miss(weight, PCT - pct, -pct, -pct * done, scale=PCT))
        return found


class LoadModel:
    """Variables, limits and wishes of a problem as a constraint model.

    Attributes
    ----------
    long, others
        Of every week, in steps.
    holds
        Of the weeks that can hold the run which the race asks for, whether one is held to do so.
    cost
        Weighted misses of all wishes.
    """

    def __init__(self, model: CpModel, problem: LoadProblem) -> None:
        self.model, self.problem = model, problem
        limits, greatest = problem.limits, problem.greatest
        self.long: list[IntVar] = []
        self.others: list[IntVar] = []
        self.run: list[Any] = []
        self.holds = {i: model.new_bool_var(f"holds{i}") for i in problem.able}
        self._greatest_of: dict[tuple[Of | int, ...], Any] = {}
        for week in problem.weeks:
            i, done = week.index, limits.done_in(week.index)
            top, left = greatest.run[i], greatest.total[i] - done
            top_long = top if week.long_day else 0
            self.long.append(self._none_or_more(limits.shortest_long[i], top_long, f"long{i}"))
            self.others.append(self._none_or_more(limits.shortest, left, f"others{i}"))
            own = self.long[i] if week.long_day else model.new_int_var(0, top, f"run{i}")
            self.run.append(own)
            model.add(self.others[i] <= limits.n_others[i] * own)
            several = model.new_bool_var(f"several{i}")  # as `Limits.runs_fit`
            model.add(self.others[i] >= 2 * limits.shortest).only_enforce_if(several)
            model.add(self.others[i] <= own).only_enforce_if(~several)
        for limit in limits.all:
            what = self._of(Of(limit.what, limit.week))
            model.add(PCT * what <= limit.pct * self._max(limit.of))
        if limits.first_over:
            model.add(self._of(Of("total", 0)) >= limits.level)
        if problem.able:  # what the race asks for comes first, the wishes after it
            for i, here in self.holds.items():
                model.add(self.long[i] >= problem.ready).only_enforce_if(here)
            model.add_at_least_one(self.holds.values())
        self.cost = sum(self._costs())

    def solution(self, answer: Solved) -> LoadSolution:
        """What the solver found."""
        loads = tuple(
            WeekLoad(answer.value(a), answer.value(b))
            for a, b in zip(self.long, self.others, strict=True)
        )
        grid_km = self.problem.limits.grid_km
        return LoadSolution(
            loads,
            grid_km,
            longest_km=max((load.long for load in loads), default=0) * grid_km,
            short_km=self.problem.limits.short_km(),
            gap=answer.gap,
            cost=answer.value(self.cost),
        )

    def _none_or_more(self, least: int, most: int, name: str) -> IntVar:
        """Steps from `least` to `most`, or none."""
        from ortools.sat.python.cp_model import Domain

        ranges = [[0, 0], [least, most]] if least <= most else [[0, 0]]
        return self.model.new_int_var_from_domain(Domain.from_intervals(ranges), name)

    def _of(self, of: Of | int) -> Any:
        if isinstance(of, int):
            return of
        if of.what == "run":
            return self.run[of.week]
        return self.long[of.week] + self.others[of.week] + self.problem.limits.done_in(of.week)

    def _max(self, ofs: tuple[Of | int, ...]) -> Any:
        if len(ofs) == 1:
            return self._of(ofs[0])
        if ofs not in self._greatest_of:
            most = self.problem.limits.floor(4 * 400.0)
            greatest = self.model.new_int_var(0, most, "greatest")
            self.model.add_max_equality(greatest, list(map(self._of, ofs)))
            self._greatest_of[ofs] = greatest
        return self._greatest_of[ofs]

    def _costs(self) -> list[Any]:
        """The weighted misses of every wish."""
        found: list[Any] = [0]
        for i, misses in enumerate(self.problem.misses):
            for miss in misses:
                amount = miss.long * self.long[i] + miss.others * self.others[i] + miss.steps
                most = self.problem.limits.floor(4 * 400.0)
                missed = self.model.new_int_var(0, most, "missed")
                self.model.add(miss.scale * missed >= amount)
                if miss.both:
                    self.model.add(miss.scale * missed >= -amount)
                found.append(miss.weight * missed)
        return found


def wished_peak_km(start: Start, race: Race, weeks: Sequence[WeekShape]) -> float:
    """The wished peak week: for the race, as far as the days hold runs of usual length."""
    wished = number("peak_week_base") + number("peak_week_slope") * race.distance_km
    room = ready_km(race) / _longest_of(max((week.n_free for week in weeks), default=1))
    return max(min(wished, number("peak_week_most"), room), start.weekly_km)


def wished_weeks(
    start: Start, race: Race, weeks: Sequence[WeekShape]
) -> tuple[list[float], list[float]]:
    """Wished distance and long run of each week, km: even growth to what the race asks for."""
    ready = ready_km(race)
    peak = wished_peak_km(start, race, weeks)
    week_km = start.weekly_km
    recent = max([number("starting_run"), *start.recent.values()])
    long_km = min(recent, ready)
    growing = sum(week.kind == "build" for week in weeks) or 1
    grow_week = min((peak / week_km) ** (1.0 / growing), number("weekly_ratio"))
    grow_long = min((ready / long_km) ** (1.0 / growing), number("single_run_ratio"))
    weekly, longs = [], []
    for week in weeks:
        if week.kind == "build":
            week_km, long_km = week_km * grow_week, long_km * grow_long
        share = week.share or (number("cutback_share") if week.kind == "cutback" else 1.0)
        part = max(len(week.days), 1) / 7.0 if week.kind != "race" else 1.0
        weekly.append(week_km * share * part)
        least = weekly[-1] * _longest_of(len(week.run_days))
        longs.append(max(long_km * (share if week.kind != "build" else 1.0), least))
    return weekly, longs


def _longest_of(n_runs: int) -> float:
    """Share of a week that makes its long run the longest, beside usual easy runs."""
    return 1.0 / (1.0 + number("easy_of_long") * max(n_runs - 1, 1))


def long_share(week: WeekShape) -> float:
    """Share of its week that the long run goes over only for the race: more with few days to run.

    A wish; the rule is `Limits.long_share`.
    """
    if len(week.run_days) > 2:
        return number("long_share_most")
    return number("long_share_of_two") if len(week.run_days) == 2 else 1.0
