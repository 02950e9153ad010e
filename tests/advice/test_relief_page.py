"""The page: small, silent, complete in its text, the same as the copy in the docs."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from uncramp import language
from uncramp.advice.relief import load_protocol
from uncramp.advice.relief_page import relief_page
from uncramp.advice.triage import load_triage

LANGUAGES = language.codes()


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> language.Language:
    return language.load(request.param)


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_it_is_under_20_kB_in_every_language(spoken: language.Language) -> None:
    assert len(relief_page(spoken).encode()) < 20_000


def test_it_asks_for_nothing(spoken: language.Language) -> None:
    page = relief_page(spoken)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    tree = html.document_fromstring(page)
    for attribute in ("src", "srcset", "action", "poster", "data", "xlink:href"):
        assert not tree.xpath(f"//@*[name()='{attribute}']"), attribute
    assert tree.xpath("//@href") == ["data:,"]
    assert not re.search(r"https?:|//[a-z]|@import|url\(|fetch\(|XMLHttp|serviceWorker", page)


def test_all_steps_with_their_evidence_are_in_the_text(spoken: language.Language) -> None:
    text, protocol = _text(html.document_fromstring(relief_page(spoken))), load_protocol()
    for step in protocol.steps:
        for sentence in (step.title, step.do, step.known, protocol.evidence[step.evidence]):
            assert " ".join(spoken.gettext(sentence).split()) in text, step.id


def test_warnings_come_before_and_beside_the_exercises(spoken: language.Language) -> None:
    tree = html.document_fromstring(relief_page(spoken))
    order = [element.get("id") or element.tag for element in tree.xpath("//header|//section[@id]")]
    assert order == ["header", "timer", "steps", "signs"]
    before = _text(tree.xpath("//header")[0])
    beside = _text(tree.xpath("//section[@id='signs']")[0])
    for flag in load_triage().flags:
        assert " ".join(spoken.gettext(flag.short).split()) in before
        assert " ".join(spoken.gettext(flag.line).split()) in beside
    assert not tree.xpath("//section[contains(@class,'alarm')]//details")


def test_it_is_marked_up_for_a_screen_reader(spoken: language.Language) -> None:
    tree = html.document_fromstring(relief_page(spoken))
    assert tree.get("lang") == spoken.code
    assert len(tree.xpath("//h1")) == 1
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(tree.xpath("//svg[@aria-hidden='true']")) == len(tree.xpath("//svg")) == 3
    assert len(tree.xpath("//ol/li")) == len(load_protocol().phase("now"))


def test_the_diagnosis_is_denied_once(spoken: language.Language) -> None:
    text = _text(html.document_fromstring(relief_page(spoken)))
    denial = spoken.gettext("First aid, not a diagnosis. In doubt, get help.")
    assert text.count(" ".join(denial.split())) == 1


def test_the_copy_in_the_docs_is_this_page(root: Path) -> None:
    made = relief_page(language.load("en"))
    copy = (root / "docs" / "relief.html").read_text("utf-8")
    assert copy == made, "uncramp save-relief docs/relief.html --lang en --force"
