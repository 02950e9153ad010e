"""The schedule: the best weeks, and of all weeks as good the ones with the best days.

The distances of the weeks are solved first, because they are what the rules of load are about; the
days depend on them only through the number of runs of each week. So for each week every distance
is listed that some weeks as good can have, with the number of runs that it makes, and weeks and
days are solved once more together: the best days of every such schedule, and the proof of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from uncramp.advice.day_model import Arrangement, Count, DayModel, DayPlan, solve_days
from uncramp.advice.load_model import LoadModel, LoadProblem, LoadSolution, Previous
from uncramp.advice.plan import Race
from uncramp.advice.progression import number, whole
from uncramp.advice.shadow import Case, shadow_costs
from uncramp.advice.shape import Start, WeekShape
from uncramp.advice.solving import PROVEN_GAP, NoScheduleError, relative_gap, solved
from uncramp.advice.week_runs import Counts, Steps, WeekRuns, week_runs

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

_PCT, _EPS, _ROUND = 100, 1e-3, 0.1
_TOGETHER_TIME = 1.0  # of the solver's work, to look for better days
_MOST_ABLE = 8  # weeks that can hold the longest run, each of which is looked at on its own
_MOST_PAIRS = 10_000  # above, weeks and days together are too much to be solved in that time


@dataclass(frozen=True, slots=True)
class Choice:
    """A number of runs that a week may hold.

    Attributes
    ----------
    pairs
        (long run, other runs) that make it, in steps.
    price
        The least that the week costs with it, more than without, as the others see it.
    """

    count: Count
    pairs: tuple[tuple[int, int], ...]
    price: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every planned day before the race.

    Attributes
    ----------
    load
        Distances of the weeks, and how sure they are the best.
    gap
        How far the days can be from the best of all schedules with weeks as good, relative.
    """

    load: LoadSolution
    days: tuple[DayPlan, ...]
    gap: float


def solve_schedule(
    start: Start,
    race: Race,
    weeks: Sequence[WeekShape],
    loads: Previous | None = None,
    previous: Mapping[date, DayPlan] | None = None,
) -> Schedule:
    """Weeks and days.

    Parameters
    ----------
    loads, previous
        Weeks and days of an earlier plan; the new one changes as little as possible.
    """
    problem, previous = LoadProblem(start, race, weeks, loads), previous or {}
    load = problem.solve()
    counts = _counts(problem, load)
    best = solve_days(start, race, weeks, counts, previous)
    bound = best.bound
    choices, spare = _as_good(problem, load)
    if any(len(of_week) > 1 for of_week in choices):
        bound = min(bound, _least(problem, spare, choices, previous))
        n_pairs = sum(len(one.pairs) for of_week in choices for one in of_week)
        if relative_gap(best.cost, bound) > PROVEN_GAP and n_pairs <= _MOST_PAIRS:
            found = _together(problem, load, choices, previous)
            if found is not None:
                other, days = found
                bound = max(bound, min(days.bound, best.bound))
                fits = _counts(problem, other) == list(days.chosen)
                if fits and days.cost < best.cost:
                    load, best = other, days
    return Schedule(load, _laid(problem, load, best, previous), relative_gap(best.cost, bound))


def _days(
    model: CpModel,
    problem: LoadProblem,
    choices: Sequence[Sequence[Choice]],
    previous: Mapping[date, DayPlan],
) -> DayModel:
    """The days with the number of runs of each week free, of all that weeks as good can have."""
    counts = [[one.count for one in of_week] for of_week in choices]
    return DayModel(model, problem.start, problem.race, problem.weeks, counts, previous)


def _least(
    problem: LoadProblem,
    spare: float,
    choices: Sequence[Sequence[Choice]],
    previous: Mapping[date, DayPlan],
) -> float:
    """A bound on the days of all weeks as good: each week is free within the cost of all."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    days = _days(model, problem, choices, previous)
    prices = (  # in hundredths, from below
        pick * math.floor(_PCT * one.price)
        for picks, of_week in zip(days.picks, choices, strict=True)
        for pick, one in zip(picks, of_week, strict=True)
    )
    model.add(sum(prices) <= math.ceil(_PCT * spare))
    model.minimize(days.total)
    return solved(model, n_weeks=len(problem.weeks)).bound


def _together(
    problem: LoadProblem,
    load: LoadSolution,
    choices: Sequence[Sequence[Choice]],
    previous: Mapping[date, DayPlan],
) -> tuple[LoadSolution, Arrangement] | None:
    """The best days of all weeks as good, weeks and days solved together; None if not in time."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    weeks, days = LoadModel(model, problem), _days(model, problem, choices, previous)
    model.add(weeks.cost <= load.cost)
    for i, of_week in enumerate(choices):
        rows = [(*pair, k) for k, one in enumerate(of_week) for pair in one.pairs]
        which = model.new_int_var(0, len(of_week) - 1, f"which{i}")
        model.add(which == sum(k * picked for k, picked in enumerate(days.picks[i])))
        model.add_allowed_assignments([weeks.long[i], weeks.others[i], which], rows)
        model.add_hint(weeks.long[i], load.weeks[i].long)
        model.add_hint(weeks.others[i], load.weeks[i].others)
    model.minimize(days.total)
    try:
        answer = solved(model, _TOGETHER_TIME, n_weeks=len(problem.weeks))
    except NoScheduleError:
        return None
    return replace(weeks.solution(answer), gap=load.gap), days.arrangement(answer)


def _counts(problem: LoadProblem, load: LoadSolution) -> list[Count]:
    """How many runs each week holds."""
    runs = [_runs(problem, load, week) for week in problem.weeks]
    return [
        Count(one.long > 0, run.n, run.n_hard) for one, run in zip(load.weeks, runs, strict=True)
    ]


def _runs(problem: LoadProblem, load: LoadSolution, week: WeekShape) -> WeekRuns:
    one = load.weeks[week.index]
    most = one.long or _longest(problem, week, [other.long for other in load.weeks])
    found = _counted(problem, week, *(np.array([x]) for x in (one.long, one.others, most)))
    n, n_hard, hard, hard_most = (
        int(x[0]) for x in (found.n, found.n_hard, found.hard, found.hard_most)
    )
    return WeekRuns(n, n_hard, one.others, hard, most, hard_most)


def _counted(
    problem: LoadProblem, week: WeekShape, long: Steps, others: Steps, most: Steps
) -> Counts:
    return week_runs(week, long, others, most, problem.start, problem.limits.grid_km)


def _longest(problem: LoadProblem, week: WeekShape, longs: Sequence[int]) -> int:
    """The longest run of a week without a long one: at most 110 % of 30 days.

    Parameters
    ----------
    longs
        Long runs of all weeks, in steps.
    """
    limits, found = problem.limits, []
    for day in week.run_days:
        first = day - timedelta(days=whole("single_run_window"))
        recent = problem.start.recent.items()
        known = [limits.floor(km) for past, km in recent if first <= past < day]
        planned = [
            longs[other.index]
            for other in problem.weeks[: week.index]
            if other.long_day and first <= other.long_day < day
        ]
        reference = max([limits.starting_run, *known, *planned])
        found.append(int(round(100 * number("single_run_ratio")) * reference // 100))
    return min(found, default=0)


# --- weeks as good -------------------------------------------------------------------------------


def _as_good(problem: LoadProblem, load: LoadSolution) -> tuple[list[list[Choice]], float]:
    """For each week every number of runs of weeks that cost no more, and what all may cost.

    What one week may cost is the cost of all less the least that each of the others costs whatever
    it is: more choices than those of schedules as good, never fewer.
    """
    spare = 0.0
    found: list[dict[Count, dict[tuple[int, int], float]]] = [{} for _ in problem.weeks]
    few = 0 < len(problem.able) <= _MOST_ABLE  # where many can, that one must costs nothing
    for holds in problem.able if few else (None,):
        seen = shadow_costs(problem, holds, load.cost + _ROUND)
        if seen is None:  # no weeks as good have their longest run there
            continue
        cases, beside = seen
        least = [float(case.costs.min()) for case in cases]
        left = load.cost - beside - sum(least) + _EPS
        if left < 0.0:
            continue
        spare = max(spare, left)
        shortest: list[int] = []
        longest: list[int] = []
        for week, case, low in zip(problem.weeks, cases, least, strict=True):
            as_good = case.costs <= left + low
            here = Case(case.long[as_good], case.others[as_good], case.costs[as_good] - low)
            ends = (_longest(problem, week, longs) for longs in (shortest, longest))
            _group(found[week.index], problem, week, here, range(*ends))
            shortest.append(int(here.long.min()))
            longest.append(int(here.long.max()))
    return [
        [
            Choice(count, tuple(sorted(pairs)), min(pairs.values()))
            for count, pairs in sorted(of_week.items())
        ]
        for of_week in found
    ], spare


def _group(
    found: dict[Count, dict[tuple[int, int], float]],
    problem: LoadProblem,
    week: WeekShape,
    case: Case,
    most: range,
) -> None:
    """Distances by the number of runs they make; without a long run by every longest run."""
    long, others, costs = case.long, case.others, case.costs
    without = long == 0
    runs = [(~without, long)]
    runs += [(without, np.full_like(long, steps)) for steps in (*most, most.stop)]
    for mask, cap in runs:
        counted = _counted(problem, week, long[mask], others[mask], cap[mask])
        rows = zip(long[mask], others[mask], costs[mask], counted.n, counted.n_hard, strict=True)
        for a, b, cost, n, n_hard in rows:
            pairs = found.setdefault(Count(bool(a > 0), int(n), int(n_hard)), {})
            pair = int(a), int(b)
            pairs[pair] = min(float(cost), pairs.get(pair, math.inf))


# --- distances of days ---------------------------------------------------------------------------


def _laid(
    problem: LoadProblem,
    load: LoadSolution,
    arranged: Arrangement,
    previous: Mapping[date, DayPlan],
) -> tuple[DayPlan, ...]:
    """The days with their distances."""
    steps: dict[date, int] = {}
    for week in problem.weeks:
        kinds = {d: arranged.runs[d] for d in week.days if arranged.runs.get(d, "long") != "long"}
        olds = [previous.get(day) for day in kinds]
        old = [
            problem.limits.floor(was.distance_km)
            for kind, was in zip(kinds.values(), olds, strict=True)
            if was is not None and was.run == kind
        ]
        is_hard = [kind == "hard" for kind in kinds.values()]
        split = _runs(problem, load, week).split(is_hard, old)
        steps |= dict(zip(kinds, split, strict=True))
        if week.long_day and load.weeks[week.index].long:
            steps[week.long_day] = load.weeks[week.index].long
    return tuple(
        DayPlan(
            day,
            arranged.runs.get(day, ""),
            round(steps.get(day, 0) * load.grid_km, 1),
            day in arranged.strength,
            day in arranged.jumps,
        )
        for week in problem.weeks
        for day in week.days
    )
