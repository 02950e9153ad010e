"""``uncramp log-cramp``: from what a runner types to a line of the record."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp import cramp_record, language
from uncramp.activity import example_path, read_activity
from uncramp.cli import main


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "cramps.jsonl"


@pytest.fixture
def run(record: Path):
    return lambda *words: CliRunner().invoke(main, ["log-cramp", "--record", str(record), *words])


def test_the_line_of_the_manual(run, record: Path, tmp_path: Path) -> None:
    activity = tmp_path / "sunday.fit"
    activity.write_bytes(b"a run")
    words = "--time 2:41 --muscle gastrocnemius --side left --ended-by stretch --pain 7"
    result = run(str(activity), *words.split())
    assert result.exit_code == 0, result.output
    assert "2:41:00 into the run" in result.output
    assert "sunday.fit could not be read as a run: the time was not checked" in result.output
    (cramp,) = cramp_record.read(record)
    assert (cramp.time_s, cramp.muscle, cramp.side) == (9660.0, "gastrocnemius", "left")
    assert (cramp.ended_by, cramp.pain, cramp.date) == ("stretch", 7, date.today().isoformat())
    assert (cramp.run, cramp.run_sha256) == ("sunday.fit", sha256(b"a run").hexdigest())


@pytest.mark.parametrize(
    ("typed", "time_s"), [("2:41", 9660), ("0:05", 300), ("2:41:30", 9690), ("0:41:30", 2490)]
)
def test_times(run, record: Path, typed: str, time_s: float) -> None:
    assert run("--time", typed, "--side", "both").exit_code == 0
    assert cramp_record.read(record)[0].time_s == time_s


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--time", "late", "--side", "left"], "'late' is not a time into the run; write 2:41"),
        (["--time", "2:75", "--side", "left"], "is not a time into the run"),
        (["--time", "41:30", "--side", "left"], "Write 0:41:30 for minutes and seconds"),
        (["--time", "99:00:00", "--side", "left"], "99:00:00 is too long: 72 hours at most"),
        (["--time", "2:41", "--side", "up"], "'up' is not one of 'left', 'right', 'both'"),
        (["--time", "2:41", "--side", "left", "--pain", "11"], "0<=x<=10"),
        (["--time", "2:41", "--side", "left", "--date", "2999-01-01"], "lies in the future"),
        (
            ["--time", "2:41", "--side", "left", "--lasted", "nan"],
            "'--lasted': 'nan' is not a number.",
        ),
        (
            ["--time", "late", "--side", "left", "--lang", "de"],
            "kein Zeitpunkt im Lauf; schreib 2:41",
        ),
        (["--time", "2:41"], "--side"),
        (["absent.fit", "--time", "2:41", "--side", "left"], "absent.fit"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    run, record: Path, words: list[str], message: str
) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert not record.exists()


def test_day_and_length_come_from_the_run(run, record: Path) -> None:
    file = example_path()
    activity = read_activity(file)
    result = run(str(file), "--time", "0:10", "--side", "left")
    assert result.exit_code == 0, result.output
    assert activity.start
    assert cramp_record.read(record)[0].date == activity.start.date().isoformat()
    assert run(str(file), "--time", "0:10", "--side", "left", "--date", "2026-01-02").exit_code == 0
    assert cramp_record.read(record)[1].date == "2026-01-02"


def test_a_time_after_the_end_of_the_run_is_refused(run, record: Path) -> None:
    result = run(str(example_path()), "--time", "11:59", "--side", "left")
    assert result.exit_code == 2
    assert "11:59:00 is after the end of" in " ".join(result.output.split())
    assert not record.exists()


@pytest.mark.parametrize("code", ["de", "es", "fr"])
def test_it_answers_in_the_language_of_the_runner(run, code: str) -> None:
    words = ["--time", "2:41", "--side", "left", "--muscle", "soleus", "--lang", code]
    told = language.load(code).gettext
    result = run(*words)
    assert result.exit_code == 0
    sentence = told("Written: {muscle}, {side}, {time} into the run on {day}, in {path}")
    assert sentence != "Written: {muscle}, {side}, {time} into the run on {day}, in {path}"
    assert result.output.startswith(sentence.partition("{muscle}")[0])
    assert told("left") in result.output
    assert told("left") != "left"


def test_the_same_cramp_is_not_counted_twice(run, record: Path) -> None:
    words = ["--time", "2:41", "--side", "left", "--date", "2026-05-03"]
    assert run(*words).exit_code == 0
    again = run(*words, "--pain", "7")
    assert again.exit_code == 0
    assert "in the record already: nothing was added" in again.output
    assert len(cramp_record.read(record)) == 1
    assert run(*words[:3], "right", *words[4:]).exit_code == 0
    assert len(cramp_record.read(record)) == 2, "the other leg is another cramp"


def test_a_broken_line_is_named_and_does_not_keep_the_new_one_out(run, record: Path) -> None:
    record.write_text("garbage\n")
    result = run("--time", "2:41", "--side", "left")
    assert result.exit_code == 0
    assert "line 1" in result.output
    assert "mend or delete this line" in " ".join(result.output.split())
    assert len(record.read_text().splitlines()) == 2


def test_a_record_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    place = tmp_path / "file" / "cramps.jsonl"
    words = ["log-cramp", "--time", "2:41", "--side", "left", "--record", str(place)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    assert "nothing was added. Choose a place with --record" in result.output


def test_the_environment_names_the_record(record: Path) -> None:
    words = ["log-cramp", "--time", "1:00", "--side", "right", "--note", "  hill  "]
    result = CliRunner().invoke(main, words, env={"UNCRAMP_RECORD": str(record)})
    assert result.exit_code == 0
    assert cramp_record.read(record)[0].note == "hill"


def test_every_option_is_in_the_manual(root: Path) -> None:
    manual = (root / "docs" / "reference" / "cramp-record.md").read_text("utf-8")
    for name in cramp_record.Cramp.__dataclass_fields__:
        assert f"`{name}`" in manual, name
    for choice in (*cramp_record.MUSCLES, *cramp_record.SIDES, *cramp_record.ENDED_BY):
        assert f"`{choice}`" in manual, choice
