"""Equations of terminals and endings: level, margins, depression."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from protocols import PARAMETERS

from uncramp.calf import MUSCLES, Milieu
from uncramp.calf.assembly import evenly
from uncramp.calf.milieu import membrane_potential_mV, surface_shift_mV
from uncramp.calf.terminals import depressed, dilution_margin_mV, margins_mV, terminal_level
from uncramp.kernels.terminals import THERMAL_MV

IONS = PARAMETERS.organ("milieu")
ENDS = PARAMETERS.organ("motor_terminals")
# What the trials say about the sign, whatever the calibration makes of the size.
FITTED = {**IONS, "sodium_margin": 1.5, "volume_margin": 1.1}
REST = Milieu(calcium_mM=IONS["calcium_rest"], magnesium_mM=IONS["magnesium_rest"])


@given(st.floats(2.5, 15.0), st.floats(110.0, 165.0))
def test_potassium_acts_as_goldman_has_it(potassium_mM: float, sodium_mM: float) -> None:
    """The part of the level that the kernel adds is the shift of the membrane potential."""
    level = terminal_level(replace(REST, sodium_mM=sodium_mM), IONS)
    gathered = THERMAL_MV * np.log((potassium_mM + level.sodium_term_mM) / level.rest_term_mM)
    rest = membrane_potential_mV(IONS["potassium_rest"], IONS["sodium_rest"], IONS)
    shift = membrane_potential_mV(potassium_mM, sodium_mM, IONS) - rest
    assert gathered == pytest.approx(shift, rel=1e-6, abs=1e-6)


def test_a_resting_body_shifts_nothing() -> None:
    assert terminal_level(replace(REST, sodium_mM=IONS["sodium_rest"]), FITTED).shift_mV == 0.0


def test_less_calcium_or_magnesium_excites() -> None:
    rest = terminal_level(REST, FITTED).shift_mV
    calcium = terminal_level(replace(REST, calcium_mM=0.8 * REST.calcium_mM), FITTED).shift_mV
    magnesium = terminal_level(replace(REST, magnesium_mM=0.8 * REST.magnesium_mM), FITTED).shift_mV
    assert rest < magnesium < calcium
    assert calcium - rest == pytest.approx(
        surface_shift_mV(0.8 * IONS["calcium_rest"], IONS["magnesium_rest"], IONS)
    )


def test_dilution_excites_and_loss_of_water_and_salt_together_does_little() -> None:
    """Lau 2019: water lowers the threshold, a rehydration solution raises it; Miller 2010: none."""
    rest = terminal_level(REST, FITTED).shift_mV
    diluted = replace(REST, sodium_mM=REST.sodium_mM - 3.0)
    assert terminal_level(diluted, FITTED).shift_mV == pytest.approx(rest + 3.0 * 1.5)
    filled = replace(REST, extracellular_fraction=1.03)
    assert terminal_level(filled, FITTED).shift_mV == pytest.approx(rest - 3.0 * 1.1)
    dried = replace(REST, sodium_mM=REST.sodium_mM + 4.0, extracellular_fraction=0.94)
    small = terminal_level(dried, FITTED).shift_mV - rest
    assert abs(small) < 0.2 * (4.0 * 1.5 + 6.0 * 1.1)
    assert dilution_margin_mV(diluted, {**FITTED, "sodium_margin": 0.0}) == 0.0


@pytest.mark.parametrize("muscle", MUSCLES)
def test_margins_are_log_normal_around_the_muscles_mean(muscle: str) -> None:
    own = PARAMETERS.organ(muscle)
    margins = margins_mV(evenly(2000), own, ENDS)
    mean = ENDS["margin"] + own["terminal_margin_offset"]
    assert margins.mean() == pytest.approx(mean, abs=0.02 * ENDS["margin_sd"])
    assert margins.std() == pytest.approx(ENDS["margin_sd"], rel=0.02)
    assert margins.min() > 0.0
    logs = np.log(margins)
    for sds, share in ((-2.0, 0.0228), (-1.0, 0.1587), (0.0, 0.5), (1.0, 0.8413)):
        below = (logs < logs.mean() + sds * logs.std()).mean()
        assert below == pytest.approx(share, abs=0.005), sds


@pytest.mark.parametrize("size", ["n_units", "n_units_human"])
@pytest.mark.parametrize("muscle", MUSCLES)
def test_margins_have_nothing_to_do_with_size_or_place(muscle: str, size: str) -> None:
    own = PARAMETERS.organ(muscle)
    n = round(own[size])
    margins = margins_mV(evenly(n), own, ENDS)
    assert abs(np.corrcoef(margins, np.arange(n))[0, 1]) < 0.1
    by_region = [margins[r::4].mean() for r in range(4)]
    assert np.ptp(by_region) < 1.0 * ENDS["margin_sd"]


def test_an_offset_moves_the_mean_and_keeps_spread_and_order() -> None:
    spots, own = evenly(2000), PARAMETERS.organ("lateral_gastrocnemius")
    further = {**own, "terminal_margin_offset": own["terminal_margin_offset"] + 5.0}
    before, moved = margins_mV(spots, own, ENDS), margins_mV(spots, further, ENDS)
    assert moved.mean() - before.mean() == pytest.approx(5.0, abs=0.02 * ENDS["margin_sd"])
    assert moved.std() == pytest.approx(before.std(), rel=0.01)
    assert np.array_equal(np.argsort(moved), np.argsort(before))


RATES_PPS = np.array([0.0, 2.0, 10.0, 30.0])


def test_depression_is_the_integral_of_its_equation() -> None:
    """Small steps of d' = (end - d) / tau, with `end` of the same rates."""
    start = np.array([0.0, 3.0, 1.0, 0.0])
    end = depressed(np.zeros(4), RATES_PPS, 1e9, ENDS)
    tau_s, n = ENDS["depression_time_constant"], 20_000
    slow, dt = start.copy(), 0.7 * tau_s / n
    for _ in range(n):
        slow += dt * (end - slow) / tau_s
    assert depressed(start, RATES_PPS, 0.7 * tau_s, ENDS) == pytest.approx(slow, rel=1e-4)


@given(st.floats(0.0, 3000.0), st.floats(0.0, 3000.0))
def test_depression_composes(first_s: float, second_s: float) -> None:
    at_once = depressed(np.ones(4), RATES_PPS, first_s + second_s, ENDS)
    steps = depressed(depressed(np.ones(4), RATES_PPS, first_s, ENDS), RATES_PPS, second_s, ENDS)
    assert at_once == pytest.approx(steps, rel=1e-9, abs=1e-12)


def test_busy_axons_are_depressed_more_and_recover() -> None:
    worked = depressed(np.zeros(4), RATES_PPS, 60.0, ENDS)
    assert worked[0] == 0.0
    assert (np.diff(worked) > 0.0).all()
    rested = depressed(worked, np.zeros(4), 3.0 * ENDS["depression_time_constant"], ENDS)
    assert rested == pytest.approx(worked * np.exp(-3.0))
