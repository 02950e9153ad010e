"""Doses, gates and the pain rule of calf raises, jumps, warm-up and what follows a run."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from uncramp import bibliography
from uncramp.advice import exercises as ex
from uncramp.advice.plan import EVIDENCE, Step

PHASES = [gate.phase for gate in ex.phases()]
EVERY = [
    *(
        step
        for phase in PHASES
        for knee in ("straight", "bent")
        for place in ("home", "gym")
        for step in ex.strength_session(phase, knee, 70.0, place)  # type: ignore[arg-type]
    ),
    *(step for level in ex.plyometric_levels() for step in ex.plyometric_session(level.level)),
    *ex.dynamic_warmup(10.0),
    *ex.after_run(),
]


def contacts(steps: tuple[Step, ...]) -> int:
    """Landings, both legs apart."""
    legs = {True: 2, False: 1}
    return sum(
        legs[s.text.endswith(ex.EACH_LEG)] * s.sets * s.reps for s in steps if s.sets and s.reps
    )


@pytest.mark.parametrize("kind", ex.FAMILIES)
def test_every_family_says_how_sure_anyone_is(kind: str) -> None:
    family = ex.family(kind)
    assert family.evidence in EVIDENCE
    assert not set(family.sources) - set(bibliography.entries())
    first = family.reason.split(":")[0].lower()
    assert first == family.evidence, "the label stands in the same line"


@pytest.mark.parametrize("kind", ["strength", "plyometrics", "warmup"])
def test_what_has_no_cramp_trial_is_a_hypothesis(kind: str) -> None:
    assert ex.family(kind).evidence == "hypothesis"


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(ValueError, match="family 'yoga': there are strength, plyometrics"):
        ex.family("yoga")


@pytest.mark.parametrize(
    ("phase", "weeks", "per_week", "raises"),
    [(1, 2, (3, 4), 0), (2, 2, (3, 3), 20), (3, 4, (2, 3), 25), (4, 4, (2, 2), 0)],
)
def test_phases_and_gates(phase: int, weeks: int, per_week: tuple[int, int], raises: int) -> None:
    gate = ex.phase_gate(phase)
    assert (gate.weeks, gate.per_week, gate.raises_needed) == (weeks, per_week, raises)
    if raises:
        assert f"{raises} calf raises on one leg" in gate.text


@pytest.mark.parametrize(("raises", "phase"), [(None, 1), (0, 1), (19, 1), (20, 2), (60, 2)])
def test_nobody_begins_above_phase_2(raises: int | None, phase: int) -> None:
    assert ex.start_phase(raises) == phase


@pytest.mark.parametrize(
    ("phase", "during", "morning", "then"),
    [(3, 2.0, 0.0, 3), (3, 2.5, 0.0, 2), (3, 0.0, 1.0, 2), (1, 9.0, 3.0, 1), (4, 0.0, 0.0, 4)],
)
def test_pain_steps_back(phase: int, during: float, morning: float, then: int) -> None:
    assert ex.phase_after_pain(phase, during, morning) == then


@pytest.mark.parametrize("pain", [-0.1, 10.1, float("nan")])
def test_a_pain_that_cannot_be_is_refused(pain: float) -> None:
    with pytest.raises(ValueError, match="from 0"):
        ex.phase_after_pain(2, pain, 0.0)


def test_the_pain_rule_is_a_sentence() -> None:
    assert "2 of 10" in ex.pain_rule()
    assert "next morning" in ex.pain_rule()


@pytest.mark.parametrize(
    ("phase", "knee", "week", "sets", "reps", "load_kg"),
    [
        (1, "straight", 0, 3, 15, None),
        (2, "straight", 0, 3, 10, None),
        (2, "bent", 1, 3, 15, None),
        (3, "straight", 0, 3, 12, 2.5),  # 5 % of 70 kg, rounded down to a dumbbell
        (3, "straight", 3, 4, 8, 12.5),  # 20 %
        (3, "bent", 3, 4, 8, 35.0),  # 50 %
        (4, "straight", 0, 4, 8, 12.5),
        (4, "bent", 9, 4, 6, 70.0),  # 100 %, kept after the phase
    ],
)
def test_doses_in_the_gym(
    phase: int, knee: ex.Knee, week: int, sets: int, reps: int, load_kg: float | None
) -> None:
    (step,) = ex.strength_session(phase, knee, 70.0, "gym", week)
    assert (step.sets, step.reps, step.load_kg) == (sets, reps, load_kg)
    assert step.tempo in ("2-0-2", "3-1-3")


@given(
    phase=st.sampled_from(PHASES),
    knee=st.sampled_from(ex.KNEES),
    mass_kg=st.floats(30.0, 200.0),
    place=st.sampled_from(ex.PLACES),
    week=st.integers(0, 20),
)
def test_loads_stay_within_the_dose(
    phase: int, knee: ex.Knee, mass_kg: float, place: ex.Place, week: int
) -> None:
    most = {(3, "straight"): 0.2, (3, "bent"): 0.5, (4, "straight"): 0.4, (4, "bent"): 1.0}
    (step,) = ex.strength_session(phase, knee, mass_kg, place, week)
    if (phase, knee) not in most:
        assert step.load_kg is None
        return
    assert step.load_kg is not None
    assert 0.0 <= step.load_kg <= most[phase, knee] * mass_kg + 1e-9
    assert step.load_kg % (2.5 if place == "gym" else 1.0) == 0.0
    (later,) = ex.strength_session(phase, knee, mass_kg, place, week + 1)
    assert later.load_kg is not None
    assert later.load_kg >= step.load_kg
    if place == "home":
        assert step.load_kg <= 20.0


def test_a_backpack_that_cannot_hold_the_dose_is_slower_and_more_often() -> None:
    (step,) = ex.strength_session(4, "bent", 80.0, "home")
    assert step.load_kg == 20.0
    assert step.tempo == "4-2-4"
    assert step.reps == 12
    assert "backpack" in step.text


def test_without_a_mass_the_load_stays_in_words() -> None:
    (step,) = ex.strength_session(3, "bent", None, "gym")
    assert step.load_kg is None
    assert "20 % of body mass" in step.text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5, "bent", 70.0, "gym"), "phase 5: there are 1, 2, 3, 4"),
        ((1, "left", 70.0, "gym"), "knee 'left'"),
        ((1, "bent", 70.0, "park"), "place 'park'"),
        ((3, "bent", -1.0, "gym"), "mass_kg is -1"),
        ((3, "bent", float("nan"), "gym"), "mass_kg is nan"),
        ((3, "bent", 70.0, "gym", -1), "week -1"),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ex.strength_session(*arguments)  # type: ignore[arg-type]


def test_jumps_count_what_they_say_and_grow_slowly() -> None:
    levels = ex.plyometric_levels()
    for level in levels:
        assert contacts(ex.plyometric_session(level.level)) == level.contacts, level
        assert level.per_week in (1, 2)
    assert 40 <= levels[0].contacts <= 60
    assert levels[-1].contacts <= 120
    assert all(0 <= b.contacts - a.contacts <= 20 for a, b in pairwise(levels))


def test_jumps_come_in_order_and_begin_with_the_test() -> None:
    order = ["Pogo jumps, both", "Rope", "Line", "Pogo jumps, one", "Bounds", "Drop"]
    for level in ex.plyometric_levels():
        test, *jumps = ex.plyometric_session(level.level)
        assert "10 small hops on each leg" in test.text
        places = [next(i for i, n in enumerate(order) if s.text.startswith(n)) for s in jumps]
        assert places == sorted(set(places))


def test_the_jump_gate() -> None:
    gate = ex.plyometric_gate()
    assert gate.hours_apart >= 48
    assert gate.hours_best >= 72
    assert "grass" in gate.surface
    assert gate.opens(3, 20)
    assert gate.opens(4, 25, 10)
    for shut in [(2, 30), (3, 19), (3, None), (3, 20, 9)]:
        assert not gate.opens(*shut)


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="level 9"):
        ex.plyometric_session(9)


@given(minutes=st.floats(5.0, 10.0))
def test_the_warm_up_takes_its_time_and_holds_nothing(minutes: float) -> None:
    steps = ex.dynamic_warmup(minutes)
    assert ex.minutes(steps) == pytest.approx(minutes)
    assert not [step for step in steps if step.hold_s]
    assert 6 <= len(steps) - 1 <= 8
    easy, *drills = steps
    assert (easy.duration_s or 0.0) >= 60.0
    assert "No static stretching" in easy.text
    for step in drills:
        assert 20.0 <= (step.duration_s or 0.0) <= 30.0
    for wanted in ("High knees", "Butt kicks", "Leg swings", "Calf pump"):
        assert any(step.text.startswith(wanted) for step in drills)


@pytest.mark.parametrize("minutes", [4.9, 10.1, float("nan")])
def test_a_warm_up_is_5_to_10_minutes(minutes: float) -> None:
    with pytest.raises(ValueError, match="give 5 to 10"):
        ex.dynamic_warmup(minutes)


def test_after_the_run_both_muscles_are_stretched_then_rolled() -> None:
    straight, bent, roll = ex.after_run()
    for stretch in (straight, bent):
        assert stretch.hold_s == 30.0
        assert stretch.sets in (2, 3, 4)
    assert "soleus" in bent.text
    assert 60.0 <= (roll.duration_s or 0.0) <= 120.0
    assert "swollen" in roll.text


def test_minutes_counts_legs_sets_and_pauses() -> None:
    both = Step("Raise.", sets=2, reps=10, tempo="2-0-2", rest_s=60.0)
    assert ex.minutes((both,)) == pytest.approx(2 * (40 + 60) / 60)
    each = Step(f"Raise.{ex.EACH_LEG}", sets=2, reps=10, tempo="2-0-2", rest_s=60.0)
    assert ex.minutes((each,)) == pytest.approx(2 * (80 + 60) / 60)


@pytest.mark.parametrize("name", sorted({step.drawing for step in EVERY if step.drawing}))
def test_every_exercise_has_its_drawing(name: str) -> None:
    tree = etree.fromstring(ex.drawing(name).encode())
    assert etree.QName(tree).localname == "svg"
    assert tree.get("viewBox")
    text = ex.drawing(name)
    assert "currentColor" in text
    assert "<style" not in text
    assert "href" not in text


def test_every_step_is_drawn_but_words_and_the_easy_jog() -> None:
    undrawn = [step.text for step in EVERY if not step.drawing]
    assert all(text.startswith(("Test:", "Easy jog")) for text in undrawn)


def test_an_unknown_drawing_is_refused() -> None:
    for name in ("none", "../relief", ""):
        with pytest.raises(ValueError, match="no drawing"):
            ex.drawing(name)


def test_every_drawing_is_used(root: Path) -> None:
    names = {path.stem for path in (root / "src/uncramp/advice/drawings").glob("*.svg")}
    relief = {"massage", "straight_knee", "bent_knee"}
    assert names - relief - {step.drawing for step in EVERY} == set()
