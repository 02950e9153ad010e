"""The reader of references.bib: what it reads, what it refuses."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from uncramp import bibliography

TWO = """% a comment

@article{Minetti2002,
  author = {Minetti, Alberto E. and Moia, Christian},
  title = {Energy cost of {Walking} and running},
  year = {2002},
}

@misc{Smith2026b,
  author = {{the makers}},
  title = {Notes},
  year = {2026},
  note = {With a comma, and = signs}
}
"""


def test_entries_are_read_with_fields_and_text() -> None:
    entries = bibliography.parse(TWO)
    assert list(entries) == ["Minetti2002", "Smith2026b"]
    minetti = entries["Minetti2002"]
    assert minetti.kind == "article"
    assert minetti.fields["title"] == "Energy cost of {Walking} and running"
    assert entries["Smith2026b"].fields["note"] == "With a comma, and = signs"
    assert minetti.bibtex == "\n".join(TWO.splitlines()[2:7])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (("@article{Minetti2002,", "@article{Minetti,"), "line 3: expected '@type{Key2026,'"),
        (("  year = {2002},", "  year = 2002,"), "line 6: expected a new field"),
        (("  year = {2002},", "  author = {Twice},"), "line 6: expected a new field"),
        (("  year = {2002},\n", ""), "line 6: Minetti2002 lacks year"),
        (("Smith2026b", "Minetti2002"), "line 9: Minetti2002 is there twice"),
        (("signs}\n}\n", "signs}\n"), "Smith2026b is not closed"),
        (("% a comment", "a comment"), "line 1: expected"),
    ],
)
def test_a_broken_layout_names_the_line(damage: tuple[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("{", r"\{")):
        bibliography.parse(TWO.replace(*damage))


def test_the_shipped_file_is_read() -> None:
    assert bibliography.entry("uncramp2026").fields["year"] == "2026"


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(KeyError, match="no source 'Nobody1900'"):
        bibliography.entry("Nobody1900")


def test_cite_sorts_and_does_not_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bibliography, "entries", lambda: bibliography.parse(TWO))
    text = bibliography.cite(["Smith2026b", "Minetti2002", "Smith2026b"])
    assert list(bibliography.parse(text)) == ["Minetti2002", "Smith2026b"]


def test_short_is_family_and_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bibliography, "entries", lambda: bibliography.parse(TWO))
    assert bibliography.short("Minetti2002") == "Minetti 2002"
    assert bibliography.short("Smith2026b") == "the makers 2026b"


def test_keys_of_parameters_are_sorted_and_unique() -> None:
    sources = {"a": "Zed2001", "b": "Ann2002", "c": "Zed2001"}
    parameters = {name: SimpleNamespace(source=key) for name, key in sources.items()}
    assert bibliography.keys_of(parameters) == ["Ann2002", "Zed2001"]
