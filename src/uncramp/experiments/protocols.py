"""What laboratory protocols share, as plain functions.

The first kind builds inputs of the loop, shape (N_IN, n_ms), to be joined with `in_sequence`; the
second kind changes a calf in place. Angles in degrees, dorsiflexion and knee flexion positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from uncramp.body.electrolytes import electrolytes
from uncramp.body.fluids import body_water_L
from uncramp.calf import MUSCLES, Calf, Milieu
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


# --- inputs -----------------------------------------------------------------------------------


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


def contraction(
    posture: Posture, muscles: Iterable[str], duration_s: float, parameters: ParameterSet
) -> Table:
    """An effort of the named muscles with the leg held still; `set_effort` says how strong."""
    inputs = hold(posture, duration_s, parameters)
    for muscle in muscles:
        inputs[layout.IN_DRIVE + MUSCLES.index(muscle)] = 1.0
    return inputs


def stimulated(inputs: Table, frequency_Hz: float, n_pulses: int) -> Table:
    """A copy of `inputs` with a train of pulses to the motor nerve from its first ms on.

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
    trained[layout.IN_STIMULUS, at] = 1.0
    return trained


def in_sequence(parts: Sequence[Table]) -> Table:
    """Inputs one after the other."""
    return np.concatenate(parts, axis=1)


# --- changes of a calf, in place ----------------------------------------------------------------


def set_effort(calf: Calf, share: float) -> None:
    """The descending command of every muscle: 0 recruits the first motor unit, 1 is maximal."""
    strongest = calf.state.constants[:, layout.COMMAND_MAX]
    calf.state.muscles[:, layout.COMMAND] = 1.0 + share * (strongest - 1.0)


def cut_afferents(calf: Calf) -> None:
    """No spindle and no tendon organ reaches the motor neurons; `Calf.settle` undoes a part."""
    calf.state.constants[:, [layout.K_IA, layout.K_II, layout.K_IB]] = 0.0


def block_nerve(calf: Calf) -> None:
    """A nerve block: afferents cut, and no impulse of a motor neuron reaches the muscle.

    The model has no discharge that begins beyond the block, so its muscle falls silent.
    """
    cut_afferents(calf)
    calf.state.constants[:, layout.K_SOURCE] = 0.0
    lanes = layout.LANES
    calf.state.chunks[:, layout.FORCE * lanes : (layout.FORCE + 1) * lanes] = 0.0


def massage(calf: Calf, transmission: float, clearance: float) -> None:
    """Hands on: Ia transmission and potassium clearance as shares of what they are without.

    The numbers are those of the calf's parameters times the shares, so that repeating it changes
    nothing and ``massage(calf, 1, 1)`` takes the hands off.
    """
    p = calf.parameters
    constants = calf.state.constants
    constants[:, layout.K_IA] = p.value("spindle.primary_effect") * transmission
    constants[:, layout.K_CLEAR] = p.value("milieu.potassium_clearance") * clearance


def with_muscle_temperature(milieu: Milieu, change_K: float) -> Milieu:
    """The milieu of a calf that is warmer or cooler by `change_K`; core and cord as they were."""
    return replace(milieu, muscle_temperature_C=milieu.muscle_temperature_C + change_K)


def with_drink(
    milieu: Milieu,
    volume_mL: float,
    sodium_mg_per_L: float,
    mass_kg: float,
    parameters: ParameterSet,
) -> Milieu:
    """The milieu once a drink is absorbed to the last drop, with sweat and kidneys at rest.

    A gut takes tens of minutes for that: at any earlier moment the change is smaller.
    """
    fluids = parameters.organ("fluids")
    plasma = parameters.organ("electrolytes")
    drunk_L = np.array([0.0, volume_mL / 1000.0])
    sodium_mmol = drunk_L * sodium_mg_per_L / plasma["sodium_molar_mass"]
    gained = {ion: np.zeros(2) for ion in ("potassium", "calcium", "magnesium")}
    gained |= {"sodium": sodium_mmol, "chloride": sodium_mmol}
    water_L = body_water_L(mass_kg, None, fluids) + drunk_L
    ions = electrolytes(water_L, gained, fluids, plasma)
    return replace(
        milieu,
        sodium_mM=milieu.sodium_mM + float(np.diff(ions.plasma_sodium_mmol_L)[0]),
        extracellular_fraction=milieu.extracellular_fraction
        * float(ions.extracellular_fraction[-1]),
    )


def _ms(duration_s: float) -> int:
    return round(duration_s * 1000.0)
