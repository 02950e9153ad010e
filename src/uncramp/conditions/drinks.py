"""Drinks by name: what is in a litre of them (``drinks.toml``, which anybody may extend)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from uncramp.conditions.weather import ConditionsError, is_number

_FILE = Path(__file__).with_name("drinks.toml")
_CHECKED = ("verified", "recalled")

# field → most that a litre can hold
_MOST = {
    "sodium_mg_per_L": 20_000.0,
    "potassium_mg_per_L": 10_000.0,
    "calcium_mg_per_L": 5_000.0,
    "magnesium_mg_per_L": 5_000.0,
    "carbohydrate_g_per_L": 500.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drink:
    """One drink, per litre ready to drink.

    Attributes
    ----------
    name
        As shown.
    sodium_mg_per_L, potassium_mg_per_L, calcium_mg_per_L, magnesium_mg_per_L
        0…20 000, 0…10 000, 0…5000, 0…5000.
    carbohydrate_g_per_L
        0…500; above 80 the stomach empties more slowly.
    checked
        ``verified`` (a published composition was read) or ``recalled``.

    Raises
    ------
    ConditionsError
        Names the field, its value and the limits.
    """

    name: str
    sodium_mg_per_L: float = 0.0
    potassium_mg_per_L: float = 0.0
    calcium_mg_per_L: float = 0.0
    magnesium_mg_per_L: float = 0.0
    carbohydrate_g_per_L: float = 0.0
    checked: str = "recalled"
    note: str = ""

    def __post_init__(self) -> None:
        for field, most in _MOST.items():
            value = getattr(self, field)
            if not is_number(value) or not 0.0 <= value <= most:
                raise ConditionsError(
                    f"{self.name}: {field} is {value!r}; the limits are 0 to {most:g}. "
                    "Read the label: it must be for a litre ready to drink."
                )
        if self.checked not in _CHECKED:
            raise ConditionsError(
                f"{self.name}: checked is {self.checked!r}; it can be "
                f"{' or '.join(_CHECKED)}. Write recalled when in doubt."
            )


def load_drinks(path: str | Path | None = None) -> dict[str, Drink]:
    """Drinks by id; those of the runner's own file take the place of ours with the same id.

    Raises
    ------
    ConditionsError
        If the file cannot be read, is not TOML, or holds an unknown key or a wrong value.
    """
    drinks = _read(_FILE)
    return drinks if path is None else {**drinks, **_read(Path(path))}


def _read(file: Path) -> dict[str, Drink]:
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConditionsError(f"{file}: cannot be read: {reason}. Check the path.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConditionsError(
            f"{file}: is not TOML ({error}). Start from a copy of ours."
        ) from None
    return {name: _drink(file, name, table) for name, table in tables.items()}


def _drink(file: Path, name: str, table: Any) -> Drink:
    if not isinstance(table, dict):
        raise ConditionsError(f"{file}: {name} is not a drink; begin each drink with [{name}].")
    known = {field.name for field in fields(Drink)}
    if unknown := sorted(set(table) - known):
        raise ConditionsError(
            f"{file}: {name}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}."
        )
    try:
        return Drink(**{"name": name, **table})
    except ConditionsError as error:
        raise ConditionsError(f"{file}: {error}") from None
