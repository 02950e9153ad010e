"""Conversions at the door: what people say to SI and back. Inside, everything is SI."""

from __future__ import annotations

import math

M_PER_MILE = 1609.344
KG_PER_LB = 0.45359237
ML_PER_FL_OZ = 29.5735295625  # US fluid ounce
MG_PER_MMOL_SODIUM = 22.98976928  # standard atomic weight of sodium
_S_PER_MIN = 60.0


def speed_from_pace(pace_s: float, per_m: float = 1000.0) -> float:
    """m/s from the seconds that `per_m` metres take: 1000, or `M_PER_MILE`."""
    return per_m / pace_s


def pace_from_speed(speed_m_s: float, per_m: float = 1000.0) -> float:
    """Seconds that `per_m` metres take at a speed in m/s; infinite when standing."""
    return per_m / speed_m_s if speed_m_s > 0.0 else math.inf


def format_pace(speed_m_s: float, per_m: float = 1000.0) -> str:
    """``"5:27 /km"``, ``"8:46 /mile"``, or ``"–"`` when standing."""
    pace_s = pace_from_speed(speed_m_s, per_m)
    if not math.isfinite(pace_s):
        return "–"
    return f"{format_duration(pace_s)} /{'mile' if per_m == M_PER_MILE else 'km'}"


def parse_pace(text: str) -> float:
    """m/s from ``"5:27 /km"``, ``"8:46/mile"``, ``"8:46 min/mi"`` or ``"5:27"`` (per km)."""
    clock, _, unit = text.partition("/")
    metres = {"": 1000.0, "km": 1000.0, "mi": M_PER_MILE, "mile": M_PER_MILE}.get(unit.strip())
    pace_s = parse_duration(clock.removesuffix("min"))
    if metres is None or pace_s == 0.0:
        raise ValueError(f"pace {text!r}: write it as 5:27 /km or 8:46 /mile")
    return speed_from_pace(pace_s, metres)


def celsius_from_fahrenheit(temperature_F: float) -> float:
    """°C from °F."""
    return (temperature_F - 32.0) / 1.8


def fahrenheit_from_celsius(temperature_C: float) -> float:
    """°F from °C."""
    return temperature_C * 1.8 + 32.0


def m_from_miles(distance_miles: float) -> float:
    """m from international miles."""
    return distance_miles * M_PER_MILE


def miles_from_m(distance_m: float) -> float:
    """International miles from m."""
    return distance_m / M_PER_MILE


def kg_from_lb(mass_lb: float) -> float:
    """kg from pounds."""
    return mass_lb * KG_PER_LB


def lb_from_kg(mass_kg: float) -> float:
    """Pounds from kg."""
    return mass_kg / KG_PER_LB


def mL_from_fl_oz(volume_fl_oz: float) -> float:
    """mL from US fluid ounces."""
    return volume_fl_oz * ML_PER_FL_OZ


def fl_oz_from_mL(volume_mL: float) -> float:
    """US fluid ounces from mL."""
    return volume_mL / ML_PER_FL_OZ


def sodium_mmol_from_mg(sodium_mg: float) -> float:
    """mmol of sodium (not of salt) from mg; the same for concentrations."""
    return sodium_mg / MG_PER_MMOL_SODIUM


def sodium_mg_from_mmol(sodium_mmol: float) -> float:
    """mg of sodium (not of salt) from mmol; the same for concentrations."""
    return sodium_mmol * MG_PER_MMOL_SODIUM


def format_duration(time_s: float) -> str:
    """``"2:42:15"``, or ``"27:05"`` below an hour; rounded to the second.

    Raises
    ------
    ValueError
        If the time is negative or not finite.
    """
    if not (math.isfinite(time_s) and time_s >= 0.0):
        raise ValueError(f"duration {time_s} s: must be finite and not negative")
    minutes, seconds = divmod(math.floor(time_s + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def parse_duration(text: str) -> float:
    """Seconds from ``"2:42:15"`` (h:mm:ss) or ``"27:05"`` (m:ss).

    Raises
    ------
    ValueError
        If the text is neither.
    """
    parts = text.strip().split(":")
    well_formed = 2 <= len(parts) <= 3 and all(p.isascii() and p.isdigit() for p in parts)
    if not well_formed or any(len(p) != 2 or int(p) >= 60 for p in parts[1:]):
        raise ValueError(f"time {text!r}: write it as h:mm:ss or m:ss, for example 2:42:15")
    total_s = 0.0
    for part in parts:
        total_s = total_s * _S_PER_MIN + int(part)
    return total_s
