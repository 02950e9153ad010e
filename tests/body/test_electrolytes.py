"""Plasma sodium, osmolality and volume against the equation and against people."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import PARAMETERS, steady

from uncramp.body.electrolytes import Electrolytes, electrolytes
from uncramp.conditions import DrinkingPlan

SWEAT = {**PARAMETERS.organ("sweat"), "potassium": 5.0}
FLUIDS = PARAMETERS.organ("fluids")
PLASMA = {**PARAMETERS.organ("electrolytes"), "sodium_kept": 0.0}  # the equation alone
MG_PER_MMOL = 22.99


def after(
    sweat_L: float,
    sodium: float,
    drunk_L: float,
    drink_mg_L: float,
    water_L: float = 42.0,
    potassium: float = 5.0,
    kept: float = 0.0,
) -> Electrolytes:
    """One step in which so much was sweated and drunk; breath, gut and metabolism left out."""
    drink = drink_mg_L / MG_PER_MMOL
    gained = {
        "sodium": drunk_L * drink - sweat_L * sodium,
        "chloride": drunk_L * drink - sweat_L * sodium,
        "potassium": -sweat_L * potassium,
        "calcium": -sweat_L * 1.0,
        "magnesium": -sweat_L * 0.1,
    }
    series = {ion: np.array([0.0, amount]) for ion, amount in gained.items()}
    plasma = {**PLASMA, "sodium_kept": kept}
    return electrolytes(np.array([water_L, water_L + drunk_L - sweat_L]), series, FLUIDS, plasma)


@pytest.mark.parametrize(
    ("sodium", "drunk_L", "drink_mg_L", "expected"),
    # 42 L of body water, 4 L of sweat with 5 mmol/L of potassium, worked by hand.
    [(45.0, 0.0, 0.0, 151.8), (45.0, 4.0, 0.0, 135.1), (45.0, 6.0, 0.0, 127.9), (80, 4, 0, 131.7)],
)
def test_nguyen_and_kurtz(
    sodium: float, drunk_L: float, drink_mg_L: float, expected: float
) -> None:
    plasma = after(4.0, sodium, drunk_L, drink_mg_L).plasma_sodium_mmol_L
    assert plasma[0] == pytest.approx(140.0)
    assert plasma[1] == pytest.approx(expected, abs=0.05)


def test_one_litre_of_water_as_published() -> None:
    """A net litre lowers sodium by 3.2 mmol/L in 50 L and by 6.3 in 25 L of body water."""
    for water_L, fall in ((50.0, 3.2), (25.0, 6.3)):
        plasma = after(0.0, 0.0, 1.0, 0.0, water_L).plasma_sodium_mmol_L
        assert plasma[0] - plasma[1] == pytest.approx(fall, abs=0.05)


def test_osmolality_of_dehydrated_men() -> None:
    """Miller2010b: −3.0 %, 144.9 mmol of sodium and 11.2 of potassium: 282.5 → 295.1 mOsm.

    The balance alone explains half; lactate, glucose and urea are not in it.
    """
    result = after(2.03, 144.9 / 2.03, 0.0, 0.0, 45.0)
    rise = float(np.diff(result.osmolality_mmol_kg)[0])
    assert 5.0 < rise < 12.6, f"observed 12.6, predicted {rise:.1f}"


@pytest.mark.parametrize("kept", [0.2, 0.6])
def test_bone_and_skin_take_up_part_of_a_rise_and_give_nothing_of_a_fall(kept: float) -> None:
    alone, held = after(4.0, 45.0, 0.0, 0.0), after(4.0, 45.0, 0.0, 0.0, kept=kept)
    rise = float(np.diff(alone.plasma_sodium_mmol_L)[0])
    assert float(np.diff(held.plasma_sodium_mmol_L)[0]) == pytest.approx((1.0 - kept) * rise)
    hidden = float(held.stored_mmol["sodium"][1])
    assert hidden == pytest.approx(kept * rise * 38.0 / 1.03)
    assert held.stored_mmol["chloride"][1] == hidden
    assert held.osmolality_mmol_kg[1] < alone.osmolality_mmol_kg[1]
    diluted = after(4.0, 45.0, 6.0, 0.0, kept=kept)
    assert diluted.plasma_sodium_mmol_L[1] == pytest.approx(127.9, abs=0.05)
    assert diluted.stored_mmol["sodium"][1] == 0.0


def test_isotonic_loss_takes_only_from_outside_the_cells() -> None:
    result = after(1.0, 285.0 / 2, 0.0, 0.0)
    no_potassium = after(1.0, 285.0 / 2, 0.0, 0.0, potassium=0.0)
    assert np.diff(no_potassium.osmolality_mmol_kg)[0] == pytest.approx(0.0, abs=1e-9)
    outside_L = 0.4 * 42.0
    assert no_potassium.extracellular_fraction[1] == pytest.approx((outside_L - 1) / outside_L)
    assert result.extracellular_fraction[1] == pytest.approx((outside_L - 1) / outside_L, abs=0.02)


def test_water_dilutes_and_swells_the_cells_and_salt_keeps_volume_outside() -> None:
    water, salt = after(2.0, 45.0, 2.0, 0.0), after(2.0, 45.0, 2.0, 45.0 * MG_PER_MMOL)
    assert water.plasma_sodium_mmol_L[1] < salt.plasma_sodium_mmol_L[1]
    assert water.extracellular_fraction[1] < salt.extracellular_fraction[1] < 1.01


def test_serum_sodium_of_runners_in_balance_and_at_minus_two_percent() -> None:
    """Baker2008: with mass kept, serum sodium fell by 0.5 to 2 mmol/L, drinks of 0 to 30 mmol/L."""
    kept = steady(2.8, 150, air_C=30.0, humidity_pct=40.0, drinking="balanced")
    change = float(kept.plasma_sodium_mmol_L[-1] - kept.plasma_sodium_mmol_L[0])
    assert -2.0 < change < 0.0, f"with sodium replaced {change:.2f}"


def test_an_unknown_drink_is_between_water_and_sports_drink() -> None:
    sodium = [
        steady(3.0, 120, drinking=DrinkingPlan(500, mg_L)).sodium_drunk_mmol[-1]
        for mg_L in (0.0, None, 450.0)
    ]
    assert sodium == sorted(sodium)
    assert sodium[0] == 0.0
    assert sodium[2] == pytest.approx(1.0 * 450.0 / MG_PER_MMOL)


def test_concentrations_stop_where_nobody_runs() -> None:
    result = after(30.0, 20.0, 0.0, 0.0)
    assert result.plasma_sodium_mmol_L[1] <= 175.0
    assert np.all(np.isfinite(result.osmolality_mmol_kg))


def test_the_other_ions_hardly_move() -> None:
    """Two litres of sweat with its ions: calcium, magnesium and potassium stay normal."""
    result = after(2.0, 45.0, 0.0, 0.0)
    assert 4.1 < result.potassium_mmol_L[1] < 4.5
    assert 1.15 < result.calcium_mmol_L[1] < 1.25
    assert 0.5 < result.magnesium_mmol_L[1] < 0.6
    assert result.chloride_mmol_L[1] > result.chloride_mmol_L[0]
    assert result.stored_mmol["calcium"][1] < 0.0  # bone gives
    assert result.stored_mmol["potassium"][1] < 0.0  # cells give


def test_plasma_keeps_its_share() -> None:
    result = after(2.0, 45.0, 0.0, 0.0)
    outside_L = result.plasma_L + result.interstitial_L
    assert result.plasma_L == pytest.approx(0.2 * outside_L)
    assert result.plasma_L[0] == pytest.approx(0.2 * 0.4 * 42.0)
