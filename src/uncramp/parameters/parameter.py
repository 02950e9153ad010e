"""One physiological number and everything known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["measured", "fitted", "assumed"]

_REQUIRED = ("value", "unit", "range", "spread", "kind", "source", "where")
_ALLOWED = frozenset((*_REQUIRED, "note"))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number with unit, plausible range, between-runner spread, kind and source.

    Parameters
    ----------
    organ, name
        Where it lives: ``soleus``, ``max_isometric_force``.
    value
        In `unit`.
    unit
        SI or the field's usual unit, readable by pint; ``"1"`` for a pure number.
    range
        (low, high): plausible in adults. A drawn value never leaves it.
    spread
        Between-runner coefficient of variation; 0 for a constant of nature or of the method.
    kind
        ``measured`` in humans or animals, ``fitted`` to a result, or ``assumed``.
    source
        Key in ``references.bib``.
    where
        Place in the source: table, figure, section.
    """

    organ: str
    name: str
    value: float
    unit: str
    range: tuple[float, float]
    spread: float
    kind: Kind
    source: str
    where: str
    note: str = ""

    @property
    def key(self) -> str:
        """``organ.name``."""
        return f"{self.organ}.{self.name}"

    @classmethod
    def from_table(cls, organ: str, name: str, table: dict[str, Any]) -> Parameter:
        """Check one TOML table and build the parameter.

        Raises
        ------
        ValueError
            Names the key, what is wrong with it, and what is expected.
        """
        key = f"{organ}.{name}"
        missing = [field for field in _REQUIRED if field not in table]
        unknown = sorted(set(table) - _ALLOWED)
        if missing or unknown:
            raise ValueError(
                f"{key}: missing {missing}, unknown {unknown}; see parameters/README.md"
            )
        low, high = (float(bound) for bound in table["range"])
        value, spread = float(table["value"]), float(table["spread"])
        if not low <= value <= high:
            raise ValueError(f"{key}: value {value:g} lies outside its range [{low:g}, {high:g}]")
        if spread < 0.0:
            raise ValueError(f"{key}: spread {spread:g} is negative")
        if table["kind"] not in get_args(Kind):
            raise ValueError(f"{key}: kind {table['kind']!r} is none of {get_args(Kind)}")
        return cls(
            organ=organ,
            name=name,
            value=value,
            unit=str(table["unit"]),
            range=(low, high),
            spread=spread,
            kind=table["kind"],
            source=str(table["source"]),
            where=str(table["where"]),
            note=str(table.get("note", "")),
        )
