"""``uncramp race`` from the outside: text, JSON, page, card, messages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from uncramp import cramp_record
from uncramp.athlete import Athlete
from uncramp.cli import facts, main


def call(*args: str) -> Result:
    return CliRunner().invoke(main, ["race", *args, "--twins", "2", "--threads", "1"])


def test_the_answer_page_and_card(tmp_path: Path) -> None:
    page, card = tmp_path / "race.html", tmp_path / "card.txt"
    result = call("12", "--target", "1:05:00", "--air", "24", "--start", "9:30", "--date",
                  "2027-04-12", "--html", str(page), "--card", str(card))  # fmt: skip
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    for words in ("Pacing plan, even effort", "WBGT about", "3 % slower", "2027-04-12",
                  "a weak and disputed cause of cramp", "Not a diagnosis"):  # fmt: skip
        assert words in said
    assert "10:35" in card.read_text("utf-8")
    assert "never more" in card.read_text("utf-8")
    html = page.read_text("utf-8")
    assert 'class="band"' in html
    assert "<script" not in html


def test_json_and_target_of_a_short_race() -> None:
    document = json.loads(call("3", "--target", "15:00", "--json").stdout)
    assert document["schema"] == "uncramp/race/1"
    assert document["target_s"] == 900.0


def test_heat_and_health_come_first(tmp_path: Path) -> None:
    card = tmp_path / "card.html"
    result = call("3", "--target", "15:00", "--air", "40", "--humidity", "70", "--health",
                  "kidney", "--card", str(card))  # fmt: skip
    assert result.exit_code == 0, result.output
    first = " ".join(result.stdout.split("At this pace")[0].split())
    assert "It is too hot to race" in first
    assert "Ask your doctor" in first
    assert "It is too hot to race" in card.read_text("utf-8")
    assert "mL/h" not in result.stdout.split("Along the way")[0].split("Drinking")[1]


def test_the_record_of_cramps_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "cramps.jsonl"
    cramp = cramp_record.Cramp(date="2026-11-02", time_s=5400, muscle="calf", side="left")
    cramp_record.append(record, cramp)
    monkeypatch.setenv("UNCRAMP_RECORD", str(record))
    told = ("3", "--target", "15:00", "--json", "--date")
    document = json.loads(call(*told, "2027-04-12").stdout)
    assert document["athlete"]["cramps_last_year"] == 1
    assert "from your record of cramps" in document["notes"][0]
    assert facts.recorded(Athlete(), date(2028, 4, 12)) == (Athlete(), ())
    said = Athlete(cramps_last_year=0)
    assert facts.recorded(said, date(2027, 4, 12)) == (said, ())


def test_drinks_of_the_race_and_the_sun_over_it(tmp_path: Path) -> None:
    points = "".join(
        f'<rtept lat="{48.0 + 0.002 * k}" lon="11"><ele>500</ele></rtept>' for k in range(61)
    )
    route = tmp_path / "route.gpx"
    route.write_text(f'<?xml version="1.0"?><gpx version="1.1"><rte>{points}</rte></gpx>')
    card = tmp_path / "card.txt"
    result = call(str(route), "--target", "1:15:00", "--air", "27", "--date", "2027-01-12",
                  "--start", "20:00", "--product", "water", "--aid-at", "4,7,10", "--before",
                  "200", "--clothing", "shorts", "--heat-days", "8", "--json", "--lang", "de",
                  "--card", str(card))  # fmt: skip
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    plan = document["drinking"]
    assert plan["drink"] == "Water"
    assert plan["pre_race_mL"] == 200.0
    assert {stop["distance_km"] for stop in plan["stations"]} <= {4.0, 7.0, 10.0}
    assert plan["carried_mL"] + 200.0 <= 1000.0 * document["advice"]["loss_L_low"]
    assert document["conditions"]["solar"]["value"] == 0.0
    assert document["conditions"]["clothing_clo"]["value"] == 0.15
    assert any("it was night" in note for note in document["notes"])
    assert "Das Getränk: Water." in card.read_text("utf-8")
    assert "nie mehr" in card.read_text("utf-8")


def test_the_time_zone_of_the_start(tmp_path: Path) -> None:
    """Nine by the clock of Madrid in July is half past six by the sun."""
    points = "".join(f'<rtept lat="{40.4 + 0.0005 * k}" lon="-3.7"/>' for k in range(60))
    course = tmp_path / "course.gpx"
    course.write_text(f'<gpx version="1.1"><rte>{points}</rte></gpx>')
    told = (str(course), "--target", "15:00", "--date", "2027-07-01", "--start", "9:00", "--json")
    by_sun, by_clock = (
        json.loads(call(*told, *zone).stdout) for zone in ((), ("--zone", "Europe/Madrid"))
    )
    heights = [d["conditions"]["sun_elevation_deg"]["value"] for d in (by_sun, by_clock)]
    assert heights[0] - heights[1] == pytest.approx(26.0, abs=4.0)
    assert any("--zone" in note for note in by_sun["notes"])
    assert not any("--zone" in note for note in by_clock["notes"])


def test_a_dangerous_forecast_is_no_plan() -> None:
    """On sheet and card: help, and neither pace nor amounts."""
    from uncramp.report.race_card import card_text
    from uncramp.report.race_sheet import race_sheet
    from uncramp.report.sheet_text import plain

    document = json.loads(call("12", "--target", "1:05:00", "--air", "24", "--json").stdout)
    assert "Pacing plan" in plain(race_sheet(document))
    reason = {
        "id": "hyponatraemia", "text": "Stop drinking.", "evidence": "consensus", "sources": [],
    }  # fmt: skip
    document["advice"] |= {"refused": "hyponatraemia", "reasons": [reason]}
    document["drinking"] = None
    said = plain(race_sheet(document)) + card_text(document)
    assert said.startswith("Stop drinking.")
    for advice in ("Pacing plan", "mL", "/km", "What would change it", "Along the way"):
        assert advice not in said


@pytest.mark.parametrize(
    ("args", "exit_code", "said"),
    [
        (["nowhere.gpx", "--target", "3:30"], 1, "neither a file nor a distance"),
        (["marathon"], 2, "--target"),
        (["marathon", "--target", "0:30"], 2, "is no time to run 42.2 km in"),
        (["marathon", "--target", "soon"], 2, "is no time to run"),
        (["0.01", "--target", "0:01"], 1, "from 0.2 to 500 km"),
        (["5", "--target", "25:00", "--date", "May"], 2, "is no day"),
        (["5", "--target", "25:00", "--start", "25:00"], 2, "is no time of day"),
        (["5", "--target", "25:00", "--humidity", "140"], 2, "relative_humidity_pct"),
        (["5", "--target", "25:00", "--aid", "0"], 1, "aid is 0; the limits"),
        (["5", "--target", "25:00", "--aid-at", "soon"], 2, "are no distances"),
        (["5", "--target", "25:00", "--aid-at", "9"], 1, "must lie between the start"),
        (["5", "--target", "25:00", "--product", "beer"], 2, "no drink 'beer'"),
        (["5", "--target", "25:00", "--clothing", "fur"], 2, "neither one of shorts"),
        (["5", "--target", "25:00", "--lang", "xx"], 2, "no language 'xx'"),
        (["5", "--target", "25:00", "--health", "tired"], 2, "--health"),
        (["5", "--target", "25:00", "--zone", "Nowhere"], 2, "is not a time zone"),
        (["5", "--target", "25:00", "--parameters", "nobody"], 2, "'nobody'"),
    ],
)
def test_messages(args: list[str], exit_code: int, said: str) -> None:
    result = call(*args)
    assert result.exit_code == exit_code, result.output
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
