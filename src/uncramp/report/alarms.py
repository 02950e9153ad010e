"""What must be read before an answer: a sentence for each rule of safety that is broken."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from uncramp.language import marked

_DRINKING = {
    "low_sodium": marked(
        "Stop drinking like this: the forecast reaches blood sodium below 135 mmol/L, which is "
        "dangerous and comes from drinking too much. With headache, vomiting, swelling or "
        "confusion during or after a run, drink nothing and get medical help now. Nothing else is "
        "advised here."
    ),
    "mass_gain": marked(
        "Do not drink like this: it is more than runners like you may lose, and would end with a "
        "gain in weight. Too much water is dangerous; too little hardly ever is."
    ),
}


def alarms(names: Iterable[str]) -> tuple[str, ...]:
    """The sentences, in the order of the names (``warnings`` of a document).

    Raises
    ------
    KeyError
        If a name is not known.
    """
    return tuple(_DRINKING.get(name) or _advised()[name]["text"] for name in names)


@cache
def _advised() -> Mapping[str, Any]:
    # Read where it lies, without importing the room: a saved result needs no simulation.
    text = files("uncramp").joinpath("advice", "drinking.toml").read_text("utf-8")
    return tomllib.loads(text)
