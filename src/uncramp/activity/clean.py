"""What cannot be true is taken out: times out of order, impossible values, jumps."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from uncramp.activity.activity import Channel
from uncramp.activity.sports import on_foot
from uncramp.language import Sentence, marked

# Beyond these, sensor and decoder errors begin. The world record at 100 m peaks at 12.4 m/s.
_LIMITS: dict[str, tuple[float, float]] = {
    "heart_rate_bpm": (25.0, 240.0),
    "cadence_spm": (0.0, 300.0),
    "altitude_m": (-500.0, 9000.0),
    "wrist_temperature_C": (-40.0, 70.0),
    "power_W": (0.0, 2500.0),
    "stance_time_s": (0.05, 2.0),
    "vertical_oscillation_m": (0.0, 0.4),
    "step_length_m": (0.0, 3.0),
    "core_temperature_C": (30.0, 45.0),
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "distance_m": (0.0, 1.0e6),
}
#: Zero is how these sensors say that they have lost contact, or that the runner stands.
_ZERO_IS_NOTHING = ("heart_rate_bpm", "stance_time_s", "step_length_m")
_PLAIN = {
    "heart_rate_bpm": marked("heart rates"),
    "cadence_spm": marked("cadences"),
    "altitude_m": marked("altitudes"),
    "wrist_temperature_C": marked("wrist temperatures"),
    "power_W": marked("power values"),
    "stance_time_s": marked("ground contact times"),
    "vertical_oscillation_m": marked("vertical oscillations"),
    "step_length_m": marked("step lengths"),
    "core_temperature_C": marked("core temperatures"),
    "latitude_deg": marked("positions"),
    "longitude_deg": marked("positions"),
    "distance_m": marked("distances"),
    "speed_m_s": marked("speeds"),
}
#: A pause longer than this ends a run: what lies behind it is another one, or a wrong clock.
_MAX_PAUSE_S = 12 * 3600.0
#: An altitude this far from the median of its neighbours is no ground that was run over.
_ALTITUDE_SPIKE_M = 25.0
_NEIGHBOURS = 4


def top_speed_m_s(sport: str) -> float:
    """Faster than this is a fault of the device."""
    return 12.5 if on_foot(sport) else 40.0


def order(times_s: Channel, warnings: list[str]) -> NDArray[np.int_]:
    """Rows in the order of time, without those whose clock was wrong."""
    rows = np.arange(len(times_s))
    if (np.diff(times_s) < 0).any():
        rising = _rising(times_s)
        lost = len(times_s) - len(rising)
        if lost <= 0.05 * len(times_s):
            rows = rising
            warnings.append(Sentence("{n} records with a wrong clock were left out.", n=lost))
        else:
            rows = np.argsort(times_s, kind="stable")
            warnings.append(marked("The records were out of order and have been sorted."))
    cuts = np.flatnonzero(np.diff(times_s[rows]) > _MAX_PAUSE_S) + 1
    if len(cuts):
        blocks = np.split(rows, cuts)
        largest = max(blocks, key=len)
        warnings.append(
            Sentence(
                "{n} records lie more than 12 h away from the run and were left out.",
                n=len(rows) - len(largest),
            )
        )
        rows = largest
    return rows


def _rising(values: Channel) -> NDArray[np.int_]:
    """Rows of the longest part that never falls (patience sorting)."""
    tails: list[float] = []
    tail_rows: list[int] = []
    before = np.full(len(values), -1)
    for i, value in enumerate(values.tolist()):
        place = bisect_right(tails, value)
        before[i] = tail_rows[place - 1] if place else -1
        if place == len(tails):
            tails.append(value)
            tail_rows.append(i)
        else:
            tails[place], tail_rows[place] = value, i
    rows = []
    at = tail_rows[-1] if tail_rows else -1
    while at >= 0:
        rows.append(at)
        at = int(before[at])
    return np.array(rows[::-1], dtype=int)


def without_spikes(
    channels: dict[str, Channel], sport: str, warnings: list[str]
) -> dict[str, Channel]:
    """Impossible values become NaN; a channel with nothing left is dropped."""
    limits = {**_LIMITS, "speed_m_s": (0.0, top_speed_m_s(sport))}
    cleaned: dict[str, Channel] = {}
    told: set[str] = set()
    for name, values in channels.items():
        low, high = limits[name]
        wrong = ~((values >= low) & (values <= high)) & ~np.isnan(values)
        if name in _ZERO_IS_NOTHING:
            wrong &= values != 0
        if name == "altitude_m":
            wrong |= _altitude_spikes(np.where(wrong, np.nan, values))
        keep = (values >= low) & (values <= high) & ~wrong
        if wrong.any() and _PLAIN[name] not in told:
            told.add(_PLAIN[name])
            n, what = int(wrong.sum()), _PLAIN[name]
            warnings.append(Sentence("{n} impossible {what} were taken out.", n=n, what=what))
        if keep.any():
            cleaned[name] = np.where(keep, values, np.nan)
    return _without_null_island(cleaned)


def _altitude_spikes(altitude_m: Channel) -> NDArray[np.bool_]:
    """Samples that stand far off their neighbours on both sides, also at the ends."""
    spikes = np.zeros(len(altitude_m), dtype=bool)
    rows = np.flatnonzero(np.isfinite(altitude_m))
    if len(rows) <= 2 * _NEIGHBOURS:
        return spikes
    width = 2 * _NEIGHBOURS + 1
    windows = np.lib.stride_tricks.sliding_window_view(altitude_m[rows], width)
    around = np.clip(np.arange(len(rows)) - _NEIGHBOURS, 0, len(windows) - 1)
    off = np.abs(altitude_m[rows] - np.median(windows, axis=1)[around])
    spikes[rows[off > _ALTITUDE_SPIKE_M]] = True
    return spikes


def _without_null_island(channels: dict[str, Channel]) -> dict[str, Channel]:
    """Positions come in pairs, and (0, 0) means "no fix"."""
    latitude, longitude = channels.pop("latitude_deg", None), channels.pop("longitude_deg", None)
    if latitude is None or longitude is None:
        return channels
    known = np.isfinite(latitude) & np.isfinite(longitude)
    known &= (np.abs(latitude) > 1e-6) | (np.abs(longitude) > 1e-6)
    if known.any():
        channels["latitude_deg"] = np.where(known, latitude, np.nan)
        channels["longitude_deg"] = np.where(known, longitude, np.nan)
    return channels
