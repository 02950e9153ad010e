"""What ``uncramp plan`` refuses, in four languages: no English is left in the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp.cli import main

PLAN = ("plan", "--today", "2026-12-28", "--no-simulate")
RACE = ("--race", "2027-04-18", "--distance", "42.2")
OTHERS = ("de", "es", "fr")
# Names, not words: options, units, what a program or a file says; and the same in French.
NAMES = {
    "plan",
    "json",
    "race",
    "distance",
    "long",
    "replan",
    "target",
    "uncramp",
    "days",
    "date",
}


def refused(language: str, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*PLAN, *arguments, "--lang", language])
    assert result.exit_code in (1, 2), result.output
    said = result.output.rpartition("Error: ")[2]
    return re.sub(r"^Invalid value(?: for [^:]+)?: ", "", " ".join(said.split()))


def words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)} - NAMES


CASES = [
    ("--race", "2027-04-18"),
    (*RACE, "--days", "mon,someday"),
    (*RACE, "--long", "sat,sun"),
    (*RACE, "--target", "fast"),
    (*RACE, "--target", "0:01"),
    ("--race", "2026-12-28", "--distance", "10"),
    ("--race", "2029-01-01", "--distance", "10"),
    ("--race", "2027-04-18", "--distance", "10", "--condition", "tired"),
]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("arguments", CASES, ids=" ".join)
def test_no_english_is_left(language: str, arguments: tuple[str, ...]) -> None:
    english, said = refused("en", *arguments), refused(language, *arguments)
    ids = words(english.rpartition("there are ")[2]) if "there are" in english else set()
    given = words(" ".join(arguments)) | {"mon", "tue", "wed", "thu", "fri", "sat", "sun"} | ids
    assert words(english) - given, english
    assert not (words(english) - given) & words(said), said


@pytest.mark.parametrize("language", OTHERS)
def test_of_a_kept_plan(language: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    for text in ("no plan", "{}", '{"schema": "uncramp/plan/1"}'):
        kept.write_text(text)
        english, said = (refused(one, "--replan", str(kept)) for one in ("en", language))
        names = words(str(kept)) | {"schema", "keyerror", "load"}
        assert words(english) - names, english
        assert not (words(english) - names) & words(said), said
