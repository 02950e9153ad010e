"""Core, skin and calf muscle temperature.

Two nodes, core and skin, of Gagge 1986 with the sweating control that JOS-3 takes from Stolwijk
(Takahashi2021); the calf is one more node, warmed by its own work and by arterial blood and cooled
through the skin of the leg. Days in the heat lower the set point and make sweating stronger
(Buono2007); a loss of mass beyond 2 % raises it, in warm skin (MontainCoyle1992, Sawka2015).

Core temperature is kept within 33 and 41 °C, where the model ends. How heat or cold shortens an
effort (GallowayMaughan1997) is not the business of this file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uncramp.body.heat import HeatExchange, saturated_vapour_pressure_kPa

Series = NDArray[np.float64]
Numbers = Mapping[str, float]

_SECONDS_PER_HOUR = 3600.0
_G_PER_L = 1000.0


@dataclass(frozen=True, slots=True)
class Temperatures:
    """Temperatures at the edges of the steps, °C; arrays of shape (n_steps + 1,).

    `extra_sweat_W`, shape (n_steps,): heat that evaporated beyond what the usual sweat of a step
    carries, because the core called for it; that sweat has to be added to the usual one.
    """

    core_C: Series
    skin_C: Series
    muscle_C: Series
    extra_sweat_W: Series


def temperatures(
    step_s: Series,
    exchange: HeatExchange,
    mass_kg: float,
    surface_m2: float,
    air_temperature_C: float,
    relative_humidity_pct: float,
    heat: Numbers,
    strain: Strain,
) -> Temperatures:
    """Core, skin and calf temperature from the start line on.

    Parameters
    ----------
    step_s
        Length of each step, shape (n_steps,), at most about 60 s.
    strain
        What water and training in the heat add.

    Notes
    -----
    Core: C dT/dt = heat − breath + shivering − K (T_core − T_skin).
    Skin: C dT/dt = K (T_core − T_skin) + sun − dry − evaporation, solved implicitly because its
    time constant is as short as a step. Evaporation is what the regulation asks for, limited by
    what the glands give and by what the air takes up. Glands give more than usual, up to the share
    ``sweat_reserve`` of it, when the core calls for it: who sweats little does so mostly because
    little is needed.
    """
    air_kPa = 0.01 * relative_humidity_pct * saturated_vapour_pressure_kPa(air_temperature_C)
    control = _Control.of(mass_kg, surface_m2, strain.acclimated, heat)
    core_C, skin_C, extra_W = _two_nodes(
        step_s, exchange, air_temperature_C, air_kPa, control, strain
    )
    return Temperatures(
        core_C=core_C,
        skin_C=skin_C,
        muscle_C=_muscle(step_s, exchange, core_C, mass_kg, surface_m2, air_temperature_C, heat),
        extra_sweat_W=extra_W,
    )


@dataclass(frozen=True, slots=True)
class Strain:
    """What the water lost and days in the heat do to the regulation.

    Attributes
    ----------
    sweat_W
        Heat that the sweat of each step can carry off, shape (n_steps,).
    excess_loss_pct
        Loss of body mass beyond 2 %, as `excess_loss_pct` has it, shape (n_steps,).
    acclimated
        0 not used to heat … 1 fully.
    """

    sweat_W: Series
    excess_loss_pct: Series
    acclimated: float

    @classmethod
    def of(
        cls,
        sweat_L_h: Series,
        mass_change_pct: Series,
        acclimated: float,
        evaporation_J_g: float,
        heat: Numbers,
    ) -> Strain:
        """From sweat rates (n_steps,) and changes of mass at the edges (n_steps + 1,)."""
        excess_pct = excess_loss_pct(mass_change_pct, heat)
        sweat_W = sweat_L_h * (_G_PER_L * evaporation_J_g / _SECONDS_PER_HOUR)
        if heat["sweat_limits_evaporation"] < 0.5:
            sweat_W = np.full_like(sweat_L_h, math.inf)
        return cls(sweat_W, 0.5 * (excess_pct[1:] + excess_pct[:-1]), acclimated)


def sweat_L_h_of(heat_W: Series, evaporation_J_g: float) -> Series:
    """The sweat, L/h, whose evaporation carries off so much heat."""
    return np.asarray(heat_W * _SECONDS_PER_HOUR / (_G_PER_L * evaporation_J_g))


def excess_loss_pct(mass_change_pct: Series, heat: Numbers) -> Series:
    """Loss of body mass from which heat and circulation suffer: beyond 2 %, counted up to 4.2 %.

    Everything that a loss of water does to the core (``heat.dehydration_core``) and to fatigue
    (``fatigue.dehydration_slope``) hangs on this; ``heat.dehydration_acts`` switches it off.
    """
    most = heat["dehydration_to"] - heat["dehydration_from"]
    excess_pct = np.clip(-mass_change_pct - heat["dehydration_from"], 0.0, max(0.0, most))
    return np.asarray(heat["dehydration_acts"] * excess_pct)


def acclimation(heat_days: float | None, heat: Numbers) -> float:
    """How used to heat a runner is after so many days in it, 0…1; not known counts as 0."""
    return 1.0 - math.exp(-(heat_days or 0.0) / heat["acclimation_days"])


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
    warm_skin: float
    per_warm_skin: float
    most_of_usual: float

    @classmethod
    def of(cls, mass_kg: float, surface_m2: float, acclimated: float, heat: Numbers) -> _Control:
        """Scale the constants to a body."""
        lower = acclimated * heat["acclimated_core"]
        stronger = 1.0 + acclimated * (heat["acclimated_sweat_gain"] - 1.0)
        capacity = heat["tissue_heat_capacity"] * mass_kg
        size = surface_m2 / heat["reference_surface"]
        return cls(
            core_start=heat["core_start"] + lower,
            core_set=heat["core_set_point"] + lower,
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
            sweat_core=stronger * size * heat["sweat_core_gain"],
            sweat_skin=size * heat["sweat_skin_gain"],
            shivering=surface_m2 * heat["shivering_gain"],
            diffusion=heat["skin_diffusion"],
            wettest=heat["wettedness_most"],
            warm_skin=heat["warm_skin"],
            per_warm_skin=heat["dehydration_core"] / (heat["hot_skin"] - heat["warm_skin"]),
            most_of_usual=1.0 + heat["sweat_reserve"],
        )


def _two_nodes(
    step_s: Series,
    exchange: HeatExchange,
    air_C: float,
    air_kPa: float,
    control: _Control,
    strain: Strain,
) -> tuple[Series, Series, Series]:
    """Step core and skin temperature; plain floats, because the loop is run a thousand times."""
    core, core_set, skin_set, least, most, core_capacity, skin_capacity, tissue, blood = control[:9]
    neutral, gain, cold_gain, flow_most, sweat_core, sweat_skin, shivering, diffusion, wettest = (
        control[9:18]
    )
    warm_skin, per_warm_skin, most_of_usual = control[18:]
    skin, exp = skin_set, math.exp
    cores, skins, extras = [core], [skin], []
    gained = (exchange.heat_W - exchange.respiratory_W).tolist()
    drys, wets = exchange.dry_W_per_K.tolist(), exchange.evaporative_W_per_kPa.tolist()
    sweats, losses = strain.sweat_W.tolist(), strain.excess_loss_pct.tolist()
    for dt, warm_W, dry, wet, sweat_W, lost_pct in zip(
        step_s.tolist(), gained, drys, wets, sweats, losses, strict=True
    ):
        core_error, skin_error = core - core_set, skin - skin_set
        if lost_pct > 0.0 and skin > warm_skin:
            core_error -= lost_pct * per_warm_skin * (skin - warm_skin)
        flow = neutral + gain * core_error if core_error > 0.0 else neutral
        demand = (sweat_core * core_error + sweat_skin * skin_error) * 2.0 ** (0.1 * skin_error)
        if skin_error < 0.0:
            flow /= 1.0 - cold_gain * skin_error
            if core_error < 0.0:
                warm_W += shivering * skin_error * core_error
        inward = tissue + blood * (flow if flow < flow_most else flow_most)
        skin_kPa = 0.1 * exp(18.956 - 4030.18 / (skin + 235.0))
        possible = wet * (skin_kPa - air_kPa) if skin_kPa > air_kPa else 0.0
        evaporation = diffusion * possible
        if demand > 0.0:
            evaporation += min(demand, most_of_usual * sweat_W)
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
        extras.append(evaporation - diffusion * possible - sweat_W)
    return np.array(cores), np.array(skins), np.maximum(0.0, extras)


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
