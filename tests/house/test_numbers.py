"""Every number has value, unit, range, spread, kind, source and place; no source is idle."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pint
import pytest

from uncramp import bibliography
from uncramp.parameters import load_parameters, set_names

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


@pytest.mark.parametrize("organ", load_parameters().organs())
def test_units_are_readable(organ: str, registry: pint.UnitRegistry) -> None:
    unreadable = {}
    for parameter in EVERY:
        if parameter.organ == organ and parameter.unit != "1":
            try:
                registry.parse_units(parameter.unit)
            except (pint.PintError, ValueError) as error:
                unreadable[parameter.key] = str(error)
    assert not unreadable


@pytest.mark.parametrize("organ", load_parameters().organs())
def test_sources_exist_and_say_where(organ: str) -> None:
    parameters = [parameter for parameter in EVERY if parameter.organ == organ]
    assert {p.source for p in parameters} - set(bibliography.entries()) == set()
    assert not [p.key for p in parameters if not p.where.strip()]


def test_what_nobody_measured_is_not_called_measured() -> None:
    ours = [p for p in EVERY if p.source == "uncramp2026" and p.kind == "measured"]
    recalled = [p for p in EVERY if "unverified" in p.note and p.kind != "assumed"]
    assert not [p.key for p in (*ours, *recalled)]


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


def sources_in(value: object) -> set[str]:
    """Everything under a key ``source`` or ``sources``, at any depth of a TOML document."""
    if isinstance(value, list):
        return set().union(*map(sources_in, value))
    if not isinstance(value, dict):
        return set()
    found = set().union(*map(sources_in, value.values()))
    for key in ("source", "sources"):
        named = value.get(key, [])
        found |= {named} if isinstance(named, str) else {s for s in named if isinstance(s, str)}
    return found


@pytest.mark.parametrize(
    "path",
    sorted(path for path in SOURCE.rglob("*.toml") if path.parent.name != "parameters"),
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_every_source_of_a_sentence_exists(path: Path) -> None:
    named = sources_in(tomllib.loads(path.read_text("utf-8")))
    assert named - set(bibliography.entries()) == set()
