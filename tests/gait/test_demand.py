"""What a stride asks of the calf."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.gait import MUSCLES, still_inputs, stride_at, stride_inputs
from uncramp.gait.demand import command_shape, peak_moment_N_m_per_kg, slope_factor
from uncramp.kernels import layout
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()
GAIT = PARAMETERS.organ("gait")


def demand(speed: float, slope: float = 0.0, mass: float = 70.0) -> np.ndarray:
    inputs = stride_inputs(stride_at(speed, slope, None, PARAMETERS), mass, PARAMETERS)
    return inputs[layout.IN_DEMAND : layout.IN_DEMAND + 3]


@given(st.floats(0.5, 6.5), st.floats(-20.0, 20.0), st.none() | st.floats(100.0, 220.0))
def test_inputs_of_any_stride(speed: float, slope: float, cadence: float | None) -> None:
    stride = stride_at(speed, slope, cadence, PARAMETERS)
    inputs = stride_inputs(stride, 70.0, PARAMETERS)
    assert inputs.shape == (layout.N_IN, round(1000 * stride.duration_s))
    assert np.isfinite(inputs).all()
    shape = inputs[layout.IN_DRIVE]
    assert 0.0 <= shape.min() <= shape.max() <= 1.0
    assert shape.max() > 0.5
    assert shape[-1] < 0.02  # the next stride begins with silence before it
    arms = inputs[layout.IN_ARM : layout.IN_ARM + 3]
    assert ((arms > 0.02) | (arms == 0.0)).all()  # none off the ground: see the test below
    assert not inputs[layout.IN_DEMAND : layout.IN_DEMAND + 3, :-1].any()
    assert (inputs[layout.IN_DEMAND : layout.IN_DEMAND + 3, -1] > 0.0).all()
    assert not inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3].any()


def test_demand_grows_with_speed_slope_and_mass() -> None:
    level = demand(3.0)[:, -1]
    assert (demand(3.6)[:, -1] > level).all()
    assert demand(3.0, mass=84.0)[:, -1] == pytest.approx(1.2 * level)
    uphill = demand(3.0, 5.0)[:, -1] / level
    assert uphill[:2] == pytest.approx(1.0 + 5.0 * PARAMETERS.value(f"{MUSCLES[0]}.uphill_drive"))
    assert 1.0 < uphill[2] < uphill[0]
    assert (demand(3.0, -5.0)[:, -1] < level).all()


def test_slope_factor_is_held() -> None:
    for muscle in MUSCLES:
        assert slope_factor(muscle, 0.0, PARAMETERS) == 1.0
        assert slope_factor(muscle, 60.0, PARAMETERS) == slope_factor(muscle, 20.0, PARAMETERS)
        assert slope_factor(muscle, -60.0, PARAMETERS) >= 0.5


def test_peak_moment_rises_from_walking_through_running() -> None:
    strides = [stride_at(v, 0.0, None, PARAMETERS) for v in (1.3, 2.7, 3.3, 4.4)]
    moments = [peak_moment_N_m_per_kg(stride, GAIT) for stride in strides]
    assert moments[0] == GAIT["walking_peak_moment"]
    assert moments == sorted(moments)
    assert moments[2] == pytest.approx(GAIT["peak_moment"])


def test_shares_of_the_moment_sum_to_one() -> None:
    assert sum(PARAMETERS.value(f"{m}.moment_share") for m in MUSCLES) == pytest.approx(1.0)


def test_demanded_impulse_is_that_of_the_moment() -> None:
    """Level, all muscles: the integral of a moment that peaks at the stated value."""
    stride = stride_at(3.3, 0.0, None, PARAMETERS)
    impulse = demand(3.3)[:, -1].sum()
    peak = 70.0 * peak_moment_N_m_per_kg(stride, GAIT)
    assert 0.25 * peak * stride.contact_s < impulse < 0.8 * peak * stride.contact_s


def test_command_begins_before_contact_and_ends_before_toe_off() -> None:
    stride = stride_at(3.3, 0.0, None, PARAMETERS)
    time_s = np.arange(round(1000 * stride.duration_s)) / 1000.0
    shape = command_shape(time_s, stride, GAIT)
    contact, toe_off = GAIT["command_lead"], GAIT["command_lead"] + stride.contact_s
    assert shape[0] == 0.0
    assert shape[time_s < contact].max() > 0.3
    assert not shape[time_s >= toe_off].any()
    assert np.abs(np.diff(shape)).max() < 0.03  # smooth, as spindles and tendons feel it


def test_only_the_ground_answers_the_demand() -> None:
    """A moment in the swing does not count: the arm is there in contact and nowhere else."""
    stride = stride_at(3.3, 0.0, None, PARAMETERS)
    inputs = stride_inputs(stride, 70.0, PARAMETERS)
    time_s = np.arange(inputs.shape[1]) / 1000.0 - GAIT["command_lead"]
    on_ground = (time_s >= 0.0) & (time_s < stride.contact_s)
    assert ((inputs[layout.IN_ARM] > 0.0) == on_ground).all()


def test_dorsiflexors_work_in_swing_alone() -> None:
    stride = stride_at(3.3, 0.0, None, PARAMETERS)
    inputs = stride_inputs(stride, 70.0, PARAMETERS)
    off = inputs[layout.IN_DORSIFLEXOR] > 0.0
    assert off.mean() == pytest.approx(1.0 - stride.contact_s / stride.duration_s, abs=0.15)
    assert not (off & (inputs[layout.IN_DRIVE] >= 0.02)).any()


def test_a_still_foot_has_no_command() -> None:
    inputs = still_inputs(-20.0, 15.0, 50, PARAMETERS)
    assert inputs.shape == (layout.N_IN, 50)
    assert not inputs[layout.IN_DRIVE : layout.IN_DEMAND + 3].any()
    assert (np.ptp(inputs, axis=1) == 0.0).all()
