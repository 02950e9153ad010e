"""A language that shows what was never translated."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from uncramp import language
from uncramp.language import Language

# What is the same in every language: units, names, commands, files, sources.
_SAME = re.compile(
    r"uncramp|sunday\.fit|run\.html|why|relief|log-cramp|--[a-z-]+|…"
    r"|\b(?:km|mi|min|h|s|L|mL|g|m|ft|mph|Ia|Ib|Na)\b|mmol/L|mL/h|fl oz|°[CF]|mg/L|km/h|K⁺"
    r"|reference|cramp_prone|[a-f0-9]{6,}|\.fit|\.gpx"
    r"|[A-Z][\w-]+(?: & [A-Z]\w+)? (?:et al\. )?\d{4}"
)


@pytest.fixture(scope="session")
def echo() -> Language:
    """A language that puts every translated sentence in brackets."""
    known = language.load("de").messages
    return Language("de", {message: f"⟦{message}⟧" for message in known})


@pytest.fixture(scope="session")
def outside() -> Callable[[str], str]:
    """What stands outside the brackets, without what is the same everywhere."""

    def left_over(text: str) -> str:
        depth, left = 0, []
        for sign in text:
            depth += (sign == "⟦") - (sign == "⟧")
            left.append(sign if depth == 0 and sign != "⟧" else " ")
        return " ".join(_SAME.sub(" ", "".join(left)).split())

    return left_over
