"""What is swallowed when: a plan, thirst, or exactly what is lost; and what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from uncramp.conditions import AidStation, Drink, DrinkingPlan

Series = NDArray[np.float64]
Numbers = Mapping[str, float]
Drinking = DrinkingPlan | Literal["balanced"]

IONS = ("sodium", "potassium", "chloride", "calcium", "magnesium")

_SECONDS_PER_HOUR = 3600.0
_L_PER_ML = 0.001
_M_PER_KM = 1000.0
_S_PER_MIN = 60.0


@dataclass(frozen=True, slots=True)
class Intake:
    """What is swallowed in each step, shape (n_steps,), and what the stomach holds at the start.

    Attributes
    ----------
    water_L, carbohydrate_g
        Per step.
    ions_mmol
        By ion; an ion that is not there is left out.
    start_L, start_g, start_mmol
        In the stomach at the start: water, carbohydrate, ions.
    """

    water_L: Series
    carbohydrate_g: Series
    ions_mmol: Mapping[str, Series]
    start_L: float
    start_g: float
    start_mmol: Mapping[str, float]


def per_litre(plan: DrinkingPlan, drink: Drink | None, fluids: Numbers, plasma: Numbers) -> Numbers:
    """Ions of a litre in mmol, and its carbohydrate in g.

    What the plan says of sodium goes before the product's; without both the drink is taken to be
    between water and a sports drink.
    """
    product = drink or plan.drink or Drink(name="", sodium_mg_per_L=fluids["drink_sodium"])
    sodium_mg = product.sodium_mg_per_L
    if drink is None and plan.sodium_mg_per_L is not None:
        sodium_mg = plan.sodium_mg_per_L
    sodium = sodium_mg / plasma["sodium_molar_mass"]
    return {
        "sodium": sodium,
        "chloride": fluids["drink_chloride"] * sodium,
        "potassium": product.potassium_mg_per_L / plasma["potassium_molar_mass"],
        "calcium": product.calcium_mg_per_L / plasma["calcium_molar_mass"],
        "magnesium": product.magnesium_mg_per_L / plasma["magnesium_molar_mass"],
        "carbohydrate": product.carbohydrate_g_per_L,
    }


def planned_intake(
    plan: DrinkingPlan,
    edges_s: Series,
    distance_m: Series,
    lost_L: Series,
    mass_kg: float,
    fluids: Numbers,
    plasma: Numbers,
) -> Intake:
    """What a plan makes the runner swallow.

    A plan without an amount is drinking to thirst: a share of sweat and breath (Passe 2007), until
    the deficit has grown to ``fluids.thirst_deficit`` of body mass; from there on all of it, but
    not more than 1 L/h.

    Parameters
    ----------
    edges_s, distance_m, lost_L
        Time since the start, way, and sweat and breath so far, at the edges of the steps.
    """
    hours = np.diff(edges_s) / _SECONDS_PER_HOUR
    if plan.fluid_mL_per_h is not None:
        water = plan.fluid_mL_per_h * _L_PER_ML * hours
    elif plan.stations:
        water = np.zeros_like(hours)
    else:
        water = thirst(lost_L, hours, mass_kg, fluids)
    mix = per_litre(plan, None, fluids, plasma)
    amounts = {name: content * water for name, content in mix.items() if content > 0.0}
    for station in plan.stations:
        step = _step(station, edges_s, distance_m)
        if step is not None:
            litres = station.volume_mL * _L_PER_ML
            water[step] += litres
            content = per_litre(plan, station.drink, fluids, plasma)
            for name, amount in content.items():
                if amount > 0.0:
                    amounts.setdefault(name, np.zeros_like(hours))[step] += amount * litres
    if plan.capsule_sodium_mg_per_h > 0.0:  # salt: as much chloride as sodium
        salt = plan.capsule_sodium_mg_per_h / plasma["sodium_molar_mass"] * hours
        for name in ("sodium", "chloride"):
            amounts[name] = amounts.get(name, 0.0) + salt
    early_L = plan.pre_race_mL * _L_PER_ML
    early = {name: amount * early_L for name, amount in mix.items()}
    return Intake(
        water_L=water,
        carbohydrate_g=amounts.pop("carbohydrate", np.zeros_like(hours)),
        ions_mmol=amounts,
        start_L=early_L,
        start_g=early.pop("carbohydrate"),
        start_mmol=early,
    )


def thirst(lost_L: Series, hours: Series, mass_kg: float, fluids: Numbers) -> Series:
    """What a runner drinks per step who drinks as they like, L; never more than was lost."""
    deficit_L = np.minimum(
        (1.0 - fluids["thirst_replacement"]) * lost_L, fluids["thirst_deficit"] * mass_kg
    )
    return np.asarray(np.minimum(np.diff(lost_L - deficit_L), fluids["thirst_most"] * hours))


def _step(station: AidStation, edges_s: Series, distance_m: Series) -> int | None:
    """The step in which a station is reached; None where the run ends before it."""
    if station.at_min is not None:
        along, where = edges_s - edges_s[0], _S_PER_MIN * station.at_min
    else:
        assert station.at_km is not None
        along, where = distance_m, _M_PER_KM * station.at_km
    if where > along[-1]:
        return None
    return int(np.clip(np.searchsorted(along, where) - 1, 0, along.size - 2))
