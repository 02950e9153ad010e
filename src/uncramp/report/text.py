"""The report for a terminal, a pipe or a file: lines of styled pieces, wrapped to a width."""

from __future__ import annotations

import math
import os
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from uncramp.report import wording
from uncramp.report.measures import clock, glued, percent
from uncramp.report.report import Cause, Report
from uncramp.report.ticks import time_ticks

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 80
_NARROWEST, _WIDEST = 40, 100
_BLOCKS = "▁▂▃▄▅▆▇█"
_NAME_WIDTH, _NOTE_WIDTH = 22, 10
_LONGEST_SPARK = 60
_TICK_WIDTH = 8

PLAIN, STRONG, DIM, HEADING = "", "bold", "dim", "bold"
_TONES = {"alarm": "bold bright_red", "watch": "bold yellow", "calm": "bold green"}
_ALARM, _QUIET, _PACE = "bright_red", "blue", "default"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters in one style of rich."""

    text: str
    style: str = PLAIN


Line = tuple[Piece, ...]
_EMPTY: Line = ()


def lines(
    report: Report, *, width: int = PIPE_WIDTH, next_steps: Sequence[tuple[str, str]] = ()
) -> list[Line]:
    """The whole report.

    Parameters
    ----------
    width
        Columns; taken as at least 40 and at most 100.
    next_steps
        Commands to offer at the end, each with what it is for.
    """
    width = min(max(width, _NARROWEST), _WIDEST)
    parts = (
        _alarms(report, width),
        _answer(report, width),
        _timeline(report, width),
        _why(report, width),
        _body(report, width),
        _limits(report, width),
        _steps(report, next_steps, width),
        _wrapped(report.gettext(wording.NOT_A_DIAGNOSIS), width, DIM),
        _wrapped(report.provenance, width, DIM),
    )
    found: list[Line] = []
    for number, part in enumerate(parts):
        part_lines = list(part)
        if part_lines and found and number < len(parts) - 1:
            found.append(_EMPTY)
        found += part_lines
    return found


def plain(
    report: Report, *, width: int = PIPE_WIDTH, next_steps: Sequence[tuple[str, str]] = ()
) -> str:
    """The report as text without any colour."""
    rows = lines(report, width=width, next_steps=next_steps)
    return "".join("".join(piece.text for piece in row).rstrip() + "\n" for row in rows)


def print_report(
    report: Report, *, next_steps: Sequence[tuple[str, str]] = (), stream: TextIO
) -> None:
    """Print to a stream: in colour on a terminal (unless NO_COLOR is set), else plain."""
    if stream.isatty() and not os.environ.get("NO_COLOR"):
        from rich.console import Console

        width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
        paint(lines(report, width=width, next_steps=next_steps), Console(file=stream))
        return
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if stream.isatty() else PIPE_WIDTH
    text = plain(report, width=width, next_steps=next_steps)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, errors="replace").decode(encoding))


def paint(rows: Sequence[Line], console: Console) -> None:
    """Print lines on a rich console; also used to export a picture of the terminal."""
    from rich.text import Text

    for row in rows:
        text = Text(no_wrap=True, overflow="ignore", end="")
        for piece in row:
            text.append(piece.text, style=piece.style or None)
        console.print(text, soft_wrap=True)


def spark(values: Sequence[float | None], low: float, high: float) -> str:
    """Block characters for values between low and high; a space where there is none."""
    span = high - low
    return "".join(
        " "
        if value is None
        else _BLOCKS[round(min(max((value - low) / span, 0.0), 1.0) * (len(_BLOCKS) - 1))]
        for value in values
    )


def resampled(
    time_s: Sequence[float], values: Sequence[float | None], n_columns: int
) -> list[float | None]:
    """Means of the known values in `n_columns` equal spans of time; None where there is none."""
    sums, counts = [0.0] * n_columns, [0] * n_columns
    total_s = time_s[-1] - time_s[0] or 1.0
    last: list[float | None] = [None] * n_columns
    for moment, value in zip(time_s, values, strict=True):
        column = min(int((moment - time_s[0]) / total_s * n_columns), n_columns - 1)
        if value is not None:
            sums[column] += value
            counts[column] += 1
    for column in range(n_columns):
        if counts[column]:
            last[column] = sums[column] / counts[column]
    return last


def _alarms(report: Report, width: int) -> Iterator[Line]:
    for number, alarm in enumerate(report.alarms):
        if number:
            yield _EMPTY
        yield from _wrapped(alarm, width, _TONES["alarm"])


def _answer(report: Report, width: int) -> Iterator[Line]:
    yield from _wrapped(report.headline, width, _TONES.get(report.tone, STRONG))
    for detail in report.details:
        yield from _wrapped(detail, width)
    if report.muscle_note:
        yield from _wrapped(report.muscle_note, width, DIM)
    yield _EMPTY
    title = report.title if report.title == report.file else f"{report.title}, {report.file}"
    yield from _wrapped(title, width, STRONG)
    yield from _wrapped(report.facts, width)


def _timeline(report: Report, width: int) -> Iterator[Line]:
    timeline = report.timeline
    time_s = timeline["time_s"]
    if len(time_s) < 2 or (report.probability is None and not report.is_one_calf):
        return
    n_columns = min(width - _NAME_WIDTH - _NOTE_WIDTH, _LONGEST_SPARK, len(time_s))
    if report.is_one_calf:
        said = report.gettext("The {muscle} along the run").format(muscle=report.focus_name)
        yield (Piece(said, HEADING),)
        yield from _signals(report, time_s, n_columns)
    else:
        yield (Piece(report.gettext("Chance of a cramp so far"), HEADING),)
        yield from _chance_rows(report, time_s, n_columns)
    yield from _pace(report, time_s, n_columns)
    yield (Piece(" " * _NAME_WIDTH + _axis(time_s, n_columns), DIM),)


def _chance_rows(report: Report, time_s: Sequence[float], n_columns: int) -> Iterator[Line]:
    alarm = _ALARM if report.tone != "calm" else _QUIET
    for label, column, leads in _chances(report):
        drawn = spark(_filled(resampled(time_s, column, n_columns)), 0.0, 1.0)
        note = "" if column[-1] is None else f" {percent(column[-1]):>6}"
        yield (
            Piece(f"  {label}".ljust(_NAME_WIDTH)),
            Piece(drawn, alarm if leads else _QUIET),
            Piece(note),
        )


def _signals(report: Report, time_s: Sequence[float], n_columns: int) -> Iterator[Line]:
    """Force left and the two reflexes of the muscle in focus, each on its own scale."""
    _ = report.gettext
    for label, column, unit, factor in (
        (_("force left"), "force_capacity", "%", 100.0),
        (_("spindles (Ia)"), "ia_pps", "/s", 1.0),
        (_("tendon organs (Ib)"), "ib_pps", "/s", 1.0),
    ):
        values = resampled(time_s, report.timeline[f"{report.focus}_{column}"], n_columns)
        known = [value for value in values if value is not None]
        if not known:
            continue
        low, high = min(known), max(known)
        drawn = spark(values, low - 0.05 * (high - low) - 1e-9, high)
        note = f" {factor * known[0]:.0f}–{factor * known[-1]:.0f} {unit}"
        yield (Piece(f"  {label}".ljust(_NAME_WIDTH)), Piece(drawn, _QUIET), Piece(note))


def _chances(report: Report) -> list[tuple[str, list[float | None], bool]]:
    """Label, column and whether it is the one to look at: the whole, then the muscles in it."""
    timeline, _ = report.timeline, report.gettext
    columns = {name: timeline.get(f"{name}_cramp_probability") for name in wording.MUSCLES}
    touched = {name: column for name, column in columns.items() if column and column[-1]}
    if len(touched) == 1:
        ((name, column),) = touched.items()
        return [(_(wording.SHORT_NAMES[name]), column, True)]
    rows = [(_(wording.SHORT_NAMES[name]), column, False) for name, column in touched.items()]
    return [(_("any calf muscle"), timeline["cramp_probability"], True), *rows]


def _pace(report: Report, time_s: Sequence[float], n_columns: int) -> Iterator[Line]:
    """Speed, higher is faster; pauses are gaps. The scale leaves out the slowest tenth."""
    timeline = report.timeline
    speed: list[float | None] = [
        value if goes and value > 0.0 else None
        for value, goes in zip(timeline["speed_m_s"], timeline["moving"], strict=True)
    ]
    columns = resampled(time_s, speed, n_columns)
    known = sorted(value for value in columns if value is not None)
    if not known:
        return
    low, high = known[len(known) // 10], known[-1]
    moving_s = sum(
        b - a for a, b, goes in zip(time_s, time_s[1:], timeline["moving"], strict=False) if goes
    )
    mean = 1000.0 * (timeline["distance_km"][-1] - timeline["distance_km"][0]) / (moving_s or 1.0)
    drawn = spark(columns, low - 0.35 * (high - low) - 0.05, high)
    yield (
        Piece(f"  {report.gettext('pace')}".ljust(_NAME_WIDTH)),
        Piece(drawn, _PACE),
        Piece(f" {report.measures.pace(mean)}"),
    )


def _filled(values: list[float | None]) -> list[float | None]:
    """Gaps take the value before them: a cumulative chance does not vanish in a pause."""
    known: float | None = 0.0
    filled: list[float | None] = []
    for value in values:
        known = value if value is not None else known
        filled.append(known)
    return filled


def _axis(time_s: Sequence[float], n_columns: int) -> str:
    """Clock times under a sparkline, on round times."""
    row = [" "] * (n_columns + _TICK_WIDTH)
    most = max(n_columns // _TICK_WIDTH, 2)
    # The first point is the middle of the first stretch: its beginning is the start of the run.
    start_s = max(0.0, time_s[0] - 0.5 * (time_s[1] - time_s[0]))
    for moment in time_ticks(math.floor(start_s), time_s[-1], most):
        share = max(moment - time_s[0], 0.0) / (time_s[-1] - time_s[0])
        label, start = clock(moment), round(share * (n_columns - 1))
        row[start : start + len(label)] = label
    return "".join(row).rstrip()


def _why(report: Report, width: int) -> Iterator[Line]:
    if not report.causes:
        return
    yield (Piece(report.causes_title, HEADING),)
    for cause in report.causes:
        yield from _cause(cause, width)


def _cause(cause: Cause, width: int) -> Iterator[Line]:
    indent = 10
    room = width - indent
    share = cause.share.rjust(indent - 3) + "   "
    style = DIM if cause.name == "unexplained" else STRONG
    said = DIM if style == DIM else PLAIN
    first, *rest = _rows(cause.statement, room) or [""]
    yield (Piece(share, style), Piece(first, said))
    for text in rest:
        yield (Piece(" " * indent + text, said),)
    for text in _rows(cause.note, room):
        yield (Piece(" " * indent + text, DIM),)


def _body(report: Report, width: int) -> Iterator[Line]:
    if not (report.body or report.muscles):
        return
    yield (Piece(report.gettext("At the end"), HEADING),)
    left = report.gettext("{muscle} force left {share}")
    cells = [f"{fact.label} {fact.value} {fact.unit}".rstrip() for fact in report.body]
    cells += [left.format(muscle=state.name, share=state.force) for state in report.muscles]
    cell_width = max(map(len, cells)) + 3
    per_row = max((width - 2) // cell_width, 1)
    for start in range(0, len(cells), per_row):
        row = "".join(cell.ljust(cell_width) for cell in cells[start : start + per_row])
        yield (Piece("  " + row.rstrip()),)


def _limits(report: Report, width: int) -> Iterator[Line]:
    _ = report.gettext
    yield (Piece(_("What it could not know"), HEADING),)
    for sentence, flags in report.assumed:
        said = _("Say it with {options}").format(options=flags)
        yield from _wrapped(f"{sentence} {said}", width, indent=2)
    for sentence in report.cannot_know:
        yield from _wrapped(sentence, width, indent=2)
    for warning in report.warnings:
        yield from _wrapped(_("File: {warning}").format(warning=warning), width, indent=2)


def _steps(report: Report, next_steps: Sequence[tuple[str, str]], width: int) -> Iterator[Line]:
    if not next_steps:
        return
    yield (Piece(report.gettext("Try"), HEADING),)
    room = max(len(command) for command, _ in next_steps) + 3
    for command, note in next_steps:
        if room + 2 + len(note) <= width:
            yield (Piece("  " + command.ljust(room)), Piece(note, DIM))
        else:
            yield (Piece("  " + command),)
            yield (Piece("      " + note, DIM),)


def _wrapped(text: str, width: int, style: str = PLAIN, indent: int = 0) -> Iterator[Line]:
    pad = " " * indent
    hanging = pad + "  " if indent else pad
    for row in _rows(text, width, initial_indent=pad, subsequent_indent=hanging):
        yield (Piece(row, style),)


def _rows(text: str, width: int, **options: Any) -> list[str]:
    """Wrapped, with numbers beside their units."""
    rows = textwrap.wrap(glued(text), width, break_on_hyphens=False, **options)
    return [row.replace("\u00a0", " ") for row in rows]
