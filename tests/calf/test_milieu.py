"""Membrane potential by Goldman, Hodgkin and Katz, and what ions and heat do to endings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from protocols import PARAMETERS

from uncramp.calf.milieu import (
    Milieu,
    cleared,
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


clearances = st.tuples(st.floats(0.02, 0.13), st.one_of(st.just(0.0), st.floats(1e-4, 0.06)))
sources_mM_s = st.floats(0.0, 2.0)
starts_mM = st.floats(0.0, 10.0)


@given(starts_mM, sources_mM_s, clearances)
def test_cleared_is_the_integral(
    start_mM: float, source: float, clearance: tuple[float, float]
) -> None:
    """Small steps of x' = s - (c + p x) x, and the balance of what came, went and is left."""
    clear, pump = clearance
    x, gone, dt = start_mM, 0.0, 0.002
    for _ in range(5000):
        k = source - (clear + pump * x) * x
        middle = x + 0.5 * dt * k
        out = (clear + pump * middle) * middle
        x += dt * (source - out)
        gone += dt * out
    end = float(cleared(np.array([start_mM]), source, clear, pump, 10.0)[0])
    assert end == pytest.approx(x, rel=1e-5, abs=1e-7)
    assert start_mM + 10.0 * source == pytest.approx(end + gone, rel=1e-5, abs=1e-6)


@given(starts_mM, sources_mM_s, clearances, st.floats(0.0, 200.0), st.floats(0.0, 200.0))
def test_clearing_composes(
    start_mM: float, source: float, clearance: tuple[float, float], one_s: float, two_s: float
) -> None:
    first = cleared(np.array([start_mM]), source, *clearance, one_s)
    steps = cleared(first, source, *clearance, two_s)
    at_once = cleared(np.array([start_mM]), source, *clearance, one_s + two_s)
    assert steps == pytest.approx(at_once, rel=1e-7, abs=1e-9)
    assert (at_once >= 0.0).all()


def test_a_pump_that_works_harder_keeps_potassium_lower_and_clears_it_faster() -> None:
    start = np.array([6.0])
    plain, pumped = (cleared(start, 0.5, 0.05, pump, 1e4)[0] for pump in (0.0, 0.02))
    assert plain == pytest.approx(0.5 / 0.05)
    assert 0.05 * pumped + 0.02 * pumped**2 == pytest.approx(0.5)
    assert pumped < plain
    # The last of it goes at the pace of rest.
    ratio = cleared(np.array([0.01]), 0.0, 0.05, 0.02, 20.0)[0] / 0.01
    assert ratio == pytest.approx(np.exp(-1.0), rel=0.01)
