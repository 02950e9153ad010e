"""Runs with a scale: how far one, or several, narrow what is known of the runner's sweat."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bodies import MAN, PARAMETERS, steady

from uncramp.athlete import Athlete, WeighIn
from uncramp.body import sweat_factor
from uncramp.body.weigh_in import observe


def hour(sweat_more: float = 1.0, air_C: float = 22.0) -> WeighIn:
    """An hour at 11 km/h by a man who sweats so many times what the median man does."""
    # What the core calls for on top, in heat, is no part of the usual rate that the factor scales.
    drawn = PARAMETERS.replaced({"sweat.personal": sweat_more, "heat.sweat_reserve": 0.0})
    run = steady(11.0 / 3.6, 60, air_C=air_C, wind_m_s=1.5, solar=0.5, parameters=drawn)
    lost_kg = -float(run.mass_change_pct[-1]) / 100.0 * 70.0
    return WeighIn(
        mass_before_kg=70.0,
        mass_after_kg=70.0 - lost_kg,
        duration_min=60.0,
        distance_km=11.0,
        drunk_L=float(run.drunk_L[-1]),
        urine_L=float(run.urine_L[-1]),
        air_temperature_C=air_C,
    )


def width(weigh_ins: tuple[WeighIn, ...]) -> float:
    factor = sweat_factor(MAN, PARAMETERS, weigh_ins)
    return math.log(factor.high / factor.low)


def test_one_weigh_in_cuts_the_interval_to_about_a_third() -> None:
    share = width((hour(),)) / width(())
    assert 0.27 <= share <= 0.40, f"80 % interval cut to {share:.2f}"


def test_more_weigh_ins_narrow_further_but_not_to_nothing() -> None:
    widths = [width((hour(),) * n) for n in (0, 1, 2, 5, 100)]
    assert widths == sorted(widths, reverse=True)
    day_to_day = 2 * 1.2816 * PARAMETERS.value("sweat.day_to_day")
    assert widths[-1] == pytest.approx(day_to_day, rel=0.05)


@pytest.mark.parametrize("more", [0.6, 1.0, 1.7])
@pytest.mark.parametrize("air_C", [5.0, 22.0, 30.0])
def test_it_finds_the_runner_in_any_weather(more: float, air_C: float) -> None:
    (seen,) = observe([hour(more, air_C)], MAN, PARAMETERS)
    assert math.exp(seen.log_ratio) == pytest.approx(more, rel=0.03)
    factor = sweat_factor(MAN, PARAMETERS, (hour(more, air_C),))
    assert factor.low < more < factor.high
    assert min(more, 1.0) - 0.05 < factor.median < max(more, 1.0) + 0.05


def test_the_ensemble_follows_the_scale() -> None:
    """The draws of simulated runs have the posterior's median and width."""
    weighed = Athlete(mass_kg=70, height_m=1.75, sex="male", weigh_in=(hour(1.6),))
    rates = {}
    for name, runner in (("prior", MAN), ("weighed", weighed)):
        rates[name] = [
            float(steady(3.0, 60, athlete=runner, parameters=one).sweat_L[-1])
            for one in (
                PARAMETERS.replaced({"sweat.personal": float(math.exp(0.3 * z))})
                for z in np.linspace(-1.2816, 1.2816, 9)
            )
        ]
    spread = {name: math.log(max(values) / min(values)) for name, values in rates.items()}
    assert spread["weighed"] / spread["prior"] == pytest.approx(0.32, abs=0.07)
    ratio = rates["weighed"][4] / rates["prior"][4]
    assert ratio == pytest.approx(sweat_factor(weighed, PARAMETERS).median, rel=0.02)


def test_a_tiny_loss_tells_little() -> None:
    cold = WeighIn(
        mass_before_kg=70.0,
        mass_after_kg=69.85,
        duration_min=30.0,
        distance_km=4.0,
        air_temperature_C=0.0,
    )
    assert width((cold,)) > 0.7 * width(())
