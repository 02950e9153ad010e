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


def row(name: str, template: str = "statement") -> dict[str, Any]:
    cause = next(cause for cause in all_causes() if cause.name == name)
    said = getattr(cause, template) or cause.statement
    values = values_of(said, NUMBERS)
    return {"cause": name, "statement": in_metric(said, values), "values": values}


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


def test_what_was_not_told_is_said_in_the_readers_units_too() -> None:
    said = statement(row("distance", "unsure"), Measures("imperial"))
    assert said.startswith("Longer than some runners like you are used to: 26.2 mi;")


@pytest.mark.parametrize("template", ["statement", "unsure"])
@pytest.mark.parametrize("name", [cause.name for cause in all_causes()])
def test_both_formatters_say_the_same_in_metric(name: str, template: str) -> None:
    one = row(name, template)
    assert composed(one, Measures()) in (one["statement"], None)
    assert statement(one, Measures()) == one["statement"]


@pytest.mark.parametrize(
    "change",
    [
        {"values": None},
        {"values": {}},
        {"values": {"longest_km": 28.0}},
        {"values": {"run_km": 42.195, "longest_km": None}},
        {"cause": "moon_phase"},
    ],
)
def test_without_its_numbers_a_sentence_stays_as_it_is(change: dict[str, Any]) -> None:
    changed = row("distance") | change
    assert statement(changed, Measures("imperial")) == changed["statement"]
