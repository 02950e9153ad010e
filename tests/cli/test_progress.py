"""The progress bar: silent on a pipe and for the impatient second, then the answer so far."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from uncramp.cli.progress import ProgressBar


@dataclass(frozen=True)
class Step:
    stage: str
    done: int
    total: int
    twins_done: int
    twins_cramped: int


STEPS = (Step("runs", 4, 8, 4, 1), Step("runs", 8, 8, 8, 3), Step("causes", 1, 5, 8, 3))


def test_a_pipe_sees_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(patience_s=0.0) as bar:
        for step in STEPS:
            bar.show(step)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_what_takes_no_second_shows_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(enabled=True, patience_s=60.0) as bar:
        for step in STEPS:
            bar.show(step)
    assert capsys.readouterr().err == ""


def test_the_answer_so_far(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with ProgressBar(enabled=True, patience_s=0.0) as bar:
        for step in STEPS:
            bar.show(step)
        assert bar._bar is not None
        bar._bar.refresh()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "so far 3 of 8 simulated runners cramp" in captured.err
    assert "Finding out why" in captured.err
