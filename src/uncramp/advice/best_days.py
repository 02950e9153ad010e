"""The best days of all weeks as good, or the proof that none are better than those found.

Days with the number of runs of each week free are a bound, and a suggestion: if some weeks as good
hold just these runs, the days are the best; if not, the solver says which of the numbers do not go
together, that is forbidden, and the days are solved again. What is open after some rounds is solved
as one problem of weeks and days.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from uncramp.advice.as_good import AsGood, counts_of, weeks_as_good
from uncramp.advice.best_weeks import Holding
from uncramp.advice.day_model import Arrangement, Count, DayModel, DayPlan, solve_days
from uncramp.advice.load_model import LoadModel, LoadProblem, LoadSolution
from uncramp.advice.possible import choice_made, only_possible
from uncramp.advice.solving import PROVEN_GAP, NoScheduleError, relative_gap, solved

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

_PCT, _EPS = 100, 1e-3
_ROUNDS = 5  # suggestions that are tried
_CHECK_TIME, _TOGETHER_TIME = 0.5, 2.0  # of the solver's work: one suggestion; weeks and days
_MOST_PAIRS = 100_000  # above, weeks and days together are too much to be solved in that time

Pick = tuple[int, int]  # a week and the number of its choice


@dataclass(frozen=True, slots=True)
class Best:
    """Weeks, their days, and the least that days of weeks as good cost."""

    load: LoadSolution
    days: Arrangement
    bound: float

    @property
    def gap(self) -> float:
        """How far the days can be from the best, relative."""
        return relative_gap(self.days.cost, self.bound)

    @property
    def proven(self) -> bool:
        """Whether the days are good enough for sure."""
        return self.gap <= PROVEN_GAP


def best_days(
    problem: LoadProblem,
    load: LoadSolution,
    ways: Sequence[Holding],
    previous: Mapping[date, DayPlan],
) -> Best:
    """The best days.

    Parameters
    ----------
    load, ways
        The best weeks, and the ways to weeks as good.
    previous
        Days of an earlier plan; as few as possible change.
    """
    counts = counts_of(problem, load)
    days = solve_days(problem.start, problem.race, problem.weeks, counts, previous)
    best, good = Best(load, days, days.bound), weeks_as_good(problem, load, ways)
    if good.settled:
        return best
    good = only_possible(problem, load, good)
    if good.settled:
        return best
    suggested = _suggested(problem, good, previous, (), days)
    forbidden: list[tuple[Pick, ...]] = []
    for _ in range(_ROUNDS):
        best = _closed(best, suggested)
        if best.proven or suggested is None:
            return best
        if suggested.cost >= days.cost:  # no suggestion was found in time
            break
        held = _held(problem, load, good, suggested.chosen)
        if isinstance(held, LoadSolution):
            return replace(best, load=held, days=suggested)
        if not held:
            break
        forbidden.append(held)
        suggested = _suggested(problem, good, previous, forbidden, days)
    return _together(problem, best, good, previous, forbidden)


def _closed(best: Best, suggested: Arrangement | None) -> Best:
    """With the bound of a suggestion; None where the proof is there that none are better."""
    bound = best.days.bound if suggested is None else suggested.bound
    return replace(best, bound=min(bound, best.days.bound))


def _suggested(
    problem: LoadProblem,
    good: AsGood,
    previous: Mapping[date, DayPlan],
    forbidden: Sequence[Sequence[Pick]],
    best: Arrangement,
) -> Arrangement | None:
    """The best days if each week were free within the cost of all; None if none are better.

    What is known already, with no bound, where none are found in time.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    days = _days(model, problem, good, previous, forbidden)
    prices = (  # in hundredths, from below
        pick * math.floor(_PCT * one.price)
        for picks, of_week in zip(days.picks, good.choices, strict=True)
        for pick, one in zip(picks, of_week, strict=True)
    )
    model.add(sum(prices) <= math.ceil(_PCT * good.spare))
    model.add(days.total <= math.ceil(best.cost) - 1)
    model.minimize(days.total)
    try:
        return days.arrangement(solved(model, n_weeks=len(problem.weeks)))
    except NoScheduleError as none:
        return None if none.proven else replace(best, bound=0.0)


def _held(
    problem: LoadProblem, load: LoadSolution, good: AsGood, chosen: Sequence[Count]
) -> LoadSolution | tuple[Pick, ...]:
    """Weeks as good that hold these runs; else which do not go together; empty if not known."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    weeks = LoadModel(model, problem)
    model.add(weeks.cost <= load.cost)
    picks: dict[int, Pick] = {}
    for i, which in choice_made(model, weeks, good).items():
        k = [one.count for one in good.choices[i]].index(chosen[i])
        picked = model.new_bool_var(f"picked{i}")
        model.add(which == k).only_enforce_if(picked)
        model.add_assumption(picked)
        picks[picked.index] = (i, k)
    try:
        found = weeks.solution(solved(model, _CHECK_TIME))
    except NoScheduleError as none:
        return tuple(picks[i] for i in none.core)
    fits = counts_of(problem, found) == list(chosen)
    return replace(found, gap=load.gap) if fits else ()


def _together(
    problem: LoadProblem,
    best: Best,
    good: AsGood,
    previous: Mapping[date, DayPlan],
    forbidden: Sequence[Sequence[Pick]],
) -> Best:
    """Better days of weeks as good, weeks and days solved together, or the proof of none."""
    from ortools.sat.python import cp_model

    if good.n_pairs > _MOST_PAIRS:
        return best
    model = cp_model.CpModel()
    weeks, days = LoadModel(model, problem), _days(model, problem, good, previous, forbidden)
    model.add(weeks.cost <= best.load.cost)
    model.add(days.total >= math.ceil(best.bound - _EPS))
    model.add(days.total <= math.ceil(best.days.cost) - 1)
    for i, which in choice_made(model, weeks, good).items():
        model.add(which == sum(k * picked for k, picked in enumerate(days.picks[i])))
    for long, others, now in zip(weeks.long, weeks.others, best.load.weeks, strict=True):
        model.add_hint(long, now.long)
        model.add_hint(others, now.others)
    model.minimize(days.total)
    try:
        answer = solved(model, _TOGETHER_TIME, n_weeks=len(problem.weeks))
    except NoScheduleError as none:
        return replace(best, bound=best.days.bound) if none.proven else best
    best = replace(best, bound=max(best.bound, min(answer.bound, best.days.bound)))
    load, found = weeks.solution(answer), days.arrangement(answer)
    if counts_of(problem, load) == list(found.chosen):
        best = replace(best, load=replace(load, gap=best.load.gap), days=found)
    return best


def _days(
    model: CpModel,
    problem: LoadProblem,
    good: AsGood,
    previous: Mapping[date, DayPlan],
    forbidden: Sequence[Sequence[Pick]],
) -> DayModel:
    """The days with the number of runs of each week free, of all that weeks as good can have."""
    counts = [[one.count for one in of_week] for of_week in good.choices]
    days = DayModel(model, problem.start, problem.race, problem.weeks, counts, previous)
    for picks in forbidden:
        model.add(sum(days.picks[i][k] for i, k in picks) <= len(picks) - 1)
    return days
