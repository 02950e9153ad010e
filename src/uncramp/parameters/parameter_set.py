"""Named sets of parameters: load, overlay, draw, hash."""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from uncramp.parameters.parameter import Parameter

if TYPE_CHECKING:
    import numpy as np

_FOLDER = files("uncramp.parameters")
_NORMAL = NormalDist()


@dataclass(frozen=True)
class ParameterSet(Mapping[str, Parameter]):
    """All parameters of one set, by ``organ.name``.

    Iterates over keys in sorted order, so every use of it is reproducible.
    """

    name: str
    parameters: Mapping[str, Parameter]

    def __getitem__(self, key: str) -> Parameter:
        try:
            return self.parameters[key]
        except KeyError:
            organ = key.partition(".")[0]
            near = [known for known in self.parameters if known.startswith(organ + ".")]
            raise KeyError(f"no parameter {key!r}; {organ} has {near or 'no parameters'}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.parameters))

    def __len__(self) -> int:
        return len(self.parameters)

    def value(self, key: str) -> float:
        """Value of ``organ.name`` in the unit of its file."""
        return self[key].value

    def organ(self, organ: str) -> Mapping[str, float]:
        """All values of one organ, by name; empty for an unknown organ."""
        return self._by_organ.get(organ, {})

    @cached_property
    def _by_organ(self) -> dict[str, dict[str, float]]:
        table: dict[str, dict[str, float]] = {}
        for parameter in self.parameters.values():
            table.setdefault(parameter.organ, {})[parameter.name] = parameter.value
        return table

    def organs(self) -> list[str]:
        """Names of the organs, sorted."""
        return sorted({p.organ for p in self.parameters.values()})

    def replaced(self, values: Mapping[str, float], name: str | None = None) -> ParameterSet:
        """A copy with some values changed.

        Raises
        ------
        ValueError
            If a value leaves the parameter's range.
        """
        changed = dict(self.parameters)
        for key, value in values.items():
            low, high = self[key].range
            if not low <= value <= high:
                raise ValueError(f"{key}: {value:g} lies outside [{low:g}, {high:g}]")
            changed[key] = replace(self[key], value=float(value))
        return ParameterSet(name or self.name, changed)

    def draw(self, rng: np.random.Generator) -> ParameterSet:
        """One runner's parameters: log-normal around each value with its spread.

        The median of the draw is the set's value, its coefficient of variation the spread; what
        falls outside the range is moved to its edge. Values of spread 0 stay as they are. One
        number is taken from `rng`; together with a parameter's name it makes that parameter's
        deviate, so that a new parameter leaves the draws of all others alone.
        """
        root = int(rng.integers(2**63))
        drawn = dict(self.parameters)
        for key, parameter in self.parameters.items():
            if parameter.spread > 0.0:
                sigma = math.sqrt(math.log1p(parameter.spread**2))
                low, high = parameter.range
                value = parameter.value * math.exp(sigma * _deviate(root, key))
                drawn[key] = replace(parameter, value=min(max(value, low), high))
        return ParameterSet(self.name, drawn)

    def hash(self) -> str:
        """First 12 hex digits of the SHA-256 over every key and value."""
        text = "\n".join(f"{key}={self[key].value!r}" for key in self)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _deviate(root: int, key: str) -> float:
    """A standard normal number that depends on both arguments alone."""
    digest = hashlib.sha256(f"{root}:{key}".encode()).digest()
    uniform = (int.from_bytes(digest[:7]) + 0.5) / 2.0**56
    return _NORMAL.inv_cdf(uniform)


def set_names() -> list[str]:
    """The sets that can be loaded: ``reference`` and every overlay."""
    overlays = (entry.name for entry in (_FOLDER / "sets").iterdir())
    return ["reference", *sorted(n.removesuffix(".toml") for n in overlays if n.endswith(".toml"))]


@cache
def load_parameters(name: str = "reference") -> ParameterSet:
    """Read a named set.

    Raises
    ------
    ValueError
        If there is no such set, or a file breaks the schema; the message names the key.
    """
    if name not in set_names():
        raise ValueError(f"no parameter set {name!r}; there are {', '.join(set_names())}")
    tables = _reference_tables()
    if name != "reference":
        overlay = tomllib.loads((_FOLDER / "sets" / f"{name}.toml").read_text("utf-8"))
        for organ, entries in overlay.items():
            for entry, fields in entries.items():
                if entry not in tables.get(organ, {}):
                    raise ValueError(f"sets/{name}.toml: no {organ}.{entry} in the reference set")
                tables[organ][entry] = {**tables[organ][entry], **fields}
    parameters = [
        Parameter.from_table(organ, entry, fields)
        for organ, entries in tables.items()
        for entry, fields in entries.items()
    ]
    return ParameterSet(name, {p.key: p for p in parameters})


def _reference_tables() -> dict[str, dict[str, dict[str, Any]]]:
    """Organ → name → fields, from every TOML file of the folder."""
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
        for entry in sorted(_FOLDER.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
