"""Help and refusals of the command line in four languages."""

from __future__ import annotations

import ast
import gettext
import inspect
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from uncramp import language
from uncramp.advice.triage import load_triage
from uncramp.cli import COMMANDS, main
from uncramp.cli.plan import WEEKDAYS
from uncramp.cli.speaking import CLICK_KEEPS, CLICK_SAYS
from uncramp.cramp_record import MUSCLES, SIDES

LANGUAGES = ["de", "es", "fr"]
_FIELD = re.compile(r"(\{[^}]*\})")

# What click can say, but never to somebody who uses this program: and why.
UNSAID = {
    "core.py": {
        "deprecated",  # nothing here is
        "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
        "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
        "Positional arguments",  # an argument is explained in the command's own words
        "Value must be an iterable.",  # no option takes several values at once
        "Takes {nargs} values but 1 was given.",
        "Takes {nargs} values but {len} were given.",
        "(dynamic)",  # no default is a function
        "Name '{name}' defined twice",  # these four are for who writes a command
        "Boolean option {decl!r} cannot use the same flag for true/false.",
        "Could not determine name for option with declarations {decls!r}",
        "No options defined but a name was passed ({name}). Did you mean to declare an argument"
        " instead? Did you mean to pass '--{name}'?",
        "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    },
    "exceptions.py": {
        "Missing {param_type}",  # there are none but arguments and options
        "Missing parameter: {param_name}",  # for who prints the error without showing it
        "unknown error",  # files are opened by us
        "Could not open file {filename!r}: {message}",
    },
    "types.py": {
        "Choice({choices})",  # for who prints the type
        "{value!r} is not a valid {number_type}.",  # our own numbers say which they are
        "{value!r} is not a valid boolean. Recognized values: {states}",  # flags take no value
        "{value!r} is not a valid UUID.",
        "{name} {filename!r} is not executable.",
        "{len_type} values are required, but {len_value} was given.",
        "{len_type} values are required, but {len_value} were given.",
    },
    "parser.py": {
        "Invalid start character for option ({option})",
        "Argument {name!r} takes {nargs} values.",
        "Option {name!r} requires {nargs} arguments.",
    },
    "decorators.py": {
        "Do you want to continue?",  # nothing asks for a confirmation or a password
        "Confirm the action without prompting.",
        "%(prog)s, version %(version)s",  # we give our own
    },
    "termui.py": {
        "Repeat for confirmation",
        "Error: The two entered values do not match.",
        "Error: invalid input",
        "Unknown color {colour!r}",
        "Press any key to continue...",
        "Error: The value you entered was invalid.",
    },
    "formatting.py": set(),
}


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
    assert spoken.gettext("Usage:") in text
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


def _asked_by(path: Path) -> set[str]:
    """Every text for which a module of click asks gettext."""
    asked = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
            asked |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return {one for one in asked if isinstance(one, str)}


@pytest.mark.parametrize("module", UNSAID)
def test_all_that_click_can_say_is_in_the_catalogues(module: str) -> None:
    asked = _asked_by(Path(click.__file__).with_name(module))
    assert asked, "is it still there?"
    said = {*CLICK_SAYS, *CLICK_KEEPS}
    assert asked - UNSAID[module] - said == set()
    assert not UNSAID[module] & said


WRONG = [
    ("relief", "--bogus"),
    ("relief", "--plai"),
    ("relief", "--html"),
    ("relief", "--plain=1"),
    ("relief", "one", "two"),
    ("relief", "--html", "/"),
    ("relief", "--calves", "many"),
    ("relief", "--calves", "0"),
    ("relief", "--signs", "dizzy"),
    ("relief", "--signs", ","),
    ("relief", "--triage", "--json"),
    ("relief", "--png", "x"),
    ("save-relief", "/nowhere/at/all"),
    ("save-relief", "/dev/null"),
    ("log-cramp",),
    ("log-cramp", "--time", "2:41"),
    ("log-cramp", "--time", "soon", "--side", "left"),
    ("log-cramp", "--time", "90:00:00", "--side", "left"),
    ("log-cramp", "--time", "2:41", "--side", "middle"),
    ("log-cramp", "--time", "2:41", "--side", "left", "--pain", "11"),
    ("log-cramp", "--time", "2:41", "--side", "left", "--lasted", "nan"),
    ("log-cramp", "--time", "2:41", "--side", "left", "--date", "today"),
    ("log-cramp", "--time", "2:41", "--side", "left", "--date", "2999-01-01"),
    ("log-cramp", "/nowhere/at/all", "--time", "2:41", "--side", "left"),
    ("plan", "--days", "noday"),
    ("plan", "--race", "2027-05-01"),
    ("relieve",),
    ("--bogus",),
    ("--help",),
    ("relief", "--help"),
    ("save-relief", "--help"),
    ("log-cramp", "--help"),
]
# Lower case in what is typed and must be typed: names of options and commands, choices, values.
_TYPED = re.compile(
    r"'[^']*'|\[[^]]*\|[^]]*\]|--?[a-z-]+|\buncramp [a-z-]+|/[/\w]+|h:mm\[:ss\]|^ +[a-z-]+  ", re.M
)
VALUES = {
    "uncramp",
    *WEEKDAYS,
    *MUSCLES,
    *SIDES,
    "ile",  # click writes the name of a path like a title
}


def _shouting(messages: dict[str, str]) -> language.Language:
    """A language that says every sentence it knows in capitals."""
    shouted = {
        one: "".join(p if p.startswith("{") else p.upper() for p in _FIELD.split(one))
        for one in messages
    }
    return language.Language("de", shouted)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_no_english_is_left_over(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    spoken = _shouting(dict(language.load("de").messages))
    monkeypatch.setattr(language, "choose", lambda *_: spoken)
    result = CliRunner().invoke(main, list(arguments), prog_name="uncramp")
    assert (result.exit_code == 0) == ("--help" in arguments)
    values = {*arguments, *VALUES, *language.codes(), *(sign.id for sign in load_triage().signs)}
    left = re.findall(r"[a-z_]{2,}", _TYPED.sub(" ", result.output))
    assert [word for word in left if word not in values] == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("arguments", [("relief", "--bogus"), ("log-cramp",), ("relieve",)])
def test_the_language_is_known_before_the_options_are_read(
    code: str, arguments: tuple[str, ...]
) -> None:
    by_system = said(*arguments, code=code)
    assert said(*arguments, "--lang", code) == by_system, "wherever it stands"
    assert said(*arguments, f"--lang={code}", code="xx") == by_system
    spoken = language.load(code).gettext
    assert by_system.startswith(spoken("Usage:"))
    assert spoken("Error: {message}").partition("{")[0].strip() in by_system


def test_paths_are_named_in_the_language_of_each_call() -> None:
    said_again = [said("relief", "--html", "/", code=code) for code in ("de", "en", "fr")]
    for words, name in zip(said_again, ("Datei", "File", "Fichier"), strict=True):
        assert f"{name} '/'" in words


def test_gettext_is_as_it_was_afterwards() -> None:
    before = gettext.dgettext, gettext.dngettext
    said("relief", "--bogus", code="de")
    assert (gettext.dgettext, gettext.dngettext) == before
    assert gettext.gettext("Missing option") == "Missing option"


def test_another_domain_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    from uncramp.cli.speaking import spoken

    with spoken(["relief"]):
        assert gettext.gettext("Missing option") == "Es fehlt die Option"
        assert gettext.dgettext("other", "Missing option") == "Missing option"
        assert gettext.ngettext("one", "many", 2) == "many"
