"""Curves and equilibria of the muscle against values read from OpenSim and its model."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.calf import MUSCLES
from uncramp.calf.assembly import initial_state
from uncramp.calf.motor_neurons import build_pool
from uncramp.calf.muscle import HillMuscle
from uncramp.gait import still_inputs
from uncramp.kernels import layout
from uncramp.kernels.muscle import (
    force_length,
    force_velocity,
    force_velocity_slope,
    muscles_ms,
    passive_force,
    tendon,
)
from uncramp.parameters import ParameterSet, load_parameters


# OpenSim's class of De Groote's curves at these points; the constants reproduce it to 1-2 %.
@pytest.mark.parametrize(
    ("length", "force"),
    [(0.65, 0.521), (0.8, 0.836), (0.88, 0.918), (1.0, 1.0), (1.2, 0.794), (1.4, 0.380)],
)
def test_active_force_length(length: float, force: float) -> None:
    assert force_length(length) == pytest.approx(force, abs=0.02)


@pytest.mark.parametrize(
    ("velocity", "force"), [(-0.5, 0.234), (-0.2, 0.545), (0.0, 1.0), (0.2, 1.347), (0.5, 1.588)]
)
def test_force_velocity(velocity: float, force: float) -> None:
    assert force_velocity(velocity) == pytest.approx(force, abs=0.02)


def test_force_velocity_slope_is_the_derivative() -> None:
    for v in np.linspace(-1.0, 1.0, 21):
        numeric = (force_velocity(v + 1e-6) - force_velocity(v - 1e-6)) / 2e-6
        assert force_velocity_slope(v) == pytest.approx(numeric, rel=1e-5)


# OpenSim's tendon; the published curve is up to 8 % stiffer.
@pytest.mark.parametrize(("strain", "force"), [(0.01, 0.088), (0.02, 0.216), (0.03, 0.399)])
def test_tendon(strain: float, force: float) -> None:
    assert tendon(1.0 + strain)[0] == pytest.approx(force, rel=0.085)


def test_tendon_at_full_force_and_slack() -> None:
    assert tendon(1.049)[0] == pytest.approx(1.0, rel=0.085)
    force, slope = tendon(0.97)
    assert force == 0.0
    assert slope > 0.0


def test_passive_force() -> None:
    assert passive_force(0.99) == 0.0
    assert passive_force(1.6) == pytest.approx(1.0)
    lengths = np.linspace(1.0, 1.7, 50)
    assert (np.diff([passive_force(length) for length in lengths]) > 0.0).all()


def model_sized() -> ParameterSet:
    """Forces of the musculoskeletal model itself, not those people reach."""
    parameters = load_parameters()
    return parameters.replaced({"muscle.strength": 1.0})


def equilibrium(ankle_deg: float, knee_deg: float, activation: float) -> np.ndarray:
    """(3, 2): tendon force in N and fascicle length in L0 after 4 s at a held posture."""
    parameters = model_sized()
    muscles = [HillMuscle.of(name, parameters, 75.0) for name in MUSCLES]
    pools = [build_pool(name, parameters, 4) for name in MUSCLES]
    state = initial_state(pools, muscles, parameters)
    inputs = still_inputs(ankle_deg, knee_deg, 1, parameters)
    for _ in range(4000):
        state.muscles[:, layout.ACTIVATION] = activation
        muscles_ms(state.muscles, state.constants, state.shared, inputs, 0, 3, 1e-3)
    lengths = state.muscles[:, layout.FIBRE] / state.constants[:, layout.L_OPT]
    return np.column_stack((state.muscles[:, layout.TENDON_FORCE], lengths))


# (ankle, knee): MG, LG, SOL in N at activations 0.2, 0.5, 1 (Millard's curves in OpenSim 4.6).
TABLE = {
    (-30, 0): [(443, 931, 1520), (236, 517, 874), (419, 890, 1470)],
    (-20, 0): [(525, 1203, 2029), (267, 624, 1112), (722, 1536, 2564)],
    (0, 0): [(615, 1497, 2762), (361, 779, 1409), (1111, 2586, 4736)],
    (10, 0): [(567, 1536, 3012), (412, 839, 1546), (1160, 2868, 5414)],
    (20, 0): [(567, 1362, 3072), (474, 869, 1612), (1185, 2810, 5765)],
    (-30, 45): [(273, 559, 888), (150, 317, 526), (419, 890, 1470)],
    (0, 90): [(315, 648, 1041), (160, 339, 564), (1111, 2586, 4736)],
    (20, 90): [(522, 1194, 2008), (254, 584, 1004), (1185, 2810, 5765)],
}


ACTIVATIONS = (0.2, 0.5, 1.0)
LONG = [posture for posture in TABLE if posture[0] >= 0 and posture[1] == 0]


@pytest.mark.parametrize("posture", LONG)
@pytest.mark.parametrize("column", range(3))
def test_static_forces_at_working_lengths(posture: tuple[float, float], column: int) -> None:
    """The three together within 6 % of Millard's, each active muscle within 15 %.

    At low activation in dorsiflexion single muscles are off by up to a third: the passive curve
    is one for all here (strain 0.6 at F0; the model has 0.55 to 0.77), and the three share 60 mm
    of free tendon, whose stretch moves force from one to another.
    """
    forces = equilibrium(*posture, ACTIVATIONS[column])[:, 0]
    expected = np.array([row[column] for row in TABLE[posture]])
    assert forces.sum() == pytest.approx(expected.sum(), rel=0.06)
    assert forces == pytest.approx(expected, rel=0.15 if column else 0.35)


@pytest.mark.parametrize("posture", [posture for posture in TABLE if posture not in LONG])
def test_static_forces_of_short_muscles(posture: tuple[float, float]) -> None:
    """Below 0.75 L0 this model is weaker than the table: 0.2 to 0.95 of it.

    De Groote's active curve falls to 0.12 at 0.55 L0 where Millard's keeps 0.3; no human force
    decides between them. A cramped calf of a pointed foot pulls less here than in OpenSim.
    """
    for column, activation in enumerate(ACTIVATIONS):
        for found, row in zip(equilibrium(*posture, activation), TABLE[posture], strict=True):
            force, length = found
            if length >= 0.75:
                assert force == pytest.approx(row[column], rel=0.12)
            else:
                assert 0.2 < force / row[column] < 0.95


def test_shortened_fascicles_of_a_pointed_foot() -> None:
    """At -30 degrees and full activation MG works at 0.55 L0, at the neutral ankle at 0.82."""
    short, neutral = (equilibrium(ankle, 0.0, 1.0)[0, 1] for ankle in (-30.0, 0.0))
    assert short == pytest.approx(0.55, abs=0.05)
    assert neutral == pytest.approx(0.82, abs=0.05)


def test_forces_balance_on_the_free_tendon() -> None:
    parameters = model_sized()
    muscles = [HillMuscle.of(name, parameters, 75.0) for name in MUSCLES]
    pools = [build_pool(name, parameters, 4) for name in MUSCLES]
    state = initial_state(pools, muscles, parameters)
    inputs = still_inputs(0.0, 0.0, 1, parameters)
    for _ in range(3000):
        state.muscles[:, layout.ACTIVATION] = (0.3, 0.1, 0.6)
        muscles_ms(state.muscles, state.constants, state.shared, inputs, 0, 3, 1e-3)
    stretch = 1.0 + state.shared[layout.FREE_TENDON] / state.shared[layout.FREE_SLACK]
    free = state.shared[layout.FREE_F_MAX] * tendon(stretch)[0]
    assert free == pytest.approx(state.muscles[:, layout.TENDON_FORCE].sum(), rel=1e-3)
