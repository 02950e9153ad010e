"""Weather, clothes and drinks from options and files beside the run."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from uncramp.activity import Activity, synthetic_run
from uncramp.activity.activity import Weather
from uncramp.activity.way import level_way
from uncramp.cli import facts, main, surroundings

HEADER = "Activity ID,Filename,Weather Temperature,Humidity,Cloud Cover\n"


@pytest.fixture(scope="module")
def run() -> Activity:
    return replace(synthetic_run(3.0, 300.0), file="7.fit.gz", weather=None, start=None)


def test_clothes_in_words_and_in_numbers(run: Activity) -> None:
    for said, clo in (("Jacket", 0.6), ("long", 0.3), ("0.45", 0.45), ("0", 0.0)):
        assert surroundings.of_run({"clothing": said}, run)[0].clothing_clo == clo
    with pytest.raises(click.UsageError, match="neither one of shorts, long, jacket nor a number"):
        surroundings.of_run({"clothing": "fur"}, run)
    with pytest.raises(click.UsageError, match="the limits are 0 to 2 clo"):
        surroundings.of_run({"clothing": "7"}, run)


def test_drinks(run: Activity, tmp_path: Path) -> None:
    given = {
        "stations": ("5:150", "10,5 km = 200 mL:cola", "45min:100"),
        "product": "water",
        "capsule_sodium_mg_per_h": 300.0,
        "pre_race_mL": 250.0,
    }
    plan = surroundings.of_run(given, run)[1]
    assert [(s.at_km, s.at_min, s.volume_mL) for s in plan.stations] == [
        (5.0, None, 150.0),
        (10.5, None, 200.0),
        (None, 45.0, 100.0),
    ]
    assert plan.drink is not None
    assert plan.drink.name == "Water"
    assert plan.stations[1].drink is not None
    assert plan.stations[1].drink.carbohydrate_g_per_L > 90.0
    assert (plan.capsule_sodium_mg_per_h, plan.pre_race_mL) == (300.0, 250.0)
    own = tmp_path / "drinks.toml"
    own.write_text("[broth]\nsodium_mg_per_L = 2500\n")
    brewed = surroundings.of_run({"product": "broth", "drinks_path": str(own)}, run)[1]
    assert brewed.drink is not None
    assert brewed.drink.sodium_mg_per_L == 2500


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"product": "beer"}, "no drink 'beer'; there are water"),
        ({"stations": ("here:150",)}, "no place and amount"),
        ({"stations": ("5:150:beer",)}, "no drink 'beer'"),
        ({"stations": ("5:5000",)}, "volume_mL is 5000"),
        ({"stations": ("5:150",), "fluid_mL_per_h": 500.0}, "are both given"),
        ({"weather_path": "nowhere.csv"}, "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said(run: Activity, given: dict[str, object], message: str) -> None:
    with pytest.raises(click.UsageError, match=message):
        surroundings.of_run(given, run)


def test_weather_of_an_export(run: Activity, tmp_path: Path) -> None:
    """Asked for by name, in its ZIP, or lying where Strava puts it; the file's own goes first."""
    folder = tmp_path / "export" / "activities"
    folder.mkdir(parents=True)
    table = folder.parent / "activities.csv"
    table.write_text(HEADER + "1,activities/7.fit.gz,31,0.7,0\n2,activities/8.fit.gz,12,0.9,1\n")
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as export:
        export.write(table, "activities.csv")
    beside = str(folder / "7.fit.gz")
    for given, path in (
        ({"weather_path": str(table)}, None),
        ({"weather_path": str(packed)}, None),
        ({"weather_path": f"{table}#1"}, None),
        ({}, beside),
    ):
        found = surroundings.of_run(given, run, path)[0]
        assert (found.air_temperature_C.value, found.air_temperature_C.source) == (31.0, "file")
    assert surroundings.of_run({"weather_path": f"{table}#2"}, run)[0].solar.value == 0.0
    assert surroundings.of_run({}, run, "-")[0].air_temperature_C.source == "assumed"
    elsewhere = str(tmp_path / "7.fit.gz")
    assert surroundings.of_run({}, run, elsewhere)[0].air_temperature_C.source == "assumed"
    own = replace(run, weather=Weather(air_temperature_C=9.0))
    assert surroundings.of_run({}, own, beside)[0].air_temperature_C.value == 9.0


def test_the_sun_by_date_time_and_place(run: Activity) -> None:
    place = np.full(run.time_s.size, 48.0)
    night = replace(
        run,
        start=datetime(2024, 1, 10, 22, tzinfo=UTC),
        latitude_deg=place,
        longitude_deg=place * 0.0 + 11.0,
    )
    assert surroundings.of_run({}, night)[0].solar.value == 0.0
    assert surroundings.of_run({}, replace(night, start=None))[0].sun is None
    assert surroundings.of_run({"solar": 0.4}, night)[0].solar.value == 0.4


def test_the_sun_of_a_race_needs_date_start_and_place() -> None:
    way = replace(level_way(5000.0, "x"), start_deg=(48.0, 11.0))
    known = surroundings.of_race({}, way, 1500.0, "2027-01-10", 20 * 3600.0)
    assert known.solar.value == 0.0
    for date, start_s, course in (
        (None, 72_000.0, way),
        ("2027-01-10", None, way),
        ("2027-01-10", 72_000.0, level_way(5000.0, "x")),
    ):
        assert surroundings.of_race({}, course, 1500.0, date, start_s).sun is None


def test_the_wrist_is_not_the_air(run: Activity) -> None:
    warm = replace(run, wrist_temperature_C=np.full(run.time_s.size, 31.0))
    conditions, _ = facts.read_conditions({}, warm)
    assert conditions.air_temperature_C.value == 15.0
    assert "it is not taken for air" in conditions.notes[-1]
    said, _ = facts.read_conditions({"air_temperature_C": 20.0}, warm)
    assert not said.notes
    assert not facts.read_conditions({}, run)[0].notes


@pytest.mark.parametrize("command", ["why", "whatif", "race"])
def test_every_command_that_takes_weather_takes_these(command: str) -> None:
    said = CliRunner().invoke(main, [command, "--help"]).output
    was = "--was-" if command == "whatif" else "--"
    wanted = [f"{was}clothing", f"{was}heat-days", "--product", "--drinks", "--before"]
    if command != "race":
        wanted += [f"{was}capsules", "--station", "--weather"]
    assert [flag for flag in wanted if flag not in said] == []
