"""The table of drinks: complete, with limits, and open to a runner's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from uncramp.conditions import ConditionsError, load_drinks


def test_the_drinks_of_the_shelf_are_there() -> None:
    drinks = load_drinks()
    assert {"water", "sports_drink", "ors", "tablet", "cola", "pickle_juice"} <= set(drinks)
    assert drinks["ors"].sodium_mg_per_L / 22.99 == pytest.approx(75.0, abs=0.1)  # WHO
    assert drinks["ors"].potassium_mg_per_L / 39.1 == pytest.approx(20.0, abs=0.1)
    assert {drink.checked for drink in drinks.values()} == {"verified", "recalled"}


def test_own_drinks_take_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "drinks.toml"
    own.write_text('[cola]\nname = "Flat cola"\nsodium_mg_per_L = 35\n[tea]\n')
    drinks = load_drinks(own)
    assert drinks["cola"].sodium_mg_per_L == 35
    assert drinks["tea"].name == "tea"
    assert drinks["water"] == load_drinks()["water"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tea]\nsodium = 3", "tea: unknown key 'sodium'; did you mean sodium_mg_per_L?"),
        (
            "[tea]\nsodium_mg_per_L = -3",
            "tea: sodium_mg_per_L is −3; the limits are 0 to 20000 mg per litre",
        ),
        ('[tea]\nchecked = "yes"', "checked is 'yes'; it can be verified or recalled"),
        ("tea = 3", "tea is not a drink"),
        ("[tea", "is not TOML"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(text)
    with pytest.raises(ConditionsError, match=message) as caught:
        load_drinks(own)
    assert "mine.toml" in str(caught.value)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConditionsError, match=r"none\.toml: cannot be read"):
        load_drinks(tmp_path / "none.toml")
