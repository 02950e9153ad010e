"""Runs for the tests of the body."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uncramp.athlete import Athlete
from uncramp.body import BodyStates, simulate_body
from uncramp.body.intake import Drinking
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.parameters import ParameterSet, load_parameters

PARAMETERS = load_parameters()
MAN = Athlete(mass_kg=70, height_m=1.75, sex="male")


def steady(
    speed_m_s: float,
    minutes: float,
    *,
    air_C: float = 15.0,
    humidity_pct: float = 60.0,
    wind_m_s: float = 0.0,
    solar: float = 0.0,
    grade: float | None = None,
    athlete: Athlete = MAN,
    drinking: Drinking | None = None,
    parameters: ParameterSet = PARAMETERS,
) -> BodyStates:
    """A run at one speed."""
    time_s = np.arange(int(minutes * 60) + 1, dtype=float)
    speed = np.full(time_s.size, speed_m_s)
    return simulate_body(
        time_s,
        speed,
        None if grade is None else np.full(time_s.size, grade),
        speed > 0.0,
        athlete,
        weather(air_C, humidity_pct, wind_m_s, solar),
        DrinkingPlan() if drinking is None else drinking,
        parameters,
    )


def by_scale_L(states: BodyStates, mass_kg: float = 70.0) -> float:
    """Loss of mass and drinks less urine: what field studies call sweat."""
    change_kg = float(states.mass_change_pct[-1]) / 100.0 * mass_kg
    return float(states.drunk_L[-1] - states.urine_L[-1]) - change_kg


def weather(
    air_C: float, humidity_pct: float = 60.0, wind_m_s: float = 0.0, solar: float = 0.0
) -> Conditions:
    """Weather as given by the runner."""
    return Conditions.resolve(
        {
            "air_temperature_C": air_C,
            "relative_humidity_pct": humidity_pct,
            "wind_m_s": wind_m_s,
            "solar": solar,
        }
    )


def at(states: BodyStates, values: NDArray[np.float64], minute: float) -> float:
    """A state at a minute of the run."""
    return float(np.interp(60.0 * minute, states.time_s, values))
