"""FIT workouts: three independent decoders read back what was planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import chiptime
import fitfast
import pytest
from garmin_fit_sdk import Decoder, Stream

from uncramp.advice.plan import RUNS, Session, Step
from uncramp.report.plan_fit import plan_fit, workout_fit
from uncramp.report.plan_words import Block, blocks

DAY = datetime(2027, 3, 15, tzinfo=UTC).date()
TIME, DISTANCE = "time", "distance"


def official(file: bytes) -> dict[str, list[dict[str, Any]]]:
    """What the maker's own decoder reads."""
    whole = Decoder(Stream.from_byte_array(bytearray(file)))
    assert whole.is_fit()
    assert whole.check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(file))).read()
    assert not errors
    return messages


@pytest.fixture(scope="module")
def files(plans: ModuleType) -> dict[str, bytes]:
    return plan_fit(plans.plan())


def test_a_file_for_each_run_strength_and_jump_session(
    plans: ModuleType, files: dict[str, bytes]
) -> None:
    wanted = [
        f"{day.date.isoformat()}-{block.main.kind}"
        for day in plans.plan().days()
        for block in blocks(day)
        if block.main.kind in (*RUNS, "strength", "plyometrics")
    ]
    assert sorted(files) == sorted(f"{name}.fit" for name in wanted)


def test_decoders_agree_on_every_file(files: dict[str, bytes]) -> None:
    for name, file in files.items():
        theirs, fast = official(file), fitfast.parse(file)
        assert set(fast) == {"file_id", "file_creator", "workout", "workout_step"}, name
        assert chiptime.parse(file, mode="strict").errors == [], name
        assert fast["file_id"][0]["type"] == theirs["file_id_mesgs"][0]["type"] == "workout"
        steps = theirs["workout_step_mesgs"]
        assert len(steps) == theirs["workout_mesgs"][0]["num_valid_steps"]
        for one, other in zip(fast["workout_step"], steps, strict=True):
            assert {key: other[key] for key in one} == one
        assert [step["message_index"] for step in steps] == list(range(len(steps)))


def test_a_run_with_repeats(files: dict[str, bytes]) -> None:
    read = official(files["2027-03-18-hard.fit"])
    assert read["workout_mesgs"][0]["sport"] == "running"
    assert read["workout_mesgs"][0]["wkt_name"] == "4 × 1 km at 10 km pace"
    warm, easy, fast, jog, repeat, home = read["workout_step_mesgs"]
    assert (warm["intensity"], warm["duration_time"]) == ("warmup", 360.0)
    assert (easy["duration_type"], easy["duration_value"]) == (DISTANCE, 250_000)
    assert fast["duration_distance"] == 1000.0
    assert fast["target_type"] == "speed"
    assert fast["target_value"] == 0
    assert fast["custom_target_value_low"] == round(1e6 / 295)
    assert fast["custom_target_value_high"] == round(1e6 / 285)
    assert (jog["duration_type"], jog["duration_time"]) == (TIME, 120.0)
    assert jog["intensity"] == "rest"
    assert repeat["duration_type"] == "repeat_until_steps_cmplt"
    assert repeat["duration_step"] == 2
    assert repeat["repeat_steps"] == 4
    assert home["duration_value"] == 600_000


def test_a_plain_run_is_one_step(files: dict[str, bytes]) -> None:
    warm, run = official(files["2027-03-16-easy.fit"])["workout_step_mesgs"]
    assert warm["wkt_step_name"] == "Warm-up"
    assert run["duration_distance"] == 8000.0
    assert run["custom_target_speed_low"] == pytest.approx(1000 / 370, abs=5e-4)
    assert run["custom_target_speed_high"] == pytest.approx(1000 / 340, abs=5e-4)


def test_strength_has_repetitions_and_weights(files: dict[str, bytes]) -> None:
    read = official(files["2027-03-17-strength.fit"])
    assert read["workout_mesgs"][0]["sub_sport"] == "strength_training"
    raise_, rest, repeat, seated, *_ = read["workout_step_mesgs"]
    assert (raise_["duration_type"], raise_["duration_reps"]) == ("reps", 12)
    assert raise_["exercise_category"] == "calf_raise"
    assert raise_["exercise_weight"] == 2.5
    assert rest["duration_time"] == 90.0
    assert (repeat["duration_step"], repeat["repeat_steps"]) == (0, 3)
    assert seated["exercise_weight"] == 12.5


def test_jumps_begin_with_the_test_and_words_alone_are_left_out(files: dict[str, bytes]) -> None:
    steps = official(files["2027-03-19-plyometrics.fit"])["workout_step_mesgs"]
    assert steps[0]["duration_type"] == "open"
    assert steps[0]["wkt_step_name"] == "Test"
    assert steps[1]["exercise_category"] == "plyo"
    lift = Session(
        "a", "strength", "Lift", steps=(Step("Raise", sets=2, reps=3), Step("Only words."))
    )
    names = [
        step.get("wkt_step_name")
        for step in official(workout_fit(Block(lift), DAY))["workout_step_mesgs"]
    ]
    assert names == ["Raise", None]


def test_two_sessions_of_a_kind_get_two_files(plans: ModuleType) -> None:
    plan = plans.plan()
    day = plan.weeks[0].days[1]
    twice = replace(day, sessions=(*day.sessions, replace(day.sessions[1], uid="b")))
    week = replace(plan.weeks[0], days=(twice,))
    assert list(plan_fit(replace(plan, weeks=(week,)))) == [
        "2027-03-16-easy.fit",
        "2027-03-16-easy-2.fit",
    ]


@pytest.mark.parametrize("text", ["ä" * 200, "x" * 300, "", "漢字" * 90])
def test_long_texts_are_cut_between_letters(text: str) -> None:
    session = Session("a", "strength", text or "t", steps=(Step(text, reps=5),))
    read = official(workout_fit(Block(session), DAY))
    name = read["workout_mesgs"][0]["wkt_name"]
    assert (text or "t").startswith(name)
    assert len(name.encode()) <= 23
    step = read["workout_step_mesgs"][0]
    assert text.startswith(step.get("notes", ""))


def test_files_are_the_same_and_serials_differ(plans: ModuleType, files: dict[str, bytes]) -> None:
    assert plan_fit(plans.plan()) == files
    serials = {official(file)["file_id_mesgs"][0]["serial_number"] for file in files.values()}
    assert len(serials) == len(files)
    made = official(files["2027-03-16-easy.fit"])["file_id_mesgs"][0]["time_created"]
    assert made == datetime(2027, 3, 15, tzinfo=UTC)


def test_after_planning_again_only_what_lies_ahead(plans: ModuleType) -> None:
    plan = plans.missed()
    assert plan.planned_from is not None
    assert min(plan_fit(plan)) >= plan.planned_from.isoformat()
    assert len(plan_fit(plan)) < len(plan_fit(plans.plan()))
