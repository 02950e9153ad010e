"""The relief table in numbers and sentences: a plain document that every rendering reads.

Whether a row agrees with people, and every finding, is computed from the trials at hand: change the
calf and the sentences change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.experiments.relief import (
    GROUPS,
    RASTER_S,
    RECORD_MS,
    Means,
    ReliefTable,
    Row,
    Trial,
)
from uncramp.parameters import load_parameters

SCHEMA = "uncramp/relief/1"
SHORTER = 0.8  # ratio to nothing done at which the median calf is helped
BURST_PCT = 10.0  # of the units of a head that did not cramp: a burst
SAME = 0.1  # largest departure from 1 that counts as no change
CURVE_S = 0.1
_CURVES_S = 20.0  # what a figure shows
RASTERS = (
    "none",
    "gentle",
    "fast",
    "bounce",
)  # means of which the impulses are shown, unit by unit
_RASTER_UNITS = 30

Table = NDArray[np.float64]


def relief_document(table: ReliefTable) -> dict[str, Any]:
    """Rows with medians and ranges over the calves, findings, and curves of one calf per muscle."""
    rows = [_summary(row, table) for row in table.rows]
    treatment = load_parameters("cramp_prone").organ("treatment")
    return {
        "schema": SCHEMA,
        "seed": table.seed,
        "delay_s": treatment["delay"],
        "watch_s": table.watch_s,
        "cramps": {
            muscle: {"cramped": table.n_cramps[muscle], "tried": table.n_tried[muscle]}
            for muscle in GROUPS
        },
        "rows": rows,
        "findings": _findings(rows, table.watch_s),
    }


def _summary(row: Row, table: ReliefTable) -> dict[str, Any]:
    means = row.means
    summary: dict[str, Any] = {
        "muscle": row.muscle,
        "means": means.id,
        "title": means.title,
        "published": means.published,
        "model": means.model,
        "sources": list(means.sources),
        "n": len(row.trials),
    }
    if not row.trials:
        return summary | {"verdict": "not in the model"}
    untreated = table.row(row.muscle, "none").trials
    over = _all(row, lambda trial: trial.over_s)
    ratio = over / np.array([trial.over_s for trial in untreated])
    return summary | {
        "over_s": _spread(over),
        "each_over_s": [round(float(value), 2) for value in over],
        "n_ended": sum(trial.ended for trial in row.trials),
        "ratio": _spread(ratio),
        "after_arrival_s": _spread(_all(row, lambda trial: trial.after_arrival_s)),
        "peak_ia_pps": _spread(_all(row, lambda trial: trial.ia_pps.max())),
        "peak_ib_pps": _spread(_all(row, lambda trial: trial.ib_pps.max())),
        "peak_force_N": _spread(_all(row, lambda trial: trial.force_N.max())),
        "other_units_pct": _spread(100.0 * _all(row, lambda trial: trial.other_units)),
        "verdict": _verdict(means, float(np.median(ratio)), float(np.median(over))),
        "curves": _curves(row.trials[_middle(untreated)]),
        "raster": _raster(row.trials[_middle(untreated)]) if means.id in RASTERS else None,
    }


def _all(row: Row, value: Callable[[Trial], Any]) -> Table:
    return np.array([float(value(trial)) for trial in row.trials])


def _spread(values: Table) -> dict[str, float]:
    """Median and range, to three significant digits."""
    named = {"median": np.median(values), "low": values.min(), "high": values.max()}
    return {name: float(f"{value:.3g}") for name, value in named.items()}


def _verdict(means: Means, ratio: float, over_s: float) -> str:
    """What the observation in people says about the row."""
    expected = means.expected
    if expected == "lasting":
        low_s, high_s = means.lasts_s
        return "too short" if over_s < low_s else "too long" if over_s > high_s else "agrees"
    if expected == "shorter":
        return "same direction" if ratio <= SHORTER else "disagrees"
    if expected == "unchanged":
        return "agrees" if abs(ratio - 1.0) <= SAME else "disagrees"
    return "nothing to compare"


def _middle(trials: tuple[Trial, ...]) -> int:
    """The calf whose untreated cramp is of middling length."""
    return int(np.argsort([trial.over_s for trial in trials], kind="stable")[len(trials) // 2])


def _curves(trial: Trial) -> dict[str, Any]:
    """Signals of one calf, every `CURVE_S`, as far as figures show them."""
    step = round(1000.0 * CURVE_S) // RECORD_MS
    last = round(_CURVES_S / CURVE_S)

    def every(values: Table, digits: int) -> list[float]:
        # The peak of each step, so that a burst of a few milliseconds is not lost.
        n = len(values) // step * step
        peaks = values[:n].reshape(-1, step).max(axis=1)[:last]
        return [round(float(value), digits) for value in peaks]

    return {
        "step_s": CURVE_S,
        "firing_pct": every(100.0 * trial.firing, 1),
        "ia_pps": every(trial.ia_pps, 1),
        "ib_pps": every(trial.ib_pps, 1),
        "force_N": every(trial.force_N, 0),
    }


def _raster(trial: Trial) -> dict[str, Any]:
    """Impulses of some units of the calf of the curves, from the first recruited to the last."""
    n = len(trial.spikes_ms)
    shown = np.unique(np.linspace(0, max(0, n - 1), min(n, _RASTER_UNITS)).round().astype(int))
    return {
        "duration_s": RASTER_S,
        "n_units": n,
        "spikes_ms": [[int(time) for time in trial.spikes_ms[i]] for i in shown],
    }


# --- findings -------------------------------------------------------------------------------------


def _findings(rows: list[dict[str, Any]], watch_s: float) -> list[str]:
    """One sentence for each comparison, in the words that its numbers earn."""
    of = {(row["muscle"], row["means"]): row for row in rows}

    def median(muscle: str, means: str, name: str) -> float:
        return float(of[muscle, means][name]["median"])

    def ratio(muscle: str, means: str) -> float:
        return median(muscle, means, "ratio")

    gas, sol = "gastrocnemius", "soleus"
    return [
        f"A gentle stretch with a straight knee {_effect(ratio(gas, 'gentle'))} a cramp of the "
        f"gastrocnemius ({_times(ratio(gas, 'gentle'))}); with a bent knee it "
        f"{_effect(ratio(gas, 'bent'))} it ({_times(ratio(gas, 'bent'))}).",
        f"With a bent knee the stretch {_effect(ratio(sol, 'bent'))} a cramp of the soleus "
        f"({_times(ratio(sol, 'bent'))}); with a straight knee it {_effect(ratio(sol, 'gentle'))} "
        f"it ({_times(ratio(sol, 'gentle'))}).",
        _left_alone([of[muscle, "none"] for muscle in (gas, sol)], watch_s),
        _speed(of[gas, "gentle"]),
        *(_jerk(muscle, median, of[muscle, "fast"]["other_units_pct"]) for muscle in (gas, sol)),
        *(_bouncing(muscle, of[muscle, "gentle"], of[muscle, "bounce"]) for muscle in (gas, sol)),
        *_haste(rows),
        f"A sip of pickle juice, if it calms the spinal cord as assumed, "
        f"{_effect(ratio(gas, 'pickle'))} the cramp of the gastrocnemius "
        f"({_times(ratio(gas, 'pickle'))}) and {_effect(ratio(sol, 'pickle'))} that of the soleus "
        f"({_times(ratio(sol, 'pickle'))}).",
        f"Half a litre of water {_effect(ratio(gas, 'drink'))} the cramp within the time "
        f"watched ({_times(ratio(gas, 'drink'))}), even if it were absorbed at once.",
        f"With spindles and tendon organs cut off the same stretch {_effect(ratio(gas, 'cut'))} "
        f"the cramp ({_times(ratio(gas, 'cut'))}), "
        + ("as" if ratio(gas, "cut") <= SHORTER else "unlike")
        + " a stretch of people beyond a nerve block.",
    ]


def _left_alone(rows: list[dict[str, Any]], watch_s: float) -> str:
    """How long an untreated cramp lasts, beside people; one that does not end has no duration."""
    n = sum(row["n"] for row in rows)
    n_left = n - sum(row["n_ended"] for row in rows)
    low_s, high_s = (
        turn(row["over_s"][end] for row in rows) for turn, end in ((min, "low"), (max, "high"))
    )
    people = "Induced cramps of people's foot muscles last 56 s to about 150 s on average: "
    people += {
        "too long": "the simulated cramp does not let go by itself as people's do.",
        "too short": "the simulated cramp lets go too soon.",
        "agrees": "the simulated cramp lasts as long.",
    }.get(max(row["verdict"] for row in rows), "")
    if not n_left:
        return (
            "Left alone with the foot pointed, every cramp ends by itself within the watch, after "
            f"{low_s:.0f} to {high_s:.0f} s. {people}"
        )
    return (
        f"Left alone with the foot pointed, {n_left} of {n} cramps outlast the {watch_s:g} s of "
        "the watch: ratios to them are upper bounds of what a means spares, and say nothing finer "
        f"about one that outlasts it too. {people}"
    )


def _bouncing(muscle: str, gentle: Mapping[str, Any], bounce: Mapping[str, Any]) -> str:
    """Bouncing against a gentle stretch that is held."""
    n_left = bounce["n"] - bounce["n_ended"]
    over = bounce["over_s"]
    lasts = (
        f"outlasts the watch in {n_left} of {bounce['n']} calves"
        if n_left
        else f"is over after {over['median']:.1f} s ({over['low']:.1f} to {over['high']:.1f} s)"
    )
    pull, burst = (
        bounce[name]["median"] / gentle[name]["median"] for name in ("peak_force_N", "peak_ia_pps")
    )
    return (
        f"In the {muscle} a cramp that is bounced on {lasts}, stretched gently and held it is "
        f"over after {gentle['over_s']['median']:.1f} s; a bounce pulls the tendon {pull:.1f} "
        f"times as hard and makes the spindles peak {burst:.2f} times as high."
    )


def _haste(rows: list[dict[str, Any]]) -> Iterator[str]:
    """In which sense gentle beats fast, and in which it does not."""

    def beats(fast: str, measure: str) -> bool:
        slow, quick = (
            [row[measure]["median"] for row in rows if row["means"] == means]
            for means in ("gentle", fast)
        )
        return all(one < other for one, other in zip(slow, quick, strict=True))

    yield (
        "Gentle beats bouncing in both muscles: held, the calf falls silent and stays so. That is "
        "what the advice says: sustained, not bouncing."
        if beats("bounce", "over_s")
        else "Gentle does not beat bouncing in both muscles: the advice against bouncing does not "
        "rest on the model."
    )
    if beats("fast", "over_s"):
        yield "Gentle beats a jerk that is held too: it is quicker in both muscles."
        return
    arrived = (
        "only counted from where the foot arrives: the calf has let go by then, and after a jerk "
        "goes on pulling against the full stretch. Counted from the first movement the gentle "
        "stretch is not quicker, for the foot moves slowly"
        if beats("fast", "after_arrival_s")
        else "in no count of time"
    )
    pulls = "a smaller pull on the tendon, " if beats("fast", "peak_force_N") else ""
    yield (
        f"Gentle beats a jerk that is held {arrived}. What speaks for gentle beside a held jerk is "
        f"{pulls}a smaller burst of spindles where there is one, and the risk of tearing a "
        "contracted muscle, which is not in the model."
    )


def _speed(row: dict[str, Any]) -> str:
    """How long a gentle stretch takes, where people felt relief at once."""
    n_left = row["n"] - row["n_ended"]
    left = f", and in {n_left} of {row['n']} calves it outlasts the watch" if n_left else ""
    over = row["over_s"]
    return (
        f"In people a stretch stopped cramps at once; here it takes {over['median']:.0f} s "
        f"({over['low']:.0f} to {over['high']:.0f} s){left}."
    )


def _jerk(
    muscle: str, median: Callable[[str, str, str], float], recruited: Mapping[str, float]
) -> str:
    """Jerk against gentle stretch: what it costs and what it gains."""
    pull = median(muscle, "fast", "peak_force_N") / median(muscle, "gentle", "peak_force_N")
    burst = median(muscle, "fast", "peak_ia_pps") / median(muscle, "gentle", "peak_ia_pps")
    gained_s = median(muscle, "gentle", "over_s") - median(muscle, "fast", "over_s")
    gain = f"ends it {gained_s:.1f} s sooner" if gained_s >= 0.5 else "ends it no sooner"
    late_s = [median(muscle, means, "after_arrival_s") for means in ("gentle", "fast")]
    units_pct = recruited["high"]
    seen = (
        f"units of another head fire too, as in people, up to {units_pct:.0f} % of them"
        if units_pct >= BURST_PCT
        else "the burst of units in all heads that was seen in people does not come out"
    )
    return (
        f"In the {muscle} a jerk {gain} than a gentle stretch, for {pull:.1f} times the pull on "
        f"the tendon and {burst:.2f} times the peak of the spindles; once the foot has arrived it "
        f"goes on for {late_s[1]:.1f} s, after a gentle stretch for {late_s[0]:.1f} s; {seen}."
    )


def _effect(ratio: float) -> str:
    if ratio <= SHORTER:
        return "shortens"
    if ratio < 1.0 - SAME:
        return "hardly shortens"
    return "does not shorten" if ratio <= 1.0 + SAME else "lengthens"


def _times(ratio: float) -> str:
    return f"{'less than 0.01' if ratio < 0.005 else f'{ratio:.2f}'} of the time untreated"
