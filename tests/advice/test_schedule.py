"""Weeks and days together: nothing as good in its weeks has better days, by trying them all."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from uncramp.advice.day_model import solve_days
from uncramp.advice.load_model import LoadProblem, LoadSolution, WeekLoad
from uncramp.advice.plan import Race, Wishes
from uncramp.advice.prevention import start_of
from uncramp.advice.schedule import _counts, solve_schedule
from uncramp.advice.shadow import shadow_costs
from uncramp.advice.shape import shaped
from uncramp.advice.week_runs import week_runs
from uncramp.athlete import Athlete

MONDAY = date(2027, 1, 4)


def problem_of(weekly: float, longest: float, weeks: int, km: float, **more: object) -> LoadProblem:
    race = Race(MONDAY + timedelta(days=7 * weeks - 1), km)
    start = start_of(Athlete(weekly_km=weekly, longest_km=longest), None, MONDAY)
    wishes = Wishes((0, 2, 3, 5, 6), 6)
    return LoadProblem(start, race, shaped(start, race, wishes), **more)  # type: ignore[arg-type]


def cost_of(problem: LoadProblem, loads: tuple[WeekLoad, ...]) -> int | None:
    """Cost of these weeks, counted by hand; None where they break a limit."""
    limits, values, cost = problem.limits, {}, 0
    for i, load in enumerate(loads):
        values["total", i] = load.long + load.others + limits.done_in(i)
        values["run", i] = load.long if problem.weeks[i].long_day else problem.greatest.run[i]
        if load.others > limits.n_others[i] * values["run", i]:
            return None
    for limit in limits.all:
        if limit.what == "run" and not problem.weeks[limit.week].long_day:
            continue  # no run of such a week is longer; `greatest` holds it here
        of = max(o if isinstance(o, int) else values[o.what, o.week] for o in limit.of)
        if 100 * values[limit.what, limit.week] > limit.pct * of:
            return None
    if problem.able and max(load.long for load in loads) < problem.ready:
        return None
    for load, misses in zip(loads, problem.misses, strict=True):
        for miss in misses:
            a = miss.long * load.long + miss.others * load.others + miss.steps
            missed = abs(a) if miss.both else max(a, 0)
            cost += miss.weight * -(-missed // miss.scale)
    return cost


@pytest.mark.parametrize(("weekly", "longest"), [(24.0, 12.0), (40.0, 14.0), (31.0, 17.0)])
def test_no_weeks_as_good_have_better_days(weekly: float, longest: float) -> None:
    """Two weeks to the race: every pair of weeks near the best is tried."""
    problem = problem_of(weekly, longest, 2, 10.0)
    start, race, weeks = problem.start, problem.race, problem.weeks
    made = solve_schedule(start, race, weeks)
    assert (made.load.gap, made.gap) == (0.0, 0.0)
    assert cost_of(problem, made.load.weeks) == made.load.cost
    near = [
        [(one.long + a, one.others + b) for a, b in product(range(-3, 4), repeat=2)]
        for one in made.load.weeks
    ]
    best, n_as_good = np.inf, 0
    for pairs in product(*near):
        if any(a < 0 or b < 0 for a, b in pairs):
            continue
        loads = tuple(WeekLoad(*pair) for pair in pairs)
        if any(load.long and not week.long_day for load, week in zip(loads, weeks, strict=True)):
            continue
        cost = cost_of(problem, loads)
        if cost is None:
            continue
        assert cost >= made.load.cost  # no better weeks
        if cost > made.load.cost:
            continue
        n_as_good += 1
        counts = _counts(problem, LoadSolution(loads, made.load.grid_km, 0.0, 0.0, 0.0, cost))
        best = min(best, solve_days(start, race, weeks, counts).cost)
    assert n_as_good >= 1
    counts = _counts(problem, made.load)
    assert solve_days(start, race, weeks, counts).cost == best


@pytest.mark.parametrize("km", [10.0, 42.195])
@pytest.mark.parametrize("weekly", [12.0, 33.0, 60.0])
def test_the_bound_lies_under_the_cost(weekly: float, km: float) -> None:
    """The sum over single weeks is never more than the best weeks cost, and comes close."""
    problem = problem_of(weekly, weekly / 2.5, 12, km)
    load = problem.solve()
    bounds = []
    for holds in problem.able or (None,):
        seen = shadow_costs(problem, holds, np.inf)
        assert seen is not None
        cases, beside = seen
        bounds.append(beside + sum(float(case.costs.min()) for case in cases))
    assert min(bounds) <= load.cost + 1e-6
    assert min(bounds) >= 0.8 * load.cost - 10.0


def test_a_week_has_runs_of_usual_length() -> None:
    """A long easy run beside two hard ones is split; a lighter week has shorter runs, not fewer."""
    problem = problem_of(50.0, 24.0, 12, 42.195)
    build = problem.weeks[5]
    assert build.kind == "build"
    light = next(week for week in problem.weeks if week.kind == "cutback")
    one = (np.array([50]), np.array([51]), np.array([50]))
    counts = week_runs(build, *one, problem.start, 0.5)
    assert (int(counts.n[0]), int(counts.n_hard[0])) == (4, 2)
    counts = week_runs(light, *(np.array([x]) for x in (37, 37, 37)), problem.start, 0.5)
    assert int(counts.n[0]) == 4
    assert 0.5 * int(counts.hard[0]) <= 5.0
