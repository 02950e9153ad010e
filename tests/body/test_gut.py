"""Stomach and intestine: nothing is lost on the way, and it takes its time."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import PARAMETERS, steady

from uncramp.body.gut import Gut, at_once, through_gut
from uncramp.body.intake import Intake
from uncramp.conditions import DrinkingPlan

FLUIDS = PARAMETERS.organ("fluids")
MINUTE = np.full(120, 60.0)


def drunk_at_start(litres: float, sugar_g_L: float = 0.0, effort_W_kg: float = 5.0) -> Gut:
    """So much in the stomach at the start, with 20 mmol/L of sodium; 2 h at one effort."""
    nothing = np.zeros(MINUTE.size)
    intake = Intake(nothing, nothing, {}, litres, sugar_g_L * litres, {"sodium": 20.0 * litres})
    return through_gut(MINUTE, intake, np.full(MINUTE.size, effort_W_kg), FLUIDS)


def test_a_glass_is_absorbed_in_an_hour() -> None:
    gut = drunk_at_start(0.2)
    assert gut.absorbed_L[15] < 0.6 * 0.2
    assert gut.absorbed_L[60] > 0.95 * 0.2
    assert gut.absorbed_L + gut.content_L == pytest.approx(np.full(121, 0.2), abs=1e-12)
    absorbed = gut.absorbed_mmol["sodium"]
    assert absorbed + gut.content_mmol["sodium"] == pytest.approx(np.full(121, 4.0), abs=1e-12)


def test_sodium_travels_with_its_water() -> None:
    gut = drunk_at_start(0.4)
    assert gut.absorbed_mmol["sodium"] == pytest.approx(20.0 * gut.absorbed_L, abs=1e-9)


def test_the_stomach_has_a_most() -> None:
    """Duchman1997: 19.5 mL/min, however much is in it."""
    gut = drunk_at_start(1.5)
    assert np.diff(gut.absorbed_L).max() <= FLUIDS["stomach_most"] / 1000.0 + 1e-12
    assert gut.content_L[30] > 1.5 - 30 * FLUIDS["stomach_most"] / 1000.0 - 1e-12


def test_hard_effort_and_sugar_slow_the_stomach() -> None:
    easy, hard = drunk_at_start(0.3), drunk_at_start(0.3, effort_W_kg=16.0)
    sweet, mild = drunk_at_start(0.3, sugar_g_L=120.0), drunk_at_start(0.3, sugar_g_L=60.0)
    assert hard.absorbed_L[20] < easy.absorbed_L[20]
    assert sweet.absorbed_L[20] < easy.absorbed_L[20]
    assert mild.absorbed_L == pytest.approx(easy.absorbed_L)


def test_the_blood_gets_what_is_given_at_once() -> None:
    gut = at_once(np.array([0.0, 1.0]), {"sodium": np.array([0.0, 20.0])})
    assert gut.absorbed_L[1] == 1.0
    assert gut.absorbed_mmol["sodium"][1] == 20.0
    assert gut.absorbed_mmol["calcium"][1] == gut.content_L[1] == 0.0


def test_what_is_gulped_waits_in_the_stomach() -> None:
    states = steady(3.0, 30, drinking=DrinkingPlan(fluid_mL_per_h=0, pre_race_mL=500))
    assert states.gut_L[0] == 0.5
    assert states.drunk_L[-1] == 0.0
    assert states.mass_change_pct[-1] < 0.0  # counted from the start line, drink and all
    assert 0.0 < states.gut_L[-1] < 0.3
