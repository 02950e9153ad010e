"""Components of the calf as named switches, each with the account of cramp it belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from uncramp.parameters import ParameterSet


@dataclass(frozen=True)
class Account:
    """One explanation of cramp, and what people showed that does not fit it.

    Attributes
    ----------
    against
        (finding, key of its source) of human data that contradict it.
    """

    id: str
    title: str
    says: str
    against: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Switch:
    """A component that can be switched off.

    Attributes
    ----------
    account
        Id of the account that it belongs to.
    off
        Parameter → value without the component; it may lie outside the parameter's range, which
        says what is plausible in people.
    """

    id: str
    title: str
    account: str
    off: Mapping[str, float]


@cache
def _tables() -> dict[str, Any]:
    text = files("uncramp.studies").joinpath("accounts.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def accounts() -> dict[str, Account]:
    """All accounts, by id."""
    return {
        name: Account(
            id=name,
            title=table["title"],
            says=table["says"],
            against=tuple((row["finding"], row["source"]) for row in table["against"]),
        )
        for name, table in _tables()["account"].items()
    }


@cache
def switches() -> dict[str, Switch]:
    """All switches, by id, in the order of the file."""
    return {
        name: Switch(name, table["title"], table["account"], table["off"])
        for name, table in _tables()["switch"].items()
    }


def check_switches(names: Iterable[str]) -> tuple[str, ...]:
    """The names as a tuple.

    Raises
    ------
    ValueError
        For an unknown one; the message has the nearest known.
    """
    chosen = tuple(names)
    for name in chosen:
        if name not in switches():
            near = get_close_matches(name, switches(), n=1, cutoff=0.5)
            advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(switches())}."
            raise ValueError(f"no component {name!r}; {advice}")
    return chosen


def without_switches(parameters: ParameterSet, names: Iterable[str]) -> ParameterSet:
    """A copy of `parameters` with components switched off.

    Raises
    ------
    ValueError
        For an unknown name.
    KeyError
        If a switch names a parameter that does not exist.
    """
    changed = dict(parameters.parameters)
    for name in check_switches(names):
        for key, value in switches()[name].off.items():
            old = parameters[key]
            low, high = old.range
            wide = (min(low, value), max(high, value))
            changed[key] = replace(old, value=float(value), range=wide)
    return ParameterSet(parameters.name, changed)
