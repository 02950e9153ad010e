"""The load of the past weeks in another language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from uncramp import language
from uncramp.advice.history import History, HistoryError, read_history
from uncramp.advice.load import Load, measured_load
from uncramp.cli import main
from uncramp.cli.facts import one_sentence
from uncramp.language import Language
from uncramp.report.load_html import load_html
from uncramp.report.load_text import load_text

FIRST = date(2026, 3, 2)


def table(folder: Path) -> Path:
    """Eight weeks, a spike, and a line for every reason to leave one out."""
    lines = ["date,distance_km,duration_min,flag"]
    for week in range(8):
        for k, km in ((1, 6), (3, 6), (6, 12.5)):
            lines.append(f"{FIRST + timedelta(days=7 * week + k)},{km},{5.5 * km},")
    lines += ["2026-04-29,20,120,", "2026-04-30,9,50,x", "2026-05-01,900,,", "2026-05-02,9,-1,"]
    lines += ["2026-05-02,60,60,"]
    path = folder / "sunday.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return measured_load(read_history(table(tmp_path)), date(2026, 6, 20))


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_every_word_is_translated(
    load: Load, units: str, echo: Language, outside: Callable[[str], str]
) -> None:
    page = html.document_fromstring(load_html(load, None, units, echo))
    for element in page.xpath("//style"):
        element.drop_tree()
    shown = "\n".join([*page.itertext(), *page.xpath("//@aria-label")])
    for text in (load_text(load, None, units, echo), shown):
        left = outside(text)
        assert not re.findall(r"[A-Za-z]{2,}", left), left


def test_without_a_run_and_without_a_break(
    load: Load, echo: Language, outside: Callable[[str], str]
) -> None:
    empty = measured_load(History(()), date(2026, 5, 4))
    for one in (empty, measured_load(History(()), FIRST), load):
        assert not re.findall(r"[A-Za-z]{2,}", outside(load_text(one, None, "metric", echo)))


@pytest.mark.parametrize("code", ["de", "es", "fr"])
def test_numbers_and_labels_keep_the_columns(load: Load, code: str) -> None:
    spoken = language.load(code)
    text = load_text(load, None, "metric", spoken)
    assert not re.search(r"\d\.\d", text)
    assert "{" not in text
    rows = [row for row in text.splitlines() if re.match(r"2026-|20\d\d-", row)]
    head = text.splitlines()[2]
    assert len({row.index("█") for row in rows if "█" in row}) == 1
    assert all(len(head) <= row.index("█") for row in rows if "█" in row)


def test_what_was_left_out_and_why(tmp_path: Path) -> None:
    notes = read_history(table(tmp_path)).notes
    said = [language.load("de").say(note) for note in notes]
    assert "sunday.csv Zeile 27: markiert mit x; weggelassen" in said
    assert any("außerhalb von 0 bis 500" in line for line in said)
    assert any("16,7 m/s im Mittel" in line for line in said)
    with pytest.raises(HistoryError) as caught:
        read_history(tmp_path / "nowhere")
    assert "Prüfe den Pfad" in one_sentence(caught.value, language.load("de"))


def test_the_command_speaks(tmp_path: Path) -> None:
    told = ["load", str(table(tmp_path)), "--today", "2026-05-04", "--lang", "fr"]
    done = CliRunner().invoke(main, told)
    assert "Actuellement : " in done.output
    wrong = CliRunner().invoke(main, [*told, "--zone", "Mars/Olympus"])
    assert "n'est pas un fuseau horaire" in wrong.output
