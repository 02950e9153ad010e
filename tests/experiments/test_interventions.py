"""What is done to a calf: what changes in it, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.calf import MUSCLES, Calf, Milieu
from uncramp.experiments import inputs, interventions
from uncramp.experiments.inputs import Posture
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet, load_parameters

P: ParameterSet = load_parameters()
NEUTRAL, POINTED = Posture(0.0, 0.0), Posture(-30.0, 0.0)


@pytest.fixture
def calf() -> Calf:
    return Calf(P, 70.0, 3)


def test_effort_zero_is_the_first_unit_and_one_the_maximum(calf: Calf) -> None:
    interventions.set_effort(calf, 0.0)
    assert (calf.state.muscles[:, layout.COMMAND] == 1.0).all()
    interventions.set_effort(calf, 1.0)
    strongest = calf.state.constants[:, layout.COMMAND_MAX]
    assert (calf.state.muscles[:, layout.COMMAND] == strongest).all()


def test_beyond_a_nerve_block_an_effort_moves_nothing(calf: Calf) -> None:
    interventions.block_nerve(calf)
    interventions.set_effort(calf, 1.0)
    window = calf.run(inputs.contraction(NEUTRAL, MUSCLES, 1.0, P), 0)
    assert window.rate_pps.max() == 0.0  # impulses beyond the block, of which there are none
    assert window.activation.max() < 1e-3
    assert window.potassium_mM == pytest.approx(calf.state.constants[:, layout.K_PLASMA])


def test_a_lifted_block_lets_an_effort_through(calf: Calf) -> None:
    interventions.block_nerve(calf)
    interventions.block_nerve(calf, False)
    interventions.set_effort(calf, 1.0)
    window = calf.run(inputs.contraction(NEUTRAL, MUSCLES, 1.0, P), 0)
    assert (window.activation > 0.2).all()


def test_without_afferents_a_stretch_reaches_no_motor_neuron(calf: Calf) -> None:
    interventions.cut_afferents(calf)
    stretch = inputs.move(POINTED, Posture(15.0, 0.0), 300.0, P)
    held = inputs.hold(Posture(15.0, 0.0), 0.5, P)
    window = calf.run(inputs.in_sequence([stretch, held]), 0)
    assert window.ia_pps.min() > 5.0
    assert window.rate_pps.max() == 0.0


@pytest.mark.parametrize("spent", [0.0, 0.9])
def test_hands_off_is_as_before(calf: Calf, spent: float) -> None:
    calf.spent_reflex = np.full(3, spent)
    calf.settle(calf.milieu)
    before = calf.state.constants.copy()
    interventions.massage(calf, 0.36, 1.5)
    interventions.massage(calf, 0.36, 1.5)
    ratio = calf.state.constants[:, layout.K_IA] / before[:, layout.K_IA]
    assert ratio == pytest.approx(0.36)
    interventions.massage(calf, 1.0, 1.0)
    assert (calf.state.constants == before).all()


def test_a_drink_hardly_moves_the_blood_and_salt_moves_it_less() -> None:
    milieu = Milieu(sodium_mM=141.0)
    water = interventions.with_drink(milieu, 500.0, 0.0, 70.0, P)
    salty = interventions.with_drink(milieu, 500.0, 1200.0, 70.0, P)
    assert 138.5 < water.sodium_mM < salty.sodium_mM < 141.0
    assert 1.0 < water.extracellular_fraction < salty.extracellular_fraction < 1.05


def test_warmth_changes_the_muscle_and_not_the_cord() -> None:
    warm = interventions.with_muscle_temperature(Milieu(), 2.0)
    assert warm.muscle_temperature_C == Milieu().muscle_temperature_C + 2.0
    assert warm.core_temperature_C == Milieu().core_temperature_C


def test_terminals_tire_in_a_stretched_calf_and_recover_in_ten_seconds(calf: Calf) -> None:
    """H-reflexes are inhibited through a held dorsiflexion and back after it (Budini 2018)."""
    calf.run(inputs.hold(POINTED, 16.0, P), 0)
    rested = calf.state.muscles[:, layout.RELEASE].copy()
    calf.run(inputs.hold(Posture(15.0, 0.0), 3.0, P), 16_000)
    stretched = calf.state.muscles[:, layout.RELEASE].copy()
    calf.run(inputs.hold(POINTED, 12.0, P), 19_000)
    assert (stretched < 0.75 * rested).all()
    assert (calf.state.muscles[:, layout.RELEASE] > 0.95 * rested).all()
