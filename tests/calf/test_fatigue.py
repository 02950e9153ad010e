"""Fatigue of units: closed forms, order, limits, recovery, index."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from protocols import PARAMETERS

from uncramp.calf.fatigue import (
    LARGEST_LOSS,
    Fatigue,
    advance,
    fatigue_index,
    fatigue_rates,
    slow_rate_for,
    working_slow_loss,
)

VALUES = PARAMETERS.organ("fatigue")
RATES = fatigue_rates(40, VALUES, 1e-4)
USE = np.linspace(0.9, 0.0, 40)
SHARE = np.full(40, 1 / 40)
seconds = st.floats(0.1, 3000.0)


@given(seconds, seconds)
def test_steps_compose(first: float, second: float) -> None:
    at_once = advance(Fatigue.fresh(40), USE, first + second, RATES, 1.3)
    steps = advance(advance(Fatigue.fresh(40), USE, first, RATES, 1.3), USE, second, RATES, 1.3)
    below = at_once.fast < LARGEST_LOSS
    assert at_once.fast[below] == pytest.approx(steps.fast[below], rel=1e-9, abs=1e-12)
    assert at_once.slow == pytest.approx(steps.slow, rel=1e-9, abs=1e-12)


def test_closed_form_is_the_integral() -> None:
    state, n = Fatigue.fresh(40), 60000
    fast, slow, dt = np.zeros(40), np.zeros(40), 600.0 / n
    for _ in range(n):
        fast += dt * (RATES.fatigability * USE - fast / RATES.fast_recovery_s)
        slow += dt * (RATES.slow_rate * USE**RATES.slow_exponent - slow / RATES.slow_recovery_s)
    state = advance(state, USE, 600.0, RATES, 1.0)
    assert state.fast == pytest.approx(np.minimum(fast, LARGEST_LOSS), rel=1e-3, abs=1e-9)
    assert state.slow == pytest.approx(slow, rel=1e-3, abs=1e-9)


@given(st.floats(0.0, 1.0), seconds, st.floats(1.0, 3.0))
def test_capacity_stays_between_none_and_fresh(use: float, time_s: float, heat: float) -> None:
    state = advance(Fatigue.fresh(40), np.full(40, use), time_s, RATES, heat)
    assert (state.capacity() >= 1.0 - LARGEST_LOSS - 1e-12).all()
    assert (state.capacity() <= 1.0).all()


def test_large_units_tire_sooner() -> None:
    state = advance(Fatigue.fresh(40), np.full(40, 0.5), 60.0, RATES, 1.0)
    assert (np.diff(state.fast) > 0.0).all()
    ratio = RATES.fatigability[-1] / RATES.fatigability[0]
    assert ratio == pytest.approx(VALUES["rate_ratio"], rel=0.15)


def test_rest_brings_force_back_and_keeps_the_memory_of_work() -> None:
    tired = advance(Fatigue.fresh(40), USE, 1800.0, RATES, 1.0)
    rested = advance(tired, np.zeros(40), 600.0, RATES, 1.0)
    assert (rested.capacity() >= tired.capacity()).all()
    assert rested.fast.max() < 0.01
    assert rested.slow.max() > 0.5 * tired.slow.max()
    assert np.array_equal(rested.use, USE)


def test_an_effort_of_seconds_does_not_change_whose_loss_counts() -> None:
    """Else a cramp of few worn units would make the whole muscle count as worn."""
    run = advance(Fatigue.fresh(40), USE, 3600.0, RATES, 1.0)
    few = np.where(np.arange(40) < 4, 0.9, 0.0)
    cramped = advance(run, few, 60.0, RATES, 1.0)
    before, after = (working_slow_loss(state, SHARE) for state in (run, cramped))
    assert after == pytest.approx(before, rel=0.1)
    kept = advance(cramped, USE, 4.0 * VALUES["index_memory"], RATES, 1.0)
    assert kept.use == pytest.approx(USE, abs=0.02)


def test_index_is_half_at_its_half_and_monotone() -> None:
    assert fatigue_index(0.0, 0.1, 3.0) == 0.0
    assert fatigue_index(0.1, 0.1, 3.0) == pytest.approx(0.5)
    losses = np.linspace(0.0, 0.9, 50)
    indices = np.array([fatigue_index(loss, 0.1, 3.0) for loss in losses])
    assert (np.diff(indices) > 0.0).all()
    assert (indices < 1.0).all()


def test_index_speaks_of_the_units_that_work() -> None:
    slow = np.where(np.arange(40) < 20, 0.2, 0.0)
    working = Fatigue(np.zeros(40), slow, np.where(np.arange(40) < 20, 0.5, 0.0))
    assert working_slow_loss(working, SHARE) == pytest.approx(0.2)
    idle = Fatigue(np.zeros(40), slow, np.zeros(40))
    assert working_slow_loss(idle, SHARE) == 0.0


@given(st.floats(600.0, 20000.0), st.floats(0.01, 0.2))
def test_slow_rate_makes_the_longest_run_cost_its_loss(time_s: float, loss: float) -> None:
    rate = slow_rate_for(USE, SHARE, time_s, loss, VALUES)
    state = advance(Fatigue.fresh(40), USE, time_s, fatigue_rates(40, VALUES, rate), 1.0)
    if state.slow.max() < LARGEST_LOSS:
        assert working_slow_loss(state, SHARE) == pytest.approx(loss, rel=1e-6)


def test_a_calf_used_to_more_tires_more_slowly() -> None:
    rates = [slow_rate_for(USE, SHARE, 60.0 * m, 0.08, VALUES) for m in (30, 60, 120)]
    assert rates[0] > rates[1] > rates[2]
