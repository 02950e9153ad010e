"""The body through a run: temperature, water and sodium on a coarse grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.athlete import Athlete
from uncramp.body.electrolytes import electrolytes
from uncramp.body.fluids import Drinking, water_balance
from uncramp.body.heat import heat_exchange, temperatures
from uncramp.body.sweat import personal_factor, sodium_mmol_L, typical_sweat_rate_L_h
from uncramp.conditions import Conditions
from uncramp.parameters import ParameterSet

Series = NDArray[np.float64]

GRID_S = 30.0


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
    sweat_L, respiratory_L, metabolic_water_L, drunk_L
        Cumulative water out by sweat and breath, made by metabolism, and drunk.
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
    """

    time_s: Series
    core_temperature_C: Series
    skin_temperature_C: Series
    muscle_temperature_C: Series
    sweat_rate_L_h: Series
    sweat_L: Series
    respiratory_L: Series
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

    def end(self) -> dict[str, float]:
        """The balance at the end of the run."""
        names = ("sweat_L", "drunk_L", "mass_change_pct", "sodium_lost_mmol")
        return {name: float(getattr(self, name)[-1]) for name in (*names, "plasma_sodium_mmol_L")}


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
    heat, sweat = parameters.organ("heat"), parameters.organ("sweat")
    fluids, plasma = parameters.organ("fluids"), parameters.organ("electrolytes")
    mass_kg = athlete.mass_or_default_kg(parameters)
    surface_m2 = athlete.body_surface_m2(parameters)
    air_C = conditions.air_temperature_C.value
    humidity_pct = conditions.relative_humidity_pct.value
    wind_m_s, solar = conditions.wind_m_s.value, conditions.solar.value
    exchange = heat_exchange(
        speed, slope, mass_kg, surface_m2, air_C, humidity_pct, wind_m_s, solar, heat
    )
    warm = temperatures(step_s, exchange, mass_kg, surface_m2, air_C, humidity_pct, heat)
    typical = typical_sweat_rate_L_h(step_s, exchange, surface_m2, air_C, humidity_pct, sweat, heat)
    factor = personal_factor(typical, moved * step_s, athlete.sweat_rate_L_h, sweat)
    rate = np.minimum(factor * typical, sweat["most"])
    water = water_balance(
        step_s, exchange, rate, mass_kg, athlete.sex, drinking, fluids, heat["oxygen_heat"]
    )
    sodium = sodium_mmol_L(rate, factor, athlete.salty_sweater, sweat)
    ions = electrolytes(water, sodium, drinking, sweat, fluids, plasma)
    return BodyStates(
        time_s=edges,
        core_temperature_C=warm.core_C,
        skin_temperature_C=warm.skin_C,
        muscle_temperature_C=warm.muscle_C,
        sweat_rate_L_h=np.concatenate(([0.0], rate)),
        sweat_L=water.sweat_L,
        respiratory_L=water.respiratory_L,
        metabolic_water_L=water.metabolic_water_L,
        drunk_L=water.drunk_L,
        mass_change_pct=100.0 * water.mass_change_kg / mass_kg,
        body_water_L=water.body_water_L,
        extracellular_volume_fraction=ions.extracellular_fraction,
        plasma_sodium_mmol_L=ions.plasma_sodium_mmol_L,
        plasma_osmolality_mmol_kg=ions.osmolality_mmol_kg,
        sodium_lost_mmol=ions.sodium_lost_mmol,
        sodium_drunk_mmol=ions.sodium_drunk_mmol,
        potassium_lost_mmol=ions.potassium_lost_mmol,
    )


def balanced_drinking(states: BodyStates, parameters: ParameterSet) -> Replacement:
    """The drink that would have replaced the net loss of water and the sodium of a run.

    Never more than was lost: water made by metabolism is taken off, and what is negative is 0. A
    ceiling to compare with, not advice; thirst may ask for less.
    """
    lost = states.sweat_L[-1] + states.respiratory_L[-1] - states.metabolic_water_L[-1]
    fluid_L = max(0.0, float(lost))
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
