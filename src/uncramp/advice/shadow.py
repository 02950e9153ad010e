"""What the limits between weeks are worth: the cost of one week as the others see it.

The weeks are tied by limits of the form ``sum(a_i x_i) <= b``. With a multiplier ``m >= 0`` for
each of them, the cost of all weeks is never less than ``sum(cost_i(x_i) + m a_i x_i) - m b``, a sum
over single weeks; with the multipliers of the linear relaxation it comes close to the cost of the
best weeks (Lagrangian bound). So what a week may cost in any schedule as good is known closely.
Every multiplier that is not negative gives a valid bound, however it was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.advice.limits import PCT, Ends, Limit, Of
from uncramp.advice.load_model import LoadProblem

Steps = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """Every distance that the limits leave one week, and what it costs as the others see it."""

    long: Steps
    others: Steps
    costs: Floats


@dataclass(frozen=True, slots=True)
class _Row:
    """``sum(long[i] L_i + others[i] O_i) <= most`` over weeks, in steps."""

    long: dict[int, float]
    others: dict[int, float]
    most: float


def relaxed_cost(problem: LoadProblem, holds: int | None) -> float:
    """The cost of all weeks in the linear relaxation: no weeks cost less.

    Parameters
    ----------
    holds
        The week that holds the long run which the race asks for; None for none.
    """
    return _multipliers(problem, _rows(problem), holds)[0]


def shadow_costs(problem: LoadProblem, holds: int | None) -> tuple[list[Case], float]:
    """The cases of every week, and what all weeks together cost beside them.

    The cost of any weeks within the limits is at least the sum of the costs of their cases and that
    number.

    Parameters
    ----------
    holds
        The week that holds the long run which the race asks for; None for none.
    """
    rows, least = _rows(problem), problem.limits.least(holds, problem.ready)
    priced = list(zip(rows, _multipliers(problem, rows, holds)[1], strict=True))
    cases = []
    for i in range(len(problem.weeks)):
        long, others, costs = _possible(problem, i, least)
        a = sum(price * row.long.get(i, 0.0) for row, price in priced)
        b = sum(price * row.others.get(i, 0.0) for row, price in priced)
        cases.append(Case(long, others, costs + a * long + b * others))
    return cases, -sum(price * row.most for row, price in priced)


def _possible(problem: LoadProblem, i: int, least: Ends) -> tuple[Steps, Steps, Steps]:
    limits, greatest, week = problem.limits, problem.greatest, problem.weeks[i]
    done = limits.done_in(i)
    left = greatest.total[i] - done
    longest = greatest.run[i] if week.long_day else 0
    long, others = (
        axis.ravel() for axis in np.meshgrid(np.arange(longest + 1), np.arange(left + 1))
    )
    run = long if week.long_day else np.full_like(long, greatest.run[i])
    possible = (long + others <= left) & (others <= limits.n_others[i] * run)
    possible &= long + others >= least.total[i] - done
    possible &= limits.runs_fit(others, run)
    if week.long_day:
        possible &= (long >= least.run[i]) & ((long == 0) | (long >= limits.shortest_long[i]))
        possible &= long <= limits.share_of(week, long + others + done)
    long, others = long[possible], others[possible]
    costs = np.zeros_like(long)
    for miss in problem.misses[i]:
        amount = miss.long * long + miss.others * others + miss.steps
        missed = np.abs(amount) if miss.both else np.maximum(amount, 0)
        costs += miss.weight * -(-missed // miss.scale)
    return long, others, costs


def _rows(problem: LoadProblem) -> list[_Row]:
    """The limits that tie weeks together, as linear ones."""
    found = (_row(problem, limit) for limit in problem.limits.all)
    return [row for row in found if row is not None]


def _row(problem: LoadProblem, limit: Limit) -> _Row | None:
    """A limit; one that only ties a week to what is known is part of its cases already.

    ``max(y, known)`` is a convex function of y: over 0 … its greatest it lies under its chord.
    """
    tied = next((of for of in limit.of if not isinstance(of, int)), None)
    known = max((of for of in limit.of if isinstance(of, int)), default=0)
    if tied is None or tied.week == limit.week:
        return None
    greatest = problem.greatest
    top = (greatest.run if tied.what == "run" else greatest.total)[tied.week]
    if top <= known:
        return None
    slope = (top - known) / top
    row = _Row(defaultdict(float), defaultdict(float), float(limit.pct * known))
    row = _added(problem, row, Of(limit.what, limit.week), PCT)
    return _added(problem, row, tied, -limit.pct * slope)


def _added(problem: LoadProblem, row: _Row, of: Of, times: float) -> _Row:
    """The row with a quantity of a week on its left side."""
    i, limits = of.week, problem.limits
    long, others, most = row.long, row.others, row.most
    if of.what == "total":
        long[i] += times
        others[i] += times
        most -= times * limits.done_in(i)
    elif problem.weeks[i].long_day:
        long[i] += times
    elif limits.n_others[i]:  # a week without a long run: all its runs within so many longest ones
        others[i] += times / limits.n_others[i]
    return _Row(long, others, most)


def _multipliers(
    problem: LoadProblem, rows: Sequence[_Row], holds: int | None
) -> tuple[float, list[float]]:
    """The linear relaxation of the weeks: its cost, and the multiplier of every row."""
    from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

    solver = pywraplp.Solver.CreateSolver("GLOP")
    limits, greatest, most = problem.limits, problem.greatest, solver.infinity()
    least = limits.least(holds, problem.ready)
    long: list[Any] = []
    others: list[Any] = []
    cost: Any = 0.0
    for week in problem.weeks:
        i, done = week.index, limits.done_in(week.index)
        left, longest = greatest.total[i] - done, greatest.run[i]
        here = (least.run[i], longest) if week.long_day else (0, 0)
        long.append(solver.NumVar(*here, ""))
        others.append(solver.NumVar(0, left, ""))
        solver.Add(long[i] + others[i] <= left)
        solver.Add(long[i] + others[i] >= least.total[i] - done)
        run = long[i] if week.long_day else longest
        solver.Add(others[i] <= limits.n_others[i] * run)
        share = limits.long_share(week)
        if share is not None and len(share.of) == 1:
            solver.Add(PCT * long[i] <= share.pct * (long[i] + others[i] + done))
        for miss in problem.misses[i]:
            missed = solver.NumVar(0, most, "")
            amount = miss.long * long[i] + miss.others * others[i] + miss.steps
            solver.Add(miss.scale * missed >= amount)
            if miss.both:
                solver.Add(miss.scale * missed >= -amount)
            cost += miss.weight * missed
    tied = [
        solver.Add(
            sum(a * long[i] for i, a in row.long.items())
            + sum(a * others[i] for i, a in row.others.items())
            <= row.most
        )
        for row in rows
    ]
    solver.Minimize(cost)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0.0, [0.0] * len(rows)
    return solver.Objective().Value(), [max(-row.dual_value(), 0.0) for row in tied]
