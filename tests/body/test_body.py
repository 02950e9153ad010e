"""The body through whole runs: balances, grids, pauses, reproducibility, speed."""

from __future__ import annotations

import time

import numpy as np
import pytest
from bodies import MAN, PARAMETERS, steady, weather
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uncramp.athlete import Athlete, WeighIn
from uncramp.body import BodyStates, balanced_drinking, simulate_body
from uncramp.body.intake import IONS, Drinking
from uncramp.conditions import AidStation, DrinkingPlan, load_drinks

products = st.sampled_from([None, *load_drinks().values()])
stations = st.builds(
    AidStation, volume_mL=st.floats(0, 1000), at_km=st.floats(0, 20), drink=products
) | st.builds(AidStation, volume_mL=st.floats(0, 1000), at_min=st.floats(0, 70), drink=products)
extras = {
    "sodium_mg_per_L": st.none() | st.floats(0, 4000),
    "drink": products,
    "capsule_sodium_mg_per_h": st.just(0.0) | st.floats(0, 2000),
    "pre_race_mL": st.just(0.0) | st.floats(0, 1500),
}
plans = st.builds(
    DrinkingPlan, fluid_mL_per_h=st.none() | st.floats(0, 2000), **extras
) | st.builds(
    DrinkingPlan, stations=st.lists(stations, min_size=1, max_size=6).map(tuple), **extras
)
weighings = st.builds(
    WeighIn,
    mass_before_kg=st.just(70.0),
    mass_after_kg=st.floats(66.0, 69.9),
    duration_min=st.floats(50, 90),
    distance_km=st.floats(8, 14),
    air_temperature_C=st.floats(-10, 40),
)
athletes = st.builds(
    Athlete,
    mass_kg=st.floats(30, 200),
    height_m=st.floats(1.2, 2.3),
    sex=st.sampled_from([None, "female", "male"]),
    salty_sweater=st.sampled_from([None, False, True]),
    sweat_rate_L_h=st.none() | st.floats(0.1, 4.0),
    weigh_in=st.none() | st.lists(weighings, max_size=3).map(tuple),
    sweat_sodium_mmol_L=st.none() | st.floats(5, 120),
    heat_days=st.none() | st.floats(0, 60),
)


cases = (
    athletes,
    plans | st.just("balanced"),
    st.floats(-30, 50),
    st.floats(1, 100),
    st.floats(0, 6),
    st.integers(0, 2**32 - 1),
)


@settings(max_examples=60)
@given(*cases)
def test_water_and_every_ion_balance(
    athlete: Athlete,
    drinking: Drinking,
    air_C: float,
    humidity_pct: float,
    speed_m_s: float,
    seed: int,
) -> None:
    keeps_its_balances(athlete, drinking, air_C, humidity_pct, speed_m_s, seed)


@pytest.mark.study
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(*cases)
def test_ten_thousand_bodies_balance(
    athlete: Athlete,
    drinking: Drinking,
    air_C: float,
    humidity_pct: float,
    speed_m_s: float,
    seed: int,
) -> None:
    """``make slow``."""
    keeps_its_balances(athlete, drinking, air_C, humidity_pct, speed_m_s, seed)


def keeps_its_balances(
    athlete: Athlete,
    drinking: Drinking,
    air_C: float,
    humidity_pct: float,
    speed_m_s: float,
    seed: int,
) -> None:
    """Water and each ion to 1e-9, everything finite, nothing negative that cannot be."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(3601.0)
    speed = speed_m_s * rng.random(time_s.size)
    states = simulate_body(
        time_s,
        speed,
        rng.normal(0.0, 0.1, time_s.size),
        rng.random(time_s.size) < 0.9,
        athlete,
        weather(air_C, humidity_pct, 2.0, 0.5),
        drinking,
        PARAMETERS.draw(rng),
    )
    for name in set(BodyStates.__slots__) - {"ions"}:
        values = getattr(states, name)
        assert values.shape == states.time_s.shape
        assert np.all(np.isfinite(values)), name
    made = states.metabolic_water_L + states.glycogen_water_L
    water = states.drunk_L + made - states.sweat_L - states.respiratory_L - states.urine_L
    inside = states.body_water_L + states.gut_L
    assert inside - inside[0] == pytest.approx(water, abs=1e-9)
    parts = states.plasma_L + states.interstitial_L + states.intracellular_L
    assert parts == pytest.approx(states.body_water_L, abs=1e-9)
    assert np.all(states.gut_L >= -1e-12)
    for ion in IONS:
        balance = states.ions[ion]
        inside = balance.outside_mmol + balance.stored_mmol + balance.gut_mmol
        total = inside + balance.lost_mmol + balance.urine_mmol - balance.drunk_mmol
        assert total == pytest.approx(np.full_like(total, total[0]), abs=1e-9), ion
        assert np.all(balance.gut_mmol >= -1e-9), ion
    for rising in ("sweat_L", "respiratory_L", "drunk_L", "sodium_lost_mmol"):
        assert np.all(np.diff(getattr(states, rising)) >= 0.0), rising
    if drinking == "balanced":
        assert np.all(states.mass_change_pct <= 1e-12)
        assert states.sodium_drunk_mmol == pytest.approx(states.sodium_lost_mmol, abs=1e-9)
        assert np.all(states.drunk_L <= states.sweat_L + states.respiratory_L + 1e-9)


@settings(max_examples=40)
@given(plans, st.floats(-20, 40), st.floats(1.5, 5.0))
def test_sodium_in_the_store_is_what_came_in_less_what_left(
    drinking: DrinkingPlan, air_C: float, speed_m_s: float
) -> None:
    states = steady(speed_m_s, 60, air_C=air_C, drinking=drinking)
    # What bone and skin hold has left the exchangeable store.
    exchangeable = (states.plasma_sodium_mmol_L + 23.8) * states.body_water_L / 1.03
    exchangeable = exchangeable + states.ions["sodium"].stored_mmol
    sodium, potassium = states.ions["sodium"], states.ions["potassium"]
    gained = sum(
        ion.drunk_mmol - ion.lost_mmol - ion.urine_mmol - (ion.gut_mmol - ion.gut_mmol[0])
        for ion in (sodium, potassium)
    )
    assert exchangeable - exchangeable[0] == pytest.approx(gained, abs=1e-6)


def test_balanced_running_keeps_water_and_sodium() -> None:
    states = steady(3.0, 180, air_C=28.0, drinking="balanced")
    kept_L = states.body_water_L + states.urine_L
    assert kept_L == pytest.approx(states.body_water_L[0], abs=0.05)
    assert -1.0 < states.mass_change_pct[-1] < 0.0  # the fuel
    assert states.extracellular_volume_fraction[-1] == pytest.approx(1.0, abs=0.01)


def test_balanced_drinking_of_a_run() -> None:
    thirsty = steady(3.0, 120, air_C=25.0)
    drink = balanced_drinking(thirsty, PARAMETERS)
    plan = DrinkingPlan(drink.fluid_mL_per_h, drink.sodium_mg_per_L)
    kept = steady(3.0, 120, air_C=25.0, drinking=plan)
    inside = kept.body_water_L + kept.gut_L + kept.urine_L
    assert inside[-1] == pytest.approx(inside[0], abs=1e-9)
    assert kept.sodium_drunk_mmol[-1] == pytest.approx(kept.sodium_lost_mmol[-1], abs=1e-9)
    assert kept.mass_change_pct[-1] < 0.0
    assert drink.fluid_L > thirsty.drunk_L[-1]


def test_end_names_the_balance() -> None:
    states = steady(3.0, 60)
    end = states.end()
    assert list(end) == [
        "sweat_L",
        "drunk_L",
        "mass_change_pct",
        "sodium_lost_mmol",
        "plasma_sodium_mmol_L",
    ]
    assert end["sweat_L"] == states.sweat_L[-1]


def test_the_grid_ends_with_the_run() -> None:
    states = steady(3.0, 1.75)
    assert states.time_s.tolist() == [0.0, 30.0, 60.0, 90.0, 105.0]
    assert steady(3.0, 0.1).time_s.tolist() == [0.0, 6.0]


def test_a_pause_is_standing_whatever_the_speed_says() -> None:
    time_s = np.arange(3601.0)
    speed = np.full(time_s.size, 3.0)
    paused = time_s >= 1800
    stopped = simulate_body(
        time_s, speed, None, ~paused, MAN, weather(15.0), DrinkingPlan(), PARAMETERS
    )
    speed[paused] = 0.0
    standing = simulate_body(
        time_s, speed, None, speed > 0, MAN, weather(15.0), DrinkingPlan(), PARAMETERS
    )
    assert stopped.core_temperature_C == pytest.approx(standing.core_temperature_C)
    assert stopped.core_temperature_C[-1] < stopped.core_temperature_C.max() - 0.3
    assert stopped.sweat_rate_L_h[-1] < 0.3 * stopped.sweat_rate_L_h.max()


def test_missing_and_unknown_grade_count_as_level() -> None:
    time_s = np.arange(601.0)
    speed, moving = np.full(time_s.size, 3.0), np.ones(time_s.size, dtype=bool)
    runs = [
        simulate_body(
            time_s, speed, grade, moving, MAN, weather(15.0), DrinkingPlan(), PARAMETERS
        ).core_temperature_C
        for grade in (None, np.zeros(time_s.size), np.full(time_s.size, np.nan))
    ]
    assert runs[0] == pytest.approx(runs[1])
    assert runs[0] == pytest.approx(runs[2])


def test_the_clock_may_be_coarse_or_start_late() -> None:
    fine = steady(3.0, 60)
    time_s = 1000.0 + 5.0 * np.arange(721)
    speed = np.full(time_s.size, 3.0)
    coarse = simulate_body(
        time_s, speed, None, speed > 0, MAN, weather(15.0), DrinkingPlan(), PARAMETERS
    )
    assert coarse.core_temperature_C == pytest.approx(fine.core_temperature_C)
    assert coarse.time_s[0] == 1000.0


@pytest.mark.parametrize(
    ("time_s", "samples", "message"),
    [
        (np.array([0.0]), 1, "at least 2"),
        (np.arange(5.0), 4, "need as many"),
        (np.array([0.0, 1.0, 1.0]), 3, "does not increase"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(time_s: np.ndarray, samples: int, message: str) -> None:
    speed = np.ones(samples)
    with pytest.raises(ValueError, match=message):
        simulate_body(
            time_s, speed, None, speed > 0, MAN, weather(15.0), DrinkingPlan(), PARAMETERS
        )


def test_same_parameters_same_body() -> None:
    drawn = PARAMETERS.draw(np.random.default_rng(7))
    one, two = (steady(3.0, 60, parameters=drawn) for _ in range(2))
    for name in set(BodyStates.__slots__) - {"ions"}:
        assert np.array_equal(getattr(one, name), getattr(two, name))


def test_runners_differ() -> None:
    sweat = [
        steady(3.0, 60, parameters=PARAMETERS.draw(np.random.default_rng(seed))).sweat_L[-1]
        for seed in range(40)
    ]
    assert 1.2 < np.percentile(sweat, 84) / np.percentile(sweat, 50) < 1.6


def test_a_marathon_takes_milliseconds() -> None:
    """1.8 ms measured on a quiet core; an ensemble needs a thousand. A busy core gets 8."""
    steady(3.0, 220)
    best = min(_seconds() for _ in range(7))
    assert best < 0.008, f"{1000 * best:.1f} ms"


def _seconds() -> float:
    start = time.perf_counter()
    steady(3.0, 220)
    return time.perf_counter() - start
