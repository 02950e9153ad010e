"""How many runs the weeks hold, and what weeks as good as the best can look like.

Days depend on the distances of the weeks only through the number of runs of each. So of all weeks
as good it is enough to know which numbers of runs they can have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from uncramp.advice.best_weeks import Holding
from uncramp.advice.day_model import Count
from uncramp.advice.limits import PCT
from uncramp.advice.load_model import LoadProblem, LoadSolution
from uncramp.advice.progression import number, whole
from uncramp.advice.shadow import Case, shadow_costs
from uncramp.advice.shape import WeekShape
from uncramp.advice.week_runs import Counts, Floats, Steps, WeekRuns, week_runs

_EPS = 1e-3


@dataclass(frozen=True, slots=True)
class Choice:
    """A number of runs that a week may hold.

    Attributes
    ----------
    pairs
        (long run, other runs) that make it, in steps; shape (n, 2).
    price
        The least that the week costs with it, more than without, as the others see it.
    """

    count: Count
    pairs: Steps
    price: float


@dataclass(frozen=True, slots=True)
class AsGood:
    """What weeks as good can look like.

    Attributes
    ----------
    choices
        Of each week.
    spare
        What the prices of all that are chosen come to at most.
    """

    choices: Sequence[Sequence[Choice]]
    spare: float

    @property
    def settled(self) -> bool:
        """Whether each week has one number of runs."""
        return all(len(of_week) == 1 for of_week in self.choices)

    @property
    def n_pairs(self) -> int:
        """Distances of all weeks."""
        return sum(len(one.pairs) for of_week in self.choices for one in of_week)


def counts_of(problem: LoadProblem, load: LoadSolution) -> list[Count]:
    """How many runs each week holds."""
    runs = [runs_of(problem, load, week) for week in problem.weeks]
    return [
        Count(one.long > 0, run.n, run.n_hard) for one, run in zip(load.weeks, runs, strict=True)
    ]


def runs_of(problem: LoadProblem, load: LoadSolution, week: WeekShape) -> WeekRuns:
    """The runs of a week beside its long one."""
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
        calm = problem.start.quiet.calm(day)
        pct = PCT if calm else round(PCT * number("single_run_ratio"))
        found.append(pct * reference // PCT)
    return min(found, default=0)


def weeks_as_good(problem: LoadProblem, load: LoadSolution, ways: Sequence[Holding]) -> AsGood:
    """For each week every number of runs of weeks that cost no more, and what all may cost.

    What one week may cost is the cost of all less the least that each of the others costs whatever
    it is: more choices than those of schedules as good, never fewer.
    """
    spare = 0.0
    found: list[list[Floats]] = [[] for _ in problem.weeks]
    for way in ways:
        cases, beside = shadow_costs(way.problem, way.week)
        if not all(case.costs.size for case in cases):
            continue  # no weeks at all on this way
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
            found[week.index].append(_counted_all(problem, week, here, range(*ends)))
            shortest.append(int(here.long.min()))
            longest.append(int(here.long.max()))
    return AsGood([_choices(np.concatenate(of_week)) for of_week in found], spare)


def _counted_all(problem: LoadProblem, week: WeekShape, case: Case, most: range) -> Floats:
    """Every case with the number of runs it makes; without a long run by every longest run.

    Returns
    -------
    numpy.ndarray
        Rows of n, n_hard, long, others, cost.
    """
    without = case.long == 0
    caps = np.arange(most.start, most.stop + 1)
    with_, each = np.flatnonzero(~without), np.flatnonzero(without)
    which = np.concatenate((with_, np.tile(each, len(caps))))
    cap = np.concatenate((case.long[with_], np.repeat(caps, len(each))))
    long, others = case.long[which], case.others[which]
    counted = _counted(problem, week, long, others, cap)
    return np.column_stack((counted.n, counted.n_hard, long, others, case.costs[which]))


def _choices(rows: Floats) -> list[Choice]:
    """The numbers of runs among the rows, each with its distances and the least it costs."""
    kinds = np.column_stack((rows[:, 2] > 0, rows[:, :2])).astype(np.int64)
    found = []
    for long, n, n_hard in np.unique(kinds, axis=0).tolist():
        of_kind = rows[(kinds == (long, n, n_hard)).all(axis=1)]
        pairs = np.unique(of_kind[:, 2:4].astype(np.int64), axis=0)
        found.append(Choice(Count(bool(long), n, n_hard), pairs, float(of_kind[:, 4].min())))
    return found
