"""FIT files built in memory, sound ones and others."""

from __future__ import annotations

from uncramp.activity.encode_fit import (
    ENUM,
    SINT8,
    SINT32,
    STRING,
    UINT8,
    UINT16,
    UINT32,
    Field,
    FitMessage,
    encode_fit,
)

START = 1_100_000_000
RUNNING, CYCLING, WALKING = 1, 2, 11
SPORTS = {"running": RUNNING, "cycling": CYCLING, "walking": WALKING}


def message(number, *fields):
    return FitMessage(number, tuple(Field(*field) for field in fields))


def file_id():
    return message(0, (0, ENUM, 4), (1, UINT16, 255), (4, UINT32, START))


def record(at_s, distance_m=None, **values):
    """One record; `values` are heart_rate, cadence, altitude_m, speed_m_s, temperature."""
    fields = [(253, UINT32, START + at_s)]
    if distance_m is not None:
        fields.append((5, UINT32, round(100 * distance_m)))
    if "heart_rate" in values:
        fields.append((3, UINT8, values["heart_rate"]))
    if "cadence" in values:
        fields.append((4, UINT8, values["cadence"]))
    if "altitude_m" in values:
        fields.append((2, UINT16, round(5 * (values["altitude_m"] + 500))))
    if "speed_m_s" in values:
        fields.append((6, UINT16, round(1000 * values["speed_m_s"])))
    if "temperature" in values:
        fields.append((13, SINT8, values["temperature"]))
    if "latitude_deg" in values:
        fields.append((0, SINT32, round(values["latitude_deg"] * 2**31 / 180)))
        fields.append((1, SINT32, round(values["longitude_deg"] * 2**31 / 180)))
    return message(20, *fields)


def timer(at_s, kind):
    return message(21, (253, UINT32, START + at_s), (0, ENUM, 0), (1, ENUM, kind))


def session(from_s, to_s, sport="running", timer_s=None):
    length = 1000 * (to_s - from_s)
    return message(
        18,
        (253, UINT32, START + to_s),
        (2, UINT32, START + from_s),
        (5, ENUM, SPORTS[sport]),
        (7, UINT32, length),
        (8, UINT32, length if timer_s is None else 1000 * timer_s),
    )


def simple_run(n=120, speed_m_s=3.0, **values):
    """The messages of a run of `n` seconds at an even speed."""
    return [
        file_id(),
        *(record(i, speed_m_s * i, **{"heart_rate": 150, **values}) for i in range(n + 1)),
        session(0, n),
    ]


def simple_fit(n=120, speed_m_s=3.0, **values):
    return encode_fit(simple_run(n, speed_m_s, **values))


def developer_field(name, unit, index=0, number=0):
    """What declares a developer field of the type uint16."""
    return [
        message(207, (3, UINT8, index)),
        message(
            206,
            (0, UINT8, index),
            (1, UINT8, number),
            (2, UINT8, UINT16.code),
            (3, STRING, name),
            (8, STRING, unit),
        ),
    ]
