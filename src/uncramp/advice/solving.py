"""OR-Tools CP-SAT, always asked in the same way, so that the same question has the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

SEED = 1
DETERMINISTIC_TIME = 4.0  # the solver's own unit, about a second; not the clock of the wall
PROVEN_GAP = 0.01  # within 1 % of the proven bound is good enough
_EPS = 1e-9
LONG_WEEKS = 26  # up to here the best is looked for, and mostly proven, to a tenth of that


class NoScheduleError(RuntimeError):
    """The solver found no schedule at all; cannot happen while every rule allows to rest."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution and how far it can be from the best."""

    solver: CpSolver
    gap: float

    def value(self, expression: Any) -> int:
        """Value of a variable or expression."""
        return int(self.solver.value(expression))


def solved(
    model: CpModel, deterministic_time: float = DETERMINISTIC_TIME, n_weeks: int = 0
) -> Solved:
    """Minimise; one worker, one seed and a limit of work instead of time.

    Parameters
    ----------
    n_weeks
        Length of the plan: a long one is left where it is proven to be good enough.

    Raises
    ------
    NoScheduleError
        If there is no solution within the limit.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = 2  # proofs come from the linear relaxation here
    solver.parameters.max_deterministic_time = deterministic_time
    limit = PROVEN_GAP if n_weeks > LONG_WEEKS else PROVEN_GAP / 10.0
    solver.parameters.relative_gap_limit = limit
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise NoScheduleError(f"no schedule was found ({solver.status_name(status)})")
    best, bound = solver.objective_value, solver.best_objective_bound
    gap = max(best - bound, 0.0) / max(abs(best), 1.0)
    return Solved(solver, 0.0 if gap <= _EPS else gap)
