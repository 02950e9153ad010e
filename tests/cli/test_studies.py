"""``uncramp studies``: tables, figures, switches, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp import studies as room
from uncramp.cli import main

QUICK = "khan_burne2007"


def call(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["studies", *arguments])
    return done.exit_code, done.output


def test_one_study_is_a_table() -> None:
    code, output = call(QUICK, "--subjects", "1")
    assert code == 0, output
    assert "observed" in output
    assert "simulated" in output
    assert "LE05" in output


def test_json_is_json() -> None:
    code, output = call(QUICK, "--subjects", "1", "--json", "--without", "pic")
    assert code == 0, output
    document = json.loads(output)
    assert document["schema"] == "uncramp/studies/1"
    assert document["studies"][0]["without"] == ["pic"]


def test_a_figure_goes_where_it_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(QUICK, "--subjects", "1", "--plot", "a.svg")[0] == 0
    assert call(QUICK, "--subjects", "1", "--plot")[0] == 0
    assert call("--subjects", "1", "--plot", QUICK)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", f"{QUICK}.svg"]


def test_without_a_name_there_is_a_line_per_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "NAMES", (QUICK, "stone2010"))
    code, output = call("--subjects", "1")
    assert code == 0, output
    assert "G16" in output
    assert "of 1 gates within bounds" in output


def test_components_are_listed() -> None:
    code, output = call("--components")
    assert code == 0
    assert "spindle_gain" in output
    assert "Electrolytes and dehydration" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("miller2011",), "There is no study 'miller2011'"),
        (("--without", "spindle"), "did you mean spindle_gain"),
        ((QUICK, "--plot", "a.png"), "ending .svg"),
        (("--plot", "a.svg"), "draws one study"),
        ((QUICK, "--subjects", "0"), "--subjects"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], said: str) -> None:
    code, output = call(*arguments)
    assert code == 2
    assert said in output


def test_a_missing_folder_is_told() -> None:
    code, output = call(QUICK, "--plot", "nowhere/a.svg")
    assert code == 1
    assert "There is no folder" in output
