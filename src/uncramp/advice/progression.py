"""The rules of the plan, ``progression.toml``, and their numbers, ``parameters/training.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from uncramp.advice.exercises import plyometric_gate
from uncramp.advice.plan import EVIDENCE, Evidence
from uncramp.language import Sentence
from uncramp.parameters import Parameter, load_parameters

_ROOM = files("uncramp.advice")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it says, how sure anyone is, and of what.

    Attributes
    ----------
    about
        What the evidence is about: hardly ever cramp.
    warning
        When to see a doctor instead; empty for most.
    """

    name: str
    title: str
    evidence: Evidence
    about: str
    sources: tuple[str, ...]
    warning: str = ""


@cache
def training_parameters() -> Mapping[str, Parameter]:
    """Every number of ``parameters/training.toml``, by name."""
    return {p.name: p for p in load_parameters().values() if p.organ == "training"}


def number(name: str) -> float:
    """Value of one number of ``parameters/training.toml``, in its unit there."""
    return training_parameters()[name].value


def whole(name: str) -> int:
    """A number that counts: weeks, days."""
    return round(number(name))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule of ``progression.toml``, its numbers filled in."""
    table = tomllib.loads((_ROOM / "progression.toml").read_text("utf-8"))
    values = {name: parameter.value for name, parameter in training_parameters().items()}
    gate = plyometric_gate()
    values |= {
        "jump_phase": gate.phase,
        "jump_raises": gate.raises,
        "single_run_pct": 100.0 * values["single_run_ratio"],
        "weekly_pct": 100.0 * (values["weekly_ratio"] - 1.0),
        "cutback_pct": 100.0 * values["cutback_share"],
        "taper_1_pct": 100.0 * values["taper_share_1"],
        "restart_pct": 100.0 * values["restart_share"],
        "long_share_pct": 100.0 * values["long_share_limit"],
        "long_share_of_two_pct": 100.0 * values["long_share_limit_of_two"],
        "hard_pct": 100.0 * values["hard_share"],
    }
    found = {}
    for name, row in table.items():
        if name == "translate":
            continue
        if row["evidence"] not in EVIDENCE:
            raise ValueError(f"progression.toml: {name}: evidence {row['evidence']!r} is unknown")
        title = Sentence(row["title"], **values)
        sources = tuple(row["sources"])
        warning = row.get("warning", "")
        found[name] = Rule(name, title, row["evidence"], row["about"], sources, warning)
    return found
