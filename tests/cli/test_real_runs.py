"""``uncramp why`` on recordings of real watches: each is answered, or refused with a reason.

The recordings lie beside the repository, in ``shared/activities``; they are not ours to ship.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from lxml import html as lxml_html

from uncramp.cli import main
from uncramp.report.schema import load_schema

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "activities"
MANIFEST = FOLDER / "MANIFEST.csv"
pytestmark = pytest.mark.skipif(
    not MANIFEST.is_file(), reason="no recordings in the folder shared beside the repository"
)

REFUSED = {
    "bulk_garmin_gdpr.zip": "the ZIP holds another ZIP",
    "bulk_strava_export.zip": "the ZIP holds 4 activities",
    "longitudinal_runs_2012_2022.csv": "not a recorded run",
    "muktihari_activity_truncated.fit": "only 13 s of running",
    "tormoder_activity-filecrc.fit": "only 13 s of running",
    "tormoder_activity-unexpected-eof.fit": "only 13 s of running",
    "tormoder_antfs-dump.63.fit": "no distance and no positions",
}
FEW = (
    "damage_trunc60.tcx",
    "roznet_track_cs_728599.fit",
    "sports-alliance_6860622783.fit",  # a treadmill
    "vkurup_no_hr.tcx",
)


def names() -> list[str]:
    if not MANIFEST.is_file():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as table:
        return [row["file"] for row in csv.DictReader(table)]


def asked(name: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["why", str(FOLDER / name), "--twins", "2", *options])


def answered(name: str) -> dict[str, Any]:
    """The document, if the answer is a whole and quiet one."""
    result = asked(name, "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    document: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(load_schema()).validate(document)
    assert document["cramp"]["n_twins"] == 2
    activity = document["activity"]
    assert 60.0 <= activity["moving_s"] <= activity["elapsed_s"]
    assert 0.7 < 1000.0 * activity["distance_km"] / activity["moving_s"] < 6.0, "m/s"
    assert len({len(column) for column in document["timeline"].values()}) == 1
    return document


@pytest.mark.parametrize("name", FEW)
def test_a_few_are_answered(name: str) -> None:
    document = answered(name)
    assert document["cramp"]["probability"] is not None


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_answered_is_refused_with_the_reason(name: str) -> None:
    result = asked(name)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {name}")
    assert REFUSED[name] in result.stderr
    assert result.stderr.count("\n") == 1, "one sentence"


def test_terminal_and_page_of_a_treadmill_run(tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    result = asked("sports-alliance_6860622783.fit", "--html", str(page), "--units", "imperial")
    assert result.exit_code == 0
    assert "6.6 mi" in result.stdout
    tree = lxml_html.document_fromstring(page.read_text("utf-8"))
    headline = " ".join(tree.xpath("string(//h1)").split())
    assert " ".join(result.stdout.split()).startswith(headline)
    assert not tree.xpath("//figure[@id='panel-hills']"), "a treadmill has no hills"


@pytest.mark.study
@pytest.mark.parametrize("name", [name for name in names() if name not in REFUSED])
def test_every_recording_is_answered(name: str, short: bool) -> None:
    if short and len(name) % 8:
        pytest.skip("short: one in eight")
    answered(name)
