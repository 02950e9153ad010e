"""One calf at human size through a whole run, every spike: what the windows of `why` stand for."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from uncramp.activity import Activity
from uncramp.athlete import Athlete
from uncramp.calf import MUSCLES, Window
from uncramp.calf.crew import available_cores
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain import Explanation, Progress
from uncramp.explain.document import document
from uncramp.explain.session import Session
from uncramp.explain.spike_file import SpikeFile
from uncramp.simulation import Detail, Result, Scenario
from uncramp.twin import Twin

SUBSTEPS = 4  # steps of the motor neurons per ms
_SHARES = ("probability", "probability_p10", "probability_p90")


class StoppedError(Exception):
    """The run was interrupted; the message says how far it was."""


@dataclass
class _Watch:
    """Counts spikes, reports how far the run is, and writes the spikes where that is wanted."""

    n_units: tuple[int, int, int]
    total_s: int
    progress: Callable[[Progress], None] | None
    file: SpikeFile | None
    n_spikes: float = 0.0
    now_s: int = 0

    def __call__(self, start_ms: int, window: Window) -> None:
        rates = sum(r * n for r, n in zip(window.rate_pps, self.n_units, strict=True))
        self.n_spikes += float(rates) * window.duration_s
        self.now_s = min(round(start_ms / 1000.0 + window.duration_s), self.total_s)
        if self.file is not None:
            self.file.append(start_ms, window)
        if self.progress is not None:
            self.progress(Progress("spikes", self.now_s, self.total_s, 0, 0))


def every_spike(
    activity: Activity,
    athlete: Athlete,
    conditions: Conditions,
    drinking: DrinkingPlan,
    *,
    seed: int = 1,
    parameter_set: str = "reference",
    n_threads: int | None = None,
    spikes_path: str | os.PathLike[str] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Explanation:
    """Run the calf in the middle of the ensemble through every stride.

    The pools have the numbers of motor units counted in people (``n_units_human``). One calf either
    cramps or does not: the document's probabilities are None, and ``one_calf`` says what was
    simulated.

    Parameters
    ----------
    n_threads
        All cores if None.
    spikes_path
        Where every impulse goes (docs/reference/spikes.md); None keeps none.

    Raises
    ------
    ValueError
        If the activity holds no distance.
    OSError
        If the spikes cannot be written.
    StoppedError
        On Ctrl-C; the spikes until then are in their file.
    """
    scenario = Scenario.of(activity, athlete, conditions, drinking)
    twin = Twin(athlete, scenario.course.mean_moving_speed_m_s(), 1, seed, parameter_set)
    member = twin.middle()
    sizes = tuple(round(member.parameters.value(f"{name}.n_units_human")) for name in MUSCLES)
    n_units = (sizes[0], sizes[1], sizes[2])
    total_s = round(float(scenario.course.time_s[-1]))
    with nullcontext() if spikes_path is None else SpikeFile(spikes_path) as file:
        watch = _Watch(n_units, total_s, progress, file)
        detail = Detail(
            n_units=n_units,
            substeps=SUBSTEPS,
            n_threads=n_threads or available_cores(),
            keep_spikes=file is not None,
            watch=watch,
        )
        try:
            result = twin.simulate(member, scenario, every_spike=True, detail=detail)
        except KeyboardInterrupt:
            minutes = f"{watch.now_s / 60.0:.0f} of {total_s / 60.0:.0f} minutes"
            raise StoppedError(
                f"Stopped after {minutes}; until then this calf had no cramp."
            ) from None
    session = Session(scenario, twin, members=[member], results=[result])
    answer = document(session, activity, athlete, conditions, drinking, interrupted=False)
    answer["cramp"] |= dict.fromkeys(_SHARES)
    answer["one_calf"] = _one_calf(result, watch, n_units)
    return Explanation(answer)


def _one_calf(result: Result, watch: _Watch, n_units: tuple[int, int, int]) -> dict[str, Any]:
    return {
        "n_units": dict(zip(MUSCLES, n_units, strict=True)),
        "step_ms": 1.0 / SUBSTEPS,
        "simulated_s": round(result.simulated_s, 3),
        "spikes": round(watch.n_spikes),
    }
