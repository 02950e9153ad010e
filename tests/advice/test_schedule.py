"""Weeks and days together: nothing as good in its weeks has better days, by trying them all."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from ortools.sat.python import cp_model

from uncramp.advice.as_good import counts_of, weeks_as_good
from uncramp.advice.best_weeks import best_weeks
from uncramp.advice.day_model import solve_days
from uncramp.advice.load_model import LoadModel, LoadProblem, LoadSolution, WeekLoad
from uncramp.advice.plan import Race, Wishes
from uncramp.advice.possible import only_possible
from uncramp.advice.prevention import start_of
from uncramp.advice.schedule import solve_schedule
from uncramp.advice.shadow import relaxed_cost, shadow_costs
from uncramp.advice.shape import shaped
from uncramp.advice.solving import PROVEN_GAP, NoScheduleError, solved
from uncramp.advice.week_runs import week_runs
from uncramp.athlete import Athlete

MONDAY = date(2027, 1, 4)


def problem_of(
    weekly: float, longest: float, weeks: int, km: float, made: date = MONDAY
) -> LoadProblem:
    race = Race(MONDAY + timedelta(days=7 * weeks - 1), km)
    start = start_of(Athlete(weekly_km=weekly, longest_km=longest), None, made)
    wishes = Wishes((0, 2, 3, 5, 6), 6)
    return LoadProblem(start, race, shaped(start, race, wishes))


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


@pytest.mark.parametrize(
    ("weekly", "longest", "made"),
    [
        (24.0, 12.0, MONDAY),
        (40.0, 14.0, MONDAY),
        (31.0, 17.0, MONDAY),
        (24.0, 12.0, MONDAY + timedelta(days=2)),
        (40.0, 14.0, MONDAY + timedelta(days=3)),
    ],
)
def test_no_weeks_as_good_have_better_days(weekly: float, longest: float, made: date) -> None:
    """Two weeks to the race, the first short or not: every pair of weeks near the best is tried."""
    problem = problem_of(weekly, longest, 2, 10.0, made)
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
        counts = counts_of(problem, LoadSolution(loads, made.load.grid_km, 0.0, 0.0, 0.0, cost))
        best = min(best, solve_days(start, race, weeks, counts).cost)
    assert n_as_good >= 1
    counts = counts_of(problem, made.load)
    assert solve_days(start, race, weeks, counts).cost == best


@pytest.mark.parametrize("km", [10.0, 42.195])
@pytest.mark.parametrize("weekly", [12.0, 33.0, 60.0])
def test_the_bound_lies_under_the_cost(weekly: float, km: float) -> None:
    """The sum over single weeks is never more than the best weeks cost, and comes close."""
    problem = problem_of(weekly, weekly / 2.5, 12, km)
    load, ways = best_weeks(problem)
    bounds = []
    for holds in problem.able or (None,):
        cases, beside = shadow_costs(problem, holds)
        bounds.append(beside + sum(float(case.costs.min()) for case in cases))
        assert bounds[-1] >= relaxed_cost(problem, holds) - 1e-3
    assert min(way.bound for way in ways) <= load.cost
    assert min(bounds) <= load.cost + 1e-6
    assert min(bounds) >= 0.8 * load.cost - 10.0


@pytest.mark.parametrize("made", [MONDAY, MONDAY + timedelta(days=2)])
def test_the_parts_of_a_problem_hold_all_its_weeks(made: date) -> None:
    """A short first week over the level or not: the best of both are the best of all."""
    problem = problem_of(20.0, 8.0, 6, 21.1, made)
    parts = problem.parts()
    assert len(parts) == (1 if made == MONDAY else 2)
    best, ways = best_weeks(problem)
    assert min(way.bound for way in ways) <= best.cost
    costs = [best_of_all(part) for part in parts]
    assert best.cost == min(costs) == best_of_all(problem)
    level = problem.limits.level
    for part in parts:
        assert part.ready == problem.ready
        if part.limits.first_over is False:
            assert part.greatest.total[0] <= level


def best_of_all(problem: LoadProblem) -> int:
    """What the best weeks cost by the solver alone, told nothing but the problem."""
    model = cp_model.CpModel()
    weeks = LoadModel(model, problem)
    model.minimize(weeks.cost)
    answer = solved(model, 20.0)
    assert answer.gap < 1e-3
    return round(answer.cost)


@pytest.mark.parametrize("weekly", [12.0, 33.0])
def test_what_weeks_must_at_least_have(weekly: float) -> None:
    """Any weeks of which one holds the run have that much, found by making each the smallest."""
    problem = problem_of(weekly, weekly / 2.5, 10, 21.1)
    holds = problem.able[0]
    least = problem.limits.least(holds, problem.ready)
    for week in problem.weeks[:holds]:
        for wanted, ends in (("run", least.run), ("total", least.total)):
            if wanted == "run" and not week.long_day:
                continue
            model = cp_model.CpModel()
            weeks = LoadModel(model, problem)
            model.add(weeks.long[holds] >= problem.ready)
            total = weeks.long[week.index] + weeks.others[week.index]
            model.minimize(weeks.long[week.index] if wanted == "run" else total)
            assert solved(model).cost >= ends[week.index]


def random_problem(seed: int) -> LoadProblem:
    """Sixteen weeks from some day to a race, for someone who runs much or little."""
    rng = np.random.default_rng(seed)
    km = float(rng.choice([5.0, 10.0, 21.1, 42.2, 50.0]))
    weekly = round(float(rng.uniform(4.0, 90.0)), 1)
    told = {"weekly_km": weekly, "longest_km": round(weekly * float(rng.uniform(0.25, 0.8)), 1)}
    athlete = Athlete(**(told if rng.random() < 0.7 else {}), calf_raises=int(rng.integers(0, 30)))
    made = MONDAY + timedelta(days=int(rng.integers(0, 60)))
    days = rng.choice(7, size=int(rng.integers(2, 8)), replace=False)
    race = Race(made + timedelta(days=111 - int(rng.integers(0, 7))), km)
    start = start_of(athlete, None, made)
    wishes = Wishes(tuple(sorted(days.tolist())), int(days[0]))
    return LoadProblem(start, race, shaped(start, race, wishes))


@pytest.mark.parametrize("seed", [24, 62])
def test_only_numbers_of_runs_that_no_weeks_have_are_left_out(seed: int) -> None:
    """Each number asked for alone, of a model that is told nothing else."""
    problem = random_problem(seed)
    load, ways = best_weeks(problem)
    good = weeks_as_good(problem, load, ways)
    kept = only_possible(problem, load, good)
    assert not good.settled
    for i, (of_week, few) in enumerate(zip(good.choices, kept.choices, strict=True)):
        if len(of_week) == 1 or not problem.weeks[i].long_day:
            continue
        for one in of_week:
            model = cp_model.CpModel()
            weeks = LoadModel(model, problem)
            model.add(weeks.cost <= load.cost)
            model.add_allowed_assignments([weeks.long[i], weeks.others[i]], one.pairs.tolist())
            possible = one.count in [other.count for other in few]
            if possible:
                assert solved(model, 10.0).solver
                continue
            with pytest.raises(NoScheduleError) as none:
                solved(model, 10.0)
            assert none.value.proven


@pytest.mark.parametrize("seed", [6, 60, 62])
def test_what_took_long_to_prove_is_proven_in_five_seconds(seed: int) -> None:
    problem = random_problem(seed)
    before = time.process_time()
    made = solve_schedule(problem.start, problem.race, problem.weeks)
    assert time.process_time() - before < 5.0
    assert max(made.gap, made.load.gap) <= PROVEN_GAP


@pytest.mark.study
def test_odd_plans_are_proven_within_one_per_cent(short: bool) -> None:
    """A hundred runners, distances and sets of days, sixteen weeks each; one may take longer."""
    slow: list[int] = []
    for seed in range(10 if short else 100):
        problem = random_problem(seed)
        before = time.process_time()
        made = solve_schedule(problem.start, problem.race, problem.weeks)
        slow += [seed] if time.process_time() - before > 5.0 else []
        assert made.gap <= PROVEN_GAP, seed
        assert made.load.gap <= PROVEN_GAP, seed
    assert len(slow) <= 1, slow


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
