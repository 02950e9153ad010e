"""The body through a run: temperature, water and ions on a coarse grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.athlete import Athlete
from uncramp.body.electrolytes import electrolytes
from uncramp.body.fluids import (
    WaterBalance,
    WaterLoss,
    balanced_water_L,
    besides_sweat_kg,
    body_water_L,
    urine_ions_mmol,
    water_balance,
    water_loss,
)
from uncramp.body.gut import Gut, at_once, through_gut
from uncramp.body.heat import HeatExchange, heat_exchange
from uncramp.body.intake import IONS, Drinking, planned_intake
from uncramp.body.states import BodyStates, assemble
from uncramp.body.sweat import (
    personal_factor,
    sodium_by_test_mmol_L,
    sodium_mmol_L,
    sweat_ions_mmol_L,
    typical_sweat_rate_L_h,
)
from uncramp.body.temperature import Strain, acclimation, sweat_L_h_of, temperatures
from uncramp.body.weigh_in import observe
from uncramp.conditions import Conditions
from uncramp.parameters import ParameterSet

Series = NDArray[np.float64]

GRID_S = 30.0


@dataclass(frozen=True, slots=True)
class Replacement:
    """What keeps water and sodium in balance over a run; never more than was lost.

    Attributes
    ----------
    fluid_L, sodium_mmol
        Over the whole run.
    fluid_mL_per_h, sodium_mg_per_L
        The same as a drinking plan; 0 mg/L where nothing needs to be drunk.
    """

    fluid_L: float
    sodium_mmol: float
    fluid_mL_per_h: float
    sodium_mg_per_L: float


def simulate_body(
    time_s: Series,
    speed_m_s: Series,
    grade: Series | None,
    moving: NDArray[np.bool_],
    athlete: Athlete,
    conditions: Conditions,
    drinking: Drinking,
    parameters: ParameterSet,
) -> BodyStates:
    """Core, skin and calf temperature, water and sodium balance of one run.

    Deterministic: everything personal (sweat factor, sodium, economy, thirst …) is a parameter, and
    is drawn by whoever draws the set.

    Parameters
    ----------
    time_s
        Seconds, increasing, shape (n,), n ≥ 2; usually the 1 Hz clock of an activity.
    speed_m_s
        Shape (n,), no NaN.
    grade
        Slope as a fraction, shape (n,); None counts as level, and so does an unknown sample (NaN).
    moving
        Shape (n,); where False the runner stands, whatever the speed says.
    drinking
        A plan, or ``"balanced"``: water and sodium replaced as they are lost.

    Raises
    ------
    ValueError
        If the arrays do not fit together or the clock does not increase.
    """
    edges, speed, slope, moved = _coarse(time_s, speed_m_s, grade, moving)
    step_s = np.diff(edges)
    heat, fluids = parameters.organ("heat"), parameters.organ("fluids")
    mass_kg = athlete.mass_or_default_kg(parameters)
    surface_m2 = athlete.body_surface_m2(parameters)
    air_C = conditions.air_temperature_C.value
    humidity_pct = conditions.relative_humidity_pct.value
    exchange = heat_exchange(
        speed,
        slope,
        mass_kg,
        surface_m2,
        air_C,
        humidity_pct,
        conditions.wind_m_s.value,
        conditions.solar.value,
        heat,
        conditions.clothing_clo,
    )
    used_to = acclimation(athlete.heat_days, heat)
    rate, content = _sweat(step_s, exchange, moved, athlete, conditions, used_to, parameters)
    distance_m = _running(speed * step_s)
    start_L = body_water_L(mass_kg, athlete.sex, fluids)

    def balances(rate: Series) -> tuple[WaterLoss, dict[str, Series], Gut, WaterBalance]:
        loss = water_loss(step_s, exchange, rate, fluids, heat["oxygen_heat"])
        lost = {ion: _running(mmol_L * np.diff(loss.sweat_L)) for ion, mmol_L in content.items()}
        gut = _gut(drinking, edges, distance_m, loss, lost, exchange, mass_kg, parameters)
        return loss, lost, gut, water_balance(loss, gut.swallowed_L, gut.absorbed_L, start_L)

    loss, lost, gut, water = balances(rate)
    strain = Strain.of(rate, water.change_pct(mass_kg), used_to, fluids["evaporation_heat"], heat)
    warm = temperatures(step_s, exchange, mass_kg, surface_m2, air_C, humidity_pct, heat, strain)
    if warm.extra_sweat_W.any():  # the core called for more than the usual sweat: count its water
        rate = rate + sweat_L_h_of(warm.extra_sweat_W, fluids["evaporation_heat"])
        loss, lost, gut, water = balances(rate)
    passed = urine_ions_mmol(loss.urine_L, fluids)
    gained = {ion: gut.absorbed_mmol[ion] - lost[ion] - passed[ion] for ion in IONS}
    ions = electrolytes(water.body_water_L, gained, fluids, parameters.organ("electrolytes"))
    return assemble(edges, rate, warm, loss, lost, passed, gut, water, mass_kg, ions, heat)


def _sweat(
    step_s: Series,
    exchange: HeatExchange,
    moved: Series,
    athlete: Athlete,
    conditions: Conditions,
    used_to: float,
    parameters: ParameterSet,
) -> tuple[Series, dict[str, Series]]:
    """This runner's sweat rate, L/h, and the ions in it, mmol/L, per step."""
    sweat, heat = parameters.organ("sweat"), parameters.organ("heat")
    typical = typical_sweat_rate_L_h(
        step_s,
        exchange,
        athlete.body_surface_m2(parameters),
        conditions.air_temperature_C.value,
        conditions.relative_humidity_pct.value,
        sweat,
        heat,
        conditions.clothing_clo,
        used_to,
    )
    weighings = observe(athlete.weigh_in or (), athlete, parameters)
    besides_L_h = 0.0
    if athlete.sweat_rate_L_h is not None and moved.any():  # weighed: with breath in it
        fluids, moving_s = parameters.organ("fluids"), moved * step_s
        besides_kg = besides_sweat_kg(moving_s, exchange, fluids, heat["oxygen_heat"])
        besides_L_h = 3600.0 * besides_kg / float(moving_s.sum())
    factor = personal_factor(
        typical, moved * step_s, athlete.sweat_rate_L_h, sweat, weighings, besides_L_h
    )
    rate = np.minimum(factor * typical, sweat["most"])
    tested = sodium_by_test_mmol_L(
        athlete.sweat_sodium_mmol_L, athlete.patch_sodium_mmol_L, athlete.patch_site, sweat
    )
    sodium = sodium_mmol_L(rate, factor, athlete.salty_sweater, sweat, tested, used_to)
    return rate, sweat_ions_mmol_L(sodium, sweat)


def _gut(
    drinking: Drinking,
    edges: Series,
    distance_m: Series,
    loss: WaterLoss,
    lost_mmol: Mapping[str, Series],
    exchange: HeatExchange,
    mass_kg: float,
    parameters: ParameterSet,
) -> Gut:
    """What is drunk, on its way; ``"balanced"`` is in the blood as soon as it is lost."""
    if drinking == "balanced":
        salt = {ion: lost_mmol[ion] for ion in ("sodium", "chloride")}
        return at_once(balanced_water_L(loss), salt)
    fluids = parameters.organ("fluids")
    lost_L = loss.sweat_L + loss.respiratory_L
    intake = planned_intake(
        drinking, edges, distance_m, lost_L, mass_kg, fluids, parameters.organ("electrolytes")
    )
    return through_gut(np.diff(edges), intake, exchange.metabolic_W / mass_kg, fluids)


def balanced_drinking(states: BodyStates, parameters: ParameterSet) -> Replacement:
    """The drink that would have replaced the net loss of water and the sodium of the sweat.

    Never more than was lost: water made by metabolism and freed with glycogen is taken off, and
    what is negative is 0. A ceiling to compare with, not advice; thirst may ask for less.
    """
    fluid_L = max(0.0, states.net_loss_L)
    sodium_mmol = float(states.sodium_lost_mmol[-1])
    hours = float(states.time_s[-1] - states.time_s[0]) / 3600.0
    mg = sodium_mmol * parameters.value("electrolytes.sodium_molar_mass")
    return Replacement(
        fluid_L=fluid_L,
        sodium_mmol=sodium_mmol,
        fluid_mL_per_h=1000.0 * fluid_L / hours,
        sodium_mg_per_L=mg / fluid_L if fluid_L > 0.0 else 0.0,
    )


def _coarse(
    time_s: Series, speed_m_s: Series, grade: Series | None, moving: NDArray[np.bool_]
) -> tuple[Series, Series, Series, Series]:
    """Edges of the grid, and per step mean speed, mean gradient of the way, share moving."""
    clock = np.asarray(time_s, dtype=float)
    arrays = (speed_m_s, moving) if grade is None else (speed_m_s, moving, grade)
    if clock.size < 2 or any(np.shape(array) != clock.shape for array in arrays):
        raise ValueError(
            f"time_s has {clock.size} samples; speed_m_s, moving and grade need as many, at least 2"
        )
    gaps = np.diff(clock)
    if not np.all(gaps > 0.0):
        raise ValueError("time_s does not increase everywhere; sort it and drop repeated samples")
    steps = max(1, int(np.ceil((clock[-1] - clock[0]) / GRID_S - 1e-9)))
    edges = np.minimum(clock[0] + GRID_S * np.arange(steps + 1), clock[-1])
    # A sample holds until the next one, so that a pause starts and ends where it does.
    runs = np.asarray(moving, dtype=float)[:-1] * gaps
    way = np.asarray(speed_m_s, dtype=float)[:-1] * runs
    climb = np.zeros_like(way) if grade is None else way * np.nan_to_num(grade[:-1])

    def per_step(amount: Series) -> Series:
        total = np.concatenate(([0.0], np.cumsum(amount)))
        return np.diff(np.interp(edges, clock, total))

    width = np.diff(edges)
    metres = per_step(way)
    slope = np.divide(per_step(climb), metres, out=np.zeros_like(metres), where=metres > 1e-9)
    return edges, metres / width, slope, per_step(runs) / width


def _running(per_step: Series) -> Series:
    """Running total from 0, shape (n_steps + 1,)."""
    return np.concatenate(([0.0], np.cumsum(per_step)))
