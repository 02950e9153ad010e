"""The load of the past weeks as one page: a plot, a table; nothing is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from uncramp.advice.load import Load, LoadWeek
from uncramp.language import SOURCE, Language
from uncramp.report.load_text import explained, headline, ramp, shown_weeks
from uncramp.report.measures import Measures
from uncramp.report.ticks import number_ticks

_MOST_TICKS = 6
_DATES = 8  # on a phone every other one
_LAST_DATE = 80.0  # percent: a date that begins later does not fit in
_NARROW = 1.7  # percent: a bar under which a dot has to be small
_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--page:#fff;--bar:#3b6ea8;--alarm:#b3261e;
--convention:#c98a1b;--soft:#d5dae1}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf0;--page:#14181e;--bar:#7fb0e6;--alarm:#ff8a80;
--convention:#e0b050;--soft:#3a424d}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:64rem;
margin:2rem auto;padding:0 1rem}
.plot{display:block;width:calc(100% - 3rem);height:16rem;margin:.6rem 0 2rem 3rem;
overflow:visible}.bar{fill:var(--bar)}.run{fill:var(--alarm)}.week{fill:var(--convention)}.unknown{opacity:.45}
.grid{stroke:var(--soft)}text{fill:currentColor;font-size:12px}.long{fill:currentColor}
table{border-collapse:collapse;width:100%}th,td{padding:.25rem .5rem;text-align:right;
border-top:1px solid var(--soft)}th{font-weight:600}th:first-child,.why td{text-align:left}
tbody th{font-weight:400;white-space:nowrap}.why td{border:0;padding-top:0;color:var(--alarm)}
thead th{border:0}:focus-visible{outline:3px solid var(--bar);outline-offset:2px}
@media(max-width:40rem){th,td{padding:.3rem .2rem}thead th{font-size:.85rem}.odd{display:none}}
@media print{body{margin:0;max-width:none;font-size:9pt}tr,.plot{break-inside:avoid}
.plot{height:45mm}}
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
    """Bars of the weeks, a dot for the longest run; weeks that broke a rule in the alarm colour.

    Everything is placed in percent of the picture, so that its letters keep their size on a phone.
    """
    most = max((measures.in_distance(week.distance_km) for week in weeks), default=0.0) or 1.0
    unit = measures.distance_unit
    label = measures.language.gettext("Weekly distance, {n} weeks, at most {most} {unit}").format(
        n=len(weeks), most=measures.number(most), unit=unit
    )
    parts = [Markup('<svg class="plot" role="img" aria-label="{}">').format(label)]
    parts += [
        Markup(
            '<line class="grid" x1="0" x2="100%" y1="{0:.1f}%" y2="{0:.1f}%"/>'
            '<text x="-6" y="{0:.1f}%" dy=".35em" text-anchor="end">{1}{2}</text>'
        ).format(_y(tick, most), measures.language.number(f"{tick:g}"), "" if tick else f" {unit}")
        for tick in number_ticks(0.0, most, _MOST_TICKS)
    ]
    step = 100.0 / max(len(weeks), 1)
    every = -(-len(weeks) // _DATES)
    for i, week in enumerate(weeks):
        parts.append(_bar(week, i * step, step, most, measures))
        if i % every == 0 and (i + 0.1) * step <= _LAST_DATE:
            parts.append(
                Markup('<text class="{}" x="{:.1f}%" y="100%" dy="1.4em">{}</text>').format(
                    "odd" if i // every % 2 else "even", (i + 0.1) * step, week.start
                )
            )
    return Markup("").join((*parts, Markup("</svg>")))


def _bar(week: LoadWeek, x: float, step: float, most: float, measures: Measures) -> Markup:
    """One week: red where a single run went too far, amber where only the convention is broken."""
    rules = {broken.rule for broken in week.broken}
    kind = "run" if "single_run" in rules else "week" if rules else "bar"
    top = _y(measures.in_distance(week.distance_km), most)
    bar = Markup(
        '<rect class="{}" x="{:.2f}%" y="{:.1f}%" width="{:.2f}%" height="{:.1f}%">'
        "<title>{}</title></rect>"
    ).format(
        kind + ("" if week.known else " unknown"),
        x + 0.1 * step,
        top,
        0.8 * step,
        100.0 - top,
        week.start,
    )
    if week.longest_km <= 0.0:
        return bar
    return bar + Markup('<circle class="long" cx="{:.2f}%" cy="{:.1f}%" r="{:g}"/>').format(
        x + 0.5 * step,
        _y(measures.in_distance(week.longest_km), most),
        3.0 if step > _NARROW else 1.5,
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
    """Percent from the top."""
    return 100.0 * (1.0 - value / most)


def _table(weeks: Sequence[LoadWeek], measures: Measures) -> Markup:
    _ = measures.language.gettext
    names = (_("Week"), measures.distance_unit, _("Longest"), _("Runs"), _("Ramp"))
    opening = '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}'
    head = Markup(opening + "</tr></thead><tbody>").format(
        _("Load"),
        Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in names),
    )
    rows = [_row(week, measures) for week in reversed(weeks)]
    return Markup("").join((head, *rows, Markup("</tbody></table></div>")))


def _row(week: LoadWeek, measures: Measures) -> Markup:
    """One week, and under it, where it broke a rule, which one."""
    row = Markup(
        '<tr><th scope="row">{}{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'
    ).format(
        week.start,
        "" if week.known else " ?",
        measures.number(measures.in_distance(week.distance_km), 1),
        measures.number(measures.in_distance(week.longest_km), 1),
        week.n_runs,
        ramp(week, measures),
    )
    if not week.broken:
        return row
    broken = "; ".join(measures.language.say(one.text) for one in week.broken)
    return row + Markup('<tr class="why"><td colspan="5">{}</td></tr>').format(broken)
