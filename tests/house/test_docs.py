"""A claim in the documents is executed: commands run, links lead somewhere, examples work."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from uncramp import __version__
from uncramp.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLE_RUNS = sorted((ROOT / "src" / "uncramp").rglob("*.fit"))
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]
)
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(
    {
        re.sub(r"\s+#.*", "", command).strip()
        for command in re.findall(r"^(uncramp .*)$|`(uncramp [^`]*)`", README, re.MULTILINE)
        for command in command
        if command
    }
)
SIMULATES = ("demo", "why", "whatif", "race")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_readme_has_commands() -> None:
    assert {"uncramp demo", "uncramp relief"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_commands_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(command)[1:]
    for file in (argument for argument in arguments if argument.endswith(".fit")):
        shutil.copy(EXAMPLE_RUNS[0], tmp_path / file)
    if arguments[0] in SIMULATES:
        arguments += ["--twins", "2"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert done.output.strip()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert not [link for link in local if not (document.parent / link).exists()]


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=name)
def test_decisions_are_listed_and_say_choice_and_cost(page: Path) -> None:
    assert f"(decisions/{page.name})" in (ROOT / "docs" / "README.md").read_text("utf-8")
    headings = set(re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE))
    assert {"Context", "Choice", "Cost"} <= headings


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.py")), ids=name)
def test_examples_run(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(example), run_name="__main__")


def test_changes_are_told_as_agreed() -> None:
    kinds = ("added", "changed", "fixed", "removed", "science")
    pattern = re.compile(rf"[a-z0-9-]+\.({'|'.join(kinds)})\.md")
    fragments = [path.name for path in (ROOT / "changelog.d").iterdir()]
    assert not [f for f in fragments if f != "README.md" and not pattern.fullmatch(f)]


def test_one_version_everywhere() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'\nversion = "{__version__}"\n' in project
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


def test_the_way_through_the_code_exists() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    way = next(part for part in guide.split("\n\n") if part.startswith("Read in this order"))
    files = re.findall(r"`([^`]+)`", way)
    assert len(files) >= 6
    assert not [file for file in files if not (ROOT / "src" / "uncramp" / file).is_file()]
