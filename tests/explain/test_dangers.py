"""Rules of safety on every door: whatever is asked, a dangerous answer is no coaching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from uncramp.activity import Activity, synthetic_run
from uncramp.athlete import HEALTH, Athlete
from uncramp.body import simulate_body
from uncramp.body.safety import wbgt_C
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain import why
from uncramp.explain.changes import Change, changed
from uncramp.explain.comparison import Comparison, Outcome, body_outcome
from uncramp.explain.dangers import dangers
from uncramp.explain.whatif_document import document
from uncramp.parameters import load_parameters
from uncramp.report.html import render_html
from uncramp.report.report import Report
from uncramp.report.schema import load_schema
from uncramp.report.sheet_text import plain
from uncramp.report.text import plain as report_text
from uncramp.report.whatif_sheet import whatif_sheet
from uncramp.simulation import Scenario
from uncramp.twin import Member, Twin

PARAMETERS = load_parameters()
MILD = Conditions.resolve({"air_temperature_C": 15.0})
QUESTIONS, SAMPLE, MEMBERS = 10_000, 90, 2
POOL = 500  # random runners to take the members from: drawing one costs as much as its body

numbers = st.lists(st.tuples(st.floats(120.0, 150.0), st.floats(-6.0, 3.0)), min_size=1, max_size=9)


@given(numbers)
def test_the_unfavourable_end_of_the_range_counts(drawn: list[tuple[float, float]]) -> None:
    bodies = [
        {"least_plasma_sodium_mmol_L": sodium, "mass_change_pct": mass} for sodium, mass in drawn
    ]
    found = dangers(bodies, Athlete(), MILD, PARAMETERS)
    assert ("low_sodium" in found) == (np.percentile([s for s, _ in drawn], 10) < 135.0)
    assert ("mass_gain" in found) == (np.percentile([m for _, m in drawn], 90) > 0.0)
    if all(sodium < 135.0 for sodium, _ in drawn):
        assert found[0] == "low_sodium"


@pytest.mark.parametrize("word", HEALTH)
def test_a_doctor_comes_first_with_every_condition(word: str) -> None:
    runner = Athlete(health=(word,))
    assert dangers([], runner, MILD, PARAMETERS, drinks_asked=True) == ["clinician"]
    assert dangers([], runner, MILD, PARAMETERS) == []


def test_heat_counts_where_the_weather_is_known() -> None:
    hot = Conditions.resolve({"air_temperature_C": 36.0, "relative_humidity_pct": 70.0})
    assert dangers([], Athlete(), hot, PARAMETERS) == ["heat"]
    unknown = Conditions.resolve({}, parameters=PARAMETERS.replaced({"conditions.wind": 0.0}))
    assert dangers([], Athlete(), unknown, PARAMETERS) == []


def test_why_stops_coaching_too() -> None:
    """A gallon of water in two cool hours: help comes first, on the terminal and on the page."""
    cool = Conditions.resolve({"air_temperature_C": 5.0})
    flood = DrinkingPlan(fluid_mL_per_h=2000.0, sodium_mg_per_L=0.0)
    run = synthetic_run(2.4, 7200.0)
    answer = why(run, Athlete(mass_kg=55.0), cool, flood, n_twins=2, n_threads=1).document
    Draft202012Validator(load_schema()).validate(answer)
    assert answer["warnings"][:2] == ["low_sodium", "mass_gain"]
    assert answer["coaching"] is False
    assert answer["why"] == []
    report = Report.from_document(answer)
    text = " ".join(report_text(report).split())
    assert text.startswith("Stop drinking like this: the forecast reaches blood sodium below 135")
    assert report.next_steps(file="x.fit", known=frozenset({"why", "relief"}), has_page=False) == ()
    html = render_html(answer)
    assert html.index("Stop drinking like this") < html.index("<h1>")


def test_an_ordinary_answer_has_no_alarm(synthetic: ModuleType) -> None:
    marathon = synthetic.marathon()
    assert Report.from_document(marathon).alarms == ()
    ill = Report.from_document(marathon | {"warnings": ["clinician"], "coaching": True})
    assert report_text(ill).startswith("Ask your doctor")


def test_unsafe_rows_of_a_sweep_are_marked_and_never_the_best() -> None:
    cool = Conditions.resolve({"air_temperature_C": 5.0})
    run = synthetic_run(2.4, 7200.0)
    base = Scenario.of(run, Athlete(mass_kg=60.0), cool, DrinkingPlan())
    steps = [Change("drink", value) for value in (200.0, 1000.0, 2000.0)]
    twin = Twin(base.athlete, 2.4, MEMBERS)
    comparison = Comparison(base, [base, *(changed(base, [step]) for step in steps)], twin)
    members = [twin.member(k) for k in range(twin.n)]
    comparison.before = outcomes(base, members)
    comparison.outcomes = [outcomes(scenario, members) for scenario in comparison.variants]
    # The unsafe ones would look best: nobody cramps there, everybody elsewhere.
    for column in (comparison.outcomes[0], comparison.outcomes[1], comparison.before):
        column[:] = [replace(outcome, cramp_s=3000.0, muscle="soleus") for outcome in column]
    answer = document(comparison, run, (), steps)
    assert [bool(row["warnings"]) for row in answer["sweep"]["rows"]] == [False, True, True]
    text = " ".join(plain(whatif_sheet(answer)).split())
    assert text.startswith("Not to be followed: at 1000, 2000 mL/h the forecast is")
    assert "a gain in weight" in text
    assert "heat" not in text.split("marked")[0]
    assert text.count("unsafe ┃") == 2
    assert "Lowest" not in text


def test_what_if_keeps_the_rules() -> None:
    """A sample at every run of the tests."""
    keep_the_rules(SAMPLE)


@pytest.mark.study
def test_what_if_keeps_the_rules_for_ten_thousand(short: bool) -> None:
    """``make slow``: random athletes, weather and plans."""
    keep_the_rules(SAMPLE if short else QUESTIONS)


def keep_the_rules(n: int) -> None:
    """No coaching into low sodium, no gain in mass unsaid, heat and doctor before the answer."""
    rng = np.random.default_rng(11)
    counted = dict.fromkeys(("low_sodium", "mass_gain", "heat", "clinician", "low before"), 0)
    for _ in range(n):
        asked, comparison, changes = random_question(rng)
        answer = document(comparison, asked, changes, ())
        text = " ".join(plain(whatif_sheet(answer)).split())
        names = answer["after"]["warnings"]
        for name in names:
            counted[name] += 1
        bodies = [outcome.body for outcome in comparison.outcomes[0]]
        least = np.percentile([body["least_plasma_sodium_mmol_L"] for body in bodies], 10)
        counted["low before"] += _low(comparison)
        assert answer["coaching"] == (least >= 135.0 and not _low(comparison))
        if not answer["coaching"]:
            assert text.startswith("Stop drinking like this")
            assert "get medical help" in text
            for said in ("cramp instead", "as many cramp", "cramps around", "What is known"):
                assert said not in text
        if np.percentile([body["mass_change_pct"] for body in bodies], 90) > 0.0:
            assert "mass_gain" in names
            assert "Do not drink like this" in text
        after = comparison.variants[0]
        hot = wbgt_C(after.conditions, PARAMETERS) > 28.0
        assert ("It is too hot to race" in text) == hot
        assert ("Ask your doctor" in text) == bool(after.athlete.health)
    assert all(count > 0 for count in counted.values()), counted


def _low(comparison: Comparison) -> bool:
    least = [outcome.body["least_plasma_sodium_mmol_L"] for outcome in comparison.before]
    return bool(np.percentile(least, 10) < 135.0)


def random_question(rng: np.random.Generator) -> tuple[Activity, Comparison, list[Change]]:
    """A random runner, weather, run and change of drinks, with real bodies and no calves."""
    athlete = Athlete(
        mass_kg=rng.uniform(40, 120),
        sex=rng.choice([None, "female", "male"]),
        health=(str(rng.choice(HEALTH)),) if rng.random() < 0.2 else None,
    )
    weather = Conditions.resolve(
        {
            "air_temperature_C": rng.uniform(-10, 40),
            "relative_humidity_pct": rng.uniform(10, 100),
            "solar": rng.uniform(0, 1),
        }
    )
    run = synthetic_run(rng.uniform(1.8, 4.5), rng.uniform(1200, 5 * 3600))
    was = DrinkingPlan(rng.uniform(0, 2000)) if rng.random() < 0.3 else DrinkingPlan()
    base = Scenario.of(run, athlete, weather, was)
    changes = [Change("drink", rng.uniform(0, 2000)), Change("sodium", rng.uniform(0, 1500))]
    comparison = Comparison(base, [changed(base, changes)], Twin(athlete, 3.0, MEMBERS))
    members = [drawn(int(k)) for k in rng.choice(POOL, MEMBERS, replace=False)]
    comparison.before = outcomes(base, members)
    comparison.outcomes = [outcomes(comparison.variants[0], members)]
    return run, comparison, changes


@cache
def drawn(k: int) -> Member:
    """One of the random runners of the pool."""
    return Twin(Athlete(), 3.0, POOL).member(k)


def outcomes(scenario: Scenario, members: Sequence[Member]) -> list[Outcome]:
    found = []
    for member in members:
        body = simulate_body(
            scenario.course.time_s,
            scenario.course.speed_m_s,
            scenario.course.grade,
            scenario.course.moving,
            scenario.athlete,
            scenario.conditions.redrawn(member.parameters),
            scenario.drinking,
            member.parameters,
        )
        found.append(Outcome(None, None, body_outcome(body)))
    return found
