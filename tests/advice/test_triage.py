"""Triage: each published rule as a case, and every combination of answers there is."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from uncramp import bibliography
from uncramp.advice.relief import load_protocol
from uncramp.advice.triage import GROUPS, LEVELS, URGENT, Outcome, Triage, load_triage

CASES = {  # signs → level, the rules behind it, what must not be advised
    # exercise-associated hyponatraemia: any neurological sign, or gain with heavy drinking
    ("mind",): ("emergency", "hyponatraemia heat_stroke", {"drink", "stretch", "run"}),
    ("nausea", "heavy_drinking"): ("emergency", "hyponatraemia", {"drink"}),
    ("nausea", "weight_gain"): ("emergency", "hyponatraemia", {"drink"}),
    ("heavy_drinking", "weight_gain"): ("emergency", "hyponatraemia", {"drink"}),
    ("heavy_drinking",): ("same_day", "overdrinking", {"drink", "pickle", "run"}),
    ("weight_gain",): ("same_day", "overdrinking", {"drink", "pickle", "run"}),
    ("nausea",): ("same_day", "unwell", {"drink", "run"}),
    # heat stroke: hot with signs of the central nervous system
    ("hot",): ("emergency", "heat_stroke", {"heat", "run"}),
    ("hot", "mind"): ("emergency", "heat_stroke", {"heat", "drink"}),
    ("breath",): ("emergency", "chest", {"massage", "stretch", "walk"}),
    # rhabdomyolysis: dark urine, swelling or weakness, cramps not settling in ten minutes
    ("urine",): ("emergency", "rhabdomyolysis", {"massage", "run"}),
    ("severe",): ("emergency", "rhabdomyolysis", {"massage", "run"}),
    ("lasting",): ("emergency", "rhabdomyolysis", {"massage", "run"}),
    ("spreading",): ("same_day", "spreading", {"stretch", "massage", "run"}),
    ("sickle",): ("emergency", "sickling", {"run", "stretch"}),
    # strain, Achilles rupture: no stretch, no massage
    ("pop",): ("same_day", "strain rupture", {"stretch", "massage", "heat", "run"}),
    ("sore_spot",): ("same_day", "strain", {"stretch", "massage", "heat", "run"}),
    ("no_push",): ("same_day", "rupture", {"stretch", "massage", "walk", "run"}),
    # thrombosis: no massage
    ("clot_sign",): ("same_day", "thrombosis", {"stretch", "massage", "heat", "run"}),
    ("clot_risk",): ("same_day", "thrombosis", {"stretch", "massage", "heat", "run"}),
    # acute compartment syndrome
    ("numb_tight",): ("emergency", "compartment", {"stretch", "massage", "ice"}),
    # not urgent, but not nothing
    ("every_run",): ("clinician", "entrapment", set()),
    ("medicine",): ("clinician", "medication", {"pickle"}),
    ("tendon_medicine",): ("clinician", "tendon_medicine", {"run"}),
    ("illness",): ("clinician", "illness", {"drink", "pickle", "massage"}),
}
HARMED_BY_TOUCH = ("pop", "no_push", "sore_spot", "clot_sign", "clot_risk", "numb_tight")
HARMED_BY_DRINKING = ("mind", "nausea", "heavy_drinking", "weight_gain")
WELLS_1_POINT = (
    "cancer",
    "immobilised",
    "bed_or_surgery",
    "tender_veins",
    "whole_leg",
    "calf_3cm",
    "pitting",
    "veins",
    "earlier_clot",
)


@pytest.fixture(scope="module")
def triage() -> Triage:
    return load_triage()


@pytest.mark.parametrize("signs", CASES, ids="+".join)
def test_published_rules(triage: Triage, signs: tuple[str, ...]) -> None:
    level, rules, forbidden = CASES[signs]
    found = triage.assess(signs)
    assert found.level == level
    assert {*rules.split()} <= {fired.id for fired in found.rules}
    assert forbidden <= found.forbidden
    assert found.acts()


def test_every_set_of_signs_of_every_rule_and_every_sign_has_a_case(triage: Triage) -> None:
    told = {(triage.bits(signs), rule) for signs, case in CASES.items() for rule in case[1].split()}
    assert {(mask, rule.id) for rule in triage.rules for mask in rule.masks} <= told
    assert {rule for _, rule in told} == {rule.id for rule in triage.rules}
    assert {name for signs in CASES for name in signs} == {sign.id for sign in triage.signs}


def test_nothing_ticked_is_self_care_with_every_step(triage: Triage) -> None:
    found = triage.assess([])
    assert found == Outcome("self_care", (), frozenset())
    assert load_protocol().allowed(found.forbidden) == load_protocol()


@pytest.fixture(scope="module")
def space(triage: Triage) -> tuple[np.ndarray, np.ndarray, list[Outcome]]:
    """All answers there are; which outcome each has; the outcomes.

    The outcome depends on the rules that fire and on nothing else, so it is worked out once for
    each set of rules that some answers fire, by the same code that a runner's answers go through.
    """
    assert len(triage.signs) == 21, (
        "2 to the number of signs must stay small enough to try them all"
    )
    answers = np.arange(1 << len(triage.signs))
    fired = np.zeros_like(answers)
    for place, rule in enumerate(triage.rules):
        fired |= rule.fires(answers).astype(np.int64) << place
    patterns, which = np.unique(fired, return_inverse=True)
    outcomes = [
        triage.outcome([rule for place, rule in enumerate(triage.rules) if pattern >> place & 1])
        for pattern in patterns.tolist()
    ]
    return answers, which, outcomes


def _with(triage: Triage, answers: np.ndarray, *signs: str) -> np.ndarray:
    return (answers & triage.bits(signs)) != 0


def _each(which: np.ndarray, of_outcome: list[bool]) -> np.ndarray:
    return np.array(of_outcome)[which]


def test_no_combination_with_a_warning_sign_is_self_care(triage: Triage, space) -> None:
    answers, which, outcomes = space
    urgent = _each(which, [LEVELS.index(o.level) >= LEVELS.index("same_day") for o in outcomes])
    warnings = [name for flag in triage.flags for name in flag.signs]
    assert urgent[_with(triage, answers, *warnings)].all()
    some = _each(which, [o.level != "self_care" for o in outcomes])
    assert some[answers != 0].all(), "every sign leads to somebody who looks at it"
    assert not some[0]


def test_no_combination_is_harmed_by_stretch_or_massage(triage: Triage, space) -> None:
    answers, which, outcomes = space
    untouched = _each(which, [{"stretch", "massage"} <= o.forbidden for o in outcomes])
    assert untouched[_with(triage, answers, *HARMED_BY_TOUCH)].all()


def test_no_combination_is_harmed_by_drinking(triage: Triage, space) -> None:
    answers, which, outcomes = space
    dry = _each(which, [{"drink", "pickle"} <= o.forbidden for o in outcomes])
    assert dry[_with(triage, answers, *HARMED_BY_DRINKING)].all()


def test_nobody_with_a_warning_gets_an_exercise(space) -> None:
    _, _, outcomes = space
    protocol = load_protocol()
    for found in outcomes:
        left = {step.id for step in protocol.allowed(found.forbidden).steps}
        if found.level in URGENT:
            assert left == {"stop"}
        else:
            assert {"straight", "bent"} <= left


def test_no_answer_makes_it_milder(triage: Triage, space) -> None:
    """Adding any sign to any answers keeps or raises the level and what is forbidden."""
    answers, which, outcomes = space
    levels = np.array([LEVELS.index(found.level) for found in outcomes])[which]
    kinds = sorted(load_protocol().kinds())
    forbidden = np.array(
        [sum((k in o.forbidden) << i for i, k in enumerate(kinds)) for o in outcomes]
    )
    forbidden = forbidden[which]
    for sign in triage.signs:
        without = answers[(answers >> sign.bit & 1) == 0]
        more = without | 1 << sign.bit
        assert (levels[more] >= levels[without]).all(), sign.id
        assert (forbidden[without] & ~forbidden[more] == 0).all(), sign.id


def test_what_is_advised_contradicts_nothing_forbidden(space) -> None:
    _, _, outcomes = space
    for found in outcomes:
        acts = " ".join(found.acts()).lower()
        if "drink" in found.forbidden and found.level != "clinician":
            assert "sip" not in acts
        if found.level == "emergency":
            assert "call the emergency number" in acts or "emergency department now" in acts


@cache
def _wells_by_hand(items: frozenset[str]) -> int:
    return len(items & set(WELLS_1_POINT)) - 2 * ("alternative" in items)


def test_the_wells_score_as_published_for_every_combination(triage: Triage) -> None:
    items = [item.id for item in triage.wells_items]
    assert sorted(items) == sorted([*WELLS_1_POINT, "alternative"])
    for size in range(len(items) + 1):
        for chosen in combinations(items, size):
            score, points = triage.wells(chosen), _wells_by_hand(frozenset(chosen))
            assert score.points == points
            assert score.likely == (points >= 2)
            expected = (
                ("high", 53) if points >= 3 else ("moderate", 17) if points > 0 else ("low", 5)
            )
            assert (score.group, score.thrombosis_pct) == expected


def test_unknown_names_are_refused(triage: Triage) -> None:
    with pytest.raises(ValueError, match="no sign 'dizzy'; there are mind, breath"):
        triage.assess(["dizzy"])
    with pytest.raises(ValueError, match="no Wells item 'age'"):
        triage.wells(["age"])


def test_the_warnings_cover_every_urgent_sign_and_nothing_else(triage: Triage) -> None:
    urgent = {
        s.id for s in triage.signs if triage.assess([s.id]).level in ("same_day", "emergency")
    }
    assert sorted(name for flag in triage.flags for name in flag.signs) == sorted(urgent)
    for flag in triage.flags:
        alone = [triage.assess([name]).level for name in flag.signs]
        assert flag.level == max(alone, key=LEVELS.index)


def test_rules_name_sources_and_criteria_and_signs_their_group(triage: Triage) -> None:
    for rule in triage.rules:
        assert rule.criterion, rule.id
        assert rule.sources, rule.id
        for key in rule.sources:
            assert bibliography.entry(key), rule.id
    assert {sign.group for sign in triage.signs} == set(GROUPS)
