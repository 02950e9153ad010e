"""How far each week and its long run go: the rules of load as a constraint model.

Hard rules are upper bounds only, so resting always keeps them: there is always a solution. What
is wished is weighted; the length of run that the race asks for comes before every other wish.
Distances are whole numbers of a grid of 500 m (100 m where long runs are short).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from uncramp.advice.plan import Race
from uncramp.advice.progression import number, whole
from uncramp.advice.shape import Start, WeekShape
from uncramp.advice.solving import solved

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

_FINE_BELOW_KM = 12.0
_S_PER_H = 3600.0
_PCT = 100
_HUGE_KM = 400.0
_QUICK_TIME = 0.3  # of the solver's work, where one of many questions is asked

# Weights of wishes, per step of the grid.
_PEAK, _WEEK, _LONG, _SHARE, _SHARE_MOST, _KEEP, _KEEP_LONG = 6, 2, 3, 2, 12, 4, 6


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Distances of one week in steps of the grid: the long run, and all other runs together."""

    long: int
    others: int


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
    """

    weeks: tuple[WeekLoad, ...]
    grid_km: float
    longest_km: float
    short_km: float
    gap: float


@dataclass(frozen=True, slots=True)
class Previous:
    """Weeks of an earlier plan, by Monday: (long run, other runs) in km, to be kept close to."""

    weeks: Mapping[date, tuple[float, float]]


def ready_km(race: Race) -> float:
    """Length of the longest run that a race asks for."""
    beyond = max(race.distance_km - number("ready_from"), 0.0)
    wanted = min(race.distance_km, number("ready_from")) + number("ready_share") * beyond
    return min(wanted, number("ready_most"))


def longest_allowed_km(pace_s_per_km: float) -> float:
    """The longest training run in km, by its time."""
    return number("long_run_most") * _S_PER_H / pace_s_per_km


def peak_week_km(race: Race) -> float:
    """The wished peak week for a race."""
    wished = number("peak_week_base") + number("peak_week_slope") * race.distance_km
    return min(wished, number("peak_week_most"))


def grid_km_of(start: Start) -> float:
    """Step of the distances: fine where 500 m are much of the 10 % by which a long run grows."""
    longest = max(start.recent.values(), default=0.0)
    share = 0.5 if start.restart_weeks else 1.0  # a restart falls below the present level
    usual = min(longest, number("long_share_most") * start.weekly_km) * share
    return 0.1 if usual < _FINE_BELOW_KM else 0.5


def solve_load(
    start: Start,
    race: Race,
    weeks: Sequence[WeekShape],
    relaxed: Collection[str] = (),
    previous: Previous | None = None,
    only_ready: bool = False,
    ratios: Mapping[str, float] | None = None,
) -> LoadSolution:
    """The best weeks under the rules.

    Parameters
    ----------
    relaxed
        Names of rules to leave out, to find out which one stands in the way.
    ratios
        Other limits of ``single_run`` and ``weekly_ten_percent``, to find out how much would do.
    only_ready
        Ask for nothing but the longest run that the rules allow: quicker.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    build = _Load(model, start, race, weeks, frozenset(relaxed), ratios or {})
    build.rules()
    build.ready()
    # Every rule is an upper bound that rises with what was run before, so the weeks that are all as
    # long as they can be hold the longest run there is; to look for it by its length is slow.
    model.maximize(sum(build.long) + sum(build.total))
    answer = first = solved(model, _QUICK_TIME)
    reached = first.value(build.longest)
    if not only_ready:  # what the race asks for comes first, the wishes after it
        model.add(build.longest >= min(reached, build.ready_steps))
        build.wishes(previous)
        answer = solved(model, n_weeks=len(weeks))
    grid = build.grid_km
    loads = tuple(
        WeekLoad(answer.value(a), answer.value(b))
        for a, b in zip(build.long, build.others, strict=True)
    )
    longest = max((load.long for load in loads), default=0) * grid
    return LoadSolution(
        loads,
        grid,
        longest_km=longest,
        short_km=max(build.ready_steps - reached, 0) * grid,
        gap=max(answer.gap, first.gap),
    )


class _Load:
    """Variables and constraints; every method adds some."""

    def __init__(
        self,
        model: CpModel,
        start: Start,
        race: Race,
        weeks: Sequence[WeekShape],
        relaxed: frozenset[str],
        ratios: Mapping[str, float],
    ) -> None:
        self.model, self.start, self.race = model, start, race
        self.ratios = {
            "single_run": number("single_run_ratio"),
            "weekly_ten_percent": number("weekly_ratio"),
            **ratios,
        }
        self.weeks, self.relaxed = weeks, relaxed
        self.grid_km = grid_km_of(start)
        self.pace = start.easy_pace_s_per_km()
        most = self.floor(min(longest_allowed_km(self.pace), _HUGE_KM))
        if "long_run_time" in relaxed:
            most = self.floor(_HUGE_KM)
        self.most_week = self.floor(_HUGE_KM)
        self.long: list[IntVar] = []
        self.others: list[IntVar] = []
        self.total: list[Any] = []
        for week in weeks:
            top = most if week.long_day else 0
            self.long.append(model.new_int_var(0, top, f"long{week.index}"))
            self.others.append(model.new_int_var(0, self.most_week, f"others{week.index}"))
            done = self._done(week) if week.index == 0 else 0
            self.total.append(self.long[-1] + self.others[-1] + done)
        self.most = most
        self.starting_run = self.floor(number("starting_run"))
        self.ready_steps = self.floor(ready_km(race))
        self.longest: Any = 0
        self._first: IntVar | None = None

    def _done(self, week: WeekShape) -> int:
        """Run already in the first week; what is beyond its limit cannot be taken back."""
        share = number("weekly_ratio")
        if week.kind == "cutback":
            share = number("cutback_share")
        elif week.share is not None:
            share = week.share
            if self.start.peak and week.kind in ("taper", "race"):
                share *= self.start.peak[0] / self.start.weekly_km
        elif week.days and self.start.quiet.calm(week.days[0]):
            share = 1.0
        done = self.ceil(self.start.done_km)
        return min(done, self.floor(share * self.floor(self.start.weekly_km) * self.grid_km))

    def floor(self, km: float) -> int:
        """Whole steps in a distance, from below."""
        return math.floor(km / self.grid_km + 1e-6)

    def ceil(self, km: float) -> int:
        """Whole steps in a distance, from above."""
        return math.ceil(km / self.grid_km - 1e-6)

    # --- hard rules --------------------------------------------------------------------------

    def rules(self) -> None:
        """Every rule of load."""
        for week in self.weeks:
            self._single_run(week)
            self._weekly(week)
            if week.share is not None:
                self._share(week)

    @property
    def top(self) -> int | None:
        """The week that counts as the peak: the last before the taper that is not a light one."""
        known = self.start.done is not None  # the first week is whole with what was done in it
        found = [
            w.index
            for w in self.weeks
            if w.kind in ("build", "restart") and (w.full or (known and w.index == 0))
        ]
        return found[-1] if found else None

    def peak(self) -> Any:
        """Distance of the peak week; the level where no week comes before the taper."""
        if self.top is not None:
            return self.total[self.top]
        return self.floor(self.start.peak[0] if self.start.peak else self.start.weekly_km)

    def _reference(self, week: WeekShape, day: date) -> Any:
        """What a run on `day` is measured by: a run known or planned in the 30 days before.

        The planned one is the last long run of a week that is not a light one. The longest of the
        30 days can only be longer: a stricter rule than the one that is promised, and a linear one.
        """
        first = day - timedelta(days=whole("single_run_window"))
        known = [km for past, km in self.start.recent.items() if first <= past < day]
        steps = self.floor(max([0.0, *known]))
        if self.floor(max(self.start.recent.values(), default=0.0)) < 2 * self.starting_run:
            steps = max(steps, self.starting_run)
        planned = [
            self.long[other.index]
            for other in self.weeks
            if other.long_day and first <= other.long_day < day and other.index < week.index
            if other.kind in ("build", "restart")
        ]
        if not planned:
            return max(steps, self.starting_run)
        if not steps:
            return planned[-1]
        longest = self.model.new_int_var(0, self.most_week, f"window{week.index}")
        self.model.add_max_equality(longest, [planned[-1], steps])
        return longest

    def _single_run(self, week: WeekShape) -> None:
        if not week.run_days:
            self.model.add(self.others[week.index] == 0)
            return
        most = len(week.days) - week.full  # a full week keeps one day of rest
        n_others = min(len(week.run_days), most) - (week.long_day is not None)
        pct = round(_PCT * self.ratios["single_run"])
        day = week.long_day or week.run_days[-1]
        cap: Any = self.long[week.index]
        if week.long_day is None:
            cap = self.model.new_int_var(0, self.most, f"cap{week.index}")
        if "single_run" not in self.relaxed:
            self.model.add(_PCT * cap <= pct * self._reference(week, day))
        self.model.add(self.others[week.index] <= n_others * cap)

    def _weekly(self, week: WeekShape) -> None:
        i, total = week.index, self.total[week.index]
        reference: Any = self._measure(i - 1)
        if week.kind == "cutback" and "cutback" not in self.relaxed:
            self.model.add(_PCT * total <= round(_PCT * number("cutback_share")) * reference)
            return
        if i > 0 and self.weeks[i - 1].kind == "cutback":
            reference = self._measure(i - 2)
        if week.kind == "restart" or "weekly_ten_percent" in self.relaxed:
            return
        pct = round(_PCT * self.ratios["weekly_ten_percent"])
        if week.days and self.start.quiet.calm(week.days[0]):
            pct = _PCT
        self.model.add(_PCT * total <= pct * reference)

    def _measure(self, i: int) -> Any:
        """Distance of a week that later ones are measured by; the level before the first."""
        level = self.floor(self.start.weekly_km)
        if i < 0:
            return level
        if i > 0 or self.weeks[0].full:
            return self.total[i]
        if self._first is None:  # a short first week does not lower the measure
            self._first = self.model.new_int_var(0, 4 * self.most_week, "first")
            self.model.add_max_equality(self._first, [self.total[0], level])
        return self._first

    def _share(self, week: WeekShape) -> None:
        """Taper: of the peak week and its long run; restart: of what was before the gap."""
        share = round(_PCT * (week.share or 0.0))
        rule = "restart" if week.kind == "restart" else "taper"
        if rule in self.relaxed:
            return
        recent = self.floor(max(self.start.recent.values(), default=0.0))
        of = self.peak() if rule == "taper" else self.floor(self.start.weekly_km)
        longest: Any = max(recent, self.starting_run)
        if rule == "taper" and self.start.peak and self.top is None:
            longest = self.floor(self.start.peak[1])
        if rule == "taper" and self.top is not None and self.weeks[self.top].long_day:
            longest = self.long[self.top]
        if rule == "restart":  # what a beginner may run, who restarts may run too
            least = self.floor(number("starting_week"))
            self.model.add(self.total[week.index] <= max(share * of // _PCT, least))
            most = max(share * longest // _PCT, self.starting_run)
            self.model.add(self.long[week.index] <= most)
            return
        self.model.add(_PCT * self.total[week.index] <= share * of)
        self.model.add(_PCT * self.long[week.index] <= share * longest)

    # --- wishes ------------------------------------------------------------------------------

    def ready(self) -> None:
        """The longest run, which the race asks a length of."""
        self.longest = self.model.new_int_var(0, self.most_week, "longest")
        self.model.add_max_equality(self.longest, [*self.long, 0])

    def wishes(self, previous: Previous | None) -> None:
        """Minimise the weighted misses of everything but the longest run."""
        cost: list[Any] = []
        peak_wish = max(peak_week_km(self.race), self.start.weekly_km)
        cost.append(_PEAK * self._excess(self.floor(peak_wish) - self.peak(), "peak_short"))
        weekly, longs = wished_weeks(self.start, self.race, self.weeks)
        for week, week_km, long_km in zip(self.weeks, weekly, longs, strict=True):
            i, total, long = week.index, self.total[week.index], self.long[week.index]
            kept = previous.weeks.get(week.start) if previous else None
            if kept is not None:
                cost.append(_KEEP_LONG * self._apart(long, self.floor(kept[0]), f"keep_long{i}"))
                others = self._apart(self.others[i], self.floor(kept[1]), f"keep_others{i}")
                cost.append(_KEEP * others)
                continue
            cost.append(_WEEK * self._apart(total, self.floor(week_km), f"week{i}"))
            if week.long_day:
                cost.append(_LONG * self._apart(long, self.floor(long_km), f"long_miss{i}"))
            for weight, share in ((_SHARE, number("long_share")), (_SHARE_MOST, long_share(week))):
                if week.long_day and share < 1.0:
                    over = _PCT * long - round(_PCT * share) * total
                    cost.append(weight * self._excess(over, f"share{weight}_{i}", _PCT))
        self.model.minimize(sum(cost))

    def _excess(self, amount: Any, name: str, scale: int = 1) -> IntVar:
        """A variable of at least `amount` / `scale` and at least 0."""
        excess = self.model.new_int_var(0, 4 * self.most_week, name)
        self.model.add(scale * excess >= amount)
        return excess

    def _apart(self, value: Any, wish: int, name: str) -> IntVar:
        apart = self.model.new_int_var(0, 4 * self.most_week, name)
        self.model.add(apart >= value - wish)
        self.model.add(apart >= wish - value)
        return apart


def wished_weeks(
    start: Start, race: Race, weeks: Sequence[WeekShape]
) -> tuple[list[float], list[float]]:
    """Wished distance and long run of each week, km: even growth to what the race asks for."""
    ready = ready_km(race)
    peak = max(peak_week_km(race), start.weekly_km)
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
        longs.append(long_km * (share if week.kind != "build" else 1.0))
    return weekly, longs


def long_share(week: WeekShape) -> float:
    """Share of its week that the long run goes over only for the race: more with few days to run.

    A wish, not a rule: what limits the long run is the longest of the last 30 days.
    """
    if len(week.run_days) > 2:
        return number("long_share_most")
    return number("long_share_of_two") if len(week.run_days) == 2 else 1.0
