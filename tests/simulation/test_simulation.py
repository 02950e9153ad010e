"""Two time scales that agree; pauses; seeds; what heat and training change."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from runs import course, hilly, scenario_of, simulate

from uncramp.conditions import Conditions
from uncramp.parameters import load_parameters
from uncramp.simulation import Result

PRONE = load_parameters("cramp_prone")


def same(a: Result, b: Result) -> bool:
    names = ("force_capacity", "fatigue_index", "potassium_mM", "ia_pps", "drive", "swing")
    return a.cramp == b.cramp and all(
        np.array_equal(getattr(a, name), getattr(b, name)) for name in names
    )


def differences(windows: Result, every: Result) -> dict[str, float]:
    """Largest differences over pieces both simulated: relative, of the index absolute."""
    n = min(len(windows.time_s), len(every.time_s))
    found = {
        name: float(np.abs(getattr(windows, name)[:n] / getattr(every, name)[:n] - 1.0).max())
        for name in ("force_capacity", "potassium_mM")
    }
    gap = windows.fatigue_index[:n] - every.fatigue_index[:n]
    return {**found, "fatigue_index": float(np.abs(gap).max())}


@cache
def both(seed: int) -> tuple[Result, Result]:
    """The hilly run in windows, and with every spike."""
    windows, every = (simulate(hilly(), seed=seed, every_spike=flag) for flag in (False, True))
    return windows, every


def test_windows_skip_most_of_the_run() -> None:
    windows, every = both(1)
    assert windows.simulated_s < 0.2 * every.simulated_s
    missed_s = hilly().course.time_s[-1] - every.simulated_s
    assert 0.0 <= missed_s <= 0.75 * len(every.time_s)  # less than a stride at the end of a piece


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("force_capacity", 1),
        ("force_capacity", 2),
        ("fatigue_index", 1),
        ("fatigue_index", 2),
        ("potassium_mM", 1),
        pytest.param(
            "potassium_mM",
            2,
            marks=pytest.mark.xfail(strict=True, reason="3.2 %: LG, in the first minute"),
        ),
    ],
)
def test_windows_agree_with_every_spike(name: str, seed: int) -> None:
    """Slow states of a hilly run of 27 minutes: within 3 %, the index within 0.03 of its 0-1."""
    assert differences(*both(seed))[name] <= 0.03


@pytest.mark.parametrize("seed", [1, 2])
def test_potassium_agrees_with_every_spike_once_under_way(seed: int) -> None:
    """From the third minute on within 3 %."""
    windows, every = both(seed)
    late = windows.time_s > 120.0
    assert windows.potassium_mM[late] == pytest.approx(every.potassium_mM[late], rel=0.03)


@cache
def cramping(seed: int) -> tuple[Result, Result]:
    """A calf that cramps in the hilly run, in windows, and with every spike."""
    options = {"parameters": PRONE, "seed": seed, "longest_s": 1000.0}
    windows, every = (simulate(hilly(), every_spike=flag, **options) for flag in (False, True))
    return windows, every


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_muscle_cramps_with_windows_as_with_every_spike(seed: int) -> None:
    windows, every = cramping(seed)
    assert every.cramp is not None, "the scenario must cramp for this test to say anything"
    assert windows.cramp is not None
    assert windows.cramp.muscle == every.cramp.muscle


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cramp_times_agree_with_every_spike(seed: int) -> None:
    """Within 2 min whichever way it is simulated."""
    windows, every = cramping(seed)
    assert windows.cramp is not None
    assert every.cramp is not None
    assert abs(windows.cramp.time_s - every.cramp.time_s) <= 120.0


def test_same_seed_same_result() -> None:
    scenario = hilly(600)
    first, again, other = (simulate(scenario, seed=seed) for seed in (1, 1, 2))
    assert same(first, again)
    assert not same(first, other)


def test_muscle_recovers_in_a_pause() -> None:
    result = simulate(scenario_of(course(1500, 3.6, 0.04, pauses=((900, 1200),))))
    paused = np.flatnonzero(~result.activation.any(axis=1))
    assert len(paused) == 1
    before, after = result.force_capacity[paused[0] - 1], result.force_capacity[paused[0]]
    assert (after > before).all()
    assert result.potassium_mM[paused[0]] == pytest.approx([4.2] * 3, abs=0.3)
    assert not result.drive[paused[0]].any()


def test_a_run_tires_the_calf() -> None:
    result = simulate(hilly())
    assert (result.force_capacity[-1] < result.force_capacity[0]).all()
    assert (np.diff(result.fatigue_index[:, 2]) > -0.03).all()
    assert (result.force_capacity > 0.4).all()
    assert np.isfinite(result.potassium_mM).all()
    assert (result.potassium_max_mM >= result.potassium_mM - 1e-9).all()


def test_signals_end_with_the_cramp() -> None:
    result = simulate(hilly(), PRONE, longest_s=600.0)
    assert result.cramp is not None
    assert result.cramp.muscle in result.muscles
    assert 0.0 < result.cramp.share <= 1.0
    assert len(result.time_s) == len(result.swing) == len(result.force_capacity)
    assert result.cramp.time_s < result.time_s[-1] + 200.0


def test_heat_slope_and_habit_tire_and_training_spares() -> None:
    scenario = hilly(1200)
    hot = Conditions.resolve({"air_temperature_C": 34.0, "relative_humidity_pct": 70.0})
    base = simulate(scenario).force_capacity[-1].mean()
    assert simulate(replace(scenario, conditions=hot)).force_capacity[-1].mean() <= base
    assert simulate(scenario, longest_s=1200.0).force_capacity[-1].mean() < base - 0.01
    trained = replace(scenario, conditioning=0.7)
    assert simulate(trained).force_capacity[-1].mean() > base + 0.005
    uphill = scenario_of(course(1200, 3.4, 0.06))
    level = scenario_of(course(1200, 3.4, 0.0))
    assert simulate(uphill).force_capacity[-1].mean() < simulate(level).force_capacity[-1].mean()


def test_a_walk_and_a_standstill_go_through() -> None:
    walk = simulate(scenario_of(course(300, 1.3)))
    assert walk.cramp is None
    assert (walk.force_capacity[-1] > 0.9).all()
    stop = simulate(scenario_of(course(120, 3.0, pauses=((40, 110),))))
    assert np.isfinite(stop.fatigue_index).all()
