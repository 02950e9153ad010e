"""Membrane potential by Goldman, Hodgkin and Katz, and what ions and heat do to endings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protocols import PARAMETERS

from uncramp.calf.milieu import (
    Milieu,
    membrane_potential_mV,
    quickening,
    surface_shift_mV,
    terminal_bias,
)

IONS = PARAMETERS.organ("milieu")
# The table's constants: PNa/PK 0.02, inside 140 and 12 mM.
TABLE_IONS = {"sodium_permeability": 0.02, "potassium_inside": 140.0, "sodium_inside": 12.0}


@pytest.mark.parametrize(
    ("potassium", "sodium", "mV"),
    [
        (4.0, 140.0, -80.8),
        (4.0, 130.0, -81.6),
        (4.0, 120.0, -82.4),
        (6.0, 140.0, -73.9),
        (7.5, 140.0, -69.7),
        (9.0, 140.0, -66.1),
        (12.0, 140.0, -60.0),
    ],
)
def test_goldman_hodgkin_katz(potassium: float, sodium: float, mV: float) -> None:
    assert membrane_potential_mV(potassium, sodium, TABLE_IONS) == pytest.approx(mV, abs=0.2)


def test_terminals_at_rest_are_unchanged() -> None:
    assert terminal_bias(IONS["potassium_rest"], IONS["sodium_rest"], IONS, 0.01) == 1.0


def test_potassium_excites_and_lost_sodium_hardly_matters() -> None:
    hard = terminal_bias(7.5, 140.0, IONS, 0.01) - 1.0
    salty = terminal_bias(IONS["potassium_rest"], 120.0, IONS, 0.01) - 1.0
    assert hard == pytest.approx(0.10, abs=0.02)  # about 10 mV
    assert -0.02 < salty < 0.0


def test_less_calcium_excites_and_magnesium_less_so() -> None:
    """A fifth less ionised calcium: 1 to 2 mV more excitable; squid and frog."""
    rest = (IONS["calcium_rest"], IONS["magnesium_rest"])
    assert surface_shift_mV(*rest, IONS) == 0.0
    calcium = surface_shift_mV(0.8 * rest[0], rest[1], IONS)
    magnesium = surface_shift_mV(rest[0], 0.8 * rest[1], IONS)
    assert 0.9 < calcium < 2.0
    assert 0.3 * calcium <= magnesium <= 0.5 * calcium
    biased = terminal_bias(IONS["potassium_rest"], IONS["sodium_rest"], IONS, 0.01, calcium)
    assert biased == pytest.approx(1.0 + 0.01 * calcium)


@given(st.floats(1.0, 20.0), st.floats(100.0, 170.0), st.floats(0.0, 0.05))
def test_bias_is_never_below_a_half(potassium: float, sodium: float, per_mV: float) -> None:
    assert terminal_bias(potassium, sodium, IONS, per_mV) >= 0.5


def test_quickening_by_temperature() -> None:
    assert quickening(36.0, 36.0, 1.43) == 1.0
    assert quickening(26.0, 36.0, 1.43) == pytest.approx(1.0 / 1.43)
    assert quickening(46.0, 36.0, 1.43) == pytest.approx(1.43)


def test_laboratory_milieu() -> None:
    milieu = Milieu()
    assert (milieu.core_temperature_C, milieu.extracellular_fraction) == (37.0, 1.0)
    assert (milieu.potassium_factor, milieu.circulation) == (1.0, 1.0)
    assert surface_shift_mV(milieu.calcium_mM, milieu.magnesium_mM, IONS) == 0.0
