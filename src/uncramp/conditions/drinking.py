"""What a runner drinks: per hour or per aid station, with salt, and before the start."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.conditions.drinks import Drink
from uncramp.conditions.weather import ConditionsError, Source
from uncramp.given import Limits, refusal
from uncramp.language import marked

# field → limits, and what to do about a number outside
_LIMITS: dict[str, tuple[Limits, str]] = {
    "volume_mL": ((0.0, 1000.0, "mL"), marked("A cup holds about 150 mL.")),
    "at_km": ((0.0, 10_000.0, "km"), marked("It counts from the start of the run.")),
    "at_min": ((0.0, 10_000.0, "min"), marked("It counts from the start of the run.")),
    "fluid_mL_per_h": (
        (0.0, 2000.0, marked("mL per hour")),
        marked(
            "Nobody should drink more than they lose: give mL per hour of running, or leave it out."
        ),
    ),
    "sodium_mg_per_L": (
        (0.0, 4000.0, marked("mg of sodium per litre")),
        marked("1 g of salt holds 393 mg of sodium; read the label or leave it out."),
    ),
    "capsule_sodium_mg_per_h": (
        (0.0, 2000.0, marked("mg of sodium per hour")),
        marked("1 g of salt holds 393 mg of sodium; read the label or leave it out."),
    ),
    "pre_race_mL": (
        (0.0, 1500.0, "mL"),
        marked("What is drunk hours before the start does not belong here."),
    ),
}


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
        _check("volume_mL", self.volume_mL)
        if (self.at_km is None) == (self.at_min is None):
            raise ConditionsError(marked("an aid station needs at_km or at_min, one of the two."))
        for field in ("at_km", "at_min"):
            if getattr(self, field) is not None:
                _check(field, getattr(self, field))


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
        for field in ("fluid_mL_per_h", "sodium_mg_per_L"):
            if getattr(self, field) is not None:
                _check(field, getattr(self, field))
        _check("capsule_sodium_mg_per_h", self.capsule_sodium_mg_per_h)
        _check("pre_race_mL", self.pre_race_mL)
        if self.fluid_mL_per_h is not None and self.stations:
            raise ConditionsError(
                marked(
                    "fluid_mL_per_h and stations are both given; a plan has one of them. Remove "
                    "one."
                )
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


def _check(field: str, value: object) -> None:
    """Raise ConditionsError unless `value` is a number within the limits of `field`."""
    if refused := refusal(field, value, *_LIMITS[field]):
        raise ConditionsError(refused)
