"""Words for a run of one calf with every spike: an example, never a probability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.language import SOURCE, Language
from uncramp.report import wording
from uncramp.report.measures import Measures


def tone(cramp: Mapping[str, Any]) -> str:
    """``alarm`` if this calf cramps, else ``calm``."""
    return "alarm" if cramp["n_cramped"] else "calm"


def headline(cramp: Mapping[str, Any], measures: Measures) -> str:
    """Whether this one calf cramps, and where."""
    _ = measures.language.gettext
    if not cramp["n_cramped"]:
        return _("This one simulated calf does not cramp.")
    place = wording.when_and_where(cramp, measures)
    return _("This one simulated calf cramps {place}.").format(place=place)


def keyword(cramp: Mapping[str, Any], language: Language) -> str:
    """The part of the headline to notice."""
    if not cramp["n_cramped"]:
        return language.gettext("does not cramp")
    return wording.around(cramp["time_s"], language=language)


def details(document: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    """Which muscle, what was simulated, and what it is not."""
    _ = language.gettext
    one, cramp = document["one_calf"], document["cramp"]
    simulated = _(
        "Simulated: {units} motor units, as many as a calf has, and each "
        "of their {spikes} impulses in {minutes} minutes."
    )
    lines = [
        simulated.format(
            units=language.number(f"{sum(one['n_units'].values()):,}"),
            spikes=millions(one["spikes"], language),
            minutes=f"{one['simulated_s'] / 60.0:.0f}",
        ),
        _(
            "One calf in the middle of those like yours is an example, not a probability: "
            "for the chance and the reasons leave out --every-spike."
        ),
    ]
    if cramp["n_cramped"]:
        name = wording.muscle(cramp["muscle"], language)
        lines.insert(0, _("It is the {muscle} that cramps").format(muscle=name) + ".")
    return tuple(lines)


def provenance(document: Mapping[str, Any], language: Language) -> str:
    """Version, grain, seed and parameters."""
    one, parameters = document["one_calf"], document["parameters"]
    said = language.gettext(
        "uncramp {version} · one simulated calf, every spike, steps of {step} ms · seed {seed} · "
        "parameters {parameters}"
    )
    return said.format(
        version=document["version"],
        step=language.number(f"{one['step_ms']:g}"),
        seed=document["seed"],
        parameters=f"{parameters['set']} {parameters['hash']}",
    )


def millions(count: float, language: Language = SOURCE) -> str:
    """``42 million``, ``3.1 million``, ``812,000``."""
    if count < 1e6:
        return language.number(f"{round(count, -3):,.0f}" if count >= 1e4 else f"{count:,.0f}")
    value = f"{count / 1e6:.1f}" if count < 1e7 else f"{count / 1e6:.0f}"
    return language.gettext("{n} million").format(n=language.number(value))
