"""Every page there is, in every language, on a phone: nothing scrolls sideways, nothing is tiny."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Page

from uncramp import language
from uncramp.activity import synthetic_run
from uncramp.activity.way import level_way
from uncramp.advice.drinking import recommended_drinking
from uncramp.advice.history import read_history
from uncramp.advice.load import measured_load
from uncramp.advice.relief_page import relief_page
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.changes import Change
from uncramp.explain.race import race
from uncramp.explain.whatif import Sweep, whatif
from uncramp.report.html import render_html
from uncramp.report.load_html import load_html
from uncramp.report.plan_html import plan_html
from uncramp.report.race_card import card_html
from uncramp.report.race_sheet import race_sheet
from uncramp.report.sheet_html import render_sheet
from uncramp.report.whatif_sheet import whatif_sheet

pytestmark = pytest.mark.ui

PAGES = ("why", "whatif", "race", "card", "load", "plan", "relief")
PHONE_PX = 390
SMALLEST_PX = 11.0  # of what is read in a chart; the text around it is larger
QUICK = {"n_twins": 2, "n_threads": 1}


def _runs(folder: Path) -> Path:
    """Forty weeks, one of them a spike: the longest table and the most bars."""
    first = date(2025, 9, 1)
    lines = ["date,distance_km"]
    for week in range(40):
        for day, km in ((1, 8), (3, 10), (6, 42.2 if week == 20 else 21.1)):
            lines.append(f"{first + timedelta(days=7 * week + day)},{km}")
    path = folder / "runs.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory, synthetic: ModuleType, plans: ModuleType
) -> dict[tuple[str, str], str]:
    """Each page in each language, as a file."""
    folder = tmp_path_factory.mktemp("pages")
    weather = Conditions.resolve({"air_temperature_C": 26.0})
    runner = Athlete(mass_kg=70.0)
    forecast = race(
        level_way(12_000.0, "12 km"), runner, weather, 4500.0, partial(recommended_drinking),
        date="2027-04-12", start_clock_s=34_200.0, **QUICK,
    ).document  # fmt: skip
    asked = whatif(
        replace(synthetic_run(2.6, 700.0, 0.02), file="sunday.fit"), runner, weather,
        DrinkingPlan(), [Change("air", -5.0), Change("sodium", 500.0)],
        sweep=Sweep("drink", (0.0, 300.0, 600.0)), **QUICK,
    ).document  # fmt: skip
    load = measured_load(read_history(_runs(folder)), date(2026, 6, 20))
    addresses = {}
    for code in language.codes():
        spoken = language.load(code)
        pages = {
            "why": render_html(synthetic.with_route(synthetic.marathon()), language=spoken),
            "whatif": render_sheet(whatif_sheet(asked, language=spoken)),
            "race": render_sheet(race_sheet(forecast, language=spoken)),
            "card": card_html(forecast, language=spoken),
            "load": load_html(load, None, "metric", spoken),
            "plan": plan_html(plans.plan(), language=spoken),
            "relief": relief_page(spoken),
        }
        assert set(pages) == set(PAGES)
        for name, page in pages.items():
            path = folder / f"{name}-{code}.html"
            path.write_text(page, "utf-8")
            addresses[name, code] = path.as_uri()
    return addresses


# Elements whose content is wider than they are, whether they scroll or let it hang out.
_WIDE = """[...document.querySelectorAll('body, body *')].filter(e => {
  const cut = getComputedStyle(e);
  return !e.closest('svg') && !e.closest('.skip') && cut.display !== 'inline'
    && cut.clipPath === 'none' && e.clientWidth && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.tagName + '.' + e.className + ' ' + e.scrollWidth + ' > ' + e.clientWidth)"""
# Text in drawings, as high as it is seen.
_SMALL = """least => [...document.querySelectorAll('svg text')].filter(e => {
  const scale = e.getScreenCTM();
  return e.getClientRects().length
    && parseFloat(getComputedStyle(e).fontSize) * Math.abs(scale.d) < least;
}).map(e => e.textContent)"""


@pytest.mark.parametrize("code", language.codes())
@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(
    open_page: Callable[..., Page], files: dict[tuple[str, str], str], name: str, code: str
) -> None:
    page = open_page(files[name, code], PHONE_PX)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    assert page.evaluate(_WIDE) == []


@pytest.mark.parametrize("width", [PHONE_PX, 1180])
@pytest.mark.parametrize("name", PAGES)
def test_what_charts_say_can_be_read(
    open_page: Callable[..., Page], files: dict[tuple[str, str], str], name: str, width: int
) -> None:
    page = open_page(files[name, "de"], width)
    assert page.evaluate(_SMALL, SMALLEST_PX) == []


@pytest.mark.parametrize(("width", "scheme"), [(PHONE_PX, "dark"), (1180, "light")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    open_page: Callable[..., Page],
    axe_violations: Callable[..., list[str]],
    files: dict[tuple[str, str], str],
    name: str,
    width: int,
    scheme: str,
) -> None:
    page = open_page(files[name, "de"], width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_violations(page) == []
    assert page.refused == page.errors == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PAGES)
def test_a_thumb_and_a_keyboard_reach_everything(
    open_page: Callable[..., Page], files: dict[tuple[str, str], str], name: str
) -> None:
    page = open_page(files[name, "de"], PHONE_PX)
    small = page.evaluate(
        """[...document.querySelectorAll('summary, button, a:not(.skip), input, select')].filter(
           e => e.getClientRects().length && e.getBoundingClientRect().height < 44
             && !(e.tagName === 'A' && e.closest('p, li, td, small'))).map(e => e.outerHTML)"""
    )
    assert small == []
    page.keyboard.press("Tab")
    seen = page.evaluate(
        """(e => e === document.body ? 99 : parseFloat(getComputedStyle(e).outlineWidth))(
           document.activeElement)"""
    )
    assert seen >= 2.0, "focus is seen"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_by_itself(
    open_page: Callable[..., Page], files: dict[tuple[str, str], str], name: str
) -> None:
    page = open_page(files[name, "en"], PHONE_PX, reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(e => {
             const s = getComputedStyle(e);
             return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0;
           }).length + document.getAnimations().length"""
    )
    assert moving == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
