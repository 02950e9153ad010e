"""Which numbers of runs weeks as good can really hold, one week at a time.

The bound that says what such weeks can look like is a relaxation, so that it leaves numbers that no
weeks as good have. The solver is asked for weeks that have one of those not yet seen, until it has
shown them all or proven that there are no more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from uncramp.advice.as_good import AsGood, counts_of
from uncramp.advice.load_model import LoadModel, LoadProblem, LoadSolution
from uncramp.advice.solving import NoScheduleError, solved

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

_TIME = 0.5  # of the solver's work, for one question


def only_possible(problem: LoadProblem, load: LoadSolution, good: AsGood) -> AsGood:
    """The choices that some weeks as good as `load` have, or that were not ruled out in time."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    weeks = LoadModel(model, problem)
    model.add(weeks.cost <= load.cost)
    which = choice_made(model, weeks, good)
    counts = counts_of(problem, load)
    seen = {(i, [one.count for one in good.choices[i]].index(counts[i])) for i in which}
    made = {}
    for i in which:
        for k in range(len(good.choices[i])):
            made[i, k] = model.new_bool_var(f"made{i}_{k}")
            model.add(which[i] == k).only_enforce_if(made[i, k])
    while unseen := [pick for pick in made if pick not in seen]:
        model.add_at_least_one(made[pick] for pick in unseen)
        try:
            answer = solved(model, _TIME)
        except NoScheduleError as none:
            return _kept(good, seen) if none.proven else good
        seen |= {(i, answer.value(here)) for i, here in which.items()}
    return good


def _kept(good: AsGood, seen: set[tuple[int, int]]) -> AsGood:
    """The choices that were seen; a week with one choice keeps it."""
    choices = [
        [one for k, one in enumerate(of_week) if len(of_week) == 1 or (i, k) in seen]
        for i, of_week in enumerate(good.choices)
    ]
    return replace(good, choices=choices)


def choice_made(model: CpModel, weeks: LoadModel, good: AsGood) -> dict[int, Any]:
    """The number of the choice that the distances of a week make, where there are several."""
    found = {}
    for i, of_week in enumerate(good.choices):
        rows = [(*pair, k) for k, one in enumerate(of_week) for pair in one.pairs.tolist()]
        which = model.new_int_var(0, len(of_week) - 1, f"which{i}")
        model.add_allowed_assignments([weeks.long[i], weeks.others[i], which], rows)
        if len(of_week) > 1:
            found[i] = which
    return found
