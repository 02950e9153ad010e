"""The chart of the weeks: bars, line, labels and a finding that is true."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest
from lxml import etree

from uncramp.report.measures import Measures
from uncramp.report.plan_chart import finding, load_chart

SVG = "{*}"


def tree(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


@pytest.mark.parametrize("system", ["metric", "imperial"])
def test_bars_are_as_high_as_the_weeks_are_long(plans: ModuleType, system: str) -> None:
    weeks, measures = plans.plan().weeks, Measures(system)
    chart = tree(load_chart(weeks, measures))
    bars = [
        bar for bar in chart.iter(f"{SVG}rect") if bar.get("class") in {"build", "cutback", "race"}
    ]
    heights = [float(bar.get("height", "").rstrip("%")) for bar in bars]
    far = [week.distance_km for week in weeks]
    assert [bar.get("class") for bar in bars] == ["build", "cutback", "race"]
    assert [h / heights[0] for h in heights] == pytest.approx([d / far[0] for d in far], abs=1e-3)
    assert max(heights) <= 100.0
    (line,) = chart.iter(f"{SVG}polyline")
    assert len((line.get("points") or "").split()) == len(weeks)


def test_the_finding_is_the_label_and_leaves_the_race_out(plans: ModuleType) -> None:
    weeks = plans.plan().weeks
    said = finding(weeks, Measures())
    assert said == (
        "From 41 km in week 1 to 42 km in week 2; the longest training run is 19 km, in week 2."
    )
    assert tree(load_chart(weeks, Measures())).get("aria-label") == said


def test_many_weeks_get_few_labels(plans: ModuleType) -> None:
    week = plans.plan().weeks[0]
    weeks = [replace(week, index=i) for i in range(30)]
    texts = [
        t
        for t in tree(load_chart(weeks, Measures())).iter(f"{SVG}text")
        if t.get("text-anchor") == "middle"
    ]
    assert 5 <= len(texts) <= 9


def test_no_weeks_no_chart() -> None:
    assert load_chart((), Measures()) == ""


def test_weeks_without_a_run_are_drawn(plans: ModuleType) -> None:
    weeks = [replace(plans.plan().weeks[0], distance_km=0.0, longest_km=0.0)]
    assert "NaN" not in load_chart(weeks, Measures())
