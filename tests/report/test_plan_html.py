"""The page of a plan: complete, escaped, silent, in both systems of units."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from types import ModuleType

import pytest
from lxml import html

from uncramp.advice import diet, exercises
from uncramp.advice.plan import Race
from uncramp.advice.prevention import make_plan
from uncramp.advice.progression import rules
from uncramp.athlete import Athlete
from uncramp.report import plan_words as words
from uncramp.report.plan_html import plan_html


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def page(plans: ModuleType) -> html.HtmlElement:
    return html.document_fromstring(plan_html(plans.plan()))


def test_it_asks_for_nothing(plans: ModuleType) -> None:
    made = plan_html(plans.odd())
    tree = html.document_fromstring(made)
    assert not tree.xpath("//script")
    assert set(tree.xpath("//@href")) == {"data:,", "#calendar"}
    assert not tree.xpath("//@src")
    assert not re.search(r"https?:|@import|url\(", made)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")


def test_texts_are_escaped(plans: ModuleType) -> None:
    tree = html.document_fromstring(plan_html(plans.odd()))
    (heading,) = tree.xpath("//h1")
    assert plans.ODD_NAME in text(heading)
    assert not tree.xpath("//script")


def test_every_day_and_session_is_there(plans: ModuleType, page: html.HtmlElement) -> None:
    plan = plans.plan()
    assert len(page.xpath("//section[contains(@class,'week')]")) == len(plan.weeks)
    cells = page.xpath("//li[@class='day']")
    assert len(cells) == len(plan.days())
    for cell, day in zip(cells, plan.days(), strict=True):
        blocks = words.blocks(day)
        assert len(cell.xpath("div[contains(@class,'entry')]")) == len(blocks)
        assert f" {day.date.day} " in text(cell)
    said = text(page)
    for part in ("8 km", "5:40–6:10 /km", "3 × 12", "12.5 kg", "Stretch and roll", "Warm-up"):
        assert part in said or part.lower() in said


def test_without_a_mass_the_load_is_a_share_of_it(plans: ModuleType) -> None:
    plan = plans.plan()
    steps = exercises.strength_session(3, "bent", None, "gym")
    day = plan.weeks[0].days[2]
    lift = replace(day, sessions=(replace(day.sessions[0], steps=steps),))
    page = plan_html(replace(plan, weeks=(replace(plan.weeks[0], days=(lift,)),)))
    cell = html.document_fromstring(page).xpath("//li[@class='day']")[0]
    assert "Knee bent, seated: 3 × 12, tempo 3-1-3, rest 90 s, + 20 % of body mass" in text(cell)


def test_exercises_have_drawings_reasons_and_the_pain_rule(page: html.HtmlElement) -> None:
    cards = page.xpath("//ul[@class='cards']/li")
    assert len(cards) >= 14
    for card in cards:
        assert card.xpath("svg[@aria-hidden='true']")
        assert text(card)
    said = text(page)
    for kind in exercises.FAMILIES:
        assert " ".join(exercises.family(kind).reason.split()) in said
    assert exercises.pain_rule() in said


def test_hypotheses_are_called_so_in_the_same_line(page: html.HtmlElement) -> None:
    for kind in ("strength", "plyometrics", "warmup"):
        section = page.xpath(f"//section[@aria-labelledby='h-{kind}']")[0]
        assert text(section.xpath("p")[0]).startswith("Hypothesis:")
    row = next(r for r in page.xpath("//table//tr") if "Calf raises" in text(r))
    assert "hypothesis, never tested on cramps" in text(row)
    assert "7 in 100 fewer" in text(row)
    worse = next(r for r in page.xpath("//table//tr") if "Drinking" in text(r))
    assert "4 in 100 more" in text(worse)


def test_the_answer_comes_first_and_says_what_is_out_of_reach(page: html.HtmlElement) -> None:
    answer = page.xpath("//main/div")[0]
    assert "alarm" in answer.get("class")
    assert "Spring Marathon" in text(answer)
    assert "The longest run reaches 20 km" in text(answer)
    assert "Move the race to 6 June or later." in text(page)


def test_the_outlook_counts_runners(page: html.HtmlElement) -> None:
    said = text(page)
    assert "16 of 40 simulated runners like you cramp" in said
    assert "10 of 40 with the calf that this plan is expected to give" in said


def test_rules_say_what_their_evidence_is_about(page: html.HtmlElement) -> None:
    said = text(page.xpath("//ul[@class='rules']")[0])
    rule = rules()["single_run"]
    assert f"{rule.title}: moderate evidence ({rule.about})" in said


def test_headings_nest(page: html.HtmlElement) -> None:
    assert len(page.xpath("//h1")) == 1
    levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.get("lang") == "en"


def test_imperial(plans: ModuleType) -> None:
    tree = html.document_fromstring(plan_html(plans.plan(), system="imperial"))
    said = text(tree)
    assert "26.2 mi" in said
    assert "8:01 /mi" in said
    assert "28 lb" in said
    for name in ("h-load", "h-weeks"):
        part = text(tree.xpath(f"//section[@aria-labelledby='{name}']")[0])
        assert not re.search(r"\d km|/km|kg", part.replace("4 × 1 km at 10 km pace", ""))


def test_conditions_leave_no_amount_of_food(plans: ModuleType) -> None:
    tree = html.document_fromstring(
        plan_html(plans.plan(), athlete=Athlete(age_y=30), conditions=["kidney"])
    )
    food = text(tree.xpath("//section[@aria-labelledby='h-food']")[0])
    assert "You ticked a kidney disease" in food
    assert not re.search(r"\d mg|\d mL", food)


def test_a_plan_made_with_conditions_gives_no_amounts_either(plans: ModuleType) -> None:
    plan = plans.plan()
    steps = diet.day_advice("race", 210.0, plans.RUNNER, False, ["pregnancy"])
    day = plan.weeks[-1].days[-1]
    sessions = tuple(replace(s, steps=steps) if s.kind == "drink" else s for s in day.sessions)
    week = replace(plan.weeks[-1], days=(replace(day, sessions=sessions),))
    tree = html.document_fromstring(plan_html(replace(plan, weeks=(week,))))
    food = text(tree.xpath("//section[@aria-labelledby='h-food']")[0])
    assert "You ticked a pregnancy" in food
    assert not re.search(r"\d mg|\d mL", food)


def test_a_plan_without_days_is_a_page(plans: ModuleType) -> None:
    tree = html.document_fromstring(plan_html(plans.empty()))
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//li[@class='day']")


def test_the_same_plan_gives_the_same_page(plans: ModuleType) -> None:
    assert plan_html(plans.plan()) == plan_html(plans.plan())


def test_a_missed_day_is_marked(plans: ModuleType) -> None:
    page = plan_html(plans.missed())
    assert page.count(", missed</p>") == 1
    assert ", missed</p>" not in plan_html(plans.plan())


def test_gates_doses_and_what_each_week_adds() -> None:
    """From a real plan: every phase with its gate, doses beside the drawings, gains by week."""
    race = Race(date(2027, 4, 18), 21.0975)
    made = make_plan(race, Athlete(weekly_km=30, calf_raises=25), made_on=date(2026, 12, 28))
    page = plan_html(made)
    for phase in (2, 3, 4):
        assert f"Phase {phase}, from week" in page
    assert "3 × 30 s hold" in page.replace("\u00a0", " ")
    assert "contacts" in page
    assert "What each week is assumed to add" in page
    last = made.weeks[-1].calf[0]
    assert f"{100 * (last.force - 1):.1f} (" in page.replace("\u00a0", " ")
