"""The relief table as text, page and picture, from a document made by hand."""

from __future__ import annotations

import builtins
import re
from typing import Any

import pytest

from uncramp.report.relief_figure import render_relief, strips_svg
from uncramp.report.relief_table import cells, columns, markdown, rows_of, text_lines

MEANS = (
    ("none", "Nothing"),
    ("gentle", "Gentle stretch, knee straight"),
    ("fast", "Jerk, knee straight"),
    ("bent", "Gentle stretch, knee bent"),
)


def spread(value: float) -> dict[str, float]:
    return {"median": value, "low": value / 2, "high": value * 2}


def row(muscle: str, name: str, title: str, over_s: float) -> dict[str, Any]:
    signal = [40.0, 60.0, 20.0, 0.0]
    return {
        "muscle": muscle,
        "means": name,
        "title": title,
        "published": f"What people did with {name}.",
        "model": f"What the model holds of {name}.",
        "sources": ["Bertolasi1993"],
        "n": 3,
        "over_s": spread(over_s),
        "each_over_s": [over_s / 2, over_s, over_s * 2],
        "n_ended": 2,
        "ratio": spread(over_s / 20.0),
        "after_arrival_s": spread(over_s),
        "peak_ia_pps": spread(60.0),
        "peak_ib_pps": spread(70.0),
        "peak_force_N": spread(300.0),
        "other_units_pct": spread(0.0),
        "verdict": "agrees",
        "curves": {"step_s": 0.1}
        | dict.fromkeys(("firing_pct", "ia_pps", "ib_pps", "force_N"), signal),
        "raster": {"duration_s": 6.0, "n_units": 40, "spikes_ms": [[5, 3000], [4000]]}
        if name != "bent"
        else None,
    }


@pytest.fixture
def document() -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for muscle in ("gastrocnemius", "soleus"):
        rows += [row(muscle, *means, 20.0 / (i + 1)) for i, means in enumerate(MEANS)]
        rows.append(
            {
                "muscle": muscle,
                "means": "pickle",
                "title": "Pickle <juice>",
                "published": "p & q",
                "model": "m",
                "sources": ["Miller2010a"],
                "n": 0,
                "verdict": "not in the model",
            }
        )
    return {
        "schema": "uncramp/relief/1",
        "seed": 1,
        "delay_s": 3.0,
        "watch_s": 90.0,
        "cramps": {m: {"cramped": 3, "tried": 4} for m in ("gastrocnemius", "soleus")},
        "rows": rows,
        "findings": ["A gentle stretch helps."],
    }


@pytest.mark.parametrize("width", [40, 60, 88, 120])
def test_no_line_is_wider_than_the_terminal(document: dict[str, Any], width: int) -> None:
    lines = list(text_lines(document, width))
    assert [line for line in lines if len(line) > width] == []
    text = " ".join(" ".join(lines).split())
    assert "3 of 4 in the gastrocnemius" in text
    assert "10.0 (5.0–20.0)" in text
    assert "What people did with gentle." in text
    assert "A gentle stretch helps." in text


def test_a_wide_terminal_has_columns(document: dict[str, Any]) -> None:
    (line,) = {
        line for line in text_lines(document, 120) if line.startswith("Jerk, knee straight  ")
    }
    assert re.split(r"\s{2,}", line) == [
        "Jerk, knee straight", "6.7 (3.3–13.3)", "2 of 3", "0.33", "60", "70", "300", "agrees",
    ]  # fmt: skip


def test_what_is_not_simulated_has_no_numbers(document: dict[str, Any]) -> None:
    pickle = rows_of(document, "soleus")[-1]
    assert cells(pickle) == ["–"] * (len(columns()) - 1) + ["not in the model"]


def test_markdown_tables_are_whole(document: dict[str, Any]) -> None:
    tables = [line for line in markdown(document).splitlines() if line.startswith("|")]
    assert {line.count("|") for line in tables} == {len(columns()) + 2, 5}
    assert sum(line.startswith("| Gentle stretch, knee bent |") for line in tables) == 3


def test_the_page_is_one_file_and_escapes_what_it_is_given(document: dict[str, Any]) -> None:
    page = render_relief(document)
    assert page.startswith("<!doctype html>")
    assert "Pickle &lt;juice&gt;" in page
    assert "p &amp; q" in page
    assert "<script" not in page
    assert not re.search(r"""(src|href)\s*=|url\(|@import""", page)
    assert page.count("<svg") == 6
    assert page.count('<path class="spikes"') == 6


def test_a_dot_per_calf_within_the_picture(document: dict[str, Any]) -> None:
    svg = str(strips_svg(rows_of(document, "soleus"), 90.0))
    places = [float(x) for x in re.findall(r'<circle class="dot" cx="([\d.]+)"', svg)]
    assert len(places) == 3 * len(MEANS)
    assert 210.0 <= min(places) <= max(places) <= 720.0
    assert "Nothing 20 s" in svg


def test_the_picture_is_a_png(document: dict[str, Any]) -> None:
    pytest.importorskip("matplotlib")
    from uncramp.report.relief_png import draw_relief

    png = draw_relief(document)
    assert png.startswith(b"\x89PNG\r\n")
    assert png == draw_relief(document)
    document["rows"][1]["each_over_s"] = [80.0, 80.0, 80.0]
    assert png != draw_relief(document)


def test_reading_and_drawing_the_page_needs_no_matplotlib(
    document: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        assert not name.startswith("matplotlib")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert render_relief(document)
    assert markdown(document)
