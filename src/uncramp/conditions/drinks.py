"""Drinks by name: what is in a litre of them (``drinks.toml``, which anybody may extend)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from uncramp.conditions.weather import ConditionsError
from uncramp.given import Limits, at, refusal, toml_of, unknown_key
from uncramp.language import Sentence, marked

_FILE = Path(__file__).with_name("drinks.toml")
_CHECKED = ("verified", "recalled")

# field → what a litre can hold
_LIMITS: dict[str, Limits] = {
    "sodium_mg_per_L": (0.0, 20_000.0, marked("mg per litre")),
    "potassium_mg_per_L": (0.0, 10_000.0, marked("mg per litre")),
    "calcium_mg_per_L": (0.0, 5_000.0, marked("mg per litre")),
    "magnesium_mg_per_L": (0.0, 5_000.0, marked("mg per litre")),
    "carbohydrate_g_per_L": (0.0, 500.0, marked("g per litre")),
}
_LABEL = marked("Read the label: it must be for a litre ready to drink.")


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
        for field, limits in _LIMITS.items():
            value = getattr(self, field)
            if refused := refusal(field, value, limits, _LABEL):
                raise ConditionsError(at(self.name, ConditionsError(refused)))
        if self.checked not in _CHECKED:
            raise ConditionsError(
                Sentence(
                    "{drink}: checked is {value}; it can be verified or recalled. Write recalled "
                    "when in doubt.",
                    drink=str(self.name),
                    value=repr(self.checked),
                )
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
        tables = toml_of(file, marked("Start from a copy of ours."))
    except ValueError as error:
        raise ConditionsError(*error.args) from None
    return {name: _drink(file, name, table) for name, table in tables.items()}


def _drink(file: Path, name: str, table: Any) -> Drink:
    if not isinstance(table, dict):
        raise ConditionsError(
            Sentence(
                "{file}: {drink} is not a drink; begin each drink with [{drink}].",
                file=str(file),
                drink=name,
            )
        )
    try:
        if unknown := unknown_key(table, [field.name for field in fields(Drink)]):
            raise ConditionsError(at(name, ConditionsError(unknown)))
        return Drink(**{"name": name, **table})
    except ConditionsError as error:
        raise ConditionsError(at(file, error)) from None
