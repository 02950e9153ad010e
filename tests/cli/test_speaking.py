"""Help and refusals of the command line in four languages."""

from __future__ import annotations

import inspect

import click
import pytest
from click.testing import CliRunner

from uncramp import language
from uncramp.cli import COMMANDS, main

LANGUAGES = ["de", "es", "fr"]


def said(*arguments: str, code: str = "") -> str:
    env = {"LANGUAGE": code} if code else {}
    return " ".join(CliRunner(env=env).invoke(main, list(arguments)).output.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_text_is_in_the_catalogues(name: str) -> None:
    """What click prints is what the catalogues hold: option by option, and the command itself."""
    known = language.load("de").messages
    command = COMMANDS[name].load()
    shown = [inspect.cleandoc(command.help or ""), COMMANDS[name].summary]
    shown += [one.help or "" for one in command.params if isinstance(one, click.Option)]
    assert [text for text in shown if text and text not in known] == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_text_is_left_in_english(name: str, code: str) -> None:
    command, spoken = COMMANDS[name].load(), language.load(code)
    text = said(name, "--help", code=code)
    assert spoken.gettext("Usage: ").strip() in text
    assert "[default" not in text
    assert "[required" not in text
    for option in command.params:
        if isinstance(option, click.Option) and option.help and not option.hidden:
            first = spoken.gettext(option.help).partition("  [")[0]
            assert "".join(first.split()) in "".join(text.split()), option.name


def test_the_listing_and_its_headings() -> None:
    text = said("--help", code="de")
    for words in (
        "Aufruf:",
        "Optionen:",
        "Befehle:",
        "Ich habe jetzt einen Krampf.",
        "Alles läuft",
    ):
        assert words in text
    assert "Options:" in said("--help")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("race", "10", "--target", "3:99"), "ist keine Zeit, um 10,0 km zu laufen"),
        (("race", "here", "--target", "3:30"), "weder eine Datei noch eine Distanz"),
        (("whatif", "x.fit"), "Sag, was zu ändern ist"),
        (("whatif", "x.fit", "--pace", "fast"), "'fast' ist keine Zahl in %"),
        (("whatif", "x.fit", "--air", "99"), "die Grenzen sind −30 bis 50 °C"),
        (("whatif", "x.fit", "--sweep", "air=9:1:1"), "9:1:1 ist kein Bereich"),
        (("whatif", "x.fit", "--product", "beer"), "kein Getränk 'beer'"),
        (("race", "10", "--target", "50:00", "--heat-days", "90"), "heat_days ist 90"),
        (("race", "10", "--target", "50:00", "--parameters", "mine"), "Parametersatz 'mine'"),
        (("relief", "--calves", "3"), "--calves: nur mit --explain."),
        (("sunday.fit",), "Nach einem Lauf fragen: uncramp why sunday.fit"),
    ],
)
def test_refusals(arguments: tuple[str, ...], words: str) -> None:
    assert words in said(*arguments, code="de")


def test_the_option_goes_before_the_system() -> None:
    refused = said("race", "10", "--target", "3:99", "--lang", "fr", code="de")
    assert "n'est pas un temps" in refused
    assert "Tiempo en meta" in said("race", "--lang", "es", "--help", code="de")
