"""The whole answer in another language: nothing English is left, numbers are written its way."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from lxml import html

from uncramp import language
from uncramp.explain.causes import all_causes, in_metric, values_of
from uncramp.language import Language, Sentence
from uncramp.report import Report
from uncramp.report.html import render_html
from uncramp.report.text import plain

LANGUAGES = ["de", "es", "fr"]
DOCUMENTS = ["marathon", "calm", "stopped", "bare"]
Outside = Callable[[str], str]
STEPS = frozenset({"why", "relief", "log-cramp"})
_VALUES = {
    "run_speed_m_s": 3.0,
    "usual_speed_m_s": 2.8,
    "run_km": 41.9,
    "longest_km": 28.0,
    "ascent_m": 212.0,
    "air_temperature_C": 24.0,
    "cool_air_temperature_C": 12.0,
    "mass_loss_pct": 3.6,
}


def _document(synthetic: ModuleType, name: str) -> dict[str, Any]:
    document: dict[str, Any] = getattr(synthetic, name)()
    document["athlete"].pop("name", None)
    causes = {cause.name: cause.statement for cause in all_causes()}
    for row in document["why"]:
        row["values"] = values_of(causes[row["cause"]], _VALUES)
        row["statement"] = in_metric(causes[row["cause"]], row["values"])
    document["activity"]["warnings"] = [
        Sentence("{n} records with a wrong clock were left out.", n=3),
        "The checksum at the end is missing.",
    ]
    return document


@pytest.mark.parametrize("units", ["metric", "imperial"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_of_the_terminal_is_translated(
    name: str, units: str, synthetic: ModuleType, echo: Language, outside: Outside
) -> None:
    report = Report.from_document(_document(synthetic, name), units=units, language=echo)
    steps = report.next_steps(file="sunday.fit", known=STEPS, has_page=False)
    left = outside(plain(report, width=100, next_steps=steps))
    assert not re.findall(r"[A-Za-z]{2,}", left), left


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_of_the_page_is_translated(
    name: str, synthetic: ModuleType, echo: Language, outside: Outside
) -> None:
    tree = html.document_fromstring(render_html(_document(synthetic, name), language=echo))
    for element in tree.xpath("//script|//style|//*[@class='brand']|//*[contains(@class,'file')]"):
        element.drop_tree()
    shown = [*tree.itertext(), *tree.xpath("//@aria-label|//@title|//@alt")]
    left = outside("\n".join(shown))
    assert not re.findall(r"[A-Za-z]{2,}", left), left


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_numbers_have_the_sign_of_the_language_and_the_keyword_is_in_the_headline(
    code: str, name: str, synthetic: ModuleType
) -> None:
    report = Report.from_document(_document(synthetic, name), language=language.load(code))
    text = plain(report, width=100)
    assert not re.search(r"\d\.\d", text.replace(report.provenance, "").rsplit("uncramp ", 1)[0])
    assert report.keyword in report.headline
    assert "{" not in text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80])
def test_translated_labels_keep_the_columns(code: str, width: int, synthetic: ModuleType) -> None:
    report = Report.from_document(synthetic.marathon(), language=language.load(code))
    rows = plain(report, width=width).splitlines()
    assert max(map(len, rows)) <= width
    drawn = [re.search("[▁▂▃▄▅▆▇█]", row) for row in rows]
    assert len({match.start() for match in drawn if match}) == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_names_its_language(code: str, synthetic: ModuleType) -> None:
    page = render_html(synthetic.marathon(), language=language.load(code))
    assert f'<html lang="{code}">' in page
    assert '"decimalSign":","' in page


def test_a_day_is_written_as_in_the_language(synthetic: ModuleType) -> None:
    document = synthetic.marathon()
    titles = {
        code: Report.from_document(document, language=language.load(code)).title
        for code in LANGUAGES
    }
    assert titles == {
        "de": "Lauf vom 12. Oktober 2025",
        "es": "Carrera del 12 de octubre de 2025",
        "fr": "Course du 12 octobre 2025",
    }
    document["activity"]["start"] = "2025-05-01T08:00:00"
    assert "1er mai" in Report.from_document(document, language=language.load("fr")).title
