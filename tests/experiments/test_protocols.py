"""Laboratory protocols: what they put into the loop, and what they change in a calf."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.calf import MUSCLES, Calf, Milieu
from uncramp.experiments import protocols
from uncramp.experiments.protocols import Posture
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet, load_parameters

P: ParameterSet = load_parameters()
NEUTRAL, POINTED = Posture(0.0, 0.0), Posture(-30.0, 0.0)
SOLEUS = MUSCLES.index("soleus")
MEDIAL = MUSCLES.index("medial_gastrocnemius")


@pytest.fixture
def calf() -> Calf:
    return Calf(P, 70.0, 3)


def lengths(inputs: np.ndarray, muscle: int) -> np.ndarray:
    return inputs[layout.IN_LENGTH + muscle]


def test_a_movement_takes_its_time_and_ends_where_the_hold_begins() -> None:
    moved = protocols.move(POINTED, Posture(15.0, 90.0), 20.0, P)
    assert moved.shape == (layout.N_IN, 2250)
    still = protocols.hold(Posture(15.0, 90.0), 0.5, P)
    assert moved[:, -1] == pytest.approx(still[:, 0])
    assert (np.diff(lengths(moved, SOLEUS)) > 0.0).all()


def test_a_bent_knee_shortens_the_gastrocnemius_and_leaves_the_soleus() -> None:
    straight, bent = (protocols.hold(Posture(15.0, knee), 0.01, P) for knee in (0.0, 90.0))
    assert lengths(bent, MEDIAL)[0] < lengths(straight, MEDIAL)[0] - 0.01
    assert lengths(bent, SOLEUS)[0] == lengths(straight, SOLEUS)[0]


@pytest.mark.parametrize("speed_deg_s", [0.0, -5.0, float("nan")])
def test_a_movement_without_speed_is_refused(speed_deg_s: float) -> None:
    with pytest.raises(ValueError, match="needs a positive one"):
        protocols.move(POINTED, NEUTRAL, speed_deg_s, P)


def test_a_contraction_commands_the_named_muscles_only(calf: Calf) -> None:
    inputs = protocols.contraction(NEUTRAL, ["soleus"], 1.0, P)
    protocols.set_effort(calf, 1.0)
    calf.run(protocols.hold(NEUTRAL, 0.5, P), 0)
    window = calf.run(inputs, 500)
    assert window.activation[SOLEUS] > 0.3
    assert window.drive[MEDIAL] == 0.0


def test_effort_zero_is_the_first_unit_and_one_the_maximum(calf: Calf) -> None:
    protocols.set_effort(calf, 0.0)
    assert (calf.state.muscles[:, layout.COMMAND] == 1.0).all()
    protocols.set_effort(calf, 1.0)
    strongest = calf.state.constants[:, layout.COMMAND_MAX]
    assert (calf.state.muscles[:, layout.COMMAND] == strongest).all()


def test_stimulation_fires_the_muscle_at_its_frequency(calf: Calf) -> None:
    inputs = protocols.stimulated(protocols.hold(NEUTRAL, 1.0, P), 10.0, 10)
    pulses = np.flatnonzero(inputs[layout.IN_STIMULUS])
    assert (np.diff(pulses) == 100).all()
    assert len(pulses) == 10
    window = calf.run(inputs, 0, record_every=1)
    spikes = window.record[layout.REC_RATE + SOLEUS, pulses]
    assert (spikes >= 0.9 * calf.pools[SOLEUS].n_units).all()


def test_a_train_longer_than_the_posture_is_refused() -> None:
    with pytest.raises(ValueError, match="hold the posture for longer"):
        protocols.stimulated(protocols.hold(NEUTRAL, 1.0, P), 10.0, 12)


def test_beyond_a_nerve_block_an_effort_moves_nothing(calf: Calf) -> None:
    protocols.block_nerve(calf)
    protocols.set_effort(calf, 1.0)
    window = calf.run(protocols.contraction(NEUTRAL, MUSCLES, 1.0, P), 0)
    assert window.rate_pps.min() > 1.0  # the motor neurons fire
    assert window.activation.max() < 1e-3
    assert window.potassium_mM == pytest.approx(calf.state.constants[:, layout.K_PLASMA])


def test_without_afferents_a_stretch_reaches_no_motor_neuron(calf: Calf) -> None:
    protocols.cut_afferents(calf)
    stretch = protocols.move(POINTED, Posture(15.0, 0.0), 300.0, P)
    held = protocols.hold(Posture(15.0, 0.0), 0.5, P)
    window = calf.run(protocols.in_sequence([stretch, held]), 0)
    assert window.ia_pps.min() > 5.0
    assert window.rate_pps.max() == 0.0


def test_hands_off_is_as_before(calf: Calf) -> None:
    before = calf.state.constants.copy()
    protocols.massage(calf, 0.36, 1.5)
    protocols.massage(calf, 0.36, 1.5)
    ratio = calf.state.constants[:, layout.K_IA] / before[:, layout.K_IA]
    assert ratio == pytest.approx(0.36)
    protocols.massage(calf, 1.0, 1.0)
    assert (calf.state.constants == before).all()


def test_a_drink_hardly_moves_the_blood_and_salt_moves_it_less() -> None:
    milieu = Milieu(sodium_mM=141.0)
    water = protocols.with_drink(milieu, 500.0, 0.0, 70.0, P)
    salty = protocols.with_drink(milieu, 500.0, 1200.0, 70.0, P)
    assert 138.5 < water.sodium_mM < salty.sodium_mM < 141.0
    assert 1.0 < water.extracellular_fraction < salty.extracellular_fraction < 1.05


def test_warmth_changes_the_muscle_and_not_the_cord() -> None:
    warm = protocols.with_muscle_temperature(Milieu(), 2.0)
    assert warm.muscle_temperature_C == Milieu().muscle_temperature_C + 2.0
    assert warm.core_temperature_C == Milieu().core_temperature_C


def test_terminals_tire_in_a_stretched_calf_and_recover_in_ten_seconds(calf: Calf) -> None:
    """H-reflexes are inhibited through a held dorsiflexion and back after it (Budini 2018)."""
    calf.run(protocols.hold(POINTED, 16.0, P), 0)
    rested = calf.state.muscles[:, layout.RELEASE].copy()
    calf.run(protocols.hold(Posture(15.0, 0.0), 3.0, P), 16_000)
    stretched = calf.state.muscles[:, layout.RELEASE].copy()
    calf.run(protocols.hold(POINTED, 12.0, P), 19_000)
    assert (stretched < 0.75 * rested).all()
    assert (calf.state.muscles[:, layout.RELEASE] > 0.95 * rested).all()
