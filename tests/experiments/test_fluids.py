"""Water and salt of a subject: nothing appears, nothing vanishes, all that is drunk arrives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from subjects import P

from uncramp.body.electrolytes import electrolytes
from uncramp.body.fluids import body_water_L
from uncramp.calf import Milieu
from uncramp.experiments.fluids import IONS, FluidState

FLUIDS, PLASMA = P.organ("fluids"), P.organ("electrolytes")
SWEAT = {"sodium": 50.0, "chloride": 45.0, "potassium": 4.5}
ORS = {"sodium": 50.0, "potassium": 20.0, "chloride": 50.0}


def fluids() -> FluidState:
    return FluidState(70.0, None, P, Milieu())


def held(state: FluidState) -> np.ndarray:
    """Water and ions gained, wherever they are."""
    return np.asarray(state._body + state._stomach + state._gut)


actions = st.lists(
    st.tuples(
        st.sampled_from(["lose", "drink", "absorb"]), st.floats(0.0, 1.5), st.floats(0.0, 120.0)
    ),
    max_size=8,
)


@given(actions)
def test_water_and_ions_are_conserved(deeds: list[tuple[str, float, float]]) -> None:
    state, expected = fluids(), np.zeros(1 + len(IONS))
    for deed, litres, number in deeds:
        ions = {"sodium": number, "chloride": 0.9 * number, "potassium": 0.1 * number}
        amounts = litres * np.array([1.0, *(ions.get(ion, 0.0) for ion in IONS)])
        if deed == "lose":
            state.lose(litres, ions)
            expected -= amounts
        elif deed == "drink":
            state.drink(litres, ions)
            expected += amounts
        else:
            state.absorb(60.0 * number)
        assert held(state) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.floats(0.05, 2.0))
def test_all_of_a_drink_arrives_in_the_end(litres: float) -> None:
    state = fluids()
    state.drink(litres, ORS)
    assert state.body_water_L == fluids().body_water_L
    state.absorb(8 * 3600.0)
    assert state.body_water_L - fluids().body_water_L == pytest.approx(litres, rel=1e-9)
    assert state._body[1] == pytest.approx(50.0 * litres, rel=1e-9)


def test_absorption_is_gradual_and_hardly_depends_on_how_time_is_cut() -> None:
    whole, cut = fluids(), fluids()
    gained = []
    for state in (whole, cut):
        state.drink(0.5, {})
    for _ in range(60):
        cut.absorb(60.0)
        gained.append(cut.body_water_L - fluids().body_water_L)
    whole.absorb(3600.0)
    assert (np.diff([0.0, *gained]) > 0.0).all()
    assert gained[4] < 0.15 < 0.4 < gained[-1] < 0.5
    assert whole.body_water_L == pytest.approx(cut.body_water_L, abs=0.005)


@pytest.mark.parametrize("sex", [None, "female", "male"])
def test_the_milieu_is_what_the_body_makes_of_it(sex: str | None) -> None:
    """Two litres of sweat lost, one of a drink absorbed: as `uncramp.body.electrolytes` has it."""
    state = FluidState(70.0, sex, P, Milieu(sodium_mM=141.0))
    state.lose(2.0, SWEAT)
    state.drink(1.0, ORS)
    state.absorb(8 * 3600.0)
    gained = {ion: np.array([0.0, ORS.get(ion, 0.0) - 2.0 * SWEAT.get(ion, 0.0)]) for ion in IONS}
    start_L = body_water_L(70.0, sex, FLUIDS)
    ions = electrolytes(start_L + np.array([0.0, -1.0]), gained, FLUIDS, PLASMA)
    milieu = state.milieu
    assert milieu.sodium_mM - 141.0 == pytest.approx(
        np.diff(ions.plasma_sodium_mmol_L)[0], rel=1e-6
    )
    assert milieu.extracellular_fraction == pytest.approx(ions.extracellular_fraction[-1])
    for found, series, rest in (
        (milieu.potassium_factor, ions.potassium_mmol_L, 1.0),
        (milieu.calcium_mM, ions.calcium_mmol_L, Milieu().calcium_mM),
        (milieu.magnesium_mM, ions.magnesium_mmol_L, Milieu().magnesium_mM),
    ):
        assert found / rest == pytest.approx(series[-1] / series[0])


def test_directions_of_sweat_water_and_a_salty_drink() -> None:
    sweated = fluids()
    sweated.lose(2.0, SWEAT)
    assert sweated.milieu.sodium_mM > Milieu().sodium_mM
    assert sweated.milieu.extracellular_fraction < 1.0
    water, salty = sweated.copy(), sweated.copy()
    water.drink(2.0, {})
    salty.drink(2.0, {"sodium": 100.0, "chloride": 100.0})
    for state in (water, salty):
        state.absorb(8 * 3600.0)
    assert water.milieu.sodium_mM < Milieu().sodium_mM < salty.milieu.sodium_mM
    assert water.milieu.extracellular_fraction < salty.milieu.extracellular_fraction


def test_nothing_drunk_changes_nothing_however_long_it_lasts() -> None:
    state = fluids()
    state.absorb(1e6)
    assert state.milieu == Milieu()


def test_a_copy_is_independent_and_temperatures_are_kept() -> None:
    state = FluidState(70.0, None, P, Milieu(core_temperature_C=38.5))
    copy = state.copy()
    copy.lose(1.0, SWEAT)
    assert not held(state).any()
    assert state.milieu.sodium_mM == Milieu().sodium_mM
    assert copy.milieu.core_temperature_C == 38.5


def test_an_unknown_ion_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown ion lithium; known are sodium"):
        fluids().drink(0.5, {"lithium": 1.0})
