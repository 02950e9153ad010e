"""How high the sun stands at a date, time and place, and how much of it can reach a runner.

Position by the equations of the solar calculator of the NOAA Global Monitoring Laboratory, after
Meeus1998: within 0.05° for 1900 to 2100 at latitudes up to 72°, checked against the worked example
of RedaAndreas2004. What clouds take is not known from the position; `Conditions` assumes it or is
told.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

# Clear-sky intensity (Meinel1976) and the projected area of a standing person (ISO 7726 as in
# ASHRAE1997). Only ratios to a sun 45° high are used.
_TRANSMITTED, _AIR_MASS_EXPONENT = 0.7, 0.678
_AREA, _AREA_BEND = 0.308, 48_402.0
_DIFFUSE = 0.12  # of the direct beam, from sky and ground, on half of the body
_REFERENCE_DEG = 45.0
_EVERY = timedelta(minutes=5)


class Sun(NamedTuple):
    """The sun over a run: mean elevation in degrees while it is up, and mean `clear_sky_share`."""

    elevation_deg: float
    share: float


def sun_elevation_deg(when: datetime, latitude_deg: float, longitude_deg: float) -> float:
    """Angle of the sun above the horizon in degrees, refraction left out; below 0 it is night.

    Parameters
    ----------
    when
        With a time zone; without one it counts as UTC.
    latitude_deg, longitude_deg
        −90…90, north positive; −180…180, east positive.

    Raises
    ------
    ValueError
        If a coordinate is outside its limits.
    """
    if not (abs(latitude_deg) <= 90.0 and abs(longitude_deg) <= 180.0):
        raise ValueError(f"{latitude_deg:g}, {longitude_deg:g} is no place: degrees are needed")
    utc = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    days = (utc - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86_400.0
    declination, equation_min = _declination_and_equation(days / 36_525.0)
    minutes = 60.0 * utc.hour + utc.minute + utc.second / 60.0
    hour_angle = math.radians((minutes + equation_min + 4.0 * longitude_deg) / 4.0 - 180.0)
    latitude = math.radians(latitude_deg)
    sine = math.sin(latitude) * math.sin(declination)
    sine += math.cos(latitude) * math.cos(declination) * math.cos(hour_angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def _declination_and_equation(centuries: float) -> tuple[float, float]:
    """Declination in radians and equation of time in minutes, `centuries` after J2000.0."""
    t = centuries
    mean_deg = (280.46646 + t * (36_000.76983 + 0.0003032 * t)) % 360.0
    anomaly = math.radians(357.52911 + t * (35_999.05029 - 0.0001537 * t))
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = (
        math.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + math.sin(2.0 * anomaly) * (0.019993 - 0.000101 * t)
        + math.sin(3.0 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * t)
    apparent = math.radians(mean_deg + centre - 0.00569 - 0.00478 * math.sin(node))
    seconds = 21.448 - t * (46.815 + t * (0.00059 - 0.001813 * t))
    obliquity = math.radians(23.0 + (26.0 + seconds / 60.0) / 60.0 + 0.00256 * math.cos(node))
    declination = math.asin(math.sin(obliquity) * math.sin(apparent))
    y = math.tan(0.5 * obliquity) ** 2
    mean = math.radians(mean_deg)
    equation = (
        y * math.sin(2.0 * mean)
        - 2.0 * eccentricity * math.sin(anomaly)
        + 4.0 * eccentricity * y * math.sin(anomaly) * math.cos(2.0 * mean)
        - 0.5 * y * y * math.sin(4.0 * mean)
        - 1.25 * eccentricity**2 * math.sin(2.0 * anomaly)
    )
    return declination, 4.0 * math.degrees(equation)


def clear_sky_share(elevation_deg: float) -> float:
    """Heat of a clear sky on an upright runner, relative to a sun 45° high, 0…1.

    A low sun is weak but meets the whole side of the body: the share stays near 1 from 25° to 50°,
    falls below, and is 0 at night; a sun overhead meets only head and shoulders.
    """
    return min(1.0, _load(elevation_deg) / _load(_REFERENCE_DEG))


def _load(elevation_deg: float) -> float:
    if elevation_deg <= 0.0:
        return 0.0
    # Kasten and Young's air mass: finite at the horizon.
    sine = math.sin(math.radians(elevation_deg))
    mass = 1.0 / (sine + 0.50572 * (elevation_deg + 6.07995) ** -1.6364)
    beam = float(_TRANSMITTED ** (mass**_AIR_MASS_EXPONENT))
    area = _AREA * math.cos(math.radians(elevation_deg * (1.0 - elevation_deg**2 / _AREA_BEND)))
    return beam * (area + 0.5 * _DIFFUSE)


def mean_sun(start: datetime, duration_s: float, latitude_deg: float, longitude_deg: float) -> Sun:
    """The sun over a run; elevation 0 where it never rises.

    Parameters
    ----------
    duration_s
        Of the run; looked at every five minutes.
    """
    steps = max(1, round(duration_s / _EVERY.total_seconds()))
    moments = [start + timedelta(seconds=duration_s * (k + 0.5) / steps) for k in range(steps)]
    heights = [sun_elevation_deg(moment, latitude_deg, longitude_deg) for moment in moments]
    up = [height for height in heights if height > 0.0]
    share = sum(clear_sky_share(height) for height in heights) / len(heights)
    return Sun(sum(up) / len(up) if up else 0.0, share)


def sun_time(
    day: str, clock_s: float, longitude_deg: float, zone: tzinfo | None = None
) -> datetime:
    """A wall-clock time in UTC: of a time zone, else taken as mean solar time of the place.

    Zones of places are not known here: without one a clock may be one to two hours ahead of the
    sun (by summer time, or at the western edge of a zone).
    """
    if zone is not None:
        local = datetime.fromisoformat(day) + timedelta(seconds=clock_s)
        return local.replace(tzinfo=zone).astimezone(UTC)
    noon_utc_s = clock_s - 240.0 * longitude_deg
    return datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(seconds=noon_utc_s)
