"""Observed beside simulated: means, intervals, and whether each gate is met."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from uncramp.studies.rows import Gate, Outcome, wilson

if TYPE_CHECKING:
    from uncramp.studies.study import Study

Table = NDArray[np.float64]

SCHEMA = "uncramp/studies/1"
RESAMPLES = 1000
_NAN_2 = (math.nan, math.nan)


@dataclass(frozen=True)
class Simulated:
    """One quantity over the virtual subjects.

    Attributes
    ----------
    outcome
        What was observed; its value is NaN where no paper measured it.
    values
        Of the subjects in whom it could be measured.
    mean, interval
        95 %: bootstrap over subjects, Wilson for a share; NaN without subjects.
    """

    outcome: Outcome
    values: tuple[float, ...]
    mean: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class GateResult:
    """What the simulation makes of a gate.

    Attributes
    ----------
    value, interval
        Simulated; 95 % over virtual subjects.
    within
        Whether the value lies within the gate's bounds.
    """

    gate: Gate
    value: float
    interval: tuple[float, float]
    within: bool

    @property
    def verdict(self) -> str:
        """In words, with the reason where it fails."""
        if self.within:
            return "within"
        if not math.isfinite(self.value):
            return "not within: no virtual subject gave a value"
        side = "below" if self.value < self.gate.low else "above"
        bound = self.gate.low if self.value < self.gate.low else self.gate.high
        return f"not within: {side} {bound:g}"


@dataclass(frozen=True)
class Comparison:
    """A study and its simulation; prints as a table."""

    study: Study
    n: int
    seed: int
    without: tuple[str, ...]
    simulated: tuple[Simulated, ...]
    gates: tuple[GateResult, ...]

    def __str__(self) -> str:
        from uncramp.studies.table import text

        return text(self)

    def as_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; what is not a number becomes None."""
        study = self.study
        return {
            "name": study.name,
            "question": study.question,
            "citation": study.citation,
            "population": study.population,
            "muscle": study.muscle,
            "simulated_muscle": study.simulated_muscle,
            "protocol": study.protocol,
            "laboratory": study.laboratory_id,
            "stimulus_strength": study.laboratory.stimulus_strength,
            "subjects_per_group": self.n,
            "seed": self.seed,
            "without": list(self.without),
            "outcomes": [_outcome_row(row) for row in self.simulated],
            "gates": [_gate_row(result) for result in self.gates],
        }

    def to_json(self) -> str:
        """A document of schema ``uncramp/studies/1`` with this study alone."""
        return document_json([self])

    def plot(self, path: str | Path) -> Path:
        """Write a figure: observed mean and interval, and every simulated subject; SVG.

        Raises
        ------
        ValueError
            If the file's name does not end in ``.svg``.
        """
        from uncramp.studies.figure import svg

        target = Path(path)
        if target.suffix.lower() != ".svg":
            raise ValueError(f"{target.name}: figures are SVG; give the file the ending .svg")
        target.write_text(svg(self), encoding="utf-8")
        return target


def document_json(comparisons: Sequence[Comparison]) -> str:
    """Several studies as one JSON document."""
    document = {"schema": SCHEMA, "studies": [one.as_dict() for one in comparisons]}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)


def compared(
    study: Study,
    table: Table,
    groups: Sequence[str],
    n: int,
    seed: int,
    without: tuple[str, ...],
) -> Comparison:
    """Summarise what was simulated.

    Parameters
    ----------
    table
        (n_subjects, n_keys), columns as `Study.keys`; NaN where not measured.
    groups
        (n_subjects,) group of each, within which the bootstrap draws.
    """
    column = {key: table[:, k] for k, key in enumerate(study.keys)}
    draws = resampled(groups, seed)
    observed = [*study.outcomes, *(_unobserved(*entry) for entry in study.also)]
    return Comparison(
        study=study,
        n=n,
        seed=seed,
        without=without,
        simulated=tuple(_simulated(outcome, column[outcome.id], draws) for outcome in observed),
        gates=tuple(judged(gate, [column[key] for key in gate.of], draws) for gate in study.gates),
    )


def resampled(groups: Sequence[str], seed: int) -> NDArray[np.int64]:
    """(RESAMPLES, n_subjects) rows drawn with replacement within their group."""
    rng = np.random.default_rng([seed, RESAMPLES])
    names = np.array(groups)
    draws = np.empty((RESAMPLES, len(names)), np.int64)
    for name in dict.fromkeys(groups):
        own = np.flatnonzero(names == name)
        draws[:, own] = own[rng.integers(len(own), size=(RESAMPLES, len(own)))]
    return draws


def judged(gate: Gate, columns: Sequence[Table], draws: NDArray[np.int64]) -> GateResult:
    """The value of a gate, its interval, and whether it is within bounds.

    Two rows measured in the same subjects are compared in those who have both; the ratio is that of
    the means, as in the papers.
    """
    if gate.how in ("mean", "fraction"):
        (values,) = columns
        value = float(_mean(values))
        n = int(np.isfinite(values).sum())
        if gate.how == "fraction" and n:
            interval = wilson(value, n)
        else:
            interval = _percentiles(_mean(values[draws]))
        return GateResult(gate, value, interval, gate.holds(value))
    first, second = _paired(*columns)

    def of(a: Table, b: Table) -> Table:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(_mean(a) / _mean(b) if gate.how == "ratio" else _mean(a) - _mean(b))

    value = float(of(first, second))
    interval = _percentiles(of(first[draws], second[draws]))
    return GateResult(gate, value, interval, gate.holds(value))


def _paired(a: Table, b: Table) -> tuple[Table, Table]:
    both = np.isfinite(a) & np.isfinite(b)
    if not both.any():
        return a, b
    return np.where(both, a, math.nan), np.where(both, b, math.nan)


def _mean(values: Table) -> Table:
    """Mean over the last axis of what is not NaN; NaN where nothing is."""
    known = np.isfinite(values)
    n = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.where(n > 0, total / np.maximum(n, 1), math.nan)


def _percentiles(values: Table) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not known.size:
        return _NAN_2
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def _simulated(outcome: Outcome, values: Table, draws: NDArray[np.int64]) -> Simulated:
    known = values[np.isfinite(values)]
    mean = float(_mean(values))
    if outcome.unit == "share" and known.size:
        interval = wilson(mean, int(known.size))
    else:
        interval = _percentiles(_mean(values[draws]))
    return Simulated(outcome, tuple(float(value) for value in known), mean, interval)


def _unobserved(key: str, text: str, unit: str) -> Outcome:
    return Outcome(key, text, math.nan, math.nan, unit, 0, "", "SIMULATED ONLY")


def _outcome_row(row: Simulated) -> dict[str, Any]:
    outcome = row.outcome
    return {
        "id": outcome.id,
        "outcome": outcome.text,
        "unit": outcome.unit,
        "direction": outcome.direction,
        "verified": outcome.verified,
        "observed": {
            "mean": _or_none(outcome.value),
            "sd": _or_none(outcome.sd),
            "n": outcome.n or None,
            "interval": _both(outcome.interval),
        },
        "simulated": {
            "mean": _or_none(row.mean),
            "interval": _both(row.interval),
            "n": len(row.values),
            "values": [round(value, 4) for value in row.values],
        },
    }


def _gate_row(result: GateResult) -> dict[str, Any]:
    gate = result.gate
    return {
        "id": gate.id,
        "metric": gate.metric,
        "how": gate.how,
        "rows": gate.rows,
        "target": gate.target,
        "low": gate.low,
        "high": gate.high,
        "value": _or_none(result.value),
        "interval": _both(result.interval),
        "within": result.within,
        "verdict": result.verdict,
    }


def _or_none(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


def _both(interval: tuple[float, float]) -> list[float] | None:
    low, high = interval
    return [round(low, 6), round(high, 6)] if math.isfinite(low + high) else None
