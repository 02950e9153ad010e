"""Short runs with known outcomes, simulated once for all tests of this room."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from uncramp.activity import Activity
from uncramp.activity.synthetic import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain import Explanation, Progress, why

PRONE = Athlete(
    mass_kg=70.0, cramps_last_year=12, calf_raises=8, longest_km=4.0, easy_pace_s_per_km=380.0
)
FIT = Athlete(mass_kg=70.0, cramps_last_year=0, longest_km=30.0, easy_pace_s_per_km=330.0)


@dataclass
class Asked:
    """A question that can be asked again, and the progress it made."""

    activity: Activity
    athlete: Athlete
    conditions: Conditions
    n_twins: int
    steps: list[Progress] = field(default_factory=list)

    def ask(self, **more: Any) -> Explanation:
        """The answer; options as in `why`."""
        options: dict[str, Any] = {"progress": self.steps.append, "n_threads": 1, **more}
        return why(
            self.activity,
            self.athlete,
            self.conditions,
            DrinkingPlan(),
            n_twins=self.n_twins,
            seed=1,
            **options,
        )


def hard() -> Asked:
    """Uphill in the heat, so fast and far for this runner that a cramp is all but certain."""
    conditions = Conditions.resolve({"air_temperature_C": 30.0}, None)
    return Asked(synthetic_run(4.6, 2100.0, 0.05), PRONE, conditions, n_twins=4)


def easy() -> Asked:
    """Eight minutes of jogging by a runner used to more."""
    return Asked(synthetic_run(2.5, 480.0), FIT, Conditions.resolve({}, None), n_twins=2)


@dataclass(frozen=True)
class Answered:
    """A question with its answer."""

    asked: Asked
    explanation: Explanation

    @property
    def document(self) -> dict[str, Any]:
        """The result document."""
        return self.explanation.document


@pytest.fixture(scope="session")
def cramping() -> Answered:
    """Some simulated runners cramp."""
    asked = hard()
    return Answered(asked, asked.ask())


@pytest.fixture(scope="session")
def calm() -> Answered:
    """None cramps."""
    asked = easy()
    return Answered(asked, asked.ask())


@pytest.fixture
def again() -> Asked:
    """The hard run, to be asked anew."""
    return replace(hard(), steps=[])
