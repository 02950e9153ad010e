"""What no advice may cross, the heat index of races, and what a run takes from the day's diet.

Every rule of safe drinking stands here once; ``advice/drinking.py`` (a run that is simulated) and
``advice/diet.py`` (days of a training plan) ask it. Their numbers are ``parameters/safety.toml``.
"""

from __future__ import annotations

from uncramp.athlete import HEALTH, Athlete
from uncramp.body.heat import saturated_vapour_pressure_kPa
from uncramp.body.states import BodyStates
from uncramp.body.sweat import sodium_by_test_mmol_L
from uncramp.conditions import Conditions
from uncramp.parameters import ParameterSet

# Conditions and medicines with which only a doctor gives amounts.
MEDICAL = frozenset(HEALTH)

_LEAST_WIND_M_S = 0.5


def fluid_most_mL_per_h(
    least_loss_mL_per_h: float, parameters: ParameterSet, *, trained_gut: bool = False
) -> float:
    """The most that may be planned to drink, mL per hour of the run.

    Parameters
    ----------
    least_loss_mL_per_h
        Lower bound of the net loss, less what was drunk before; below 0 counts as 0. Never more
        than it is planned, so that no gain in mass ever is; nor more than a stomach passes.
    """
    stomach = parameters.value(f"safety.fluid_most{'_trained' if trained_gut else ''}")
    return max(0.0, min(least_loss_mL_per_h, stomach))


def sodium_most_mg_per_h(parameters: ParameterSet, *, salty: bool = False) -> float:
    """The most sodium that may be planned, mg per hour; more only where a test showed much loss."""
    return parameters.value(f"safety.sodium_most{'_salty' if salty else ''}")


def proven_salty(athlete: Athlete, parameters: ParameterSet) -> bool:
    """Whether a test, and not the look of a shirt, has shown much sodium in the sweat.

    A patch counts as whole-body sodium once its site is taken off.
    """
    tested = sodium_by_test_mmol_L(
        athlete.sweat_sodium_mmol_L,
        athlete.patch_sodium_mmol_L,
        athlete.patch_site,
        parameters.organ("sweat"),
    )
    return tested is not None and tested[0] >= parameters.value("safety.salty_from")


def sodium_is_low(forecast_mmol_L: float | None, parameters: ParameterSet) -> bool:
    """Whether a forecast of plasma sodium ends all coaching; what is not a number counts as low."""
    if forecast_mmol_L is None:
        return False
    return not forecast_mmol_L >= parameters.value("safety.sodium_least")


def supplement_most_mg(
    nutrient: str, parameters: ParameterSet, upper_mg: float | None = None
) -> float:
    """The most of a supplement that may be named per day.

    Parameters
    ----------
    nutrient
        ``"magnesium"`` or ``"calcium"``; nothing else is ever advised as a supplement.
    upper_mg
        The upper limit at the runner's age, where it is known; without it the lowest of all adults.

    Raises
    ------
    ValueError
        For another nutrient.
    """
    limits = parameters.organ("safety")
    if (key := f"{nutrient}_upper") not in limits:
        raise ValueError(f"no supplement of {nutrient!r} is advised; magnesium and calcium are")
    return limits[key] if upper_mg is None else upper_mg


def wet_bulb_C(air_temperature_C: float, relative_humidity_pct: float, constant: float) -> float:
    """Wet-bulb temperature by the psychrometer equation, °C.

    The temperature at which ``e_s(T_w) − constant (T − T_w)`` is the vapour pressure of the air,
    found by bisection to 0.001 °C; `constant` in kPa/K.
    """
    vapour_kPa = 0.01 * relative_humidity_pct * saturated_vapour_pressure_kPa(air_temperature_C)
    low, high = air_temperature_C - 40.0, air_temperature_C
    while high - low > 0.001:
        middle = 0.5 * (low + high)
        excess = saturated_vapour_pressure_kPa(middle) - constant * (air_temperature_C - middle)
        low, high = (low, middle) if excess > vapour_kPa else (middle, high)
    return 0.5 * (low + high)


def wbgt_C(conditions: Conditions, parameters: ParameterSet) -> float:
    """Wet bulb globe temperature in °C: 0.7 T_nw + 0.2 T_g + 0.1 T_a.

    Estimated, not measured: the globe's rise in the sun from a linear heat balance, the natural wet
    bulb from the psychrometer's plus a tenth of that rise. Good to about 2 °C; a race goes by the
    organiser's instrument.
    """
    numbers = parameters.organ("safety")
    air_C = conditions.air_temperature_C.value
    wind_m_s = max(conditions.wind_m_s.value, _LEAST_WIND_M_S)
    film = numbers["globe_convection"] * wind_m_s**0.6 + numbers["globe_radiation"]
    rise_K = conditions.solar.value * numbers["globe_sun"] / film
    wet_C = wet_bulb_C(air_C, conditions.relative_humidity_pct.value, numbers["psychrometer"])
    natural_C = wet_C + numbers["wet_bulb_sun"] * rise_K
    return float(0.7 * natural_C + 0.2 * (air_C + rise_K) + 0.1 * air_C)


def too_hot(conditions: Conditions, parameters: ParameterSet) -> bool:
    """Whether weather that is known is above the limit of heat for races."""
    if conditions.air_temperature_C.source == "assumed":
        return False
    return wbgt_C(conditions, parameters) > parameters.value("safety.wbgt_most")


def day_of_training_mg(states: BodyStates, parameters: ParameterSet) -> dict[str, float]:
    """Minerals that a run took in sweat and its drinks did not give back, mg by name.

    What a day of training adds to a diet's need of sodium, potassium, calcium and magnesium; never
    negative. Of calcium and magnesium, food gives up only a part: the diet's reference accounts for
    that, not this number.
    """
    plasma = parameters.organ("electrolytes")
    return {
        ion: max(0.0, float(balance.lost_mmol[-1] - balance.drunk_mmol[-1]))
        * plasma[f"{ion}_molar_mass"]
        for ion, balance in states.ions.items()
        if ion != "chloride"
    }
