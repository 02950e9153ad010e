"""Heat: what a runner produces, and how it can leave through air, sun, breath and clothing.

Production follows Minetti 2002. Gradients beyond ±45 % and speeds above 8 m/s are clamped; walking
is priced as running, which overstates level walking by up to a third. What the body does with the
heat is in `temperature`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class HeatExchange:
    """What drives the temperatures, per step of the grid; arrays of shape (n_steps,).

    Attributes
    ----------
    metabolic_W, heat_W
        Metabolic rate; the part of it that becomes heat (all of it on the level).
    respiratory_W, respiratory_latent_W
        Heat lost by breathing, and the part of it that evaporates water.
    dry_W_per_K, evaporative_W_per_kPa
        Whole-body conductances from skin to air, through clothing.
    film_W_per_m2_K
        Convective plus radiative coefficient of bare skin, as on the calf.
    air_m_s
        Speed of the air past the runner.
    solar_W
        Sun absorbed, constant over the run.
    """

    metabolic_W: Series
    heat_W: Series
    respiratory_W: Series
    respiratory_latent_W: Series
    dry_W_per_K: Series
    evaporative_W_per_kPa: Series
    film_W_per_m2_K: Series
    air_m_s: Series
    solar_W: float


def saturated_vapour_pressure_kPa(temperature_C: float) -> float:
    """Vapour pressure over water in kPa: 0.1 · exp(18.956 − 4030.18 / (T + 235)) (Gagge 1986)."""
    return 0.1 * math.exp(18.956 - 4030.18 / (temperature_C + 235.0))


def metabolic_power_W(
    speed_m_s: Series, grade: Series, mass_kg: float, surface_m2: float, heat: Numbers
) -> tuple[Series, Series]:
    """Metabolic rate and heat production while running, in W.

    Cost per metre is Minetti's polynomial in the gradient (net of rest) times the runner's
    economy; rest is added. Heat is metabolism less the work against gravity; downhill that work is
    negative and warms the muscles further. Heat never falls below that of rest.

    Parameters
    ----------
    speed_m_s, grade
        Shape (n_steps,); clamped to 0…8 m/s and ±0.45.
    """
    steepest = heat["steepest_grade"]
    speed = np.clip(speed_m_s, 0.0, heat["fastest"])
    slope = np.clip(grade, -steepest, steepest)
    cost = np.full_like(slope, heat["cost_5"])
    for power in (4, 3, 2, 1, 0):
        cost = cost * slope + heat[f"cost_{power}"]
    rest_W = heat["rest_metabolism"] * surface_m2
    metabolic_W = rest_W + heat["economy"] * mass_kg * cost * speed
    work_W = mass_kg * heat["gravity"] * speed * slope / np.sqrt(1.0 + slope * slope)
    return metabolic_W, np.maximum(metabolic_W - work_W, rest_W)


def clothing_clo(air_temperature_C: float, heat: Numbers) -> float:
    """What a runner is assumed to wear, in effective clo: little in warmth, more in the cold."""
    colder = max(0.0, heat["clothing_below"] - air_temperature_C)
    return min(
        heat["clothing_warm"] + heat["clothing_per_degree"] * colder,
        max(heat["clothing_most"], heat["clothing_warm"]),
    )


def conductances(convection: Series, clo: float, heat: Numbers) -> tuple[Series, Series]:
    """Conductance of skin to air through clothing: dry in W/m²/K, evaporative in W/m²/kPa.

    Clothing and air film in series; vapour by the Lewis relation and Gagge's permeation efficiency.
    """
    cloth_m2_K_W = heat["clo"] * clo
    cloth_m2_kPa_W = cloth_m2_K_W / (heat["lewis"] * heat["clothing_permeation"])
    dry = 1.0 / (cloth_m2_K_W + 1.0 / (convection + heat["radiation"]))
    return dry, 1.0 / (cloth_m2_kPa_W + 1.0 / (heat["lewis"] * convection))


def heat_exchange(
    speed_m_s: Series,
    grade: Series,
    mass_kg: float,
    surface_m2: float,
    air_temperature_C: float,
    relative_humidity_pct: float,
    wind_m_s: float,
    solar: float,
    heat: Numbers,
    clo: float | None = None,
) -> HeatExchange:
    """Production and conductances of every step.

    `clo` is the effective clothing; None: what runners wear at that temperature.

    The air passes at √(speed² + wind²), the mean over wind directions; the convective coefficient
    is 8.6 v^0.53 (ASHRAE1997, walking) and at least that of standing in still air.
    """
    metabolic_W, heat_W = metabolic_power_W(speed_m_s, grade, mass_kg, surface_m2, heat)
    vapour_kPa = 0.01 * relative_humidity_pct * saturated_vapour_pressure_kPa(air_temperature_C)
    latent_W = (
        heat["respiration_latent"] * metabolic_W * max(0.0, heat["respiration_vapour"] - vapour_kPa)
    )
    dry_breath_W = (
        heat["respiration_dry"]
        * metabolic_W
        * (heat["respiration_temperature"] - air_temperature_C)
    )
    air_m_s = np.sqrt(np.square(speed_m_s) + wind_m_s**2)
    convection = np.maximum(
        heat["convection_factor"] * air_m_s ** heat["convection_exponent"],
        heat["convection_still"],
    )
    worn_clo = clothing_clo(air_temperature_C, heat) if clo is None else clo
    dry, wet = conductances(convection, worn_clo, heat)
    return HeatExchange(
        metabolic_W=metabolic_W,
        heat_W=heat_W,
        respiratory_W=latent_W + dry_breath_W,
        respiratory_latent_W=latent_W,
        dry_W_per_K=surface_m2 * dry,
        evaporative_W_per_kPa=surface_m2 * wet,
        film_W_per_m2_K=convection + heat["radiation"],
        air_m_s=air_m_s,
        solar_W=solar * heat["clear_sky_solar"] * surface_m2,
    )
