"""A training plan as FIT workouts for a watch: one file for each run, strength and jump session.

Only main fields are written, which every watch reads: durations in ms, lengths in cm, speeds in
mm/s as custom target, ``target_value`` 0; a repeat names its first step and its count.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from uncramp.activity.encode_fit import (
    ENUM,
    STRING,
    UINT16,
    UINT32,
    BaseType,
    Field,
    FitMessage,
    encode_fit,
)
from uncramp.activity.fit import FIT_EPOCH_UNIX_S
from uncramp.advice import diet
from uncramp.advice.plan import RUNS, Session, Step, TrainingPlan
from uncramp.report import plan_words as words
from uncramp.report.measures import Measures
from uncramp.report.plan_words import Block

_UINT32Z = BaseType(0x8C, "I", 0)
_FILE_ID, _FILE_CREATOR, _WORKOUT, _WORKOUT_STEP = 0, 49, 26, 27
_WORKOUT_FILE, _DEVELOPMENT = 5, 255
_RUNNING, _TRAINING = 1, 10
_GENERIC, _STRENGTH = 0, 20
_TIME, _DISTANCE, _OPEN, _REPEAT, _REPS = 0, 1, 5, 6, 29
_SPEED_TARGET, _NO_TARGET = 0, 2
_ACTIVE, _REST, _WARMUP = 0, 1, 2
_CALF_RAISE, _PLYO = 1, 20
_CM_PER_KM, _MM_PER_KM, _MS_PER_S = 100_000.0, 1_000_000.0, 1000.0
_NAME_BYTES, _NOTE_BYTES = 23, 199
_WORDS_BEFORE = re.compile(r"[:.,]")

# Drawing → category and name of the exercise in the FIT profile, without and with a load.
_EXERCISES = {
    "raise_floor": (_CALF_RAISE, 18, 19),
    "raise_floor_single": (_CALF_RAISE, 15, 16),
    "raise_floor_bent": (_CALF_RAISE, 9, 10),
    "raise_single": (_CALF_RAISE, 15, 16),
    "raise_bent": (_CALF_RAISE, 9, 10),
    "raise_seated": (_CALF_RAISE, 6, 7),
}


@dataclass(frozen=True, slots=True)
class _WorkoutStep:
    """One step as the watch counts it: `value` in ms, cm, repetitions or a step number."""

    name: str
    kind: int
    value: int
    target: tuple[float, float] | None = None
    repeat: int = 0
    intensity: int = _ACTIVE
    note: str = ""
    exercise: tuple[int, int | None] | None = None
    load_kg: float | None = None


def plan_fit(plan: TrainingPlan) -> dict[str, bytes]:
    """The workouts of a plan.

    Returns
    -------
    dict of str to bytes
        File name (``2027-01-05-easy.fit``) to file; the same for the same plan. After planning
        again, only what lies ahead.
    """
    files: dict[str, bytes] = {}
    for day in plan.ahead():
        for block in words.blocks(day):
            if block.main.kind in (*RUNS, "strength", "plyometrics"):
                name = f"{day.date.isoformat()}-{block.main.kind}"
                taken = sum(other.startswith(f"{name}.") for other in files)
                more = sum(other.startswith(f"{name}-") for other in files)
                number = f"-{taken + more + 1}" if taken else ""
                files[f"{name}{number}.fit"] = workout_fit(block, plan.made_on)
    return files


def workout_fit(block: Block, made_on: date) -> bytes:
    """One block as a FIT workout file; strings longer than a watch shows are cut."""
    session = block.main
    running = session.kind in RUNS
    steps = _cautioned(_run(block), block) if running else _exercises(session)
    created = datetime.combine(made_on, time(0), UTC).timestamp() - FIT_EPOCH_UNIX_S
    serial = zlib.crc32(session.uid.encode()) or 1
    return encode_fit(
        [
            FitMessage(
                _FILE_ID,
                (
                    Field(0, ENUM, _WORKOUT_FILE),
                    Field(1, UINT16, _DEVELOPMENT),
                    Field(2, UINT16, 0),
                    Field(3, _UINT32Z, serial),
                    Field(4, UINT32, int(created)),
                ),
            ),
            FitMessage(_FILE_CREATOR, (Field(0, UINT16, 1),)),
            FitMessage(
                _WORKOUT,
                (
                    Field(4, ENUM, _RUNNING if running else _TRAINING),
                    Field(11, ENUM, _GENERIC if running else _STRENGTH),
                    Field(6, UINT16, len(steps)),
                    Field(8, STRING, _padded(words.title(session, Measures()), _NAME_BYTES)),
                ),
            ),
            *(_message(number, step) for number, step in enumerate(steps)),
        ]
    )


def _cautioned(steps: list[_WorkoutStep], block: Block) -> list[_WorkoutStep]:
    """A run with the note, at its first step, of when it is too hot for it."""
    drinks = (step for one in block.after if one.kind == "drink" for step in one.steps)
    heat = diet.heat_in(drinks)
    return steps if heat is None else [replace(steps[0], note=heat.text), *steps[1:]]


def _run(block: Block) -> list[_WorkoutStep]:
    session, steps = block.main, []
    for before in block.before:
        length_ms = round(_MS_PER_S * 60.0 * words.length_min(before))
        steps.append(_WorkoutStep("Warm-up", _TIME, length_ms, intensity=_WARMUP))
    timed = [s for s in session.steps if s.distance_m is not None or s.duration_s is not None]
    if not timed:
        kind, value = _TIME, round(_MS_PER_S * 60.0 * words.length_min(session))
        if session.distance_km is not None:
            kind, value = _DISTANCE, round(_CM_PER_KM * session.distance_km)
        name, target = words.KINDS[session.kind], session.pace_s_per_km
        return [*steps, _WorkoutStep(name, kind, value, target)]
    for step in timed:
        steps += _repeated(step, len(steps), rests="Easy")
    return steps


def _exercises(session: Session) -> list[_WorkoutStep]:
    steps: list[_WorkoutStep] = []
    for step in session.steps:
        if steps and not words.dose(step, Measures()):
            continue  # a rule in words, which a watch would wait at; a first one is a test to do
        steps += _repeated(step, len(steps), rests="Rest")
    return steps or [_WorkoutStep(words.KINDS[session.kind], _OPEN, 0)]


def _repeated(step: Step, first: int, rests: str) -> list[_WorkoutStep]:
    """A step, its pause, and the repeat of both."""
    name = _WORDS_BEFORE.split(step.text)[0]
    kind, value = _length(step)
    category = _EXERCISES.get(step.drawing)
    exercise: tuple[int, int | None] | None = None
    if category:
        exercise = (category[0], category[2] if step.load_kg else category[1])
    elif step.reps and step.drawing:
        exercise = (_PLYO, None)
    found = [
        _WorkoutStep(
            name,
            kind,
            value,
            step.pace_s_per_km,
            note=step.text,
            exercise=exercise,
            load_kg=step.load_kg,
        )
    ]
    if step.rest_s:
        pause_ms = round(_MS_PER_S * step.rest_s)
        found.append(_WorkoutStep(rests, _TIME, pause_ms, intensity=_REST))
    if (step.sets or 1) > 1:
        found.append(_WorkoutStep("", _REPEAT, first, repeat=step.sets or 1))
    return found


def _length(step: Step) -> tuple[int, int]:
    if step.distance_m is not None:
        return _DISTANCE, round(100.0 * step.distance_m)
    if step.duration_s is not None or step.hold_s is not None:
        return _TIME, round(_MS_PER_S * (step.duration_s or step.hold_s or 0.0))
    return (_REPS, step.reps) if step.reps else (_OPEN, 0)


def _message(number: int, step: _WorkoutStep) -> FitMessage:
    low = high = None
    if step.target:
        fast, slow = min(step.target), max(step.target)
        low, high = round(_MM_PER_KM / slow), round(_MM_PER_KM / fast)
    repeats = step.kind == _REPEAT
    category, name = step.exercise or (None, None)
    load = None if step.load_kg is None else round(100.0 * step.load_kg)
    return FitMessage(
        _WORKOUT_STEP,
        (
            Field(254, UINT16, number),
            Field(0, STRING, _padded(step.name, _NAME_BYTES)),
            Field(1, ENUM, step.kind),
            Field(2, UINT32, step.value),
            Field(3, ENUM, _SPEED_TARGET if step.target else _NO_TARGET),
            Field(4, UINT32, step.repeat if repeats else 0),
            Field(5, UINT32, low),
            Field(6, UINT32, high),
            Field(7, ENUM, None if repeats else step.intensity),
            Field(8, STRING, _padded(step.note, _NOTE_BYTES)),
            Field(10, UINT16, category),
            Field(11, UINT16, name),
            Field(12, UINT16, load),
        ),
    )


def _padded(text: str, size: int) -> str:
    """The text in exactly `size` bytes, so that all steps share one definition."""
    cut = text.encode()[:size].decode(errors="ignore")
    return cut + "\0" * (size - len(cut.encode()))
