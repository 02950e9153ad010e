"""Causes as changes of the scenario: what the run would be without each of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from uncramp.conditions import Sourced
from uncramp.parameters import ParameterSet
from uncramp.simulation import Course, Scenario
from uncramp.twin import Member
from uncramp.units import format_pace

Removal = Callable[[Scenario, Member], Scenario]

_FASTER = 1.005  # slower differences of pace than half a per cent are no cause
_LONGER_M = 161.0  # nor is a distance that reads as the same: a tenth of a mile
_RESTLESS = 0.03  # relative deviation from the evened pace
_HILLY = 0.004  # mean absolute slope


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that can be taken out of a run.

    Attributes
    ----------
    remove
        (scenario, member) → the scenario without it; the same object where there is nothing to
        remove.
    statement
        Template of the sentence for the runner.
    unsure
        The same where that sentence could be false; empty where it never is.
    evidence
        strong, moderate, weak, conflicting or hypothesis: how sure anyone is that it matters for
        cramp, whatever the simulation says.
    """

    name: str
    remove: Removal
    statement: str
    unsure: str
    evidence: str
    sources: tuple[str, ...]


def without_pace(scenario: Scenario, member: Member) -> Scenario:
    """The same way at the usual pace, where the run was faster."""
    course = scenario.course
    ratio = course.mean_moving_speed_m_s() / member.usual_speed_m_s
    if ratio < _FASTER:
        return scenario
    step = np.where(course.moving, ratio, 1.0)
    clock = np.concatenate(([0.0], np.cumsum(step[:-1])))
    time_s = np.arange(int(clock[-1]) + 1, dtype=np.float64)
    index = np.searchsorted(clock, time_s, side="right") - 1
    slower = _at(course, index, time_s)
    return replace(scenario, course=replace(slower, speed_m_s=slower.speed_m_s / ratio))


def without_distance(scenario: Scenario, member: Member) -> Scenario:
    """The run ended at the longest distance the runner is used to."""
    course = scenario.course
    distance_m = course.distance_m
    if distance_m[-1] <= 1000.0 * member.longest_km + _LONGER_M:
        return scenario
    end = max(int(np.searchsorted(distance_m, 1000.0 * member.longest_km)), 60)
    return replace(scenario, course=_at(course, np.arange(end), course.time_s[:end]))


def without_surges(scenario: Scenario, member: Member) -> Scenario:
    """Pace evened out over ten minutes of running; the distance stays."""
    course = scenario.course
    moving = course.moving
    n = min(int(member.parameters.value("counterfactuals.surge_window")), int(moving.sum()))
    if n < 2:
        return scenario
    speed = course.speed_m_s[moving]
    even = _moving_mean(speed, n)
    even *= speed.sum() / even.sum()
    felt = _moving_mean(speed, min(30, n))
    if float(np.std(felt / even)) < _RESTLESS:
        return scenario
    changed = course.speed_m_s.copy()
    changed[moving] = even
    return replace(scenario, course=replace(course, speed_m_s=changed))


def without_hills(scenario: Scenario, member: Member) -> Scenario:  # noqa: ARG001
    """The same run on the level."""
    course = scenario.course
    if float(np.abs(course.grade).mean()) < _HILLY:
        return scenario
    return replace(scenario, course=replace(course, grade=np.zeros_like(course.grade)))


def without_heat(scenario: Scenario, member: Member) -> Scenario:
    """The same run in cool air."""
    cool = member.parameters.value("counterfactuals.cool_air")
    air = scenario.conditions.redrawn(member.parameters).air_temperature_C.value
    if air <= cool:
        return scenario
    conditions = replace(scenario.conditions, air_temperature_C=Sourced(cool, "given"))
    return replace(scenario, conditions=conditions)


def without_imbalance(scenario: Scenario, member: Member) -> Scenario:  # noqa: ARG001
    """Water and sodium replaced as they are lost."""
    return replace(scenario, balanced_fluids=True)


def with_conditioning(scenario: Scenario, member: Member) -> Scenario:
    """A calf that tires more slowly."""
    rate = member.parameters.value("counterfactuals.trained_fatigue_rate")
    return replace(scenario, conditioning=scenario.conditioning * rate)


_REMOVALS: dict[str, Removal] = {
    "pace": without_pace,
    "distance": without_distance,
    "surges": without_surges,
    "hills": without_hills,
    "heat": without_heat,
    "fluid_sodium": without_imbalance,
    "conditioning": with_conditioning,
}


@cache
def all_causes() -> tuple[Cause, ...]:
    """Every cause, in the order of ``causes.toml``."""
    table = tomllib.loads((files("uncramp.explain") / "causes.toml").read_text("utf-8"))
    del table["translate"]
    return tuple(
        Cause(
            name,
            _REMOVALS[name],
            row["statement"],
            row.get("unsure", ""),
            row["evidence"],
            tuple(row["sources"]),
        )
        for name, row in table.items()
    )


def statement_values(
    scenario: Scenario, members: list[Member], mass_loss_pct: float, parameters: ParameterSet
) -> dict[str, float]:
    """Numbers for the sentences, SI; what the athlete did not give is the ensemble's median."""
    course = scenario.course
    climb = np.diff(course.distance_m, prepend=0.0) * course.grade
    air = [scenario.conditions.redrawn(m.parameters).air_temperature_C.value for m in members]
    return {
        "run_speed_m_s": course.mean_moving_speed_m_s(),
        "usual_speed_m_s": float(np.median([member.usual_speed_m_s for member in members])),
        "run_km": float(course.distance_m[-1]) / 1000.0,
        "longest_km": float(np.median([member.longest_km for member in members])),
        "ascent_m": float(climb[climb > 0.0].sum()),
        "air_temperature_C": float(np.median(air)),
        "cool_air_temperature_C": parameters.value("counterfactuals.cool_air"),
        "mass_loss_pct": mass_loss_pct,
    }


def template_of(
    cause: Cause, scenario: Scenario, parameters: ParameterSet, values: Mapping[str, float]
) -> str:
    """The template whose sentence is true for this runner.

    What was drawn for the ensemble is not what a runner is used to, and numbers that show nothing
    once they are rounded are no reason.
    """
    athlete, weather = scenario.athlete, scenario.conditions
    air_C, cool_C = values["air_temperature_C"], values["cool_air_temperature_C"]
    sure = {
        "pace": athlete.usual_speed_m_s(parameters) is not None
        and values["run_speed_m_s"] >= _FASTER * values["usual_speed_m_s"],
        "distance": athlete.longest_km is not None,
        "hills": round(values["ascent_m"]) > 0,
        "heat": weather.air_temperature_C.source != "assumed" and round(air_C) > round(cool_C),
        "fluid_sodium": round(values["mass_loss_pct"], 1) > 0.0,
    }
    return cause.statement if sure.get(cause.name, True) else cause.unsure


def values_of(statement: str, values: Mapping[str, float]) -> dict[str, float]:
    """Those of the numbers that the sentence names."""
    return {name: value for name, value in values.items() if f"{{{name}}}" in statement}


def in_metric(statement: str, values: Mapping[str, float]) -> str:
    """The sentence with its numbers in metric units."""
    return statement.format(**{name: _metric(name, value) for name, value in values.items()})


def _metric(name: str, value: float) -> str:
    """A number as its name's unit wants it: ``5:03 /km``, ``42.2 km``, ``28 km``, ``23 °C``."""
    if name.endswith("_m_s"):
        return format_pace(value)
    if name.endswith("_km"):
        return f"{value:.1f}".removesuffix(".0") + " km"
    if name.endswith("_C"):
        return f"{value:.0f} °C"
    return f"{value:.1f} %" if name.endswith("_pct") else f"{value:.0f} m"


def _at(course: Course, index: NDArray[np.intp], time_s: NDArray[np.float64]) -> Course:
    return Course(
        time_s=time_s,
        speed_m_s=course.speed_m_s[index],
        grade=course.grade[index],
        cadence_spm=course.cadence_spm[index],
        moving=course.moving[index],
    )


def _moving_mean(values: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    before = (n - 1) // 2
    padded = np.pad(values, (before, n - 1 - before), mode="edge")
    sums = np.cumsum(np.concatenate(([0.0], padded)))
    return np.asarray((sums[n:] - sums[:-n]) / n)
