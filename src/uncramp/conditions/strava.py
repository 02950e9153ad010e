"""Weather from the ``activities.csv`` of a Strava bulk export: the row of one run.

The recorded files of an export carry no weather; their row in the table does. Names of its columns
depend on the language of the account: only the English ones are read. "Average Temperature" is
that of the watch on the wrist, warmed by the skin, and is not read.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from uncramp.conditions.weather import ConditionsError
from uncramp.given import unreadable
from uncramp.language import Sentence

TABLE = "activities.csv"
_MOST_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class StravaWeather:
    """What a row says; None where the cell is empty. It fits where weather of a file is asked for.

    Attributes
    ----------
    solar
        1 less the cloud cover, and 0 outside sunrise to sunset, where the row says so. How high
        the sun stood is not in it (`uncramp.conditions.sun`).
    """

    air_temperature_C: float | None = None
    relative_humidity_pct: float | None = None
    wind_m_s: float | None = None
    solar: float | None = None


def strava_weather(path: str | Path, run: str) -> StravaWeather | None:
    """Weather of one run of the export; None where its row has none.

    Parameters
    ----------
    path
        ``activities.csv``, or the whole export as the ZIP that it came in.
    run
        The activity's id, or the name of its file, with or without ``activities/``.

    Raises
    ------
    ConditionsError
        If the table cannot be read, is not one of Strava's, or has no row for the run.
    """
    file = Path(path)
    reader = csv.reader(io.StringIO(_text(file), newline=""))
    try:
        header = next(reader, [])
        rows = list(reader)
    except csv.Error as error:
        raise ConditionsError(
            Sentence(
                "{file}: is no table ({why}). Export it again.", file=str(file), why=str(error)
            )
        ) from None
    if "Activity ID" not in header or "Filename" not in header:
        raise ConditionsError(
            Sentence(
                "{file}: has no columns 'Activity ID' and 'Filename'; give the activities.csv of a "
                "Strava export in English.",
                file=str(file),
            )
        )
    place = {name: i for i, name in reversed(list(enumerate(header)))}  # the first of twins
    for row in rows:
        cells = {name: row[i].strip() for name, i in place.items() if i < len(row)}
        if run in (cells.get("Activity ID"), cells.get("Filename", ""), _name(cells)):
            return _weather(cells)
    raise ConditionsError(
        Sentence(
            "{file}: has no row for {run}; give an id or a file name that it has.",
            file=str(file),
            run=repr(run),
        )
    )


def _text(file: Path) -> str:
    try:
        if not zipfile.is_zipfile(file):
            return file.read_text("utf-8-sig")
        with zipfile.ZipFile(file) as export:
            if export.getinfo(TABLE).file_size > _MOST_BYTES:
                raise ConditionsError(
                    Sentence(
                        "{file}: its {table} is far larger than any. Unpack it.",
                        file=str(file),
                        table=TABLE,
                    )
                )
            return export.read(TABLE).decode("utf-8-sig")
    except KeyError:
        raise ConditionsError(
            Sentence(
                "{file}: holds no {table}; give the export of a Strava account.",
                file=str(file),
                table=TABLE,
            )
        ) from None
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, RuntimeError) as error:
        raise ConditionsError(unreadable(file, error)) from None


def _name(cells: Mapping[str, str]) -> str:
    return cells.get("Filename", "").rpartition("/")[2]


def _weather(cells: Mapping[str, str]) -> StravaWeather | None:
    humidity = _number(cells, "Humidity")
    if humidity is not None and humidity <= 1.0:
        humidity *= 100.0
    weather = StravaWeather(
        air_temperature_C=_number(cells, "Weather Temperature"),
        relative_humidity_pct=humidity,
        wind_m_s=_number(cells, "Wind Speed"),
        solar=_solar(cells),
    )
    return None if weather == StravaWeather() else weather


def _solar(cells: Mapping[str, str]) -> float | None:
    seen, rise, set_ = (
        _number(cells, name) for name in ("Weather Observation Time", "Sunrise Time", "Sunset Time")
    )
    if seen is not None and rise is not None and set_ is not None and not rise <= seen <= set_:
        return 0.0
    clouds = _number(cells, "Cloud Cover")
    return None if clouds is None or not 0.0 <= clouds <= 1.0 else 1.0 - clouds


def _number(cells: Mapping[str, str], name: str) -> float | None:
    try:
        value = float(cells.get(name, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
