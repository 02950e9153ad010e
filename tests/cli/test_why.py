"""``uncramp why``: what is passed on, what is printed where, exit codes, stopping early.

The simulation is replaced here by one that returns a synthetic document: these are tests of the
door, not of the physiology.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from uncramp import cramp_record
from uncramp.activity import example_path, read_activity
from uncramp.cli import main
from uncramp.parameters import load_parameters


@dataclass
class Asked:
    """What the door asked of the simulation, and what it shall answer."""

    document: dict[str, Any]
    activity: Any = None
    athlete: Any = None
    conditions: Any = None
    drinking: Any = None
    options: Any = None
    error: Exception | None = None

    def why(
        self, activity: Any, athlete: Any, conditions: Any, drinking: Any, **options: Any
    ) -> Any:
        self.activity, self.athlete = activity, athlete
        self.conditions, self.drinking, self.options = conditions, drinking, options
        if self.error is not None:
            raise self.error
        return SimpleNamespace(document=self.document)


@pytest.fixture
def asked(synthetic: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Asked:
    answer = Asked(synthetic.marathon())
    room = ModuleType("uncramp.explain")
    room.why = answer.why  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "uncramp.explain", room)
    return answer


@pytest.fixture
def call(asked: Asked) -> Callable[..., Result]:  # noqa: ARG001 - replaces the simulation
    file = str(example_path())
    return lambda *args: CliRunner().invoke(main, ["why", file, *args])


def test_the_answer(call: Callable[..., Result]) -> None:
    result = call()
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "A calf cramp was very likely, around 3:30, near km 38: 8 of 10"
    )
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_what_is_given_is_passed_on(call: Callable[..., Result], asked: Asked) -> None:
    call(
        *("--mass", "150lb", "--easy-pace", "5:30", "--race", "10", "--race-time", "45:00"),
        *("--air", "75F", "--drink", "0.5L", "--sodium", "300", "--not-salty"),
        *("--twins", "20", "--seed", "7", "--threads", "2"),
    )
    assert asked.athlete.mass_kg == pytest.approx(68.04, abs=0.01)
    assert asked.athlete.easy_pace_s_per_km == 330.0
    assert asked.athlete.salty_sweater is False
    assert asked.conditions.air_temperature_C.value == pytest.approx(23.89, abs=0.01)
    assert asked.conditions.wind_m_s.source == "file"
    assert asked.conditions.solar.source == "assumed"
    assert asked.drinking.fluid_mL_per_h == 500.0
    progress = asked.options.pop("progress")
    assert callable(progress)
    assert asked.options == {
        "n_twins": 20, "seed": 7, "n_threads": 2, "parameter_set": "reference",
    }  # fmt: skip


def test_json_is_all_there_is_on_standard_output(
    call: Callable[..., Result], asked: Asked, tmp_path: Path
) -> None:
    page = tmp_path / "run.html"
    result = call("--json", "--html", str(page))
    assert json.loads(result.stdout) == asked.document
    assert result.stderr == f"Wrote {page}.\n"
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_no_place_without_the_route(
    call: Callable[..., Result], asked: Asked, synthetic: ModuleType
) -> None:
    asked.document = synthetic.with_route(asked.document)
    assert "route" not in json.loads(call("--json").stdout)


def test_the_route_comes_from_the_file(call: Callable[..., Result], asked: Asked) -> None:
    found = json.loads(call("--json", "--with-route").stdout)
    has_positions = asked.activity.latitude_deg is not None
    assert ("route" in found) == has_positions
    if has_positions:
        assert len(found["route"]["latitude_deg"]) == len(found["timeline"]["time_s"])


def test_imperial(call: Callable[..., Result]) -> None:
    assert "26.1 mi" in call("--units", "imperial").stdout


def test_cite_prints_the_source_of_every_number(call: Callable[..., Result]) -> None:
    result = call("--cite")
    assert result.exit_code == 0
    keys = {parameter.source for parameter in load_parameters().values()} | {"uncramp2026"}
    for key in keys:
        assert f"{{{key}," in result.stdout


def test_stopped_early_prints_what_is_known_and_could_not_finish(
    call: Callable[..., Result], asked: Asked, synthetic: ModuleType
) -> None:
    asked.document = synthetic.stopped()
    result = call()
    assert result.exit_code == 1
    assert "A calf cramp was possible, around 3:30, near km 38: 3 of 8" in result.stdout
    assert "Stopped early" in result.stdout
    assert "Traceback" not in result.output


def test_weather_that_the_file_gets_wrong_is_said(
    call: Callable[..., Result], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from uncramp.activity import Weather
    from uncramp.cli import facts

    read = facts.read_run

    def odd(*args: Any) -> Any:
        from dataclasses import replace

        return replace(read(*args), weather=Weather(air_temperature_C=300.0))

    monkeypatch.setattr(facts, "read_run", odd)
    call()
    assert any("300" in line for line in asked.activity.warnings)


@pytest.mark.parametrize(
    ("args", "exit_code", "said"),
    [
        (["nowhere.fit"], 1, "nowhere.fit"),
        ([], 0, "Usage:"),
        (["FILE", "--twins", "0"], 2, "--twins"),
        (["FILE", "--mass", "heavy"], 2, "kg"),
        (["FILE", "--mass", "5"], 2, "mass_kg"),
        (["FILE", "--race", "10"], 2, "race_time"),
        (["FILE", "--humidity", "140"], 2, "relative_humidity_pct"),
        (["FILE", "--parameters", "nobody"], 2, "'nobody'"),
        (["FILE", "--units", "furlong"], 2, "metric"),
        (["FILE", "--json", "--cite"], 2, "--cite"),
        (["FILE", "--athlete", "nobody.toml"], 1, "nobody.toml"),
        (["FILE", "--html", "no/such/folder/run.html"], 1, "no folder"),
        (["FILE", "--html", "."], 2, "directory"),
    ],
)
@pytest.mark.usefixtures("asked")
def test_exit_codes_and_messages(args: list[str], exit_code: int, said: str) -> None:
    words = [str(example_path()) if word == "FILE" else word for word in args]
    result = CliRunner().invoke(main, ["why", *words])
    if args:
        assert result.exit_code == exit_code
        assert result.stdout == ""
        assert said in result.stderr
        assert "Traceback" not in result.output
    else:
        assert said in result.output


def test_what_the_simulation_refuses_is_one_sentence(
    call: Callable[..., Result], asked: Asked
) -> None:
    asked.error = ValueError("soleus.x: 3\nlies outside")
    result = call()
    assert result.exit_code == 1
    assert result.stderr == "Error: soleus.x: 3 lies outside\n"


def test_a_run_from_standard_input(asked: Asked) -> None:
    data = example_path().read_bytes()
    result = CliRunner().invoke(main, ["why", "-"], input=data)
    assert result.exit_code == 0
    assert asked.activity.distance_km > 1.0
    assert "uncramp why your-run.fit" in result.stdout


@pytest.mark.usefixtures("asked")
def test_demo_needs_nothing_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["demo"])
    assert result.exit_code == 0
    assert "A calf cramp was" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_demo_brings_its_runner_and_weather(asked: Asked) -> None:
    CliRunner().invoke(main, ["demo", "--twins", "4"])
    assert asked.athlete.calf_raises is not None
    assert asked.conditions.solar.source == "given"
    assert asked.options["n_twins"] == 4


# --- the record of cramps -------------------------------------------------------------------------


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record with two cramps in the year before the shipped run, one older, one of its day."""
    path = tmp_path / "mine.jsonl"
    monkeypatch.setenv("UNCRAMP_RECORD", str(path))
    start = read_activity(example_path()).start
    assert start
    for days in (0, 3, 200, 400):
        day = (start.date() - timedelta(days=days)).isoformat()
        cramp_record.append(path, cramp_record.Cramp(day, 600.0, "calf", "left"))
    return path


@pytest.mark.usefixtures("record")
def test_recorded_cramps_count_and_the_answer_says_so(
    call: Callable[..., Result], asked: Asked
) -> None:
    call()
    assert asked.athlete.cramps_last_year == 2
    assert any(
        "2 calf cramps in the year before the run: from your record of cramps, mine.jsonl" in line
        for line in asked.activity.warnings
    )


@pytest.mark.usefixtures("record")
def test_what_is_said_goes_before_the_record(call: Callable[..., Result], asked: Asked) -> None:
    call("--cramps-last-year", "0")
    assert asked.athlete.cramps_last_year == 0
    assert not any("record" in line for line in asked.activity.warnings)


def test_without_a_record_nothing_is_assumed(call: Callable[..., Result], asked: Asked) -> None:
    call()
    assert asked.athlete.cramps_last_year is None


def test_a_damaged_record_is_left_out_and_named(
    call: Callable[..., Result], asked: Asked, record: Path
) -> None:
    record.write_text("not a cramp\n")
    assert call().exit_code == 0
    assert asked.athlete.cramps_last_year is None
    assert any(
        "left out" in line and "mine.jsonl line 1" in line for line in asked.activity.warnings
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [("de", "Ein Wadenkrampf war"), ("es", "Un calambre de pantorrilla era"), ("fr", "Une crampe")],
)
def test_it_answers_in_the_language_of_the_runner(
    call: Callable[..., Result], tmp_path: Path, code: str, said: str
) -> None:
    page = tmp_path / "page.html"
    result = call("--lang", code, "--html", str(page))
    assert result.exit_code == 0
    assert result.stdout.startswith(said)
    assert f'<html lang="{code}">' in page.read_text("utf-8")
    assert str(page) in result.stderr
    assert "Wrote" not in result.stderr
    assert json.loads(call("--lang", code, "--json").stdout)["schema"] == "uncramp/result/1"


def test_the_system_chooses_the_language(asked: Asked) -> None:  # noqa: ARG001
    result = CliRunner().invoke(main, ["demo"], env={"LANG": "fr_CH.UTF-8"})
    assert result.stdout.startswith("Une crampe")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "absent.fit: diese Datei gibt es nicht; prüfe Name und Ordner."),
        ("es", "absent.fit: no existe ese archivo; comprueba el nombre y la carpeta."),
        ("fr", "absent.fit : ce fichier n'existe pas ; vérifiez le nom et le dossier."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_the_language(code: str, said: str) -> None:
    result = CliRunner().invoke(main, ["why", "absent.fit", "--lang", code])
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())
