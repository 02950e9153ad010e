"""What a run with a scale says about how much a runner sweats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from uncramp.athlete import Athlete, WeighIn
from uncramp.body.fluids import besides_sweat_kg
from uncramp.body.heat import heat_exchange
from uncramp.body.sweat import Observation, posterior, typical_sweat_rate_L_h
from uncramp.body.temperature import acclimation
from uncramp.conditions import Conditions
from uncramp.parameters import ParameterSet

_Z80 = 1.2815515655446004  # half the 80 % interval of a normal distribution, in SDs


@dataclass(frozen=True, slots=True)
class SweatFactor:
    """How much a runner sweats relative to the median runner in the same weather at the same pace.

    Attributes
    ----------
    median, low, high
        Of the log-normal distribution for the next run: median, and its 80 % interval.
    log_sd
        SD of the logarithm.
    n_weigh_ins
        How many runs with a scale it rests on.
    """

    median: float
    low: float
    high: float
    log_sd: float
    n_weigh_ins: int


def observe(
    weigh_ins: Sequence[WeighIn], athlete: Athlete, parameters: ParameterSet
) -> list[Observation]:
    """Each weigh-in as an observation of the personal factor.

    What was lost less breath and the carbon of the fuel is sweat; the median runner's sweat in that
    weather at that pace is what it is compared with. The SD of the log is that of scale and bottle
    relative to the sweat, and of the prediction for another day's weather. Of who sweats little, a
    weigh-in in heat tells up to a tenth too much, because the core then calls for more.
    """
    return [_observation(weighing, athlete, parameters) for weighing in weigh_ins]


def sweat_factor(
    athlete: Athlete, parameters: ParameterSet, weigh_ins: Sequence[WeighIn] | None = None
) -> SweatFactor:
    """The personal sweat factor after the runner's weigh-ins, or after those given."""
    sweat = parameters.organ("sweat")
    seen = observe(
        weigh_ins if weigh_ins is not None else athlete.weigh_in or (), athlete, parameters
    )
    mean, log_sd = posterior(seen, sweat) if seen else (0.0, sweat["personal_log_sd"])
    half = _Z80 * log_sd
    return SweatFactor(
        math.exp(mean), math.exp(mean - half), math.exp(mean + half), log_sd, len(seen)
    )


def _observation(weighing: WeighIn, athlete: Athlete, parameters: ParameterSet) -> Observation:
    heat, sweat = parameters.organ("heat"), parameters.organ("sweat")
    fluids = parameters.organ("fluids")
    weather = Conditions.resolve(
        {
            "air_temperature_C": weighing.air_temperature_C,
            "relative_humidity_pct": weighing.relative_humidity_pct,
            "wind_m_s": weighing.wind_m_s,
            "solar": weighing.solar,
        },
        parameters=parameters,
    )
    seconds = 60.0 * weighing.duration_min
    step_s = np.array([seconds])
    speed = np.array([1000.0 * weighing.distance_km / seconds])
    air_C, humidity = weather.air_temperature_C.value, weather.relative_humidity_pct.value
    surface_m2 = athlete.body_surface_m2(parameters)
    exchange = heat_exchange(
        speed,
        np.zeros(1),
        weighing.mass_before_kg,
        surface_m2,
        air_C,
        humidity,
        weather.wind_m_s.value,
        weather.solar.value,
        heat,
    )
    used_to = acclimation(athlete.heat_days, heat)
    typical_L_h = typical_sweat_rate_L_h(
        step_s, exchange, surface_m2, air_C, humidity, sweat, heat, acclimated=used_to
    )
    typical_L = float(typical_L_h[0]) * seconds / 3600.0
    besides_kg = besides_sweat_kg(step_s, exchange, fluids, heat["oxygen_heat"])
    error_L = sweat["scale_error"]
    sweat_L = max(weighing.lost_L - besides_kg, error_L)
    log_sd = math.hypot(error_L / sweat_L, sweat["weather_error"])
    return Observation(math.log(sweat_L / max(typical_L, error_L)), log_sd)
