"""Test vectors of fatigue: two published models, and how ours reduces to the one it comes from."""

from __future__ import annotations

import numpy as np
import pytest
from protocols import PARAMETERS
from reference_fatigue import PotvinFuglevand, endurance_3cc_s, endurance_pf_s

from uncramp.calf.fatigue import LARGEST_LOSS, Fatigue, FatigueRates, advance, fatigue_rates

VALUES = PARAMETERS.organ("fatigue")
NEVER_S = 1e8  # recovery switched off

# Share of the maximum held, seconds.
POTVIN_S = {
    0.15: 774.0, 0.2: 512.0, 0.3: 267.0, 0.4: 160.0, 0.5: 95.3,
    0.6: 53.0, 0.7: 28.2, 0.8: 14.7, 0.9: 6.3,
}  # fmt: skip
ANKLE_S = {
    0.1: 3771.0, 0.2: 867.0, 0.3: 453.0, 0.4: 278.0, 0.5: 181.0,
    0.6: 119.0, 0.7: 76.0, 0.8: 45.0, 0.9: 21.0,
}  # fmt: skip


def test_totals_of_potvin_and_fuglevand() -> None:
    pool = PotvinFuglevand()
    assert pool.force(67.0) == pytest.approx(2215.98, rel=1e-4)
    assert pool.force(40.0) == pytest.approx(1311.87, rel=1e-4)
    assert pool.rates_Hz(40.0).sum() == pytest.approx(3503.589, rel=1e-4)
    assert pool.rates_Hz(67.0).sum() == pytest.approx(3915.068, rel=1e-4)
    for _ in range(10):
        pool.work(67.0, 1.0)
    assert pool.rates_Hz(67.0).sum() == pytest.approx(3749.911, rel=1e-4)


@pytest.mark.parametrize("share", POTVIN_S)
def test_endurance_of_potvin_and_fuglevand(share: float) -> None:
    dt_s = 1.0 if share < 0.4 else 0.1
    assert endurance_pf_s(share, dt_s) == pytest.approx(POTVIN_S[share], rel=0.02)


@pytest.mark.parametrize("share", ANKLE_S)
def test_endurance_of_three_compartments(share: float) -> None:
    found = endurance_3cc_s(share, fatigue=0.00589, recovery=0.00058)
    assert found == pytest.approx(ANKLE_S[share], rel=0.02)


def test_endurance_of_the_shoulder() -> None:
    found = [endurance_3cc_s(share, 0.0182, 0.00168) for share in (0.2, 0.5, 0.8)]
    assert found == pytest.approx([276.0, 58.0, 15.0], rel=0.02, abs=0.5)


# --- ours, with recovery off, is Potvin and Fuglevand's ------------------------------------------


def test_our_fast_loss_is_theirs_without_recovery() -> None:
    """Step by step at a maximal effort: the same capacities and so the same force, within 0.01 %.

    Where ours deviates, by intent: it recovers, no unit loses more than `LARGEST_LOSS`, and the
    rate of its neurons adapts by their own currents instead of a formula.
    """
    pool = PotvinFuglevand()
    ours = Fatigue.fresh(pool.n)
    rates = FatigueRates(pool.fatigability / pool.tetanus, 0.0, NEVER_S, NEVER_S, 1.0, NEVER_S)
    for _ in range(300):
        use = pool.relative(pool.MAXIMUM)
        pool.work(pool.MAXIMUM, 0.1)
        ours = advance(ours, use, 0.1, rates, 1.0)
    theirs = pool.capacity / pool.tetanus
    floored = np.maximum(theirs, 1.0 - LARGEST_LOSS)
    assert ours.capacity() == pytest.approx(floored, rel=1e-4)
    held = theirs > 1.0 - LARGEST_LOSS
    assert held.sum() > 100
    weight = pool.tetanus * pool.relative(pool.MAXIMUM)
    forces = [(weight * capacity)[held].sum() for capacity in (ours.capacity(), theirs)]
    assert forces[0] == pytest.approx(forces[1], rel=1e-4)


def test_our_rates_are_theirs_with_their_parameters() -> None:
    """180-fold from the smallest to the largest unit, as a geometric series; 0.0225 /s at the top.

    Our units sit in the middle of equal parts of the pool, theirs at its ends: half a step apart.
    """
    pool = PotvinFuglevand()
    published = {**VALUES, "rate_peak": 0.0225, "rate_ratio": 180.0, "fast_share": 1.0}
    ours = fatigue_rates(pool.n, published, 0.0).fatigability
    theirs = pool.fatigability / pool.tetanus
    i = np.arange(pool.n)
    shift = 180.0 ** ((i + 0.5) / pool.n - i / (pool.n - 1.0))
    assert ours == pytest.approx(theirs * shift, rel=1e-9)
    assert np.abs(shift - 1.0).max() < 0.025


def test_our_slowing_is_theirs() -> None:
    assert VALUES["contraction_slowing"] == pytest.approx(0.379)
    assert VALUES["rate_ratio"] == pytest.approx(180.0)
