"""From options and files to the weather of a run, what is worn and what is drunk."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.facts import one_sentence
from uncramp.language import Sentence, marked

if TYPE_CHECKING:
    from uncramp.activity import Activity
    from uncramp.activity.way import Way
    from uncramp.conditions import (
        AidStation,
        Conditions,
        Drink,
        DrinkingPlan,
        FileWeather,
        StravaWeather,
        Sun,
    )

_WEATHER = ("air_temperature_C", "relative_humidity_pct", "wind_m_s", "solar")
_STATION = re.compile(
    r"\s*(?P<where>\d+(?:[.,]\d+)?)\s*(?P<unit>km|mi|min)?\s*[:=]"
    r"\s*(?P<volume>\d+(?:[.,]\d+)?)\s*(?:mL|ml)?\s*(?::\s*(?P<drink>\w+))?\s*"
)
_KM_PER_MILE = 1.609344
_SUN_TIME = marked(
    "Start: taken as sun time, which clocks are up to two hours ahead of; --zone Europe/Berlin "
    "says your time zone."
)
_NOT_THE_AIR = marked(
    "The file's temperature is that of the wrist, warmed by the skin: it is not taken for air."
)


def of_run(
    given: dict[str, Any], activity: Activity, path: str | None = None
) -> tuple[Conditions, DrinkingPlan]:
    """Weather and drinking of a recorded run: what was given, else what files say, else assumed.

    Parameters
    ----------
    given
        Options by name; missing ones count as not given.
    path
        Of the activity: beside an unpacked Strava export its row in ``activities.csv`` is found.

    Raises
    ------
    click.UsageError
        One sentence, where an option cannot be used.
    """
    try:
        weather = _weather_of(given, activity, path)
        conditions = _resolved(given, weather, _sun_over(activity))
        return conditions, drinking_plan(given)
    except ValueError as error:
        raise click.UsageError(one_sentence(error)) from error


def of_race(
    given: dict[str, Any], way: Way, target_s: float, date: str | None, start_s: float | None
) -> Conditions:
    """Weather of a race ahead; the sun by its date, start and place, where all three are known."""
    from uncramp.cli.load import named_zone
    from uncramp.conditions import mean_sun, sun_time

    sun, zone = None, named_zone(given.get("zone"))
    if date is not None and start_s is not None and way.start_deg is not None:
        north, east = way.start_deg
        sun = mean_sun(sun_time(date, start_s, east, zone), target_s, north, east)
    try:
        conditions = _resolved(given, None, sun)
    except ValueError as error:
        raise click.UsageError(one_sentence(error)) from error
    if sun is None or zone is not None or conditions.solar.source == "given":
        return conditions
    return replace(conditions, notes=(*conditions.notes, _SUN_TIME))


def drinking_plan(given: dict[str, Any]) -> DrinkingPlan:
    """What was drunk, from options."""
    from uncramp.conditions import DrinkingPlan

    drinks = drinks_of(given)
    stations = tuple(station(text, drinks) for text in given.get("stations") or ())
    return DrinkingPlan(
        given.get("fluid_mL_per_h"),
        given.get("sodium_mg_per_L"),
        drink=product(given, drinks),
        stations=stations,
        capsule_sodium_mg_per_h=given.get("capsule_sodium_mg_per_h") or 0.0,
        pre_race_mL=given.get("pre_race_mL") or 0.0,
    )


def drinks_of(given: dict[str, Any]) -> dict[str, Drink]:
    """Drinks by name, those of the runner's own file included."""
    from uncramp.conditions import load_drinks

    return load_drinks(given.get("drinks_path"))


def product(given: dict[str, Any], drinks: dict[str, Drink]) -> Drink | None:
    """The drink named by ``--product``; None where none is."""
    name = given.get("product")
    return None if name is None else named(name, drinks)


def named(name: str, drinks: dict[str, Drink]) -> Drink:
    if name not in drinks:
        raise ValueError(
            Sentence(
                "no drink {name}; there are {known}. Name one, or give your own list with "
                "--drinks.",
                name=repr(name),
                known=", ".join(drinks),
            )
        )
    return drinks[name]


def station(text: str, drinks: dict[str, Drink]) -> AidStation:
    """``5:150``, ``10km:200:cola``, ``45min:150``."""
    from uncramp.conditions import AidStation

    match = _STATION.fullmatch(text)
    if match is None:
        raise ValueError(
            Sentence(
                "--station {text} is no place and amount; write 5:150 (km and mL), 45min:150 or "
                "10:200:cola.",
                text=repr(text),
            )
        )
    where = float(match["where"].replace(",", "."))
    volume_mL = float(match["volume"].replace(",", "."))
    drink = None if match["drink"] is None else named(match["drink"], drinks)
    if match["unit"] == "min":
        return AidStation(volume_mL=volume_mL, at_min=where, drink=drink)
    km = where * _KM_PER_MILE if match["unit"] == "mi" else where
    return AidStation(volume_mL=volume_mL, at_km=km, drink=drink)


def _resolved(given: dict[str, Any], weather: FileWeather | None, sun: Sun | None) -> Conditions:
    from uncramp.conditions import CLOTHING_CLO, Conditions

    said = said_weather(given)
    if (worn := given.get("clothing")) is not None:
        try:
            said["clothing_clo"] = CLOTHING_CLO.get(str(worn).strip().lower()) or float(worn)
        except ValueError:
            raise ValueError(
                Sentence(
                    "--clothing {worn} is neither one of {words} nor a number of clo.",
                    worn=repr(worn),
                    words=", ".join(CLOTHING_CLO),
                )
            ) from None
    return Conditions.resolve(said, weather, sun=sun)


def said_weather(given: dict[str, Any]) -> dict[str, float]:
    """The weather that was given, by the names of `Conditions`."""
    return {name: float(given[name]) for name in _WEATHER if given.get(name) is not None}


def _weather_of(given: dict[str, Any], activity: Activity, path: str | None) -> FileWeather | None:
    """The file's own weather, else that of its row in a Strava export."""
    from uncramp.conditions import strava_weather

    table, row = given.get("weather_path"), None
    if table is not None:
        table, _, row = str(table).partition("#")
        found: StravaWeather | None = strava_weather(table, row or activity.file)
        return found or activity.weather
    if activity.weather is not None or path in (None, "-"):
        return activity.weather
    beside = Path(str(path)).resolve().parent.parent / "activities.csv"
    if Path(str(path)).resolve().parent.name != "activities" or not beside.is_file():
        return None
    try:
        return strava_weather(beside, activity.file)
    except ValueError:  # another table of that name: nobody asked for it
        return None


def _sun_over(activity: Activity) -> Sun | None:
    """Where the sun stood over the run; None without date or place."""
    import numpy as np

    from uncramp.conditions import mean_sun

    north, east = activity.latitude_deg, activity.longitude_deg
    if activity.start is None or north is None or east is None:
        return None
    latitude, longitude = float(np.median(north)), float(np.median(east))
    if not np.isfinite(latitude + longitude):
        return None
    return mean_sun(activity.start, activity.elapsed_s, latitude, longitude)


def wrist_note(activity: Activity, conditions: Conditions) -> tuple[str, ...]:
    """A line where the only temperature of the file is that of the wrist."""
    if activity.wrist_temperature_C is None or conditions.air_temperature_C.source != "assumed":
        return ()
    return (_NOT_THE_AIR,)
