"""The numbers of ``race.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from uncramp.parameters import Parameter


@cache
def race_parameters() -> Mapping[str, Parameter]:
    """Every number, by name; none of them is drawn."""
    text = (files("uncramp.explain.race") / "race.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return {name: Parameter.from_table("race", name, row) for name, row in table.items()}


def number(name: str) -> float:
    """Value of one of them."""
    return race_parameters()[name].value
