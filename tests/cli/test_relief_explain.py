"""``uncramp relief --explain``: the experiment behind the door, and what it refuses."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from uncramp.cli import main
from uncramp.experiments import relief as experiment


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["relief", *words])


@pytest.fixture(scope="module")
def once() -> experiment.ReliefTable:
    """One calf per muscle, simulated once for all tests here."""
    return experiment.run_relief(1, seed=3)


@pytest.fixture
def asked(once: experiment.ReliefTable, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The simulation replaced by the table at hand; holds what it was asked."""
    calls: list[Any] = []

    def run_relief(calves: int, seed: int, **_: Any) -> experiment.ReliefTable:
        calls.append((calves, seed))
        return once

    monkeypatch.setattr(experiment, "run_relief", run_relief)
    return calls


def test_the_table_in_the_terminal(asked: list[Any]) -> None:
    result = run("--explain")
    assert result.exit_code == 0, result.output
    assert asked == [(10, 1)]
    for part in ("Cramp of the soleus", "What happened", "Beside people", "Bertolasi1993"):
        assert part in result.output
    assert result.stderr == ""


def test_json_and_files(asked: list[Any], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    page, picture = tmp_path / "r.html", tmp_path / "r.png"
    words = ("--html", str(page), "--png", str(picture), "--calves", "1", "--seed", "3")
    result = run("--explain", "--json", *words)
    assert result.exit_code == 0, result.output
    assert asked == [(1, 3)]
    document = json.loads(result.stdout)
    assert document["schema"] == "uncramp/relief/1"
    assert {row["means"] for row in document["rows"]} >= {"none", "gentle", "drink", "pickle"}
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert result.stderr == f"Wrote {page}.\nWrote {picture}.\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--html", "x.html"), 2, "--html: only with --explain"),
        (("--seed", "1", "--calves", "2"), 2, "only with --explain"),
        (("--explain", "--triage"), 2, "--explain simulates"),
        (("--explain", "--calves", "0"), 2, "--calves"),
        (("--explain", "--html", "/no/such/folder/x.html"), 1, "There is no folder"),
    ],
)
def test_what_is_refused(asked: list[Any], words: tuple[str, ...], code: int, message: str) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert message in " ".join(result.output.split())
    assert asked == []


def test_without_matplotlib_the_picture_is_refused_before_the_work(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    from uncramp.cli.relief_explain import _check_plot

    with pytest.raises(Exception, match=r"uncramp\[plot\]"):
        _check_plot()
    assert asked == []
    assert not list(tmp_path.iterdir())
