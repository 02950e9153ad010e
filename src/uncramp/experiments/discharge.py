"""What motor units do in a cramp: rates, irregularity, share of the pool, size of the EMG."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Raster = NDArray[np.uint8]

_LEAST_SPIKES = 8  # of a unit, before its rate and irregularity are told
_DOUBLET_MS = 10


@dataclass(frozen=True, slots=True)
class Discharge:
    """Motor units of one muscle over one stretch of time; NaN where no unit fired enough.

    Attributes
    ----------
    n_active
        Units with at least eight spikes.
    rate_pps, rate_min_pps, rate_max_pps
        Means over those units of their mean, lowest and highest rates; the extremes over windows
        of five intervals.
    interval_cv_pct
        Mean coefficient of variation of their intervals.
    doublets_pct
        Intervals of at most 10 ms, % of all.
    active_s
        Mean time from the first to the last spike.
    """

    n_active: int
    rate_pps: float
    rate_min_pps: float
    rate_max_pps: float
    interval_cv_pct: float
    doublets_pct: float
    active_s: float


def discharge(raster: Raster) -> Discharge:
    """Measure a raster, (n_units, n_ms), 1 where a unit fired."""
    rows = [np.diff(np.flatnonzero(unit)) for unit in raster]
    intervals = [row for row in rows if len(row) >= _LEAST_SPIKES - 1]
    if not intervals:
        nan = float("nan")
        return Discharge(0, nan, nan, nan, nan, nan, 0.0)
    running = [np.convolve(row, np.ones(5) / 5.0, "valid") for row in intervals]
    every = np.concatenate(intervals)
    return Discharge(
        n_active=len(intervals),
        rate_pps=_mean([1000.0 / float(row.mean()) for row in intervals]),
        rate_min_pps=_mean([1000.0 / float(row.max()) for row in running]),
        rate_max_pps=_mean([1000.0 / float(row.min()) for row in running]),
        interval_cv_pct=_mean([100.0 * float(row.std() / row.mean()) for row in intervals]),
        doublets_pct=100.0 * float((every <= _DOUBLET_MS).mean()),
        active_s=_mean([float(row.sum()) / 1000.0 for row in intervals]),
    )


def emg_amplitude(raster: Raster, size: Table, window_ms: int = 250) -> Table:
    """Surface EMG amplitude, (n_ms,), share of what all units at 20 pps would give.

    Independent potentials add in power: the square root of the rate of every unit times the square
    of its size, here its share of tetanic force to the power of one half, smoothed over
    `window_ms`. Potentials are not modelled; only ratios mean something.
    """
    power = size @ raster.astype(np.float64)
    kernel = np.ones(window_ms) * 1000.0 / window_ms
    smooth = np.convolve(power, kernel, "same") / (20.0 * float(size.sum()))
    return np.asarray(np.sqrt(smooth))


def common_oscillation_Hz(raster: Raster, low_Hz: float = 0.3, high_Hz: float = 5.0) -> float:
    """Frequency of the largest peak in the spectrum of the pool's smoothed discharge; NaN if
    the stretch is shorter than 4 s."""
    pooled = raster.sum(axis=0).astype(np.float64)
    if len(pooled) < 4000:
        return float("nan")
    smooth = np.convolve(pooled, np.hanning(200), "same")[::20]
    smooth = (smooth - smooth.mean()) * np.hanning(len(smooth))
    power = np.abs(np.fft.rfft(smooth)) ** 2
    frequency_Hz = np.fft.rfftfreq(len(smooth), 0.02)
    inside = (frequency_Hz >= low_Hz) & (frequency_Hz <= high_Hz)
    return float(frequency_Hz[inside][np.argmax(power[inside])])


def _mean(values: list[float]) -> float:
    return float(np.mean(values))
