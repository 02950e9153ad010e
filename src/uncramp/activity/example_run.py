"""The shipped run: a made-up marathon, written as a real FIT file.

Nobody ran it. A runner starts a little too fast, fades after 27 km, stops twice for a drink. The
course is a loop in the open South Pacific. ``python -m uncramp.activity.example_run`` writes it;
the same bytes come out every time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from uncramp.activity.encode_fit import (
    ENUM,
    SINT8,
    SINT32,
    STRING,
    UINT8,
    UINT16,
    UINT32,
    BaseType,
    Field,
    FitMessage,
    encode_fit,
)
from uncramp.activity.example_file import example_path

_SEED = 20_260_419
_START = 1_145_520_000  # seconds since 1989-12-31T00:00:00Z: 2026-04-19T08:00:00Z
_LENGTH_M = 42_240.0  # a watch shows a little more than the road
_CENTRE_DEG = (-48.8767, -123.3933)  # as far from any land as one can be
_METRES_PER_DEGREE = 111_320.0
_SEMICIRCLES = 2**31 / 180.0
_STEP_S = 3  # between two records
_DRINKS_M = {24_100.0: 42, 34_600.0: 78}  # stops in s
_FILE_ID, _SESSION, _LAP, _RECORD, _EVENT, _DEVICE, _ACTIVITY, _WEATHER = (
    0, 18, 19, 20, 21, 23, 34, 128,
)  # fmt: skip
_MAKER, _PRODUCT, _NAME = 255, 1, "uncramp example"  # 255 is "development"


@dataclass(frozen=True)
class _Second:
    """The runner at one second of elapsed time."""

    time_s: int
    distance_m: float
    speed_m_s: float
    altitude_m: float
    heart_rate_bpm: float
    cadence_spm: float
    wrist_C: float
    paused: bool


def marathon_fit() -> bytes:
    """The bytes of the shipped example."""
    return encode_fit(_messages(list(_run(Random(_SEED)))))


def _altitude_m(distance_m: float) -> float:
    """A rolling course: four long hills and some short ones; it ends where it starts."""
    turn = 2.0 * math.pi * distance_m / _LENGTH_M
    return (
        42.0
        + 23.0 * math.sin(4.0 * turn - 0.9)
        + 9.0 * math.sin(9.0 * turn + 0.4)
        + 2.2 * math.sin(23.0 * turn)
    )


def _position_deg(distance_m: float) -> tuple[float, float]:
    """On a wavy loop whose length is that of the run, within a few metres."""
    turn = 2.0 * math.pi * distance_m / _LENGTH_M
    radius = _LENGTH_M / (2.0 * math.pi) * (0.9956 + 0.03 * math.sin(3.0 * turn))
    north, east = radius * math.cos(turn), radius * math.sin(turn)
    latitude, longitude = _CENTRE_DEG
    scale = _METRES_PER_DEGREE * math.cos(math.radians(latitude))
    return latitude + north / _METRES_PER_DEGREE, longitude + east / scale


def _pace_m_s(distance_m: float) -> float:
    """Speed on the flat: too fast at first, then the long fade."""
    if distance_m < 21_100.0:
        return 3.47
    if distance_m < 27_000.0:
        return 3.47 - 0.10 * (distance_m - 21_100.0) / 5_900.0
    return 3.37 - 0.38 * min((distance_m - 27_000.0) / 11_000.0, 1.0)


def _run(random: Random) -> Iterator[_Second]:
    """Run the marathon second by second."""
    distance, speed, heart, wobble, effort = 0.0, 2.6, 96.0, 0.0, 1.0
    drinks = sorted(_DRINKS_M.items())
    pause_s = 0
    time_s = 0
    while distance < _LENGTH_M:
        slope = (_altitude_m(distance + 10.0) - _altitude_m(distance - 10.0)) / 20.0
        hours = time_s / 3600.0
        wobble += -wobble / 40.0 + random.gauss(0.0, 0.012)
        if drinks and distance >= drinks[0][0]:
            pause_s = drinks.pop(0)[1]
        paused = pause_s > 0
        if paused:
            pause_s -= 1
            speed = 0.0
        else:
            target = _pace_m_s(distance) * (1.0 - (2.6 if slope > 0 else 1.5) * slope) + wobble
            speed += (max(target, 1.5) - speed) / 6.0
            speed += random.gauss(0.0, 0.02)
        effort = 0.0 if paused else speed / 3.47 * (1.0 + 2.6 * max(slope, -0.02))
        steady = 92.0 + 62.0 * effort + 4.6 * hours
        heart += (steady - heart) / (45.0 if steady > heart else 60.0)
        tired = max(distance - 25_000.0, 0.0) / 17_000.0
        cadence = 0.0 if paused else 174.0 + 9.0 * (speed - 3.4) - 3.0 * tired
        yield _Second(
            time_s=time_s,
            distance_m=distance,
            speed_m_s=max(speed, 0.0),
            altitude_m=_altitude_m(distance) + random.gauss(0.0, 0.15),
            heart_rate_bpm=heart + random.gauss(0.0, 0.6),
            cadence_spm=cadence + (0.0 if paused else random.gauss(0.0, 1.2)),
            wrist_C=30.5 - 5.0 * math.exp(-hours / 0.25) + 0.4 * hours,
            paused=paused,
        )
        distance += 0.0 if paused else max(speed, 0.0)
        time_s += 1


def _messages(run: list[_Second]) -> Iterator[FitMessage]:
    """The run as a watch would write it."""
    end = _START + run[-1].time_s
    yield _message(
        _FILE_ID, (0, ENUM, 4), (1, UINT16, _MAKER), (2, UINT16, _PRODUCT), (4, UINT32, _START),
        (8, STRING, _NAME),
    )  # fmt: skip
    yield _message(
        _DEVICE, (253, UINT32, _START), (0, UINT8, 0), (2, UINT16, _MAKER), (4, UINT16, _PRODUCT),
        (27, STRING, _NAME),
    )  # fmt: skip
    yield _timer(_START, 0)
    laps: list[FitMessage] = []
    opened = run[0]
    resting = False
    random = Random(_SEED + 1)
    drift = [0.0, 0.0]
    for second in run:
        if second.time_s % 3600 == 0:
            yield _weather(_START + second.time_s, second.time_s / 3600.0)
        if second.paused != resting:
            resting = second.paused
            yield _timer(_START + second.time_s, 4 if resting else 0)
        drift = [d - d / 60.0 + random.gauss(0.0, 0.12) for d in drift]
        last = second is run[-1]
        if not resting and (second.time_s % _STEP_S == 0 or last):
            yield _record(second, drift)
        if second.distance_m >= 1000.0 * (len(laps) + 1) or last:
            lap = _lap(run[opened.time_s : second.time_s + 1], len(laps), last)
            laps.append(lap)
            opened = second
            yield lap
    yield _timer(end, 4)
    yield _session(run, len(laps))
    timer = _timer_ms(run)
    yield _message(
        _ACTIVITY, (253, UINT32, end), (0, UINT32, timer), (1, UINT16, 1), (2, ENUM, 0),
        (3, ENUM, 26), (4, ENUM, 1), (5, UINT32, end),
    )  # fmt: skip


def _message(number: int, *fields: tuple[int, BaseType, int | str]) -> FitMessage:
    return FitMessage(number, tuple(Field(n, t, v) for n, t, v in fields))


def _timer(timestamp: int, kind: int) -> FitMessage:
    """The timer starts (0) or stops (4)."""
    return _message(
        _EVENT, (253, UINT32, timestamp), (0, ENUM, 0), (1, ENUM, kind), (3, UINT32, 0),
        (4, UINT8, 0),
    )  # fmt: skip


def _weather(timestamp: int, hours: float) -> FitMessage:
    """A current report: it gets warmer and drier during the morning."""
    return _message(
        _WEATHER, (253, UINT32, timestamp), (0, ENUM, 0), (1, SINT8, round(21 + 1.5 * hours)),
        (4, UINT16, 2100), (7, UINT8, round(74 - 4 * hours)), (9, UINT32, timestamp),
    )  # fmt: skip


def _record(second: _Second, drift: list[float]) -> FitMessage:
    latitude, longitude = _position_deg(second.distance_m)
    latitude += drift[0] / _METRES_PER_DEGREE
    longitude += drift[1] / _METRES_PER_DEGREE
    steps = max(second.cadence_spm, 0.0) / 2.0
    return _message(
        _RECORD,
        (253, UINT32, _START + second.time_s),
        (0, SINT32, round(latitude * _SEMICIRCLES)),
        (1, SINT32, round(longitude * _SEMICIRCLES)),
        (2, UINT16, round(5.0 * (second.altitude_m + 500.0))),
        (3, UINT8, round(second.heart_rate_bpm)),
        (4, UINT8, int(steps)),
        (5, UINT32, round(100.0 * second.distance_m)),
        (6, UINT16, round(1000.0 * second.speed_m_s)),
        (13, SINT8, round(second.wrist_C)),
        (53, UINT8, int(2.0 * (steps - int(steps))) * 64),
    )


def _timer_ms(run: list[_Second]) -> int:
    return 1000 * sum(not second.paused for second in run[:-1])


def _lap(part: list[_Second], index: int, last: bool) -> FitMessage:
    return _message(
        _LAP,
        (254, UINT16, index),
        (253, UINT32, _START + part[-1].time_s),
        (0, ENUM, 9),
        (1, ENUM, 1),
        (2, UINT32, _START + part[0].time_s),
        (7, UINT32, 1000 * (part[-1].time_s - part[0].time_s)),
        (8, UINT32, _timer_ms(part)),
        (9, UINT32, round(100.0 * (part[-1].distance_m - part[0].distance_m))),
        (24, ENUM, 7 if last else 2),
        (25, ENUM, 1),
    )


def _session(run: list[_Second], n_laps: int) -> FitMessage:
    end = run[-1]
    heights = [_altitude_m(10.0 * i) for i in range(int(end.distance_m / 10.0) + 1)]
    ascent = sum(max(b - a, 0.0) for a, b in pairwise(heights))
    return _message(
        _SESSION,
        (254, UINT16, 0),
        (253, UINT32, _START + end.time_s),
        (0, ENUM, 8),
        (1, ENUM, 1),
        (2, UINT32, _START),
        (5, ENUM, 1),
        (6, ENUM, 0),
        (7, UINT32, 1000 * end.time_s),
        (8, UINT32, _timer_ms(run)),
        (9, UINT32, round(100.0 * end.distance_m)),
        (22, UINT16, round(ascent)),
        (25, UINT16, 0),
        (26, UINT16, n_laps),
        (28, ENUM, 0),
    )


if __name__ == "__main__":
    example_path().parent.mkdir(exist_ok=True)
    example_path().write_bytes(marathon_fit())
