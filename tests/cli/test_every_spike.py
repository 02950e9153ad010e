"""``why --every-spike``: what is passed on, and what is said when it cannot be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from uncramp.activity import example_path
from uncramp.cli import main
from uncramp.explain import every_spike as room


def call(*args: str) -> Result:
    return CliRunner().invoke(main, ["why", str(example_path()), *args])


def test_spikes_without_every_spike_are_refused(tmp_path: Path) -> None:
    result = call("--spikes", str(tmp_path / "spikes.npy"))
    assert result.exit_code == 2
    assert "--spikes needs --every-spike" in result.stderr
    assert not (tmp_path / "spikes.npy").exists()


def test_a_file_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    result = call("--every-spike", "--spikes", str(tmp_path / "no" / "spikes.npy"))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Could not write the impulses: ")
    assert "No such file or directory" in result.stderr


def test_options_are_passed_on_and_stopping_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def stopped(*_: Any, **options: Any) -> None:
        asked.update(options)
        raise room.StoppedError("Stopped after 3 of 215 minutes of the run.")

    monkeypatch.setattr(room, "every_spike", stopped)
    result = call("--every-spike", "--spikes", "s.npy", "--threads", "2", "--seed", "5")
    assert result.exit_code == 1
    assert result.stderr == "Error: Stopped after 3 of 215 minutes of the run.\n"
    assert (asked["n_threads"], asked["spikes_path"], asked["seed"]) == (2, "s.npy", 5)
