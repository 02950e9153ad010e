"""Slope and climb from altitude, smoothed over a stretch of road."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uncramp.activity.activity import Channel

#: Half the stretch over which altitude is averaged, and again over which slope is taken. Watches
#: store altitude in steps of 0.2 m and satellites err by metres: shorter stretches show noise.
_HALF_STRETCH_M = 40.0
#: Steeper ground is climbed by hand; the cost of running is measured to here (Minetti 2002).
_STEEPEST = 0.45
#: Climbs below this are noise of the sensor.
_SMALLEST_CLIMB_M = 2.0
_SPACING_M = 5.0


def slope_and_ascent(
    distance_m: Channel, altitude_m: Channel, moving: NDArray[np.bool_]
) -> tuple[Channel, float]:
    """Slope as a fraction at each second, shape ``(n,)``, and the whole ascent in m.

    What the altitude does while the runner stands (drift, a lift, a walk with the timer
    stopped) is no slope of the way and does not count.
    """
    rise = np.where(moving[:-1], np.diff(altitude_m), 0.0)
    altitude_m = altitude_m[0] + np.concatenate(([0.0], np.cumsum(rise)))
    length = float(distance_m[-1])
    if length < 2 * _SPACING_M:
        return np.zeros(len(distance_m)), 0.0
    way = np.linspace(0.0, length, max(int(length / _SPACING_M), 2) + 1)
    spacing = float(way[1])
    profile = _mean_altitude(way, distance_m, altitude_m)
    half = max(round(_HALF_STRETCH_M / spacing), 1)
    smooth = _moving_mean(profile, half)
    ahead = np.minimum(np.arange(len(way)) + half, len(way) - 1)
    behind = np.maximum(np.arange(len(way)) - half, 0)
    slope = (smooth[ahead] - smooth[behind]) / (way[ahead] - way[behind])
    slope = np.clip(slope, -_STEEPEST, _STEEPEST)
    return np.interp(distance_m, way, slope), _ascent_m(smooth)


def _mean_altitude(way: Channel, distance_m: Channel, altitude_m: Channel) -> Channel:
    """Altitude along the way; where the runner stood or was slow, the mean of all samples."""
    cell = np.rint(distance_m / float(way[1])).astype(int)
    count = np.bincount(cell, minlength=len(way)).astype(float)
    total = np.bincount(cell, weights=altitude_m, minlength=len(way))
    filled = count > 0
    return np.asarray(np.interp(way, way[filled], total[filled] / count[filled]), dtype=float)


def _moving_mean(values: Channel, half: int) -> Channel:
    kernel = np.ones(min(2 * half + 1, len(values)))
    weight = np.convolve(np.ones(len(values)), kernel, "same")
    return np.asarray(np.convolve(values, kernel, "same") / weight, dtype=float)


def _ascent_m(altitude_m: Channel) -> float:
    """Sum of all climbs that rise by more than the noise."""
    ascent, low, high = 0.0, float(altitude_m[0]), float(altitude_m[0])
    for height in altitude_m.tolist():
        if height > high:
            high = height
        elif high - height > _SMALLEST_CLIMB_M or height < low:
            if high - low > _SMALLEST_CLIMB_M:
                ascent += high - low
                low = high = height
            elif height < low:
                low = high = height
    return ascent + (high - low if high - low > _SMALLEST_CLIMB_M else 0.0)
