"""The figure of the relief experiment as PNG; needs the extra ``plot`` (matplotlib)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from uncramp.report.relief_figure import RASTERS, SHORTEST_S, SIGNALS, TRACES, ticks_s
from uncramp.report.relief_table import rows_of

_LINES = {
    "none": (":", "0.45"),
    "gentle": ("-", "C2"),
    "fast": ("--", "C3"),
    "bent": ("-.", "C0"),
    "bounce": ("-", "C1"),
}


def draw_relief(document: Mapping[str, Any]) -> bytes:
    """The figure, one column per muscle: times of all calves, then the signals of one.

    Parameters
    ----------
    document
        Schema ``uncramp/relief/1``.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    muscles = list(document["cramps"])
    figure = Figure(figsize=(8.5 * len(muscles), 18.0), layout="constrained")
    FigureCanvasAgg(figure)
    heights = [2.4] + [1.0] * len(SIGNALS) + [1.1] * len(RASTERS)
    axes = figure.subplots(len(heights), len(muscles), squeeze=False, height_ratios=heights)
    for column, muscle in enumerate(muscles):
        rows = [row for row in rows_of(document, muscle) if row["n"]]
        axes[0][column].set_title(f"Cramp of the {muscle} (simulated)")
        _times(axes[0][column], rows, document["watch_s"])
        for place, (signal, label) in enumerate(SIGNALS, start=1):
            _signal(axes[place][column], rows, signal, label)
        axes[1][column].legend(fontsize="small")
        for place, name in enumerate(RASTERS, start=1 + len(SIGNALS)):
            _raster(axes[place][column], next((r for r in rows if r["means"] == name), None))
        axes[-1][column].set_xlabel("Time since the treatment began, s")
    target = io.BytesIO()
    figure.savefig(target, format="png", dpi=80, metadata={"Software": None})
    return target.getvalue()


def _times(axis: Any, rows: Sequence[Mapping[str, Any]], watch_s: float) -> None:
    for place, row in enumerate(rows):
        times = [max(time_s, SHORTEST_S) for time_s in row["each_over_s"]]
        axis.plot(times, [place] * len(times), "o", color="0.3", alpha=0.5)
        axis.plot([row["over_s"]["median"]], [place], "|", color="C3", markersize=18, mew=3)
    axis.set_yticks(range(len(rows)), [row["title"] for row in rows])
    axis.invert_yaxis()
    axis.set_xscale("log")
    axis.set_xlim(SHORTEST_S, 1.1 * watch_s)
    axis.set_xticks(ticks_s(watch_s), [f"{tick:g}" for tick in ticks_s(watch_s)], minor=False)
    axis.set_xlabel("Until it was over, s (dot: a calf, bar: median)")


def _raster(axis: Any, row: Mapping[str, Any] | None) -> None:
    """A line per motor unit, small units at the bottom, a mark per impulse."""
    if row is None or not row["raster"]:
        axis.set_visible(False)
        return
    raster = row["raster"]
    times_s = [[time / 1000.0 for time in unit] for unit in raster["spikes_ms"]]
    axis.eventplot(times_s, colors="0.15", linelengths=0.8, linewidths=0.7)
    axis.set_xlim(0.0, raster["duration_s"])
    axis.set_ylim(-1.0, max(1, len(times_s)))
    axis.set_yticks([])
    axis.set_ylabel("Motor units")
    axis.set_title(f"{row['title']}: impulses of {len(times_s)} of {raster['n_units']} units")


def _signal(axis: Any, rows: Sequence[Mapping[str, Any]], signal: str, label: str) -> None:
    for row in rows:
        if row["means"] in TRACES:
            curves = row["curves"]
            time_s = [i * curves["step_s"] for i in range(len(curves[signal]))]
            style, colour = _LINES[row["means"]]
            axis.plot(time_s, curves[signal], style, color=colour, label=row["title"])
    axis.set_ylabel(label)
    axis.set_ylim(bottom=0.0)
