"""States as they are handed on: what the calf and the report read from them."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import steady

from uncramp.body.intake import IONS
from uncramp.conditions import DrinkingPlan


def test_flat_states_are_those_of_the_balance() -> None:
    states = steady(3.0, 60, drinking=DrinkingPlan(500, 450))
    assert set(states.ions) == set(IONS)
    assert states.ions["sodium"].lost_mmol is states.sodium_lost_mmol
    assert states.ions["sodium"].drunk_mmol is states.sodium_drunk_mmol
    assert states.ions["potassium"].lost_mmol is states.potassium_lost_mmol


def test_volume_outside_cells_is_plasma_and_interstitium() -> None:
    states = steady(3.0, 180, air_C=28.0)
    outside_L = states.plasma_L + states.interstitial_L
    assert outside_L / outside_L[0] == pytest.approx(states.extracellular_volume_fraction)
    assert states.plasma_L[0] == pytest.approx(0.2 * 0.4 * 42.0)


def test_excess_loss_begins_at_two_percent() -> None:
    states = steady(3.0, 180, air_C=28.0, drinking=DrinkingPlan(0))
    lost = -states.mass_change_pct
    assert np.all(states.excess_loss_pct[lost <= 2.0] == 0.0)
    some = (lost > 2.0) & (lost < 4.2)
    assert some.any()
    assert states.excess_loss_pct[some] == pytest.approx(lost[some] - 2.0)
    assert lost[-1] > 4.2
    assert states.excess_loss_pct[-1] == pytest.approx(2.2)
