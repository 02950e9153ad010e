"""OR-Tools CP-SAT, always asked in the same way, so that the same question has the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

SEED = 1
DETERMINISTIC_TIME = 1.5  # the solver's own unit, one or two seconds; not the clock of the wall
PROVEN_GAP = 0.01  # within 1 % of the proven bound is good enough
_EPS = 1e-9
LONG_WEEKS = 26  # up to here the best is looked for, and mostly proven, to a tenth of that


class NoScheduleError(RuntimeError):
    """No schedule was found; cannot happen while every rule allows to rest and nothing is cut out.

    Attributes
    ----------
    proven
        Whether there is none.
    core
        Indices of assumptions that do not go together, if so.
    """

    def __init__(self, text: str, proven: bool, core: tuple[int, ...] = ()) -> None:
        super().__init__(text)
        self.proven, self.core = proven, core


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution, its cost, the least cost there can be, and the relative gap between them."""

    solver: CpSolver
    cost: float
    bound: float
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
        name = solver.status_name(status)
        proven = status == cp_model.INFEASIBLE
        core = tuple(solver.sufficient_assumptions_for_infeasibility()) if proven else ()
        raise NoScheduleError(f"no schedule was found ({name})", proven, core)
    best, bound = solver.objective_value, solver.best_objective_bound
    return Solved(solver, best, bound, relative_gap(best, bound))


def relative_gap(cost: float, bound: float) -> float:
    """How far a cost can be from the least there can be, relative to it."""
    gap = max(cost - bound, 0.0) / max(abs(cost), 1.0)
    return 0.0 if gap <= _EPS else gap
