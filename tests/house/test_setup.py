"""`make` on a fresh machine: what it says where Python cannot make an environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def setup_with(python: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """``make setup`` in a bare folder, without uv, with a shell script for Python."""
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    programs = folder / "bin"
    programs.mkdir()
    for name, script in {"python3": python, "uv": "exit 127"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    for name in ("MAKEFLAGS", "PYTHON"):
        environment.pop(name, None)
    command = ["make", "-C", str(folder), "setup"]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_without_venv_it_says_what_to_install(tmp_path: Path) -> None:
    done = setup_with('case "$2" in *ensurepip*) exit 1;; esac', tmp_path)
    assert done.returncode != 0
    said = done.stdout.splitlines()
    assert "On Debian or Ubuntu first run: sudo apt install python3-venv" in said
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_is_named(tmp_path: Path) -> None:
    done = setup_with('case "$2" in *version_info*) exit 1;; esac', tmp_path)
    assert done.returncode != 0
    assert "uncramp needs Python 3.11 or newer" in done.stdout


def test_a_failed_setup_is_tried_again(tmp_path: Path) -> None:
    done = setup_with('case "$2" in venv) exit 1;; esac', tmp_path)
    assert done.returncode != 0
    assert not (tmp_path / ".venv" / "ready").exists()
