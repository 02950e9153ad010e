"""How lengths, paces and temperatures are said: metric or imperial, rounded honestly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from uncramp import units
from uncramp.language import SOURCE, Language

System = Literal["metric", "imperial"]

_NUMBER_AND_UNIT = re.compile(
    r"(?<=\S) (?=[;:?!»])|(?<=«) (?=\S)"  # French keeps these signs with their word
    r"|(?<=[^\W\d]) (?=\d{4}[a-z]?(?:,|$))"  # Minetti 2002
    r"|(?<=\d) (?=(?:%|°[CF]|/km|/mi|km|mi|m|ft|L|fl oz|mL|h|min|s|g|mg|Hz|mmol|mph)(?!\w))"
)
_S_PER_HOUR = 3600.0
_M_PER_FOOT = 0.3048
_ROUNDING = 1e-6  # of arithmetic, before a most is rounded down
_M_S_PER_MPH = units.M_PER_MILE / _S_PER_HOUR
_M_S_PER_KM_H = 1000.0 / _S_PER_HOUR


@dataclass(frozen=True, slots=True)
class Measures:
    """Formats of one system of units in one language: SI in, what is printed out.

    Raises
    ------
    ValueError
        If the system is neither ``metric`` nor ``imperial``.
    """

    system: str = "metric"
    language: Language = SOURCE

    def __post_init__(self) -> None:
        if self.system not in ("metric", "imperial"):
            raise ValueError(f"units {self.system!r}: can be metric or imperial")

    @property
    def imperial(self) -> bool:
        """Whether miles and °F are used."""
        return self.system == "imperial"

    @property
    def split_m(self) -> float:
        """Length of a split: a kilometre or a mile."""
        return units.M_PER_MILE if self.imperial else 1000.0

    @property
    def distance_unit(self) -> str:
        """``km`` or ``mi``."""
        return "mi" if self.imperial else "km"

    @property
    def pace_unit(self) -> str:
        """``min/km`` or ``min/mi``."""
        return f"min/{self.distance_unit}"

    @property
    def height_unit(self) -> str:
        """``m`` or ``ft``."""
        return "ft" if self.imperial else "m"

    @property
    def temperature_unit(self) -> str:
        """``°C`` or ``°F``."""
        return "°F" if self.imperial else "°C"

    def in_distance(self, distance_km: float) -> float:
        """Kilometres in the system's unit."""
        return distance_km * 1000.0 / self.split_m

    def in_height(self, height_m: float) -> float:
        """Metres in the system's unit."""
        return height_m / _M_PER_FOOT if self.imperial else height_m

    def in_temperature(self, temperature_C: float) -> float:
        """°C in the system's unit."""
        return units.fahrenheit_from_celsius(temperature_C) if self.imperial else temperature_C

    def pace_s(self, speed_m_s: float) -> float:
        """Seconds per split; infinite when standing."""
        return units.pace_from_speed(speed_m_s, self.split_m)

    def pace(self, speed_m_s: float) -> str:
        """``5:27 /km`` or ``8:46 /mi``; a dash when standing."""
        return units.format_pace(speed_m_s, self.split_m).replace("/mile", "/mi")

    def distance(self, distance_km: float) -> str:
        """``34.6 km``."""
        return f"{self.number(self.in_distance(distance_km), 1)} {self.distance_unit}"

    def near(self, distance_km: float) -> str:
        """``km 33`` or ``mile 20.5``: as exact as a simulated cramp deserves."""
        word = self.language.gettext("mile") if self.imperial else "km"
        return f"{word} {self._place(distance_km)}"

    def nearby(self, distance_km: float) -> str:
        """``near km 33`` in the reader's language."""
        _ = self.language.gettext
        said = _("near mile {place}") if self.imperial else _("near km {place}")
        return said.format(place=self._place(distance_km))

    def _place(self, distance_km: float) -> str:
        place = self.in_distance(distance_km)
        return self.number(place, 0 if place >= 5.0 else 1)

    def number(self, value: float, digits: int = 0) -> str:
        """``34.6`` in the reader's language: ``34,6``; a minus is a minus sign."""
        return self.language.number(f"{value:.{digits}f}").replace("-", "−")

    def signed(self, value: float, digits: int = 0) -> str:
        """``+1.2``, ``−3.4``, ``0.0``: with its sign, but for nothing."""
        zero = self.number(0.0, digits)
        said = self.language.number(f"{value:+.{digits}f}").replace("-", "−")
        return zero if said[1:] == zero else said

    def height(self, height_m: float) -> str:
        """``310 m`` or ``1017 ft``."""
        return f"{self.in_height(height_m):.0f} {self.height_unit}"

    def temperature(self, temperature_C: float, digits: int = 0) -> str:
        """``24 °C`` or ``75 °F``."""
        value = self.number(self.in_temperature(temperature_C), digits)
        return f"{value} {self.temperature_unit}"

    def wind(self, wind_m_s: float) -> str:
        """``11 km/h`` or ``7 mph``."""
        if self.imperial:
            return f"{wind_m_s / _M_S_PER_MPH:.0f} mph"
        return f"{wind_m_s / _M_S_PER_KM_H:.0f} km/h"

    def volume(self, volume_L: float) -> str:
        """``2.1 L`` or ``71 fl oz``."""
        if self.imperial:
            return f"{units.fl_oz_from_mL(volume_L * 1000.0):.0f} fl oz"
        return f"{self.number(volume_L, 1)} L"

    def flow(self, fluid_mL_per_h: float) -> str:
        """``300 mL/h`` or ``10 fl oz/h``."""
        if self.imperial:
            return f"{units.fl_oz_from_mL(fluid_mL_per_h):.0f} fl oz/h"
        return f"{fluid_mL_per_h:.0f} mL/h"

    def at_most(self, volume_mL: float) -> str:
        """``350 mL`` or ``11 fl oz``: what is drunk at most is rounded down."""
        if self.imperial:
            return f"{int(units.fl_oz_from_mL(volume_mL) + _ROUNDING)} fl oz"
        return f"{int(volume_mL + _ROUNDING)} mL"

    def flow_at_most(self, fluid_mL_per_h: float) -> str:
        """``467 mL/h`` or ``15 fl oz/h``: rounded down."""
        return f"{self.at_most(fluid_mL_per_h)}/h"


def glued(text: str) -> str:
    """The text with no line break between a number and its unit, a word and its sign."""
    return _NUMBER_AND_UNIT.sub("\u00a0", text)


def duration(time_s: float) -> str:
    """``2 h 51 min``, ``43 min``."""
    minutes = round(time_s / 60.0)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def clock(time_s: float) -> str:
    """``2:51``: hours and minutes, rounded to the minute."""
    hours, minutes = divmod(round(time_s / 60.0), 60)
    return f"{hours}:{minutes:02d}"


def percent(fraction: float) -> str:
    """``52 %``; a small but real share is ``< 1 %``; a minus is a minus sign."""
    value = round(fraction * 100.0)
    if value == 0 and fraction > 0.0:
        return "< 1 %"
    return f"{value} %".replace("-", "−")
