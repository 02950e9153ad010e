"""A comparison as lines of text: observed, simulated, within its gate or not."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from uncramp import bibliography

if TYPE_CHECKING:
    from uncramp.studies.comparison import Comparison, GateResult, Simulated

HEADING = ("", "", "observed", "simulated", "")
_WIDTH = 100


def text(comparison: Comparison) -> str:
    """Name and question of the study, its outcomes, its gates."""
    study = comparison.study
    switched = f", without {', '.join(comparison.without)}" if comparison.without else ""
    head = f"{study.name}: {study.question} ({bibliography.short(study.citation)}{switched})"
    lines = textwrap.wrap(head, _WIDTH)
    body = [HEADING, *(outcome_cells(row) for row in comparison.simulated)]
    body += [gate_cells(result) for result in comparison.gates]
    return "\n".join([*lines, *columns(body)])


def columns(body: Sequence[Sequence[str]]) -> list[str]:
    """Cells in columns; the second is wrapped."""
    wide = [max(len(row[k]) for row in body) for k in range(len(body[0]))]
    wide[1] = min(wide[1], 46)
    lines = []
    for row in body:
        parts = textwrap.wrap(row[1], wide[1]) or [""]
        for i, part in enumerate(parts):
            cells = [row[0], part, *row[2:]] if i == 0 else ["", part]
            line = "  ".join(cell.ljust(width) for cell, width in zip(cells, wide, strict=False))
            lines.append(("  " + line).rstrip())
    return lines


def outcome_cells(row: Simulated) -> tuple[str, ...]:
    """Id, what, observed, simulated, and nothing."""
    outcome = row.outcome
    seen = amount(outcome.value, outcome.interval, outcome.unit)
    if outcome.n and math.isfinite(outcome.value):
        seen += f" n={outcome.n}"
    made = f"{amount(row.mean, row.interval, outcome.unit)} n={len(row.values)}"
    return outcome.id, outcome.text, seen or outcome.direction[:24], made, ""


def gate_cells(result: GateResult) -> tuple[str, ...]:
    """Id, metric, target and bounds, simulated, verdict."""
    gate = result.gate
    target = f"{gate.target:g} [{gate.low:g}, {gate.high:g}]"
    return gate.id, gate.metric, target, amount(result.value, result.interval, ""), result.verdict


def amount(value: float, interval: tuple[float, float], unit: str) -> str:
    """``13.0 (10.5 to 15.5) Hz``; a share in percent; empty for NaN."""
    if not math.isfinite(value):
        return ""
    scale, shown = (100.0, "%") if unit == "share" else (1.0, unit)
    low, high = interval
    known = math.isfinite(low + high)
    spread = f" ({_figures(scale * low)} to {_figures(scale * high)})" if known else ""
    name = "" if shown in ("", "sign", "ratio", "1") else f" {shown}"
    return f"{_figures(scale * value)}{spread}{name}"


def _figures(value: float) -> str:
    """Three figures at most, without an exponent."""
    if value == 0.0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:.{min(digits, 3)}f}"
