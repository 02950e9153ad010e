"""What people type for a mass, a pace, a temperature: plain numbers, or numbers with a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from uncramp import units
from uncramp.language import Sentence

if TYPE_CHECKING:
    _FloatType = click.ParamType[float]
else:  # older versions of click cannot be subscripted
    _FloatType = click.ParamType

_NUMBER = re.compile(r"\s*(?P<number>[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+))\s*(?P<unit>[^\d\s].*?)?\s*")
_FEET = re.compile(r"\s*(?P<feet>\d+)\s*(?:ft|')\s*(?:(?P<inches>\d+(?:\.\d+)?)\s*(?:in|\")?)?\s*")
_M_PER_FOOT = 0.3048
_M_PER_INCH = 0.0254
_M_S_PER_MPH = units.M_PER_MILE / 3600.0
_M_S_PER_KM_H = 1.0 / 3.6
_RACES_KM = {"marathon": 42.195, "half": 21.0975, "half-marathon": 21.0975}


class Quantity(_FloatType):
    """A number in a stated unit; other units by suffix (``150lb``, ``75F``).

    Parameters
    ----------
    unit
        What a bare number means; shown in the help.
    suffixes
        Suffix, lower case, to the conversion into `unit`.
    """

    def __init__(self, unit: str, suffixes: Mapping[str, Callable[[float], float]]) -> None:
        self.name = unit
        self._suffixes = {unit.lower(): float, **suffixes}

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """The unit, as written: ``kg``."""
        return self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number in the option's unit; a decimal comma is understood."""
        if isinstance(value, float):
            return value
        match = _NUMBER.fullmatch(str(value))
        convert = self._suffixes.get((match["unit"] or self.name).lower()) if match else None
        if match is None or convert is None:
            wrong = Sentence(
                "{value} is not a number in {unit} (units: {known}).",
                value=repr(value),
                unit=self.name,
                known=", ".join(self._suffixes),
            )
            self.fail(wrong, param, ctx)
        return convert(float(match["number"].replace(",", ".")))


class Height(Quantity):
    """Metres; also ``178cm`` and ``5ft10``."""

    def __init__(self) -> None:
        super().__init__("m", {"cm": lambda x: x / 100.0, "in": lambda x: x * _M_PER_INCH})

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Metres."""
        if isinstance(value, str) and (match := _FEET.fullmatch(value)):
            inches = float(match["inches"] or 0.0)
            return float(match["feet"]) * _M_PER_FOOT + inches * _M_PER_INCH
        return super().convert(value, param, ctx)


class Race(Quantity):
    """Kilometres; also ``13.1mi``, ``half`` and ``marathon``."""

    def __init__(self) -> None:
        super().__init__("km", {"mi": _km_of_miles, "m": lambda x: x / 1000.0})

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Kilometres."""
        named = _RACES_KM.get(str(value).strip().lower())
        return named if named is not None else super().convert(value, param, ctx)


class Pace(_FloatType):
    """Seconds per kilometre from ``5:30`` (per km) or ``8:51/mi``."""

    name = "m:ss"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """``m:ss``."""
        return self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Seconds per kilometre."""
        if isinstance(value, float):
            return value
        try:
            return units.pace_from_speed(units.parse_pace(value))
        except ValueError:
            wrong = Sentence(
                "{value} is not a pace; write 5:30 (per km) or 8:51/mi.", value=repr(value)
            )
            self.fail(wrong, param, ctx)


class Clock(_FloatType):
    """Seconds from ``45:00`` (minutes and seconds) or ``3:45:00``."""

    name = "[h:]m:ss"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """``[h:]m:ss``."""
        return self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Seconds."""
        if isinstance(value, float):
            return value
        try:
            return units.parse_duration(value)
        except ValueError:
            wrong = Sentence("{value} is not a time; write 45:00 or 3:45:00.", value=repr(value))
            self.fail(wrong, param, ctx)


def _km_of_miles(distance_miles: float) -> float:
    return units.m_from_miles(distance_miles) / 1000.0


MASS = Quantity("kg", {"lb": units.kg_from_lb, "lbs": units.kg_from_lb})
HEIGHT = Height()
DISTANCE_KM = Quantity("km", {"mi": _km_of_miles})
RACE_KM = Race()
PACE = Pace()
CLOCK = Clock()
AIR = Quantity(
    "°C",
    {
        "c": float,
        "f": units.celsius_from_fahrenheit,
        "°f": units.celsius_from_fahrenheit,
    },
)
WIND = Quantity(
    "m/s",
    {
        "km/h": lambda x: x * _M_S_PER_KM_H,
        "kmh": lambda x: x * _M_S_PER_KM_H,
        "mph": lambda x: x * _M_S_PER_MPH,
    },
)
PERCENT = Quantity("%", {})
FLUID = Quantity(
    "mL/h",
    {
        "ml": float,
        "l": lambda x: x * 1000.0,
        "l/h": lambda x: x * 1000.0,
        "oz": units.mL_from_fl_oz,
        "oz/h": units.mL_from_fl_oz,
    },
)
SODIUM = Quantity("mg/L", {"mg": float, "mmol/l": units.sodium_mg_from_mmol})
SALT = Quantity("mg/h", {"mg": float, "g/h": lambda x: x * 1000.0})
SWEAT_SODIUM = Quantity("mmol/L", {"mmol": float, "mg/l": units.sodium_mmol_from_mg})
VOLUME = Quantity(
    "mL", {"l": lambda x: x * 1000.0, "oz": units.mL_from_fl_oz, "cup": lambda x: x * 150.0}
)
SWEAT = Quantity(
    "L/h",
    {
        "l": float,
        "ml/h": lambda x: x / 1000.0,
        "oz/h": lambda x: units.mL_from_fl_oz(x) / 1000.0,
    },
)
