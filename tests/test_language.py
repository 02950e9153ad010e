"""The catalogues are complete, read as gettext would read them, and chosen by the environment."""

from __future__ import annotations

import copy
import importlib.util
import json
import pickle
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from uncramp import language

ROOT = Path(__file__).parents[1]
LANGUAGES = ["de", "es", "fr"]
_FIELD = re.compile(r"\{[^}]*\}")


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


def test_the_promised_languages_are_there() -> None:
    assert set(language.codes()) >= {"en", *LANGUAGES}
    assert set(language.codes()) <= set(language.NAMES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_left_over(
    code: str, messages: ModuleType
) -> None:
    shown, translated = set(messages.messages()), language.load(code).messages
    assert not shown - translated.keys(), "run tools/messages.py, then fill the empty msgstr"
    assert not translated.keys() - shown, "run tools/messages.py"


@pytest.mark.parametrize("code", LANGUAGES)
def test_translations_keep_fields_numbers_and_the_end(code: str) -> None:
    for english, other in language.load(code).messages.items():
        assert sorted(_FIELD.findall(english)) == sorted(_FIELD.findall(other)), english
        digits = [re.findall(r"\d+", text) for text in (english, other)]
        assert sorted(digits[0]) == sorted(digits[1]), english
        ends = [
            text.rstrip()[-1] if text.rstrip()[-1] in ".?:!" else "" for text in (english, other)
        ]
        assert ends[0] == ends[1], english


@pytest.mark.parametrize("code", LANGUAGES)
def test_our_reader_agrees_with_babel(code: str) -> None:
    path = Path(language.FOLDER, f"{code}.po")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    babel = {entry.id: entry.string for entry in catalogue if entry.id and entry.string}
    assert language.load(code).messages == babel


def test_the_reader_joins_lines_and_leaves_out_what_gettext_leaves_out() -> None:
    text = """# a comment
msgid ""
msgstr "Language: xx\\n"

#: here
msgid "One "
"line"
msgstr ""
"Eine \\"Zeile\\"\\n"
"mit \\\\"

#, fuzzy
msgid "guess"
msgstr "geraten"

msgid "empty"
msgstr ""
"""
    assert language.parse(text) == {"One line": 'Eine "Zeile"\nmit \\'}


@pytest.mark.parametrize("line", ['msgstr[0] "a"', "msgid a", "garbage", 'msgid "open'])
def test_a_broken_catalogue_names_the_line(line: str) -> None:
    with pytest.raises(ValueError, match="xx line 2"):
        language.parse(f'msgid "a"\n{line}\n', "xx")


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "es_MX.UTF-8", "LANG": "de_DE.UTF-8"}, "es"),
        ({"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "de"),
        ({"LC_MESSAGES": "fr_CA", "LANG": "de_DE"}, "fr"),
        ({"LANGUAGE": "ja:fr:de", "LC_ALL": "es_ES"}, "fr"),
    ],
)
def test_the_environment_chooses(environ: dict[str, str], code: str) -> None:
    assert language.choose(None, environ).code == code


def test_the_option_wins_over_the_environment() -> None:
    assert language.choose("de", {"LANG": "fr_FR"}).code == "de"
    assert language.choose("DE-at", {}).code == "de"


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no language 'xx'; there are en, de, es, fr"):
        language.choose("xx", {})


def test_what_is_not_translated_stays_english() -> None:
    assert language.Language("de", {"a": "ä"}).gettext("b") == "b"
    assert language.load("en").gettext("Stop running.") == "Stop running."
    assert language.load("de").gettext("Stop running.") != "Stop running."


def test_a_sentence_is_text_that_can_be_said_again() -> None:
    said = language.Sentence("{n} impossible {what} were taken out.", n=3, what="speeds")
    assert said == "3 impossible speeds were taken out."
    german = language.load("de")
    assert german.say(said) == "3 unmögliche Geschwindigkeiten wurden entfernt."
    assert german.say("The checksum at the end is missing.").startswith("Die Prüfsumme")
    assert german.say("not in any catalogue") == "not in any catalogue"
    for other in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert german.say(other) == german.say(said)
    assert json.loads(json.dumps([said])) == [str(said)]


def test_numbers_are_written_as_in_the_language() -> None:
    assert [language.load(code).number("5,957.2") for code in ("en", "de", "fr")] == [
        "5,957.2",
        "5.957,2",
        "5\N{NO-BREAK SPACE}957,2",
    ]
    half = language.Sentence("Sun {share:.1f}", share=0.5)
    assert (
        language.Language("de", {"Sun {share:.1f}": "Sonne {share:.1f}"}).say(half) == "Sonne 0,5"
    )


def test_every_language_has_its_signs() -> None:
    assert set(language.SIGNS) == set(language.NAMES)
