"""What is tracked belongs here, and the wheel holds all of the package."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from hatchling import build

ROOT = Path(__file__).parents[2]
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root|home|tmp|Users)/\w")
HOSTS = re.compile(r"pypi" + r"\.org|pythonhosted" + r"\.org|npmjs" + r"\.|deb\.debian" + r"\.org")


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def text(path: Path) -> str:
    """The text of a file, or nothing where it is binary."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_path_of_one_machine() -> None:
    mine = Path(__file__)
    found = [path for path in tracked() if path != mine and MACHINE.search(text(path))]
    assert not found


def test_no_package_index_is_named_but_in_the_lock() -> None:
    found = [path for path in tracked() if path.name != "uv.lock" and HOSTS.search(text(path))]
    assert not found


def test_the_lock_names_the_public_index_only() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text("utf-8")))
    assert hosts == {"pypi" + ".org", "files.pythonhosted" + ".org"}


def test_no_large_file() -> None:
    large = {path.name: path.stat().st_size for path in tracked() if path.name != "uv.lock"}
    assert not {name: size for name, size in large.items() if size > 1_000_000}


def test_the_wheel_holds_the_whole_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    wheel = tmp_path / build.build_wheel(str(tmp_path))
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    source = ROOT / "src"
    package = {p.relative_to(source).as_posix() for p in tracked() if source in p.parents}
    assert package - shipped == set()
    assert "uncramp/references.bib" in shipped
