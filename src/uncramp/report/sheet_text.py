"""A sheet for a terminal, a pipe or a file."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator
from typing import TextIO

from uncramp.report import wording
from uncramp.report.measures import glued
from uncramp.report.sheet import Bar, Section, Sheet, Table
from uncramp.report.text import DIM, HEADING, PIPE_WIDTH, PLAIN, STRONG, Line, Piece, paint

_NARROWEST, _WIDEST = 40, 100
_TONES = {"alarm": "bold bright_red", "watch": "bold yellow", "calm": "bold green"}
_ALARM, _QUIET = "bold bright_red", "blue"
_BAR_WIDTH = 24
_GAP = 2


def lines(sheet: Sheet, *, width: int = PIPE_WIDTH) -> list[Line]:
    """The whole sheet, wrapped to a width of 40 to 100 columns."""
    width = min(max(width, _NARROWEST), _WIDEST)
    _ = sheet.language.gettext
    found: list[Line] = []
    for alarm in sheet.alarms:
        found += [*_wrapped(alarm, width, _ALARM), ()]
    found += _wrapped(sheet.headline, width, _TONES.get(sheet.tone, STRONG))
    for detail in sheet.details:
        found += _wrapped(detail, width)
    found += [(), *_wrapped(sheet.about, width, STRONG)]
    if sheet.facts:
        found += _wrapped(sheet.facts, width)
    for section in sheet.sections:
        found += [(), *_section(section, width)]
    if sheet.next_steps:
        found += [(), (Piece(_("Try"), HEADING),)]
        for command, note in sheet.next_steps:
            found += [(Piece(f"  {command}"),), (Piece(f"      {note}", DIM),)]
    found += [(), *_wrapped(_(wording.NOT_A_DIAGNOSIS), width, DIM)]
    found += _wrapped(sheet.provenance, width, DIM)
    return found


def plain(sheet: Sheet, *, width: int = PIPE_WIDTH) -> str:
    """The sheet as text without any colour."""
    rows = lines(sheet, width=width)
    return "".join("".join(piece.text for piece in row).rstrip() + "\n" for row in rows)


def print_sheet(sheet: Sheet, *, stream: TextIO) -> None:
    """Print to a stream: in colour on a terminal (unless NO_COLOR is set), else plain."""
    terminal = stream.isatty()
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if terminal else PIPE_WIDTH
    if terminal and not os.environ.get("NO_COLOR"):
        from rich.console import Console

        paint(lines(sheet, width=width), Console(file=stream))
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(plain(sheet, width=width).encode(encoding, errors="replace").decode(encoding))


def _section(section: Section, width: int) -> Iterator[Line]:
    yield (Piece(section.title, HEADING),)
    for sentence in section.sentences:
        yield from _wrapped(sentence, width, indent=2)
    if section.table is not None:
        yield from _table(section.table, width)


def _table(table: Table, width: int) -> Iterator[Line]:
    if table.caption:
        yield from _wrapped(table.caption, width, DIM, indent=2)
    columns = list(zip(table.head, *table.rows, strict=True))
    sizes = [max(map(len, column)) for column in columns]
    used = 2 + sum(sizes) + _GAP * (len(sizes) - 1)
    bar_width = min(_BAR_WIDTH, width - used - _GAP) if table.bars else 0
    yield (Piece("  " + _row(table.head, sizes), DIM),)
    for number, row in enumerate(table.rows):
        style = _ALARM if number in table.marked else PLAIN
        pieces = [Piece("  " + _row(row, sizes), style)]
        if table.bars and bar_width >= 8:
            pieces.append(Piece(" " * _GAP + bar(table.bars[number], bar_width), _QUIET))
        yield tuple(pieces)


def bar(share: Bar, width: int) -> str:
    """``████▒▒▒───``: sure, within the 80 % range, beyond it."""

    def columns(value: float) -> int:
        return round(min(max(value, 0.0), 1.0) * width)

    sure, most = columns(share.low), columns(share.high)
    text = "█" * sure + "▒" * (most - sure) + "·" * (width - most)
    at = min(columns(share.value), width - 1)
    return text[:at] + "┃" + text[at + 1 :]


def _row(texts: tuple[str, ...], sizes: list[int]) -> str:
    """First column to the left, numbers to the right."""
    cells = [texts[0].ljust(sizes[0])]
    cells += [text.rjust(size) for text, size in zip(texts[1:], sizes[1:], strict=True)]
    return (" " * _GAP).join(cells)


def _wrapped(text: str, width: int, style: str = PLAIN, indent: int = 0) -> Iterator[Line]:
    pad = " " * indent
    rows = textwrap.wrap(
        glued(text),
        width,
        initial_indent=pad,
        subsequent_indent=pad + "  " if indent else pad,
        break_on_hyphens=False,
    )
    for row in rows:
        yield (Piece(row.replace("\u00a0", " "), style),)
