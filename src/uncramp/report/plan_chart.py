"""The weeks of a plan as one chart: distance as bars, the longest run as a line."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from uncramp.advice.plan import Week
from uncramp.report.measures import Measures
from uncramp.report.ticks import number_range, number_ticks

_TICKS = 5
_MOST_LABELS = 9
_BAR = 0.66  # of the room of a week


def load_chart(weeks: Sequence[Week], measures: Measures) -> Markup:
    """The chart as SVG that fills any width; its finding is its label. Empty without weeks.

    Lighter weeks, the taper and the restart differ by outline and are named in the table.
    """
    if not weeks:
        return Markup("")
    far = [measures.in_distance(week.distance_km) for week in weeks]
    longest = [measures.in_distance(week.longest_km) for week in weeks]
    _, top = number_range(0.0, max(*far, *longest, 1.0))
    room = 100.0 / len(weeks)
    centres = [room * (i + 0.5) for i in range(len(weeks))]
    heights = [100.0 * (1.0 - value / top) for value in longest]
    parts = [
        Markup('<svg class="plot load" role="img" aria-label="{}">').format(
            finding(weeks, measures)
        ),
        *(
            _tick(measures.language.number(f"{tick:g}"), 100.0 * (1.0 - tick / top))
            for tick in number_ticks(0.0, top, _TICKS)
        ),
        *(
            _bar(week, room * (i + 0.5 - _BAR / 2.0), room * _BAR, 100.0 * far[i] / top)
            for i, week in enumerate(weeks)
        ),
        Markup('<svg viewBox="0 0 1000 1000" preserveAspectRatio="none">'),
        Markup('<polyline class="line b" points="{}"/></svg>').format(
            " ".join(f"{10 * x:.0f},{10 * y:.0f}" for x, y in zip(centres, heights, strict=True))
        ),
        *(
            Markup('<circle class="dot" cx="{:.2f}%" cy="{:.2f}%" r="4"/>').format(x, y)
            for x, y in zip(centres, heights, strict=True)
        ),
    ]
    every = -(-len(weeks) // _MOST_LABELS)
    parts += [
        Markup('<text x="{:.2f}%" y="100%" dy="1.4em" text-anchor="middle">{}</text>').format(
            centres[i], weeks[i].index + 1
        )
        for i in range(0, len(weeks), every)
    ]
    return Markup("").join((*parts, Markup("</svg>")))


def finding(weeks: Sequence[Week], measures: Measures) -> str:
    """What the chart shows, in words."""
    unit = measures.distance_unit
    training = weeks[:-1] or weeks
    most = max(training, key=lambda week: week.distance_km)
    longest = max(training, key=lambda week: week.longest_km)
    said = measures.language.gettext(
        "From {first} {unit} in week {week} to {most} {unit} in week {peak}; the longest training "
        "run is {longest} {unit}, in week {when}."
    )
    return said.format(
        unit=unit,
        first=measures.number(measures.in_distance(weeks[0].distance_km)),
        week=weeks[0].index + 1,
        most=measures.number(measures.in_distance(most.distance_km)),
        peak=most.index + 1,
        longest=measures.number(measures.in_distance(longest.longest_km)),
        when=longest.index + 1,
    )


def _tick(number: str, y: float) -> Markup:
    return Markup(
        '<line class="g" x2="100%" y1="{0:.2f}%" y2="{0:.2f}%"/>'
        '<text x="-8" y="{0:.2f}%" dy=".32em" text-anchor="end">{1}</text>'
    ).format(y, number)


def _bar(week: Week, x: float, width: float, height: float) -> Markup:
    return Markup(
        '<rect class="{}" x="{:.2f}%" y="{:.2f}%" width="{:.2f}%" height="{:.2f}%"/>'
    ).format(week.kind, x, 100.0 - height, width, height)
