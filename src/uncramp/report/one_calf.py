"""Words for a run of one calf with every spike: an example, never a probability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.report import wording
from uncramp.report.measures import Measures


def tone(cramp: Mapping[str, Any]) -> str:
    """``alarm`` if this calf cramps, else ``calm``."""
    return "alarm" if cramp["n_cramped"] else "calm"


def headline(cramp: Mapping[str, Any], measures: Measures) -> str:
    """Whether this one calf cramps, and where."""
    if not cramp["n_cramped"]:
        return "This one simulated calf does not cramp."
    return f"This one simulated calf cramps {wording.when_and_where(cramp, measures)}."


def keyword(cramp: Mapping[str, Any]) -> str:
    """The part of the headline to notice."""
    if not cramp["n_cramped"]:
        return "does not cramp"
    return f"around {wording.moment(cramp['time_s'])}"


def details(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Which muscle, what was simulated, and what it is not."""
    one, cramp = document["one_calf"], document["cramp"]
    lines = [
        f"Simulated: {sum(one['n_units'].values()):,} motor units, as many as a calf has, and each "
        f"of their {millions(one['spikes'])} impulses in {one['simulated_s'] / 60.0:.0f} minutes.",
        "One calf in the middle of those like yours is an example, not a probability: "
        "for the chance and the reasons leave out --every-spike.",
    ]
    if cramp["n_cramped"]:
        lines.insert(0, f"It is the {wording.muscle(cramp['muscle'])} that cramps.")
    return tuple(lines)


def provenance(document: Mapping[str, Any]) -> str:
    """Version, grain, seed and parameters."""
    one, parameters = document["one_calf"], document["parameters"]
    return (
        f"uncramp {document['version']} · one simulated calf, every spike, steps of "
        f"{one['step_ms']:g} ms · seed {document['seed']} · "
        f"parameters {parameters['set']} {parameters['hash']}"
    )


def millions(count: float) -> str:
    """``42 million``, ``3.1 million``, ``812,000``."""
    if count < 1e6:
        return f"{round(count, -3):,.0f}" if count >= 1e4 else f"{count:,.0f}"
    return f"{count / 1e6:.1f} million" if count < 1e7 else f"{count / 1e6:.0f} million"
