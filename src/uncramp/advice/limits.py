"""The rules of load as limits of weeks: a list that the solver and the forward pass both read.

Every limit is an upper bound that rises with what was run before it. So resting always keeps them,
and the weeks that are all as long as they can be are the longest there are: one pass from the first
week to the last finds them, without a solver, and with them the longest run that the rules allow.
Distances are whole numbers of a grid of 500 m (100 m where long runs are short).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from uncramp.advice.plan import Race
from uncramp.advice.progression import number, whole
from uncramp.advice.shape import Start, WeekShape

PCT = 100
HUGE_KM = 400.0
_FINE_BELOW_KM = 12.0
_S_PER_H = 3600.0
_EPS = 1e-6

What = Literal["run", "total"]


@dataclass(frozen=True, slots=True)
class Of:
    """A quantity of a week: its longest run before the race, or its whole distance."""

    what: What
    week: int


@dataclass(frozen=True, slots=True)
class Limit:
    """``100 what(week) <= pct max(of)``, in steps of the grid."""

    rule: str
    what: What
    week: int
    pct: int
    of: tuple[Of | int, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """The longest run and distance of each week, the greatest or the least, in steps."""

    run: tuple[int, ...]
    total: tuple[int, ...]


def ready_km(race: Race) -> float:
    """Length of the longest run that a race asks for."""
    beyond = max(race.distance_km - number("ready_from"), 0.0)
    wanted = min(race.distance_km, number("ready_from")) + number("ready_share") * beyond
    return min(wanted, number("ready_most"))


def longest_allowed_km(pace_s_per_km: float) -> float:
    """The longest training run in km, by its time."""
    return number("long_run_most") * _S_PER_H / pace_s_per_km


def grid_km_of(start: Start) -> float:
    """Step of the distances: fine where 500 m are much of the 10 % by which a long run grows."""
    longest = max(start.recent.values(), default=0.0)
    share = 0.5 if start.restart_weeks else 1.0  # a restart falls below the present level
    usual = min(longest, number("long_share_most") * start.weekly_km) * share
    return 0.1 if usual < _FINE_BELOW_KM else 0.5


class Limits:
    """Every rule of load of these weeks.

    Parameters
    ----------
    relaxed
        Names of rules to leave out, to find out which one stands in the way.
    ratios
        Other limits of ``single_run``, ``weekly_ten_percent`` and ``long_run_share``, to find out
        how much would do.
    first_over
        Only weeks of which a short first one is at least the level, or at most; None for all. Apart
        the limits of both are linear.

    Attributes
    ----------
    done
        Steps already run in the first week.
    n_others
        Runs beside the long one that each week has days for; each is no longer than ``run``.
    most
        The longest training run by its time, in steps.
    shortest, shortest_long
        No run, and no long one of each week, is shorter: a week with less room has fewer runs.
    """

    def __init__(
        self,
        start: Start,
        race: Race,
        weeks: Sequence[WeekShape],
        relaxed: Collection[str] = (),
        ratios: Mapping[str, float] | None = None,
        first_over: bool | None = None,
    ) -> None:
        self.start, self.race, self.weeks, self.first_over = start, race, weeks, first_over
        self.relaxed = frozenset(relaxed)
        self.ratios = {
            "single_run": number("single_run_ratio"),
            "weekly_ten_percent": number("weekly_ratio"),
            "long_run_share": 0.0,
            **(ratios or {}),
        }
        self.grid_km = grid_km_of(start)
        most_km = longest_allowed_km(start.easy_pace_s_per_km())
        free = "long_run_time" in self.relaxed
        self.most = self.floor(HUGE_KM if free else min(most_km, HUGE_KM))
        self.starting_run = self.floor(number("starting_run"))
        self.shortest = self.ceil(number("least_run"))
        self.level = self.floor(start.weekly_km)
        self.ready = self.floor(ready_km(race))
        self.n_others = tuple(map(_n_others, weeks))
        self.shortest_long = tuple(self.starting_run if n else self.shortest for n in self.n_others)
        self.all = tuple(limit for week in weeks for limit in self._week(week))
        self.done = 0
        if self.weeks and start.done_km > 0.0:
            self.done = self._count_done()

    def floor(self, km: float) -> int:
        """Whole steps in a distance, from below."""
        return math.floor(km / self.grid_km + _EPS)

    def ceil(self, km: float) -> int:
        """Whole steps in a distance, from above."""
        return math.ceil(km / self.grid_km - _EPS)

    def done_in(self, week: int) -> int:
        """Steps already run in a week: in the first one only."""
        return self.done if week == 0 else 0

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

    def greatest(self, split: bool = False) -> Ends:
        """All weeks as long as they can be, by one pass forward.

        Parameters
        ----------
        split
            Only weeks that can be split into runs none of which is too short: what is left over is
            not run. Without it the ends can lie above those of any such weeks, by less than a run.
        """
        run: list[int] = []
        total: list[int] = []
        of_week: dict[tuple[What, int], list[Limit]] = {}
        for limit in self.all:
            if limit.rule != "long_run_share":  # that ties both of a week: below
                of_week.setdefault((limit.what, limit.week), []).append(limit)

        def least(what: What, week: int, most: int) -> int:
            known = {"run": run, "total": total}
            for limit in of_week.get((what, week), ()):
                ofs = (o if isinstance(o, int) else known[o.what][o.week] for o in limit.of)
                most = min(most, limit.pct * max(ofs) // PCT)
            return most

        for week in self.weeks:
            i, done = week.index, self.done_in(week.index)
            far = least("total", i, self.floor(HUGE_KM))
            longest = least("run", i, self.most) if week.run_days else 0
            if week.long_day:
                longest = max(min(longest, far - done), 0)
                longest = min(longest, int(self.share_of(week, far)))
            n_runs = self.n_others[i] + (week.long_day is not None)
            most = max(min(far, n_runs * longest + done), done)
            if split:
                longest, most = self._split(week, longest, most)
            run.append(longest)
            total.append(most)
        return Ends(tuple(run), tuple(total))

    def _split(self, week: WeekShape, longest: int, total: int) -> tuple[int, int]:
        """The longest run and the distance of a week without what would be too short a run."""
        done = self.done_in(week.index)
        long = 0
        if week.long_day:
            enough = longest >= self.shortest_long[week.index]
            long = longest = longest if enough else 0
        others = total - done - long
        if not self.runs_fit(others, longest):
            others = min(others, longest)
            others = others if others >= self.shortest else 0
        return longest, done + long + others

    def least(self, holds: int | None, steps: int) -> Ends:
        """What the weeks must at least have for `holds` to hold a run of `steps`; one pass back."""
        least: dict[What, list[int]] = {
            "run": [0] * len(self.weeks),
            "total": [0] * len(self.weeks),
        }
        if holds is not None:
            least["run"][holds] = steps
        for week in reversed(self.weeks):
            i = week.index
            if week.long_day:
                least["total"][i] = max(least["total"][i], least["run"][i] + self.done_in(i))
            for limit in sorted((one for one in self.all if one.week == i), key=_totals_last):
                needed = -(-PCT * least[limit.what][i] // limit.pct)
                tied = [of for of in limit.of if isinstance(of, Of)]
                known = [of for of in limit.of if isinstance(of, int)]
                if len(tied) == 1 and needed > max(known, default=0):
                    before = least[tied[0].what]
                    before[tied[0].week] = max(before[tied[0].week], needed)
        return Ends(tuple(least["run"]), tuple(least["total"]))

    def longest(self) -> int:
        """The longest run that the limits allow, in steps."""
        runs = zip(self.weeks, self.greatest(split=True).run, strict=True)
        return max((run for week, run in runs if week.long_day), default=0)

    def short_km(self) -> float:
        """How much the longest run falls short of what the race asks for."""
        return max(self.ready - self.longest(), 0) * self.grid_km

    # --- the rules ---------------------------------------------------------------------------

    def _week(self, week: WeekShape) -> list[Limit]:
        found = [self._weekly(week), *self._share(week), self.long_share(week)]
        if week.index == 0 and self.first_over is False:
            found.append(Limit("first_week", "total", 0, PCT, (self.level,)))
        if week.run_days and "single_run" not in self.relaxed:
            pct = round(PCT * self.ratios["single_run"])
            day = week.long_day or week.run_days[-1]
            pct = PCT if self.start.quiet.calm(week.run_days[0]) else pct
            of = self._longest_before(week, day)
            found.append(Limit("single_run", "run", week.index, pct, of))
        return [limit for limit in found if limit is not None]

    def _longest_before(self, week: WeekShape, day: date) -> tuple[Of | int, ...]:
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
            other.index
            for other in self.weeks
            if other.long_day and first <= other.long_day < day and other.index < week.index
            if other.kind in ("build", "restart")
        ]
        if not planned:
            return (max(steps, self.starting_run),)
        return (Of("run", planned[-1]), *([steps] if steps else []))

    @property
    def first_measures(self) -> bool:
        """Whether later weeks are measured by a short first one or by the level."""
        return any(len(limit.of) > 1 and Of("total", 0) in limit.of for limit in self.all)

    def _weekly(self, week: WeekShape) -> Limit | None:
        i, of = week.index, self._measure(week.index - 1)
        if week.kind == "cutback" and "cutback" not in self.relaxed:
            return Limit("cutback", "total", i, round(PCT * number("cutback_share")), of)
        if i > 0 and self.weeks[i - 1].kind == "cutback":
            of = self._measure(i - 2)
        if week.kind == "restart" or "weekly_ten_percent" in self.relaxed:
            return None
        pct = round(PCT * self.ratios["weekly_ten_percent"])
        if week.days and self.start.quiet.calm(week.days[0]):
            pct = PCT
        return Limit("weekly_ten_percent", "total", i, pct, of)

    def _measure(self, i: int) -> tuple[Of | int, ...]:
        """The week that later ones are measured by; the level before the first."""
        if i < 0:
            return (self.level,)
        if i > 0 or self.weeks[0].full:
            return (Of("total", i),)
        first = Of("total", 0)  # a short one does not lower the measure
        either = {None: (first, self.level), True: (first,), False: (self.level,)}
        return either[self.first_over]

    def long_share(self, week: WeekShape) -> Limit | None:
        """The long run beside the others of its week; a week cut short by today is none to judge.

        Where weeks are tiny, the run that is always allowed is allowed alone.
        """
        i = week.index
        if not (week.full and week.long_day and self.n_others[i]):
            return None
        if "long_run_share" in self.relaxed:
            return None
        pct = self._long_share_pct(week)
        of: list[Of | int] = [Of("total", i)]
        if self.level < 2 * self.floor(number("starting_week")):
            of.append(-(-PCT * self.starting_run // pct))
        return Limit("long_run_share", "run", i, pct, tuple(of))

    def _long_share_pct(self, week: WeekShape) -> int:
        name = "long_share_limit_of_two" if self.n_others[week.index] == 1 else "long_share_limit"
        return round(PCT * max(number(name), self.ratios["long_run_share"]))

    def share_of(self, week: WeekShape, total: Any) -> Any:
        """The longest long run in a week of so much, by its share alone; also of arrays."""
        limit = self.long_share(week)
        if limit is None:
            return total
        known = max((of for of in limit.of if isinstance(of, int)), default=0)
        return limit.pct * np.maximum(total, known) // PCT

    def runs_fit(self, others: Any, longest: Any) -> Any:
        """Whether runs of so much together can be split: none too short, none over the longest.

        The longest is no shorter than a long run: three of them and more can be split then.
        """
        few = (others >= self.shortest) & (others <= longest)
        return (others == 0) | few | (others >= 2 * self.shortest)

    def _share(self, week: WeekShape) -> list[Limit]:
        """Taper: of the peak week and its long run; restart: of what was before the gap."""
        if week.share is None:
            return []
        share, i = round(PCT * week.share), week.index
        rule = "restart" if week.kind == "restart" else "taper"
        if rule in self.relaxed:
            return []
        recent = max(self.floor(max(self.start.recent.values(), default=0.0)), self.starting_run)
        if rule == "restart":  # what a beginner may run, who restarts may run too
            least = self.floor(number("starting_week"))
            week_km, run_km = self.start.restart_of
            level, recent = max(self.level, self.floor(week_km)), max(recent, self.floor(run_km))
            far = max(share * level // PCT, least)
            run = max(share * recent // PCT, self.starting_run)
            limits = [Limit(rule, "total", i, PCT, (far,)), Limit(rule, "run", i, PCT, (run,))]
        else:
            peak = self.start.peak
            of: Of | int = self.floor(peak[0] if peak else self.start.weekly_km)
            longest: Of | int = self.floor(peak[1]) if peak and self.top is None else recent
            if self.top is not None:
                of = Of("total", self.top)
                longest = Of("run", self.top) if self.weeks[self.top].long_day else recent
            runs: tuple[Of | int, ...] = (longest,)
            least = -(-PCT * self.starting_run // share)
            if recent < 2 * least:  # what is always allowed is allowed here too
                runs = (longest, least) if isinstance(longest, Of) else (max(longest, least),)
            limits = [
                Limit(rule, "total", i, share, (of,)),
                Limit(rule, "run", i, share, runs),
            ]
        return limits if week.long_day else limits[:1]

    def _count_done(self) -> int:
        """Run already in the first week; what is beyond its limits cannot be taken back.

        Counted from below, as what later weeks are measured by; what that leaves out of a step is
        taken off the limits of the week itself.
        """
        known = [
            limit.pct * max(ofs) // PCT
            for limit in self.all
            if limit.week == 0 and limit.what == "total"
            if len(ofs := [of for of in limit.of if isinstance(of, int)]) == len(limit.of)
        ]
        done, with_rest = self.floor(self.start.done_km), self.ceil(self.start.done_km)
        if not known:
            return done
        most = max(min(known) - (with_rest - done), 0)
        self.all = (*self.all, Limit("done", "total", 0, PCT, (most,)))
        return min(done, most)


def _totals_last(limit: Limit) -> bool:
    return limit.what == "total"


def _n_others(week: WeekShape) -> int:
    most = len(week.days) - week.full  # a full week keeps one day of rest
    return max(min(len(week.run_days), most) - (week.long_day is not None), 0)
