"""What is done to a calf in the laboratory, in place, and to its milieu."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uncramp.body.electrolytes import electrolytes
from uncramp.body.fluids import body_water_L
from uncramp.calf import Calf, Milieu
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet


def set_effort(calf: Calf, share: float) -> None:
    """The descending command of every muscle: 0 recruits the first motor unit, 1 is maximal."""
    strongest = calf.state.constants[:, layout.COMMAND_MAX]
    calf.state.muscles[:, layout.COMMAND] = 1.0 + share * (strongest - 1.0)


def cut_afferents(calf: Calf) -> None:
    """No spindle and no tendon organ reaches the motor neurons; `Calf.settle` undoes a part."""
    calf.state.constants[:, [layout.K_IA, layout.K_II, layout.K_IB]] = 0.0


def block_nerve(calf: Calf, blocked: bool = True) -> None:
    """A nerve block: nothing passes between the muscle and the spinal cord, either way.

    Stimulation beyond the block still reaches axons, and terminals may go on by themselves.
    """
    calf.block_nerve(blocked)


def massage(calf: Calf, transmission: float, clearance: float) -> None:
    """Hands on: Ia transmission and potassium clearance as shares of what they are without.

    The numbers are those of the calf without hands times the shares, so that repeating it changes
    nothing and ``massage(calf, 1, 1)`` takes the hands off.
    """
    p = calf.parameters
    constants = calf.state.constants
    constants[:, layout.K_IA] = calf.ia_effects() * transmission
    constants[:, layout.K_CLEAR] = p.value("milieu.potassium_clearance") * clearance
    constants[:, layout.K_PUMP] = p.value("milieu.potassium_pump") * clearance


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
