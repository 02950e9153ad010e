"""Curves and equilibria of the muscle against values read from OpenSim and its model."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from alone import alone

from uncramp.calf import MUSCLES
from uncramp.calf.assembly import LoopState, initial_state
from uncramp.calf.motor_neurons import build_pool
from uncramp.calf.muscle import HillMuscle
from uncramp.gait import ankle_moment_arm, still_inputs
from uncramp.kernels import layout, muscle
from uncramp.parameters import ParameterSet, load_parameters

force_length = alone(muscle.force_length)
force_velocity = alone(muscle.force_velocity)
force_velocity_slope = alone(muscle.force_velocity_slope)
muscles_ms = alone(muscle.muscles_ms)
passive_force = alone(muscle.passive_force)
tendon = alone(muscle.tendon)


# The model's Millard curves (OpenSim 4.6 with the model file's numbers).
@pytest.mark.parametrize(
    ("length", "force"),
    [
        (0.35, 0.102), (0.45, 0.308), (0.55, 0.516), (0.65, 0.719), (0.8, 0.887), (0.88, 0.948),
        (1.0, 1.0), (1.1, 0.961), (1.2, 0.843), (1.4, 0.594), (1.6, 0.344),
    ],
)  # fmt: skip
def test_active_force_length(length: float, force: float) -> None:
    assert force_length(length) == pytest.approx(force, abs=0.004)


def test_no_active_force_beyond_overlap() -> None:
    assert force_length(0.2) == 0.0
    assert force_length(2.2) == 0.0


@pytest.mark.parametrize(
    ("velocity", "force"), [(-0.5, 0.234), (-0.2, 0.545), (0.0, 1.0), (0.2, 1.347), (0.5, 1.588)]
)
def test_force_velocity(velocity: float, force: float) -> None:
    assert force_velocity(velocity) == pytest.approx(force, abs=0.02)


def test_force_velocity_slope_is_the_derivative() -> None:
    for v in np.linspace(-1.0, 1.0, 21):
        numeric = (force_velocity(v + 1e-6) - force_velocity(v - 1e-6)) / 2e-6
        assert force_velocity_slope(v) == pytest.approx(numeric, rel=1e-5)


@pytest.mark.parametrize(
    ("strain", "force"),
    [(0.01, 0.0997), (0.02, 0.2609), (0.03, 0.4794), (0.04, 0.7474), (0.049, 1.0), (0.06, 1.3087)],
)
def test_tendon(strain: float, force: float) -> None:
    assert tendon(1.0 + strain, 0.049)[0] == pytest.approx(force, rel=0.01)
    # A tendon that stretches more reaches the same forces at strains larger in proportion.
    assert tendon(1.0 + strain * 0.119 / 0.049, 0.119)[0] == pytest.approx(force, rel=0.01)


def test_slack_tendon() -> None:
    force, slope = tendon(0.97, 0.119)
    assert force == 0.0
    assert slope > 0.0


def test_tendon_slope_is_the_derivative() -> None:
    for length in np.linspace(1.01, 1.15, 29):
        numeric = (tendon(length + 1e-7, 0.119)[0] - tendon(length - 1e-7, 0.119)[0]) / 2e-7
        assert tendon(length, 0.119)[1] == pytest.approx(numeric, rel=1e-4)


# Fascicle length in L0 and passive force in F0 of the model file's curves.
PASSIVE = {
    "medial_gastrocnemius": [(1.1, 0.0), (1.2, 0.0082), (1.3, 0.0758), (1.4, 0.3205)],
    "lateral_gastrocnemius": [(0.8, 0.0), (0.9, 0.0145), (1.1, 0.0803), (1.2, 0.1569)],
    "soleus": [(1.0, 0.0), (1.1, 0.0084), (1.2, 0.0325), (1.3, 0.0821), (1.4, 0.1842)],
}


@pytest.mark.parametrize("name", PASSIVE)
def test_passive_force(name: str) -> None:
    bare = load_parameters().replaced({"muscle.resting_tension": 0.0})
    constants = calf_of(bare).constants[MUSCLES.index(name)]
    for length, force in PASSIVE[name]:
        assert passive_force(length, constants) == pytest.approx(force, abs=0.006)
    lengths = np.linspace(0.6, 1.7, 111)
    assert (np.diff([passive_force(length, constants) for length in lengths]) >= 0.0).all()


@pytest.mark.parametrize("name", PASSIVE)
def test_a_trace_of_tension_keeps_short_fascicles_taut(name: str) -> None:
    """Below the model's own curve: none when slack, then in proportion, never above 1 % of F0."""
    parameters = load_parameters()
    constants = calf_of(parameters).constants[MUSCLES.index(name)]
    slack, per_L0 = (parameters.value(f"muscle.{k}") for k in ("fascicle_slack", "resting_tension"))
    assert passive_force(slack, constants) == pytest.approx(0.0, abs=1e-3)
    rise = passive_force(slack + 0.15, constants) - passive_force(slack, constants)
    assert rise == pytest.approx(0.15 * per_L0, rel=0.2)
    assert passive_force(0.8, constants) < 0.02


def calf_of(parameters: ParameterSet) -> LoopState:
    """Arrays of a calf of few units."""
    muscles = [HillMuscle.of(name, parameters, 75.0) for name in MUSCLES]
    pools = [build_pool(name, parameters, 4) for name in MUSCLES]
    return initial_state(pools, muscles, parameters)


@numba.njit
def settle(muscles, constants, shared, inputs, activation, n_ms):  # type: ignore[no-untyped-def]
    """`n_ms` at constant activations (3,)."""
    for _ in range(n_ms):
        muscles[:, layout.ACTIVATION] = activation
        muscles_ms(muscles, constants, shared, inputs, 0, 3, 1e-3)


def held(
    state: LoopState, parameters: ParameterSet, ankle_deg: float, knee_deg: float, activation: float
) -> np.ndarray:
    """(3, 2): tendon force in N and fascicle length in L0 after 3 s at a held posture."""
    inputs = still_inputs(ankle_deg, knee_deg, 1, parameters)
    levels = np.full(3, activation)
    settle(state.muscles, state.constants, state.shared, inputs, levels, 3000)
    lengths = state.muscles[:, layout.FIBRE] / state.constants[:, layout.L_OPT]
    return np.column_stack((state.muscles[:, layout.TENDON_FORCE], lengths))


def model_alone() -> tuple[LoopState, ParameterSet]:
    """The published model itself: its strength, its tendon's 4.9 %, no tendon shared."""
    parameters = load_parameters().replaced(
        {
            "muscle.strength": 1.0,
            "muscle.tendon_strain": 0.049,
            "muscle.resting_tension": 0.0,
            "soleus.tendon_slack_length": 0.28135,
        }
    )
    state = calf_of(parameters)
    state.constants[:, layout.L_SLACK] += state.shared[layout.FREE_SLACK] - 0.001
    state.shared[layout.FREE_SLACK] = 0.001
    return state, parameters


# (ankle, knee): MG, LG, SOL in N at activations 0.01, 0.2, 0.5, 1 (OpenSim 4.6, Millard).
TABLE = {
    (-30, 0): [(25, 443, 931, 1520), (13, 236, 517, 874), (25, 419, 890, 1470)],
    (-20, 0): [(28, 525, 1203, 2029), (21, 267, 624, 1112), (42, 722, 1536, 2564)],
    (0, 0): [(30, 615, 1497, 2762), (99, 361, 779, 1409), (58, 1111, 2586, 4736)],
    (10, 0): [(63, 567, 1536, 3012), (170, 412, 839, 1546), (151, 1160, 2868, 5414)],
    (20, 0): [(249, 567, 1362, 3072), (270, 474, 869, 1612), (374, 1185, 2810, 5765)],
    (30, 0): [(601, 818, 1308, 2714), (386, 563, 896, 1602), (780, 1375, 2615, 5415)],
    (-30, 45): [(17, 273, 559, 888), (9, 150, 317, 526), (25, 419, 890, 1470)],
    (0, 90): [(19, 315, 648, 1041), (9, 160, 339, 564), (58, 1111, 2586, 4736)],
    (20, 90): [(28, 522, 1194, 2008), (14, 254, 584, 1004), (374, 1185, 2810, 5765)],
}
LENGTHS = {  # of MG, activations 0.01 and 1
    (-30, 0): (0.73, 0.55),
    (-20, 0): (0.85, 0.63),
    (0, 0): (1.10, 0.82),
    (10, 0): (1.22, 0.93),
    (20, 0): (1.30, 1.04),
    (30, 0): (1.36, 1.17),
    (-30, 45): (0.57, 0.45),
    (0, 90): (0.61, 0.47),
    (20, 90): (0.84, 0.62),
}
ACTIVATIONS = (0.01, 0.2, 0.5, 1.0)


@pytest.mark.parametrize("posture", TABLE)
def test_static_forces(posture: tuple[float, float]) -> None:
    """Tendon force within 5 %, or the rounding of the table; MG's fascicles within 0.01 L0.

    The length of the lateral head is fitted to 0.45 mm (the others to 0.1 mm), which the stiffness
    of its passive curve turns into 2 N.
    """
    state, parameters = model_alone()
    found = [held(state, parameters, *posture, activation) for activation in ACTIVATIONS]
    for k, row in enumerate(TABLE[posture]):
        forces = [equilibrium[k, 0] for equilibrium in found]
        path_N = 0.45e-3 / 0.069 * 0.22 * 1575.1 if k == 1 else 0.0
        assert forces == pytest.approx(row, rel=0.05, abs=0.5 + path_N)
    assert [found[0][0, 1], found[3][0, 1]] == pytest.approx(LENGTHS[posture], abs=0.01)


def test_forces_balance_on_the_free_tendon() -> None:
    parameters = load_parameters()
    state = calf_of(parameters)
    inputs = still_inputs(0.0, 0.0, 1, parameters)
    levels = np.array([0.3, 0.1, 0.6])
    settle(state.muscles, state.constants, state.shared, inputs, levels, 3000)
    stretch = 1.0 + state.shared[layout.FREE_TENDON] / state.shared[layout.FREE_SLACK]
    strain = parameters.value("muscle.tendon_strain")
    free = state.shared[layout.FREE_F_MAX] * tendon(stretch, strain)[0]
    assert free == pytest.approx(state.muscles[:, layout.TENDON_FORCE].sum(), rel=1e-3)


def test_series_elasticity_of_the_calf() -> None:
    """250-400 N m/rad at 100 N m and a neutral ankle (Hof 1998), the fascicles held."""
    parameters = load_parameters()
    state = calf_of(parameters)
    arm = float(ankle_moment_arm("soleus", np.zeros(1), parameters)[0])
    low, high = 0.05, 1.0
    for _ in range(12):  # the activation of all three that gives 100 N m
        middle = 0.5 * (low + high)
        moment = held(state, parameters, 0.0, 0.0, middle)[:, 0].sum() * arm
        low, high = (middle, high) if moment < 100.0 else (low, middle)
    strain = parameters.value("muscle.tendon_strain")
    slack, stretch, f0 = state.shared[[layout.FREE_SLACK, layout.FREE_TENDON, layout.FREE_F_MAX]]
    free = f0 * tendon(1.0 + stretch / slack, strain)[1] / slack  # N per m
    lengths = still_inputs(0.0, 0.0, 1, parameters)[layout.IN_LENGTH : layout.IN_LENGTH + 3, 0]
    own = 0.0
    for length, m, c in zip(lengths, state.muscles, state.constants, strict=True):
        fibre = np.sqrt(m[layout.FIBRE] ** 2 - c[layout.WIDTH] ** 2)
        relative = (length - fibre - slack - stretch) / c[layout.L_SLACK]
        own += c[layout.F_MAX] * tendon(relative, strain)[1] / c[layout.L_SLACK]
    assert 250.0 <= arm**2 / (1.0 / free + 1.0 / own) <= 400.0
