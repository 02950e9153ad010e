"""Weather of a run in the table of a Strava export."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from uncramp.conditions import Conditions, ConditionsError, Sourced, StravaWeather, strava_weather

HEADER = (
    "Activity ID,Distance,Filename,Distance,Average Temperature,Weather Observation Time,"
    "Weather Temperature,Humidity,Wind Speed,Sunrise Time,Sunset Time,Cloud Cover\n"
)
EXPORT = Path(__file__).parents[3] / "shared" / "activities" / "bulk_strava_export.zip"


def table(folder: Path, *rows: str) -> Path:
    path = folder / "activities.csv"
    path.write_text(HEADER + "\n".join(rows))
    return path


def test_a_row_becomes_conditions(tmp_path: Path) -> None:
    path = table(tmp_path, "7,10,activities/7.fit.gz,10000,31,1200,21.5,0.63,2.4,1000,2000,0.25")
    weather = strava_weather(path, "7.fit.gz")
    assert weather == StravaWeather(21.5, 63.0, 2.4, 0.75)
    assert strava_weather(path, "7") == strava_weather(path, "activities/7.fit.gz") == weather
    conditions = Conditions.resolve({"wind_m_s": 0.0}, weather)
    assert conditions.air_temperature_C == Sourced(21.5, "file")
    assert conditions.solar == Sourced(0.75, "file")
    assert conditions.wind_m_s == Sourced(0.0, "given")


def test_the_watch_is_no_thermometer(tmp_path: Path) -> None:
    path = table(tmp_path, "7,10,activities/7.fit.gz,10000,31,,,,,,,")
    assert strava_weather(path, "7") is None


def test_there_is_no_sun_at_night(tmp_path: Path) -> None:
    path = table(tmp_path, "7,10,,10000,31,2500,12,0.9,1,1000,2000,0.0")
    weather = strava_weather(path, "7")
    assert weather is not None
    assert weather.solar == 0.0


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    path = table(tmp_path, "7,10,,10000,31,2500,12,0.9,1,1000,2000,0.0")
    with pytest.raises(ConditionsError, match="has no row for '8'"):
        strava_weather(path, "8")
    path.write_text("Aktivitäts-ID,Dateiname\n7,x")
    with pytest.raises(ConditionsError, match="has no columns 'Activity ID'"):
        strava_weather(path, "7")
    with pytest.raises(ConditionsError, match="cannot be read"):
        strava_weather(tmp_path / "none.csv", "7")


def test_a_real_export_without_weather(tmp_path: Path) -> None:
    if not EXPORT.exists():
        pytest.skip(f"no {EXPORT.name} in a folder shared/activities beside the repository")
    path = tmp_path / "activities.csv"
    with zipfile.ZipFile(EXPORT) as export, export.open("activities.csv") as stream:
        path.write_text(io.TextIOWrapper(stream, "utf-8").read(), "utf-8")
    assert strava_weather(path, "90000000.fit.gz") is None
