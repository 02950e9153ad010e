"""``uncramp save-relief``: one file, not over another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp import language
from uncramp.advice.relief_page import relief_page
from uncramp.cli import main


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(main, ["save-relief", *words], env={"LANG": "C"})


def test_the_page_is_written(run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    result = run(str(path), "--lang", "de")
    assert result.exit_code == 0
    assert path.read_text("utf-8") == relief_page(language.load("de"))
    assert "Deutsch" in result.output


def test_without_a_name_it_is_relief_html(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run().exit_code == 0
    assert (tmp_path / "relief.html").read_text("utf-8") == relief_page(language.load("en"))


def test_a_dash_is_the_output(run) -> None:
    assert run("-", "--lang", "fr").output == relief_page(language.load("fr"))


def test_an_existing_file_stays_unless_forced(run, tmp_path: Path) -> None:
    path = tmp_path / "relief.html"
    path.write_text("mine")
    result = run(str(path))
    assert result.exit_code == 1
    assert "is there already: add --force" in result.output
    assert path.read_text() == "mine"
    assert run(str(path), "--force").exit_code == 0
    assert path.read_text("utf-8").startswith("<!doctype html>")


def test_a_place_that_is_not_there_is_named(run, tmp_path: Path) -> None:
    result = run(str(tmp_path / "no" / "relief.html"))
    assert result.exit_code == 1
    assert "choose another place" in result.output
    assert "Traceback" not in result.output
