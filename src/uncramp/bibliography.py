"""The sources behind every number: reads ``references.bib``, cites what a run used.

The file keeps a strict layout (see its head), so a short reader of our own suffices; what breaks
the layout is an error that names the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

_HEAD = re.compile(r"@(?P<kind>[a-z]+)\{(?P<key>[A-Za-z]+\d{4}[A-Za-z]*),")
_FIELD = re.compile(r"  (?P<name>[a-z]+) = \{(?P<value>.+)\},?")
_KEY = re.compile(r"[A-Za-z]+(?P<year>\d{4}[a-z]?)(?:[A-Z][A-Za-z]*)?")
_REQUIRED = ("author", "title", "year")


class _Sourced(Protocol):
    """Anything with the key of its source: a parameter."""

    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One source: its BibTeX type (``article``), its key, its fields and its text as written."""

    kind: str
    key: str
    fields: Mapping[str, str]
    bibtex: str


def parse(text: str) -> dict[str, Entry]:
    """Entries of a BibTeX text in our layout, by key, in the order of the text.

    Raises
    ------
    ValueError
        Names the line, what is wrong there and what is expected.
    """
    entries: dict[str, Entry] = {}
    kind, key, lines = "", "", list[str]()
    fields: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        where = f"references.bib line {number}"
        if key:
            lines.append(line)
            if line == "}":
                if absent := [name for name in _REQUIRED if name not in fields]:
                    raise ValueError(f"{where}: {key} lacks {', '.join(absent)}")
                entries[key] = Entry(kind, key, fields, "\n".join(lines))
                key = ""
            elif (match := _FIELD.fullmatch(line)) and match["name"] not in fields:
                fields[match["name"]] = match["value"]
            else:
                raise ValueError(
                    f"{where}: expected a new field as '  name = {{value}},' or '}}', got {line!r}"
                )
        elif match := _HEAD.fullmatch(line):
            kind, key, lines, fields = match["kind"], match["key"], [line], {}
            if key in entries:
                raise ValueError(f"{where}: {key} is there twice; keep one")
        elif line and not line.startswith("%"):
            raise ValueError(f"{where}: expected '@type{{Key2026,' alone, got {line!r}")
    if key:
        raise ValueError(f"references.bib: {key} is not closed; end it with '}}' alone on a line")
    return entries


@cache
def entries() -> Mapping[str, Entry]:
    """Every source of uncramp, by key."""
    return parse(files("uncramp").joinpath("references.bib").read_text("utf-8"))


def entry(key: str) -> Entry:
    """The source with this key.

    Raises
    ------
    KeyError
        If ``references.bib`` does not have it.
    """
    try:
        return entries()[key]
    except KeyError:
        raise KeyError(f"no source {key!r} in references.bib: add it, or mend the key") from None


def keys_of(parameters: Mapping[str, _Sourced]) -> list[str]:
    """Keys of the sources of a set of parameters, sorted, each once."""
    return sorted({parameter.source for parameter in parameters.values()})


def cite(keys: Iterable[str]) -> str:
    """BibTeX of these sources, sorted by key, each once."""
    return "\n\n".join(entry(key).bibtex for key in sorted(set(keys))) + "\n"


def short(key: str) -> str:
    """How a sentence names the source: ``"Minetti 2002"``, first author's family name and year."""
    first = entry(key).fields["author"].split(" and ")[0]
    name = first.strip("{}") if first.startswith("{") else first.partition(",")[0]
    match = _KEY.fullmatch(key)
    year = match["year"] if match else entry(key).fields["year"]
    return f"{name} {year}"
