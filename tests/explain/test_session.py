"""The work behind an answer: progress in order, every run once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any


def test_progress_tells_runs_first_then_causes(cramping: Any) -> None:
    steps = cramping.asked.steps
    runs = [step for step in steps if step.stage == "runs"]
    assert steps[: len(runs)] == runs, "no run after the causes began"
    assert [step.done for step in runs] == list(range(5))
    assert {step.total for step in runs} == {4}
    assert [step.twins_done for step in runs] == list(range(5))
    assert {step.stage for step in steps[len(runs) :]} == {"causes"}


def test_progress_on_causes_never_goes_back(cramping: Any) -> None:
    causes = [step for step in cramping.asked.steps if step.stage == "causes"]
    assert len({step.total for step in causes}) == 1
    assert all(a.done <= b.done for a, b in pairwise(causes))
    assert causes[0].done == 0
    assert causes[-1].done == causes[-1].total
    n_cramped = cramping.document["cramp"]["n_cramped"]
    assert {step.twins_cramped for step in causes} == {n_cramped}


def test_without_a_cramp_there_are_no_causes_to_look_for(calm: Any) -> None:
    assert {step.total for step in calm.asked.steps if step.stage == "causes"} <= {0}
