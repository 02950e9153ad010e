"""The outlook: same runners before and after, contributions add up, hypotheses are named."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from uncramp.activity.way import Way, level_way
from uncramp.advice.outlook import Step, _chain, _changes, _paired_80, outlook
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
    for share in seen.shares:
        assert share.change_80 is not None
        assert share.change_80[0] <= share.probability_change <= share.change_80[1]
        assert share.change_80[0] < share.change_80[1]
    assert (steps[-1].done, steps[-1].total) == (24, 24)  # both orders: eight sets of parts
    so_far = [(step.twins_done, step.twins_cramped) for step in steps]
    assert so_far == sorted(so_far)  # counts that never start again: today's calf
    assert so_far[-1] == (3, round(3 * seen.before))


def test_the_same_seed_gives_the_same_outlook(plan: TrainingPlan) -> None:
    first = outlook(plan, RUNNER, n_twins=2, n_threads=1)
    assert outlook(plan, RUNNER, n_twins=2, n_threads=2) == first


def test_a_share_does_not_depend_on_the_order_of_the_parts() -> None:
    """Two parts that only help together share what they do; one that helps alone has all of it."""
    names = ["load", "strength", "drinking"]

    def cramped(subset: frozenset[str]) -> list[bool]:
        spared = 6 * ({"load", "strength"} <= subset) + 2 * ("drinking" in subset)
        return [i >= spared for i in range(10)]

    for order in (names, names[::-1]):
        chains = [_chain(order), _chain(order[::-1])]
        seen = {subset: cramped(subset) for chain in chains for subset in chain}
        shares = {name: sum(_changes(name, chains, seen)) / 10 for name in names}
        assert shares == {"load": 0.3, "strength": 0.3, "drinking": 0.2}


def test_the_interval_of_a_part_holds_what_it_does() -> None:
    """In 80 % of samples of few runners, and it is never called certain."""
    low, high = _paired_80([0.0] * 16)
    assert low == pytest.approx(-high)
    assert 0.04 < high < 0.1
    rng = np.random.default_rng(1)
    for spared, harmed in ((0.3, 0.05), (0.1, 0.1), (0.05, 0.0)):
        held = 0
        for _ in range(2000):
            changes = rng.choice([1.0, -1.0, 0.0], 16, p=[spared, harmed, 1 - spared - harmed])
            ends = _paired_80(list(changes))
            held += ends[0] <= spared - harmed <= ends[1]
        assert held / 2000 > 0.77, (spared, harmed)


def test_the_course_of_the_race_is_run(plan: TrainingPlan) -> None:
    way = level_way(2000.0, "hill.gpx")
    hill = Way("hill.gpx", way.distance_m, np.full(len(way.distance_m), 0.12), 240.0, True)
    seen = outlook(plan, RUNNER, course=hill, n_twins=2)
    assert "on hill.gpx" in seen.note
    with pytest.raises(ValueError, match=r"hill\.gpx is 3\.0 km long, the race 2 km"):
        outlook(plan, RUNNER, course=level_way(3000.0, "hill.gpx"), n_twins=2)
