"""Observed results and what must be reproduced of them, read from the CSV files of this folder."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

How = Literal["ratio", "difference", "mean", "fraction"]

OUTCOME_COLUMNS = ("id", "outcome", "value", "sd", "unit", "n", "direction", "verified")
GATE_COLUMNS = ("gate", "study", "how", "of", "rows", "metric", "target", "low", "high")

# Student's t, two-sided 95 %, by degrees of freedom; beyond the last the normal quantile.
_T_95 = {4: 2.776, 6: 2.447, 7: 2.365, 9: 2.262, 11: 2.201, 14: 2.145, 18: 2.101, 19: 2.093}
_Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of a paper's results.

    Attributes
    ----------
    id
        As in the table of evidence: ``TF01``.
    text
        What was measured.
    value, sd
        In `unit`; NaN where the paper gives none. A count is turned into a share of `n`.
    n
        People, or motor units; 0 where not told.
    direction
        What the paper says of it, in words.
    verified
        ``VERIFIED`` in the source, ``DERIVED`` from such numbers, or ``RECALLED``.
    """

    id: str
    text: str
    value: float
    sd: float
    unit: str
    n: int
    direction: str
    verified: str

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the mean, or of the share; NaN where the paper does not allow one."""
        if self.unit == "share" and self.n and math.isfinite(self.value):
            return wilson(self.value, self.n)
        if not (math.isfinite(self.sd) and self.n > 1):
            return math.nan, math.nan
        half = _T_95.get(self.n - 1, _Z_95) * self.sd / math.sqrt(self.n)
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class Gate:
    """What the simulation must reproduce.

    Attributes
    ----------
    how
        ``mean`` or ``fraction`` of the values of one row, ``ratio`` or ``difference`` of the means
        of two.
    of
        Keys of what is simulated, one or two.
    rows
        Rows of the evidence behind the target.
    target, low, high
        The published value; the bounds within which the simulated one must lie.
    """

    id: str
    study: str
    how: How
    of: tuple[str, ...]
    rows: str
    metric: str
    target: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a simulated value lies within the bounds; NaN does not."""
        return self.low <= value <= self.high


def wilson(share: float, n: int, z: float = _Z_95) -> tuple[float, float]:
    """Interval of a share of `n` (Wilson score)."""
    centre = (share + z * z / (2 * n)) / (1.0 + z * z / n)
    half = z / (1.0 + z * z / n) * math.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


@cache
def outcomes(study: str) -> tuple[Outcome, ...]:
    """Rows of a study, in the order of its CSV.

    Raises
    ------
    ValueError
        If the columns are not `OUTCOME_COLUMNS`, or a number cannot be read.
    """
    return tuple(_outcome(row) for row in _table(f"{study}.csv", OUTCOME_COLUMNS))


@cache
def gates() -> tuple[Gate, ...]:
    """All gates, in order."""
    return tuple(_gate(row) for row in _table("gates.csv", GATE_COLUMNS))


def _table(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    text = files("uncramp.studies").joinpath(name).read_text("utf-8")
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != columns:
        raise ValueError(f"{name}: columns are {reader.fieldnames}; expected {list(columns)}")
    return list(reader)


def _outcome(row: Mapping[str, str]) -> Outcome:
    value, n, unit = _number(row["value"]), int(row["n"] or 0), row["unit"]
    if unit == "count":
        value, unit = value / n, "share"
    return Outcome(
        id=row["id"],
        text=row["outcome"],
        value=value,
        sd=_number(row["sd"]),
        unit=unit,
        n=n,
        direction=row["direction"],
        verified=row["verified"],
    )


def _gate(row: Mapping[str, str]) -> Gate:
    how, of = row["how"], tuple(row["of"].split())
    if how not in get_args(How):
        raise ValueError(f"gates.csv: {row['gate']}: how is {how!r}, none of {get_args(How)}")
    if len(of) != (2 if how in ("ratio", "difference") else 1):
        raise ValueError(f"gates.csv: {row['gate']}: a {how} cannot be made of {len(of)} keys")
    return Gate(
        id=row["gate"],
        study=row["study"],
        how=how,  # type: ignore[arg-type]
        of=of,
        rows=row["rows"],
        metric=row["metric"],
        target=float(row["target"]),
        low=float(row["low"]),
        high=float(row["high"]),
    )


def _number(text: str) -> float:
    return float(text) if text else math.nan
