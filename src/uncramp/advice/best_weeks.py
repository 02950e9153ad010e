"""The best weeks, and how sure they are: by the week that holds the run which the race asks for.

One of several weeks holds it. Of that choice the linear relaxation sees nothing; with the week
given it comes close to what all weeks cost. So the most promising is taken first, and most others
are ruled out by their bound alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from uncramp.advice.load_model import LoadModel, LoadProblem, LoadSolution
from uncramp.advice.shadow import relaxed_cost
from uncramp.advice.solving import DETERMINISTIC_TIME, NoScheduleError, relative_gap, solved

_MOST_ABLE = 16  # weeks that can hold the run; where more can, that one must hardly costs anything
_LATER_TIME = 0.3  # of the solver's work, for what does not look the best
_EPS = 1e-3


@dataclass(frozen=True, slots=True)
class Holding:
    """The least that all weeks cost if `week` (None: any, or none) holds what the race asks for.

    Attributes
    ----------
    problem
        The weeks meant: all, or a part of them.
    """

    problem: LoadProblem
    week: int | None
    bound: int


def best_weeks(problem: LoadProblem) -> tuple[LoadSolution, list[Holding]]:
    """The best weeks under the rules, there always are some; and the ways to weeks as good."""
    parts = problem.parts()
    ways = [
        Holding(part, week, math.ceil(relaxed_cost(part, week) - _EPS))
        for part in parts
        for week in (part.able if 0 < len(part.able) <= _MOST_ABLE else (None,))
    ]
    best, bound, others = _first_found(sorted(ways, key=lambda way: way.bound))
    for part in parts:
        here = [way for way in others if way.problem is part and way.bound < best.cost]
        if here:
            found, least = _better(best, here)
            best, bound = found, min(bound, least)
    gap = relative_gap(best.cost, bound)
    return replace(best, gap=gap), [way for way in ways if way.bound <= best.cost]


def _first_found(ways: Sequence[Holding]) -> tuple[LoadSolution, float, Sequence[Holding]]:
    """The best weeks on the first way that has any, the least they cost, and the ways after it."""
    open_: list[float] = []
    for k, way in enumerate(ways, start=1):
        try:
            best, bound = _best_of([way], DETERMINISTIC_TIME)
        except NoScheduleError as none:
            if not none.proven:
                open_.append(way.bound)
            continue
        return best, min([bound, *open_]), ways[k:]
    raise NoScheduleError("no weeks hold the run that the race asks for", proven=not open_)


def _better(best: LoadSolution, ways: Sequence[Holding]) -> tuple[LoadSolution, float]:
    """Better weeks on these ways, or the same; and the least that weeks cost there."""
    try:
        return _best_of(ways, _LATER_TIME, best.cost - 1)
    except NoScheduleError as none:
        return best, best.cost if none.proven else min(way.bound for way in ways)


def _best_of(
    ways: Sequence[Holding], time: float, most: int | None = None
) -> tuple[LoadSolution, float]:
    """The best weeks on ways of one part that cost at most `most`, and the least they cost."""
    from ortools.sat.python import cp_model

    model, problem = cp_model.CpModel(), ways[0].problem
    weeks = LoadModel(model, problem)
    model.add(weeks.cost >= min(way.bound for way in ways))
    held = [(weeks.holds[way.week], way.bound) for way in ways if way.week is not None]
    if held:
        model.add_at_least_one(here for here, _ in held)
    for here, bound in held:
        model.add(weeks.cost >= bound).only_enforce_if(here)
    if most is not None:
        model.add(weeks.cost <= most)
    model.minimize(weeks.cost)
    answer = solved(model, time, n_weeks=len(problem.weeks))
    return weeks.solution(answer), answer.bound
