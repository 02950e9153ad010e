"""``uncramp load``: table, page, JSON, messages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp.cli import main

TODAY = "2026-05-04"


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Eight weeks of 24 km, then a spike; a rest day written down."""
    lines = ["date,distance_km,duration_min"]
    first = date(2026, 3, 2)
    for week in range(8):
        for k, km in ((1, 6), (3, 6), (6, 12)):
            lines.append(f"{first + timedelta(days=7 * week + k)},{km},{5.5 * km}")
    lines += ["2026-04-29,20,120", "2026-05-01,0,"]
    path = tmp_path / "runs.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def call(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["load", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_table(runs: Path) -> None:
    code, text = call(runs, "--today", TODAY)
    assert code == 0
    assert "Now: 23 km a week, longest run of 30 days 20.0 km." in text
    assert "broken here 2, in all 2 (moderate" in text
    assert "convention; no effect on injuries in the randomised trial" in text
    assert len([line for line in text.splitlines() if line.startswith("2026-")]) == 9
    _, short = call(runs, "--today", TODAY, "--weeks", 3)
    assert len([line for line in short.splitlines() if line.startswith("2026-")]) == 3


def test_miles(runs: Path) -> None:
    _, text = call(runs, "--today", TODAY, "--units", "imperial")
    assert "longest run of 30 days 12.4 mi" in text


def test_json(runs: Path) -> None:
    code, text = call(runs, "--today", TODAY, "--json")
    table = json.loads(text)
    assert code == 0
    assert table["schema"] == "uncramp/load/1"
    assert table["weeks"][-1]["broken"][0]["rule"] == "single_run"
    assert table["level"]["origin"] == "history"


def test_the_page_holds_a_plot_and_fetches_nothing(runs: Path, tmp_path: Path) -> None:
    page = tmp_path / "load.html"
    code, _ = call(runs, "--today", TODAY, "--html", page)
    text = page.read_text("utf-8")
    assert code == 0
    assert text.count("<rect") == 9 + 4  # weeks, and the key of the colours
    for words in ("within both rules", "a run over 110 %", "only the week", "without a record"):
        assert words in text
    assert text.count('class="run') + text.count('class="week') == 2 + 2
    assert 'role="img"' in text
    assert "http" not in text.replace("http-equiv", "")
    assert "default-src 'none'" in unescape(text)


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("nowhere",), "no such folder", 1),
        (("{runs}", "--zone", "Mars/Olympus"), "not a time zone", 2),
        (("{runs}", "--html", "{folder}/none/x.html"), "choose another place", 1),
    ],
)
def test_messages(
    runs: Path, tmp_path: Path, arguments: tuple[str, ...], words: str, code: int
) -> None:
    filled = [word.format(runs=runs, folder=tmp_path) for word in arguments]
    got, text = call(*filled)
    assert got == code
    assert words in " ".join(text.split())
