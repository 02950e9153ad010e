"""Sweat: how much, and how much sodium is in it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from uncramp.body.heat import (
    HeatExchange,
    clothing_clo,
    conductances,
    saturated_vapour_pressure_kPa,
)

Series = NDArray[np.float64]
Numbers = Mapping[str, float]

_L_PER_G = 0.001


def typical_sweat_rate_L_h(
    step_s: Series,
    exchange: HeatExchange,
    surface_m2: float,
    air_temperature_C: float,
    relative_humidity_pct: float,
    sweat: Numbers,
    heat: Numbers,
) -> Series:
    """Sweat rate of a median runner, L/h, shape (n_steps,).

    PW = 147 + 1.527 E_req − 0.87 E_max in g/m²/h (Gonzalez 2009), with 350 for 147 in cool air
    (Gonzalez 2012), blended over 11…29 °C so that sweat never falls as the air gets warmer; skin
    at 36 °C. E_req and E_max are those of the laboratory PW comes from (treadmill convection, a
    T-shirt and shorts), not the free-air exchange of `heat`. The sun adds to E_req; the authors'
    linear correction for marching in the sun (0.72 PW + 135) is left out, because it was made for
    loaded walkers sweating up to 700 g/m²/h and would lower a hard runner's rate.

    PW was fitted at 15…46 °C up to 450 W/m². Runners exceed that and sweat more than it says, hence
    ``sweat.field_factor``. Rates follow effort with a delay of minutes and are never negative.
    """
    skin_C = sweat["skin_temperature"]
    convection = np.maximum(
        sweat["convection_factor"] * exchange.air_m_s ** sweat["convection_exponent"],
        heat["convection_still"],
    )
    extra_clo = clothing_clo(air_temperature_C, heat) - heat["clothing_warm"]
    clo = sweat["clothing"] + sweat["cold_clothing_share"] * extra_clo
    dry, wet = conductances(convection, clo, heat)
    required = (exchange.heat_W + exchange.solar_W) / surface_m2
    required = required - dry * (skin_C - air_temperature_C)
    air_kPa = 0.01 * relative_humidity_pct * saturated_vapour_pressure_kPa(air_temperature_C)
    gap_kPa = max(0.0, saturated_vapour_pressure_kPa(skin_C) - air_kPa)
    possible = wet * gap_kPa
    cool, warm = sweat["pw_cool_at"], sweat["pw_warm_at"]
    share = min(1.0, max(0.0, (air_temperature_C - cool) / (warm - cool)))
    intercept = (1.0 - share) * sweat["pw_cool_intercept"] + share * sweat["pw_intercept"]
    steady_g_m2_h = np.maximum(
        0.0, intercept + sweat["pw_required"] * required - sweat["pw_maximum"] * possible
    )
    steady_L_h = sweat["field_factor"] * _L_PER_G * surface_m2 * steady_g_m2_h
    return _delayed(step_s, steady_L_h, sweat["delay"])


def _delayed(step_s: Series, target: Series, delay_s: float) -> Series:
    """First-order lag from zero, the mean over each step."""
    keep = np.exp(-step_s / delay_s)
    mean_share = (1.0 - keep) * delay_s / step_s
    rate, rates = 0.0, []
    for goal, kept, share in zip(target.tolist(), keep.tolist(), mean_share.tolist(), strict=True):
        rates.append(goal + (rate - goal) * share)
        rate = goal + (rate - goal) * kept
    return np.array(rates)


def personal_factor(
    typical_L_h: Series, moving: Series, known_rate_L_h: float | None, sweat: Numbers
) -> float:
    """This runner's sweat relative to the median runner's.

    Without weigh-ins it is ``sweat.personal``, as drawn. A known rate is an observation of the mean
    rate while moving in weather like today's: on the log scale prior and observation are weighted
    by their precision, and the draw keeps the posterior's spread (a third of the prior's).

    Parameters
    ----------
    typical_L_h
        Rate of the median runner, shape (n_steps,).
    moving
        Fraction of each step spent moving, shape (n_steps,).
    """
    drawn = sweat["personal"]
    weight = float(moving.sum())
    typical = float((typical_L_h * moving).sum()) / weight if weight > 0.0 else 0.0
    if known_rate_L_h is None or typical <= 0.0:
        return drawn
    prior, error = sweat["personal_log_sd"] ** 2, sweat["weigh_in_error"] ** 2
    gain = prior / (prior + error)
    observed = math.log(known_rate_L_h / typical)
    return math.exp(gain * observed + math.sqrt(1.0 - gain) * math.log(drawn))


def sodium_mmol_L(
    rate_L_h: Series, factor: float, salty_sweater: bool | None, sweat: Numbers
) -> Series:
    """Whole-body sweat sodium, mmol/L, shape of `rate_L_h`.

    The runner's own concentration (Baker 2016) plus a rise with their rate (Buono 2008). Rates are
    compared after dividing by the personal factor, because between people sodium is unrelated to
    rate (Lara 2016). Kept within 8…110 mmol/L, what has been measured.
    """
    own = sweat["sodium"]
    if salty_sweater is not None:
        own *= sweat["salty_factor" if salty_sweater else "not_salty_factor"]
    effort_L_h = rate_L_h / factor - sweat["sodium_slope_rate"]
    return np.clip(
        own + sweat["sodium_slope"] * effort_L_h, sweat["sodium_least"], sweat["sodium_most"]
    )
