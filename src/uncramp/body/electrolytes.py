"""Sodium: what is lost and drunk, and what that does to plasma and to the fluid outside cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.body.fluids import Drinking, WaterBalance

Series = NDArray[np.float64]
Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Electrolytes:
    """Electrolytes at the edges of the steps, shape (n_steps + 1,).

    Lost and drunk amounts are cumulative; `extracellular_fraction` is the volume outside cells
    relative to the start.
    """

    sodium_lost_mmol: Series
    sodium_drunk_mmol: Series
    potassium_lost_mmol: Series
    plasma_sodium_mmol_L: Series
    osmolality_mmol_kg: Series
    extracellular_fraction: Series


def electrolytes(
    water: WaterBalance,
    sweat_sodium_mmol_L: Series,
    drinking: Drinking,
    sweat: Numbers,
    fluids: Numbers,
    plasma: Numbers,
) -> Electrolytes:
    """Follow sodium and potassium through the run.

    Plasma sodium (Nguyen & Kurtz, from Edelman)::

        Na = ((Na₀ + 23.8) TBW₀ + 1.03 Δ(Na + K)) / TBW − 23.8

    with Δ the exchangeable cations gained. In runners who kept or lost up to 4 % of mass it was
    within 0.2 mmol/L of the measured serum; where they had gained 2 %, it was off by 2.6
    (Baker2008). It strictly holds for plasma water. Exchange with bone and skin, urine and hormones
    are not in it: over many hours without drinking it overstates the rise. Below three quarters of
    the starting water the concentrations stop changing, and plasma sodium stays within
    105…175 mmol/L: nobody runs there.

    Volume outside cells: sodium and its anions leave from there, potassium and its anions from
    within, and water moves until osmolality is equal. Drinks are taken to hold no potassium.
    """
    sodium_lost = _running(sweat_sodium_mmol_L * np.diff(water.sweat_L))
    potassium_lost = sweat["potassium"] * water.sweat_L
    if drinking == "balanced":
        sodium_drunk = sodium_lost.copy()
    else:
        given = drinking.sodium_mg_per_L
        mg_per_L = fluids["drink_sodium"] if given is None else given
        sodium_drunk = water.drunk_L * mg_per_L / plasma["sodium_molar_mass"]
    sodium_gain = sodium_drunk - sodium_lost
    start_L = water.body_water_L[0]
    intercept = plasma["nk_intercept"]
    store = (plasma["plasma_sodium_start"] + intercept) * start_L
    water_L = np.maximum(water.body_water_L, plasma["water_least"] * start_L)
    sodium = (store + plasma["nk_slope"] * (sodium_gain - potassium_lost)) / water_L - intercept
    start_osm = plasma["osmolality_start"]
    ions = plasma["ions_per_cation"]
    outside_L = fluids["extracellular_fraction"] * start_L
    outside = start_osm * outside_L + ions * sodium_gain
    inside = start_osm * (start_L - outside_L) - ions * potassium_lost
    osmolality = (outside + inside) / water_L
    return Electrolytes(
        sodium_lost_mmol=sodium_lost,
        sodium_drunk_mmol=sodium_drunk,
        potassium_lost_mmol=potassium_lost,
        plasma_sodium_mmol_L=np.clip(
            sodium, plasma["plasma_sodium_least"], plasma["plasma_sodium_most"]
        ),
        osmolality_mmol_kg=osmolality,
        extracellular_fraction=outside / osmolality / outside_L,
    )


def _running(per_step: Series) -> Series:
    """Running total from 0, shape (n_steps + 1,)."""
    return np.concatenate(([0.0], np.cumsum(per_step)))
