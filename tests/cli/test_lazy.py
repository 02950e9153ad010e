"""The listing imports nothing; what is not there yet is not listed."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from uncramp import __version__
from uncramp.cli import COMMANDS, main
from uncramp.cli.lazy import LazyCommand, LazyGroup


def test_version() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert (result.exit_code, result.output) == (0, f"uncramp {__version__}\n")


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from uncramp.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print([m for m in sys.modules if m.startswith('uncramp.cli.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['uncramp.cli.speaking', 'uncramp.cli.lazy']"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_exists_has_help(name: str) -> None:
    if not COMMANDS[name].exists():
        pytest.skip(f"{COMMANDS[name].module} is not written yet")
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert name in CliRunner().invoke(main, ["--help"]).output


def test_a_command_whose_module_is_missing_is_left_out() -> None:
    table = {"ghost": LazyCommand("uncramp.cli.ghost:ghost", "Not there.")}
    group = LazyGroup("tool", lazy=table)
    assert "ghost" not in CliRunner().invoke(group, ["--help"]).output
    assert CliRunner().invoke(group, ["ghost"]).exit_code == 2


def test_what_is_not_a_command_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="not a click command"):
        LazyCommand("uncramp.units:format_pace", "").load()
    assert isinstance(LazyCommand("uncramp.cli.why:why", "").load(), click.Command)


def test_a_file_without_a_command_is_shown_the_way() -> None:
    result = CliRunner().invoke(main, ["sunday.fit"])
    assert result.exit_code == 2
    assert "uncramp why sunday.fit" in result.output


def test_a_wrong_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["wyh"]).exit_code == 2
