"""Water: what leaves, what is drunk, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from uncramp.body.heat import HeatExchange
from uncramp.conditions import DrinkingPlan

Series = NDArray[np.float64]
Numbers = Mapping[str, float]
Drinking = DrinkingPlan | Literal["balanced"]

_SECONDS_PER_HOUR = 3600.0
_L_PER_ML = 0.001
_L_PER_G = 0.001  # water
_KG_PER_G = 0.001


@dataclass(frozen=True, slots=True)
class WaterBalance:
    """Cumulative water and mass at the edges of the steps, shape (n_steps + 1,).

    The balance closes exactly: ``body_water_L − body_water_L[0]`` is drunk plus metabolic water
    less sweat and breath; ``mass_change_kg`` is drunk less sweat, breath and the carbon breathed
    out. Urine is not modelled: during a run kidneys make little.
    """

    sweat_L: Series
    respiratory_L: Series
    metabolic_water_L: Series
    drunk_L: Series
    body_water_L: Series
    mass_change_kg: Series


def body_water_L(mass_kg: float, sex: str | None, fluids: Numbers) -> float:
    """Total body water at the start, L: a share of mass by sex."""
    return mass_kg * fluids[f"body_water_{sex or 'unknown'}"]


def water_balance(
    step_s: Series,
    exchange: HeatExchange,
    sweat_L_h: Series,
    mass_kg: float,
    sex: str | None,
    drinking: Drinking,
    fluids: Numbers,
    oxygen_kJ_L: float,
) -> WaterBalance:
    """Add up water over the run.

    What is drunk counts at once (no gut yet). A plan without an amount is drinking to thirst: a
    share of sweat and breath (Passe 2007), until the deficit has grown to
    ``fluids.thirst_deficit`` of body mass; from there on all of it, but not more than 1 L/h.
    ``"balanced"`` replaces the net loss of water as it arises, never more, so that mass is never
    gained.
    """
    hours = step_s / _SECONDS_PER_HOUR
    sweat = _total(sweat_L_h * hours)
    breath = _total(exchange.respiratory_latent_W * step_s / fluids["evaporation_heat"] * _L_PER_G)
    oxygen_L = _total(exchange.metabolic_W * step_s / (1000.0 * oxygen_kJ_L))
    made = oxygen_L * fluids["water_per_oxygen"] * _L_PER_G
    if drinking == "balanced":
        drunk = np.maximum.accumulate(np.maximum(0.0, sweat + breath - made))
    elif drinking.fluid_mL_per_h is None:
        drunk = _thirst(sweat + breath, hours, mass_kg, fluids)
    else:
        drunk = _total(drinking.fluid_mL_per_h * _L_PER_ML * hours)
    carbon_kg = oxygen_L * fluids["mass_loss_per_oxygen"] * _KG_PER_G
    start_L = body_water_L(mass_kg, sex, fluids)
    return WaterBalance(
        sweat_L=sweat,
        respiratory_L=breath,
        metabolic_water_L=made,
        drunk_L=drunk,
        body_water_L=start_L + drunk + made - sweat - breath,
        mass_change_kg=drunk - sweat - breath - carbon_kg,
    )


def _thirst(lost_L: Series, hours: Series, mass_kg: float, fluids: Numbers) -> Series:
    """Cumulative drink of a runner who drinks as they like, L; never more than was lost."""
    deficit_L = np.minimum(
        (1.0 - fluids["thirst_replacement"]) * lost_L, fluids["thirst_deficit"] * mass_kg
    )
    return _total(np.minimum(np.diff(lost_L - deficit_L), fluids["thirst_most"] * hours))


def _total(per_step: Series) -> Series:
    """Running total from 0, shape (n_steps + 1,)."""
    return np.concatenate(([0.0], np.cumsum(per_step)))
