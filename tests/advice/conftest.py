"""The independent checker of plans, for every test of them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def rules() -> ModuleType:
    """The independent checker beside this file."""
    path = Path(__file__).with_name("plan_rules.py")
    spec = importlib.util.spec_from_file_location("plan_rules", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
