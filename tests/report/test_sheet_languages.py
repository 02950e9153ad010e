"""What-if and race in another language: nothing English is left, numbers are written its way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import pytest
from lxml import html

from uncramp import language
from uncramp.activity import synthetic_run
from uncramp.activity.way import level_way
from uncramp.advice.drinking import recommended_drinking
from uncramp.athlete import Athlete
from uncramp.conditions import AidStation, Conditions, DrinkingPlan, load_drinks
from uncramp.explain.changes import Change, kinds
from uncramp.explain.race import race
from uncramp.explain.whatif import Sweep, whatif
from uncramp.language import Language
from uncramp.report.race_card import card_html, card_text
from uncramp.report.race_sheet import race_sheet
from uncramp.report.sheet import Sheet
from uncramp.report.sheet_html import render_sheet
from uncramp.report.sheet_text import plain
from uncramp.report.whatif_sheet import whatif_sheet

Outside = Callable[[str], str]
LANGUAGES = ["de", "es", "fr"]
QUICK = {"n_twins": 2, "n_threads": 1}
_CHANGES = {
    "course": [("flat", 1.0), ("even", 1.0), ("pace", -3.0), ("pace_first_half", -2.0),
               ("stop_at", 1.5)],
    "weather": [("air", -5.0), ("humidity", 60.0), ("wind", 2.5), ("sun", 0.5),
                ("clothing", 0.15)],
    "runner": [("heat_days", 7.0), ("calf_raises", 30.0), ("before", 200.0), ("drink", 500.0),
               ("sodium", 700.0), ("capsules", 100.0)],
}  # fmt: skip
_SWEEPS = {
    "course": Sweep("sun", (0.0, 1.0)),
    "weather": Sweep("pace", (-4.0, -2.5, 0.0)),
    "runner": None,
    "drinks": Sweep("sodium", (0.0, 500.0)),
    "danger": Sweep("drink", (0.0, 2000.0)),
    "nothing": None,
}


@cache
def asked(name: str) -> dict[str, Any]:
    """A what-if with every kind of change somewhere."""
    run = replace(synthetic_run(2.6, 700.0, 0.02), file="sunday.fit")
    drinks = load_drinks(None)
    changes = [Change(*change) for change in _CHANGES.get(name, [])]
    if name == "drinks":
        stops = (AidStation(volume_mL=150.0, at_km=1.0),)
        changes = [Change("product", drinks["water"]), Change("stations", stops)]
    facts = (run, Athlete(mass_kg=60.0), Conditions.resolve({"air_temperature_C": 24.0}))
    given = (*facts, DrinkingPlan(), changes)
    return whatif(*given, sweep=_SWEEPS[name], **QUICK).document


@cache
def forecast(name: str) -> dict[str, Any]:
    """A race, short and mild or long and hot, or one where nothing may be planned."""
    hot = {"air_temperature_C": 38.0, "relative_humidity_pct": 80.0}
    weather = Conditions.resolve(hot if name == "hot" else {"air_temperature_C": 26.0})
    length_m, target_s = (12_000.0, 4500.0) if name == "long" else (4000.0, 1400.0)
    ill = frozenset({"kidney"}) if name == "ill" else frozenset()
    rules = partial(recommended_drinking, medical=ill)
    way = level_way(length_m, "⟦course⟧")
    asked_for = (way, Athlete(mass_kg=70.0), weather, target_s, rules)
    found = race(*asked_for, date="2027-04-12", start_clock_s=34_200.0, **QUICK).document
    if name == "drink":
        found["advice"]["refused"] = "hyponatraemia"
    return found


def sheets(spoken: Language, units: str = "metric") -> dict[str, Sheet]:
    """Every what-if and every race."""
    options: dict[str, Any] = {"units": units, "language": spoken}
    return {
        **{f"whatif {name}": whatif_sheet(asked(name), **options) for name in _SWEEPS},
        **{
            f"race {name}": race_sheet(forecast(name), **options)
            for name in ("short", "long", "hot", "ill", "drink")
        },
    }


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_every_word_of_the_sheets_is_translated(
    units: str, echo: Language, outside: Outside
) -> None:
    for name, sheet in sheets(echo, units).items():
        left = outside(plain(sheet, width=100))
        assert not re.findall(r"[A-Za-z]{2,}", left), (name, left)


def test_every_word_of_the_pages_is_translated(echo: Language, outside: Outside) -> None:
    for name, sheet in sheets(echo).items():
        tree = html.document_fromstring(render_sheet(sheet))
        for element in tree.xpath("//style|//*[contains(@class,'file')]|//*[@class='brand']"):
            element.drop_tree()
        shown = [*tree.itertext(), *tree.xpath("//@aria-label|//@title")]
        left = outside("\n".join(shown))
        assert not re.findall(r"[A-Za-z]{2,}", left), (name, left)


@pytest.mark.parametrize("name", ["short", "long", "hot", "ill", "drink"])
def test_every_word_of_the_card_is_translated(name: str, echo: Language, outside: Outside) -> None:
    page = html.document_fromstring(card_html(forecast(name), language=echo))
    for element in page.xpath("//style"):
        element.drop_tree()
    for text in (card_text(forecast(name), language=echo), "\n".join(page.itertext())):
        left = outside(text)
        assert not re.findall(r"[A-Za-z]{2,}", left), left


@pytest.mark.parametrize("code", LANGUAGES)
def test_numbers_and_fields_of_the_sheets(code: str) -> None:
    for name, sheet in sheets(language.load(code)).items():
        text = plain(sheet, width=100).replace(sheet.provenance, "").rsplit("uncramp ", 1)[0]
        assert not re.search(r"\d\.\d", text), (name, text)
        assert "{" not in text, name
        assert f'<html lang="{code}">' in render_sheet(sheet)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80])
def test_translated_sheets_keep_the_width(code: str, width: int) -> None:
    for name, sheet in sheets(language.load(code)).items():
        prose = [row for row in plain(sheet, width=width).splitlines() if "  " not in row.strip()]
        assert max(map(len, prose)) <= width, name


def test_every_change_can_be_named_in_every_language() -> None:
    from uncramp.report.whatif_sweep import name_of

    for code in LANGUAGES:
        spoken = language.load(code)
        assert all(name_of(name, spoken) in spoken.messages.values() for name in kinds())
        assert not re.search(r"[{}]", spoken.say(Change("pace", -2.5).statement()))
    assert "2,5 % langsamer" in language.load("de").say(Change("pace", -2.5).statement())
    assert Change("pace", -2.5).statement() == "the whole run 2.5 % slower"
