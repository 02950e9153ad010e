"""``uncramp plan``: from words to weeks, files, replanning, messages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from uncramp.advice import outlook as outlook_module
from uncramp.advice.plan import Outlook, Share
from uncramp.cli import main

RACE = ("--race", "2027-04-18", "--distance", "42.2", "--today", "2026-12-28")
WHO = ("--weekly-km", "40", "--longest-km", "16", "--easy-pace", "5:30", "--mass", "70")
QUICK = ("--no-simulate",)


@pytest.fixture(autouse=True)
def no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of cramps of its own for every test."""
    record = tmp_path / "cramps.jsonl"
    monkeypatch.setenv("UNCRAMP_RECORD", str(record))
    return record


def call(*arguments: object) -> Any:
    return CliRunner().invoke(main, ["plan", *map(str, arguments)])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan kept as JSON."""
    folder = tmp_path_factory.mktemp("plan")
    done = CliRunner().invoke(
        main,
        ["plan", *RACE, *WHO, *QUICK, "--target", "3:40", "--json"],
        env={"UNCRAMP_RECORD": str(folder / "none")},
    )
    assert done.exit_code == 0, done.output
    path = folder / "plan.json"
    path.write_text(done.stdout, "utf-8")
    return path


def test_the_weeks(kept: Path) -> None:
    table = json.loads(kept.read_text("utf-8"))
    assert table["schema"] == "uncramp/plan/1"
    assert table["race"]["target_time_s"] == 3 * 3600 + 40 * 60
    assert len(table["weeks"]) == 16
    assert table["outlook"] is None


def test_the_text_says_how_sure(kept: Path) -> None:  # noqa: ARG001
    done = call(*RACE, *WHO, *QUICK, "--target", "3:40")
    assert done.exit_code == 0
    assert "R42.2" in done.output
    assert "convention; no effect on injuries in the randomised trial" in done.output
    assert "Calf strength [hypothesis]" in done.output
    assert "Not a diagnosis" in done.output


def test_imperial() -> None:
    done = call(*RACE, *WHO, *QUICK, "--units", "imperial")
    assert "26.2 mi" in done.output
    assert "R26.2" in done.output


def test_days_and_long_run() -> None:
    done = call(*RACE, *WHO, *QUICK, "--days", "mon,wed,fri", "--long", "sat", "--json")
    table = json.loads(done.stdout)
    assert table["wishes"]["days"] == [0, 2, 4, 5]
    longs = [
        day["date"]
        for week in table["weeks"]
        for day in week["days"]
        for session in day["sessions"]
        if session["kind"] == "long"
    ]
    from datetime import date

    assert {date.fromisoformat(day).weekday() for day in longs} == {5}


def test_files(tmp_path: Path) -> None:
    done = call(
        *RACE,
        *WHO,
        *QUICK,
        *("--ics", tmp_path / "p.ics", "--csv", tmp_path / "p.csv", "--fit", tmp_path / "fit"),
        *("--intervals", tmp_path / "p.txt", "--zone", "Europe/Berlin"),
        *("--html", tmp_path / "p.html"),
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "p.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert (tmp_path / "p.csv").read_text("utf-8").count("\n") > 100
    assert "Calf strength" in (tmp_path / "p.html").read_text("utf-8")
    assert (tmp_path / "p.txt").stat().st_size > 1000
    assert len(list((tmp_path / "fit").glob("*.fit"))) > 50


def test_replanning(kept: Path) -> None:
    done = call(
        "--replan", kept, *WHO, *QUICK, "--today", "2027-01-20", "--missed", "2027-01-19", "--json"
    )
    assert done.exit_code == 0, done.output
    table = json.loads(done.stdout)
    assert table["sequence"] == 1
    assert table["planned_from"] == "2027-01-20"
    again = call("--replan", kept, *WHO, *QUICK, "--today", "2027-01-20")
    assert "version 2" in again.output


def test_a_calendar_imported_again_updates(kept: Path, tmp_path: Path) -> None:
    """A client keeps one event for each UID: the one of the highest sequence."""
    import icalendar

    def imported(path: Path) -> dict[str, icalendar.Event]:
        found = list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
        assert len({event["uid"] for event in found}) == len(found)
        return {str(event["uid"]): event for event in found}

    zone = ("--zone", "Europe/Berlin")
    first, second = tmp_path / "first.ics", tmp_path / "second.ics"
    call("--replan", kept, *WHO, *QUICK, "--today", "2026-12-28", *zone, "--ics", first)
    later = ("--today", "2027-02-10", "--missed", "2027-02-07", "--sore", "2027-02-09")
    call("--replan", kept, *WHO, *QUICK, *later, *zone, "--ics", second)
    old, new = imported(first), imported(second)
    assert set(old) <= set(new)
    for uid, event in new.items():
        assert event["sequence"] == 1
        if uid in old:
            assert event["dtstamp"].dt > old[uid]["dtstamp"].dt
    gone = [event for event in new.values() if event["status"] == "CANCELLED"]
    assert any(event["dtstart"].dt.date().isoformat() == "2027-02-07" for event in gone)
    spring = [e for e in new.values() if str(e["dtstart"].dt).startswith("2027-03-28 07")]
    assert [event["dtstart"].dt.utcoffset().total_seconds() for event in spring[:1]] == [7200.0]


def test_a_condition_stays_when_planning_again(tmp_path: Path) -> None:
    made = call(*RACE, *WHO, *QUICK, "--condition", "kidney", "--json")
    path = tmp_path / "plan.json"
    path.write_text(made.stdout, "utf-8")
    again = json.loads(
        call("--replan", path, *WHO, *QUICK, "--today", "2027-01-20", "--json").stdout
    )
    assert again["conditions"] == ["kidney"]
    drinks = {
        step["text"]
        for week in again["weeks"]
        for day in week["days"]
        for session in day["sessions"]
        if session["kind"] == "drink"
        for step in session["steps"]
    }
    assert not [text for text in drinks if "mL" in text]


def test_a_cramp_of_the_record_calms_the_plan(no_record: Path) -> None:
    line = {"schema": 1, "date": "2026-12-27", "time_s": 60, "muscle": "calf", "side": "left"}
    no_record.write_text(json.dumps(line) + "\n", "utf-8")
    done = call(*RACE, *WHO, *QUICK)
    assert "no growth before 2027-01-03" in done.output
    assert "see a doctor" in done.output  # with what must not be trained on


def test_the_outlook_names_hypotheses(monkeypatch: pytest.MonkeyPatch) -> None:
    def simulated(*_: object, n_twins: int, seed: int, **__: object) -> Outlook:
        shares = (
            Share("load", 0.1, "moderate", "longest run 30 km"),
            Share("strength", 0.05, "hypothesis", "7 % stronger", (-0.02, 0.12)),
        )
        return Outlook(n_twins, seed, 0.5, 0.35, (0.4, 0.6), (0.25, 0.45), shares, "simulated")

    monkeypatch.setattr(outlook_module, "outlook", simulated)
    done = call(*RACE, *WHO, "--twins", 12)
    assert done.exit_code == 0
    assert "In 12 simulated runners" in done.output
    line = next(line for line in done.output.splitlines() if line.strip().startswith("strength"))
    assert "−5 points (−12 to +2)" in line
    assert "hypothesis" in line
    assert "assumed" in line


def test_the_outlook_knows_the_recorded_cramps(
    no_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the file named, or of the usual one; what is said now goes before it."""
    asked: list[int | None] = []

    def simulated(_: object, athlete: Any, **__: object) -> Outlook:
        asked.append(athlete.cramps_last_year)
        return Outlook(2, 1, 0.5, 0.5, (0.1, 0.9), (0.1, 0.9), (), "simulated")

    def cramped(record: Path, *days: str) -> None:
        lines = [
            json.dumps({"schema": 1, "date": day, "time_s": 60, "muscle": "calf", "side": "left"})
            for day in days
        ]
        record.write_text("".join(line + "\n" for line in lines), "utf-8")

    monkeypatch.setattr(outlook_module, "outlook", simulated)
    silent = json.loads(call(*RACE, *WHO, "--json").stdout)
    cramped(no_record, "2026-05-03", "2026-12-28", "2025-01-01")  # one is today, one long ago
    known = json.loads(call(*RACE, *WHO, "--json").stdout)
    other = tmp_path / "other.jsonl"
    cramped(other, "2026-06-01")
    call(*RACE, *WHO, "--record", other)
    told = call(*RACE, *WHO, "--cramps-last-year", 5, "--json")
    plan = tmp_path / "plan.json"
    plan.write_text(told.stdout, "utf-8")
    call("--replan", plan, "--today", "2027-01-20")  # the record goes on, what was told does not
    no_record.unlink()
    call("--replan", plan, "--today", "2027-01-20")
    assert asked == [None, 2, 1, 5, 2, 5]
    assert silent["outlook"]["note"] == "simulated"
    assert known["outlook"]["note"].startswith("2 calf cramps in the year before")


def test_stopping_the_simulation_keeps_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> Outlook:
        raise KeyboardInterrupt

    monkeypatch.setattr(outlook_module, "outlook", stopped)
    done = call(*RACE, *WHO)
    assert done.exit_code == 1
    assert "R42.2" in done.output


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("--race", "2027-04-18"), "give --race and --distance", 2),
        ((*RACE, "--days", "mon,funday"), "write weekdays", 2),
        ((*RACE, "--long", "sat,sun"), "give one weekday", 2),
        ((*RACE, "--target", "soon"), "write 3:30", 2),
        ((*RACE, "--target", "0:10"), "is no time for", 2),
        ((*RACE, "--condition", "gills"), "no condition", 2),
        (("--race", "2020-01-01", "--distance", "10", "--today", "2026-01-01"), "not ahead", 2),
        ((*RACE, "--history", "nowhere"), "no such folder", 1),
        ((*RACE, "--zone", "Mars"), "not a time zone", 2),
        ((*RACE, "--course", "nowhere.gpx", "--simulate"), "nowhere.gpx", 1),
    ],
)
def test_messages(arguments: tuple[str, ...], words: str, code: int) -> None:
    done = call(*QUICK, *arguments)
    assert done.exit_code == code, done.output
    assert words in " ".join(done.output.split())
    assert "Traceback" not in done.output


def test_what_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for text, words in (("nonsense", "is not JSON"), ("{}", "not a plan")):
        path.write_text(text)
        done = call("--replan", path, *QUICK)
        assert done.exit_code == 1
        assert words in done.output


@pytest.mark.parametrize(
    ("text", "km", "seconds"),
    [
        ("3:30", 42.2, 12600.0),
        ("25:00", 5.0, 1500.0),
        ("1:05", 10.0, 3900.0),
        ("0:45:00", 10, 2700),
    ],
)
def test_targets_are_read_as_a_runner_means_them(text: str, km: float, seconds: float) -> None:
    from uncramp.cli.plan import _target_s

    assert _target_s(text, km) == seconds
