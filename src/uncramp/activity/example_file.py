"""Where the shipped run lies."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def example_path() -> Path:
    """The path of the shipped marathon (made up, see `example_run`), also once installed."""
    return Path(str(resources.files("uncramp.activity") / "example" / "marathon.fit"))
