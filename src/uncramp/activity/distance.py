"""How far the runner had come at each record: from the device, else speed, else positions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uncramp.activity.activity import Channel
from uncramp.activity.clean import top_speed_m_s
from uncramp.language import Sentence, marked

_EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)
#: Positions of someone who stands drift less far than this.
_A_WAY_M = 500.0
#: A position or a counter may leap this far when the satellites come back.
_LEAP_M = 30.0
_LEAP_EVERY_S = 60.0
#: The way between means of 10 s is 1 to 7 % shorter than that between all positions, by corners
#: and small errors. If it is shorter still, phone or watch jumped back and forth (in real files
#: because two sources of position were mixed), and the means tell more.
_MEAN_S = 10.0
_STEADY_SHARE = 0.92
_ENOUGH_MEANS = 30
#: Longer holes in the speed are not bridged when it is summed up.
_MAX_SPEED_HOLE_S = 30.0


class Path(NamedTuple):
    """Metres since the first sample, at strictly rising times; both of the shape ``(n,)``."""

    times_s: Channel
    distance_m: Channel

    @property
    def total_m(self) -> float:
        return float(self.distance_m[-1]) if len(self.distance_m) else 0.0


def measured_path(
    times_s: Channel,
    channels: dict[str, Channel],
    sport: str,
    starts_s: tuple[float, ...],
    warnings: list[str],
) -> Path:
    """Choose the best source of distance and clean it; an empty `Path` if there is none.

    `starts_s` are times at which a new part of the file starts, where counters jump.
    """
    positions, jumpy = _from_positions(times_s, channels)
    if "distance_m" in channels:
        path = _from_counter(*_known(times_s, channels["distance_m"]), starts_s)
        path = _without_jumps(path, sport, warnings)
        moved = positions.total_m >= _A_WAY_M or "speed_m_s" in channels
        if path.total_m >= max(0.2 * positions.total_m, 1.0) or not moved:
            return path
        warnings.append(marked("The distance counter stood still: it was not used."))
    if "speed_m_s" in channels:
        path = _from_speed(*_known(times_s, channels["speed_m_s"]))
        if path.total_m > 0:
            return path
    if jumpy:
        warnings.append(
            marked("The positions jump back and forth: means of 10 s were used for the distance.")
        )
    return _without_jumps(positions, sport, warnings)


def haversine_m(latitude_deg: Channel, longitude_deg: Channel) -> Channel:
    """Metres between successive positions on a sphere, shape ``(n - 1,)``."""
    phi, lam = np.radians(latitude_deg), np.radians(longitude_deg)
    a = np.sin(np.diff(phi) / 2) ** 2
    a += np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    metres: Channel = 2 * _EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(a, 1.0)))
    return metres


def _known(times_s: Channel, values: Channel) -> tuple[Channel, Channel]:
    """The samples that are known, at strictly rising times (the last of equal ones)."""
    rows = np.flatnonzero(np.isfinite(values))
    time, value = times_s[rows], values[rows]
    last = np.append(np.diff(time) > 0, True) if len(time) else np.zeros(0, dtype=bool)
    return time[last], value[last]


def _from_counter(time: Channel, counter: Channel, starts_s: tuple[float, ...]) -> Path:
    if not len(time):
        return Path(time, counter)
    steps = np.diff(counter)
    # A counter that falls has started again: what it shows is new. A small step back is a
    # correction, and corrections by less than nothing are none.
    restarted = (steps < 0) & (counter[1:] < 0.5 * counter[:-1])
    steps = np.where(restarted, counter[1:], np.maximum(steps, 0.0))
    for start in starts_s:
        i = int(np.searchsorted(time, start))
        if 0 < i < len(time):
            steps[i - 1] = 0.0
    return Path(time, np.concatenate(([0.0], np.cumsum(steps))))


def _from_speed(time: Channel, speed: Channel) -> Path:
    if not len(time):
        return Path(time, speed)
    dt = np.diff(time)
    steps = np.where(dt <= _MAX_SPEED_HOLE_S, 0.5 * (speed[1:] + speed[:-1]) * dt, 0.0)
    return Path(time, np.concatenate(([0.0], np.cumsum(steps))))


def _from_positions(times_s: Channel, channels: dict[str, Channel]) -> tuple[Path, bool]:
    """The way between positions, and whether they jump about so much that means were taken."""
    if "latitude_deg" not in channels:
        return Path(np.zeros(0), np.zeros(0)), False
    time, latitude = _known(times_s, channels["latitude_deg"])
    _, longitude = _known(times_s, channels["longitude_deg"])
    if len(time) > 2:
        keep = ~_bounces(time, latitude, longitude)
        time, latitude, longitude = time[keep], latitude[keep], longitude[keep]
    path = _along(time, latitude, longitude)
    cell = np.unique(np.floor(time / _MEAN_S), return_inverse=True)[1]
    count = np.bincount(cell)
    means = _along(*(np.bincount(cell, v) / count for v in (time, latitude, longitude)))
    if means.total_m < _STEADY_SHARE * path.total_m and len(count) >= _ENOUGH_MEANS:
        return means, True
    return path, False


def _along(time: Channel, latitude: Channel, longitude: Channel) -> Path:
    metres = haversine_m(latitude, longitude)
    return Path(time, np.concatenate(([0.0], np.cumsum(metres))))


def _bounces(time: Channel, latitude: Channel, longitude: Channel) -> NDArray[np.bool_]:
    """Lone positions far off a way on which the runner was before and after."""
    limit = _LEAP_M + 12.5 * np.diff(time)
    far = haversine_m(latitude, longitude) > limit
    near = _skip(latitude, longitude) <= _LEAP_M + 12.5 * (time[2:] - time[:-2])
    lone = np.zeros(len(time), dtype=bool)
    lone[1:-1] = far[:-1] & far[1:] & near
    return lone


def _skip(latitude: Channel, longitude: Channel) -> Channel:
    """Metres from each position to the one after the next."""
    result = np.empty(len(latitude) - 2)
    for offset in (0, 1):
        result[offset::2] = haversine_m(latitude[offset::2], longitude[offset::2])
    return result


def _without_jumps(path: Path, sport: str, warnings: list[str]) -> Path:
    """Spread what a counter made up after it had stood still; take out what nobody can run."""
    time, distance = path
    if len(time) < 2:
        return path
    top = top_speed_m_s(sport)
    dt, steps = np.diff(time), np.diff(distance)
    jumps = _jumps(time, steps - top * dt)
    if not jumps:
        return path
    slow = steps < 0.3 * dt
    usual = _usual_speed(dt, steps, top)
    removed = 0.0
    for i in jumps:
        j = i
        while j > 0 and slow[j - 1]:
            j -= 1
        span = float(time[i + 1] - time[j])
        metres = float(steps[j : i + 1].sum())
        if j < i and metres <= 0.6 * top * span:
            steps[j : i + 1] = metres * dt[j : i + 1] / span
        else:
            removed += float(steps[i]) - usual * float(dt[i])
            steps[i] = usual * dt[i]
    if removed > 0:
        warnings.append(
            Sentence("Jumps of {way:.0f} m that nobody can run were taken out.", way=removed)
        )
    return Path(time, np.concatenate(([0.0], np.cumsum(steps))))


def _jumps(time: Channel, excess: Channel) -> list[int]:
    """Steps too far for their time. A leap now and then is the satellites coming back."""
    jumps = []
    budget, at = _LEAP_M, 0.0
    for i in np.flatnonzero(excess > 0).tolist():
        now = float(time[i])
        budget = min(_LEAP_M, budget + _LEAP_M * (now - at) / _LEAP_EVERY_S)
        at = now
        if excess[i] <= budget:
            budget -= float(excess[i])
        else:
            jumps.append(i)
    return jumps


def _usual_speed(dt: Channel, steps: Channel, top: float) -> float:
    speed = steps / dt
    usual = speed[(speed > 0.5) & (speed < top)]
    return float(np.median(usual)) if len(usual) else 0.0
