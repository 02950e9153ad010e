"""The page of a plan in Chromium: for every eye, every width, and paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Page, expect

from uncramp.report.plan_html import plan_html

pytestmark = pytest.mark.ui

VIEWS = [(390, "light"), (390, "dark"), (1180, "light"), (1180, "dark")]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, plans: ModuleType) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("plan")
    pages = {
        "plain": plan_html(plans.plan()),
        "odd": plan_html(plans.odd(), system="imperial"),
        "empty": plan_html(plans.empty()),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, "utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in pages}


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [*(("odd", *view) for view in VIEWS), ("empty", 390, "light")]
)
def test_axe_finds_nothing_and_nothing_is_asked_for(
    open_page: Callable[..., Page],
    axe_violations: Callable[..., list[str]],
    files: dict[str, str],
    name: str,
    width: int,
    scheme: str,
) -> None:
    page = open_page(files[name], width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_violations(page) == []
    assert page.refused == page.errors == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [320, 390, 1180])
def test_nothing_is_wider_than_the_screen(
    open_page: Callable[..., Page], files: dict[str, str], width: int
) -> None:
    page = open_page(files["odd"], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """[...document.querySelectorAll('.day, .cards li')].filter(
            e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 60))"""
    )
    assert cut == []


def test_a_week_is_a_row_on_a_desk_and_a_list_on_a_phone(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    for width, columns in ((1180, 7), (390, 1)):
        page = open_page(files["plain"], width)
        found = (
            page.locator(".week")
            .first.locator(".day")
            .evaluate_all(
                "days => new Set(days.map(d => Math.round(d.getBoundingClientRect().x))).size"
            )
        )
        assert found == columns


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_drawings_are_seen_in_the_page_s_colours(
    open_page: Callable[..., Page], files: dict[str, str], width: int, scheme: str
) -> None:
    page = open_page(files["plain"], width, scheme)
    drawings = page.locator(".cards svg")
    assert drawings.count() >= 14
    sizes = drawings.evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
    assert min(sizes) >= 90
    ink, calf = page.evaluate(
        """['.cards svg', '.cards .calf'].map(s =>
           getComputedStyle(document.querySelector(s))[s == '.cards svg' ? 'color' : 'fill'])"""
    )
    assert ink != calf
    assert ink == ("rgb(27, 31, 29)" if scheme == "light" else "rgb(236, 239, 237)")


def test_without_javascript_it_is_the_same(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    page = open_page(files["plain"], javascript=False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Spring Marathon")
    expect(page.get_by_role("img").first).to_be_visible()
    page.locator("summary").click()
    expect(page.get_by_role("cell", name="lighter week")).to_be_visible()


def test_the_table_opens_with_the_keyboard(
    open_page: Callable[..., Page], files: dict[str, str]
) -> None:
    page = open_page(files["plain"], 1180)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").last).to_be_visible()
    summary = page.locator("summary").bounding_box()
    assert summary
    assert summary["height"] >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_on_a4(
    open_page: Callable[..., Page], files: dict[str, str], scheme: str
) -> None:
    page = open_page(files["plain"], scheme=scheme)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) <= 6
    box = re.search(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)", pdf)
    assert box
    assert (int(box[1]), int(box[2])) in [(841, 594), (841, 595), (842, 595)]
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for week in page.locator(".week").all():
        assert week.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
