"""What a run is once it has been read: channels on a 1 Hz clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Channel = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lap:
    """One lap as the device wrote it: elapsed seconds since the start, and metres."""

    start_s: float
    end_s: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Weather:
    """Weather the file itself carries; never the wrist sensor. None where it says nothing."""

    air_temperature_C: float | None = None
    relative_humidity_pct: float | None = None
    wind_m_s: float | None = None


@dataclass(frozen=True)
class Activity:
    """A recorded run, resampled to 1 Hz over its elapsed time.

    All channels have the shape ``(n,)`` with ``n = ceil(elapsed) + 1`` and share the clock
    ``time_s = 0, 1, …, n - 1``: seconds since the first record. A channel that the file does not
    have is None; a sample that is unknown is NaN. ``distance_m`` and ``speed_m_s`` are always
    there and never NaN; during a pause distance stands still and speed is 0. Altitude, grade and
    position, where there, are never NaN either: lines bridge their holes.

    Attributes
    ----------
    sub_sport
        "trail", "treadmill" … as a FIT file says; None elsewhere.
    moving
        True where the runner moves. Pauses are kept, because the muscle recovers in them.
    timer_running
        True where the device's timer ran (an auto-pause stops it).
    grade
        Slope as a fraction (0.05 is 5 % uphill), smoothed; None without altitude.
    cadence_spm
        Steps per minute, both feet together.
    wrist_temperature_C
        Sensor on the wrist: warmed by skin, several degrees above air. Never air temperature.
    extra
        Developer fields that the model may use later, by ``name_unit``: Stryd's form power,
        CORE's core temperature ….
    warnings
        What was damaged, lost or assumed, one line each.
    """

    file: str
    sport: str
    start: datetime | None
    time_s: Channel
    distance_m: Channel
    speed_m_s: Channel
    moving: NDArray[np.bool_]
    timer_running: NDArray[np.bool_]
    n_records: int
    elapsed_s: float
    timer_s: float
    moving_s: float
    ascent_m: float | None = None
    altitude_m: Channel | None = None
    grade: Channel | None = None
    heart_rate_bpm: Channel | None = None
    cadence_spm: Channel | None = None
    wrist_temperature_C: Channel | None = None
    power_W: Channel | None = None
    stance_time_s: Channel | None = None
    vertical_oscillation_m: Channel | None = None
    step_length_m: Channel | None = None
    core_temperature_C: Channel | None = None
    latitude_deg: Channel | None = None
    longitude_deg: Channel | None = None
    extra: dict[str, Channel] = field(default_factory=dict)
    laps: tuple[Lap, ...] = ()
    weather: Weather | None = None
    device: str | None = None
    sub_sport: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def distance_km(self) -> float:
        """Length of the run in km."""
        return float(self.distance_m[-1]) / 1000.0
