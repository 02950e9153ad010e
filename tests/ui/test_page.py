"""The page in a browser: readable, readable by all, alive, and alive without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from uncramp.report.html import render_html

pytestmark = pytest.mark.ui

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1180, "height": 900}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, synthetic: ModuleType) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    documents = {
        "marathon": synthetic.with_route(synthetic.marathon()),
        "calm": synthetic.calm(),
        "stopped": synthetic.stopped(),
        "bare": synthetic.bare(),
    }
    for name, document in documents.items():
        (folder / f"{name}.html").write_text(render_html(document), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def closed_afterwards(browser: Browser) -> Iterator[None]:
    yield
    for context in browser.contexts:
        context.close()


def opened(browser: Browser, pages: Path, name: str = "marathon", **options: Any) -> Page:
    """The page, with a list of faults and requests on it."""
    context = browser.new_context(**{"viewport": DESK, **options})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url))
    page.goto((pages / f"{name}.html").as_uri())
    assert faults == [(pages / f"{name}.html").as_uri()], "one file, one request, no fault"
    return page


LOOKS = [
    *(("marathon", viewport, scheme) for viewport in (PHONE, DESK) for scheme in ("light", "dark")),
    ("calm", PHONE, "dark"),
    ("stopped", DESK, "light"),
    ("bare", PHONE, "light"),
]


@pytest.mark.parametrize(("name", "viewport", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, pages: Path, name: str, viewport: dict[str, int], scheme: str
) -> None:
    page = opened(browser, pages, name, viewport=viewport, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_one_line_reads_every_chart(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages)
    chart = page.locator("#panel-pace .u-over")
    chart.hover(position={"x": 300, "y": 40})
    for panel in ("risk", "pace", "hills", "heart", "force", "afferents", "threshold"):
        for output in page.locator(f"#panel-{panel} output").all():
            assert output.inner_text() != ""
    assert page.locator("#at").inner_text().startswith(("0:", "1:", "2:"))
    assert "km" in page.locator("#at").inner_text()


def test_the_charts_stand_under_one_another(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages)
    boxes = [plot.bounding_box() for plot in page.locator(".u-over").all()]
    assert len({round(box["x"]) for box in boxes if box}) == 1
    assert len({round(box["width"]) for box in boxes if box}) == 1


def test_dragging_zooms_all_and_a_double_click_goes_back(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages)
    chart = page.locator("#panel-pace .u-over")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 40, steps=4)
    page.mouse.up()

    def read_at(x: float) -> str:
        page.mouse.move(box["x"] + x, box["y"] + 41)
        page.mouse.move(box["x"] + x, box["y"] + 40)
        return page.locator("#at").inner_text().split(" ")[0]

    zoomed = read_at(1.0)
    assert zoomed > "0:20"
    page.mouse.dblclick(box["x"] + 150, box["y"] + 40)
    assert read_at(1.0) < "0:05"


def test_arrow_keys_move_the_line(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages)
    page.locator("#charts").focus()
    page.keyboard.press("End")
    assert page.locator("#at").inner_text().startswith("3:58")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.locator("#at").inner_text().startswith("0:00")


def test_a_finger_moves_the_line(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages, viewport=PHONE, has_touch=True, is_mobile=True)
    assert page.locator("#at").inner_text() == "Touch a chart to read all of them."
    page.locator("#panel-force .u-over").tap(position={"x": 120, "y": 60})
    assert page.locator("#panel-heart output").inner_text() != ""


def test_without_javascript_everything_is_there(browser: Browser, pages: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto((pages / "marathon.html").as_uri())
    assert page.locator("svg.plot:visible").count() == 7
    assert page.locator(".live:visible").count() == 0
    page.get_by_text("Every kilometre").click()
    assert page.get_by_role("row").count() > 42


def test_print_shows_still_charts_on_few_sheets(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    page = opened(browser, pages)
    page.emulate_media(media="print")
    assert page.locator("svg.plot:visible").count() == 7
    assert page.locator("canvas:visible").count() == 0
    page.pdf(path=tmp_path / "run.pdf", prefer_css_page_size=True, print_background=True)
    assert 1 <= (tmp_path / "run.pdf").read_bytes().count(b"/Type /Page\n") <= 5


def test_the_skip_link_leads_to_the_answer(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#answer")


def test_targets_are_large_enough_for_a_thumb(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages, viewport=PHONE)
    for target in page.locator("summary, .u-over").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_a_scheme_that_changes_changes_the_charts(browser: Browser, pages: Path) -> None:
    page = opened(browser, pages, color_scheme="light")
    ink = """() => {
      const c = document.querySelector('#panel-force canvas');
      const pixels = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
      return pixels.reduce((sum, value) => sum + value, 0);
    }"""
    before = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"before => ({ink})() !== before", arg=before, timeout=5_000)
