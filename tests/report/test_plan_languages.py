"""The training plan in another language: nothing English is left, numbers are written its way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from icalendar import Calendar
from lxml import html

import uncramp
from uncramp import language
from uncramp.advice import outlook
from uncramp.advice.plan import Outlook, Race, Share, TrainingPlan, Wishes
from uncramp.advice.prevention import make_plan
from uncramp.athlete import Athlete
from uncramp.cli.plan_text import outlook_lines, plan_text
from uncramp.language import Language
from uncramp.report.plan_html import plan_html
from uncramp.report.plan_ics import plan_ics

Outside = Callable[[str], str]
LANGUAGES = ["de", "es", "fr"]
MADE = date(2026, 11, 28)
_NAMES = re.compile(  # sources, and what stands in capitals or is a code in every language
    r"[A-Z][\w-]+(?:\s[A-Z]\w+)*,?\s\d{4}[a-z]?|National Academies of Sciences, Engineering"
    r"|--[\w-]+|\bkg\b|\blb\b"
)


@cache
def plan(kind: str) -> TrainingPlan:
    """A plan with findings of its own."""
    race = Race(date(2027, 1, 17), 21.1, 5400.0 if kind == "fast" else None)
    athletes = {
        "fast": Athlete(weekly_km=25.0, longest_km=8.0, mass_kg=70.0, calf_raises=26),
        "new": Athlete(),
        "ill": Athlete(weekly_km=45.0, longest_km=18.0, calf_raises=12, age_y=16.0),
        "strong": Athlete(weekly_km=50.0, longest_km=20.0, mass_kg=95.0, calf_raises=30),
    }
    later = Race(date(2027, 3, 14), 42.195) if kind == "strong" else race
    return make_plan(
        later,
        athletes[kind],
        made_on=MADE,
        wishes=Wishes(days=(1, 3, 5, 6), long_day=6),
        hot=kind == "strong",
        cramps=[date(2026, 11, 25)] if kind == "ill" else [],
        conditions=("kidney", "heart") if kind == "ill" else (),
    )


@cache
def _outlook() -> Outlook:
    made = plan("strong")
    athlete = Athlete(weekly_km=50.0, longest_km=20.0, mass_kg=95.0, calf_raises=30)
    parts = outlook._race(made, athlete, None, 2, 1, False).parts
    shares = tuple(Share(p.name, 0.1, p.evidence, p.assumed, (-0.1, 0.2)) for p in parts)
    assert len(shares) == 4
    ends = (0.1, 0.3)
    return Outlook(2, 1, 0.2, 0.1, ends, ends, shares, outlook._note(None), ("low_sodium",))


KINDS = ["fast", "new", "ill", "strong"]


def left(text: str, outside: Outside) -> list[str]:
    """Words that no catalogue has."""
    assert text.count("⟦") == text.count("⟧"), "cut through a sentence"
    return re.findall(r"[A-Za-z]{2,}", outside(_NAMES.sub(" ", text)))


@pytest.mark.parametrize("units", ["metric", "imperial"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_the_terminal_is_translated(
    kind: str, units: str, echo: Language, outside: Outside
) -> None:
    assert not left(plan_text(plan(kind), units, _with_letters(echo)), outside)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_the_page_is_translated(kind: str, echo: Language, outside: Outside) -> None:
    made = replace(plan(kind), outlook=_outlook(), sequence=2)
    body = html.document_fromstring(plan_html(made, language=echo)).find("body")
    assert body is not None
    said = [*body.itertext(), *body.xpath("//@aria-label")]
    words = left("\n".join(text for text in said if text.strip()), outside)
    assert not [word for word in words if word != "uncramp"], words


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_names_its_language_and_writes_its_decimals(code: str) -> None:
    page = html.document_fromstring(plan_html(plan("fast"), language=language.load(code)))
    assert page.get("lang") == code
    body = page.find("body")
    assert body is not None
    for drawing in body.xpath("//svg"):
        drawing.drop_tree()
    assert not re.findall(r"\d\.\d", body.text_content().replace(uncramp.__version__, ""))


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_the_calendar_is_translated(
    kind: str, echo: Language, outside: Outside
) -> None:
    calendar = Calendar.from_ical(plan_ics(plan(kind), language=echo))
    for event in calendar.walk("VEVENT"):
        for name in ("summary", "description"):
            assert not left(str(event[name]), outside), event[name]


@pytest.mark.parametrize("units", ["metric", "imperial"])
def test_every_word_of_the_outlook_is_translated(
    units: str, echo: Language, outside: Outside
) -> None:
    assert not left("\n".join(outlook_lines(_outlook(), units, echo)), outside)


@pytest.mark.parametrize("code", LANGUAGES)
def test_decimals_have_a_comma_and_columns_stay(code: str) -> None:
    lines = plan_text(plan("fast"), language=language.load(code)).splitlines()
    weeks = [line for line in lines if re.match(r"20\d\d-\d\d-\d\d \S+ +\d+,\d ", line)]
    assert len(weeks) == len(plan("fast").weeks)
    assert len({line.index(",") for line in weeks}) == 1
    assert not [line for line in lines if re.search(r"\d\.\d", line)]


def test_english_is_as_it_was() -> None:
    said = plan_text(plan("fast"))
    assert "week of" in said
    assert " E" in said
    assert "Each leg. " in said
    assert "SUMMARY:Long run" in plan_ics(plan("fast")).decode()


def _with_letters(echo: Language) -> Language:
    """The six letters of the weeks stand alone: they cannot carry brackets."""
    letters = {"E L H R s j": "⟦E⟧ ⟦L⟧ ⟦H⟧ ⟦R⟧ ⟦s⟧ ⟦j⟧"}
    return Language(echo.code, {**echo.messages, **letters})
