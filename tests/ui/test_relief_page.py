"""The relief page in a browser: phone and laptop, light and dark, no server, no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from uncramp import language
from uncramp.advice.relief import load_protocol
from uncramp.advice.relief_page import relief_page
from uncramp.advice.triage import load_triage

pytestmark = pytest.mark.ui

VIEWS = [(width, scheme) for width in (390, 1180) for scheme in ("light", "dark")]
HOLD_S = 30
READY_S = 5

# Stand-ins that remember: what the phone would have said, how it would have shaken, who woke it.
_PHONE = """
  window.spoken = []; window.shaken = []; window.awake = 0;
  window.SpeechSynthesisUtterance = function (text) { this.text = text };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    speak: function (u) { spoken.push([u.lang, u.text]) }, cancel: function () {} } });
  Object.defineProperty(navigator, 'vibrate', { value: function (p) { shaken.push(p) } });
  Object.defineProperty(navigator, 'wakeLock', { value: { request: function () {
    awake++; return Promise.resolve({ release: function () { awake-- } }) } } });
"""
_NOTHING = """
  delete Navigator.prototype.vibrate; delete Navigator.prototype.wakeLock;
  delete window.speechSynthesis;
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page in every language as a file; there is no server."""
    folder = tmp_path_factory.mktemp("relief")
    addresses = {}
    for code in language.codes():
        path: Path = folder / f"{code}.html"
        path.write_text(relief_page(language.load(code)), "utf-8")
        addresses[code] = path.as_uri()
    return addresses


def _stopped_clock(page: Page) -> None:
    """From now on time passes only when the test says so."""
    page.clock.pause_at(60_000)


def _go_button(page: Page) -> Any:
    return page.get_by_role("button", name=re.compile("Start the holds|Pause|Go on"))


@pytest.mark.parametrize(
    ("width", "scheme", "code"),
    [*((*view, "en") for view in VIEWS), *((390, "light", c) for c in language.codes()[1:])],
)
def test_axe_finds_nothing(
    open_page: Callable[..., Page],
    axe_violations: Callable[..., list[str]],
    files: dict[str, str],
    width: int,
    scheme: str,
    code: str,
) -> None:
    page = open_page(files[code], width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    enhanced = {"rules": {"color-contrast-enhanced": {"enabled": True}}}  # 7 to 1: for the sun
    assert axe_violations(page, **enhanced) == []
    assert page.refused == page.errors == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_without_javascript_everything_is_there(
    open_page: Callable[..., Page], files: dict[str, str], width: int, scheme: str
) -> None:
    page = open_page(files["en"], width, scheme, javascript=False)
    for step in load_protocol().steps:
        expect(page.get_by_role("heading", name=step.title, exact=True)).to_be_visible()
        expect(page.get_by_text(step.do, exact=True)).to_be_visible()
    for flag in load_triage().flags:
        expect(page.get_by_text(flag.line, exact=True)).to_be_visible()
    expect(page.locator("#timer")).to_be_hidden()
    drawings = page.locator("svg")
    expect(drawings).to_have_count(3)
    for place in range(3):
        expect(drawings.nth(place)).to_be_visible()
    label = page.locator("details").nth(1)
    label.locator("summary").click()
    expect(label.get_by_text("ten volunteers")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "code"), [(320, "en"), (1180, "en"), *((390, code) for code in language.codes())]
)
def test_nothing_is_cut_off_small_or_pale(
    open_page: Callable[..., Page], files: dict[str, str], width: int, code: str
) -> None:
    page = open_page(files[code], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """[...document.querySelectorAll('main *')].filter(e => e.innerText && !e.closest('svg')
           && parseFloat(getComputedStyle(e).fontSize) < 20).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    for target in page.locator("button:visible, summary:visible").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 56, target.inner_text()


@pytest.mark.parametrize("code", language.codes())
@pytest.mark.parametrize("width", [390, 1180])
def test_the_first_screen_has_the_warnings_and_the_start(
    open_page: Callable[..., Page], files: dict[str, str], width: int, code: str
) -> None:
    page = open_page(files[code], width)
    told = language.load(code).gettext
    warning = page.get_by_text(told(load_triage().flags[0].short)).first.bounding_box()
    start = page.get_by_role("button", name=told("Start the holds")).bounding_box()
    assert warning
    assert start
    assert warning["y"] < start["y"]
    assert start["y"] + start["height"] <= {390: 844, 1180: 820}[width]
    signs, steps = (page.locator(name).bounding_box() for name in ("#signs", "#steps"))
    assert signs
    assert steps
    if width == 1180:
        assert signs["x"] >= steps["x"] + steps["width"], "beside the exercises"
        assert signs["y"] < steps["y"] + steps["height"]


@pytest.mark.parametrize("height", [820, 1300])
def test_the_warnings_stay_beside_the_exercises(
    open_page: Callable[..., Page], files: dict[str, str], height: int
) -> None:
    page = open_page(files["en"], 1180)
    page.set_viewport_size({"width": 1180, "height": height})
    signs, header = page.locator("#signs"), page.locator("header").bounding_box()
    box = signs.bounding_box()
    assert box
    assert header
    assert box["y"] >= header["y"] + header["height"], "not over the head of the page"
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_function("scrollY > 1400")
    box = signs.bounding_box()
    assert box
    assert box["y"] + box["height"] > 0.9 * min(height, box["height"]), "still in the window"
    assert box["y"] + box["height"] <= height


def test_a_hold_runs_by_itself_to_the_end(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    page = open_page(files["en"], before=lambda page: page.clock.install(time=0))
    _stopped_clock(page)
    left = page.get_by_role("timer")
    expect(left).to_have_text(str(HOLD_S))
    page.get_by_role("button", name="Start the holds").click()
    page.clock.run_for(10_500)
    expect(left).to_have_text(str(HOLD_S - 10))
    expect(page.get_by_role("progressbar")).to_have_attribute("value", re.compile("^0.333"))
    page.clock.run_for(20_000)
    expect(page.locator("#hold")).to_contain_text("Get ready: Knee straight")
    page.clock.run_for(5_000)
    expect(left).to_have_text(str(HOLD_S))
    page.clock.run_for(35_500)
    expect(page.locator("#hold")).to_contain_text("Bend the knee")
    page.clock.run_for(1000 * (30 + READY_S + 60 + READY_S + 120 + 5))
    expect(page.locator("#hold")).to_have_text("Done. Has it let go? Read on below.")
    expect(page.get_by_role("status")).to_have_text("Done. Has it let go? Read on below.")
    assert page.errors == []  # type: ignore[attr-defined]


def test_pause_skip_and_repeat(open_page: Callable[..., Page], files: dict[str, str]) -> None:
    page = open_page(files["en"], before=lambda page: page.clock.install(time=0))
    _stopped_clock(page)
    left, go = page.get_by_role("timer"), _go_button(page)
    go.click()
    page.clock.run_for(8_200)
    expect(go).to_have_text("Pause")
    go.click()
    expect(go).to_have_text("Go on")
    before = left.inner_text()
    page.clock.run_for(20_000)
    expect(left).to_have_text(before)
    go.click()
    page.clock.run_for(3_000)
    assert int(left.inner_text()) == int(before) - 3
    page.get_by_role("button", name="Repeat").click()
    expect(left).to_have_text(str(HOLD_S))
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("#hold")).to_contain_text("Get ready: Bend the knee")


def test_the_clock_is_right_after_the_screen_slept(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    page = open_page(files["en"], before=lambda page: page.clock.install(time=0))
    _stopped_clock(page)
    page.get_by_role("button", name="Start the holds").click()
    page.clock.run_for(1_000)
    page.clock.fast_forward(20_000)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(8|9)$"))


def test_voice_vibration_and_wake_lock_where_there_are_any(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    def before(page: Page) -> None:
        page.add_init_script(_PHONE)
        page.clock.install(time=0)

    page = open_page(files["de"], before=before)
    _stopped_clock(page)
    voice = page.get_by_role("button", name="Stimme")
    expect(voice).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Dehnen starten").click()
    page.clock.run_for(1_000)
    assert page.evaluate("spoken") == [], "silent until asked"
    assert page.evaluate("awake") == 1
    voice.click()
    expect(voice).to_have_attribute("aria-pressed", "true")
    page.clock.run_for(30_000)
    spoken = page.evaluate("spoken")
    assert [lang for lang, _ in spoken] == ["de"] * len(spoken)
    assert spoken[0][1].startswith("Knie gestreckt")
    assert "10" in [text for _, text in spoken]
    assert page.evaluate("shaken.length") >= 1
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("awake") == 0


def test_a_browser_with_none_of_them_still_counts(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    def before(page: Page) -> None:
        page.add_init_script(_NOTHING)
        page.clock.install(time=0)

    page = open_page(files["en"], before=before)
    _stopped_clock(page)
    expect(page.get_by_role("button", name="Voice")).to_be_hidden()
    page.get_by_role("button", name="Start the holds").click()
    page.clock.run_for(31_000)
    expect(page.locator("#hold")).to_contain_text("Get ready")
    assert page.errors == []  # type: ignore[attr-defined]


def test_the_keyboard_reaches_everything_in_reading_order(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    page = open_page(files["en"])
    names = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText"))
    assert names[:3] == ["Start the holds", "Skip", "Repeat"]
    page.keyboard.press("Shift+Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 3


@pytest.mark.parametrize(
    ("code", "scheme"), [("en", "dark"), *((code, "light") for code in language.codes())]
)
def test_it_prints_as_a_card_of_one_page(
    open_page: Callable[..., Page], files: dict[str, str], code: str, scheme: str
) -> None:
    page = open_page(files[code], scheme=scheme)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    assert b"/MediaBox [0 0 4" in pdf, "A5: about 420 points wide"
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    expect(page.locator("#timer")).to_be_hidden()
    expect(page.locator("#signs")).to_be_visible()
    signs, steps = (page.locator(name).bounding_box() for name in ("#signs", "#steps"))
    assert signs
    assert steps
    assert signs["y"] < steps["y"], "the warnings before the exercises"
    told = language.load(code).gettext
    for step in load_protocol().steps:  # paper has them all, each with how sure it is
        expect(page.get_by_text(told(step.do), exact=True)).to_be_visible()
    labels = page.locator("summary")
    assert labels.count() == len(load_protocol().steps)
    assert all(label.is_visible() for label in labels.all())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
