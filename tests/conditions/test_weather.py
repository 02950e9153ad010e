"""Weather: what is given, what the file says, what is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from uncramp.activity.activity import Weather
from uncramp.conditions import Conditions, ConditionsError, Sourced
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()


@dataclass(frozen=True)
class Measured:
    """A file that knows the weather."""

    air_temperature_C: float | None = 24.0
    relative_humidity_pct: float | None = 71.0
    wind_m_s: float | None = None


def test_given_beats_file_beats_assumed() -> None:
    conditions = Conditions.resolve({"air_temperature_C": 30, "wind_m_s": None}, Measured())
    assert conditions.air_temperature_C == Sourced(30.0, "given")
    assert conditions.relative_humidity_pct == Sourced(71.0, "file")
    assert conditions.wind_m_s == Sourced(PARAMETERS.value("conditions.wind"), "assumed")
    assert conditions.solar == Sourced(PARAMETERS.value("conditions.solar"), "assumed")
    assert conditions.notes == ()


def test_nothing_known_is_all_assumed() -> None:
    conditions = Conditions.resolve()
    assert {entry["source"] for entry in conditions.as_dict().values()} == {"assumed"}


def test_the_weather_of_an_activity_fits() -> None:
    conditions = Conditions.resolve(weather=Weather(air_temperature_C=3.0))
    assert conditions.air_temperature_C == Sourced(3.0, "file")


def test_as_dict() -> None:
    conditions = Conditions.resolve({"solar": 1})
    assert conditions.as_dict()["solar"] == {"value": 1.0, "source": "given"}
    assert list(conditions.as_dict()) == [
        "air_temperature_C",
        "relative_humidity_pct",
        "wind_m_s",
        "solar",
    ]


def test_an_impossible_file_value_is_noted_and_not_used() -> None:
    conditions = Conditions.resolve(weather=Measured(air_temperature_C=127.0))
    assert conditions.air_temperature_C.source == "assumed"
    assert conditions.notes == (
        "air_temperature_C: the file says 127 °C, outside −30 to 50; not used",
    )


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("air_temperature_C", -30, 50),
        ("relative_humidity_pct", 1, 100),
        ("wind_m_s", 0, 30),
        ("solar", 0, 1),
    ],
)
def test_limits_hold_and_are_told(field: str, low: float, high: float) -> None:
    for inside in (low, high):
        assert getattr(Conditions.resolve({field: inside}), field).value == inside
    for outside in (low - 0.5, high + 0.5, float("nan")):
        with pytest.raises(ConditionsError) as caught:
            Conditions.resolve({field: outside})
        told = f"{field} is {outside:g}; the limits are {low:g} to {high:g}".replace("-", "−")
        assert told in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"air_temp_C": 20.0}, "unknown key 'air_temp_C'; did you mean air_temperature_C?"),
        ({"zzz": 1.0}, "unknown key 'zzz'; known are air_temperature_C"),
        ({"wind_m_s": "3"}, "wind_m_s is '3'; it must be a number from 0 to 30 m/s"),
    ],
)
def test_what_is_wrong_is_said(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ConditionsError) as caught:
        Conditions.resolve(given)
    assert message in str(caught.value)


def test_redrawing_changes_only_what_was_assumed() -> None:
    conditions = Conditions.resolve({"air_temperature_C": 30}, Measured())
    other = PARAMETERS.replaced({"conditions.wind": 4.0, "conditions.air_temperature": 5.0})
    redrawn = conditions.redrawn(other)
    assert redrawn.wind_m_s == Sourced(4.0, "assumed")
    assert redrawn.air_temperature_C == Sourced(30.0, "given")
    assert redrawn.relative_humidity_pct == Sourced(71.0, "file")


def test_clothing_is_named_only_where_given() -> None:
    dressed = Conditions.resolve({"clothing_clo": 0.3, "air_temperature_C": 5.0})
    assert dressed.as_dict()["clothing_clo"] == {"value": 0.3, "source": "given"}
    assert dressed.redrawn(PARAMETERS).clothing_clo == 0.3
    assert Conditions.resolve().clothing_clo is None
    with pytest.raises(ConditionsError, match="clothing_clo is 3; the limits are 0 to 2 clo"):
        Conditions.resolve({"clothing_clo": 3.0})
