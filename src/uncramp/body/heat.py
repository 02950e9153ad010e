"""Heat: metabolic production, exchange with the air, core, skin and calf muscle temperature.

Production follows Minetti 2002; the body is the two nodes of Gagge 1986 (core and skin) with the
sweating control that JOS-3 takes from Stolwijk (Takahashi2021); the calf is one more node, warmed
by its own work and by arterial blood and cooled through the skin of the leg.

Validity: gradients beyond ±45 % and speeds above 8 m/s are clamped; walking is priced as running,
which overstates level walking by up to a third; core temperature is kept within 33 and 41 °C,
where the model ends. Dehydration does not raise core temperature here, acclimatisation is only the
spread of ``heat.sweat_core_gain``, and how heat or cold shortens an effort (GallowayMaughan1997)
is not the business of this file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

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


@dataclass(frozen=True, slots=True)
class Temperatures:
    """Temperatures at the edges of the steps, °C; arrays of shape (n_steps + 1,)."""

    core_C: Series
    skin_C: Series
    muscle_C: Series


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
) -> HeatExchange:
    """Production and conductances of every step.

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
    dry, wet = conductances(convection, clothing_clo(air_temperature_C, heat), heat)
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


def temperatures(
    step_s: Series,
    exchange: HeatExchange,
    mass_kg: float,
    surface_m2: float,
    air_temperature_C: float,
    relative_humidity_pct: float,
    heat: Numbers,
) -> Temperatures:
    """Core, skin and calf temperature from the start line on.

    Parameters
    ----------
    step_s
        Length of each step, shape (n_steps,), at most about 60 s.

    Notes
    -----
    Core: C dT/dt = heat − breath + shivering − K (T_core − T_skin).
    Skin: C dT/dt = K (T_core − T_skin) + sun − dry − evaporation, solved implicitly because its
    time constant is as short as a step. Evaporation is what the regulation asks for, limited by
    what the air takes up; the predicted sweat rate, whose error is larger than that of the heat
    balance, does not limit it.
    """
    air_kPa = 0.01 * relative_humidity_pct * saturated_vapour_pressure_kPa(air_temperature_C)
    control = _Control.of(mass_kg, surface_m2, heat)
    core_C, skin_C = _two_nodes(step_s, exchange, air_temperature_C, air_kPa, control)
    return Temperatures(
        core_C=core_C,
        skin_C=skin_C,
        muscle_C=_muscle(step_s, exchange, core_C, mass_kg, surface_m2, air_temperature_C, heat),
    )


class _Control(NamedTuple):
    """The constants of the two nodes for one body, whole-body units (W, K)."""

    core_start: float
    core_set: float
    skin_set: float
    core_least: float
    core_most: float
    core_capacity: float
    skin_capacity: float
    tissue: float
    blood: float
    flow_neutral: float
    flow_gain: float
    flow_cold: float
    flow_most: float
    sweat_core: float
    sweat_skin: float
    shivering: float
    diffusion: float
    wettest: float

    @classmethod
    def of(cls, mass_kg: float, surface_m2: float, heat: Numbers) -> _Control:
        """Scale the constants to a body."""
        capacity = heat["tissue_heat_capacity"] * mass_kg
        size = surface_m2 / heat["reference_surface"]
        return cls(
            core_start=heat["core_start"],
            core_set=heat["core_set_point"],
            skin_set=heat["skin_set_point"],
            core_least=heat["core_least"],
            core_most=heat["core_most"],
            core_capacity=(1.0 - heat["skin_fraction"]) * capacity,
            skin_capacity=heat["skin_fraction"] * capacity,
            tissue=surface_m2 * heat["tissue_conductance"],
            blood=surface_m2 * heat["blood_heat"],
            flow_neutral=heat["skin_flow_neutral"],
            flow_gain=heat["skin_flow_core_gain"],
            flow_cold=heat["skin_flow_cold_gain"],
            flow_most=heat["skin_flow_most"],
            sweat_core=size * heat["sweat_core_gain"],
            sweat_skin=size * heat["sweat_skin_gain"],
            shivering=surface_m2 * heat["shivering_gain"],
            diffusion=heat["skin_diffusion"],
            wettest=heat["wettedness_most"],
        )


def _two_nodes(
    step_s: Series, exchange: HeatExchange, air_C: float, air_kPa: float, control: _Control
) -> tuple[Series, Series]:
    """Step core and skin temperature; plain floats, because the loop is run a thousand times."""
    (core, core_set, skin_set, least, most, core_capacity, skin_capacity, tissue, blood) = control[
        :9
    ]
    neutral, gain, cold_gain, flow_most, sweat_core, sweat_skin, shivering, diffusion, wettest = (
        control[9:]
    )
    skin, exp = skin_set, math.exp
    cores, skins = [core], [skin]
    gained = (exchange.heat_W - exchange.respiratory_W).tolist()
    drys, wets = exchange.dry_W_per_K.tolist(), exchange.evaporative_W_per_kPa.tolist()
    for dt, warm_W, dry, wet in zip(step_s.tolist(), gained, drys, wets, strict=True):
        core_error, skin_error = core - core_set, skin - skin_set
        flow = neutral + gain * core_error if core_error > 0.0 else neutral
        demand = (sweat_core * core_error + sweat_skin * skin_error) * 2.0 ** (0.1 * skin_error)
        if skin_error < 0.0:
            flow /= 1.0 - cold_gain * skin_error
            if core_error < 0.0:
                warm_W += shivering * skin_error * core_error
        inward = tissue + blood * (flow if flow < flow_most else flow_most)
        skin_kPa = 0.1 * exp(18.956 - 4030.18 / (skin + 235.0))
        possible = wet * (skin_kPa - air_kPa) if skin_kPa > air_kPa else 0.0
        evaporation = (demand if demand > 0.0 else 0.0) + diffusion * possible
        per_K = 0.0
        if evaporation > wettest * possible:
            # The air sets the limit, and takes more as the skin warms: keep that implicit.
            evaporation = wettest * possible
            per_K = wettest * wet * skin_kPa * 4030.18 / (skin + 235.0) ** 2
        stored = skin_capacity / dt + per_K
        outer = dry * air_C + exchange.solar_W - evaporation
        skin = (stored * skin + inward * core + outer) / (stored + inward + dry)
        core += dt / core_capacity * (warm_W - inward * (core - skin))
        core = least if core < least else min(core, most)
        cores.append(core)
        skins.append(skin)
    return np.array(cores), np.array(skins)


def _muscle(
    step_s: Series,
    exchange: HeatExchange,
    core_C: Series,
    mass_kg: float,
    surface_m2: float,
    air_temperature_C: float,
    heat: Numbers,
) -> Series:
    """Calf muscle temperature, °C, per kg of muscle.

    c dT/dt = q + ρc·flow (T_core − T) − U (T − T_air). Blood flow follows the oxygen used
    (5.97 L of blood per L of oxygen, GonzalezAlonso2015), so that a working calf settles a little
    under 1 °C above the core whatever the effort; after it, flow falls with a time constant of
    minutes and the calf cools through the skin. Each step is exact for constant input.
    """
    rest_W = heat["rest_metabolism"] * surface_m2
    work_heat = np.maximum(exchange.heat_W - rest_W, 0.0) / (
        heat["active_muscle_fraction"] * mass_kg
    )
    work_flow = (
        np.maximum(exchange.metabolic_W - rest_W, 0.0)
        / (heat["active_muscle_fraction"] * mass_kg)
        * (heat["blood_per_oxygen"] / heat["oxygen_heat"])
    )
    leak = heat["calf_surface"] / (1.0 / heat["calf_conductance"] + 1.0 / exchange.film_W_per_m2_K)
    resting, per_mL = heat["muscle_rest_flow"], heat["blood_heat_volumetric"]
    flow = resting
    start_leak = float(leak[0]) if leak.size else 0.0
    temperature = _balance(
        heat["muscle_rest_heat"], per_mL * resting, start_leak, float(core_C[0]), air_temperature_C
    )
    result = [temperature]
    decay = np.exp(-step_s / heat["hyperaemia_decay"]).tolist()
    for i, (dt, warm, wanted, loss) in enumerate(
        zip(step_s.tolist(), work_heat.tolist(), work_flow.tolist(), leak.tolist(), strict=True)
    ):
        flow = max(resting + wanted, resting + (flow - resting) * decay[i])
        blood = per_mL * flow
        target = _balance(
            heat["muscle_rest_heat"] + warm, blood, loss, float(core_C[i + 1]), air_temperature_C
        )
        fade = math.exp(-dt * (blood + loss) / heat["muscle_heat_capacity"])
        temperature = target + (temperature - target) * fade
        result.append(temperature)
    return np.array(result)


def _balance(
    heat_W_kg: float, blood_W_kg_K: float, leak_W_kg_K: float, core_C: float, air_C: float
) -> float:
    """Temperature at which heat made, brought by blood and lost to the air balance."""
    return (heat_W_kg + blood_W_kg_K * core_C + leak_W_kg_K * air_C) / (blood_W_kg_K + leak_W_kg_K)
