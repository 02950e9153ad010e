"""A calf takes up what it is used to: slow rates and toughened margins."""

from __future__ import annotations

import numpy as np
import pytest
from protocols import MASS_KG, PARAMETERS

from uncramp.calf import Calf, Habit
from uncramp.kernels import layout

SIZES = (8, 8, 8)


def test_nothing_unless_told() -> None:
    calf = Calf(PARAMETERS, MASS_KG, 1, n_units=SIZES)
    assert calf.habit == Habit()
    assert all(rates.slow_rate == 0.0 for rates in calf.rates)


def test_a_habit_reaches_rates_terminals_and_endings() -> None:
    habit = Habit(slow_rates=(1e-4, 2e-4, 3e-4), margins_mV=(2.0, 3.0, 4.0))
    plain, used = (Calf(PARAMETERS, MASS_KG, 1, n_units=SIZES, habit=h) for h in (None, habit))
    assert [rates.slow_rate for rates in used.rates] == [1e-4, 2e-4, 3e-4]
    endings = [calf.state.constants[:, layout.ENDING_THRESHOLD] for calf in (plain, used)]
    assert endings[1] - endings[0] == pytest.approx(habit.margins_mV)
    row = slice(layout.MARGIN_REST * layout.LANES, layout.MARGIN_REST * layout.LANES + 8)
    raised = used.state.chunks[:, row] - plain.state.chunks[:, row]
    assert raised == pytest.approx(np.repeat(habit.margins_mV, 8).reshape(3, 8), abs=1e-4)
