"""`Recording` → `Activity`: clean, find the pauses, and put every channel on one clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from uncramp.activity.activity import Activity, Channel, Lap
from uncramp.activity.clean import order, top_speed_m_s, without_spikes
from uncramp.activity.clock import (
    Mask,
    believable_stops,
    covers,
    distance_on_grid,
    gap_pauses,
    grid,
    on_grid,
    smooth_speed,
    standing,
)
from uncramp.activity.distance import Path, measured_path
from uncramp.activity.recording import Recording, Span
from uncramp.activity.terrain import slope_and_ascent
from uncramp.language import Sentence, marked

_BRIDGED = ("altitude_m", "latitude_deg", "longitude_deg")
_PLACED = ("distance_m", "speed_m_s", "cadence_spm")
#: Satellites' positions jitter: speed from them is averaged over this many seconds.
_SPEED_WINDOW_S = 9
#: More steps of one leg than this are those of both.
_STEPS_PER_MINUTE_OF_ONE_LEG = 120.0
_NOTABLE_SCALE = 0.03
_LOST_STOP_S = 5.0


@dataclass(frozen=True)
class _Motion:
    """Where and how fast, on the 1 Hz clock."""

    distance_m: Channel
    speed_m_s: Channel
    cadence_spm: Channel | None
    moving: Mask
    timer_running: Mask


def build_activity(recording: Recording, file: str) -> Activity:
    """Make an `Activity` of the records of a file. Never fails; says what it had to repair."""
    warnings = list(recording.warnings)
    rows = order(recording.times_s, warnings)
    clock = recording.times_s[rows]
    start_s = float(clock[0])
    times = clock - start_s
    elapsed_s = float(times[-1])
    channels = {name: values[rows] for name, values in recording.channels.items()}
    _both_legs(channels, warnings)
    channels = without_spikes(channels, recording.sport, warnings)
    time_s = grid(elapsed_s)
    motion = _motion(recording, times, start_s, channels, time_s, warnings)
    others: dict[str, Any] = {
        name: on_grid(times, values, time_s, bridge=name in _BRIDGED)
        for name, values in channels.items()
        if name not in _PLACED
    }
    terrain: dict[str, Any] = {}
    if "altitude_m" in others:
        grade, ascent = slope_and_ascent(motion.distance_m, others["altitude_m"], motion.moving)
        terrain = {"grade": grade, "ascent_m": ascent}
    step = np.diff(np.minimum(time_s, elapsed_s))
    timer_s = float(step[motion.timer_running[:-1]].sum())
    declared = recording.timer_s
    if declared is not None and 0.0 < declared <= elapsed_s + 2.0:
        timer_s = min(declared, elapsed_s)
    return Activity(
        file=file,
        sport=recording.sport,
        sub_sport=recording.sub_sport,
        start=_date(start_s) if recording.has_date else None,
        time_s=time_s,
        distance_m=motion.distance_m,
        speed_m_s=motion.speed_m_s,
        cadence_spm=motion.cadence_spm,
        moving=motion.moving,
        timer_running=motion.timer_running,
        n_records=len(rows),
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        moving_s=float(step[motion.moving[:-1]].sum()),
        extra={n: on_grid(times, v[rows], time_s) for n, v in recording.extra.items()},
        laps=_laps(recording, start_s, elapsed_s),
        weather=recording.weather,
        device=recording.device,
        warnings=tuple(warnings),
        **others,
        **terrain,
    )


def _motion(
    recording: Recording,
    times: Channel,
    start_s: float,
    channels: dict[str, Channel],
    time_s: Channel,
    warnings: list[str],
) -> _Motion:
    """Distance, speed and the pauses, from whatever the file has."""
    sessions = [Span(s.start_s - start_s, s.end_s - start_s) for s in recording.sessions]
    starts = tuple(s.start_s for s in sorted(sessions)[1:])
    path = measured_path(times, channels, recording.sport, starts, warnings)
    if path.total_m <= 0:
        warnings.append(
            marked("The file has neither distance, speed nor position: the way is unknown.")
        )
        path = Path(np.zeros(0), np.zeros(0))
    between = [
        Span(a.end_s, b.start_s)
        for a, b in zip(sorted(sessions), sorted(sessions)[1:], strict=False)
        if b.start_s > a.end_s
    ]
    gaps = gap_pauses(times, path, warnings)
    if recording.stops is None:
        timer_off = covers(gaps + between, time_s)
    else:
        stops = tuple(Span(s.start_s - start_s, s.end_s - start_s) for s in recording.stops)
        timer_off = covers(believable_stops(stops, times, path, warnings) + between, time_s)
        declared = recording.timer_s
        if declared is not None and float((~timer_off[:-1]).sum()) > declared + _LOST_STOP_S:
            # The timer stood still longer than its events say: some of them are lost.
            timer_off |= covers(gaps, time_s)
    resting = timer_off | covers(gaps, time_s)
    cadence = None
    if "cadence_spm" in channels:
        cadence = on_grid(times, channels["cadence_spm"], time_s)
    speed = _speed(recording.sport, path, times, channels, time_s, resting, warnings)
    resting |= standing(np.where(resting, 1.0, speed), cadence)
    speed = np.where(resting, 0.0, speed)
    if cadence is not None:
        cadence = np.where(resting, 0.0, cadence)
    return _Motion(distance_on_grid(path, time_s, resting), speed, cadence, ~resting, ~timer_off)


def _speed(
    sport: str,
    path: Path,
    times: Channel,
    channels: dict[str, Channel],
    time_s: Channel,
    resting: Mask,
    warnings: list[str],
) -> Channel:
    """Speed by the device, its holes filled from distance."""
    distance = distance_on_grid(path, time_s, resting)
    derived = smooth_speed(distance, resting, _SPEED_WINDOW_S)
    derived = np.minimum(derived, top_speed_m_s(sport))
    if "speed_m_s" not in channels:
        return derived
    written = on_grid(times, channels["speed_m_s"], time_s)
    speed = np.where(np.isfinite(written), written, derived)
    speed = np.where(resting, 0.0, speed)
    # A foot pod that was never calibrated shows a speed that does not add up to the distance
    # of the satellites. The distance is what the runner knows: scale the speed to it.
    sum_m = float(speed[:-1].sum())
    if not path.total_m / 2 <= sum_m <= path.total_m * 2:
        warnings.append(marked("The speed of the device does not fit its distance: not used."))
        return derived
    scale = path.total_m / sum_m if sum_m > 0 else 1.0
    if abs(scale - 1.0) > _NOTABLE_SCALE:
        percent = 100.0 * (scale - 1.0)
        warnings.append(
            Sentence(
                "The speed of the device was scaled by {percent:+.0f} % to its distance.",
                percent=percent,
            )
        )
    return speed * scale


def _both_legs(channels: dict[str, Channel], warnings: list[str]) -> None:
    """Cadence is written per leg; the few devices that write both feet are told by the number."""
    cadence = channels.get("cadence_spm")
    if cadence is None:
        return
    stepping = cadence[cadence > 0]
    if len(stepping) and float(np.median(stepping)) > 2 * _STEPS_PER_MINUTE_OF_ONE_LEG:
        channels["cadence_spm"] = cadence / 2.0
        warnings.append(marked("The cadence was written for both feet together: taken as such."))


def _laps(recording: Recording, start_s: float, elapsed_s: float) -> tuple[Lap, ...]:
    laps = []
    for lap in recording.laps:
        start = min(max(lap.start_s - start_s, 0.0), elapsed_s)
        end = min(max(lap.end_s - start_s, start), elapsed_s)
        laps.append(Lap(start, end, lap.distance_m))
    return tuple(laps)


def _date(unix_s: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(unix_s, UTC)
    except (OverflowError, OSError, ValueError):
        return None
