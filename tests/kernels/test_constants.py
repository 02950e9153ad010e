"""Numbers spelled out in kernels are those of the parameter files."""

from __future__ import annotations

import pytest

from uncramp.calf import MUSCLES, Calf
from uncramp.calf.assembly import initial_state
from uncramp.calf.milieu import _THERMAL_MV
from uncramp.calf.motor_neurons import build_pool
from uncramp.calf.muscle import HillMuscle
from uncramp.kernels import afferents, layout, motor_units, muscle, terminals
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()
SAME = {
    "motor_neurons.calcium_reversal": motor_units.E_CALCIUM,
    "motor_neurons.potassium_reversal": motor_units.E_POTASSIUM,
    "motor_neurons.excitatory_reversal": motor_units.E_EXCITATORY,
    "motor_neurons.inhibitory_reversal": motor_units.E_INHIBITORY,
    "motor_neurons.refractory_period": motor_units.REFRACTORY_MS,
    "motor_neurons.pic_slope": motor_units.PIC_SLOPE_MV,
    "muscle.twitch_saturation": motor_units.TWITCH_SATURATION,
    **{f"muscle.active_limb_{i}": getattr(muscle, f"LIMB_{i}") for i in range(1, 5)},
    **{f"muscle.active_corner_{i}": getattr(muscle, f"CORNER_{i}") for i in range(1, 5)},
    **{f"muscle.active_round_{i}": getattr(muscle, f"ROUND_{i}") for i in range(1, 5)},
    **{f"muscle.force_velocity_{i}": getattr(muscle, f"FV{i}") for i in range(1, 5)},
    "muscle.passive_round": muscle.PASSIVE_ROUND,
    "muscle.tendon_toe": muscle.TENDON_TOE,
    "muscle.tendon_toe_strain": muscle.TENDON_TOE_STRAIN,
    "muscle.tendon_rise": muscle.TENDON_RISE,
    "muscle.tendon_rise_strain": muscle.TENDON_RISE_STRAIN,
    "muscle.tendon_round": muscle.TENDON_ROUND,
    "muscle.tendon_reference": muscle.TENDON_REFERENCE,
    "spindle.sensory_stiffness": afferents.K_SR,
    "spindle.polar_stiffness": afferents.K_PR,
    "spindle.sensory_rest_length": afferents.L_SR,
    "spindle.sensory_firing_length": afferents.L_SR_FIRING,
    "spindle.polar_rest_length": afferents.L_PR,
    "spindle.polar_firing_length": afferents.L_PR_FIRING,
    "spindle.polar_viscous_length": afferents.R_POLAR,
    "spindle.velocity_exponent": 0.3,  # written out in `polar_step`, which its test checks
    "spindle.shortening_factor": afferents.SHORTENING,
    "spindle.occlusion": afferents.OCCLUSION,
    "spindle.secondary_share": afferents.SECONDARY_SHARE,
    "spindle.secondary_length": afferents.L_SECONDARY,
    "spindle.viscosity_bag1": afferents.B0_BAG1,
    "spindle.viscosity_bag2": afferents.B0_BAG2,
    "spindle.viscosity_chain": afferents.B0_CHAIN,
    "spindle.viscosity_gamma_bag1": afferents.B_BAG1,
    "spindle.viscosity_gamma_bag2": afferents.B_BAG2,
    "spindle.viscosity_gamma_chain": afferents.B_CHAIN,
    "spindle.gamma_force_bag1": afferents.FORCE_BAG1,
    "spindle.gamma_force_bag2": afferents.FORCE_BAG2,
    "spindle.gamma_force_chain": afferents.FORCE_CHAIN,
    "spindle.gamma_half_bag1": afferents.HALF_BAG1,
    "spindle.gamma_half_bag2": afferents.HALF_BAG2,
    "spindle.gamma_half_chain": afferents.HALF_CHAIN,
    "spindle.gamma_time_constant_bag1": afferents.TAU_BAG1,
    "spindle.gamma_time_constant_bag2": afferents.TAU_BAG2,
}


@pytest.mark.parametrize("key", SAME)
def test_a_number_in_a_kernel_is_the_parameter(key: str) -> None:
    parameter = PARAMETERS[key]
    assert float(SAME[key]) == pytest.approx(parameter.value, rel=1e-6)
    assert parameter.spread == 0.0, "what a kernel spells out cannot differ between runners"


def test_no_two_rows_share_a_place() -> None:
    """Columns named ``REGION_…`` take one place per region."""
    source = [n for n in vars(layout) if n.isupper() and isinstance(getattr(layout, n), int)]
    blocks = [
        ("V", "N_ROWS"),
        ("FIBRE", "N_STATE"),
        ("F_MAX", "N_CONST"),
        ("FREE_TENDON", "N_SHARED"),
    ]
    for first, count in blocks:
        block = source[source.index(first) : source.index(count)]
        places = [
            getattr(layout, name) + r
            for name in block
            for r in range(layout.REGIONS if name.startswith("REGION_") else 1)
        ]
        assert places == list(range(getattr(layout, count)))


@pytest.mark.parametrize(("first", "count"), [("IN_LENGTH", "N_IN"), ("REC_FORCE", "N_REC")])
def test_rows_of_inputs_and_record_leave_room_for_three_muscles(first: str, count: str) -> None:
    source = [n for n in vars(layout) if n.isupper() and isinstance(getattr(layout, n), int)]
    block = source[source.index(first) : source.index(count)]
    places = [
        getattr(layout, name) + k
        for name in block
        for k in range(1 if name == "IN_DORSIFLEXOR" else 3)
    ]
    assert places == list(range(getattr(layout, count)))


def test_every_constant_of_a_muscle_is_set() -> None:
    """What assembly and settling leave at zero must be zero by its parameter."""
    muscles = [HillMuscle.of(name, PARAMETERS, 70.0) for name in MUSCLES]
    pools = [build_pool(name, PARAMETERS) for name in MUSCLES]
    state = initial_state(pools, muscles, PARAMETERS)
    later = {
        layout.K_IB, layout.HOLD, layout.IA_GAIN, layout.IA2_GAIN, layout.II_GAIN,
        layout.IA_BIAS, layout.K_SOURCE, layout.PIC_KEEP, layout.SODIUM_TERM, layout.REST_TERM,
        layout.LEVEL_SHIFT, layout.ENDING_THRESHOLD,
    }  # fmt: skip
    unset = [c for c in range(layout.N_CONST) if not state.constants[:, c].all()]
    assert set(unset) <= later
    calf = Calf(PARAMETERS, 70.0, 1)
    unset = [c for c in range(layout.N_CONST) if not calf.state.constants[:, c].all()]
    # A rested calf in an ordinary milieu: no tonic excitation, no shift of the level.
    assert set(unset) <= {layout.HOLD, layout.LEVEL_SHIFT}


def test_delays_fit_the_ring() -> None:
    for key in ("spindle.delay", "spindle.secondary_delay", "tendon_organ.delay"):
        assert 0 < PARAMETERS[key].range[1] < layout.RING


def test_thermal_voltage_is_the_same_in_both_places() -> None:
    assert pytest.approx(_THERMAL_MV, rel=1e-6) == terminals.THERMAL_MV
