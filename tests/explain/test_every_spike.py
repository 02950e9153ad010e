"""One calf of human size: what the document says, on any number of threads, and when stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from uncramp.activity.synthetic import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain import Progress
from uncramp.explain.every_spike import StoppedError, every_spike

SECONDS = 25
FACTS = (
    synthetic_run(np.full(SECONDS, 3.2), SECONDS, np.zeros(SECONDS)),
    Athlete(cramps_last_year=0),
    Conditions.resolve({}),
    DrinkingPlan(),
)


def test_one_calf_whatever_the_threads(tmp_path: Path) -> None:
    path = tmp_path / "spikes.npy"
    steps: list[Progress] = []
    one = every_spike(*FACTS, n_threads=1, spikes_path=path, progress=steps.append).document
    two = every_spike(*FACTS, n_threads=2).document
    assert one == two
    said = one["one_calf"]
    assert sum(said["n_units"].values()) == 1809
    assert said["step_ms"] == 0.25
    assert said["simulated_s"] == pytest.approx(SECONDS, abs=1.5)
    assert len(np.load(path)) == said["spikes"] > 10_000
    assert steps[-1].done == steps[-1].total


def test_stopped_it_says_how_far_it_was(tmp_path: Path) -> None:
    path = tmp_path / "spikes.npy"

    def stop(step: Progress) -> None:
        if step.done > 10:
            raise KeyboardInterrupt

    with pytest.raises(StoppedError, match="until then this calf had no cramp"):
        every_spike(*FACTS, n_threads=1, spikes_path=path, progress=stop)
    spikes = np.load(path)
    assert len(spikes) > 1000
    assert spikes["ms"].max() > 9000
