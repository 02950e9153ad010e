"""Water: what leaves, what is drunk, what has arrived, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.body.heat import HeatExchange

Series = NDArray[np.float64]
Numbers = Mapping[str, float]

_SECONDS_PER_HOUR = 3600.0
_L_PER_G = 0.001  # water
_KG_PER_G = 0.001


@dataclass(frozen=True, slots=True)
class WaterLoss:
    """Cumulative, at the edges of the steps, shape (n_steps + 1,): what does not hang on drinking.

    Attributes
    ----------
    sweat_L, respiratory_L
        Out by sweat and breath.
    urine_L
        Out by the kidneys.
    metabolic_L
        Made by metabolism.
    glycogen_L
        Of the water stored with glycogen, what dilutes body fluids once the glycogen is used.
    carbon_kg
        Mass of carbon dioxide given off less oxygen taken up.
    """

    sweat_L: Series
    respiratory_L: Series
    urine_L: Series
    metabolic_L: Series
    glycogen_L: Series
    carbon_kg: Series

    @property
    def net_L(self) -> Series:
        """What would have to be drunk to make good sweat and breath, less the water gained.

        Urine is left out: what the kidneys let go is nothing to drink back.
        """
        return self.sweat_L + self.respiratory_L - self.metabolic_L - self.glycogen_L


@dataclass(frozen=True, slots=True)
class WaterBalance:
    """Water and mass at the edges of the steps, shape (n_steps + 1,).

    The balance closes exactly: ``body_water_L − body_water_L[0]`` is absorbed, metabolic and
    glycogen water less sweat, breath and urine; ``mass_change_kg`` is drunk less sweat, breath,
    urine and the carbon breathed out.
    """

    body_water_L: Series
    mass_change_kg: Series

    def change_pct(self, mass_kg: float) -> Series:
        """Change of body mass in per cent of the mass at the start."""
        return 100.0 * self.mass_change_kg / mass_kg


def body_water_L(mass_kg: float, sex: str | None, fluids: Numbers) -> float:
    """Total body water at the start, L: a share of mass by sex."""
    return mass_kg * fluids[f"body_water_{sex or 'unknown'}"]


def water_loss(
    step_s: Series,
    exchange: HeatExchange,
    sweat_L_h: Series,
    fluids: Numbers,
    oxygen_kJ_L: float,
) -> WaterLoss:
    """Add up water lost and made over the run.

    Urine is the little that kidneys make during a run (``fluids.urine``), the same whatever is
    drunk: vasopressin, which runs high in long exercise whatever the blood needs, holds surplus
    water back (HewButler2015), so that nobody may count on passing what they drank too much.

    Glycogen is used with the oxygen until the store is empty; nearly all of the water stored with
    it is taken to be body water already, because serum sodium of runners falls no more than without
    it (Baker2008).
    """
    oxygen_L = _total(exchange.metabolic_W * step_s / (1000.0 * oxygen_kJ_L))
    glycogen_g = np.minimum(fluids["glycogen_per_oxygen"] * oxygen_L, fluids["glycogen_store"])
    freed = fluids["glycogen_water"] * fluids["glycogen_water_free"]
    return WaterLoss(
        sweat_L=_total(sweat_L_h * step_s / _SECONDS_PER_HOUR),
        respiratory_L=_total(
            exchange.respiratory_latent_W * step_s / fluids["evaporation_heat"] * _L_PER_G
        ),
        urine_L=_total(fluids["urine"] / _SECONDS_PER_HOUR * step_s),
        metabolic_L=oxygen_L * fluids["water_per_oxygen"] * _L_PER_G,
        glycogen_L=freed * glycogen_g * _L_PER_G,
        carbon_kg=oxygen_L * fluids["mass_loss_per_oxygen"] * _KG_PER_G,
    )


def besides_sweat_kg(
    step_s: Series, exchange: HeatExchange, fluids: Numbers, oxygen_kJ_L: float
) -> float:
    """What a scale counts as lost over the steps besides sweat: breath, and carbon of the fuel.

    Field studies and runners add drinks to the loss of mass and call it sweat; over an hour that is
    a tenth too much, more in the cool (Cheuvront2002, Baker2017).
    """
    breath_g = exchange.respiratory_latent_W * step_s / fluids["evaporation_heat"]
    oxygen_L = exchange.metabolic_W * step_s / (1000.0 * oxygen_kJ_L)
    return float((breath_g + fluids["mass_loss_per_oxygen"] * oxygen_L).sum()) * _KG_PER_G


def balanced_water_L(loss: WaterLoss) -> Series:
    """The net loss replaced as it arises, never more, so that mass is never gained; cumulative."""
    return np.asarray(np.maximum.accumulate(np.maximum(0.0, loss.net_L)))


def water_balance(
    loss: WaterLoss, drunk_L: Series, absorbed_L: Series, start_L: float
) -> WaterBalance:
    """Body water and mass from losses and what was drunk and absorbed, all cumulative."""
    return WaterBalance(
        body_water_L=start_L + absorbed_L - loss.net_L - loss.urine_L,
        mass_change_kg=drunk_L - loss.sweat_L - loss.respiratory_L - loss.urine_L - loss.carbon_kg,
    )


def urine_ions_mmol(urine_L: Series, fluids: Numbers) -> dict[str, Series]:
    """Sodium, potassium and chloride that left with urine, cumulative; the others are nothing."""
    sodium, potassium = fluids["urine_sodium"] * urine_L, fluids["urine_potassium"] * urine_L
    nothing = np.zeros_like(urine_L)
    return {
        "sodium": sodium,
        "potassium": potassium,
        "chloride": sodium,
        "calcium": nothing,
        "magnesium": nothing,
    }


def _total(per_step: Series) -> Series:
    """Running total from 0, shape (n_steps + 1,)."""
    return np.concatenate(([0.0], np.cumsum(per_step)))
