"""Ions: what is lost and absorbed, and what that does to plasma, to cells and the space around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Electrolytes:
    """Compartments at the edges of the steps, shape (n_steps + 1,).

    Attributes
    ----------
    plasma_sodium_mmol_L, osmolality_mmol_kg
        Plasma.
    plasma_L, interstitial_L, intracellular_L
        Their sum is body water.
    extracellular_fraction
        Volume outside cells relative to the start.
    potassium_mmol_L, chloride_mmol_L, calcium_mmol_L, magnesium_mmol_L
        Outside cells; calcium and magnesium ionised.
    stored_mmol
        By ion, change since the start of what cells (potassium), cells and bone (calcium,
        magnesium), or bone and skin (sodium, chloride) hold.
    outside_mmol
        By ion, change since the start of what is outside cells.
    """

    plasma_sodium_mmol_L: Series
    osmolality_mmol_kg: Series
    plasma_L: Series
    interstitial_L: Series
    intracellular_L: Series
    extracellular_fraction: Series
    potassium_mmol_L: Series
    chloride_mmol_L: Series
    calcium_mmol_L: Series
    magnesium_mmol_L: Series
    stored_mmol: Mapping[str, Series]
    outside_mmol: Mapping[str, Series]


def electrolytes(
    body_water_L: Series, gained_mmol: Mapping[str, Series], fluids: Numbers, plasma: Numbers
) -> Electrolytes:
    """Follow ions and the water they draw through the run.

    Plasma sodium (Nguyen & Kurtz, from Edelman)::

        Na = ((Na₀ + 23.8) TBW₀ + 1.03 Δ(Na + K)) / TBW − 23.8

    with Δ the exchangeable cations gained. In runners who kept or lost up to 4 % of mass it was
    within 0.2 mmol/L of the measured serum; where they had gained 2 %, it was off by 2.6
    (Baker2008). It strictly holds for plasma water. Beyond such losses nobody has checked it, and
    in races sodium rises less: a share ``sodium_kept`` of a *rise* goes, as salt, into bone and
    skin, where it draws no water (Noakes2005). Of a fall nothing is made good, because those in
    whom the stores fail to give are who get hyponatraemia. Below three quarters of the starting
    water the concentrations stop changing, and plasma sodium stays within 105…175 mmol/L: nobody
    runs there.

    Volume outside cells: sodium and its anions leave from there, potassium and its anions from
    within, and water moves until osmolality is equal; plasma keeps its share of it. Outside cells,
    potassium keeps its ratio to that within; calcium and magnesium are in part made good.

    Parameters
    ----------
    body_water_L
        Shape (n_steps + 1,).
    gained_mmol
        Absorbed less lost, by ion, cumulative.
    """
    start_L = body_water_L[0]
    water_L = np.maximum(body_water_L, plasma["water_least"] * start_L)
    cations = gained_mmol["sodium"] + gained_mmol["potassium"]
    sodium, hidden_mmol = _sodium(cations, water_L, start_L, plasma)
    start_osm, ions = plasma["osmolality_start"], plasma["ions_per_cation"]
    outside_L = fluids["extracellular_fraction"] * start_L
    outside = start_osm * outside_L + ions * (gained_mmol["sodium"] - hidden_mmol)
    inside = start_osm * (start_L - outside_L) + ions * gained_mmol["potassium"]
    osmolality = (outside + inside) / water_L
    # Where the water has hit its floor, the compartments still add up to what there is.
    extracellular = body_water_L * outside / (outside + inside)
    volumes = np.maximum(extracellular, 0.1 * outside_L)
    plasma_L = fluids["plasma_share"] * extracellular
    within_L = np.maximum(body_water_L - extracellular, 0.1 * (start_L - outside_L))
    potassium, in_cells = _potassium(gained_mmol["potassium"], volumes, within_L, plasma)
    calcium = _kept(gained_mmol["calcium"], volumes, "calcium", plasma)
    magnesium = _kept(gained_mmol["magnesium"], volumes, "magnesium", plasma)
    chloride = plasma["chloride_start"] * outside_L + gained_mmol["chloride"] - hidden_mmol
    stored = {"potassium": in_cells, "sodium": hidden_mmol, "chloride": hidden_mmol}
    for name, concentration in (("calcium", calcium), ("magnesium", magnesium)):
        stored[name] = gained_mmol[name] - _change(concentration * volumes)
    return Electrolytes(
        plasma_sodium_mmol_L=np.clip(
            sodium, plasma["plasma_sodium_least"], plasma["plasma_sodium_most"]
        ),
        osmolality_mmol_kg=osmolality,
        plasma_L=plasma_L,
        interstitial_L=extracellular - plasma_L,
        intracellular_L=body_water_L - extracellular,
        extracellular_fraction=volumes / outside_L,
        potassium_mmol_L=potassium,
        chloride_mmol_L=np.maximum(0.0, chloride) / volumes,
        calcium_mmol_L=calcium,
        magnesium_mmol_L=magnesium,
        stored_mmol={ion: stored[ion] for ion in gained_mmol},
        outside_mmol={
            "sodium": gained_mmol["sodium"] - hidden_mmol,
            "chloride": gained_mmol["chloride"] - hidden_mmol,
            "potassium": _change(potassium * volumes),
            "calcium": _change(calcium * volumes),
            "magnesium": _change(magnesium * volumes),
        },
    )


def _sodium(
    cations_mmol: Series, water_L: Series, start_L: float, plasma: Numbers
) -> tuple[Series, Series]:
    """Concentration in plasma, and what bone and skin have taken up."""
    start, intercept, slope = (
        plasma["plasma_sodium_start"],
        plasma["nk_intercept"],
        plasma["nk_slope"],
    )
    by_balance = ((start + intercept) * start_L + slope * cations_mmol) / water_L - intercept
    hidden = plasma["sodium_kept"] * np.maximum(0.0, by_balance - start)
    return by_balance - hidden, hidden * water_L / slope


def _potassium(
    gained: Series, outside_L: Series, within_L: Series, plasma: Numbers
) -> tuple[Series, Series]:
    """Concentration outside cells, and the change of what cells hold; their ratio is kept."""
    out, cells = plasma["potassium_start"], plasma["potassium_cells"]
    start = out * outside_L[0] + cells * within_L[0]
    ratio = (start + gained) / (out * outside_L + cells * within_L)
    return out * ratio, cells * _change(ratio * within_L)


def _kept(gained: Series, outside_L: Series, ion: str, plasma: Numbers) -> Series:
    """Concentration outside cells of an ion whose changes are in part made good."""
    start = plasma[f"{ion}_start"]
    free = (start * outside_L[0] + gained) / outside_L
    return np.asarray(start + (1.0 - plasma[f"{ion}_kept"]) * (free - start))


def _change(amount: Series) -> Series:
    return np.asarray(amount - amount[0])
