"""What people give, checked in the same way and words at every door: numbers, keys, TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from uncramp.language import Sentence, joined, marked

Limits = tuple[float, float, str]  # lowest, highest, unit

LEAVE_OUT = marked("Correct it or leave it out.")


def is_number(value: object) -> bool:
    """An int or a float, and not True or False."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def refusal(name: str, value: Any, limits: Limits, hint: str = LEAVE_OUT) -> Sentence | None:
    """Why a value cannot be used; None for a number within the limits.

    Parameters
    ----------
    hint
        What to do about a number that is outside.
    """
    low, high, unit = limits
    if not is_number(value):
        return Sentence(
            "{name} is {value}; it must be a number from {low:g} to {high:g} {unit}. {hint}",
            name=name,
            value=repr(value),
            low=low,
            high=high,
            unit=unit,
            hint=LEAVE_OUT,
        )
    if low <= value <= high:
        return None
    return Sentence(
        "{name} is {value:g}; the limits are {low:g} to {high:g} {unit}. {hint}",
        name=name,
        value=value,
        low=low,
        high=high,
        unit=unit,
        hint=hint,
    )


def unknown_key(keys: Iterable[str], known: Iterable[str]) -> Sentence | None:
    """The first key that is not known, with the nearest known one; None where all are."""
    known = list(known)
    key = next((key for key in keys if key not in known), None)
    if key is None:
        return None
    if near := get_close_matches(key, known, n=1, cutoff=0.5):
        return Sentence("unknown key {key}; did you mean {near}?", key=repr(key), near=near[0])
    return Sentence("unknown key {key}; known are {known}.", key=repr(key), known=", ".join(known))


def at(place: str | Path, error: ValueError) -> Sentence:
    """What an error says, after the place that it is about: ``drinks.toml: …``."""
    said = error.args[0] if error.args else ""
    return joined([str(place), said], ": ")


def toml_of(file: Path, hint: str) -> dict[str, Any]:
    """The tables of a TOML file.

    Parameters
    ----------
    hint
        What to do about a file that is none.

    Raises
    ------
    ValueError
        One sentence with the file's name, if it cannot be read or is not TOML.
    """
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(unreadable(file, error)) from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(
            Sentence(
                "{file}: is not TOML ({why}). {hint}", file=str(file), why=str(error), hint=hint
            )
        ) from None


def unreadable(file: Path, error: Exception) -> Sentence:
    """A file cannot be read."""
    reason = getattr(error, "strerror", None) or marked("it is not UTF-8 text")
    return Sentence(
        "{file}: cannot be read: {reason}. Check the path.", file=str(file), reason=reason
    )
