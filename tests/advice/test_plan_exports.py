"""No export of a plan ever carries advice that the rules of safety forbid.

Random runners, health, weather and races; every export of each plan in every language. What is
forbidden is checked here without the code that keeps it: amounts against bodies that drink them.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream
from icalendar import Calendar

from uncramp.advice import diet, drink_forecast
from uncramp.advice.plan import Race, Session, TrainingPlan, Wishes
from uncramp.advice.prevention import make_plan
from uncramp.advice.replanning import replan
from uncramp.athlete import HEALTH, Athlete
from uncramp.body.safety import wbgt_C
from uncramp.cli.plan_text import plan_text
from uncramp.language import codes, load
from uncramp.parameters import load_parameters
from uncramp.report.plan_csv import plan_csv
from uncramp.report.plan_fit import plan_fit
from uncramp.report.plan_html import plan_html
from uncramp.report.plan_ics import plan_ics
from uncramp.report.plan_intervals import plan_intervals

CASES, SAMPLE = 100, 3
MADE = date(2027, 3, 1)
TOO_HOT = (
    "It is too hot to race: the heat index for races (WBGT) is above the limit at which organisers "
    "are advised to cancel. Run easy at another hour, or not at all."
)
_VOLUME = re.compile(r"(\d+)(?:\s\D{1,3}\s(\d+))?\s(?:mL|ml)\b")
_STRENGTH = re.compile(r"(\d+) to (\d+) mg of sodium a litre")
_UPPER_MG = {"magnesium": 350.0, "calcium": 2500.0}


@dataclass(frozen=True)
class Case:
    """A plan and what it was asked with."""

    plan: TrainingPlan
    athlete: Athlete
    weather: dict[str, float]
    health: tuple[str, ...]

    @property
    def too_hot(self) -> bool:
        air = drink_forecast.weather(self.plan.hot, self.weather)
        return "air_temperature_C" in self.weather and wbgt_C(air, load_parameters()) > 28.0


def drawn(rng: np.random.Generator) -> Case:
    """A runner, a race in two to three weeks, and its weather; planned, some planned again."""
    athlete = Athlete(
        mass_kg=rng.uniform(40.0, 110.0),
        sex=rng.choice([None, "female", "male"]),
        sweat_rate_L_h=rng.choice([None, 0.3, 1.0, 2.0]),
        salty_sweater=bool(rng.choice([None, True, False])),
        easy_pace_s_per_km=rng.uniform(280.0, 560.0),
        weekly_km=rng.uniform(15.0, 90.0),
        age_y=rng.choice([None, 16.0, 35.0, 60.0]),
    )
    weather: dict[str, float] = {}
    if rng.random() < 0.7:
        weather = {
            "air_temperature_C": rng.uniform(-10.0, 42.0),
            "relative_humidity_pct": rng.uniform(15.0, 95.0),
            "solar": rng.uniform(0.0, 1.0),
        }
    health = tuple(rng.choice(HEALTH, rng.integers(1, 3), replace=False)) * (rng.random() < 0.3)
    race = Race(
        MADE + timedelta(days=int(rng.integers(8, 20))), float(rng.choice([5, 10, 21.1, 42.2, 100]))
    )
    plan = make_plan(
        race,
        athlete,
        made_on=MADE,
        wishes=Wishes(),
        hot=bool(rng.random() < 0.4),
        conditions=health,
        weather=weather,
    )
    if rng.random() < 0.4:
        hotter = {"air_temperature_C": 40.0, "relative_humidity_pct": 60.0}
        plan = replan(plan, MADE + timedelta(days=3), athlete, weather=hotter)
        weather = {**weather, **hotter}
    kept = TrainingPlan.from_dict(json.loads(json.dumps(plan.to_dict())))
    return Case(kept if rng.random() < 0.5 else plan, athlete, weather, health)


def exports(plan: TrainingPlan) -> dict[str, str]:
    """Every text that leaves the program, on one line with plain spaces, by name."""
    texts = {"json": json.dumps(plan.to_dict(), ensure_ascii=False)}
    for units in ("metric", "imperial"):
        rows = csv.reader(io.StringIO(plan_csv(plan, system=units), newline=""))
        texts[f"csv {units}"] = "\n".join(" ".join(row) for row in rows)
        texts[f"intervals {units}"] = plan_intervals(plan, system=units)
        for code in codes():
            spoken = load(code)
            texts[f"text {code} {units}"] = plan_text(plan, units, spoken)
            page = plan_html(plan, system=units, language=spoken)
            texts[f"page {code} {units}"] = html.unescape(re.sub(r"<[^>]*>", " ", page))
            calendar = Calendar.from_ical(plan_ics(plan, units=units, language=spoken))
            events = calendar.walk("VEVENT")
            texts[f"calendar {code} {units}"] = "\n".join(str(e["description"]) for e in events)
    return {name: " ".join(text.split()) for name, text in texts.items()}


def workouts(plan: TrainingPlan) -> dict[str, list[str]]:
    """Every string of each FIT workout, by file."""
    found = {}
    for name, file in plan_fit(plan).items():
        messages, errors = Decoder(Stream.from_byte_array(bytearray(file))).read()
        assert errors == []
        found[name] = [
            str(value)
            for message in (*messages["workout_mesgs"], *messages["workout_step_mesgs"])
            for value in message.values()
            if isinstance(value, str)
        ]
    return found


def drinks(plan: TrainingPlan) -> list[tuple[Session, Session]]:
    """Runs, each with its day's drinking."""
    found = []
    for day in plan.ahead():
        runs = [one for one in day.sessions if one.kind in ("easy", "long", "hard", "race")]
        found += [(runs[0], one) for one in day.sessions if one.kind == "drink" and runs]
    return found


def amounts(text: str) -> set[float]:
    """Volumes in mL of a text."""
    return {float(end) for pair in _VOLUME.findall(text) for end in pair if end}


def check_amounts(case: Case) -> set[float]:
    """What is said to drink keeps the rules in bodies that drink it, as water; all amounts."""
    said = set[float]()
    for run, drink in drinks(case.plan):
        text = " ".join(step.text for step in drink.steps)
        volumes = amounts(text)
        said |= volumes
        if not volumes:
            continue
        assert not case.health
        known = case.weather if run.kind == "race" else {}
        air = drink_forecast.weather(case.plan.hot, known)
        speed = None
        if run.distance_km and run.duration_min:
            speed = 1000.0 * run.distance_km / (60.0 * run.duration_min)
        seconds = 60.0 * (run.duration_min or 0.0)
        high = max(volumes)
        # The unfavourable side of rounding, as for the amounts themselves.
        asked = (seconds, case.athlete, air, high, 0.0, speed)
        assert drink_forecast.broken_rules(*asked) == (), text
        assert high <= drink_forecast.least_loss_mL_per_h(seconds, case.athlete, air, speed)
        for low, most in _STRENGTH.findall(text):
            assert float(low) <= float(most)
            assert float(most) * high / 1000.0 <= 600.0 + 1e-6, "sodium per hour"
    return said


def check(case: Case) -> None:
    said, texts, files = check_amounts(case), exports(case.plan), workouts(case.plan)
    race_day = case.plan.race.date.isoformat()
    for name, text in texts.items():
        assert amounts(text) <= said, f"{name}: an amount that no day says"
        code = name.split()[1] if name.split()[1:] and name.split()[1] in codes() else "en"
        spoken = load(code)
        if case.too_hot:
            assert spoken.gettext(TOO_HOT) in text, name
        if case.health:
            assert not amounts(text), name
            assert not re.search(r"\d mg\b", text.replace("\u00a0", " ")), name
            refusal = diet.refusal_in(s for _, d in drinks(case.plan) for s in d.steps)
            assert refusal is not None
            if name.split()[0] in ("csv", "json", "intervals"):
                assert "is for your doctor to say" in text, name
    for name, strings in files.items():
        words = " ".join(strings)
        assert not amounts(words), name
        assert not re.search(r"\b(mg|sodium|salt|drink)\b", words), name
        if case.too_hot and name.startswith(race_day):
            assert TOO_HOT in words
    check_supplements(texts["json"])


def check_supplements(text: str) -> None:
    for nutrient, most in _UPPER_MG.items():
        for mg in re.findall(rf"(\d+) mg of {nutrient} as a supplement", text):
            assert float(mg) <= most


def keep_the_rules(n: int) -> None:
    rng = np.random.default_rng(11)
    kinds = dict.fromkeys(("too_hot", "health", "amounts"), 0)
    for _ in range(n):
        case = drawn(rng)
        check(case)
        kinds["too_hot"] += case.too_hot
        kinds["health"] += bool(case.health)
        kinds["amounts"] += bool(check_amounts(case))
    assert n < CASES or min(kinds.values()) > n // 10, kinds


def test_no_export_says_what_is_forbidden() -> None:
    keep_the_rules(SAMPLE)


@pytest.mark.study
def test_no_export_says_what_is_forbidden_in_a_hundred_plans(short: bool) -> None:
    """``make slow``: a hundred plans in 28 exports each, and their workouts."""
    keep_the_rules(SAMPLE if short else CASES)


@pytest.fixture(scope="module")
def race() -> dict[str, Any]:
    return {"race": Race(MADE + timedelta(days=13), 21.1), "made_on": MADE}


def test_the_weather_of_the_race_goes_before_hot(race: dict[str, Any]) -> None:
    athlete = Athlete(mass_kg=70.0, weekly_km=40.0, sweat_rate_L_h=1.0)

    def high(**more: Any) -> float:
        plan = make_plan(athlete=athlete, **race, **more)
        text = " ".join(step.text for step in drinks(plan)[-1][1].steps)
        return max(amounts(text))

    cold = high(weather={"air_temperature_C": -5.0})
    assert cold == high(weather={"air_temperature_C": -5.0}, hot=True)
    assert cold < high(hot=True) == high(weather={"air_temperature_C": 25.0})


def test_planning_again_keeps_the_weather(race: dict[str, Any]) -> None:
    hot = {"air_temperature_C": 40.0, "relative_humidity_pct": 60.0}
    plan = make_plan(athlete=Athlete(weekly_km=30.0), **race, weather=hot, conditions=["kidney"])
    again = replan(plan, MADE + timedelta(days=4))
    assert again.weather == hot
    race_file = next(f for f in workouts(again) if f.endswith("race.fit"))
    assert TOO_HOT in workouts(again)[race_file]
    cooler = replan(again, MADE + timedelta(days=5), weather={"air_temperature_C": 12.0})
    assert cooler.weather == {**hot, "air_temperature_C": 12.0}
    assert TOO_HOT not in workouts(cooler)[race_file]
    assert TrainingPlan.from_dict(replace(plan, weather={}).to_dict()).weather == {}
    old = plan.to_dict()
    del old["weather"]
    assert TrainingPlan.from_dict(old).weather == {}
