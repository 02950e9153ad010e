"""Drinking advice: its limits hold for every runner, weather and wish."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.advice.drinking import (
    SYMPTOMS,
    DrinkingAdvice,
    recommended_drinking,
    supplement_mg,
)
from uncramp.advice.triage import load_triage
from uncramp.athlete import Athlete
from uncramp.body import BodyStates, simulate_body
from uncramp.body.safety import MEDICAL, wbgt_C
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.parameters import ParameterSet, load_parameters

PARAMETERS = load_parameters()
RUNNERS, SAMPLE = 10_000, 400
N_DRAWS = 100
LEAST = math.exp(-1.2816 * 0.3001)  # lower end of the 80 % interval of the sweat factor

sets = st.frozensets(st.sampled_from(sorted(MEDICAL)), max_size=2)
signs = st.frozensets(st.sampled_from([sign.id for sign in load_triage().signs]), max_size=2)
amounts = st.floats(-1.0, 12.0)


@dataclass(frozen=True)
class Draw:
    """One random runner in random weather with a random wish."""

    athlete: Athlete
    conditions: Conditions
    speed_m_s: float
    duration_s: float
    wanted_mL_per_h: float | None
    pre_race_L: float
    trained_gut: bool


def random_draw(rng: np.random.Generator) -> Draw:
    weather = {
        "air_temperature_C": rng.uniform(-20, 42),
        "relative_humidity_pct": rng.uniform(5, 100),
        "wind_m_s": rng.uniform(0, 8),
        "solar": rng.uniform(0, 1),
    }
    return Draw(
        Athlete(
            mass_kg=rng.uniform(38, 130),
            height_m=rng.uniform(1.45, 2.05),
            sex=rng.choice([None, "female", "male"]),
            heat_days=rng.choice([None, 0.0, 10.0]),
        ),
        Conditions.resolve(weather, parameters=PARAMETERS),
        rng.uniform(1.6, 5.0),
        rng.uniform(1200, 4 * 3600),
        None if rng.random() < 0.5 else rng.uniform(0, 2000),
        float(rng.choice([0.0, 0.3])),
        bool(rng.random() < 0.3),
    )


@cache
def runner(k: int, personal: float) -> ParameterSet:
    """One of `N_DRAWS` random runners, with a given sweat factor."""
    return PARAMETERS.draw(np.random.default_rng([5, k])).replaced({"sweat.personal": personal})


def run(draw: Draw, plan: DrinkingPlan, personal: float, k: int) -> BodyStates:
    time_s = np.array([0.0, draw.duration_s])
    speed = np.full(2, draw.speed_m_s)
    drawn = runner(k % N_DRAWS, personal)
    return simulate_body(time_s, speed, None, speed > 0, draw.athlete, draw.conditions, plan, drawn)


def test_invariants() -> None:
    """A sample at every run of the tests."""
    keep_the_rules(SAMPLE)


@pytest.mark.study
def test_invariants_over_ten_thousand_runners(short: bool) -> None:
    """``make slow``: all of them."""
    keep_the_rules(SAMPLE if short else RUNNERS)


def keep_the_rules(n_runners: int) -> None:
    """Intake below the least loss, no gain in mass, no plan into hyponatraemia, no race in heat."""
    rng = np.random.default_rng(20)
    planned = hot = refused = 0
    for k in range(n_runners):
        draw = random_draw(rng)
        low, median = (run(draw, DrinkingPlan(0), f, k) for f in (LEAST, 1.0))
        wbgt = wbgt_C(draw.conditions, PARAMETERS)
        advice = recommended_drinking(
            loss_L_low=low.net_loss_L,
            loss_L_median=median.net_loss_L,
            duration_s=draw.duration_s,
            sodium_lost_mmol=float(median.sodium_lost_mmol[-1]),
            wbgt_C=wbgt,
            mass_kg=draw.athlete.mass_kg,
            pre_race_L=draw.pre_race_L,
            wanted_mL_per_h=draw.wanted_mL_per_h,
            trained_gut=draw.trained_gut,
        )
        assert advice.against_racing == (wbgt > 28.0)
        hot += advice.against_racing
        assert advice.fluid_mL_per_h is not None
        assert advice.sodium_mg_per_h is not None
        hours = draw.duration_s / 3600.0
        intake_L = advice.fluid_mL_per_h * hours / 1000.0
        assert intake_L == 0.0 or intake_L + draw.pre_race_L <= low.net_loss_L + 1e-9
        assert advice.fluid_mL_per_h <= (1000.0 if draw.trained_gut else 800.0)
        sodium_mmol = advice.sodium_mg_per_h * hours / 22.99
        assert sodium_mmol <= median.sodium_lost_mmol[-1] + 1e-9
        planned += intake_L > 0.0
        if k % 10 == 0:  # the least sweater of the interval, drinking to the plan
            plan = DrinkingPlan(advice.fluid_mL_per_h, 0.0, pre_race_mL=1000 * draw.pre_race_L)
            kept = run(draw, plan, LEAST, k)
            assert kept.mass_change_pct[-1] <= 1e-9
            # Who means to drink far more is asked again with that forecast, which may end it.
            reckless = DrinkingPlan(min(2000.0, 2500.0 * max(0.0, median.net_loss_L) / hours), 0.0)
            forecast = float(run(draw, reckless, 1.0, k).plasma_sodium_mmol_L.min())
            again = recommended_drinking(
                loss_L_low=low.net_loss_L,
                loss_L_median=median.net_loss_L,
                duration_s=draw.duration_s,
                sodium_lost_mmol=float(median.sodium_lost_mmol[-1]),
                forecast_sodium_mmol_L=forecast,
                wanted_mL_per_h=reckless.fluid_mL_per_h,
            )
            assert (again.refused == "hyponatraemia") == (forecast < 135.0)
            assert again.coaching == (forecast >= 135.0)
            refused += again.refused is not None
    assert planned > 0.5 * n_runners
    assert hot > 0.02 * n_runners
    assert refused > 0  # the rule was put to the test


@settings(max_examples=300)
@given(amounts, amounts, st.floats(600, 80_000), st.floats(-10, 900), sets, signs)
def test_signs_and_conditions_end_or_hold_the_plan(
    low: float,
    median: float,
    duration_s: float,
    sodium: float,
    medical: frozenset[str],
    symptoms: frozenset[str],
) -> None:
    advice = recommended_drinking(
        loss_L_low=low,
        loss_L_median=median,
        duration_s=duration_s,
        sodium_lost_mmol=sodium,
        medical=medical,
        symptoms=symptoms,
    )
    if symptoms & SYMPTOMS:
        assert (advice.refused, advice.coaching) == ("emergency", False)
        assert len(advice.reasons) == 1  # nothing else is said
    elif medical:
        assert (advice.refused, advice.coaching) == ("clinician", True)
    else:
        assert advice.refused is None
    if advice.refused:
        assert advice.fluid_mL_per_h is None
        assert advice.sodium_mg_per_h is None
        assert advice.fluid_most_mL_per_h == 0.0


@pytest.mark.parametrize("sodium", [134.9, 120.0, math.nan])
def test_a_forecast_of_low_sodium_ends_coaching(sodium: float) -> None:
    advice = usual(forecast_sodium_mmol_L=sodium)
    assert (advice.refused, advice.coaching) == ("hyponatraemia", False)
    assert usual(forecast_sodium_mmol_L=135.0).refused is None


def usual(**changed: object) -> DrinkingAdvice:
    facts = {
        "loss_L_low": 2.0,
        "loss_L_median": 3.0,
        "duration_s": 12_600,
        "sodium_lost_mmol": 120.0,
        "mass_kg": 68.0,
    }
    return recommended_drinking(**{**facts, **changed})  # type: ignore[arg-type]


def test_a_usual_marathon() -> None:
    advice = usual()
    assert advice.fluid_mL_per_h == pytest.approx(565.7, abs=0.1)  # 1.98 of 3 L: 1.5 % is lost
    assert 300 < advice.sodium_mg_per_h < 600
    assert [reason.id for reason in advice.reasons] == ["part", "sodium", "cramp"]
    assert "HewButler2015" in advice.sources


def test_wishes_are_lowered_never_raised() -> None:
    assert usual(wanted_mL_per_h=300).fluid_mL_per_h == 300
    held = usual(wanted_mL_per_h=900)
    assert held.fluid_mL_per_h == held.fluid_most_mL_per_h == pytest.approx(2000 / 3.5)
    assert "ceiling" in [reason.id for reason in held.reasons]
    assert usual(loss_L_low=9.0, loss_L_median=9.0, wanted_mL_per_h=900).fluid_mL_per_h == 800
    assert (
        usual(
            loss_L_low=9.0, loss_L_median=9.0, wanted_mL_per_h=900, trained_gut=True
        ).fluid_mL_per_h
        == 900
    )


def test_a_short_run_needs_no_plan() -> None:
    advice = usual(duration_s=2400)
    assert (advice.fluid_mL_per_h, advice.sodium_mg_per_h) == (0.0, 0.0)
    assert advice.reasons[0].id == "short"


def test_warm_is_not_hot_and_habit_counts() -> None:
    assert usual(wbgt_C=22.0).reasons[0].id == "warm"
    assert usual(wbgt_C=22.0, acclimatised=True).reasons[0].id == "part"
    assert usual(wbgt_C=29.0, acclimatised=True).against_racing


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"duration_s": 0}, "duration_s is 0; it must be above 0"),
        ({"loss_L_low": math.nan}, "loss_L_low is nan; it must be a number"),
        ({"medical": frozenset({"gout"})}, "no condition 'gout'"),
        ({"symptoms": frozenset({"confusion"})}, "no sign 'confusion'"),
        ({"wbgt_C": math.nan}, "wbgt_C is nan; it must be a number"),
        ({"pre_race_L": -1.0}, "pre_race_L is -1; it must not be below 0"),
    ],
)
def test_what_is_wrong_is_said(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        usual(**wrong)


@given(st.floats(-100, 1e5))
def test_supplements_stay_below_their_limits(wanted_mg: float) -> None:
    assert 0.0 <= supplement_mg("magnesium", wanted_mg) <= 350.0
    assert 0.0 <= supplement_mg("calcium", wanted_mg) <= 2000.0


def test_nothing_else_is_supplemented() -> None:
    with pytest.raises(ValueError, match="no supplement of 'potassium'"):
        supplement_mg("potassium", 100.0)


def test_symptoms_are_those_of_triage() -> None:
    assert {sign.id for sign in load_triage().signs} >= SYMPTOMS
