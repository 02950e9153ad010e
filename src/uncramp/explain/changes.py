"""Changes of a run: pure functions from a scenario to the scenario with one thing different."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.conditions import AidStation, Drink, Sourced
from uncramp.given import refusal
from uncramp.language import Sentence, marked
from uncramp.simulation import Course, Scenario

Value = float | Drink | tuple[AidStation, ...]
Apply = Callable[[Scenario, Any], Scenario]
Series = NDArray[np.float64]

_SLOWEST_M_S = 0.05  # a moving runner is not slower; keeps clocks finite
_SHORTEST_S = 60.0  # of a run that is worth simulating


class ChangeError(ValueError):
    """A change that cannot be made; the text names it, the limits and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be changed.

    Attributes
    ----------
    name
        As on the command line, with ``_`` for ``-``.
    unit, low, high
        Of the number that goes with it; a switch has the unit ``""`` and takes 1.
    apply
        (scenario, value) → the changed scenario; the same object where nothing changes.
    said, caveat
        For the runner; ``{value}`` in `said` is the number, the drink or the stations in words.
    takes
        What the value is: a number, or a drink, or aid stations.
    evidence, sources
        How sure anyone is that it matters for cramp.
    """

    name: str
    unit: str
    low: float
    high: float
    apply: Apply
    said: str
    caveat: str
    evidence: str
    sources: tuple[str, ...]
    takes: type = float

    @property
    def numeric(self) -> bool:
        """Whether a number goes with it: no switch, no drink and no stations."""
        return bool(self.unit)


@dataclass(frozen=True, slots=True)
class Change:
    """One change with its number, its drink or its aid stations, checked.

    Raises
    ------
    ChangeError
        If the name is unknown, or the value outside its limits or of another kind.
    """

    name: str
    value: Value = 1.0

    def __post_init__(self) -> None:
        kind = kind_of(self.name)
        if not isinstance(self.value, (float, int) if kind.takes is float else kind.takes):
            raise ChangeError(
                Sentence(
                    "{name} does not take {value}; see the list of changes.",
                    name=self.name,
                    value=repr(self.value),
                )
            )
        if isinstance(self.value, Drink | tuple):
            return
        if refused := refusal(self.name, self.value, (kind.low, kind.high, kind.unit)):
            raise ChangeError(refused)

    @property
    def kind(self) -> Kind:
        """What is changed."""
        return kind_of(self.name)

    def statement(self) -> Sentence:
        """``drinking 700 mL/h``."""
        if isinstance(self.value, Drink):
            return Sentence(self.kind.said, value=self.value.name)
        if isinstance(self.value, tuple):
            stops = len(self.value)
            total_mL = sum(station.volume_mL for station in self.value)
            served = Sentence("{volume:.0f} mL at {n} places", volume=total_mL, n=stops)
            if stops == 1:
                served = Sentence("{volume:.0f} mL at 1 place", volume=total_mL)
            return Sentence(self.kind.said, value=served)
        faster = marked("faster") if self.value > 0.0 else marked("slower")
        return Sentence(self.kind.said, value=self.value, by=abs(self.value), faster=faster)


def changed(scenario: Scenario, changes: Sequence[Change]) -> Scenario:
    """The scenario with every change made, in the order of the registry.

    Raises
    ------
    ChangeError
        If a change is named twice, or cannot be made in this run.
    """
    names = [change.name for change in changes]
    for name in names:
        if names.count(name) > 1:
            raise ChangeError(
                Sentence("{name} is given {n} times; give it once.", name=name, n=names.count(name))
            )
    order = list(kinds())
    for change in sorted(changes, key=lambda change: order.index(change.name)):
        scenario = change.kind.apply(scenario, change.value)
    return scenario


# --- the course ----------------------------------------------------------------------------------


def at_speed(course: Course, factor: Series) -> Course:
    """The same way with the speed of every moving sample multiplied; pauses stay as long.

    Parameters
    ----------
    factor
        Shape (n,), above 0. A sample of one second takes ``1 / factor`` seconds afterwards.
    """
    seconds = np.where(course.moving, 1.0 / factor, 1.0)
    clock = np.concatenate(([0.0], np.cumsum(seconds[:-1])))
    time_s = np.arange(int(clock[-1]) + 1, dtype=np.float64)
    index = np.searchsorted(clock, time_s, side="right") - 1
    speed = np.where(course.moving, course.speed_m_s * factor, course.speed_m_s)
    return Course(
        time_s=time_s,
        speed_m_s=speed[index],
        grade=course.grade[index],
        cadence_spm=course.cadence_spm[index],
        moving=course.moving[index],
    )


def _flat(scenario: Scenario, value: float) -> Scenario:  # noqa: ARG001
    course = scenario.course
    if not course.grade.any():
        return scenario
    return replace(scenario, course=replace(course, grade=np.zeros_like(course.grade)))


def _even(scenario: Scenario, value: float) -> Scenario:  # noqa: ARG001
    """Mean moving speed throughout; distance and moving time stay."""
    course = scenario.course
    mean = course.mean_moving_speed_m_s()
    speed = course.speed_m_s[course.moving]
    if not speed.size or np.ptp(speed) == 0.0:
        return scenario
    factor = mean / np.maximum(course.speed_m_s, _SLOWEST_M_S)
    return replace(scenario, course=at_speed(course, factor))


def _pace(scenario: Scenario, value: float) -> Scenario:
    if value == 0.0:
        return scenario
    factor = np.full(len(scenario.course.time_s), 1.0 + value / 100.0)
    return replace(scenario, course=at_speed(scenario.course, factor))


def _pace_first_half(scenario: Scenario, value: float) -> Scenario:
    if value == 0.0:
        return scenario
    distance_m = scenario.course.distance_m
    first = distance_m <= 0.5 * distance_m[-1]
    factor = np.where(first, 1.0 + value / 100.0, 1.0)
    return replace(scenario, course=at_speed(scenario.course, factor))


def _stop_at(scenario: Scenario, value: float) -> Scenario:
    course = scenario.course
    length_km = float(course.distance_m[-1]) / 1000.0
    if value >= length_km:
        raise ChangeError(
            Sentence(
                "stop_at is {value:g} km; the run ends at {length:.1f} km. Give less than that.",
                value=value,
                length=length_km,
            )
        )
    end = int(np.searchsorted(course.distance_m, 1000.0 * value)) + 1
    if course.time_s[end - 1] < _SHORTEST_S:
        raise ChangeError(
            Sentence(
                "stop_at is {value:g} km, reached after {time:.0f} s; it takes at least "
                "{least:.0f} s of running to say something. Give more.",
                value=value,
                time=float(course.time_s[end - 1]),
                least=_SHORTEST_S,
            )
        )
    cut = Course(
        time_s=course.time_s[:end],
        speed_m_s=course.speed_m_s[:end],
        grade=course.grade[:end],
        cadence_spm=course.cadence_spm[:end],
        moving=course.moving[:end],
    )
    return replace(scenario, course=cut)


# --- weather, drinks, runner ---------------------------------------------------------------------


def _condition(field: str) -> Apply:
    def apply(scenario: Scenario, value: float) -> Scenario:
        wanted = Sourced(value, "given")
        if getattr(scenario.conditions, field) == wanted:
            return scenario
        changes: dict[str, Any] = {field: wanted}
        return replace(scenario, conditions=replace(scenario.conditions, **changes))

    return apply


def _drink(scenario: Scenario, value: float) -> Scenario:
    """The amount; takes the place of aid stations."""
    plan = scenario.drinking
    if plan.fluid_mL_per_h == value:
        return scenario
    return replace(scenario, drinking=replace(plan, fluid_mL_per_h=value, stations=()))


def _stations(scenario: Scenario, value: tuple[AidStation, ...]) -> Scenario:
    """Drinks at places; take the place of an amount per hour."""
    plan = scenario.drinking
    if plan.stations == value:
        return scenario
    return replace(scenario, drinking=replace(plan, fluid_mL_per_h=None, stations=value))


def _product(scenario: Scenario, value: Drink) -> Scenario:
    """Another drink everywhere, with its own sodium."""
    plan = scenario.drinking
    stations = tuple(replace(station, drink=None) for station in plan.stations)
    other = replace(plan, drink=value, sodium_mg_per_L=None, stations=stations)
    return scenario if other == plan else replace(scenario, drinking=other)


def _before(scenario: Scenario, value: float) -> Scenario:
    plan = scenario.drinking
    if plan.pre_race_mL == value:
        return scenario
    return replace(scenario, drinking=replace(plan, pre_race_mL=value))


def _sodium(scenario: Scenario, value: float) -> Scenario:
    plan = scenario.drinking
    if plan.sodium_mg_per_L == value:
        return scenario
    return replace(scenario, drinking=replace(plan, sodium_mg_per_L=value))


def _capsules(scenario: Scenario, value: float) -> Scenario:
    plan = scenario.drinking
    if plan.capsule_sodium_mg_per_h == value:
        return scenario
    return replace(scenario, drinking=replace(plan, capsule_sodium_mg_per_h=value))


def _clothing(scenario: Scenario, value: float) -> Scenario:
    if scenario.conditions.clothing_clo == value:
        return scenario
    return replace(scenario, conditions=replace(scenario.conditions, clothing_clo=value))


def _heat_days(scenario: Scenario, value: float) -> Scenario:
    if scenario.athlete.heat_days == value:
        return scenario
    return replace(scenario, athlete=replace(scenario.athlete, heat_days=value))


def _calf_raises(scenario: Scenario, value: float) -> Scenario:
    if value != round(value):
        raise ChangeError(Sentence("calf_raises is {value:g}; give a whole number.", value=value))
    if scenario.athlete.calf_raises == round(value):
        return scenario
    return replace(scenario, athlete=replace(scenario.athlete, calf_raises=round(value)))


# name → (unit, low, high, function), in the order in which they are applied
_KINDS: dict[str, tuple[str, float, float, Apply]] = {
    "flat": ("", 1.0, 1.0, _flat),
    "even": ("", 1.0, 1.0, _even),
    "pace": ("%", -40.0, 20.0, _pace),
    "pace_first_half": ("%", -40.0, 20.0, _pace_first_half),
    "stop_at": ("km", 0.1, 500.0, _stop_at),
    "air": ("°C", -30.0, 50.0, _condition("air_temperature_C")),
    "humidity": ("%", 1.0, 100.0, _condition("relative_humidity_pct")),
    "wind": ("m/s", 0.0, 30.0, _condition("wind_m_s")),
    "sun": (marked("of clear-sky sun"), 0.0, 1.0, _condition("solar")),
    "product": ("", 1.0, 1.0, _product),
    "drink": ("mL/h", 0.0, 2000.0, _drink),
    "stations": ("", 1.0, 1.0, _stations),
    "before": ("mL", 0.0, 1500.0, _before),
    "sodium": ("mg/L", 0.0, 4000.0, _sodium),
    "capsules": ("mg/h", 0.0, 2000.0, _capsules),
    "clothing": ("clo", 0.0, 2.0, _clothing),
    "heat_days": (marked("days"), 0.0, 60.0, _heat_days),
    "calf_raises": (marked("raises"), 1.0, 200.0, _calf_raises),
}


_TAKES: dict[str, type] = {"product": Drink, "stations": tuple}  # the others take a number


@cache
def kinds() -> Mapping[str, Kind]:
    """Everything that can be changed, in the order in which it is applied."""
    table = tomllib.loads((files("uncramp.explain") / "changes.toml").read_text("utf-8"))
    return {
        name: Kind(
            name=name,
            unit=unit,
            low=low,
            high=high,
            apply=apply,
            said=table[name]["said"],
            caveat=table[name]["caveat"],
            evidence=table[name]["evidence"],
            sources=tuple(table[name]["sources"]),
            takes=_TAKES.get(name, float),
        )
        for name, (unit, low, high, apply) in _KINDS.items()
    }


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises
    ------
    ChangeError
        If there is none; the text lists what there is.
    """
    try:
        return kinds()[name]
    except KeyError:
        raise ChangeError(
            Sentence(
                "{name} cannot be changed; known are {known}.",
                name=repr(name),
                known=", ".join(kinds()),
            )
        ) from None
