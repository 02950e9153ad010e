"""Every number has value, unit, range, spread, kind, source and place; no source is idle."""

from __future__ import annotations

from pathlib import Path

import pint
import pytest

from uncramp import bibliography
from uncramp.parameters import Parameter, load_parameters, set_names

SOURCE = Path(__file__).parents[2] / "src" / "uncramp"
EVERY = sorted(load_parameters().values(), key=lambda parameter: parameter.key)


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    """Pint with the field's own words: pulses per second, beats, steps, motor units."""
    registry = pint.UnitRegistry(cache_folder=None)
    for definition in (
        "pulse = [] = pulse",
        "pps = pulse / second",
        "motor_unit = [] = MU",
        "spm = 1 / minute",
        "clo = 0.155 * kelvin * meter ** 2 / watt",
    ):
        registry.define(definition)
    return registry


def test_there_are_numbers() -> None:
    assert EVERY


@pytest.mark.parametrize("parameter", EVERY, ids=lambda parameter: parameter.key)
def test_units_are_readable(parameter: Parameter, registry: pint.UnitRegistry) -> None:
    if parameter.unit != "1":
        registry.parse_units(parameter.unit)


@pytest.mark.parametrize("parameter", EVERY, ids=lambda parameter: parameter.key)
def test_sources_exist_and_say_where(parameter: Parameter) -> None:
    assert parameter.source in bibliography.entries()
    assert parameter.where.strip()
    if parameter.source == "uncramp2026":
        assert parameter.kind != "measured"
    if "recalled" in parameter.note:
        assert parameter.kind == "assumed"


@pytest.mark.parametrize("name", set_names())
def test_every_set_loads(name: str) -> None:
    assert set(load_parameters(name)) == set(load_parameters())


def test_no_source_is_idle() -> None:
    texts = [
        path.read_text("utf-8")
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".toml", ".csv", ".html"}
    ]
    idle = [key for key in bibliography.entries() if not any(key in text for text in texts)]
    assert not idle, f"in references.bib but used nowhere: {idle}"
