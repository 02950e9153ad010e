"""FIT messages → `Recording`: sports, timer, laps, weather, and the units of the profile."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from uncramp.activity.activity import Channel, Weather
from uncramp.activity.errors import ActivityError
from uncramp.activity.fit import FIT_EPOCH_UNIX_S, FitContent, Message, decode_fit
from uncramp.activity.recording import RecordedLap, Recording, Span
from uncramp.activity.sports import choose_sport, on_foot
from uncramp.language import Sentence, marked

#: Times below this count from when the watch was switched on (FIT specification, date_time).
_FIRST_DATE_S = FIT_EPOCH_UNIX_S + 0x1000_0000

# name in Activity: native fields, best first, with the factor to SI
_NATIVE: dict[str, tuple[tuple[str, float], ...]] = {
    "distance_m": (("distance", 1.0),),
    "speed_m_s": (("enhanced_speed", 1.0), ("speed", 1.0)),
    "altitude_m": (("enhanced_altitude", 1.0), ("altitude", 1.0)),
    "heart_rate_bpm": (("heart_rate", 1.0),),
    "wrist_temperature_C": (("temperature", 1.0),),
    "power_W": (("power", 1.0),),
    "stance_time_s": (("stance_time", 1e-3),),
    "vertical_oscillation_m": (("vertical_oscillation", 1e-3),),
    "step_length_m": (("step_length", 1e-3),),
    "core_temperature_C": (("core_temperature", 1.0), ("unknown_139", 0.01), ("field_139", 0.01)),
    "latitude_deg": (("position_lat", 1.0),),
    "longitude_deg": (("position_long", 1.0),),
}
# used where the native field is missing: Stryd's and CORE's names
_DEVELOPER: dict[str, tuple[tuple[str, float], ...]] = {
    "distance_m": (("distance", 1.0),),
    "speed_m_s": (("speed", 1.0),),
    "power_W": (("power", 1.0),),
    "stance_time_s": (("ground_time", 1e-3),),
    "vertical_oscillation_m": (("vertical_oscillation", 1e-2),),
    "core_temperature_C": (
        ("core_temperature", 1.0),
        ("core_body_temperature", 1.0),
        ("ciq_core_temperature", 1.0),
    ),
}
_UNIT_SUFFIX = {
    "w": "W", "watts": "W", "watt": "W", "kn/m": "kN_per_m", "milliseconds": "ms", "ms": "ms",
    "centimeters": "cm", "cm": "cm", "meters": "m", "m": "m", "m/s": "m_s", "rpm": "rpm",
    "%": "pct", "percent": "pct", "°c": "C", "c": "C", "degrees c": "C", "bpm": "bpm",
    "kcal": "kcal", "s": "s", "spm": "spm", "a.u.": "au",
}  # fmt: skip


def read_fit(data: bytes, file: str) -> Recording:
    """Read a FIT file.

    Raises
    ------
    ActivityError
        If it holds no records with a time.
    """
    content = decode_fit(data, file)
    times = content.records.get("timestamp")
    if content.n_records == 0 or times is None or not np.isfinite(times).any():
        raise ActivityError(
            file,
            "the FIT file holds no records of a run",
            "choose the activity itself, not a course, workout or settings file",
        )
    warnings = list(content.findings)
    sport, sub_sport, sessions, keep = _running_part(content, times, warnings)
    known = np.isfinite(times)
    if not known.all():
        n = int((~known).sum())
        warnings.append(Sentence("{n} records without a time were left out.", n=n))
    whole = bool(keep.all())
    keep &= known
    channels, extra = _channels(content, sport)
    kept_sessions = [s for s in content.messages.get("session", []) if _span(s) in sessions]
    return Recording(
        sport=sport,
        sub_sport=sub_sport,
        times_s=times[keep],
        channels={name: values[keep] for name, values in channels.items()},
        extra={name: values[keep] for name, values in extra.items()},
        laps=_laps(content, [] if whole else sessions),
        stops=_stops(content.messages.get("event", [])),
        sessions=tuple(sessions),
        timer_s=_total(kept_sessions, "total_timer_time"),
        has_date=bool(np.median(times[keep]) >= _FIRST_DATE_S),
        device=_device(content),
        weather=_weather(content.messages.get("weather_conditions", [])),
        warnings=tuple(warnings),
    )


def _span(message: Message) -> Span | None:
    """From start to end of a session or lap. Its own time stamp is when it was written."""
    start = message.get("start_time")
    length = message.get("total_elapsed_time", message.get("total_timer_time"))
    if not isinstance(start, (int, float)) or not isinstance(length, (int, float)):
        return None
    return Span(float(start), float(start) + float(length))


def _running_part(
    content: FitContent, times: Channel, warnings: list[str]
) -> tuple[str, str | None, list[Span], NDArray[np.bool_]]:
    """The sport, and which records belong to it."""
    everything = np.ones(len(times), dtype=bool)
    sessions = [s for s in content.messages.get("session", []) if isinstance(s.get("sport"), str)]
    if not sessions:
        named = {m.get("sport") for m in content.messages.get("sport", [])} - {None}
        if len(named) == 1 and isinstance(only := named.pop(), str):
            return only, None, [], everything
        warnings.append(marked("The file does not say which sport it is: taken as running."))
        return "running", None, [], everything
    spans = [(str(s["sport"]), s.get("sub_sport"), _span(s)) for s in sessions]
    inside = {
        sport: sum(
            int(((times >= span.start_s) & (times <= span.end_s)).sum())
            for name, _, span in spans
            if name == sport and span is not None
        )
        for sport in {name for name, _, _ in spans}
    }
    sport = choose_sport(inside)
    sub_sport = next((str(sub) for name, sub, _ in spans if name == sport and sub), None)
    kept = [span for name, _, span in spans if name == sport and span is not None]
    if len(inside) == 1 or not inside[sport]:
        return sport, sub_sport, kept, everything
    keep = np.zeros(len(times), dtype=bool)
    for span in kept:
        keep |= (times >= span.start_s) & (times <= span.end_s)
    others = ", ".join(sorted(set(inside) - {sport}))
    warnings.append(
        Sentence(
            "Only the part that is {sport} is read; left out: {others}.",
            sport=sport,
            others=others,
        )
    )
    return sport, sub_sport, kept, keep


def _channels(content: FitContent, sport: str) -> tuple[dict[str, Channel], dict[str, Channel]]:
    """Native fields in SI units, filled from developer fields, and all developer fields."""
    channels: dict[str, Channel] = {}
    for name, sources in _NATIVE.items():
        values = _first(content.records, sources)
        if values is None:
            columns = {key: column for key, (_, column) in content.developer.items()}
            values = _first(columns, _DEVELOPER.get(name, ()))
        if values is not None:
            channels[name] = values
    core = channels.get("core_temperature_C")
    if core is not None and np.nanmedian(core) > 60.0:  # CORE's app can write Fahrenheit
        channels["core_temperature_C"] = (core - 32.0) / 1.8
    cadence = content.records.get("cadence")
    if cadence is None and "cadence" in content.developer:
        cadence = content.developer["cadence"][1]
    if cadence is not None and np.isfinite(cadence).any() and on_foot(sport):
        fraction = np.nan_to_num(content.records.get("fractional_cadence", np.zeros(1)))
        channels["cadence_spm"] = 2.0 * (cadence + fraction)
    extra = {
        _with_unit(name, unit): column
        for name, (unit, column) in content.developer.items()
        if np.isfinite(column).any()
    }
    return channels, extra


def _first(columns: dict[str, Channel], sources: tuple[tuple[str, float], ...]) -> Channel | None:
    """The best source, its holes filled from the next ones; None if there is none."""
    merged: Channel | None = None
    for key, factor in sources:
        column = columns.get(key)
        if column is None or not np.isfinite(column).any():
            continue
        scaled = column * factor
        merged = scaled if merged is None else np.where(np.isfinite(merged), merged, scaled)
    return merged


def _with_unit(name: str, unit: str) -> str:
    suffix = _UNIT_SUFFIX.get(unit.strip().lower())
    if suffix is None:
        suffix = re.sub(r"[^A-Za-z0-9]+", "_", unit).strip("_")
    return f"{name}_{suffix}" if suffix else name


def _stops(events: list[Message]) -> tuple[Span, ...] | None:
    """When the timer stood still, by its events; None if there are none."""
    timer = sorted(
        (float(e["timestamp"]), str(e.get("event_type", "")))
        for e in events
        if e.get("event") == "timer" and isinstance(e.get("timestamp"), (int, float))
    )
    if not timer:
        return None
    stops: list[Span] = []
    stopped_at: float | None = None
    for time, kind in timer:
        if kind.startswith("stop"):
            stopped_at = time if stopped_at is None else stopped_at
        elif kind == "start" and stopped_at is not None:
            if time > stopped_at:
                stops.append(Span(stopped_at, time))
            stopped_at = None
    return tuple(stops)


def _laps(content: FitContent, sessions: list[Span]) -> tuple[RecordedLap, ...]:
    laps = []
    for message in content.messages.get("lap", []):
        span = _span(message)
        if span is None:
            continue
        if sessions and not any(s.start_s - 1 <= span.start_s < s.end_s + 1 for s in sessions):
            continue
        distance = message.get("total_distance")
        metres = float(distance) if isinstance(distance, (int, float)) else 0.0
        laps.append(RecordedLap(span.start_s, span.end_s, metres))
    return tuple(sorted(laps))


def _total(messages: list[Message], name: str) -> float | None:
    values = [m[name] for m in messages if isinstance(m.get(name), (int, float))]
    return float(sum(values)) if values and len(values) == len(messages) else None


def _device(content: FitContent) -> str | None:
    for message in (*content.messages.get("file_id", []), *content.messages.get("device_info", [])):
        maker = message.get("manufacturer")
        if maker is None:
            continue
        product = message.get("product_name") or message.get("garmin_product")
        product = product or message.get("product")
        words = str(maker) if product is None else f"{maker} {product}"
        return words.replace("_", " ")
    return None


def _weather(messages: list[Message]) -> Weather | None:
    """Mean of the current reports; forecasts do not count."""
    current = [m for m in messages if m.get("weather_report", "current") in ("current", 0)]

    def mean(name: str) -> float | None:
        values = [float(m[name]) for m in current if isinstance(m.get(name), (int, float))]
        return float(np.mean(values)) if values else None

    weather = Weather(mean("temperature"), mean("relative_humidity"), mean("wind_speed"))
    return weather if weather != Weather() else None
