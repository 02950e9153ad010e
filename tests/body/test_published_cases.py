"""The page of published cases is what the program computes, and its errors stay as small."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

TOOL = Path(__file__).parents[2] / "tools" / "body_cases.py"


@pytest.fixture(scope="module")
def cases() -> ModuleType:
    """The tool that writes the page."""
    spec = importlib.util.spec_from_file_location("body_cases", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["body_cases"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(cases: ModuleType) -> None:
    assert cases.PAGE.read_text("utf-8") == cases.page(), "run: python tools/body_cases.py"


def test_sweat_of_groups_is_within_their_spread(cases: ModuleType) -> None:
    rows = cases.cases("sweat")
    off = [row.name for row in rows if row.sd and abs(row.predicted - row.observed) > row.sd]
    assert not off
    ratios = [math.log(row.observed / row.predicted) for row in rows if row.observed > 0]
    bias = math.exp(float(np.mean(ratios)))
    assert 0.9 < bias < 1.1, f"observed over predicted {bias:.2f}"
    warm_hours = ("10 miles, 18 runners", "1 h outdoors, 20 students", "1 h, 9.3 km, India")
    for row in rows:
        if row.name in warm_hours:
            assert row.predicted == pytest.approx(row.observed, rel=0.15), row.name


def test_studies_that_nothing_was_fitted_to(cases: ModuleType) -> None:
    """Within a quarter of what was observed, which a fade fitted to them too does not better."""
    rows = [row for row in cases.cases("unseen") if row.observed > 0]
    assert len(rows) == 4
    for row in rows:
        assert row.predicted == pytest.approx(row.observed, rel=0.25), row.name
    assert cases.misses("unseen") < 0.18
    steeper = cases.PARAMETERS.replaced(cases.STEEPER)
    assert cases.misses("unseen", steeper) > cases.misses("unseen")
    assert cases.misses("sweat", steeper) < cases.misses("sweat")


def test_core_temperature_of_groups_is_within_their_spread(cases: ModuleType) -> None:
    """But for soldiers used to heat (Byrne 2006): 0.8 °C too low, as the page says."""
    off = {row.name: row.predicted - row.observed for row in cases.cases("heat")}
    spread = {row.name: row.sd or 0.5 for row in cases.cases("heat")}
    missed = [name for name in off if abs(off[name]) > spread[name]]
    assert missed == ["half marathon, WBGT 26.5 °C, 18 soldiers"]
    assert off[missed[0]] == pytest.approx(-0.8, abs=0.1)


def test_plasma_sodium_is_that_of_the_equation(cases: ModuleType) -> None:
    rows = cases.by_hand()
    assert len(rows) == 5
    for row in rows:
        assert row.predicted == pytest.approx(row.observed, abs=0.1), row.name


def test_against_an_independent_model(cases: ModuleType) -> None:
    """JOS-3 within its range: core within 0.4 °C, water within a quarter."""
    for name, core_C, here_C, water_L, here_L in cases.against_jos3():
        assert here_C == pytest.approx(core_C, abs=0.4), name
        assert here_L == pytest.approx(water_L, rel=0.25), name
