"""The load of the past weeks as one page: a plot, a table; nothing is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from uncramp.advice.load import Load, LoadWeek
from uncramp.language import SOURCE, Language
from uncramp.report.load_text import explained, headline, ramp, shown_weeks
from uncramp.report.measures import Measures
from uncramp.report.ticks import number_ticks

_WIDTH, _HEIGHT, _FOOT, _LEFT = 960.0, 260.0, 24.0, 40.0
_MOST_TICKS = 6
_DATES, _DATE_WIDTH = 8, 75.0
_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--page:#fff;--bar:#3b6ea8;--alarm:#b3261e;
--convention:#c98a1b;--soft:#d5dae1}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf0;--page:#14181e;--bar:#7fb0e6;--alarm:#ff8a80;
--convention:#e0b050;--soft:#3a424d}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:64rem;
margin:2rem auto;padding:0 1rem}
svg{width:100%;height:auto}.bar{fill:var(--bar)}.run{fill:var(--alarm)}.week{fill:var(--convention)}.unknown{opacity:.45}
.grid{stroke:var(--soft)}text{fill:currentColor;font-size:12px}.long{fill:currentColor}
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .5rem;text-align:right;
border-bottom:1px solid var(--soft)}th:first-child,td:first-child,td:last-child,th:last-child{
text-align:left}td:first-child{white-space:nowrap}
.key span{margin-right:1rem;display:inline-block}.scroll{overflow-x:auto}
.key svg{width:.9em;height:.9em;margin-right:.3em}
"""


def load_html(
    load: Load, weeks: int | None = None, units: str = "metric", language: Language = SOURCE
) -> str:
    """One self-contained page.

    Parameters
    ----------
    weeks
        How many of the last weeks to show; None for all.
    units
        ``metric`` or ``imperial``.
    """
    measures = Measures(units, language)
    _ = language.gettext
    shown = shown_weeks(load, weeks)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    parts = [
        Markup('<!doctype html><html lang="{}"><head><meta charset="utf-8">').format(language.code),
        Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(policy),
        Markup('<meta name="viewport" content="width=device-width,initial-scale=1">'),
        Markup("<title>uncramp: {}</title><style>{}</style></head>").format(
            _("load"), Markup(_STYLE)
        ),
        Markup("<body><main><h1>{}</h1><p>{}</p>").format(_("Load"), headline(load, measures)),
        load_svg(shown, measures),
        _key(language),
        Markup("<ul>"),
        *(Markup("<li>{}</li>").format(line) for line in explained(load, shown, language)),
        Markup("</ul>"),
        _table(shown, measures),
        Markup("</main></body></html>\n"),
    ]
    return str(Markup("").join(parts))


def load_svg(weeks: Sequence[LoadWeek], measures: Measures) -> Markup:
    """Bars of the weeks, a dot for the longest run; weeks that broke a rule in the alarm colour."""
    most = max((measures.in_distance(week.distance_km) for week in weeks), default=0.0) or 1.0
    ticks = number_ticks(0.0, most, _MOST_TICKS)
    unit = measures.distance_unit
    label = measures.language.gettext("Weekly distance, {n} weeks, at most {most} {unit}").format(
        n=len(weeks), most=measures.number(most), unit=unit
    )
    parts = [
        Markup('<svg role="img" aria-label="{}" viewBox="0 -8 {:.0f} {:.0f}">').format(
            label, _WIDTH, _HEIGHT + 8.0
        )
    ]
    parts += [
        Markup(
            '<line class="grid" x1="{:.0f}" x2="{:.0f}" y1="{:.1f}" y2="{:.1f}"/>'
            '<text x="{:.0f}" y="{:.1f}" text-anchor="end">{}{}</text>'
        ).format(
            _LEFT,
            _WIDTH,
            y,
            y,
            _LEFT - 6.0,
            y + 4.0,
            measures.language.number(f"{tick:g}"),
            f" {unit}" if tick == 0 else "",
        )
        for tick in ticks
        for y in (_y(tick, most),)
    ]
    step = (_WIDTH - _LEFT) / max(len(weeks), 1)
    every = -(-len(weeks) // _DATES)
    for i, week in enumerate(weeks):
        parts.append(_bar(week, _LEFT + i * step, step, most, measures))
        if i % every == 0 and _LEFT + i * step + _DATE_WIDTH <= _WIDTH:
            parts.append(
                Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(
                    _LEFT + (i + 0.1) * step, _HEIGHT - 6.0, week.start
                )
            )
    return Markup("").join((*parts, Markup("</svg>")))


def _bar(week: LoadWeek, x: float, step: float, most: float, measures: Measures) -> Markup:
    """One week: red where a single run went too far, amber where only the convention is broken."""
    rules = {broken.rule for broken in week.broken}
    kind = "run" if "single_run" in rules else "week" if rules else "bar"
    top = _y(measures.in_distance(week.distance_km), most)
    bar = Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
        "<title>{}</title></rect>"
    ).format(
        kind + ("" if week.known else " unknown"),
        x + 0.1 * step,
        top,
        0.8 * step,
        _HEIGHT - _FOOT - top,
        week.start,
    )
    if week.longest_km <= 0.0:
        return bar
    return bar + Markup('<circle class="long" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(
        x + 0.5 * step,
        _y(measures.in_distance(week.longest_km), most),
        min(3.0, 0.3 * step),
    )


def _key(language: Language) -> Markup:
    """What the colours say."""
    _ = language.gettext
    entries = (
        ("bar", _("within both rules")),
        ("run", _("a run over 110 % of the longest of 30 days")),
        ("week", _("only the week over 110 % of the one before")),
        ("bar unknown", _("days without a record")),
    )
    swatches = [
        Markup(
            '<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="{}" width="10" '
            'height="10"/></svg>{}</span>'
        ).format(kind, text)
        for kind, text in entries
    ]
    return Markup('<p class="key">{}<span>● {}</span></p>').format(
        Markup("").join(swatches), _("longest run")
    )


def _y(value: float, most: float) -> float:
    return (_HEIGHT - _FOOT) * (1.0 - value / most)


def _table(weeks: Sequence[LoadWeek], measures: Measures) -> Markup:
    _ = measures.language.gettext
    names = (_("Week"), measures.distance_unit, _("Longest"), _("Runs"), _("Ramp"))
    opening = '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}'
    head = Markup(opening + "</tr></thead><tbody>").format(
        _("Load"),
        Markup("").join(
            Markup('<th scope="col">{}</th>').format(name) for name in (*names, _("Rules broken"))
        ),
    )
    rows = [
        Markup(
            "<tr><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
        ).format(
            week.start,
            "" if week.known else " ?",
            measures.number(measures.in_distance(week.distance_km), 1),
            measures.number(measures.in_distance(week.longest_km), 1),
            week.n_runs,
            ramp(week, measures),
            "; ".join(measures.language.say(broken.text) for broken in week.broken),
        )
        for week in reversed(weeks)
    ]
    return Markup("").join((head, *rows, Markup("</tbody></table></div>")))
