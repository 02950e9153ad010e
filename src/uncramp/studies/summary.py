"""All studies at a glance: one line per gate, and how many are met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from uncramp.studies.table import amount

if TYPE_CHECKING:
    from uncramp.studies.comparison import Comparison, GateResult
    from uncramp.studies.rows import Outcome

HEADING = ("study", "gate", "what", "observed", "simulated", "")


def summary_lines(found: Sequence[Comparison], width: int | None = None) -> list[str]:
    """A table: study, gate, what, observed (mean, n, interval, bounds), simulated, verdict.

    Parameters
    ----------
    width
        Columns of the terminal; what is compared is cut where it is wider. None: as wide as needed.
    """
    body = [HEADING, *(row for comparison in found for row in rows(comparison))]
    wide = [max(len(row[k]) for row in body) for k in range(len(HEADING))]
    if width is not None:
        over = sum(wide) + 2 * len(wide) - width
        wide[2] = max(24, wide[2] - max(0, over))
    lines = []
    for row in body:
        cells = (_cut(cell, size).ljust(size) for cell, size in zip(row, wide, strict=True))
        lines.append("  ".join(cells).rstrip())
    return lines


def rows(comparison: Comparison) -> list[tuple[str, ...]]:
    """Cells of a study's gates; its first outcome where it has none."""
    name = comparison.study.name
    if comparison.gates:
        return [_gate_row(name, comparison, result) for result in comparison.gates]
    first = comparison.simulated[0]
    outcome = first.outcome
    seen = observed(outcome) or outcome.direction[:30]
    made = amount(first.mean, first.interval, outcome.unit)
    return [(name, "", outcome.text, seen, made, "no gate")]


def observed(outcome: Outcome) -> str:
    """Mean, interval and n of a row of the paper; empty where it has no number."""
    seen = amount(outcome.value, outcome.interval, outcome.unit)
    return f"{seen} n={outcome.n}" if seen and outcome.n else seen


def counted(found: Sequence[Comparison]) -> str:
    """``18 of 22 gates within bounds; not: G04, G15.``"""
    results = [result for comparison in found for result in comparison.gates]
    failed = sorted(result.gate.id for result in results if not result.within)
    tail = f"; not: {', '.join(failed)}" if failed else ""
    return f"{len(results) - len(failed)} of {len(results)} gates within bounds{tail}."


def _gate_row(name: str, comparison: Comparison, result: GateResult) -> tuple[str, ...]:
    gate = result.gate
    own = {row.outcome.id: row.outcome.n for row in comparison.simulated}
    told = dict.fromkeys(str(own[key]) for key in gate.of if own.get(key))
    people = f" n={'+'.join(told)}" if told else ""
    target = f"{gate.target:g}{people} [{gate.low:g}, {gate.high:g}]"
    value = amount(result.value, result.interval, "")
    return name, gate.id, gate.metric, target, value, result.verdict


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"
