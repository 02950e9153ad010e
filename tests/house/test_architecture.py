"""The house: arrows downward, one organ one test, files and functions one can hold in the head."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "uncramp"
MODULES = sorted(SOURCE.rglob("*.py"))
ORGANS = sorted(
    path
    for room in ("calf", "body", "gait")
    for path in (SOURCE / room).glob("*.py")
    if path.name != "__init__.py"
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    assert function.end_lineno is not None
    total = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None and first.end_lineno is not None:
        total -= first.end_lineno - first.lineno + 1
    return total


def test_imports_only_go_downstairs() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", ORGANS, ids=name)
def test_every_organ_has_its_test(path: Path) -> None:
    test = ROOT / "tests" / path.parent.name / f"test_{path.stem}.py"
    assert test.is_file(), f"{name(path)} has no {name(test)}"


def test_there_are_organs() -> None:
    assert {path.parent.name for path in ORGANS} == {"calf", "body", "gait"}


def test_files_are_small() -> None:
    sizes = {name(path): lines(path) for path in MODULES if lines(path) > 0}
    assert statistics.median(sizes.values()) <= 150
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= 350, sizes
    tests = {name(path): lines(path) for path in (ROOT / "tests").rglob("*.py")}
    assert not {path: size for path, size in {**sizes, **tests}.items() if size > 500}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_are_short(path: Path) -> None:
    long = {f.name: code_lines(f) for f in functions(path) if code_lines(f) > 50}
    assert not long, f"{name(path)}: over 50 lines of code: {long}"
