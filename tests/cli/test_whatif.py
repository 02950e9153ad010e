"""``uncramp whatif`` from the outside: options, text, JSON, page, messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from uncramp.activity import synthetic_run
from uncramp.cli import facts, main


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Ask about a short run, with two simulated runners."""
    run = synthetic_run(3.5, 600.0, 0.02)
    monkeypatch.setattr(facts, "read_run", lambda *_: run)
    common = ["whatif", "run.fit", "--twins", "2", "--threads", "1"]
    return lambda *args: CliRunner().invoke(main, [*common, *args])


def test_the_answer(call: Callable[..., Result]) -> None:
    result = call("--pace", "-3%", "--drink", "0.5L", "--was-air", "20", "--was-drink", "200")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert "drinking 500 mL/h" in said
    assert "the whole run 3.0 % slower" in said
    assert "The same 2 runners with the same chance" in said
    assert "a rehydration drink delays a cramp, it does not prevent it" in said
    assert "Plain water after heavy sweating can make things worse" in said
    assert "Not a diagnosis" in said
    assert "\x1b" not in result.stdout


def test_json_holds_what_was_and_what_is_changed(call: Callable[..., Result]) -> None:
    document = json.loads(call("--air", "59F", "--was-air", "77F", "--flat", "--json").stdout)
    assert document["schema"] == "uncramp/whatif/1"
    assert document["conditions"]["air_temperature_C"]["value"] == pytest.approx(25.0)
    assert {row["change"]: row["value"] for row in document["changes"]} == {
        "air": pytest.approx(15.0), "flat": None,
    }  # fmt: skip


def test_calf_raises_before_and_after(call: Callable[..., Result]) -> None:
    document = json.loads(call("--was-calf-raises", "10", "--calf-raises", "40", "--json").stdout)
    assert document["athlete"] == {"calf_raises": 10}
    assert document["changes"][0]["value"] == 40.0


def test_a_sweep_is_a_table_and_a_picture(call: Callable[..., Result], tmp_path: Path) -> None:
    page = tmp_path / "sweep.html"
    result = call("--sweep", "pace=-4:0:2", "--html", str(page))
    assert result.exit_code == 0, result.output
    assert "Chance of a cramp by pace" in result.stdout
    assert "┃" in result.stdout
    assert len([line for line in result.stdout.splitlines() if "┃" in line]) == 3
    html = page.read_text("utf-8")
    assert 'class="band"' in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_unsafe_drinking_is_answered_with_the_warning_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(facts, "read_run", lambda *_: synthetic_run(2.4, 7200.0))
    page = tmp_path / "unsafe.html"
    words = ["--twins", "2", "--mass", "50", "--was-air", "5", "--drink", "2000", "--sodium", "0"]
    result = CliRunner().invoke(main, ["whatif", "run.fit", *words, "--html", str(page)])
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert said.startswith("Stop drinking like this: the forecast reaches blood sodium below 135")
    assert "Do not drink like this" in said
    assert "No answer on cramps" in said
    assert "What is known" not in said  # no further coaching
    html = page.read_text("utf-8")
    assert html.index("Stop drinking like this") < html.index("<h1>")


def test_drinks_by_name_and_place_and_a_doctor_first(call: Callable[..., Result]) -> None:
    words = ("--product", "ors", "--station", "1:100", "--station", "5min:50:cola",
             "--before", "200", "--was-product", "water", "--was-before", "100",
             "--health", "kidney")  # fmt: skip
    result = call(*words)
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert said.startswith("Ask your doctor before following any plan for drinking or salt")
    assert "200 mL drunk just before the start" in said
    assert "drinking 150 mL at 2 places" in said
    document = json.loads(call(*words, "--json").stdout)
    assert document["after"]["warnings"] == ["clinician"]
    assert document["conditions"]["drink"]["value"] == "Water"
    assert document["conditions"]["pre_race_mL"]["value"] == 100.0
    assert {row["change"]: row["value"] for row in document["changes"]} == {
        "product": None, "stations": None, "before": 200.0,
    }  # fmt: skip


def test_stopped_early(call: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    from uncramp.cli import progress

    def stop(_: Any, step: Any) -> None:
        if step.done >= 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(progress.ProgressBar, "show", stop)
    result = call("--air", "10")
    assert result.exit_code == 1
    assert "Stopped before the first simulated runner was done" in result.stdout
    assert "Traceback" not in result.output


def test_cite(call: Callable[..., Result]) -> None:
    result = call("--drink", "300", "--cite")
    assert "{Lau2019," in result.stdout


@pytest.mark.parametrize(
    ("args", "exit_code", "said"),
    [
        ([], 2, "Say what to change"),
        (["--pace", "-60%"], 2, "pace is −60"),
        (["--pace", "slow"], 2, "--pace"),
        (["--drink", "5000"], 2, "drink is 5000"),
        (["--flat", "--was-drink", "5000"], 2, "fluid_mL_per_h"),
        (["--stop-at", "50"], 1, "stop_at is 50 km"),
        (["--product", "beer"], 2, "no drink 'beer'"),
        (["--station", "soon"], 2, "is no place and amount"),
        (["--sweep", "product=1:2:1"], 2, "takes no number"),
        (["--sweep", "drink"], 2, "NAME=LOW:HIGH:STEP"),
        (["--sweep", "shoes=1:2:1"], 2, "'shoes' cannot be changed"),
        (["--sweep", "drink=0:900:0"], 2, "is no range"),
        (["--air", "5", "--sweep", "air=0:10:5"], 1, "changed and swept"),
        (["--flat", "--parameters", "nobody"], 2, "'nobody'"),
        (["--flat", "--html", "no/such/folder/x.html"], 1, "no folder"),
        (["--flat", "--twins", "0"], 2, "--twins"),
    ],
)
def test_messages(call: Callable[..., Result], args: list[str], exit_code: int, said: str) -> None:
    result = call(*args)
    assert result.exit_code == exit_code, result.output
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_help_says_which_is_which() -> None:
    text = CliRunner().invoke(main, ["whatif", "--help"]).stdout
    assert "--was-drink" in text
    assert "--with-route" not in text
