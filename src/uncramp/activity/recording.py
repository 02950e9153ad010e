"""What a file holds once it is decoded: the records as they were written, in SI units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from uncramp.activity.activity import Channel, Weather

#: Seven days at 1 Hz: no run has more records.
MAX_RECORDS = 604_800


class Span(NamedTuple):
    """From when to when, in seconds of the clock of the file (Unix time)."""

    start_s: float
    end_s: float


class RecordedLap(NamedTuple):
    """A lap in the clock of the file."""

    start_s: float
    end_s: float
    distance_m: float


@dataclass(frozen=True)
class Recording:
    """The records of one file, not yet cleaned, in the order of the file.

    Attributes
    ----------
    times_s
        Time of each record in Unix seconds, shape ``(n_records,)``; never NaN.
    channels
        Values by their name in `Activity` (``speed_m_s``, ``heart_rate_bpm`` …), each of the
        shape of `times_s`, NaN where a record has none.
    extra
        Developer fields by ``name_unit``, likewise.
    stops
        When the timer stood still; None where the file does not tell.
    sessions
        The kept parts of the file when other sports lay between them.
    timer_s
        Timer time as the device wrote it; None where it did not.
    has_date
        False where the device had no date: `times_s` then only count seconds.
    """

    sport: str
    times_s: Channel
    channels: dict[str, Channel]
    extra: dict[str, Channel] = field(default_factory=dict)
    sub_sport: str | None = None
    laps: tuple[RecordedLap, ...] = ()
    stops: tuple[Span, ...] | None = None
    sessions: tuple[Span, ...] = ()
    timer_s: float | None = None
    has_date: bool = True
    device: str | None = None
    weather: Weather | None = None
    warnings: tuple[str, ...] = ()
