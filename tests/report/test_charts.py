"""The panels: what is drawn, from what, with which finding."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from uncramp.report import Report
from uncramp.report.charts import MOST_POINTS, Charts, charts


def of(document: dict[str, Any], units: str = "metric") -> Charts:
    found = charts(Report.from_document(document, units=units))
    assert found is not None
    return found


def test_every_panel_has_a_title_with_a_unit_and_a_finding(synthetic: ModuleType) -> None:
    panels = of(synthetic.marathon()).panels
    assert [panel.name for panel in panels] == [
        "risk", "pace", "hills", "heart", "force", "afferents", "threshold",
    ]  # fmt: skip
    for panel in panels:
        assert "," in panel.title, f"{panel.name} says no unit"
        assert panel.finding.endswith(".")
        assert len(panel.series) <= 3


def test_channels_that_the_file_lacks_have_no_panel(synthetic: ModuleType) -> None:
    names = {panel.name for panel in of(synthetic.bare()).panels}
    assert not {"hills", "heart"} & names


def test_every_value_lies_on_its_scale(synthetic: ModuleType) -> None:
    for name in ("marathon", "calm", "stopped", "bare"):
        for panel in of(getattr(synthetic, name)()).panels:
            for series in panel.series:
                scale = panel.back if series.back else panel.scale
                assert scale is not None
                known = [value for value in series.values if value is not None]
                assert scale.low - 1e-9 <= min(known) <= max(known) <= scale.high + 1e-9


def test_pauses_are_shaded_and_have_no_pace(synthetic: ModuleType) -> None:
    found = of(synthetic.marathon())
    ((start, end),) = found.pauses_s
    assert start == pytest.approx(synthetic.PAUSE_S[0], abs=40.0)
    assert end == pytest.approx(synthetic.PAUSE_S[1], abs=40.0)
    pace = next(panel for panel in found.panels if panel.name == "pace").series[0].values
    inside = [value for t, value in zip(found.time_s, pace, strict=True) if start <= t < end]
    assert inside
    assert set(inside) == {None}


def test_long_timelines_are_thinned(synthetic: ModuleType) -> None:
    document = synthetic.marathon()
    document["timeline"] = {
        name: [value for value in column for _ in range(10)]
        for name, column in document["timeline"].items()
    }
    document["timeline"]["time_s"] = [float(i) for i in range(10 * synthetic.N_POINTS)]
    found = of(document)
    assert len(found.time_s) == MOST_POINTS
    assert found.time_s[-1] == 10 * synthetic.N_POINTS - 1


def test_the_cramp_is_marked_only_where_one_is_to_be_feared(synthetic: ModuleType) -> None:
    assert of(synthetic.marathon()).cramp_s == 12_735.0
    assert of(synthetic.marathon()).cramp_label == "cramp around 3:30"
    assert of(synthetic.calm()).cramp_s is None


def test_the_cramping_muscle_wears_the_alarm_colour(synthetic: ModuleType) -> None:
    document = synthetic.marathon()
    document["cramp"]["muscle"] = "lateral_gastrocnemius"
    force = next(panel for panel in of(document).panels if panel.name == "force")
    assert (force.series[0].label, force.series[0].role) == ("outer gastrocnemius", "a")


def test_miles_reach_the_charts(synthetic: ModuleType) -> None:
    found = of(synthetic.marathon(), "imperial")
    assert found.place[-1] == pytest.approx(26.0, abs=0.1)
    assert "min/mi" in found.panels[1].title


def test_no_timeline_no_charts(synthetic: ModuleType) -> None:
    document = synthetic.marathon()
    document["timeline"] = {name: [] for name in document["timeline"]}
    assert charts(Report.from_document(document)) is None
