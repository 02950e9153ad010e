"""The languages of the program: gettext catalogues (``locale/de.po``), read as they are.

English is the text in the source; every other language has one ``.po`` file, which any gettext
editor opens. They are read directly, so there is nothing to compile and nothing to go stale.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

FOLDER = os.path.join(os.path.dirname(__file__), "locale")  # pathlib takes longer than all else
ENGLISH = "en"
NAMES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français"}
# The sign before the decimals, and the one between thousands.
SIGNS = {"en": (".", ","), "de": (",", "."), "es": (",", "\u00a0"), "fr": (",", "\u00a0")}

_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, and its sentences by the English ones.

    Parameters
    ----------
    code
        ISO 639-1: ``en``, ``de``.
    messages
        English sentence to translated sentence; empty for English.
    """

    code: str
    messages: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    def gettext(self, message: str) -> str:
        """The sentence in this language; in English where the catalogue lacks it."""
        return self.messages.get(message) or message

    def number(self, text: str) -> str:
        """A number as Python writes it (``1,234.5``) as this language does (``1.234,5``)."""
        point, comma = SIGNS[self.code]
        return text.translate({ord("."): point, ord(","): comma})

    def say(self, text: str) -> str:
        """A `Sentence` in this language, its values too; any other text as `gettext` has it."""
        if not isinstance(text, Sentence):
            return self.gettext(text)
        values = {
            name: self.say(value) if isinstance(value, str) else _Number(value, self)
            for name, value in text.values.items()
        }
        return self.gettext(text.pattern).format_map(values)


class Sentence(str):
    """English text that remembers its pattern and its values, to be said in another language.

    Rooms that know nothing of languages write sentences with numbers in them (``3 records without
    a time were left out.``); who shows them says them with `Language.say`. Everywhere else it is a
    string like any other.

    Parameters
    ----------
    pattern
        The English sentence with ``{fields}``: what stands in the catalogues.
    values
        Numbers, or texts that are said in the other language too where its catalogue has them.
    """

    pattern: str
    values: Mapping[str, str | float]

    def __new__(cls, pattern: str, **values: str | float) -> Sentence:
        """Fill the pattern in."""
        written = {
            name: value if isinstance(value, str) else _Number(value, SOURCE)
            for name, value in values.items()
        }
        sentence = super().__new__(cls, pattern.format_map(written))
        sentence.pattern, sentence.values = pattern, values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str | float]]:  # copies, pickles
        return (self.pattern,), dict(self.values)


class _Number:
    """A number that is formatted with the signs of a language; a minus is a minus sign."""

    def __init__(self, value: float, language: Language) -> None:
        self._value, self._language = value, language

    def __format__(self, form: str) -> str:
        return self._language.number(format(self._value, form)).replace("-", "−")


def joined(parts: Sequence[str], between: str = " ") -> Sentence:
    """Texts in a row, each of them said in the other language."""
    fields = {f"part_{k}": part for k, part in enumerate(parts)}
    return Sentence(between.join(f"{{{name}}}" for name in fields), **fields)


def marked(message: str) -> str:
    """The message itself: marks a constant that is translated where it is shown."""
    return message


SOURCE = Language(ENGLISH)


def codes() -> list[str]:
    """Languages that can be asked for, English first."""
    names = (name.partition(".") for name in os.listdir(FOLDER))
    return [ENGLISH, *sorted(stem for stem, _, ending in names if ending == "po")]


@cache
def load(code: str) -> Language:
    """The language with this code; a catalogue is read once.

    Raises
    ------
    ValueError
        If there is no catalogue for it, or the catalogue breaks the layout.
    """
    if code == ENGLISH:
        return Language(ENGLISH)
    if code not in codes():
        raise ValueError(
            Sentence(
                "no language {code}; there are {known}", code=repr(code), known=", ".join(codes())
            )
        )
    with open(os.path.join(FOLDER, f"{code}.po"), encoding="utf-8") as file:
        return Language(code, parse(file.read(), f"{code}.po"))


def choose(code: str | None = None, environ: Mapping[str, str] = os.environ) -> Language:
    """The language asked for, or else the one of the environment, or else English.

    The environment is read as gettext reads it: ``LANGUAGE`` (a list), ``LC_ALL``,
    ``LC_MESSAGES``, ``LANG``, the first that is set; ``de_AT.UTF-8`` is German.

    Raises
    ------
    ValueError
        If `code` is given and there is no such language.
    """
    if code:
        return load(code.replace("-", "_").partition("_")[0].lower())
    known = codes()
    for wanted in _of_environment(environ):
        if wanted in known:
            return load(wanted)
    return Language(ENGLISH)


def parse(text: str, name: str = "catalogue") -> dict[str, str]:
    """English to translated sentences of a ``.po`` file: its plain part, without plurals.

    Entries marked fuzzy, empty ones and the header are left out, as gettext leaves them out.

    Raises
    ------
    ValueError
        Names the file and the line that is not understood.
    """
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    current, fuzzy = "", False
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif not line.strip():
            if entry.get("msgid") and entry.get("msgstr") and not fuzzy:
                messages[entry["msgid"]] = entry["msgstr"]
            entry, current, fuzzy = {}, "", False
        elif len(line) > 1 and line[0] == '"' == line[-1] and current in entry:  # the text goes on
            text = line[1:-1]
            entry[current] += _unescaped(text) if "\\" in text else text
        else:
            keyword, quote, rest = line.partition('"')
            current = keyword.strip() or current
            if current not in ("msgid", "msgstr") or not quote or not rest.endswith('"'):
                raise ValueError(f'{name} line {number}: expected msgid "…" or msgstr "…": {line}')
            entry[current] = entry.get(current, "") + _unescaped(rest[:-1])
    return messages


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    characters = iter(text)
    return "".join(
        _ESCAPES.get(following := next(characters, ""), following) if c == "\\" else c
        for c in characters
    )


def _of_environment(environ: Mapping[str, str]) -> Iterator[str]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            for wanted in value.split(":"):
                yield wanted.partition(".")[0].partition("_")[0].lower()
            return
