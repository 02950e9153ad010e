"""The rules of safety in a plan: asked of the body, said on every rendering."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from icalendar import Calendar

from uncramp.advice import diet, drink_forecast
from uncramp.advice import outlook as outlook_module
from uncramp.advice.outlook import UnsafeDrinkingError, outlook
from uncramp.advice.plan import Outlook, Race, TrainingPlan
from uncramp.advice.prevention import make_plan
from uncramp.athlete import Athlete
from uncramp.body.safety import too_hot
from uncramp.cli.plan_text import outlook_lines, plan_text
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.parameters import load_parameters
from uncramp.report.plan_csv import plan_csv
from uncramp.report.plan_html import plan_html
from uncramp.report.plan_ics import plan_ics
from uncramp.report.plan_intervals import plan_intervals

# Small and slow, for most of a day: sweats so little that the usual amount would be too much.
SMALL = Athlete(mass_kg=45.0, height_m=1.5, sex="female", easy_pace_s_per_km=600.0)
ALL_DAY_MIN = 1200.0
CASES, SAMPLE = 1000, 12


def keep_the_rules(n: int) -> None:
    """No amount of a plan gains mass or comes to low sodium, in bodies that set none of them."""
    rng, known, held = np.random.default_rng(3), load_parameters(), 0
    for k in range(n):
        athlete = Athlete(
            mass_kg=rng.uniform(40, 110),
            sex=rng.choice([None, "female", "male"]),
            sweat_rate_L_h=rng.choice([None, 0.4, 1.2]),
        )
        minutes, hot, speed = rng.uniform(61, 700), bool(rng.random() < 0.5), rng.uniform(1.4, 4.5)
        drink = diet.drinking(minutes, athlete, hot, speed)
        held += drink.held
        high = drink.fluid_mL_per_h[1]
        air = drink_forecast.weather(hot)
        asked = (60.0 * minutes, athlete, air, high, 0.0, speed)
        assert drink_forecast.broken_rules(*asked) == (), k
        assert high <= drink_forecast.least_loss_mL_per_h(60.0 * minutes, athlete, air, speed)
        assert known.value("safety.sodium_least") == 135.0
    assert held or n < CASES


def test_amounts_of_a_plan_keep_the_rules() -> None:
    keep_the_rules(SAMPLE)


@pytest.mark.study
def test_amounts_of_a_plan_keep_the_rules_for_many(short: bool) -> None:
    """``make slow``: a thousand runners, sixteen bodies each."""
    keep_the_rules(SAMPLE if short else CASES)


def test_who_loses_little_is_held_low_and_told_why() -> None:
    drink = diet.drinking(ALL_DAY_MIN, SMALL)
    assert drink.held
    usual = 0.8 * drink.loss_mL_per_h[0]
    air = drink_forecast.weather(hot=False)
    assert "mass_gain" in drink_forecast.broken_rules(60 * ALL_DAY_MIN, SMALL, air, usual, 0.0)
    said = " ".join(step.text for step in diet.day_advice("race", ALL_DAY_MIN, SMALL))
    assert "It is held this low" in said
    assert "135 mmol/L" in said


def test_the_temperature_named_is_the_first_that_is_too_hot() -> None:
    def hot(air_C: float) -> bool:
        day = {"air_temperature_C": air_C, "relative_humidity_pct": 60.0, "solar": 1.0}
        return too_hot(Conditions.resolve(day), load_parameters())

    assert hot(drink_forecast.hot_from_C())
    assert not hot(drink_forecast.hot_from_C() - 1.0)


@pytest.fixture(scope="module")
def plan() -> TrainingPlan:
    runner = replace(SMALL, weekly_km=30.0, longest_km=12.0)
    return make_plan(Race(date(2027, 1, 24), 21.1), runner, made_on=date(2027, 1, 11), hot=True)


def test_every_rendering_says_heat_and_drinking_of_the_race(plan: TrainingPlan) -> None:
    race = plan.days()[-1]
    heat = next(s.text for one in race.sessions if one.kind == "drink" for s in one.steps)
    assert heat.startswith("Heat decides first")
    calendar = Calendar.from_ical(plan_ics(plan))
    event = next(e for e in calendar.walk("VEVENT") if e.decoded("dtstart").day == 24)
    for said in (
        plan_text(plan),
        plan_html(plan).replace("\u00a0", " "),
        plan_csv(plan),
        plan_intervals(plan),
        str(event["description"]),
        str(plan.to_dict()),
    ):
        assert "do not race. Run easy at another hour" in " ".join(said.split())
        assert "never beyond" in said
    warm = [
        step.text
        for day in plan.days()
        for one in day.sessions
        if one.kind == "drink" and any(run.kind == "long" for run in day.sessions)
        for step in one.steps
    ]
    assert any("no hard or long run" in text for text in warm)


def test_an_unsafe_outlook_is_said_first_or_not_at_all(
    plan: TrainingPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Outlook(2, 1, 0.5, 0.0, (0.1, 0.9), (0.0, 0.5), warnings=("mass_gain",))
    assert outlook_lines(seen)[0].startswith("! Do not drink like this")
    page = plan_html(replace(plan, outlook=seen))
    assert page.index("Do not drink like this") < page.index("<h1>")
    assert TrainingPlan.from_dict(replace(plan, outlook=seen).to_dict()).outlook == seen
    # A runner who drinks two litres an hour of water, slowly: help comes first, not a chance.
    slow = Race(date(2027, 1, 17), 12.0, target_time_s=9000.0)
    short = make_plan(slow, SMALL, made_on=date(2027, 1, 11))
    flood = DrinkingPlan(fluid_mL_per_h=2000.0, sodium_mg_per_L=0.0, pre_race_mL=1500.0)
    monkeypatch.setattr(outlook_module, "_drinking", lambda *_: flood)
    with pytest.raises(UnsafeDrinkingError, match="low_sodium"):
        outlook(short, SMALL, n_twins=2)
