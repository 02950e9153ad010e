"""The steps: complete, labelled, sourced, and harmless."""

from __future__ import annotations

import re

import pytest

from uncramp import bibliography
from uncramp.advice.relief import EVIDENCE, PHASES, Protocol, load_protocol


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return load_protocol()


def test_the_order_of_the_roadside(protocol: Protocol) -> None:
    assert [step.id for step in protocol.phase("now")] == [
        "stop",
        "straight",
        "bent",
        "massage",
        "walk",
    ]
    assert [step.phase for step in protocol.steps] == sorted(
        (step.phase for step in protocol.steps), key=PHASES.index
    )


def test_every_step_says_how_sure_it_is_and_by_whom(protocol: Protocol) -> None:
    assert set(protocol.evidence) == set(EVIDENCE)
    for step in protocol.steps:
        assert step.evidence in EVIDENCE, step.id
        assert step.known.endswith("."), step.id
        assert step.sources, step.id
        for key in step.sources:
            assert bibliography.entry(key), step.id


def test_the_labels_are_honest(protocol: Protocol) -> None:
    label = {step.id: step.evidence for step in protocol.steps}
    assert label["straight"] == "tested"
    assert label["massage"] == "indirect"
    assert label["ice"] == label["warmth"] == "untested"
    assert label["pickle"] == "mixed"
    assert label["drink"] == "guideline"


def test_timed_holds_are_sustained_and_in_order(protocol: Protocol) -> None:
    holds = protocol.holds()
    assert [step.id for step in holds] == ["straight", "straight", "bent", "massage", "walk"]
    assert all(step.hold_s >= 30 and step.say for step in holds)
    for step in protocol.steps:
        assert bool(step.hold_s) == bool(step.times) == bool(step.say), step.id


def test_no_sentence_tells_to_drink_beyond_thirst(protocol: Protocol) -> None:
    drinking = [
        step for step in protocol.steps if re.search(r"\bdrink", f"{step.title} {step.do}", re.I)
    ]
    assert [step.id for step in drinking] == ["drink"]
    assert "no more than thirst" in drinking[0].title
    assert "Never drink to chase a cramp" in drinking[0].do
    for step in protocol.steps:
        assert not re.search(r"plenty of (water|fluid)|stay hydrated|litre", step.do), step.id


def test_allowed_takes_out_every_step_of_a_forbidden_kind(protocol: Protocol) -> None:
    left = protocol.allowed({"stretch", "massage"})
    assert not {"straight", "bent", "massage", "again"} & {step.id for step in left.steps}
    assert {"stop", "walk"} <= {step.id for step in left.steps}
    assert protocol.allowed(()).steps == protocol.steps
    assert protocol.allowed(protocol.kinds()).steps == ()
