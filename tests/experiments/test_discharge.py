"""Rates, irregularity, doublets and rhythm of rasters whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uncramp.experiments.discharge import common_oscillation_Hz, discharge, emg_amplitude

RNG = np.random.default_rng(9)


def at(times_ms: list[np.ndarray], n_ms: int) -> np.ndarray:
    raster = np.zeros((len(times_ms), n_ms), np.uint8)
    for i, times in enumerate(times_ms):
        raster[i, np.asarray(times, int)] = 1
    return raster


def poisson(n_units: int, rate_pps: np.ndarray | float, n_ms: int) -> np.ndarray:
    return (RNG.random((n_units, n_ms)) < np.asarray(rate_pps) / 1000.0).astype(np.uint8)


def test_a_regular_train() -> None:
    found = discharge(at([np.arange(0, 10_000, 50), np.arange(10, 10_000, 100)], 10_000))
    assert found.n_active == 2
    assert found.rate_pps == pytest.approx(15.0)
    assert found.rate_min_pps == found.rate_max_pps == pytest.approx(15.0)
    assert found.interval_cv_pct == pytest.approx(0.0, abs=1e-9)
    assert found.doublets_pct == 0.0
    assert found.active_s == pytest.approx(9.925)


def test_a_poisson_train() -> None:
    """Intervals of a Poisson train vary by their own mean."""
    found = discharge(poisson(40, 20.0, 60_000))
    assert found.rate_pps == pytest.approx(20.0, rel=0.03)
    assert found.interval_cv_pct == pytest.approx(99.0, abs=3.0)  # 1 ms of each is not random
    assert found.doublets_pct == pytest.approx(100.0 * (1.0 - 0.98**10), abs=1.0)
    assert found.rate_min_pps < 20.0 < found.rate_max_pps


def test_doublets_are_short_intervals() -> None:
    singles = np.arange(0, 10_000, 100)
    found = discharge(at([np.concatenate((singles, singles[::4] + 5))], 10_000))
    assert found.doublets_pct == pytest.approx(100.0 * 25 / 124)


def test_extremes_are_of_five_intervals() -> None:
    """A single long pause makes the lowest rate only as far as it slows five intervals."""
    paused = np.concatenate((np.arange(0, 1000, 50), np.arange(1350, 2350, 50)))
    found = discharge(at([paused], 4000))
    assert found.rate_min_pps == pytest.approx(1000.0 / ((400 + 4 * 50) / 5.0))
    assert found.rate_max_pps == pytest.approx(20.0)


@pytest.mark.parametrize("n_spikes", [0, 1, 7])
def test_units_that_hardly_fire_tell_nothing(n_spikes: int) -> None:
    found = discharge(at([np.arange(n_spikes) * 40], 1000))
    assert found.n_active == 0
    assert math.isnan(found.rate_pps)
    assert math.isnan(found.interval_cv_pct)
    assert found.active_s == 0.0


@pytest.mark.parametrize("rhythm_Hz", [0.7, 1.4, 3.0])
def test_a_common_rhythm_is_found(rhythm_Hz: float) -> None:
    t_s = np.arange(20_000) / 1000.0
    wave = 10.0 * (1.0 + 0.8 * np.sin(2.0 * np.pi * rhythm_Hz * t_s))
    assert common_oscillation_Hz(poisson(40, wave, 20_000)) == pytest.approx(rhythm_Hz, abs=0.1)


def test_a_short_stretch_has_no_rhythm() -> None:
    assert math.isnan(common_oscillation_Hz(poisson(10, 10.0, 3999)))


def test_emg_adds_in_power() -> None:
    every = np.arange(0, 10_000, 50)
    size = np.full(4, 0.25)
    inner = slice(1000, 9000)
    full = emg_amplitude(at([every] * 4, 10_000), size)[inner]
    assert full == pytest.approx(1.0, abs=1e-9)
    half = emg_amplitude(at([every, every, every[:0], every[:0]], 10_000), size)[inner]
    assert half == pytest.approx(math.sqrt(0.5), abs=1e-9)
    slower = emg_amplitude(at([every[::4]] * 4, 10_000), size)[inner]
    assert slower.mean() == pytest.approx(0.5, abs=0.02)
    assert not emg_amplitude(np.zeros((4, 1000), np.uint8), size).any()


def test_large_units_count_for_more() -> None:
    every, none = np.arange(0, 4000, 50), np.arange(0)
    size = np.array([0.1, 0.9])
    small, large = (
        emg_amplitude(at(list(pair), 4000), size)[2000] for pair in ((every, none), (none, every))
    )
    assert large == pytest.approx(3.0 * small)
