"""What a stride asks of the calf: joint angles, command shape, and moment impulse."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from uncramp.gait.joints import at_phase, curves, phase_of
from uncramp.gait.path import MUSCLES, ankle_moment_arm, muscle_tendon_length
from uncramp.gait.stride import Stride
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

Table = NDArray[np.float64]


def peak_moment_N_m_per_kg(stride: Stride, gait: Mapping[str, float]) -> float:
    """Peak plantar-flexion moment of the triceps surae on the level, per kg of body mass."""
    if stride.walking:
        return gait["walking_peak_moment"]
    rise = gait["peak_moment_slope"] * (stride.speed_m_s - gait["peak_moment_speed"])
    return max(gait["walking_peak_moment"], gait["peak_moment"] + rise)


def slope_factor(muscle: str, slope_deg: float, parameters: ParameterSet) -> float:
    """Demand on a muscle relative to the level, at a slope in degrees (held to ±20)."""
    slope = min(max(slope_deg, -20.0), 20.0)
    if slope >= 0.0:
        return 1.0 + parameters.value(f"{muscle}.uphill_drive") * slope
    return max(0.5, 1.0 - parameters.value("gait.downhill_drive") * slope)


def command_shape(time_s: Table, stride: Stride, gait: Mapping[str, float]) -> Table:
    """Shape of the descending command over a stride that begins with the lead-in, 0–1.

    It rises before contact (at `command_lead`), stays, and is gone before toe-off.
    """
    lead = gait["command_lead"]
    rise = np.clip(time_s / gait["command_rise"], 0.0, 1.0)
    fall_from = lead + gait["command_hold"] * stride.contact_s
    fall_to = lead + gait["command_end"] * stride.contact_s
    fall = np.clip((fall_to - time_s) / (fall_to - fall_from), 0.0, 1.0)
    half = 0.5 * (1.0 - np.cos(np.pi * np.minimum(rise, fall)))
    return np.asarray(half)


def stride_inputs(stride: Stride, mass_kg: float, parameters: ParameterSet) -> Table:
    """Inputs of the loop for one stride: (N_IN, n_ms), beginning with the lead-in before contact.

    The last column carries the moment impulse demanded of each muscle, so that the command adapts
    once per stride.
    """
    gait = parameters.organ("gait")
    n_ms = round(stride.duration_s * 1000.0)
    time_s = np.arange(n_ms) / 1000.0
    after_contact = np.mod(time_s - gait["command_lead"], stride.duration_s)
    ankle_deg, knee_deg, moment, contact_share = curves(stride.walking)
    phase = phase_of(after_contact, stride.duration_s, stride.contact_s, contact_share)
    on_ground = after_contact < stride.contact_s
    tilt = gait["uphill_dorsiflexion"] * min(max(stride.slope_deg, -15.0), 15.0)
    swell = np.sin(np.pi * np.clip(after_contact / stride.contact_s, 0.0, 1.0)) * on_ground
    ankle = np.radians(np.clip(at_phase(ankle_deg, phase) + tilt * swell, -40.0, 30.0))
    knee = np.radians(np.clip(at_phase(knee_deg, phase), 0.0, 110.0))
    inputs = posture_inputs(ankle, knee, parameters)
    # Only the ground answers the demand: a moment in the swing works against dorsiflexors alone.
    inputs[layout.IN_ARM : layout.IN_ARM + 3] *= on_ground
    shape = command_shape(time_s, stride, gait)
    inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3] = shape
    # Dorsiflexors lift the foot through the swing and inhibit the calf reciprocally.
    off = (~on_ground) & (shape < 0.02)
    inputs[layout.IN_DORSIFLEXOR] = off
    impulse = peak_moment_N_m_per_kg(stride, gait) * mass_kg * float(at_phase(moment, phase).sum())
    for k, muscle in enumerate(MUSCLES):
        share = parameters.value(f"{muscle}.moment_share")
        factor = slope_factor(muscle, stride.slope_deg, parameters)
        inputs[layout.IN_DEMAND + k, -1] = share * factor * impulse / 1000.0
    return inputs


def posture_inputs(ankle_rad: Table, knee_rad: Table, parameters: ParameterSet) -> Table:
    """Inputs for given joint angles (n_ms,) and nothing else: no command, no demand."""
    inputs = np.zeros((layout.N_IN, len(ankle_rad)))
    for k, muscle in enumerate(MUSCLES):
        inputs[layout.IN_LENGTH + k] = muscle_tendon_length(muscle, ankle_rad, knee_rad, parameters)
        inputs[layout.IN_ARM + k] = ankle_moment_arm(muscle, ankle_rad, parameters)
    return inputs


def still_inputs(ankle_deg: float, knee_deg: float, n_ms: int, parameters: ParameterSet) -> Table:
    """A foot held still for `n_ms` without any command."""
    ankle = np.full(n_ms, np.radians(ankle_deg))
    knee = np.full(n_ms, np.radians(knee_deg))
    return posture_inputs(ankle, knee, parameters)
