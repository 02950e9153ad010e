"""The sentence of a cause in the reader's units."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.explain.causes import all_causes, in_metric, values_of
from uncramp.report.measures import Measures
from uncramp.report.statements import composed, statement

NUMBERS = {
    "run_speed_m_s": 1000.0 / 303.0,
    "usual_speed_m_s": 1000.0 / 350.0,
    "run_km": 42.195,
    "longest_km": 28.0,
    "ascent_m": 237.0,
    "air_temperature_C": 23.4,
    "cool_air_temperature_C": 12.0,
    "mass_loss_pct": 5.12,
}


def row(name: str) -> dict[str, Any]:
    cause = next(cause for cause in all_causes() if cause.name == name)
    values = values_of(cause.statement, NUMBERS)
    return {"cause": name, "statement": in_metric(cause.statement, values), "values": values}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pace", "Faster than you are used to: 8:08 /mi against your usual 9:23 /mi"),
        ("distance", "Longer than you are used to: 26.2 mi against 17.4 mi"),
        ("hills", "Hills: 778 ft of climbing"),
        ("heat", "Heat: 74 °F instead of 54 °F"),
        ("fluid_sodium", "Water and sodium not replaced: body mass down 5.1 %"),
    ],
)
def test_imperial_readers_get_their_units(name: str, said: str) -> None:
    assert statement(row(name), Measures("imperial")) == said


@pytest.mark.parametrize("name", [cause.name for cause in all_causes()])
def test_both_formatters_say_the_same_in_metric(name: str) -> None:
    assert composed(row(name), Measures()) in (row(name)["statement"], None)
    assert statement(row(name), Measures()) == row(name)["statement"]


@pytest.mark.parametrize(
    "change",
    [
        {"values": None},
        {"values": {}},
        {"values": {"run_km": 42.195}},
        {"values": {"run_km": 42.195, "longest_km": None}},
        {"cause": "moon_phase"},
    ],
)
def test_without_its_numbers_a_sentence_stays_as_it_is(change: dict[str, Any]) -> None:
    changed = row("distance") | change
    assert statement(changed, Measures("imperial")) == changed["statement"]
