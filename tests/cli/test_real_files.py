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
        "roznet_activity_234979239.tcx.gz",
        "series_runpandas_2020-09-25_7318ef76.gpx",
        "tormoder_activity-small-fenix2-run.fit",
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
        "whatif", str(FOLDER / "corriporai_run.fit"), "--sweep", "drink=0:900:300"
    )  # fmt: skip
    rows = document["sweep"]["rows"]
    assert [row["value"] for row in rows] == [0.0, 300.0, 600.0, 900.0]
    mass = [row["mass_change_pct"]["p50"] for row in rows]
    assert mass == sorted(mass)


@pytest.mark.parametrize(
    "name",
    ["corriporai_run.gpx", "aaron-schroeder_testdata.tcx", "thomaschampagne_kaiteriteri.fit"],
)
def test_race_on_the_course_of_a_recording(name: str) -> None:
    path = FOLDER / name
    target = "0:03:30" if "aaron" in name else "4:00:00" if "thomas" in name else "1:10:00"
    result = CliRunner().invoke(
        main,
        ["race", str(path), "--target", target, "--air", "24", "--date", "2027-06-12",
         "--start", "9:00", *FEW],
    )  # fmt: skip
    if result.exit_code:  # too short, or a pace that nobody runs: said in one sentence
        assert "Error" in result.output
        assert "Traceback" not in result.output
        assert "aaron" in name
        return
    document = json.loads(result.stdout)
    assert document["pacing"][-1]["end_s"] == pytest.approx(document["target_s"])
    low, plan = document["advice"]["loss_L_low"], document["drinking"]
    assert plan is None or plan["carried_mL"] <= 1000.0 * low
    assert document["conditions"]["sun_elevation_deg"]["value"] > 20.0
