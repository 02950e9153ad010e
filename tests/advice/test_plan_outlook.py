"""The outlook: same runners before and after, contributions add up, hypotheses are named."""

from __future__ import annotations

from datetime import date

import pytest

from uncramp.advice.outlook import Step, outlook
from uncramp.advice.plan import Race, TrainingPlan
from uncramp.advice.prevention import make_plan
from uncramp.athlete import Athlete

RUNNER = Athlete(weekly_km=20, longest_km=6, easy_pace_s_per_km=360, cramps_last_year=3)


@pytest.fixture(scope="module")
def plan() -> TrainingPlan:
    """A short race, so that simulating it is quick."""
    return make_plan(Race(date(2027, 2, 14), 2.0), RUNNER, made_on=date(2026, 12, 28))


def test_parts_add_up_and_are_labelled(plan: TrainingPlan) -> None:
    steps: list[Step] = []
    seen = outlook(plan, RUNNER, n_twins=3, on_progress=steps.append)
    assert sum(s.probability_change for s in seen.shares) == pytest.approx(seen.before - seen.after)
    assert seen.before_80[0] <= seen.before <= seen.before_80[1]
    assert seen.after_80[0] <= seen.after <= seen.after_80[1]
    sure = {share.part: share.evidence for share in seen.shares}
    assert list(sure) == ["load", "strength", "conditioning", "drinking"]
    assert sure["strength"] == sure["conditioning"] == "hypothesis"
    assert all(share.assumed for share in seen.shares)
    assert (steps[-1].done, steps[-1].total) == (15, 15)


def test_the_same_seed_gives_the_same_outlook(plan: TrainingPlan) -> None:
    first = outlook(plan, RUNNER, n_twins=2, n_threads=1)
    assert outlook(plan, RUNNER, n_twins=2, n_threads=2) == first
