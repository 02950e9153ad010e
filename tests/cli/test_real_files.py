"""``uncramp whatif`` and ``uncramp race`` on recordings of real watches, asked in many ways.

Each is answered, with every rule of safety kept, or refused in one sentence that says why. The
recordings lie beside the repository, in ``shared/activities``; they are not ours to ship.
"""

from __future__ import annotations

import csv
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from uncramp.activity import ActivityError
from uncramp.activity.way import read_way
from uncramp.cli import main
from uncramp.report.race_sheet import race_sheet
from uncramp.report.sheet import Sheet
from uncramp.report.sheet_html import render_sheet
from uncramp.report.sheet_text import plain
from uncramp.report.whatif_sheet import whatif_sheet

SCHEMAS = files("uncramp.report")
FOLDER = Path(__file__).parents[2] / ".." / "shared" / "activities"
MANIFEST = FOLDER / "MANIFEST.csv"
pytestmark = pytest.mark.skipif(
    not MANIFEST.is_file(), reason="no recordings in the folder shared beside the repository"
)

FEW_TWINS = ("--twins", "2", "--threads", "1", "--json")
# One after the other over the files: seconds per km, and weather, runner, drinks, stations.
PACES_S_PER_KM = (300, 360, 420, 330, 540)
RACES = (
    "--air 30 --humidity 80 --sun 1 --mass 60 --sex female --aid 3 --date 2027-07-04 --start 9:00",
    "--air -8 --humidity 90 --wind 10 --mass 90 --age 55 --calf-raises 12 --cramps-last-year 6",
    "--air 18 --humidity 55 --product water --health nsaids --mass 75",
    "--air 24 --humidity 60 --product ors --sweat-rate 1.8 --salty --trained-gut --heat-days 10",
    "--air 12 --humidity 70 --before 400 --mass 48 --sex female --units imperial --aid 2.5",
    "--air 38 --humidity 30 --sun 1 --health kidney --health pregnancy",
    "--date 2027-01-10 --start 18:30 --zone Europe/Berlin --age 70 --clothing jacket",
    "--air 20 --product cola --sweat-rate 0.3 --not-salty --sweat-sodium 20 --easy-pace 7:00",
)
CHANGES = (
    "--drink 700 --sodium 800 --air 15 --pace-first-half -3% --flat --was-air 28",
    "--sweep drink=0:900:450 --was-air 34 --was-humidity 80 --health heart",
    "--product water --was-product ors --was-drink 800 --mass 50 --sex female",
    "--stop-at 0.7 --was-air -5 --was-clothing jacket",
    "--sweep pace=-4:4:4 --was-air 20 --units imperial",
    "--drink 2000 --sodium 0 --mass 45 --sweat-rate 0.4",
    "--even --calf-raises 40 --was-calf-raises 8 --cramps-last-year 5",
    "--air 35 --humidity 70 --sun 1 --heat-days 12 --station 0.5:200:cola --station 5min:150",
    "--sweep sodium=0:1500:750 --was-drink 600",
    "--capsules 500 --before 500 --clothing 0.6 --wind 5",
)
REFUSED = {
    "bulk_garmin_gdpr.zip": "holds another ZIP; unpack both",
    "bulk_strava_export.zip": "holds 4 activities; unpack it",
    "longitudinal_runs_2012_2022.csv": "not a recorded run; export the run",
    "muktihari_activity_truncated.fit": "only 13 s of running|only 6 m long",
    "tormoder_activity-filecrc.fit": "only 13 s of running|only 6 m long",
    "tormoder_activity-unexpected-eof.fit": "only 13 s of running|only 6 m long",
    "tormoder_antfs-dump.63.fit": "no distance and no positions",
}
TOO_SHORT = ("aaron-schroeder_testdata.gpx", "aaron-schroeder_testdata.tcx")  # for a race
FEW = (  # with the row of the options above that is asked of each
    ("corriporai_2020-12-20T05_50_47-300_Running.tcx.gz", 3),
    ("goldencheetah_10kUNLP2014-Garmin15.fit", 2),
    ("series_runpandas_2020-09-25_7318ef76.gpx", 4),
)
SAMPLE = (("corriporai_run.fit", 0), ("damage_trunc60.fit", 5), ("vkurup_no_hr.tcx", 7))


def names() -> list[str]:
    if not MANIFEST.is_file():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as table:
        return [row["file"] for row in csv.DictReader(table)]


def asked(*args: str) -> Result:
    return CliRunner().invoke(main, [*args, *FEW_TWINS])


def answered(kind: str, *args: str) -> dict[str, Any]:
    """The document, if the answer is whole, quiet, and reads well as text and as a page."""
    result = asked(kind, *args)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    document: dict[str, Any] = json.loads(result.stdout)
    schema = json.loads((SCHEMAS / f"{kind}-1.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    units = "imperial" if "imperial" in args else "metric"
    make = race_sheet if kind == "race" else whatif_sheet
    reads_well(make(document, units=units))
    return document


def reads_well(sheet: Sheet) -> None:
    text = plain(sheet, width=80)
    assert max(map(len, text.splitlines())) <= 80
    for wrong in (r"\bnan\b", r"\bNone\b", r"\binf\b", r"[{}]", r"(?<![\w-])-\d"):
        assert not re.search(wrong, text), wrong
    page = render_sheet(sheet)
    assert not re.search(
        r"\bnan\b|\bNone\b", re.sub(r"<(style|script).*?</\1>", "", page, flags=re.S)
    )


def refused(result: Result, why: str) -> None:
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert re.search(why, result.stderr), result.stderr
    assert result.stderr.count("\n") == 1, "one sentence"


# --- race -----------------------------------------------------------------------------------------


def race_of(name: str, row: int) -> tuple[str, ...]:
    """The question: a target by the length of the course."""
    try:
        length_km = read_way(FOLDER / name).length_m / 1000.0
    except ActivityError:
        length_km = 10.0
    seconds = int(length_km * PACES_S_PER_KM[row % len(PACES_S_PER_KM)])
    target = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    options = RACES[row % len(RACES)].split()
    return "race", str(FOLDER / name), "--target", target, *options


def keeps_the_rules(document: dict[str, Any]) -> None:
    """The invariants of safety, in the answer itself."""
    advice, plan, body = document["advice"], document["drinking"], document["cramp"]["body_end"]
    health = document["athlete"].get("health")
    assert (advice["refused"] == "clinician") == bool(health)
    assert advice["against_racing"] == (document["wbgt_C"] > 28.0)
    ids = {reason["id"] for reason in advice["reasons"]}
    assert ("heat" in ids) == advice["against_racing"]
    assert body["mass_change_pct"]["p90"] < 0.0, "never a gain"
    if plan is None:
        return
    assert not health
    assert plan["carried_mL"] + plan["pre_race_mL"] <= 1000.0 * advice["loss_L_low"] + 1e-6
    assert plan["fluid_mL_per_h"] <= advice["fluid_most_mL_per_h"] + 1e-6
    assert plan["sodium_mg_per_h"] <= advice["sodium_most_mg_per_h"] + 1e-6
    assert plan["least_plasma_sodium_mmol_L"]["p10"] >= 135.0
    assert all(50.0 <= stop["volume_mL"] <= 350.0 for stop in plan["stations"])


def forecast(name: str, row: int) -> dict[str, Any]:
    args = race_of(name, row)
    document = answered(*args)
    keeps_the_rules(document)
    for key in ("pacing", "pacing_miles"):
        splits = document[key]
        assert splits[-1]["end_s"] == pytest.approx(document["target_s"], abs=1.0)
        assert splits[-1]["end_km"] == pytest.approx(document["course"]["distance_km"])
        assert all(60.0 < split["pace_s_per_km"] < 2000.0 for split in splits)
    along = [step["probability"] for step in document["along"]]
    assert along == sorted(along)
    assert along[-1] == document["cramp"]["probability"]
    if "--air" in args:
        assert document["conditions"]["air_temperature_C"]["source"] == "given"
    return document


@pytest.mark.parametrize(("name", "row"), FEW)
def test_some_races(name: str, row: int) -> None:
    forecast(name, row)


def test_the_sun_over_a_recorded_course() -> None:
    document = forecast("corriporai_run.gpx", 0)
    assert document["conditions"]["sun_elevation_deg"]["value"] > 20.0


@pytest.mark.study
@pytest.mark.parametrize(
    ("name", "row"),
    [(n, k) for k, n in enumerate(names()) if n not in (*REFUSED, *TOO_SHORT)],
)
def test_a_race_on_every_course(name: str, row: int, short: bool) -> None:
    if short and row % 8:
        pytest.skip("short: one in eight")
    if name == "jimmykane_suunto-uphill.fit":  # 1816 m up in 8 km: nobody runs that so fast
        refused(asked(*race_of(name, row)), "as hard as .* Correct the target or the course")
        row += 3  # the slowest pace
    forecast(name, row)


@pytest.mark.parametrize("name", [*REFUSED, *TOO_SHORT])
def test_what_is_no_course_is_refused(name: str) -> None:
    why = REFUSED.get(name, "no course of 200 m or more|only 159 m long")
    if name == "tormoder_antfs-dump.63.fit":
        why = "only 0 m long"
    refused(asked(*race_of(name, 0)), why)


def test_aid_stations_beyond_the_finish() -> None:
    course = str(FOLDER / "series_runpandas_2020-08-02_5b0091ed.gpx")
    refused(
        asked("race", course, "--target", "21:00", "--aid-at", "2,4"), r"2, 4 km: each must lie"
    )


# --- whatif ---------------------------------------------------------------------------------------


def compared(name: str, row: int) -> dict[str, Any]:
    args = CHANGES[row % len(CHANGES)].split()
    document = answered("whatif", str(FOLDER / name), *args)
    before, after, sweep = document["before"], document["after"], document["sweep"]
    for side in (before, after):
        gains = side["body_end"]["mass_change_pct"]["p90"] > 0.0
        assert gains == ("mass_gain" in side["warnings"])
        if side["body_end"]["plasma_sodium_mmol_L"]["p10"] < 135.0:
            assert "low_sodium" in side["warnings"]
    if "--health" in args:
        assert "clinician" in after["warnings"]
    if "--was-humidity" in args or "--humidity" in args:
        assert "heat" in after["warnings"]
    wanted = {a[2:].replace("-", "_") for a in args if a.startswith("--")}
    made = {change["change"] for change in document["changes"]}
    assert made <= wanted | {"stations"}
    assert bool(made) != bool(sweep)
    if sweep:
        values = [one["value"] for one in sweep["rows"]]
        assert values == sorted(values)
        assert len(values) == 3
    elif "flat" in made:
        assert after["finish_km"] == pytest.approx(before["finish_km"], rel=0.02)
    elif "stop_at" in made:
        assert after["finish_km"] == pytest.approx(0.7, abs=0.02)
    return document


@pytest.mark.parametrize(("name", "row"), SAMPLE)
def test_some_changes(name: str, row: int) -> None:
    compared(name, row)


def test_a_sweep_of_drinking() -> None:
    document = answered(
        "whatif", str(FOLDER / "corriporai_run.fit"), "--sweep", "drink=0:900:450"
    )  # fmt: skip
    rows = document["sweep"]["rows"]
    assert [row["value"] for row in rows] == [0.0, 450.0, 900.0]
    mass = [row["mass_change_pct"]["p50"] for row in rows]
    assert mass == sorted(mass)


@pytest.mark.study
@pytest.mark.parametrize(
    ("name", "row"), [(n, k) for k, n in enumerate(names()) if n not in REFUSED]
)
def test_a_change_of_every_run(name: str, row: int, short: bool) -> None:
    if short and row % 8:
        pytest.skip("short: one in eight")
    if name in TOO_SHORT and "--stop-at" in CHANGES[row % len(CHANGES)]:
        row += 1
    compared(name, row)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_run_is_refused(name: str) -> None:
    refused(asked("whatif", str(FOLDER / name), "--flat"), REFUSED[name])
