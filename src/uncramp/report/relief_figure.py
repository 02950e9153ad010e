"""The relief experiment as one HTML file: figures as inline SVG, then the tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from uncramp.report import relief_table, wording

Row = Mapping[str, Any]

TRACES = ("none", "gentle", "fast", "bounce", "bent")
RASTERS = ("none", "gentle", "fast", "bounce")
SIGNALS = (
    ("firing_pct", "Units firing, %"),
    ("ia_pps", "Ia afferents, pps"),
    ("ib_pps", "Ib afferents, pps"),
    ("force_N", "Tendon force, N"),
)
_WIDTH, _LEFT, _STRIP = 720.0, 210.0, 26.0
_PANEL = 120.0
SHORTEST_S = 0.1  # left end of the axis of time, which is logarithmic

_STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--dim:#5c5c5c;--page:#fff;--grid:#ddd;
--none:#767676;--gentle:#0b6e4f;--fast:#b3261e;--bent:#2457c5;--bounce:#8a4b00}
@media(prefers-color-scheme:dark){:root{--ink:#eee;--dim:#b0b0b0;--page:#121212;--grid:#3a3a3a;
--none:#a8a8a8;--gentle:#5fd3a6;--fast:#ff8a80;--bent:#9db8ff;--bounce:#ffb86b}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);
max-width:60rem;margin:0 auto;padding:1rem}
svg{width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:var(--ink)}
.g{stroke:var(--grid)}.dot{fill:var(--ink);fill-opacity:.45}.mid{stroke:var(--fast);stroke-width:3}
polyline{fill:none;stroke-width:2}.spikes{stroke:var(--ink);stroke-width:1;fill:none}
.none{stroke:var(--none);stroke-dasharray:2 3}.gentle{stroke:var(--gentle)}
.fast{stroke:var(--fast);stroke-dasharray:7 3}.bounce{stroke:var(--bounce);stroke-width:1.2}
.bent{stroke:var(--bent);stroke-dasharray:10 3 2 3}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--grid)}
.dim{color:var(--dim)}
"""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ heading }}</title><style>{{ style }}</style></head><body><main>
<h1>{{ heading }}</h1>
<p>{{ introduction }}</p>
<ul>{% for line in findings %}<li>{{ line }}</li>{% endfor %}</ul>
{% for part in parts %}<section><h2>{{ part.heading }}</h2>
<h3>Time until it was over</h3>{{ part.strips }}
<h3>One calf, second by second</h3>{{ part.traces }}
<h3>The same calf, impulse by impulse</h3>{{ part.rasters }}
<div class="scroll" tabindex="0" role="region" aria-label="{{ part.heading }}: table"><table>
<thead><tr><th scope="col">Means</th>
{% for name in columns %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead>
<tbody>{% for row, cells in part.rows %}<tr><th scope="row">{{ row.title }}</th>
{% for cell in cells %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table></div>
</section>{% endfor %}
<section><h2>What people did, and what of it the model holds</h2>
<dl>{% for row in people %}<dt><b>{{ row.title }}</b></dt>
<dd>{{ row.published }}<br>Model: {{ row.model }}
<span class="dim">{{ row.sources | join(", ") }}</span></dd>{% endfor %}</dl></section>
<p>{{ diagnosis }}</p></main></body></html>
"""


def render_relief(document: Mapping[str, Any]) -> str:
    """The page of a document of schema ``uncramp/relief/1``; every text in it is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    parts = []
    for muscle in document["cramps"]:
        rows = relief_table.rows_of(document, muscle)
        parts.append(
            {
                "heading": f"Cramp of the {muscle}",
                "strips": strips_svg(rows, document["watch_s"]),
                "traces": traces_svg(rows),
                "rasters": rasters_svg(rows),
                "rows": [(row, relief_table.cells(row)) for row in rows],
            }
        )
    return environment.from_string(_PAGE).render(
        heading=relief_table.HEADING,
        style=Markup(_STYLE),
        introduction=relief_table.introduction(document),
        findings=document["findings"],
        columns=relief_table.columns(),
        parts=parts,
        people=relief_table.rows_of(document, "gastrocnemius"),
        diagnosis=wording.NOT_A_DIAGNOSIS,
    )


def strips_svg(rows: Sequence[Row], watch_s: float) -> Markup:
    """One line per means: a dot per calf on the time axis, a bar at the median."""
    drawn = [row for row in rows if row["n"]]
    height = _STRIP * (len(drawn) + 1)

    def x(time_s: float) -> float:
        decades = math.log10(max(time_s, SHORTEST_S) / SHORTEST_S)
        return _LEFT + (_WIDTH - _LEFT - 30.0) * decades / math.log10(watch_s / SHORTEST_S)

    parts = [
        _opening(
            height, "Time until the cramp was over, a dot per calf, a bar at the median. ", rows
        )
    ]
    for tick in ticks_s(watch_s):
        parts.append(_line("g", x(tick), 0.0, x(tick), height - _STRIP))
        parts.append(_text(x(tick), height - 8.0, f"{tick:g} s", "middle"))
    for place, row in enumerate(drawn):
        y = _STRIP * (place + 0.5)
        parts.append(_text(_LEFT - 10.0, y + 4.0, row["title"], "end"))
        parts += [
            Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(x(time_s), y)
            for time_s in row["each_over_s"]
        ]
        middle = x(row["over_s"]["median"])
        parts.append(_line("mid", middle, y - 9.0, middle, y + 9.0))
    return Markup("").join([*parts, Markup("</svg>")])


def traces_svg(rows: Sequence[Row]) -> Markup:
    """Firing, Ia, Ib and tendon force of one calf, a panel each, a line per means."""
    shown = [row for row in rows if row["means"] in TRACES and row["n"]]
    height = (_PANEL + 24.0) * len(SIGNALS) + 84.0
    parts = [_opening(height, "Signals of one calf under five means. ", ())]
    for place, row in enumerate(shown):
        x, y = 8.0 + place % 2 * 300.0, 12.0 + place // 2 * 20.0
        parts.append(
            Markup('<polyline class="{}" points="{:.0f},{} {:.0f},{}"/>').format(
                row["means"], x, y, x + 26.0, y
            )
        )
        parts.append(_text(x + 32.0, y + 4.0, row["title"], ""))
    for place, (signal, label) in enumerate(SIGNALS):
        parts += _panel(shown, signal, label, 80.0 + place * (_PANEL + 24.0))
    return Markup("").join([*parts, Markup("</svg>")])


def rasters_svg(rows: Sequence[Row]) -> Markup:
    """Impulses of motor units under no, gentle and fast stretch: a line per unit, a mark each."""
    named = {row["means"]: row for row in rows if row["n"]}
    shown = [named[name] for name in RASTERS if name in named and named[name]["raster"]]
    panel = _PANEL + 30.0
    told = "; ".join(
        f"{row['title']}: {sum(len(unit) for unit in row['raster']['spikes_ms'])} impulses"
        for row in shown
    )
    parts = [_opening(panel * max(1, len(shown)) + 20.0, f"Motor units. {told}", ())]
    for place, row in enumerate(shown):
        raster, top = row["raster"], 20.0 + place * panel
        n, length_ms = len(raster["spikes_ms"]), 1000.0 * raster["duration_s"]
        label = f"{row['title']}: {n} of {raster['n_units']} units, small ones at the bottom"
        parts.append(_text(0.0, top - 4.0, label, ""))
        step = _PANEL / max(1, n)
        marks = "".join(
            f"M{_WIDTH * time / length_ms:.1f} {top + _PANEL - step * i:.1f}v{-0.8 * step:.1f}"
            for i, unit in enumerate(raster["spikes_ms"])
            for time in unit
        )
        parts.append(Markup('<path class="spikes" d="{}"/>').format(marks))
        parts.append(_line("g", 0.0, top + _PANEL, _WIDTH, top + _PANEL))
    parts += [
        _text(
            min(max(_WIDTH * second / shown[0]["raster"]["duration_s"], 12.0), _WIDTH - 14.0),
            panel * len(shown) + 8.0,
            f"{second} s",
            "middle",
        )
        for second in (range(int(shown[0]["raster"]["duration_s"]) + 1) if shown else ())
    ]
    return Markup("").join([*parts, Markup("</svg>")])


def ticks_s(watch_s: float) -> tuple[float, ...]:
    """Marks of a logarithmic axis of time from `SHORTEST_S` to the end of the watch."""
    return (*(t for t in (SHORTEST_S, 1.0, 10.0, 100.0) if t < 0.7 * watch_s), watch_s)


def top_of(rows: Sequence[Row], signal: str) -> float:
    """The largest value of a signal in the rows, at least 1."""
    return max(1.0, *(max(row["curves"][signal], default=0.0) for row in rows))


def _panel(rows: Sequence[Row], signal: str, label: str, top: float) -> list[Markup]:
    last_s = max(len(row["curves"][signal]) * row["curves"]["step_s"] for row in rows)
    most = top_of(rows, signal)
    parts = [
        _text(0.0, top - 4.0, f"{label} (top: {most:.0f})", ""),
        _line("g", 0.0, top, _WIDTH, top),
        _line("g", 0.0, top + _PANEL, _WIDTH, top + _PANEL),
    ]
    if signal == SIGNALS[-1][0]:
        for second in range(0, int(last_s) + 1, 5):
            at = min(max(_WIDTH * second / last_s, 12.0), _WIDTH - 14.0)
            parts.append(_text(at, top + _PANEL + 16.0, f"{second} s", "middle"))
    for row in rows:
        step_s = row["curves"]["step_s"]
        points = " ".join(
            f"{_WIDTH * i * step_s / last_s:.1f},{top + _PANEL * (1.0 - value / most):.1f}"
            for i, value in enumerate(row["curves"][signal])
        )
        parts.append(Markup('<polyline class="{}" points="{}"/>').format(row["means"], points))
    return parts


def _opening(height: float, label: str, rows: Sequence[Row]) -> Markup:
    medians = "; ".join(f"{r['title']} {r['over_s']['median']:.0f} s" for r in rows if r["n"])
    return Markup('<svg viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">').format(
        _WIDTH, height, label + medians
    )


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        kind, x1, y1, x2, y2
    )


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor or "start", text
    )
