"""``uncramp parameters [ORGAN]``: every number of the model, with its source."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from uncramp.parameters import Parameter

_HEAD = ("name", "value", "unit", "range", "kind", "source")
_KINDS = ("measured", "fitted", "assumed")


@click.command()
@click.argument("organ", required=False)
@click.option("--set", "set_name", default="reference", metavar="SET", help="Named set.")
@click.option("--json", "as_json", is_flag=True, help="Print all fields as JSON.")
def parameters(organ: str | None, set_name: str, as_json: bool) -> None:
    """Every number of the model: value, unit, range, kind, source.

    ORGAN limits the table, for example to soleus.
    """
    from uncramp.parameters import load_parameters, set_names

    if set_name not in set_names():
        raise click.UsageError(f"There is no set {set_name!r}; known: {', '.join(set_names())}.")
    loaded = load_parameters(set_name)
    if organ is not None and organ not in loaded.organs():
        known = ", ".join(loaded.organs()) or "none yet"
        raise click.UsageError(f"There is no organ {organ!r}; known: {known}.")
    chosen = [loaded[key] for key in loaded if organ in (None, loaded[key].organ)]
    if as_json:
        rows = [asdict(parameter) for parameter in chosen]
        click.echo(json.dumps({"set": set_name, "hash": loaded.hash(), "parameters": rows}))
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for text, is_heading in _lines(chosen, width):
        click.echo(click.style(text, bold=True) if bold and is_heading else text)


def _lines(chosen: list[Parameter], width: int | None = None) -> list[tuple[str, bool]]:
    """Lines of the table, each with whether it is a heading.

    Where the table is wider than `width` the range goes, then the source: --json has all.
    """
    rows = [_row(parameter) for parameter in chosen]
    widths = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    shown = list(range(len(_HEAD)))
    for optional in ("range", "source"):
        if width is not None and sum(widths[i] + 2 for i in shown) > width:
            shown.remove(_HEAD.index(optional))
    lines: list[tuple[str, bool]] = []
    organ = ""
    for parameter, row in zip(chosen, rows, strict=True):
        if parameter.organ != organ:
            organ = parameter.organ
            lines += [("", False), (organ, True)]
        cells = [row[i].ljust(widths[i]) for i in shown]
        lines.append(("  " + "  ".join(cells).rstrip(), False))
    counts = Counter[str](parameter.kind for parameter in chosen)
    counted = ", ".join(f"{counts[kind]} {kind}" for kind in _KINDS)
    lines += [("", False), (f"{len(chosen)} numbers: {counted}.", True)]
    return lines[1:]


def _row(parameter: Parameter) -> tuple[str, ...]:
    low, high = parameter.range
    unit = "" if parameter.unit == "1" else parameter.unit
    return (
        parameter.name,
        f"{parameter.value:.6g}",
        unit,
        f"{low:.4g} – {high:.4g}",
        parameter.kind,
        _source(parameter.source),
    )


def _source(key: str) -> str:
    """``Minetti 2002``; the key itself where references.bib lacks it."""
    from uncramp import bibliography

    try:
        return bibliography.short(key)
    except KeyError:
        return key
