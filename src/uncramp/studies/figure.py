"""A comparison as a small SVG: a line per outcome, observed above, simulated subjects below."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from uncramp import bibliography
from uncramp.studies import table

if TYPE_CHECKING:
    from uncramp.studies.comparison import Comparison, GateResult, Simulated

_WIDTH, _LEFT, _RIGHT = 760.0, 300.0, 24.0
_ROW, _HEAD, _AXIS = 44.0, 58.0, 34.0
_LABEL = 44  # characters of a label
_MOST_DOTS = 60

_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1a1a1a}.h{font-weight:600;font-size:13px}"
    ".d{fill:#5c5c5c}.g{stroke:#ddd}.o{stroke:#2457c5;fill:#2457c5}.s{stroke:#b3261e;fill:#b3261e}"
    ".p{fill:#b3261e;fill-opacity:.35}.t{fill:#0b6e4f;fill-opacity:.16}"
    "line.o,line.s{stroke-width:2}.bg{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.d{fill:#b0b0b0}.g{stroke:#3a3a3a}"
    ".o{stroke:#9db8ff;fill:#9db8ff}.s{stroke:#ff8a80;fill:#ff8a80}.p{fill:#ff8a80}"
    ".t{fill:#5fd3a6}.bg{fill:#121212}}"
)


def svg(comparison: Comparison) -> str:
    """The figure: one panel per unit of the outcomes, then one with the gates.

    Blue is observed, mean and 95 % interval; red is simulated, a dot per subject, mean and 95 %
    interval; the green band of a gate is what counts as reproduced.
    """
    study = comparison.study
    parts: list[str] = []
    y = _HEAD
    for unit, rows in _by_unit(comparison.simulated):
        drawn, height = _panel(unit, rows, y)
        parts += drawn
        y += height
    for result in comparison.gates:
        parts += _gate(result, y + 10.0)
        y += _ROW + 20.0
    title = f"{study.name}: {study.question}"
    source = bibliography.short(study.citation)
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {y:.0f}" role="img" '
        f'aria-label="{escape(title, {chr(34): "&quot;"})}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="bg" width="{_WIDTH:.0f}" height="{y:.0f}"/>',
        _text(12.0, 22.0, title, "h"),
        _text(
            12.0,
            42.0,
            f"{source}: observed (blue: mean, 95 %) and simulated (red: {comparison.n} per group, "
            "mean, 95 %)",
            "d",
        ),
    ]
    return "\n".join([*head, *parts, "</svg>"]) + "\n"


def _by_unit(rows: Iterable[Simulated]) -> list[tuple[str, list[Simulated]]]:
    """Rows that have something to show, by unit, in order."""
    groups: dict[str, list[Simulated]] = {}
    for row in rows:
        if row.values or math.isfinite(row.outcome.value):
            groups.setdefault(row.outcome.unit, []).append(row)
    return list(groups.items())


def _panel(unit: str, rows: Sequence[Simulated], top: float) -> tuple[list[str], float]:
    """One axis with a row per outcome; its drawing and its height."""
    scale = 100.0 if unit == "share" else 1.0
    numbers = [0.0] if unit == "share" else []
    for row in rows:
        numbers += [row.outcome.value, *row.outcome.interval, row.mean, *row.interval]
        numbers += row.values[:_MOST_DOTS]
    known = [scale * number for number in numbers if math.isfinite(number)]
    low, high = _span(known)
    bottom = top + _ROW * len(rows)
    parts = []
    for tick in _ticks(low, high):
        x = _x(tick, low, high)
        parts.append(_line("g", x, top, x, bottom))
        parts.append(_text(x, bottom + 14.0, f"{tick:g}", "d", "middle"))
    shown = {"share": "%", "sign": "", "1": ""}.get(unit, unit)
    parts.append(_text(_LEFT - 12.0, bottom + 14.0, shown, "d", "end"))
    for place, row in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        for k, line in enumerate(_label(f"{row.outcome.id}  {row.outcome.text}")):
            parts.append(_text(_LEFT - 12.0, y - 2.0 + 14.0 * k, line, "", "end"))
        parts += _mark(
            scale * row.outcome.value, row.outcome.interval, scale, "o", y - 8, low, high
        )
        if unit != "share":
            parts += [
                f'<circle class="p" cx="{_x(scale * v, low, high):.1f}" cy="{y + 8:.1f}" r="3.5"/>'
                for v in row.values[:_MOST_DOTS]
            ]
        parts += _mark(scale * row.mean, row.interval, scale, "s", y + 8, low, high)
    return parts, _ROW * len(rows) + _AXIS


def _gate(result: GateResult, top: float) -> list[str]:
    """Bounds as a band, the target and the simulated value on it, the verdict."""
    gate = result.gate
    numbers = [gate.low, gate.high, gate.target, result.value, *result.interval]
    low, high = _span([number for number in numbers if math.isfinite(number)])
    y = top + 0.5 * _ROW
    left, right = _x(gate.low, low, high), _x(gate.high, low, high)
    parts = [
        f'<rect class="t" x="{left:.1f}" y="{top + 4:.1f}" width="{right - left:.1f}" '
        f'height="{_ROW - 16:.1f}"/>'
    ]
    parts.append(_text(left, top, f"{gate.low:g}", "d", "middle"))
    parts.append(_text(right, top, f"{gate.high:g}", "d", "middle"))
    for k, line in enumerate(_label(f"{gate.id}  {gate.metric}")):
        parts.append(_text(_LEFT - 12.0, y - 4.0 + 14.0 * k, line, "", "end"))
    parts += _mark(gate.target, (math.nan, math.nan), 1.0, "o", y - 8, low, high)
    parts += _mark(result.value, result.interval, 1.0, "s", y, low, high)
    words = f"{table.amount(result.value, result.interval, '')} {result.verdict}".strip()
    parts.append(_text(_LEFT, top + _ROW + 2.0, words, "d"))
    return parts


def _mark(
    value: float,
    interval: tuple[float, float],
    scale: float,
    kind: str,
    y: float,
    low: float,
    high: float,
) -> list[str]:
    """A mean as a dot with its interval as a line; nothing for NaN."""
    if not math.isfinite(value):
        return []
    parts = []
    if math.isfinite(sum(interval)):
        ends = [_x(scale * end, low, high) for end in interval]
        parts.append(_line(kind, ends[0], y, ends[1], y))
    parts.append(f'<circle class="{kind}" cx="{_x(value, low, high):.1f}" cy="{y:.1f}" r="5"/>')
    return parts


def _x(value: float, low: float, high: float) -> float:
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _span(numbers: Sequence[float]) -> tuple[float, float]:
    """A range around the numbers, from 0 where that is near."""
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if 0.0 < low < 0.5 * high:
        low = 0.0
    margin = 0.05 * (high - low) or 0.5
    return (low if low == 0.0 else low - margin), high + margin


def _ticks(low: float, high: float) -> list[float]:
    """About five round numbers."""
    rough = (high - low) / 5.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= rough)
    return [k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _label(text: str) -> list[str]:
    """At most two lines."""
    if len(text) <= _LABEL:
        return [text]
    cut = text.rfind(" ", 0, _LABEL)
    rest = text[cut + 1 :]
    return [text[:cut], rest if len(rest) <= _LABEL else rest[: _LABEL - 1].rstrip() + "…"]


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, content: str, kind: str, anchor: str = "start") -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
        f"{escape(content)}</text>"
    )
