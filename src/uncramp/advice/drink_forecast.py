"""What a plan's drinking does to bodies like the runner's: asked before an amount is said.

The rules are those of `uncramp.explain.dangers`, which every answer on a run obeys; here they are
asked of the body alone, over the ensemble's spread and without the calf.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np

from uncramp.advice.progression import number
from uncramp.athlete import Athlete
from uncramp.body import BodyStates, safety, simulate_body
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.comparison import body_outcome
from uncramp.explain.dangers import dangers
from uncramp.parameters import ParameterSet, load_parameters

HOT_C = 25.0
N_BODIES = 16
_LOW_PCT = 10.0
_ROUND_S, _ROUND_M_S = 600.0, 0.1
_HUMID_PCT = 60.0
_S_PER_HOUR = 3600.0


def weather(hot: bool, known: Mapping[str, float] | None = None) -> Conditions:
    """Of a day that is not yet there: what is known of it, else warm air or what is assumed.

    Parameters
    ----------
    known
        Weather as the runner gave it, by the names of `Conditions.resolve`.
    """
    return Conditions.resolve({**({"air_temperature_C": HOT_C} if hot else {}), **(known or {})})


def is_hot(air: Conditions) -> bool:
    """Whether drinking has to be planned for heat."""
    known = air.air_temperature_C.source != "assumed"
    return known and air.air_temperature_C.value >= HOT_C


def least_loss_mL_per_h(
    duration_s: float, athlete: Athlete, air: Conditions, speed_m_s: float | None = None
) -> float:
    """10th percentile of the net loss of water when nothing is drunk, mL per hour; at least 0.

    Parameters
    ----------
    speed_m_s
        Mean speed; None for the easy one, at which less is lost than in a race.
    """
    bodies = _bodies(*_rounded(duration_s, athlete, speed_m_s), athlete, air, 0.0, 0.0)
    hours = float(bodies[0].time_s[-1]) / _S_PER_HOUR
    least_L = float(np.percentile([body.net_loss_L for body in bodies], _LOW_PCT))
    return max(0.0, 1000.0 * least_L / hours)


def broken_rules(
    duration_s: float,
    athlete: Athlete,
    air: Conditions,
    fluid_mL_per_h: float,
    sodium_mg_per_L: float,
    speed_m_s: float | None = None,
) -> tuple[str, ...]:
    """Names of the rules of `dangers` that so much drinking breaks; none if it is safe."""
    rounded = _rounded(duration_s, athlete, speed_m_s)
    bodies = _bodies(*rounded, athlete, air, fluid_mL_per_h, sodium_mg_per_L)
    ends = [body_outcome(body) for body in bodies]
    found = dangers(ends, athlete, air, load_parameters())
    return tuple(name for name in found if name != "heat")  # said of the day, not of a drink


@cache
def hot_from_C() -> int:
    """Air in °C, in full sun at 60 % humidity, from which races are advised against."""
    known = load_parameters()
    return next(
        air_C
        for air_C in range(10, 50)
        if safety.too_hot(
            Conditions.resolve(
                {"air_temperature_C": air_C, "relative_humidity_pct": _HUMID_PCT, "solar": 1.0}
            ),
            known,
        )
    )


def _rounded(duration_s: float, athlete: Athlete, speed_m_s: float | None) -> tuple[float, float]:
    """Longer and slower than asked, to the unfavourable side, so that days share a forecast."""
    usual = athlete.usual_speed_m_s(load_parameters()) or 1000.0 / number("easy_pace")
    speed = usual if speed_m_s is None else speed_m_s
    return (
        _ROUND_S * max(1, math.ceil(duration_s / _ROUND_S)),
        _ROUND_M_S * math.floor(speed / _ROUND_M_S),
    )


@cache
def _members() -> tuple[ParameterSet, ...]:
    known = load_parameters()
    return tuple(known.draw(np.random.default_rng([17, k])) for k in range(N_BODIES))


@lru_cache(maxsize=256)
def _bodies(
    duration_s: float,
    speed_m_s: float,
    athlete: Athlete,
    air: Conditions,
    fluid_mL_per_h: float,
    sodium_mg_per_L: float,
) -> tuple[BodyStates, ...]:
    time_s, speed = np.array([0.0, duration_s]), np.full(2, speed_m_s)
    plan = DrinkingPlan(fluid_mL_per_h, sodium_mg_per_L)
    return tuple(
        simulate_body(time_s, speed, None, speed > 0.0, athlete, air.redrawn(drawn), plan, drawn)
        for drawn in _members()
    )
