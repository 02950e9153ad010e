"""Vendored files are those of the package they come from."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest

PINNED = {
    "uPlot.iife.min.js": "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
    "uPlot.min.css": "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
    "LICENSE": "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd",
}
FOLDER = files("uncramp.report").joinpath("vendor")


@pytest.mark.parametrize("name", PINNED)
def test_unchanged(name: str) -> None:
    assert hashlib.sha256(FOLDER.joinpath(name).read_bytes()).hexdigest() == PINNED[name]


def test_nothing_else_is_vendored() -> None:
    assert {entry.name for entry in FOLDER.iterdir()} == {*PINNED, "README.md"}


def test_the_library_may_be_used() -> None:
    assert FOLDER.joinpath("LICENSE").read_text("utf-8").startswith("The MIT License")
    assert "uPlot (v1.6.32)" in FOLDER.joinpath("uPlot.iife.min.js").read_text("utf-8")[:100]
