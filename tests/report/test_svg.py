"""Still charts: letters keep their size, curves stretch, gaps stay gaps."""

from __future__ import annotations

import re
from types import ModuleType

from lxml import etree

from uncramp.report import Report
from uncramp.report.charts import Charts, Panel, charts
from uncramp.report.svg import panel_svg


def drawn(synthetic: ModuleType, name: str) -> tuple[etree._Element, Panel, Charts]:
    found = charts(Report.from_document(synthetic.marathon()))
    assert found is not None
    panel = next(panel for panel in found.panels if panel.name == name)
    return etree.fromstring(str(panel_svg(panel, found))), panel, found


def test_each_curve_begins_and_ends_where_it_should(synthetic: ModuleType) -> None:
    root, panel, _ = drawn(synthetic, "force")
    path = root.xpath("//path[@class='line a']/@d")[0]
    points = [tuple(map(int, p.split())) for p in re.findall(r"\d+ \d+", path)]
    assert points[0][0] == 0
    assert points[-1][0] == 1000
    last = panel.series[0].values[-1]
    assert last is not None
    share = (last - panel.scale.low) / (panel.scale.high - panel.scale.low)
    assert points[-1][1] == round(1000 * (1 - share))


def test_gaps_stay_gaps(synthetic: ModuleType) -> None:
    root, _, _ = drawn(synthetic, "heart")
    assert root.xpath("//path[@class='line n']/@d")[0].count("M") == 2


def test_fast_is_up(synthetic: ModuleType) -> None:
    root, panel, _ = drawn(synthetic, "pace")
    heights = {
        text.text: float(text.get("y").rstrip("%"))
        for text in root.xpath("//text[@text-anchor='end' and @x='-8']")
    }
    labels = [label for _, label in panel.scale.ticks]
    assert heights[labels[0]] < heights[labels[-1]]


def test_the_pause_is_shaded_and_the_cramp_labelled(synthetic: ModuleType) -> None:
    root, _, found = drawn(synthetic, "risk")
    assert len(root.xpath("//rect[@class='pause']")) == len(found.pauses_s) == 1
    assert root.xpath("//text[@class='cramp']/text()") == ["cramp around 3:30"]
    assert root.xpath("//path[@class='band']")
