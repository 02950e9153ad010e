"""Maughan 1986, with Martinez-Navarro 2022: who cramps in a marathon, and where."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.simulation import Course, Scenario, Simulation, habit_of
from uncramp.studies.cohort import Group, Subject
from uncramp.studies.study import Study

MARATHON_M = 42_195.0
RUNNERS = 40

# A mixed field of a road marathon, level, in mild weather; all assumed. Finishing times around
# 3:45; the longest run of the last weeks around 29 km; most begin a little faster than they can
# hold and fade after 28 km.
_WEATHER = {
    "air_temperature_C": 15.0,
    "relative_humidity_pct": 60.0,
    "wind_m_s": 2.0,
    "solar": 0.5,
}
_SPEED_M_S, _SPEED_SPREAD, _SPEED_LIMITS_M_S = 3.12, 0.12, (2.4, 4.8)
_LONGEST_KM, _LONGEST_SPREAD, _LONGEST_LIMITS_KM = 29.0, 0.15, (16.0, 40.0)
_START, _START_SD = 0.02, 0.02  # faster than the mean, over the first half
_FADE, _FADE_SD, _FADE_FROM = 0.06, 0.05, 28_000.0 / MARATHON_M


def simulate(subject: Subject) -> Mapping[str, float]:
    """One runner, from the start to the finish or to the cramp."""
    rng = np.random.default_rng([subject.seed % 2**32, subject.index])
    speed = _drawn(rng, _SPEED_M_S, _SPEED_SPREAD, _SPEED_LIMITS_M_S)
    longest_km = _drawn(rng, _LONGEST_KM, _LONGEST_SPREAD, _LONGEST_LIMITS_KM)
    course = marathon(speed, *rng.normal((_START, _FADE), (_START_SD, _FADE_SD)))
    usual_m_s = speed * subject.parameters.value("athlete.easy_to_marathon_speed")
    habit = habit_of(
        subject.parameters,
        subject.mass_kg,
        subject.seed,
        usual_m_s,
        1000.0 * longest_km / usual_m_s,
    )
    scenario = Scenario(
        course,
        Athlete(mass_kg=min(max(subject.mass_kg, 40.0), 120.0)),
        Conditions.resolve(_WEATHER),
        DrinkingPlan(),
    )
    simulation = Simulation(scenario, subject.parameters, subject.seed, habit=habit)
    cramp = simulation.run().cramp
    body = simulation.body
    sodium = float(body.plasma_sodium_mmol_L[-1] - body.plasma_sodium_mmol_L[0])
    loss_pct = -float(body.mass_change_pct[-1])
    if cramp is None:
        return {"EP01": 0.0, "EP04": 0.0, "sodium_others": sodium, "loss_others": loss_pct}
    share = float(np.interp(cramp.time_s, course.time_s, course.distance_m)) / MARATHON_M
    return {
        "EP01": 1.0,
        "EP04": 100.0,
        "EP02": share * MARATHON_M / 1000.0,
        "onset_share": share,
        "sodium_cramped": sodium,
        "loss_cramped": loss_pct,
        "prone_cramped": float(subject.prone),
    }


def marathon(speed_m_s: float, start: float, fade: float) -> Course:
    """A level marathon at a mean speed: faster at first, slower by `fade` from 28 km on.

    Both are shares of the speed; a fade below 0 counts as none.
    """
    share = np.linspace(0.0, 1.0, 400)
    relative = np.where(share < 0.5, 1.0 + start, 1.0 - start)
    relative = relative - max(fade, 0.0) * (share > _FADE_FROM)
    time = np.cumsum(1.0 / relative) / len(share)  # per marathon at the mean speed
    relative *= time[-1]
    clock_s = np.arange(math.ceil(MARATHON_M / speed_m_s) + 1.0)
    pace_s = MARATHON_M / speed_m_s * np.cumsum(1.0 / relative) / len(share)
    at = np.searchsorted(pace_s, clock_s).clip(max=len(share) - 1)
    n = len(clock_s)
    return Course(
        time_s=clock_s,
        speed_m_s=speed_m_s * relative[at],
        grade=np.zeros(n),
        cadence_spm=np.full(n, np.nan),
        moving=np.ones(n, dtype=bool),
    )


def _drawn(
    rng: np.random.Generator, median: float, spread: float, limits: tuple[float, float]
) -> float:
    """Log-normal, held to limits."""
    low, high = limits
    return float(min(max(median * math.exp(spread * rng.standard_normal()), low), high))


STUDY = Study(
    name="maughan1986",
    number=19,
    question="who cramps in a marathon, and where?",
    citation="Maughan1986",
    population="82 male marathoners; 88 finishers in Martinez-Navarro 2022",
    muscle="any",
    simulated_muscle="calf: both heads of gastrocnemius and soleus; no other muscle can cramp",
    protocol=(
        "A road marathon. Simulated: a level course at 15 degrees C, drinking to thirst; speeds "
        "around 3.12 m/s (spread 12 %), usual speed and longest run (around 29 km) as such "
        "runners train, most starting 2 % too fast and fading by 6 % after 28 km, all assumed."
    ),
    laboratory_id="road",
    groups=(Group("runners", "unselected"),),
    simulate=simulate,
    also=(
        ("onset_share", "where cramps came, share of the distance", "1"),
        ("sodium_cramped", "change of plasma sodium over the race, those who cramped", "mmol/L"),
        ("sodium_others", "change of plasma sodium, the others", "mmol/L"),
        ("loss_cramped", "loss of body mass over the race, those who cramped", "%"),
        ("loss_others", "loss of body mass, the others", "%"),
        ("prone_cramped", "those who cramped: cramp-prone before", "share"),
    ),
    subjects_per_group=RUNNERS,
)
compare = STUDY.compare
