"""The schedule: the best weeks, and of all weeks as good the ones with the best days.

The distances of the weeks are solved first, because they are what the rules of load are about; the
days depend on them only through the number of runs of each week (`uncramp.advice.as_good`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from uncramp.advice.as_good import runs_of
from uncramp.advice.best_days import best_days
from uncramp.advice.best_weeks import best_weeks
from uncramp.advice.day_model import Arrangement, DayPlan
from uncramp.advice.load_model import LoadProblem, LoadSolution, Previous
from uncramp.advice.plan import Race
from uncramp.advice.shape import Start, WeekShape


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
    load, ways = best_weeks(problem)
    best = best_days(problem, load, ways, previous)
    return Schedule(best.load, _laid(problem, best.load, best.days, previous), best.gap)


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
        split = runs_of(problem, load, week).split(is_hard, old)
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
