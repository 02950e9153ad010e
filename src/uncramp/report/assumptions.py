"""What was not known and what was put in its place: weather, drinking, facts about the runner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.language import marked
from uncramp.report.measures import Measures

_FLAGS = {
    "air_temperature_C": "--air",
    "relative_humidity_pct": "--humidity",
    "wind_m_s": "--wind",
    "solar": "--sun",
    "fluid_mL_per_h": "--drink",
    "sodium_mg_per_L": "--sodium",
}
# The facts that change the answer most, first; said in words.
_FACTS = {
    "mass_kg": (marked("mass"), "--mass"),
    "height_m": (marked("height"), "--height"),
    "age_y": (marked("age"), "--age"),
    "weekly_km": (marked("weekly distance"), "--weekly-km"),
    "longest_km": (marked("longest recent run"), "--longest-km"),
    "easy_pace_s_per_km": (marked("easy pace"), "--easy-pace"),
    "cramps_last_year": (marked("cramps of the last year"), "--cramps-last-year"),
    "calf_raises": (marked("calf raises"), "--calf-raises"),
}
_CLOUDY, _SUNNY = 0.25, 0.75


def condition(name: str, value: float | None, measures: Measures) -> str:
    """One condition in words: ``24 °C``, ``71 % humidity``, ``300 mL/h drunk``."""
    _ = measures.language.gettext
    if value is None:
        return _("drinking to thirst") if name == "fluid_mL_per_h" else _("an ordinary drink")
    if name == "air_temperature_C":
        return measures.temperature(value)
    if name == "relative_humidity_pct":
        return _("{share} % humidity").format(share=measures.number(value))
    if name == "wind_m_s":
        return _("wind {speed}").format(speed=measures.wind(value))
    if name == "solar":
        if value > _SUNNY:
            return _("full sun")
        return _("shade or cloud") if value < _CLOUDY else _("some sun")
    if name == "fluid_mL_per_h":
        return _("{flow} drunk").format(flow=measures.flow(value))
    return _("{strength} mg/L sodium in the drink").format(strength=measures.number(value))


def weather_line(conditions: Mapping[str, Any], measures: Measures) -> str:
    """``24 °C, 71 % humidity``: given and file values only; empty where none is known."""
    shown = ("air_temperature_C", "relative_humidity_pct")
    known = [name for name in shown if conditions[name]["source"] != "assumed"]
    return ", ".join(condition(name, conditions[name]["value"], measures) for name in known)


def assumed(document: Mapping[str, Any], measures: Measures) -> tuple[tuple[str, str], ...]:
    """Pairs of what was assumed and the options that would say it."""
    _ = measures.language.gettext
    rows: list[tuple[str, str]] = []
    conditions = document["conditions"]
    names = [
        name for name in _FLAGS if name in conditions and conditions[name]["source"] == "assumed"
    ]
    if names:
        said = ", ".join(condition(name, conditions[name]["value"], measures) for name in names)
        flags = " ".join(_FLAGS[name] for name in names)
        rows.append((_("Assumed: {list}.").format(list=said), flags))
    missing = [name for name in _FACTS if document["athlete"].get(name) is None]
    if missing:
        said = ", ".join(_(_FACTS[name][0]) for name in missing)
        flags = " ".join(_FACTS[name][1] for name in missing)
        rows.append((_("Not given: {list}.").format(list=said), flags))
    return tuple(rows)
