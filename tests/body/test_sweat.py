"""Sweat against runners who were weighed, and its sodium."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from bodies import MAN, PARAMETERS, by_scale_L, steady

from uncramp.athlete import Athlete, WeighIn
from uncramp.body import BodyStates
from uncramp.body.sweat import (
    personal_factor,
    sodium_by_test_mmol_L,
    sodium_mmol_L,
    sweat_ions_mmol_L,
)
from uncramp.body.weigh_in import observe
from uncramp.parameters import ParameterSet

SWEAT = PARAMETERS.organ("sweat")
GEOMETRIC_SD = 1.35
SPREAD = (1 / GEOMETRIC_SD, 1.0, GEOMETRIC_SD)

# ACSM 2007, predicted sweat rates in L/h (recalled): 50, 70, 90 kg; 8.5, 10, 12.5, 15 km/h.
ACSM = {
    (18, 50): (0.43, 0.53, 0.69, 0.86),
    (18, 70): (0.65, 0.79, 1.02, 1.25),
    (18, 90): (0.86, 1.04, 1.34, 1.64),
    (28, 50): (0.52, 0.62, 0.79, 0.96),
    (28, 70): (0.75, 0.89, 1.12, 1.36),
    (28, 90): (0.97, 1.15, 1.46, 1.75),
}


def test_runners_who_were_weighed() -> None:
    """Each group within two geometric SDs of the model, all together without bias.

    Passe2007: 10 miles in 75.5 min, 20.5 °C, 76.6 %: 21.6 mL/kg/h. ONeal2014: an hour at their own
    pace outdoors, WBGT 19.9 °C: 1353 mL; both by the scale, breath included. Maughan1985: marathon
    at 12 °C, 2.02 kg lost and up to 1.4 L drunk: at most 2.7 L of sweat once breath and fuel are
    taken off. Nelson1989 (8 °C, 1.9 kg, 1.65 L drunk) and Pugh1967 (23 °C, 2.85 kg; 0.4 L drunk is
    recalled) likewise.
    """
    passe = steady(16093 / 4530, 75.5, air_C=20.5, humidity_pct=76.6, wind_m_s=0.5)
    oneal = steady(2.8, 60, air_C=22.0, humidity_pct=60.0, wind_m_s=1.0, solar=0.5)
    maughan = steady(3.18, 221, air_C=12.0, wind_m_s=1.5, solar=0.3)
    nelson = steady(10.5 / 3.6, 241, air_C=8.0, humidity_pct=95.0, wind_m_s=1.5)
    pugh = steady(13.0 / 3.6, 195, air_C=23.0, humidity_pct=58.0, wind_m_s=1.5, solar=0.5)
    ratios = {
        "Passe2007": 21.6 * 0.070 * 75.5 / 60 / by_scale_L(passe),
        "ONeal2014": 1.353 / by_scale_L(oneal),
        "Maughan1985": 2.7 / maughan.sweat_L[-1],
        "Nelson1989": 2.8 / nelson.sweat_L[-1],
        "Pugh1967": 2.65 / pugh.sweat_L[-1],
        "ACSM 2007": 1 / float(np.mean(table_ratios())),
    }
    for name, ratio in ratios.items():
        assert abs(math.log(ratio)) < 2 * math.log(GEOMETRIC_SD), (
            f"{name}: observed/predicted {ratio:.2f}"
        )
    bias = math.exp(np.mean(np.log(list(ratios.values()))))
    assert bias == pytest.approx(1.0, abs=0.1), f"observed/predicted overall {bias:.2f}: {ratios}"


def table_ratios(parameters: ParameterSet = PARAMETERS) -> list[float]:
    """Model over ACSM's table, once sweating has settled."""
    ratios = []
    for (air_C, mass_kg), row in ACSM.items():
        runner = Athlete(mass_kg=mass_kg, height_m=1.75 * (mass_kg / 70) ** 0.33)
        for km_h, listed in zip((8.5, 10.0, 12.5, 15.0), row, strict=True):
            states = steady(
                km_h / 3.6,
                60,
                air_C=air_C,
                humidity_pct=50.0,
                athlete=runner,
                parameters=parameters,
            )
            ratios.append(float(states.sweat_rate_L_h[-1]) / listed)
    return ratios


def test_sweat_fades_over_hours_and_its_mean_does_not_hang_on_the_steps() -> None:
    fine = steady(3.0, 240)
    rates = fine.sweat_rate_L_h[np.searchsorted(fine.time_s, [3600.0, 7200.0, 14400.0])]
    early, late = SWEAT["field_early"], SWEAT["field_late"]
    plain = PARAMETERS.replaced({"sweat.field_early": 1.0, "sweat.field_late": 1.0})
    level = float(steady(3.0, 240, parameters=plain).sweat_rate_L_h[-1])
    behind_h = SWEAT["delay"] / 3600.0
    wanted = [
        late + (early - late) * math.exp(-(h - behind_h) / SWEAT["field_fade"]) for h in (1, 2, 4)
    ]
    assert rates / level == pytest.approx(wanted, rel=0.01)
    whole = steady(3.0, 60)
    weighed = WeighIn(
        mass_before_kg=70.0,
        mass_after_kg=70.0 + float(whole.mass_change_pct[-1]) * 0.7,
        duration_min=60.0,
        distance_km=10.8,
        drunk_L=float(whole.drunk_L[-1]),
        urine_L=float(whole.urine_L[-1]),
        air_temperature_C=15.0,
        relative_humidity_pct=60.0,
        wind_m_s=0.0,
        solar=0.0,
    )
    (seen,) = observe([weighed], MAN, PARAMETERS)  # a weigh-in is one step of an hour
    assert math.exp(seen.log_ratio) == pytest.approx(1.0, abs=0.02)


def test_the_table_of_the_acsm() -> None:
    """Without what runners in the field add, the model is 5 to 20 % below the table."""
    plain = PARAMETERS.replaced({"sweat.field_early": 1.0, "sweat.field_late": 1.0})
    ratios = np.array(table_ratios(plain))
    text = f"model/table {ratios.mean():.2f} ± {ratios.std():.2f}"
    assert 0.8 < ratios.mean() < 0.95, text
    assert ratios.std() < 0.08, text


def test_sweat_rises_with_air_temperature_sun_speed_and_humidity() -> None:
    temperatures = range(-20, 41, 5)
    rates = [float(steady(3.0, 40, air_C=t).sweat_rate_L_h[-1]) for t in temperatures]
    assert rates == sorted(rates), dict(zip(temperatures, rates, strict=True))
    base = steady(3.0, 40).sweat_rate_L_h[-1]
    assert steady(3.5, 40).sweat_rate_L_h[-1] > base
    assert steady(3.0, 40, solar=1.0).sweat_rate_L_h[-1] > base
    assert steady(3.0, 40, humidity_pct=90.0).sweat_rate_L_h[-1] > base


def test_sweat_starts_late_and_is_never_negative() -> None:
    states = steady(3.0, 60)
    assert states.sweat_rate_L_h[1] < 0.1 * states.sweat_rate_L_h[-1]
    assert np.all(steady(0.0, 60, air_C=-20.0, wind_m_s=10.0).sweat_rate_L_h >= 0.0)


def test_sweat_has_a_ceiling() -> None:
    drawn = PARAMETERS.replaced({"sweat.personal": 3.0})
    states = steady(5.5, 60, air_C=40.0, parameters=drawn)
    assert states.sweat_rate_L_h.max() == SWEAT["most"]


@pytest.mark.parametrize("known_L_h", [0.5, 1.0, 2.0])
def test_a_weigh_in_moves_and_narrows_the_estimate(known_L_h: float) -> None:
    runner = Athlete(mass_kg=70, height_m=1.75, sweat_rate_L_h=known_L_h)

    def runs(athlete: Athlete) -> list[BodyStates]:
        # What the core calls for on top, in heat, is no part of the rate that the factor scales.
        one = {"heat.sweat_reserve": 0.0}
        draws = [PARAMETERS.replaced(one | {"sweat.personal": k}) for k in SPREAD]
        return [steady(3.0, 60, athlete=athlete, parameters=drawn) for drawn in draws]

    before, after = runs(MAN), runs(runner)
    prior, posterior = [by_scale_L(run) for run in before], [by_scale_L(run) for run in after]
    assert min(prior[1], known_L_h) <= posterior[1] <= max(prior[1], known_L_h)
    assert (
        abs(math.log(posterior[1] / known_L_h)) < 0.3 * abs(math.log(prior[1] / known_L_h)) + 1e-9
    )
    wide, narrow = (math.log(run[2].sweat_L[-1] / run[0].sweat_L[-1]) for run in (before, after))
    assert narrow / wide == pytest.approx(0.45, abs=0.05)


def test_breath_is_taken_off_a_rate_by_the_scale() -> None:
    """What the scale shows of the median runner is the median runner."""
    median = steady(3.0, 60)
    assert by_scale_L(median) > 1.1 * median.sweat_L[-1]
    weighed = replace(MAN, sweat_rate_L_h=by_scale_L(median))
    assert steady(3.0, 60, athlete=weighed).sweat_L[-1] == pytest.approx(median.sweat_L[-1])


def test_without_sweat_a_weigh_in_tells_nothing() -> None:
    assert personal_factor(np.zeros(3), np.ones(3), 1.0, SWEAT) == SWEAT["personal"]
    assert personal_factor(np.ones(3), np.zeros(3), 1.0, SWEAT) == SWEAT["personal"]


def test_sodium_of_the_population() -> None:
    """Baker2016: log-normal with mean 35.9 and SD 10.4 mmol/L."""
    sodium = PARAMETERS["sweat.sodium"]
    sigma2 = math.log1p(sodium.spread**2)
    assert sodium.value * math.exp(sigma2 / 2) == pytest.approx(35.9, abs=0.3)
    assert sodium.value * math.exp(sigma2 / 2) * sodium.spread == pytest.approx(10.4, abs=0.3)


def test_sodium_rises_with_own_rate_not_with_being_a_sweater() -> None:
    slow, fast = sodium_mmol_L(np.array([0.8, 1.6]), 1.0, None, SWEAT)
    assert fast - slow == pytest.approx(0.8 * SWEAT["sodium_slope"])
    heavy = sodium_mmol_L(np.array([1.6]), 2.0, None, SWEAT)
    assert heavy[0] == pytest.approx(slow)


def test_salty_sweaters_and_limits() -> None:
    rate = np.array([1.21])
    salty, unknown, mild = (
        float(sodium_mmol_L(rate, 1.0, flag, SWEAT)[0]) for flag in (True, None, False)
    )
    assert salty > unknown > mild
    assert sodium_mmol_L(np.array([0.0]), 1.0, False, {**SWEAT, "sodium": 10.0})[0] == 8.0
    assert sodium_mmol_L(np.array([4.0]), 0.5, True, {**SWEAT, "sodium": 90.0})[0] == 110.0


def test_sodium_loss_of_endurance_athletes() -> None:
    """Barnes 2019: 51.7 ± 27.8 mmol/h at 1.28 ± 0.57 L/h in endurance athletes."""
    states = steady(3.2, 90, air_C=22.0)
    hourly = float(states.sodium_lost_mmol[-1]) / 1.5
    assert hourly == pytest.approx(51.7, abs=27.8), f"observed 51.7, predicted {hourly:.1f} mmol/h"


@pytest.mark.parametrize(
    ("patch", "site", "whole_body"),
    [(43.6, "forearm", 35.9), (60.0, "chest", 38.0), (60.0, "back", 37.0), (30.0, "calf", 34.0)],
)
def test_patches_become_whole_body(patch: float, site: str, whole_body: float) -> None:
    """Baker2016: the group's forearm 43.6 and whole body 35.9 mmol/L; Baker2020: other sites."""
    tested = sodium_by_test_mmol_L(None, patch, site, SWEAT)
    assert tested is not None
    assert tested[0] == pytest.approx(whole_body, abs=0.2)


def test_a_sweat_test_moves_and_narrows_sodium() -> None:
    rate = np.array([SWEAT["sodium_slope_rate"]])

    def own(drawn: float, tested: tuple[float, float] | None) -> float:
        return float(sodium_mmol_L(rate, 1.0, None, {**SWEAT, "sodium": drawn}, tested)[0])

    median, sigma = SWEAT["sodium_median"], SWEAT["sodium_log_sd"]
    draws = [median * math.exp(z * sigma) for z in (-1.0, 0.0, 1.0)]
    whole = [own(drawn, sodium_by_test_mmol_L(60.0, None, None, SWEAT)) for drawn in draws]
    patch = [own(drawn, (60.0, SWEAT["patch_error"])) for drawn in draws]
    assert median < patch[1] < whole[1] < 60.0
    widths = [math.log(values[2] / values[0]) for values in (draws, patch, whole)]
    assert widths == sorted(widths, reverse=True)
    assert own(draws[0], None) == pytest.approx(draws[0])


def test_ions_of_sweat() -> None:
    """Lara2016: forearm sodium 42.9, chloride 32.2, potassium 6.0 mmol/L; chloride is less."""
    ions = sweat_ions_mmol_L(np.array([42.9, 5.0]), SWEAT)
    assert 30.0 < ions["chloride"][0] < 42.9
    assert ions["chloride"][1] == 0.0
    assert ions["sodium"][0] > ions["potassium"][0] > ions["calcium"][0] > ions["magnesium"][0]
