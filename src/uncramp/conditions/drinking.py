"""What a runner drinks: per hour or per aid station, with salt, and before the start."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.conditions.drinks import Drink
from uncramp.conditions.weather import ConditionsError, Source, is_number

_FLUID_LIMITS_ML_PER_H = (0.0, 2000.0)
_SODIUM_LIMITS_MG_PER_L = (0.0, 4000.0)
_CAPSULE_LIMITS_MG_PER_H = (0.0, 2000.0)
_PRE_RACE_LIMITS_ML = (0.0, 1500.0)
_STATION_LIMITS_ML = (0.0, 1000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AidStation:
    """A drink at one place or time.

    Attributes
    ----------
    volume_mL
        0…1000 mL.
    at_km, at_min
        Distance from the start, or minutes since it: one of the two. What lies beyond the end of
        the run is not drunk.
    drink
        None: the drink of the plan.

    Raises
    ------
    ConditionsError
        Names the field, its value and what to do.
    """

    volume_mL: float
    at_km: float | None = None
    at_min: float | None = None
    drink: Drink | None = None

    def __post_init__(self) -> None:
        _check("volume_mL", self.volume_mL, _STATION_LIMITS_ML, "mL", "A cup holds about 150 mL")
        if (self.at_km is None) == (self.at_min is None):
            raise ConditionsError("an aid station needs at_km or at_min, one of the two.")
        where = self.at_min if self.at_km is None else self.at_km
        name, unit = ("at_min", "min") if self.at_km is None else ("at_km", "km")
        _check(name, where, (0.0, 10_000.0), unit, "It counts from the start of the run")


@dataclass(frozen=True, slots=True)
class DrinkingPlan:
    """What the runner drinks during the run; None = not given.

    Attributes
    ----------
    fluid_mL_per_h
        0…2000 mL per hour of the run, pauses included. None, and no stations: the runner is assumed
        to drink to thirst, a share of the losses (``fluids.thirst_replacement``, Passe 2007).
    sodium_mg_per_L
        Sodium in the drink, 0…4000 mg/L. None: that of `drink`; without one an unknown drink,
        assumed between water and a sports drink (``fluids.drink_sodium``). Plain water is 0.
    drink
        A product (`load_drinks`).
    stations
        Aid stations, instead of an amount per hour.
    capsule_sodium_mg_per_h
        Sodium from salt capsules, 0…2000 mg per hour, besides what is in the drink.
    pre_race_mL
        Drunk in the last minutes before the start and still in the stomach then, 0…1500 mL. What
        was drunk hours before has left as urine.

    Raises
    ------
    ConditionsError
        Names the field, its value, the limits and what to do.
    """

    fluid_mL_per_h: float | None = None
    sodium_mg_per_L: float | None = None
    drink: Drink | None = None
    stations: tuple[AidStation, ...] = ()
    capsule_sodium_mg_per_h: float = 0.0
    pre_race_mL: float = 0.0

    def __post_init__(self) -> None:
        hint = (
            "Nobody should drink more than they lose: give mL per hour of running, or leave it out"
        )
        if self.fluid_mL_per_h is not None:
            limits = _FLUID_LIMITS_ML_PER_H
            _check("fluid_mL_per_h", self.fluid_mL_per_h, limits, "mL per hour", hint)
        salt = "1 g of salt holds 393 mg of sodium; read the label or leave it out"
        if self.sodium_mg_per_L is not None:
            limits = _SODIUM_LIMITS_MG_PER_L
            unit = "mg of sodium per litre"
            _check("sodium_mg_per_L", self.sodium_mg_per_L, limits, unit, salt)
        capsules = ("capsule_sodium_mg_per_h", self.capsule_sodium_mg_per_h)
        _check(*capsules, _CAPSULE_LIMITS_MG_PER_H, "mg of sodium per hour", salt)
        early = "What is drunk hours before the start does not belong here"
        _check("pre_race_mL", self.pre_race_mL, _PRE_RACE_LIMITS_ML, "mL", early)
        if self.fluid_mL_per_h is not None and self.stations:
            raise ConditionsError(
                "fluid_mL_per_h and stations are both given; a plan has one of them. Remove one."
            )

    @property
    def fluid_source(self) -> Source:
        """``given`` or ``assumed``."""
        return "assumed" if self.fluid_mL_per_h is None and not self.stations else "given"

    @property
    def sodium_source(self) -> Source:
        """``given`` or ``assumed``."""
        return "assumed" if self.sodium_mg_per_L is None and self.drink is None else "given"

    def as_dict(self) -> dict[str, dict[str, float | str | None]]:
        """Field → ``{"value": …, "source": …}``; the value is None where it was not given.

        Drink, stations, capsules and the drink before the start appear only where they were given.
        """
        sodium = self.sodium_mg_per_L
        if sodium is None and self.drink is not None:
            sodium = self.drink.sodium_mg_per_L
        table: dict[str, dict[str, float | str | None]] = {
            "fluid_mL_per_h": {"value": self.fluid_mL_per_h, "source": self.fluid_source},
            "sodium_mg_per_L": {"value": sodium, "source": self.sodium_source},
        }
        extra: dict[str, float | str] = {
            "capsule_sodium_mg_per_h": self.capsule_sodium_mg_per_h,
            "pre_race_mL": self.pre_race_mL,
            "stations_mL": sum(station.volume_mL for station in self.stations),
            "drink": self.drink.name if self.drink else "",
        }
        given = {name: value for name, value in extra.items() if value}
        return table | {name: {"value": value, "source": "given"} for name, value in given.items()}


def _check(field: str, value: object, limits: tuple[float, float], unit: str, hint: str) -> None:
    """Raise ConditionsError unless `value` is a number within `limits`."""
    low, high = limits
    if not is_number(value):
        raise ConditionsError(
            f"{field} is {value!r}; it must be a number from {low:g} to {high:g} {unit}. "
            "Correct it or leave it out."
        )
    if not low <= value <= high:  # type: ignore[operator]
        raise ConditionsError(
            f"{field} is {value:g}; the limits are {low:g} to {high:g} {unit}. {hint}."
        )
