"""Runs for the tests: courses, scenarios, simulations."""

from __future__ import annotations

import numpy as np

from uncramp.activity.synthetic import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.parameters import ParameterSet, load_parameters
from uncramp.simulation import Course, Result, Scenario, Simulation, habit_of

PARAMETERS = load_parameters()
ATHLETE = Athlete(mass_kg=70.0, height_m=1.78)
WEATHER = {"air_temperature_C": 22.0, "relative_humidity_pct": 60.0}


def course(
    seconds: int,
    speed_m_s: float | np.ndarray = 3.2,
    grade: float | np.ndarray = 0.0,
    pauses: tuple[tuple[int, int], ...] = (),
    cadence_spm: float = np.nan,
) -> Course:
    """A course on a 1 Hz clock with pauses (begin, end) in s."""
    time_s = np.arange(float(seconds))
    moving = np.ones(seconds, bool)
    for begin, end in pauses:
        moving[begin:end] = False
    speed = np.where(moving, np.broadcast_to(speed_m_s, seconds), 0.0)
    grades = np.array(np.broadcast_to(grade, seconds), float)
    return Course(time_s, speed, grades, np.full(seconds, cadence_spm), moving)


def hilly(seconds: int = 1600) -> Scenario:
    """A hilly run, up and down by some 3 %, in summer."""
    clock = np.arange(seconds)
    speed = 3.4 + 0.1 * np.sin(clock / 90.0)
    run = synthetic_run(speed, seconds, 0.03 * np.sin(clock / 120.0))
    return Scenario.of(run, ATHLETE, Conditions.resolve(WEATHER))


def scenario_of(one: Course) -> Scenario:
    """A scenario around a course."""
    return Scenario(one, ATHLETE, Conditions.resolve(WEATHER), DrinkingPlan())


def simulate(
    scenario: Scenario,
    parameters: ParameterSet = PARAMETERS,
    seed: int = 1,
    *,
    every_spike: bool = False,
    usual_speed_m_s: float = 3.0,
    longest_s: float = 3600.0,
) -> Result:
    """One calf, used to `longest_s` at `usual_speed_m_s`, through a scenario."""
    habit = habit_of(parameters, 70.0, seed, usual_speed_m_s, longest_s)
    one = Simulation(scenario, parameters, seed, habit=habit, every_spike=every_spike)
    return one.run()
