"""Inputs of the loop for a leg in the laboratory, (N_IN, n_ms), joined with `in_sequence`.

Angles in degrees, dorsiflexion and knee flexion positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import MUSCLES
from uncramp.gait import still_inputs
from uncramp.gait.demand import posture_inputs
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posture:
    """Ankle (dorsiflexion positive) and knee (flexion positive), degrees."""

    ankle_deg: float
    knee_deg: float


def row_of(muscle: str) -> int:
    """Place of a muscle in `MUSCLES`.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if muscle not in MUSCLES:
        raise ValueError(f"muscle is {muscle!r}; one of {', '.join(MUSCLES)} is needed")
    return MUSCLES.index(muscle)


def hold(posture: Posture, duration_s: float, parameters: ParameterSet) -> Table:
    """A leg held still without any command."""
    return still_inputs(posture.ankle_deg, posture.knee_deg, _ms(duration_s), parameters)


def move(start: Posture, end: Posture, speed_deg_s: float, parameters: ParameterSet) -> Table:
    """A passive movement; the ankle turns at `speed_deg_s`, the knee arrives with it.

    Raises
    ------
    ValueError
        If the speed is not positive.
    """
    if not speed_deg_s > 0.0:
        raise ValueError(f"speed_deg_s is {speed_deg_s:g}; a movement needs a positive one")
    n_ms = max(1, _ms(abs(end.ankle_deg - start.ankle_deg) / speed_deg_s))
    share = np.arange(1, n_ms + 1) / n_ms
    ankle = start.ankle_deg + share * (end.ankle_deg - start.ankle_deg)
    knee = start.knee_deg + share * (end.knee_deg - start.knee_deg)
    return posture_inputs(np.radians(ankle), np.radians(knee), parameters)


def bounces(
    far: Posture, near: Posture, speed_deg_s: float, frequency_Hz: float, parameters: ParameterSet
) -> Table:
    """One passive bounce from `far` to `near` and back: half of its time towards each end.

    Raises
    ------
    ValueError
        If the movements do not fit into a bounce.
    """
    back = move(far, near, speed_deg_s, parameters)
    forth = move(near, far, speed_deg_s, parameters)
    half_ms = _ms(0.5 / frequency_Hz)
    if back.shape[1] > half_ms:
        raise ValueError(
            f"{frequency_Hz:g} bounces a second at {speed_deg_s:g} deg/s do not reach: "
            "slower bounces or a faster movement are needed"
        )
    rest_s = (half_ms - back.shape[1]) / 1000.0
    ends = (hold(posture, rest_s, parameters) for posture in (far, near))
    return in_sequence([next(ends), back, next(ends), forth])


def contraction(
    posture: Posture, muscles: Iterable[str], duration_s: float, parameters: ParameterSet
) -> Table:
    """An effort of the named muscles with the leg held still; `set_effort` says how strong."""
    inputs = hold(posture, duration_s, parameters)
    for muscle in muscles:
        inputs[layout.IN_DRIVE + row_of(muscle)] = 1.0
    return inputs


def stimulated(
    inputs: Table,
    frequency_Hz: float,
    n_pulses: int,
    strength: float = 1.0,
    muscles: Iterable[str] = MUSCLES,
) -> Table:
    """A copy of `inputs` with a train of pulses from its first ms on.

    Parameters
    ----------
    strength
        Share of the axons that a pulse reaches, 0 to 1.
    muscles
        Whose axons and Ia fibres lie under the electrode; all of them for the tibial nerve.

    Raises
    ------
    ValueError
        If the train does not fit in.
    """
    at = np.round(np.arange(n_pulses) * 1000.0 / frequency_Hz).astype(int)
    if n_pulses and at[-1] >= inputs.shape[1]:
        raise ValueError(
            f"{n_pulses} pulses at {frequency_Hz:g} Hz last {at[-1] / 1000:.1f} s, "
            f"the inputs {inputs.shape[1] / 1000:.1f} s: hold the posture for longer"
        )
    trained = inputs.copy()
    for muscle in muscles:
        trained[layout.IN_STIMULUS + row_of(muscle), at] = strength
    return trained


def in_sequence(parts: Sequence[Table]) -> Table:
    """Inputs one after the other."""
    return np.concatenate(parts, axis=1)


def _ms(duration_s: float) -> int:
    return round(duration_s * 1000.0)
