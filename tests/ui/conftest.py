"""What the tests in a browser share: one Chromium, fresh pages, axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {390: 844, 1180: 820}  # a phone, a laptop: width to height, CSS pixels


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The machine's own Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page: ``open_page(url, width=390, scheme="dark", javascript=False)``.

    The page has no network: every request but for files and data is refused and listed in
    ``page.refused``; script errors are listed in ``page.errors``.
    """
    contexts = []

    def opened(
        url: str,
        width: int = 390,
        scheme: Any = "light",
        javascript: bool = True,
        before: Callable[[Page], object] | None = None,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS.get(width, 844)},
            color_scheme=scheme,
            java_script_enabled=javascript,
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.refused, page.errors = [], []  # type: ignore[attr-defined]

        def refuse(route: Any) -> None:
            if route.request.url.startswith(("file:", "data:")):
                route.continue_()
            else:
                page.refused.append(route.request.url)  # type: ignore[attr-defined]
                route.abort()

        page.route("**/*", refuse)
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        if before:
            before(page)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe_violations() -> Callable[..., list[str]]:
    """What axe finds on a page: ``rule: element``; empty if nothing."""
    axe = Axe()

    def violations(page: Page, **options: Any) -> list[str]:
        found = axe.run(page, options=options or None).response["violations"]
        return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]

    return violations
