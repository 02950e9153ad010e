"""When and why: the ensemble through a run, and again without each cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from uncramp.activity import Activity
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.document import document
from uncramp.explain.session import Progress, Session
from uncramp.simulation import Scenario
from uncramp.twin import Twin

__all__ = ["Explanation", "Progress", "why"]


@dataclass(frozen=True)
class Explanation:
    """The answer for one run.

    Attributes
    ----------
    document
        Schema ``uncramp/result/1``, ready for JSON (docs/reference/result.md).
    """

    document: dict[str, Any]

    def to_json(self) -> str:
        """The document as JSON text."""
        import json

        return json.dumps(self.document, allow_nan=False, ensure_ascii=False)


def why(
    activity: Activity,
    athlete: Athlete,
    conditions: Conditions,
    drinking: DrinkingPlan,
    *,
    n_twins: int = 50,
    seed: int = 1,
    parameter_set: str = "reference",
    n_threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Explanation:
    """When and why a calf like the athlete's would cramp in this run.

    Parameters
    ----------
    n_twins
        Calves in the ensemble, at least 1.
    seed
        Same seed, same answer, whatever `n_threads` is.
    parameter_set
        Name of the set the ensemble is drawn from.
    n_threads
        Threads; None takes one per processor.
    progress
        Called in this thread as runs arrive.

    Notes
    -----
    A KeyboardInterrupt ends the work early: the answer then holds what is known so far and says
    so in ``document["interrupted"]``.

    Raises
    ------
    ValueError
        If the activity holds no distance, or `n_twins` is below 1.
    """
    scenario = Scenario.of(activity, athlete, conditions, drinking)
    twin = Twin(athlete, scenario.course.mean_moving_speed_m_s(), n_twins, seed, parameter_set)
    session = Session(scenario, twin, n_threads, progress)
    interrupted = False
    try:
        session.run_ensemble()
        session.run_causes()
    except KeyboardInterrupt:
        interrupted = True
    return Explanation(document(session, activity, athlete, conditions, drinking, interrupted))
