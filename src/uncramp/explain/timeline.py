"""Signals of the ensemble on one clock, for charts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.activity import Activity
from uncramp.calf import MUSCLES
from uncramp.explain.interval import interval_80
from uncramp.simulation import Result

Series = NDArray[np.float64]

_POINTS = 480


def timeline(results: Sequence[Result], activity: Activity) -> dict[str, list[Any]]:
    """One list per signal, all of the same length; medians over twins that have not cramped yet."""
    n = min(_POINTS, len(activity.time_s))
    edges = np.linspace(0, len(activity.time_s), n + 1).astype(int)
    centre = np.array([activity.time_s[(a + b) // 2] for a, b in pairwise(edges)])
    signals: dict[str, list[Any]] = {
        "time_s": _numbers(centre),
        "distance_km": _numbers(np.interp(centre, activity.time_s, activity.distance_m) / 1000.0),
        "speed_m_s": _numbers(_binned(activity.speed_m_s, edges)),
        "grade_pct": _numbers(_binned(activity.grade, edges) * 100.0),
        "heart_rate_bpm": _numbers(_binned(activity.heart_rate_bpm, edges)),
        "moving": [bool(activity.moving[(a + b) // 2]) for a, b in pairwise(edges)],
    }
    for k, muscle in enumerate(MUSCLES):
        signals[f"{muscle}_force_capacity"] = _muscle(results, centre, "force_capacity", k)
        signals[f"{muscle}_ia_pps"] = _muscle(results, centre, "ia_pps", k)
        signals[f"{muscle}_ib_pps"] = _muscle(results, centre, "ib_pps", k)
        signals[f"{muscle}_potassium_mM"] = _muscle(results, centre, "potassium_mM", k)
        signals[f"{muscle}_cramp_probability"] = _probability(results, centre, muscle)
    signals["cramp_probability"] = _probability(results, centre, None)
    if results:
        signals |= _ranges(signals["cramp_probability"], len(results))
    signals["cramp_threshold_pct"] = _thresholds(results, centre)
    for name in ("core_temperature_C", "mass_change_pct", "plasma_sodium_mmol_L"):
        signals[name] = _body(results, centre, name)
    return signals


def _binned(values: Series | None, edges: NDArray[np.int_]) -> Series:
    """Mean of the known samples between edges; NaN where there are none."""
    n = len(edges) - 1
    if values is None:
        return np.full(n, np.nan)
    known = np.isfinite(values)
    total = np.add.reduceat(np.where(known, values, 0.0), edges[:-1])
    count = np.add.reduceat(known.astype(float), edges[:-1])
    return np.asarray(np.divide(total, count, out=np.full(n, np.nan), where=count > 0))


def _until(result: Result) -> float:
    return np.inf if result.cramp is None else result.cramp.time_s


def _muscle(results: Sequence[Result], centre: Series, signal: str, k: int) -> list[float | None]:
    return _median_over(
        results,
        lambda r: np.where(
            centre <= _until(r), np.interp(centre, r.time_s, getattr(r, signal)[:, k]), np.nan
        ),
        len(centre),
    )


def _body(results: Sequence[Result], centre: Series, signal: str) -> list[float | None]:
    return _median_over(
        results,
        lambda r: np.interp(centre, r.body.time_s, getattr(r.body, signal)),
        len(centre),
    )


def _thresholds(results: Sequence[Result], centre: Series) -> list[float | None]:
    """Median contraction threshold of the twins it was sought for, held between moments."""

    def held(result: Result) -> Series:
        sought = np.isfinite(result.threshold_pct)
        if sought.sum() < 2:
            return np.full(len(centre), np.nan)
        times = result.time_s[sought]
        values = np.interp(centre, times, result.threshold_pct[sought])
        return np.where(
            (centre >= times[0]) & (centre <= min(times[-1], _until(result))), values, np.nan
        )

    return _median_over(results, held, len(centre))


def _probability(results: Sequence[Result], centre: Series, muscle: str | None) -> list[float]:
    """Share of the ensemble that has cramped by each time; of no run yet: 0."""
    times = np.array(
        [
            r.cramp.time_s
            for r in results
            if r.cramp is not None and muscle in (None, r.cramp.muscle)
        ]
    )
    return [float((times <= t).sum()) / max(len(results), 1) for t in centre]


def _ranges(probability: Sequence[float], n: int) -> dict[str, list[Any]]:
    """The 80 % interval of the chance of a cramp at each time."""
    bounds = [interval_80(round(p * n), n) for p in probability]
    names = ("cramp_probability_p10", "cramp_probability_p90")
    return {
        name: _numbers(np.array(side))
        for name, side in zip(names, zip(*bounds, strict=True), strict=True)
    }


def _median_over(
    results: Sequence[Result], signal: Callable[[Result], Series], n: int
) -> list[float | None]:
    if not results:
        return [None] * n
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all twins have cramped: unknown
        return _numbers(np.nanmedian(np.array([signal(r) for r in results]), axis=0))


def _numbers(values: Series) -> list[float | None]:
    """Six significant digits, None for what is unknown: small files, valid JSON."""
    return [float(f"{v:.6g}") if np.isfinite(v) else None for v in values]
