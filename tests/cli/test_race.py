"""``uncramp race`` from the outside: text, JSON, page, card, messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from uncramp.cli import main


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
        (["5", "--target", "25:00", "--aid", "0"], 1, "aid is 0 km"),
        (["5", "--target", "25:00", "--health", "tired"], 2, "--health"),
        (["5", "--target", "25:00", "--parameters", "nobody"], 2, "'nobody'"),
    ],
)
def test_messages(args: list[str], exit_code: int, said: str) -> None:
    result = call(*args)
    assert result.exit_code == exit_code, result.output
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
