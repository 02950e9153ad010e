"""The states of the body through a run, as they are handed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.body.electrolytes import Electrolytes
from uncramp.body.fluids import WaterBalance, WaterLoss
from uncramp.body.gut import Gut
from uncramp.body.temperature import Temperatures, excess_loss_pct

Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IonBalance:
    """One ion over the run, mmol, each of shape (n_points,).

    ``outside + stored + gut + lost + urine − drunk`` never changes.

    Attributes
    ----------
    lost_mmol, drunk_mmol
        Cumulative: by sweat; swallowed since the start.
    gut_mmol
        In stomach and intestine.
    outside_mmol, stored_mmol
        Change since the start of what is outside cells; of what cells, bone and skin hold.
    urine_mmol
        Cumulative, by the kidneys.
    """

    lost_mmol: Series
    drunk_mmol: Series
    gut_mmol: Series
    outside_mmol: Series
    stored_mmol: Series
    urine_mmol: Series


@dataclass(frozen=True, slots=True)
class BodyStates:
    """States of the body at the points of the grid; every array has the shape (n_points,).

    Attributes
    ----------
    time_s
        Seconds since the start, every 30 s, and the end of the run.
    core_temperature_C, skin_temperature_C, muscle_temperature_C
        Core; mean skin; calf muscle.
    sweat_rate_L_h
        Mean over the step that ends here; 0 at the start.
    sweat_L, respiratory_L, urine_L, metabolic_water_L, drunk_L
        Cumulative water out by sweat, breath and kidneys, made by metabolism, and drunk.
    mass_change_pct
        Change of body mass since the start; losses are negative.
    body_water_L
        Total body water.
    extracellular_volume_fraction
        Volume outside cells relative to the start; 1 is unchanged.
    plasma_sodium_mmol_L, plasma_osmolality_mmol_kg
        Plasma.
    sodium_lost_mmol, sodium_drunk_mmol, potassium_lost_mmol
        Cumulative.
    gut_L
        Drunk and not yet absorbed.
    glycogen_water_L
        Cumulative water that dilutes body fluids as glycogen is used.
    plasma_L, interstitial_L, intracellular_L
        Parts of body water.
    potassium_mmol_L, chloride_mmol_L, calcium_mmol_L, magnesium_mmol_L
        Outside cells; calcium and magnesium ionised.
    excess_loss_pct
        Loss of body mass beyond the 2 % from which circulation suffers, counted up to 4.2 %;
        0 where dehydration is switched off.
    ions
        The balance of each ion, by name.
    """

    time_s: Series
    core_temperature_C: Series
    skin_temperature_C: Series
    muscle_temperature_C: Series
    sweat_rate_L_h: Series
    sweat_L: Series
    respiratory_L: Series
    urine_L: Series
    metabolic_water_L: Series
    drunk_L: Series
    mass_change_pct: Series
    body_water_L: Series
    extracellular_volume_fraction: Series
    plasma_sodium_mmol_L: Series
    plasma_osmolality_mmol_kg: Series
    sodium_lost_mmol: Series
    sodium_drunk_mmol: Series
    potassium_lost_mmol: Series
    gut_L: Series
    glycogen_water_L: Series
    plasma_L: Series
    interstitial_L: Series
    intracellular_L: Series
    potassium_mmol_L: Series
    chloride_mmol_L: Series
    calcium_mmol_L: Series
    magnesium_mmol_L: Series
    excess_loss_pct: Series
    ions: Mapping[str, IonBalance]

    @property
    def net_loss_L(self) -> float:
        """Sweat and breath less the water gained: the most there is to drink back; below 0 none.

        Urine is left out, so that a plan which stays below this never counts on the kidneys.
        """
        made = self.metabolic_water_L[-1] + self.glycogen_water_L[-1]
        return float(self.sweat_L[-1] + self.respiratory_L[-1] - made)

    def end(self) -> dict[str, float]:
        """The balance at the end of the run."""
        names = ("sweat_L", "drunk_L", "mass_change_pct", "sodium_lost_mmol")
        return {name: float(getattr(self, name)[-1]) for name in (*names, "plasma_sodium_mmol_L")}


def assemble(
    edges_s: Series,
    sweat_rate_L_h: Series,
    warm: Temperatures,
    loss: WaterLoss,
    lost_mmol: Mapping[str, Series],
    urine_mmol: Mapping[str, Series],
    gut: Gut,
    water: WaterBalance,
    mass_kg: float,
    ions: Electrolytes,
    heat: Mapping[str, float],
) -> BodyStates:
    """Put together what the organs have computed."""
    mass_change_pct = water.change_pct(mass_kg)
    return BodyStates(
        time_s=edges_s,
        core_temperature_C=warm.core_C,
        skin_temperature_C=warm.skin_C,
        muscle_temperature_C=warm.muscle_C,
        sweat_rate_L_h=np.concatenate(([0.0], sweat_rate_L_h)),
        sweat_L=loss.sweat_L,
        respiratory_L=loss.respiratory_L,
        urine_L=loss.urine_L,
        metabolic_water_L=loss.metabolic_L,
        drunk_L=gut.swallowed_L,
        mass_change_pct=mass_change_pct,
        body_water_L=water.body_water_L,
        extracellular_volume_fraction=ions.extracellular_fraction,
        plasma_sodium_mmol_L=ions.plasma_sodium_mmol_L,
        plasma_osmolality_mmol_kg=ions.osmolality_mmol_kg,
        sodium_lost_mmol=lost_mmol["sodium"],
        sodium_drunk_mmol=gut.swallowed_mmol["sodium"],
        potassium_lost_mmol=lost_mmol["potassium"],
        gut_L=gut.content_L,
        glycogen_water_L=loss.glycogen_L,
        plasma_L=ions.plasma_L,
        interstitial_L=ions.interstitial_L,
        intracellular_L=ions.intracellular_L,
        potassium_mmol_L=ions.potassium_mmol_L,
        chloride_mmol_L=ions.chloride_mmol_L,
        calcium_mmol_L=ions.calcium_mmol_L,
        magnesium_mmol_L=ions.magnesium_mmol_L,
        excess_loss_pct=excess_loss_pct(mass_change_pct, heat),
        ions={ion: _balance(ion, lost_mmol, urine_mmol, gut, ions) for ion in lost_mmol},
    )


def _balance(
    ion: str,
    lost_mmol: Mapping[str, Series],
    urine_mmol: Mapping[str, Series],
    gut: Gut,
    ions: Electrolytes,
) -> IonBalance:
    return IonBalance(
        lost_mmol[ion],
        gut.swallowed_mmol[ion],
        gut.content_mmol[ion],
        ions.outside_mmol[ion],
        ions.stored_mmol[ion],
        urine_mmol[ion],
    )
