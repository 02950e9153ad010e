"""What is simulated: a course, a runner, the weather, the drinks; and what has been changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uncramp.activity import Activity
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.simulation.course import Course


@dataclass(frozen=True)
class Scenario:
    """A run and everything around it.

    Attributes
    ----------
    balanced_fluids
        Water and sodium replaced exactly as lost, whatever the drinking plan says.
    conditioning
        1 for the calf as it is; below 1 fatigue is slower by that factor (a trained calf).
    """

    course: Course
    athlete: Athlete
    conditions: Conditions
    drinking: DrinkingPlan
    balanced_fluids: bool = False
    conditioning: float = 1.0

    @classmethod
    def of(
        cls,
        activity: Activity,
        athlete: Athlete,
        conditions: Conditions,
        drinking: DrinkingPlan | None = None,
    ) -> Scenario:
        """The scenario of a recorded run.

        Raises
        ------
        ValueError
            If the activity holds no distance to run.
        """
        if activity.distance_m[-1] < 1.0 or not activity.moving.any():
            raise ValueError(
                f"{activity.file}: no distance was recorded, so the load on the calf is unknown; "
                "use a file with GPS, a foot pod or treadmill distance"
            )
        n = len(activity.time_s)
        unknown = np.full(n, np.nan)
        course = Course(
            time_s=activity.time_s,
            speed_m_s=activity.speed_m_s,
            grade=np.zeros(n) if activity.grade is None else np.nan_to_num(activity.grade),
            cadence_spm=unknown if activity.cadence_spm is None else activity.cadence_spm,
            moving=activity.moving,
        )
        return cls(course, athlete, conditions, drinking or DrinkingPlan())
