"""What people give: numbers, keys and TOML files, refused in a sentence of every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp import given
from uncramp.cli import main
from uncramp.cli.facts import one_sentence
from uncramp.conditions import ConditionsError, strava_weather
from uncramp.language import load

KG = (30.0, 200.0, "kg")


@pytest.mark.parametrize("value", [30, 30.0, 77.5, 200])
def test_a_number_within_the_limits_is_taken(value: float) -> None:
    assert given.refusal("mass", value, KG) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (29.9, "mass is 29.9; the limits are 30 to 200 kg. Weigh again."),
        (-10, "mass is −10; the limits are 30 to 200 kg. Weigh again."),
        (float("nan"), "mass is nan; the limits are 30 to 200 kg. Weigh again."),
        (float("inf"), "mass is inf; the limits are 30 to 200 kg. Weigh again."),
        ("70", "mass is '70'; it must be a number from 30 to 200 kg. Correct it or leave it out."),
        (True, "mass is True; it must be a number from 30 to 200 kg. Correct it or leave it out."),
    ],
)
def test_another_is_refused(value: object, said: str) -> None:
    assert given.refusal("mass", value, KG, "Weigh again.") == said


def test_unknown_keys() -> None:
    known = ["mass_kg", "age_y"]
    assert given.unknown_key(known, known) is None
    assert given.unknown_key(["mass"], known) == "unknown key 'mass'; did you mean mass_kg?"
    assert given.unknown_key(["zz"], known) == "unknown key 'zz'; known are mass_kg, age_y."


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    with pytest.raises(ValueError, match=r"me\.toml: cannot be read: No such file or directory"):
        given.toml_of(file, "Write it.")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match="it is not UTF-8 text"):
        given.toml_of(file, "Write it.")
    file.write_text("mass_kg 70")
    with pytest.raises(ValueError, match=r"me\.toml: is not TOML \(.*\)\. Write it\."):
        given.toml_of(file, "Write it.")
    file.write_text("mass_kg = 70")
    assert given.toml_of(file, "Write it.") == {"mass_kg": 70}


WEIGHED = """[[weigh_in]]
mass_before_kg = 70
mass_after_kg = 55
duration_min = 60
distance_km = 10
air_temperature_C = 20
"""


@pytest.mark.parametrize("code", ["de", "es", "fr"])
@pytest.mark.parametrize(
    ("option", "text", "pattern"),
    [
        ("--drinks", "[tea]\nsodium = 3\n", "unknown key {key}; did you mean {near}?"),
        ("--drinks", "[tea", "Start from a copy of ours."),
        ("--drinks", "tea = 3", "{file}: {drink} is not a drink; begin each drink with [{drink}]."),
        (
            "--drinks",
            "[tea]\nsodium_mg_per_L = -3\n",
            "Read the label: it must be for a litre ready to drink.",
        ),
        (
            "--drinks",
            '[tea]\nchecked = "yes"\n',
            "{drink}: checked is {value}; it can be verified or recalled. Write recalled when in "
            "doubt.",
        ),
        ("--athlete", "mass_kg = 700\n", "Give kilograms (1 lb = 0.4536 kg)."),
        ("--athlete", "height_m = 178\n", "Give metres, such as 1.78."),
        ("--athlete", 'mass_kg = "70"\n', "{name} is {value}; it must be a number from"),
        (
            "--athlete",
            "race_time_s = 3000\n",
            "{there} is given without {missing}; a race needs both.",
        ),
        ("--athlete", WEIGHED, "mass_before_kg, mass_after_kg, drunk_L and urine_L say"),
        ("--athlete", "mass = 70\n", "unknown key {key}; did you mean {near}?"),
        ("--athlete", "mass_kg", "Write one line per fact, such as mass_kg = 68."),
    ],
)
def test_files_are_refused_in_the_language_of_the_runner(
    tmp_path: Path, code: str, option: str, text: str, pattern: str
) -> None:
    """In the runner's words, and nothing left of the English ones."""
    file = tmp_path / "given.toml"
    file.write_text(text)
    arguments = ["race", "10", "--target", "50:00", option, str(file), "--product", "tea"]
    english, spoken = (
        " ".join(CliRunner().invoke(main, [*arguments, "--lang", lang]).stderr.split())
        for lang in ("en", code)
    )
    messages = load(code).messages
    told = [one for one in messages if one.startswith(pattern) or one.endswith(pattern)]
    assert told, pattern
    pieces = [piece for one in told for piece in _pieces(messages[one])]
    assert all(piece in spoken for piece in pieces), spoken
    assert not any(piece in spoken for one in told for piece in _pieces(one) if len(piece) > 12)
    assert english != spoken


def _pieces(sentence: str) -> list[str]:
    """What stands between the fields."""
    parts = " ".join(sentence.split()).replace("}", "{").split("{")[::2]
    return [part.strip() for part in parts if len(part.strip()) > 3]


@pytest.mark.parametrize("code", ["de", "es", "fr"])
def test_an_export_is_refused_in_the_language_of_the_runner(tmp_path: Path, code: str) -> None:
    table = tmp_path / "activities.csv"
    table.write_text("Date,Name\n2027-01-01,Run\n")
    with pytest.raises(ConditionsError) as caught:
        strava_weather(table, "7")
    spoken = one_sentence(caught.value, load(code))
    assert "'Activity ID'" in spoken
    assert "has no columns" not in spoken
