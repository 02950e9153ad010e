"""Charts and route as plain SVG: for print, for readers without JavaScript, for sharp paper.

Text and grid are placed in percent of the picture, curves in a stretched inner picture: so a
chart fills any width while its letters keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from uncramp.report.charts import Charts, Column, Panel, Scale, Series
from uncramp.report.route import Stretch

_GRID = 1000.0


def panel_svg(panel: Panel, charts: Charts) -> Markup:
    """One panel, its finding as its label."""
    parts = [
        Markup('<svg class="plot" role="img" aria-label="{}">').format(
            f"{panel.title}. {panel.finding}"
        ),
        _pauses(charts),
        _grid(panel.scale, charts),
    ]
    parts.append(Markup('<svg viewBox="0 0 1000 1000" preserveAspectRatio="none">'))
    if panel.band is not None:
        parts.append(_band(panel.band, panel.scale, charts.time_s))
    for series in panel.series:
        scale = panel.back if series.back and panel.back else panel.scale
        parts.append(_curve(series, scale, charts.time_s))
    parts.append(Markup("</svg>"))
    if charts.cramp_s is not None:
        parts.append(_cramp(charts, with_label=panel.name == "risk"))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def route_svg(stretches: Sequence[Stretch], size: tuple[float, float], label: str) -> Markup:
    """The route as lines in five levels of risk, wider where the risk is higher."""
    lines = [
        Markup('<polyline class="r{}" points="{}"/>').format(piece.level, piece.points)
        for piece in stretches
    ]
    ends = Markup("")
    if stretches:
        start = stretches[0].points.split(" ")[0].split(",")
        finish = stretches[-1].points.split(" ")[-1].split(",")
        ends = Markup(
            '<circle cx="{}" cy="{}" r="5" class="start"/>'
            '<rect x="{:.1f}" y="{:.1f}" width="9" height="9" class="finish"/>'
        ).format(*start, float(finish[0]) - 4.5, float(finish[1]) - 4.5)
    return Markup(
        '<svg class="route" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">'
    ).format(*size, label) + Markup("").join((*lines, ends, Markup("</svg>")))


def _x(moment_s: float, charts_s: Sequence[float]) -> float:
    """0…1 along the clock."""
    return (moment_s - charts_s[0]) / (charts_s[-1] - charts_s[0])


def _y(value: float, scale: Scale) -> float:
    """0 (top) … 1 (bottom)."""
    share = (value - scale.low) / (scale.high - scale.low)
    return min(max(share if scale.reversed else 1.0 - share, 0.0), 1.0)


def _grid(scale: Scale, charts: Charts) -> Markup:
    parts = []
    for value, label in scale.ticks:
        y = f"{100.0 * _y(value, scale):.2f}%"
        parts.append(
            Markup(
                '<line class="g" x2="100%" y1="{0}" y2="{0}"/>'
                '<text x="-8" y="{0}" dy=".32em" text-anchor="end">{1}</text>'
            ).format(y, label)
        )
    for moment_s, label in charts.ticks:
        x = f"{100.0 * _x(moment_s, charts.time_s):.2f}%"
        parts.append(
            Markup(
                '<line class="g" x1="{0}" x2="{0}" y2="100%"/>'
                '<text x="{0}" y="100%" dy="1.4em" text-anchor="middle">{1}</text>'
            ).format(x, label)
        )
    return Markup("").join(parts)


def _pauses(charts: Charts) -> Markup:
    return Markup("").join(
        Markup('<rect class="pause" x="{:.2f}%" width="{:.2f}%" height="100%"/>').format(
            100.0 * _x(start, charts.time_s),
            100.0 * (_x(end, charts.time_s) - _x(start, charts.time_s)),
        )
        for start, end in charts.pauses_s
    )


def _cramp(charts: Charts, *, with_label: bool) -> Markup:
    share = _x(charts.cramp_s or 0.0, charts.time_s)
    x = f"{100.0 * share:.2f}%"
    line = Markup('<line class="cramp" x1="{0}" x2="{0}" y2="100%"/>').format(x)
    if not with_label:
        return line
    anchor, dx = ("end", -6) if share > 0.3 else ("start", 6)
    return line + Markup(
        '<text class="cramp" x="{}" dx="{}" y="16" text-anchor="{}">{}</text>'
    ).format(x, dx, anchor, charts.cramp_label)


def _band(band: tuple[Column, Column], scale: Scale, time_s: Sequence[float]) -> Markup:
    low, high = band
    there = [
        _point(t, v, scale, time_s) for t, v in zip(time_s, high, strict=True) if v is not None
    ]
    back = [_point(t, v, scale, time_s) for t, v in zip(time_s, low, strict=True) if v is not None]
    return Markup('<path class="band" d="M{}Z"/>').format("L".join((*there, *reversed(back))))


def _curve(series: Series, scale: Scale, time_s: Sequence[float]) -> Markup:
    """Pieces between gaps; a silhouette as an area down to the axis."""
    pieces: list[list[str]] = [[]]
    for moment, value in zip(time_s, series.values, strict=True):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(_point(moment, value, scale, time_s))
    drawn = [piece for piece in pieces if len(piece) > 1]
    path = "".join(f"M{'L'.join(piece)}" for piece in drawn)
    if series.back:
        closed = "".join(
            f"M{piece[0].split(' ')[0]} 1000L{'L'.join(piece)}L{piece[-1].split(' ')[0]} 1000Z"
            for piece in drawn
        )
        return Markup('<path class="area" d="{}"/>').format(closed)
    return Markup('<path class="line {}" d="{}"/>').format(escape(series.role), path)


def _point(moment_s: float, value: float, scale: Scale, time_s: Sequence[float]) -> str:
    return f"{_GRID * _x(moment_s, time_s):.0f} {_GRID * _y(value, scale):.0f}"
