"""The sentence of a cause in the reader's units, from the numbers that come with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from uncramp.language import SOURCE
from uncramp.report.measures import Measures


def statement(cause: Mapping[str, Any], measures: Measures) -> str:
    """The cause in words; as it stands in the document where nothing has to be said otherwise.

    Parameters
    ----------
    cause
        A row of the document's ``why``; its ``values`` may be absent.
    """
    said = str(cause["statement"])
    if not measures.imperial and measures.language == SOURCE:
        return said
    return composed(cause, measures) or measures.language.gettext(said)


def composed(cause: Mapping[str, Any], measures: Measures) -> str | None:
    """The sentence made from its numbers; None where they or its template are not there."""
    values = cause.get("values") or {}
    names = set(values)
    template = next((t for t in _templates().get(cause["cause"], ()) if _names(t) == names), None)
    if not (values and template):
        return None
    try:
        template = measures.language.gettext(template)
        return template.format(**{name: _said(name, values[name], measures) for name in values})
    except (KeyError, TypeError):  # a result of another version of uncramp has other numbers
        return None


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@cache
def _templates() -> dict[str, tuple[str, ...]]:
    # Read where it lies, without importing the room: a saved result needs no simulation.
    text = files("uncramp").joinpath("explain", "causes.toml").read_text("utf-8")
    table = tomllib.loads(text)
    del table["translate"]
    return {name: (row["statement"], row.get("unsure", "")) for name, row in table.items()}


def _said(name: str, value: float, measures: Measures) -> str:
    """A number in SI as its name's unit wants it."""
    if name.endswith("_m_s"):
        return measures.pace(value)
    if name.endswith("_km"):
        number, unit = measures.distance(value).split(" ")
        return f"{number.removesuffix(measures.language.number('.0'))} {unit}"
    if name.endswith("_C"):
        return measures.temperature(value)
    if name.endswith("_pct"):
        return f"{measures.number(value, 1)} %"
    return measures.height(value)
