"""The load of the past weeks as one page: a plot, a table; nothing is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from uncramp.advice.load import Load, LoadWeek
from uncramp.report.load_text import explained, headline, shown_weeks
from uncramp.report.measures import Measures

_WIDTH, _HEIGHT, _FOOT = 960.0, 260.0, 24.0
_GRID_LINES = 4
_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--page:#fff;--bar:#3b6ea8;--alarm:#b3261e;
--soft:#d5dae1}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf0;--page:#14181e;--bar:#7fb0e6;--alarm:#ff8a80;
--soft:#3a424d}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:64rem;
margin:2rem auto;padding:0 1rem}
svg{width:100%;height:auto}.bar{fill:var(--bar)}.broken{fill:var(--alarm)}.unknown{opacity:.45}
.grid{stroke:var(--soft)}text{fill:currentColor;font-size:12px}.long{fill:currentColor}
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .5rem;text-align:right;
border-bottom:1px solid var(--soft)}th:first-child,td:first-child,td:last-child,th:last-child{
text-align:left}
"""


def load_html(load: Load, weeks: int | None = None, units: str = "metric") -> str:
    """One self-contained page.

    Parameters
    ----------
    weeks
        How many of the last weeks to show; None for all.
    units
        ``metric`` or ``imperial``.
    """
    measures = Measures(units)
    shown = shown_weeks(load, weeks)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    parts = [
        Markup('<!doctype html><html lang="en"><head><meta charset="utf-8">'),
        Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(policy),
        Markup('<meta name="viewport" content="width=device-width,initial-scale=1">'),
        Markup("<title>uncramp: load</title><style>{}</style></head>").format(Markup(_STYLE)),
        Markup("<body><main><h1>Load</h1><p>{}</p>").format(headline(load, measures)),
        load_svg(shown, measures),
        Markup("<ul>"),
        *(Markup("<li>{}</li>").format(line) for line in explained(load, shown)),
        Markup("</ul>"),
        _table(shown, measures),
        Markup("</main></body></html>\n"),
    ]
    return str(Markup("").join(parts))


def load_svg(weeks: Sequence[LoadWeek], measures: Measures) -> Markup:
    """Bars of the weeks, a dot for the longest run; weeks that broke a rule in the alarm colour."""
    most = max((measures.in_distance(week.distance_km) for week in weeks), default=0.0) or 1.0
    step = _WIDTH / max(len(weeks), 1)
    label = f"Weekly distance, {len(weeks)} weeks, at most {most:.0f} {measures.distance_unit}"
    parts = [
        Markup('<svg role="img" aria-label="{}" viewBox="0 0 {:.0f} {:.0f}">').format(
            label, _WIDTH, _HEIGHT
        )
    ]
    for k in range(1, _GRID_LINES + 1):
        y = _y(most * k / _GRID_LINES, most)
        parts.append(
            Markup(
                '<line class="grid" x1="0" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}"/>'
                '<text x="2" y="{:.1f}">{:.0f} {}</text>'
            ).format(_WIDTH, y, y, y + 12.0, most * k / _GRID_LINES, escape(measures.distance_unit))
        )
    for i, week in enumerate(weeks):
        kind = "broken" if week.broken else "bar"
        kind += "" if week.known else " unknown"
        top = _y(measures.in_distance(week.distance_km), most)
        x = i * step
        parts.append(
            Markup(
                '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
                "<title>{}</title></rect>"
            ).format(kind, x + 0.1 * step, top, 0.8 * step, _HEIGHT - _FOOT - top, week.start)
        )
        if week.longest_km > 0.0:
            y = _y(measures.in_distance(week.longest_km), most)
            radius = min(3.0, 0.3 * step)
            parts.append(
                Markup('<circle class="long" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(
                    x + 0.5 * step, y, radius
                )
            )
        if i % max(1, len(weeks) // 8) == 0:
            parts.append(
                Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(
                    x + 0.1 * step, _HEIGHT - 6.0, week.start
                )
            )
    return Markup("").join((*parts, Markup("</svg>")))


def _y(value: float, most: float) -> float:
    return (_HEIGHT - _FOOT) * (1.0 - value / most)


def _table(weeks: Sequence[LoadWeek], measures: Measures) -> Markup:
    unit = measures.distance_unit
    head = Markup(
        "<table><thead><tr><th>Week</th><th>{}</th><th>Longest</th><th>Runs</th><th>Ramp</th>"
        "<th>Rules broken</th></tr></thead><tbody>"
    ).format(unit)
    rows = [
        Markup(
            "<tr><td>{}{}</td><td>{:.1f}</td><td>{:.1f}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
        ).format(
            week.start,
            "" if week.known else " ?",
            measures.in_distance(week.distance_km),
            measures.in_distance(week.longest_km),
            week.n_runs,
            "–" if week.ramp is None else f"{100.0 * (week.ramp - 1.0):+.0f} %",
            "; ".join(broken.text for broken in week.broken),
        )
        for week in reversed(weeks)
    ]
    return Markup("").join((head, *rows, Markup("</tbody></table>")))
