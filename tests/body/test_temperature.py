"""Core, skin and calf temperature against runners, and against a finer model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bodies import MAN, PARAMETERS, at, steady, weather

from uncramp.athlete import Athlete
from uncramp.body import simulate_body
from uncramp.body.temperature import acclimation
from uncramp.conditions import DrinkingPlan

HEAT = PARAMETERS.organ("heat")


@pytest.mark.parametrize(
    ("name", "speed_m_s", "minutes", "air_C", "humidity_pct", "wind_m_s", "solar", "seen", "band"),
    [
        # Maughan1985: 59 marathon runners at 12 °C, 221 min: 38.3 ± 0.9 °C (rectal).
        ("marathon at 12 °C", 3.18, 221, 12.0, 60.0, 1.5, 0.3, 38.3, 0.9),
        # Lee2010: 25 runners over 21 km at 26.4 °C and 81 %, 205 m/min: peak 39.8 ± 0.5 °C.
        ("half marathon, warm and humid", 3.42, 103, 26.4, 81.0, 1.0, 0.3, 39.8, 0.5),
        # Gisolfi1974: six trained men, treadmill, 33.5 °C dry and 21.5 °C wet bulb: 39.9 °C.
        ("treadmill in dry heat", 3.4, 110, 33.5, 34.0, 0.6, 0.0, 39.9, 0.5),
    ],
)
def test_core_temperature_of_runners(
    name: str,
    speed_m_s: float,
    minutes: float,
    air_C: float,
    humidity_pct: float,
    wind_m_s: float,
    solar: float,
    seen: float,
    band: float,
) -> None:
    states = steady(
        speed_m_s, minutes, air_C=air_C, humidity_pct=humidity_pct, wind_m_s=wind_m_s, solar=solar
    )
    peak = float(states.core_temperature_C.max())
    assert peak == pytest.approx(seen, abs=band), f"{name}: observed {seen}, predicted {peak:.2f}"


@pytest.mark.parametrize(
    ("air_C", "humidity_pct", "minutes", "oracle"),
    # JOS-3 of pythermalcomfort 4.8.1: man of 70 kg and 1.75 m at 3 m/s, 0.2 clo, pelvis.
    [(20.5, 76.6, 60, 38.57), (28.0, 50.0, 90, 38.85), (33.0, 60.0, 90, 39.46)],
)
def test_core_temperature_against_a_finer_model(
    air_C: float, humidity_pct: float, minutes: float, oracle: float
) -> None:
    states = steady(3.0, minutes, air_C=air_C, humidity_pct=humidity_pct)
    core = float(states.core_temperature_C[-1])
    assert core == pytest.approx(oracle, abs=0.5), f"JOS-3 {oracle}, here {core:.2f}"


def test_the_calf_warms_as_measured() -> None:
    """Wirth1998: 15 min of jogging warmed the triceps surae by 2.2 ± 0.63 °C, to below 39 °C."""
    jogger = Athlete(mass_kg=72.7, height_m=1.768, sex="male")
    states = steady(2.5, 15, air_C=22.0, humidity_pct=50.0, athlete=jogger)
    rise = float(states.muscle_temperature_C[-1] - states.muscle_temperature_C[0])
    assert rise == pytest.approx(2.2, abs=0.63), f"observed 2.2, predicted {rise:.2f}"
    assert states.muscle_temperature_C[-1] < 39.0


def test_the_calf_cools_when_the_runner_stops() -> None:
    """Raccuglia2016: a deep thigh lost 1.3 ± 0.3 °C in 30 min; a calf is thinner: to 2.0."""
    time_s = np.arange(45 * 60 + 1, dtype=float)
    speed = np.where(time_s < 900, 3.0, 0.0)
    states = simulate_body(
        time_s, speed, None, speed > 0, MAN, weather(20.0), DrinkingPlan(), PARAMETERS
    )
    fall = at(states, states.muscle_temperature_C, 15) - at(states, states.muscle_temperature_C, 45)
    assert 1.0 <= fall <= 2.0, f"observed 1.3 ± 0.3 in the thigh, predicted {fall:.2f}"


def test_a_working_calf_is_just_above_the_core() -> None:
    for speed in (2.5, 4.0):
        states = steady(speed, 40)
        excess = states.muscle_temperature_C[-1] - states.core_temperature_C[-1]
        assert 0.5 < excess < 1.0


def test_warmer_air_means_a_warmer_core_and_calf() -> None:
    runs = [steady(3.0, 60, air_C=air_C) for air_C in (-20.0, 0.0, 15.0, 25.0, 35.0)]
    cores = [float(states.core_temperature_C[-1]) for states in runs]
    calves = [float(states.muscle_temperature_C[-1]) for states in runs]
    assert cores == sorted(cores)
    assert calves == sorted(calves)


def test_sun_and_slope_warm_and_wind_cools() -> None:
    base = steady(3.0, 60, air_C=25.0).core_temperature_C[-1]
    assert steady(3.0, 60, air_C=25.0, solar=1.0).core_temperature_C[-1] > base
    assert steady(3.0, 60, air_C=25.0, wind_m_s=5.0).core_temperature_C[-1] < base
    assert steady(3.0, 60, air_C=25.0, grade=0.05).core_temperature_C[-1] > base


@pytest.mark.parametrize("mass_kg", [30.0, 200.0])
@pytest.mark.parametrize("air_C", [-30.0, 50.0])
def test_extremes_stay_finite_and_smooth(mass_kg: float, air_C: float) -> None:
    runner = Athlete(mass_kg=mass_kg, height_m=1.2 if mass_kg < 100 else 2.3)
    states = steady(5.0, 120, air_C=air_C, humidity_pct=100.0, wind_m_s=30.0, athlete=runner)
    assert np.all(states.core_temperature_C >= 33.0)
    assert np.all(states.core_temperature_C <= 41.0)
    # An unstable skin node would swing from step to step; this one creeps.
    assert np.abs(np.diff(states.skin_temperature_C)).max() < 3.0
    assert np.all((states.muscle_temperature_C > 20.0) & (states.muscle_temperature_C < 43.0))


def test_standing_in_frost_cools_the_calf_below_running_in_frost() -> None:
    standing = steady(0.0, 60, air_C=-20.0).muscle_temperature_C[-1]
    running = steady(3.0, 60, air_C=-20.0).muscle_temperature_C[-1]
    assert standing < running - 3.0


def without(key: str, value: float = 0.0) -> float:
    """Core at the end of a hot run without drinking, with one number changed."""
    changed = PARAMETERS.replaced({key: value})
    states = steady(3.0, 150, air_C=30.0, drinking=DrinkingPlan(0), parameters=changed)
    return float(states.core_temperature_C[-1])


def test_dehydration_warms_the_core_and_can_be_switched_off() -> None:
    """MontainCoyle1992, Sawka2001: 0.1 to 0.25 °C per per cent of mass in the heat."""
    dry = steady(3.0, 210, air_C=30.0, humidity_pct=40.0, drinking=DrinkingPlan(0))
    drunk = steady(3.0, 210, air_C=30.0, humidity_pct=40.0, drinking="balanced")
    rise = float(dry.core_temperature_C[-1] - drunk.core_temperature_C[-1])
    excess = float(dry.excess_loss_pct[-1])
    assert excess == pytest.approx(2.2)
    assert 0.1 <= rise / excess <= 0.25, f"observed 0.1 to 0.25, predicted {rise / excess:.3f}"
    assert without("heat.dehydration_core") < without("heat.dehydration_core", 0.18) - 0.1


def test_one_switch_takes_out_all_that_dehydration_does_to_core_and_fatigue() -> None:
    off = PARAMETERS.replaced({"heat.dehydration_acts": 0.0})
    dry = DrinkingPlan(0.0)
    found = steady(3.3, 180, air_C=30.0, drinking=dry, parameters=off)
    assert not found.excess_loss_pct.any()
    no_core = PARAMETERS.replaced({"heat.dehydration_core": 0.0})
    same = steady(3.3, 180, air_C=30.0, drinking=dry, parameters=no_core)
    assert found.core_temperature_C == pytest.approx(same.core_temperature_C)
    assert same.excess_loss_pct[-1] > 2.0


def test_what_dehydration_does_to_fatigue_is_what_was_published() -> None:
    """Sawka2015: 1.5 % of endurance per °C of skin above 27 °C, the warmer core counted in.

    The core's part and the circulation's together, at the largest loss that was measured, in skin
    at 32 to 36 °C.
    """
    off = PARAMETERS.replaced({"heat.dehydration_acts": 0.0})
    warm_slope = PARAMETERS.value("fatigue.core_temperature_slope")
    strain = PARAMETERS.value("fatigue.dehydration_slope")
    found = []
    for air_C in (24.0, 28.0, 30.0):
        dry, wet = (
            steady(2.9, 200, air_C=air_C, humidity_pct=50, drinking=DrinkingPlan(0.0), parameters=p)
            for p in (PARAMETERS, off)
        )
        late = dry.excess_loss_pct > 2.19
        skin_K = dry.skin_temperature_C[late] - 27.0
        core_K = (dry.core_temperature_C - wet.core_temperature_C)[late]
        hastened = np.exp(warm_slope * core_K) * (1.0 + strain * 2.2 * skin_K) - 1.0
        found.append(float(np.mean(hastened / skin_K)))
    assert all(0.010 < per_K < 0.020 for per_K in found), found
    assert np.mean(found) == pytest.approx(0.015, abs=0.002)


def test_who_hardly_sweats_overheats() -> None:
    """Evaporation is limited by the sweat there is; the limit can be switched off."""
    scarce = PARAMETERS.replaced({"sweat.personal": 0.35})
    limited = steady(3.2, 90, air_C=28.0, parameters=scarce).core_temperature_C[-1]
    unlimited = steady(
        3.2, 90, air_C=28.0, parameters=scarce.replaced({"heat.sweat_limits_evaporation": 0.0})
    ).core_temperature_C[-1]
    assert limited > unlimited + 0.3
    usual = steady(3.2, 90, air_C=28.0).core_temperature_C[-1]
    assert usual == pytest.approx(unlimited, abs=0.15)


def test_ten_days_in_the_heat() -> None:
    """Buono2007: core −0.6 °C after 10 days. Klous2020: sodium to about 60 %, sweat rate up."""
    new = steady(3.0, 90, air_C=33.0, humidity_pct=50.0)
    adapted = Athlete(mass_kg=70, height_m=1.75, sex="male", heat_days=10)
    used = steady(3.0, 90, air_C=33.0, humidity_pct=50.0, athlete=adapted)
    fall = float(new.core_temperature_C[-1] - used.core_temperature_C[-1])
    assert 0.25 < fall < 0.9, f"observed 0.6, predicted {fall:.2f}"
    assert used.sweat_L[-1] > 1.05 * new.sweat_L[-1]
    sodium = [float(s.sodium_lost_mmol[-1] / s.sweat_L[-1]) for s in (new, used)]
    assert 0.55 < sodium[1] / sodium[0] < 0.85
    assert acclimation(None, HEAT) == acclimation(0, HEAT) == 0.0
    assert 0.8 < acclimation(10, HEAT) < 1.0


def test_clothing_warms_and_makes_sweat() -> None:
    runs = []
    for clo in (0.1, 0.3, 0.8):
        time_s = np.arange(3601.0)
        speed = np.full(time_s.size, 3.0)
        dressed = replace(weather(20.0), clothing_clo=clo)
        runs.append(
            simulate_body(time_s, speed, None, speed > 0, MAN, dressed, DrinkingPlan(), PARAMETERS)
        )
    cores = [float(run.core_temperature_C[-1]) for run in runs]
    sweats = [float(run.sweat_L[-1]) for run in runs]
    assert cores == sorted(cores)
    assert sweats == sorted(sweats)
    assert cores[0] < cores[2]
    assert sweats[0] < sweats[2]
