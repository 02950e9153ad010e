"""The page: one file, no request, no place unless asked, no way in for a hostile name."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from importlib.resources import files
from types import ModuleType
from typing import Any

import pytest
from lxml import html as lxml_html

from uncramp.report.html import render_html

HOSTILE = "\"><img src=x onerror=alert(1)></script><script>alert(2)</script>'&{{7*7}}.fit"


def tree(page: str) -> Any:
    return lxml_html.document_fromstring(page)


def outline(page: str) -> str:
    """Headings, captions, figures and labels, in order."""
    found = []
    for node in tree(page).iter("h1", "h2", "h3", "caption", "summary", "svg", "table"):
        text = " ".join(node.text_content().split())
        if node.tag == "svg":
            label = node.get("aria-label")
            found += [f"svg: {label}"] if label else []
        elif node.tag == "table":
            found.append(f"table: {len(node.findall('.//tbody/tr'))} rows")
        else:
            found.append(f"{node.tag}: {text}")
    return "\n".join(found) + "\n"


@pytest.mark.parametrize("name", ["marathon", "bare"])
def test_golden_outline(
    name: str, synthetic: ModuleType, golden: Callable[[str, str], None]
) -> None:
    golden(f"{name}-page.txt", outline(render_html(getattr(synthetic, name)())))


def test_nothing_is_fetched(synthetic: ModuleType) -> None:
    page = render_html(synthetic.with_route(synthetic.marathon()))
    assert not tree(page).xpath("//link | //img | //iframe | //object | //form | //*[@src]")
    assert not re.search(r"url\(|@import", page)
    hosts = set(re.findall(r"(?:https?:)?//([a-z0-9.-]+\.[a-z]{2,})", page))
    assert hosts <= {"github.com"}, "only the address in the library's comment"
    policy = tree(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")


def test_only_the_pages_own_scripts_may_run(synthetic: ModuleType) -> None:
    root = tree(render_html(synthetic.marathon()))
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    scripts = root.xpath("//script[not(@type)]/text()")
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_a_hostile_document_stays_text(synthetic: ModuleType) -> None:
    document = synthetic.marathon()
    document["activity"]["file"] = HOSTILE.replace("/", "\\")
    document["activity"]["warnings"] = [HOSTILE]
    document["athlete"]["name"] = HOSTILE
    document["parameters"]["set"] = HOSTILE
    document["why"][0].update(statement=HOSTILE, sources=[HOSTILE], evidence=HOSTILE)
    page = render_html(document)
    root = tree(page)
    assert not root.xpath("//img")
    assert len(root.xpath("//script")) == 3
    assert not root.xpath("//*[@onerror]")
    assert "alert(2)" in root.text_content()
    assert "{{7*7}}" in root.text_content()


def test_the_data_cannot_end_its_script(
    synthetic: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from uncramp.report import wording

    monkeypatch.setitem(wording.SHORT_NAMES, "soleus", "</script><b>&amp;")
    root = tree(render_html(synthetic.marathon()))
    data = json.loads(root.xpath("//script[@id='data']/text()")[0])
    labels = [series["label"] for panel in data["panels"] for series in panel["series"]]
    assert "</script><b>&amp;" in labels


def test_no_place_without_the_route(synthetic: ModuleType) -> None:
    route = synthetic.with_route(synthetic.marathon())["route"]
    page = render_html(synthetic.marathon())
    assert "latitude" not in page
    assert not tree(page).xpath("//polyline")
    for column in route.values():
        assert str(column[7]) not in page


def test_the_route_is_a_line_without_coordinates_of_the_earth(synthetic: ModuleType) -> None:
    document = synthetic.with_route(synthetic.marathon())
    page = render_html(document)
    root = tree(page)
    assert root.xpath("//svg[@class='route']/polyline")
    assert root.xpath("//svg[@class='route']/@role") == ["img"]
    assert str(document["route"]["longitude_deg"][7]) not in page


def test_the_page_is_readable_by_all(synthetic: ModuleType) -> None:
    root = tree(render_html(synthetic.marathon()))
    assert root.get("lang") == "en"
    assert len(root.xpath("//h1")) == 1
    assert root.xpath("//a[@class='skip']/@href") == ["#answer"]
    assert root.xpath("//*[@id='answer']")
    for chart in root.xpath("//svg[@class='plot']"):
        assert chart.get("role") == "img"
        assert chart.get("aria-label").endswith(".")
    for table in root.xpath("//table"):
        assert table.find("caption") is not None
        assert table.xpath(".//tbody/tr/th[@scope='row']")


def test_the_style_is_small() -> None:
    css = files("uncramp.report").joinpath("templates", "report.css").read_text("utf-8")
    assert len(css.encode()) < 10_000


def test_the_page_is_small(synthetic: ModuleType) -> None:
    assert len(render_html(synthetic.marathon()).encode()) < 250_000


def test_imperial_reaches_the_page(synthetic: ModuleType) -> None:
    document = synthetic.marathon()
    document["why"] = []  # statements come from the explanation, in its own units
    words = tree(render_html(document, units="imperial")).xpath("//main")[0].text_content()
    assert "min/mi" in words
    assert not re.search(r"(?<!-)\bkm\b|°C|\d\sL\b", words)


def test_stopped_early_is_said(synthetic: ModuleType) -> None:
    page = render_html(synthetic.stopped())
    assert "Stopped early: this rests on 8 simulated runners." in page
    assert 'id="panel-threshold"' not in page
