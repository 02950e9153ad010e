"""``uncramp whatif`` and ``uncramp race`` on recordings of real watches.

The recordings lie beside the repository, in ``shared/activities``; they are not ours to ship.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from uncramp.cli import main

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "activities"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "MANIFEST.csv").is_file(),
    reason="no recordings in the folder shared beside the repository",
)
FEW = ("--twins", "2", "--threads", "1", "--json")


def asked(*args: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, [*args, *FEW])
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    document: dict[str, Any] = json.loads(result.stdout)
    return document


@pytest.mark.parametrize(
    "name",
    [
        "corriporai_run.fit",
        "series_runpandas_2020-09-25_7318ef76.gpx",
        "damage_trunc60.fit",
    ],
)
def test_whatif(name: str) -> None:
    document = asked(
        "whatif", str(FOLDER / name), "--drink", "700", "--sodium", "800", "--air", "15",
        "--pace-first-half", "-3%", "--flat",
    )  # fmt: skip
    assert {row["change"] for row in document["changes"]} == {
        "drink", "sodium", "air", "pace_first_half", "flat",
    }  # fmt: skip
    assert document["difference"]["n_twins"] == 2
    assert document["after"]["finish_km"] == pytest.approx(
        document["before"]["finish_km"], rel=0.02
    )


def test_a_sweep_of_drinking() -> None:
    document = asked(
        "whatif", str(FOLDER / "corriporai_run.fit"), "--sweep", "drink=0:900:450"
    )  # fmt: skip
    rows = document["sweep"]["rows"]
    assert [row["value"] for row in rows] == [0.0, 450.0, 900.0]
    mass = [row["mass_change_pct"]["p50"] for row in rows]
    assert mass == sorted(mass)


def test_race_on_the_course_of_a_recording() -> None:
    document = asked(
        "race", str(FOLDER / "corriporai_run.gpx"), "--target", "1:10:00", "--air", "24",
        "--date", "2027-06-12", "--start", "9:00",
    )  # fmt: skip
    assert document["pacing"][-1]["end_s"] == pytest.approx(document["target_s"])
    low, plan = document["advice"]["loss_L_low"], document["drinking"]
    assert plan is None or plan["carried_mL"] <= 1000.0 * low
    assert document["conditions"]["sun_elevation_deg"]["value"] > 20.0
