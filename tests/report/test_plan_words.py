"""Titles, doses and reasons of a plan, in metric and imperial."""

from __future__ import annotations

from datetime import date
from types import ModuleType

import pytest

from uncramp.advice.plan import EVIDENCE, KINDS, WEEK_KINDS, Day, Session, Step
from uncramp.report import plan_words as words
from uncramp.report.measures import Measures

METRIC, IMPERIAL = Measures(), Measures("imperial")


def session(kind: str, uid: str = "", **more: object) -> Session:
    return Session(uid or kind, kind, "", **more)  # type: ignore[arg-type]


def test_every_word_of_the_contract_is_known() -> None:
    assert set(words.EVIDENCE) == set(EVIDENCE)
    assert set(words.KINDS) == set(KINDS)
    assert set(words.WEEKS) == set(WEEK_KINDS)


@pytest.mark.parametrize(
    ("step", "metric", "imperial"),
    [
        (Step("x"), "", ""),
        (
            Step("x", sets=3, reps=12, load_kg=12.5, tempo="3-1-3", rest_s=90),
            "3 × 12 · 12.5 kg · tempo 3-1-3 · rest 90 s",
            "3 × 12 · 28 lb · tempo 3-1-3 · rest 90 s",
        ),
        (Step("x", sets=3, hold_s=30, rest_s=10), "3 × 30 s hold · rest 10 s", None),
        (Step("x", duration_s=175), "2 min 55 s", None),
        (
            Step("x", sets=4, distance_m=400, rest_s=60, pace_s_per_km=(240, 250)),
            "4 × 400 m · 4:00–4:10 /km · rest 1 min",
            "4 × 400 m · 6:26–6:42 /mi · rest 1 min",
        ),
        (Step("x", distance_m=2500), "2.5 km", "1.6 mi"),
        (Step("x", sets=1, duration_s=20), "20 s", None),
    ],
)
def test_doses(step: Step, metric: str, imperial: str | None) -> None:
    assert words.dose(step, METRIC) == metric
    assert words.dose(step, IMPERIAL) == (metric if imperial is None else imperial)


def test_titles_carry_the_distance_once() -> None:
    assert words.title(session("easy", distance_km=8.0), METRIC) == "Easy run, 8 km"
    assert words.title(session("long", distance_km=16.09), IMPERIAL) == "Long run, 10 mi"
    named = Session("a", "hard", "4 × 1 km", distance_km=9.0)
    assert words.title(named, METRIC) == "4 × 1 km"


@pytest.mark.parametrize("kind", ["easy", "strength", "rest"])
def test_every_reason_says_how_sure_anyone_is(kind: str) -> None:
    plain = session(kind, reason="It helps.", evidence="weak")
    assert words.why(plain) == "It helps (weak evidence)."
    said = session(kind, reason="Hypothesis: it may help.", evidence="hypothesis")
    assert words.why(said) == "Hypothesis: it may help."
    assert words.why(session(kind)) == "Convention, no trial."


def test_our_own_choices_are_called_so() -> None:
    found = words.why(session("easy", sources=("uncramp2026", "Baker2016")))
    assert found.endswith("Sources: Baker 2016, our own choice.")


def test_lengths_are_planned_or_estimated() -> None:
    assert words.length_min(session("easy", duration_min=50.0)) == 50.0
    paced = session("easy", distance_km=10.0, pace_s_per_km=(340.0, 380.0))
    assert words.length_min(paced) == pytest.approx(60.0)
    assert words.length_min(session("rest")) == 0.0
    assert words.length_min(session("strength")) > 0.0


def test_blocks_of_a_day() -> None:
    sessions = [
        session("warmup", "w1"),
        session("plyometrics"),
        session("warmup", "w2"),
        session("easy"),
        session("after"),
        session("drink"),
        session("strength"),
    ]
    jumps, run, lift = words.blocks(Day(date(2027, 1, 4), tuple(sessions)))
    assert [s.uid for s in jumps.sessions()] == ["w1", "plyometrics"]
    assert [s.uid for s in run.sessions()] == ["w2", "easy", "after", "drink"]
    assert [s.uid for s in lift.sessions()] == ["strength"]
    assert words.blocks(Day(date(2027, 1, 4))) == ()
    (rest,) = words.blocks(Day(date(2027, 1, 4), (session("drink"), session("rest"))))
    assert rest.main.kind == "rest"


def test_no_session_is_lost_or_doubled(plans: ModuleType) -> None:
    for day in plans.plan().days():
        found = [s for block in words.blocks(day) for s in block.sessions()]
        assert sorted(s.uid for s in found) == sorted(s.uid for s in day.sessions)


def test_the_description_has_doses_reasons_and_sources(plans: ModuleType) -> None:
    day = plans.plan().weeks[0].days[1]
    (block,) = words.blocks(day)
    text = words.description(block, METRIC)
    for part in ("Calf pump", "30 s hold", "Hypothesis:", "Behm 2016", "sip if you are thirsty"):
        assert part in text


def test_sentences_follow_the_units() -> None:
    text = "from 20 km a week: the longest run reaches 8.5 km, 42.2 km ask for 30 km"
    said = words.in_units(text, Measures("imperial"))
    assert said == "from 12.4 mi a week: the longest run reaches 5.3 mi, 26.2 mi ask for 18.6 mi"
    assert words.in_units(text, Measures()) == text
