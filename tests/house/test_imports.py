"""Nothing happens at import: the package and its help are light; the public names are frozen."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import uncramp

HEAVY = (
    *("numpy", "numba", "scipy", "pandas", "ortools", "icalendar"),
    *("lxml", "jinja2", "fitfast", "chiptime", "rich"),
)

PUBLIC = (
    "Activity",
    "Athlete",
    "Calf",
    "Conditions",
    "DrinkingPlan",
    "Explanation",
    "Report",
    "Result",
    "Scenario",
    "Simulation",
    "TrainingPlan",
    "Twin",
    "cite",
    "load_parameters",
    "protocols",
    "read_activity",
    "studies",
    "why",
)


def loaded_after(code: str) -> set[str]:
    """Top-level modules in a fresh interpreter after running `code`."""
    tail = "; import json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["uncramp", "uncramp.cli", "uncramp.parameters"])
def test_import_loads_nothing_heavy(module: str) -> None:
    assert not loaded_after(f"import {module}") & set(HEAVY)


def test_relief_needs_no_numbers() -> None:
    code = (
        "from click.testing import CliRunner; from uncramp.cli import main; "
        "assert CliRunner().invoke(main, ['relief']).exit_code == 0"
    )
    assert not loaded_after(code) & {"numpy", "numba", "lxml"}


def test_help_is_quick(tmp_path: Path) -> None:
    """As on a runner's machine: compiled modules are kept from the second start on."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": str(tmp_path)}

    def cpu_s() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "uncramp.cli", "--help"],
            capture_output=True,
            check=True,
            env=environment,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    # a busy machine makes some slower, none faster
    assert min(cpu_s() for _ in range(10)) < 0.150


def test_the_public_names_are_frozen() -> None:
    assert tuple(uncramp.__all__) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    assert name in dir(uncramp)
    assert getattr(uncramp, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'cramp'"):
        uncramp.cramp  # noqa: B018
