"""Sweat: how much, and what is in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

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
_S_PER_H = 3600.0


def typical_sweat_rate_L_h(
    step_s: Series,
    exchange: HeatExchange,
    surface_m2: float,
    air_temperature_C: float,
    relative_humidity_pct: float,
    sweat: Numbers,
    heat: Numbers,
    clo: float | None = None,
    acclimated: float = 0.0,
) -> Series:
    """Sweat rate of a median runner, L/h, shape (n_steps,).

    PW = 147 + 1.527 E_req − 0.87 E_max in g/m²/h (Gonzalez 2009), with 350 for 147 in cool air
    (Gonzalez 2012), blended over 11…29 °C so that sweat never falls as the air gets warmer; skin
    at 36 °C. E_req and E_max are those of the laboratory PW comes from (treadmill convection, a
    T-shirt and shorts), not the free-air exchange of `heat`. The sun adds to E_req; the authors'
    linear correction for marching in the sun (0.72 PW + 135) is left out, because it was made for
    loaded walkers sweating up to 700 g/m²/h and would lower a hard runner's rate.

    PW was fitted at 15…46 °C up to 450 W/m². Runners exceed that and sweat more than it says in the
    first hour, but no more than it says over a marathon: `_in_the_field`. Rates follow effort with
    a delay of minutes and are never negative.

    `clo` is the effective clothing (None: usual at that temperature), `acclimated` how used to heat
    the runner is, 0…1.
    """
    skin_C = sweat["skin_temperature"]
    convection = np.maximum(
        sweat["convection_factor"] * exchange.air_m_s ** sweat["convection_exponent"],
        heat["convection_still"],
    )
    worn_clo = clothing_clo(air_temperature_C, heat) if clo is None else clo
    extra_clo = max(0.0, worn_clo - heat["clothing_warm"])
    insulation_clo = sweat["clothing"] + sweat["cold_clothing_share"] * extra_clo
    dry, wet = conductances(convection, insulation_clo, heat)
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
    more = 1.0 + acclimated * (sweat["acclimated_rate"] - 1.0)
    steady_L_h = more * _in_the_field(step_s, sweat) * _L_PER_G * surface_m2 * steady_g_m2_h
    return _delayed(step_s, steady_L_h, sweat["delay"])


def _in_the_field(step_s: Series, sweat: Numbers) -> Series:
    """Runners' sweat over PW, the mean over each step: high at the start, fading over hours.

    ``late + (early − late) exp(−t / fade)``. Glands tire, water is lost and pace falls; which of it
    does how much is not known, the numbers are fitted to runs of one to four hours.
    """
    late, fade_s = sweat["field_late"], _S_PER_H * sweat["field_fade"]
    left = np.exp(-np.concatenate(([0.0], np.cumsum(step_s))) / fade_s)
    mean_left = fade_s * (left[:-1] - left[1:]) / step_s
    return np.asarray(late + (sweat["field_early"] - late) * mean_left)


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
    typical_L_h: Series,
    moving: Series,
    known_rate_L_h: float | None,
    sweat: Numbers,
    weighings: Sequence[Observation] = (),
    besides_L_h: float = 0.0,
) -> float:
    """This runner's sweat relative to the median runner's.

    Without weigh-ins it is ``sweat.personal``, as drawn. A known rate is an observation, by a scale
    and so with breath in it, of the mean rate while moving in weather like today's; a weigh-in is
    one of the factor itself. On the log
    scale prior and observations are weighted by their precision, and the draw keeps the posterior's
    spread: `posterior`.

    Parameters
    ----------
    typical_L_h
        Rate of the median runner, shape (n_steps,).
    moving
        Fraction of each step spent moving, shape (n_steps,).
    weighings
        From `uncramp.body.weigh_in.observe`.
    besides_L_h
        What a scale counts as lost besides sweat while moving; taken off the known rate, of which
        at least a tenth is sweat.
    """
    drawn = sweat["personal"]
    weight = float(moving.sum())
    typical = float((typical_L_h * moving).sum()) / weight if weight > 0.0 else 0.0
    seen = list(weighings)
    if known_rate_L_h is not None and typical > 0.0:
        sweat_L_h = max(known_rate_L_h - besides_L_h, 0.1 * known_rate_L_h)
        ratio = math.log(sweat_L_h / typical)
        seen.append(Observation(ratio, sweat["weigh_in_error"], of_a_day=False))
    if not seen:
        return drawn
    mean, log_sd = posterior(seen, sweat)
    return math.exp(mean + log_sd / sweat["personal_log_sd"] * math.log(drawn))


class Observation(NamedTuple):
    """A runner's sweat relative to the median runner's: its log, that log's SD.

    `of_a_day` tells that it is of one day, so that the spread between days comes on top.
    """

    log_ratio: float
    log_sd: float
    of_a_day: bool = True


def posterior(seen: Sequence[Observation], sweat: Numbers) -> tuple[float, float]:
    """Mean and SD of the log of the personal factor on the next day, after observations."""
    precision, total = 1.0 / sweat["personal_log_sd"] ** 2, 0.0
    for observation in seen:
        weight = 1.0 / observation.log_sd**2
        precision += weight
        total += weight * observation.log_ratio
    between_days = sweat["day_to_day"] if any(o.of_a_day for o in seen) else 0.0
    log_sd = math.sqrt(1.0 / precision + between_days**2)
    return total / precision, min(log_sd, sweat["personal_log_sd"])


def sodium_by_test_mmol_L(
    whole_body: float | None, patch: float | None, site: str | None, sweat: Numbers
) -> tuple[float, float] | None:
    """Whole-body sodium by a test, mmol/L, and the SD of its log; None without a test.

    A patch on the forearm is converted by the regression of Baker2016, one elsewhere by the
    difference of its site (Baker2020).
    """
    if whole_body is not None:
        return whole_body, sweat["sodium_test_error"]
    if patch is None:
        return None
    if site == "forearm":
        sodium = sweat["patch_slope"] * patch + sweat["patch_intercept"]
    else:
        sodium = patch - sweat[f"patch_{site}"]
    return max(sodium, sweat["sodium_least"]), sweat["patch_error"]


def sodium_mmol_L(
    rate_L_h: Series,
    factor: float,
    salty_sweater: bool | None,
    sweat: Numbers,
    tested: tuple[float, float] | None = None,
    acclimated: float = 0.0,
) -> Series:
    """Whole-body sweat sodium, mmol/L, shape of `rate_L_h`.

    The runner's own concentration (Baker 2016) plus a rise with their rate (Buono 2008). Rates are
    compared after dividing by the personal factor, because between people sodium is unrelated to
    rate (Lara 2016). A test (`sodium_by_test_mmol_L`) narrows the draw and makes what the runner
    says of salt, and days in the heat, unnecessary. Kept within 8…110 mmol/L, what has been
    measured.
    """
    own = sweat["sodium"]
    if tested is not None:
        median, prior = sweat["sodium_median"], sweat["sodium_log_sd"] ** 2
        gain = prior / (prior + tested[1] ** 2)
        drawn = math.sqrt(1.0 - gain) * math.log(own / median)
        own = median * math.exp(gain * math.log(tested[0] / median) + drawn)
    else:
        own *= 1.0 + acclimated * (sweat["acclimated_sodium"] - 1.0)
        if salty_sweater is not None:
            own *= sweat["salty_factor" if salty_sweater else "not_salty_factor"]
    effort_L_h = rate_L_h / factor - sweat["sodium_slope_rate"]
    return np.clip(
        own + sweat["sodium_slope"] * effort_L_h, sweat["sodium_least"], sweat["sodium_most"]
    )


def sweat_ions_mmol_L(sodium: Series, sweat: Numbers) -> dict[str, Series]:
    """Ions in sweat, mmol/L, by name: chloride follows sodium, the others do not vary with rate."""
    same = np.ones_like(sodium)
    return {
        "sodium": sodium,
        "potassium": sweat["potassium"] * same,
        "chloride": np.maximum(0.0, sodium - sweat["chloride_offset"]),
        "calcium": sweat["calcium"] * same,
        "magnesium": sweat["magnesium"] * same,
    }
