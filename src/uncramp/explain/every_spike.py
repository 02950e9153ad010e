"""One calf at human size through a whole run, every spike: what the windows of `why` stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from uncramp.activity import Activity
from uncramp.athlete import Athlete
from uncramp.calf import MUSCLES, Window
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain import Explanation, Progress
from uncramp.explain.document import document
from uncramp.explain.session import Session
from uncramp.simulation import Detail, Result, Scenario
from uncramp.twin import Twin

_SHARES = ("probability", "probability_p10", "probability_p90")


@dataclass
class _Watch:
    """Counts spikes and reports how far the run is."""

    n_units: tuple[int, int, int]
    total_s: int
    progress: Callable[[Progress], None] | None
    n_spikes: float = 0.0

    def __call__(self, start_ms: int, window: Window) -> None:
        rates = sum(r * n for r, n in zip(window.rate_pps, self.n_units, strict=True))
        self.n_spikes += float(rates) * window.duration_s
        if self.progress is not None:
            now_s = round(start_ms / 1000.0 + window.duration_s)
            self.progress(Progress("spikes", min(now_s, self.total_s), self.total_s, 0, 0))


def every_spike(
    activity: Activity,
    athlete: Athlete,
    conditions: Conditions,
    drinking: DrinkingPlan,
    *,
    seed: int = 1,
    parameter_set: str = "reference",
    progress: Callable[[Progress], None] | None = None,
) -> Explanation:
    """Run the calf in the middle of the ensemble through every stride.

    The pools have the numbers of motor units counted in people (``n_units_human``). One calf either
    cramps or does not: the document's probabilities are None, and ``one_calf`` says what was
    simulated.

    Raises
    ------
    ValueError
        If the activity holds no distance.
    """
    scenario = Scenario.of(activity, athlete, conditions, drinking)
    twin = Twin(athlete, scenario.course.mean_moving_speed_m_s(), 1, seed, parameter_set)
    member = twin.middle()
    sizes = tuple(round(member.parameters.value(f"{name}.n_units_human")) for name in MUSCLES)
    n_units = (sizes[0], sizes[1], sizes[2])
    watch = _Watch(n_units, round(float(scenario.course.time_s[-1])), progress)
    detail = Detail(n_units=n_units, watch=watch)
    result = twin.simulate(member, scenario, every_spike=True, detail=detail)
    session = Session(scenario, twin, members=[member], results=[result])
    answer = document(session, activity, athlete, conditions, drinking, interrupted=False)
    answer["cramp"] |= dict.fromkeys(_SHARES)
    answer["one_calf"] = _one_calf(result, watch, n_units)
    return Explanation(answer)


def _one_calf(result: Result, watch: _Watch, n_units: tuple[int, int, int]) -> dict[str, Any]:
    return {
        "n_units": dict(zip(MUSCLES, n_units, strict=True)),
        "step_ms": 0.5,
        "simulated_s": round(result.simulated_s, 3),
        "spikes": round(watch.n_spikes),
    }
