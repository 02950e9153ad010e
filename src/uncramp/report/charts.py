"""The panels of the page: which curves, on which scale, with which finding in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uncramp.report import wording
from uncramp.report.measures import clock, percent
from uncramp.report.report import Report
from uncramp.report.ticks import number_range, number_ticks, pace_ticks, time_ticks

MOST_POINTS = 600
_Y_TICKS, _X_TICKS = 5, 7
_SLOWEST_OF_MEDIAN = 1.6  # slower than this is a walk: drawn at the edge of the pace scale
_NOTABLE = 0.05  # of the run: a longer stretch without a threshold is explained
_ROLES = ("a", "b", "c")
Column = list[float | None]


@dataclass(frozen=True, slots=True)
class Series:
    """One curve. `role` is its colour and dash: a (alarm), b, c, n (neutral).

    A curve on the ``back`` is a grey silhouette on a scale of its own that has no axis: its
    range is said in the finding, its values by the reading line.
    """

    label: str
    values: Column
    role: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: range, ticks with their labels, how to print a value, whether it hangs."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    kind: str
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: a title with its unit, the finding as a sentence, curves on a scale.

    All panels have one axis on the left, so that a moment lies on one vertical line in all.
    """

    name: str
    title: str
    finding: str
    series: tuple[Series, ...]
    scale: Scale
    back: Scale | None = None
    band: tuple[Column, Column] | None = None


@dataclass(frozen=True, slots=True)
class Charts:
    """All panels on one clock.

    Attributes
    ----------
    time_s, place
        Elapsed time, and distance in the report's unit, of every point.
    pauses_s
        Pairs of start and end of each pause.
    """

    time_s: tuple[float, ...]
    place: tuple[float, ...]
    ticks: tuple[tuple[float, str], ...]
    pauses_s: tuple[tuple[float, float], ...]
    cramp_s: float | None
    cramp_label: str
    panels: tuple[Panel, ...]


def charts(report: Report) -> Charts | None:
    """The charts of a report; None where there is no timeline."""
    picks = _picks(len(report.timeline["time_s"]))
    if len(picks) < 2 or (report.probability is None and not report.is_one_calf):
        return None
    source = {
        name: [column[i] for i in picks] for name, column in report.timeline.items() if column
    }
    time_s = source["time_s"]
    risk = None if report.is_one_calf else _risk(report, source)
    panels = (risk, _pace(report, source), _hills(report, source))
    more = (_heart(report, source), _force(report, source), _afferents(report, source))
    threshold = _threshold(report, source)
    return Charts(
        time_s=tuple(time_s),
        place=tuple(round(report.measures.in_distance(km), 2) for km in source["distance_km"]),
        ticks=tuple((t, clock(t)) for t in time_ticks(time_s[0], time_s[-1], _X_TICKS)),
        pauses_s=_pauses(time_s, source["moving"]),
        cramp_s=report.cramp_time_s if report.tone in ("alarm", "watch") else None,
        cramp_label=report.cramp_label,
        panels=tuple(panel for panel in (*panels, *more, threshold) if panel is not None),
    )


def _risk(report: Report, source: dict[str, Any]) -> Panel:
    _ = report.gettext
    values = _times(source["cramp_probability"], 100.0)
    low, high = source.get("cramp_probability_p10"), source.get("cramp_probability_p90")
    band = (_times(low, 100.0), _times(high, 100.0)) if low and high else None
    label = _("any calf muscle, 80 % range") if band else _("any calf muscle")
    return Panel(
        name="risk",
        title=_("Chance of a cramp so far, %"),
        finding=_chance(report, source["time_s"], values),
        series=(Series(label, values, "a"),),
        scale=_fixed(0.0, 100.0, 25.0, "percent"),
        band=band,
    )


def _chance(report: Report, time_s: Sequence[float], values: Column) -> str:
    """How far the chance climbs, and when it passes one half."""
    language = report.measures.language
    _ = language.gettext
    last = next((value for value in reversed(values) if value is not None), 0.0)
    if last == 0.0:
        return _("No simulated runner cramps.")
    reached = percent(last / 100.0)
    if (half := _first_above(time_s, values, 50.0)) is None:
        return _("The chance of a cramp reaches {share} at the finish.").format(share=reached)
    said = _("The chance of a cramp reaches {share} at the finish; it passes one half {when}.")
    return said.format(share=reached, when=wording.around(half, 300.0, language))


def _pace(report: Report, source: dict[str, Any]) -> Panel | None:
    measures = report.measures
    paces: Column = [
        measures.pace_s(speed) if goes and speed > 0.0 else None
        for speed, goes in zip(source["speed_m_s"], source["moving"], strict=True)
    ]
    known = sorted(value for value in paces if value is not None)
    if not known:
        return None
    middle = known[len(known) // 2]
    fast = known[len(known) // 50]
    slow = min(known[-1 - len(known) // 50], _SLOWEST_OF_MEDIAN * middle)
    low, high = 15.0 * int((fast - 5.0) / 15.0), 15.0 * (int((slow + 5.0) / 15.0) + 1)
    unit = measures.pace_unit
    _ = measures.language.gettext
    finding = _("Pace mostly between {fast} and {slow} {unit}.").format(
        fast=_minutes(fast), slow=_minutes(slow), unit=unit
    )
    ticks = tuple((tick, _minutes(tick)) for tick in pace_ticks(low, high, _Y_TICKS))
    values: Column = [None if value is None else min(max(value, low), high) for value in paces]
    scale = Scale(low, high, ticks, "pace", reversed=True)
    title = _("Pace, {unit}").format(unit=unit)
    return Panel("pace", title, finding, (Series(_("pace"), values, "n"),), scale)


def _hills(report: Report, source: dict[str, Any]) -> Panel | None:
    grade = source.get("grade_pct")
    if not grade or all(value is None for value in grade):
        return None
    measures = report.measures
    height_m, heights = 0.0, [0.0]
    for i in range(1, len(grade)):
        step_km = source["distance_km"][i] - source["distance_km"][i - 1]
        height_m += (grade[i - 1] or 0.0) / 100.0 * 1000.0 * step_km
        heights.append(measures.in_height(height_m))
    steepest = max((value for value in grade if value is not None), default=0.0)
    unit = measures.height_unit
    _ = measures.language.gettext
    said = _(
        "The steepest climb is {slope} %. Grey: the hills, from {low} to {high} {unit} "
        "above the start."
    )
    finding = said.format(
        slope=measures.number(steepest, 1),
        low=measures.number(min(heights)),
        high=measures.number(max(heights)),
        unit=unit,
    )
    values: Column = [round(value, 1) for value in heights]
    return Panel(
        name="hills",
        title=_("Slope, %"),
        finding=finding,
        series=(
            Series(_("height, {unit}").format(unit=unit), values, "n", back=True),
            Series(_("slope, %"), list(grade), "b"),
        ),
        scale=_numbers(report, grade, "number", narrowest=4.0),
        back=_numbers(report, values, "number", narrowest=40.0),
    )


def _heart(report: Report, source: dict[str, Any]) -> Panel | None:
    values = source.get("heart_rate_bpm")
    if not values or all(value is None for value in values):
        return None
    known = [value for value in values if value is not None]
    _ = report.gettext
    said = _("Heart rate on average {mean}, at most {most} per minute.")
    finding = said.format(mean=f"{sum(known) / len(known):.0f}", most=f"{max(known):.0f}")
    series = (Series(_("heart rate"), list(values), "n"),)
    scale = _numbers(report, values, "number", narrowest=20.0)
    return Panel("heart", _("Heart rate, beats/min"), finding, series, scale)


def _force(report: Report, source: dict[str, Any]) -> Panel | None:
    names = [name for name in wording.MUSCLES if f"{name}_force_capacity" in source]
    if not names:
        return None
    # The muscle in focus is drawn in the alarm colour, whichever it is.
    order = sorted(names, key=lambda name: name != report.focus)
    _ = report.gettext
    series = tuple(
        Series(_(wording.SHORT_NAMES[name]), _times(source[f"{name}_force_capacity"], 100.0), role)
        for name, role in zip(order, _ROLES, strict=False)
    )
    ends = ", ".join(f"{one.label} {_last(one.values) or _('unknown')}" for one in series)
    every = [value for one in series for value in one.values]
    finding = _("Strength left at the end, of those who have not cramped: {list}.")
    if report.is_one_calf:
        finding = _("Strength left at the end: {list}.")
    return Panel(
        name="force",
        title=_("Calf strength left, % of fresh"),
        finding=finding.format(list=ends),
        series=series,
        scale=_numbers(report, every, "percent", narrowest=10.0, ceiling=100.0),
    )


def _afferents(report: Report, source: dict[str, Any]) -> Panel | None:
    ia, ib = (source.get(f"{report.focus}_{name}_pps") for name in ("ia", "ib"))
    if not ia or not ib:
        return None
    _ = report.gettext
    said = _(
        "Spindles (Ia) drive the muscle on, tendon organs (Ib) calm it; "
        "Ia {ia}, Ib {ib} over the run."
    )
    title = _("Nerve signals from the {muscle}, pulses/s")
    return Panel(
        name="afferents",
        title=title.format(muscle=_(wording.FIELD_NAMES[report.focus])),
        finding=said.format(ia=_change(ia) or _("unknown"), ib=_change(ib) or _("unknown")),
        series=(
            Series(_("spindles (Ia)"), list(ia), "a"),
            Series(_("tendon organs (Ib)"), list(ib), "b"),
        ),
        scale=_numbers(report, [*ia, *ib], "number", narrowest=10.0, floor=0.0),
    )


def _threshold(report: Report, source: dict[str, Any]) -> Panel | None:
    values = source.get("cramp_threshold_pct")
    if not values or all(value is None for value in values):
        return None
    _ = report.gettext
    known = [value for value in values if value is not None]
    first, last = f"{known[0]:.0f}", f"{known[-1]:.0f}"
    fall = _("From {first} % to {last} % over the run.").format(first=first, last=last)
    if first == last:
        fall = _("About {share} % all the way.").format(share=last)
    finding = _(
        "How hard the typical simulated runner, foot pointed, could tense the calf for two "
        "seconds before it cramps: lower is closer."
    )
    finding += f" {fall}"
    unknown = next(i for i, value in enumerate(values) if value is not None)
    if unknown > _NOTABLE * len(values):
        finding += " " + _("Before the line begins, not even the strongest does, or it is unknown.")
    return Panel(
        name="threshold",
        title=_("Weakest contraction that sets off a cramp, % of the strongest"),
        finding=finding,
        series=(Series(_("threshold"), list(values), "a"),),
        scale=_numbers(report, values, "percent", narrowest=20.0, floor=0.0, ceiling=100.0),
    )


def _picks(n_points: int) -> list[int]:
    """Evenly spaced indices, at most `MOST_POINTS`, first and last included."""
    if n_points <= MOST_POINTS:
        return list(range(n_points))
    return [round(i * (n_points - 1) / (MOST_POINTS - 1)) for i in range(MOST_POINTS)]


def _pauses(time_s: Sequence[float], moving: Sequence[bool]) -> tuple[tuple[float, float], ...]:
    found: list[tuple[float, float]] = []
    start: float | None = None
    for moment, goes in zip(time_s, moving, strict=True):
        if not goes and start is None:
            start = moment
        elif goes and start is not None:
            found.append((start, moment))
            start = None
    if start is not None:
        found.append((start, time_s[-1]))
    return tuple(found)


def _numbers(
    report: Report,
    values: Sequence[float | None],
    kind: str,
    *,
    narrowest: float,
    floor: float = -math.inf,
    ceiling: float = math.inf,
) -> Scale:
    """A scale around the known values; floor and ceiling hold as long as no value is beyond."""
    known = [value for value in values if value is not None]
    low, high = number_range(min(known), max(known), narrowest=narrowest)
    low, high = max(low, min(floor, min(known))), min(high, max(ceiling, max(known)))
    mark = " %" if kind == "percent" else ""
    said = report.measures.language.number
    ticks = number_ticks(low, high, _Y_TICKS + 1)
    labels = tuple((tick, f"{said(f'{tick:g}')}{mark}".replace("-", "−")) for tick in ticks)
    return Scale(low, high, labels, kind)


def _fixed(low: float, high: float, step: float, kind: str) -> Scale:
    n = round((high - low) / step)
    return Scale(
        low, high, tuple((low + i * step, f"{low + i * step:g} %") for i in range(n + 1)), kind
    )


def _times(values: Sequence[float | None], factor: float) -> Column:
    return [None if value is None else round(factor * value, 2) for value in values]


def _first_above(
    time_s: Sequence[float], values: Sequence[float | None], level: float
) -> float | None:
    pairs = zip(time_s, values, strict=True)
    return next((t for t, value in pairs if value is not None and value > level), None)


def _last(values: Column) -> str:
    known = [value for value in values if value is not None]
    return f"{known[-1]:.0f} %" if known else ""


def _change(values: Sequence[float | None]) -> str:
    """``+22 %`` from the first to the last tenth of the run; empty where it cannot be said."""
    known = [value for value in values if value is not None]
    tenth = max(len(known) // 10, 1)
    first, last = sum(known[:tenth]) / tenth, sum(known[-tenth:]) / tenth
    if first <= 0.0:
        return ""
    return f"{100.0 * (last / first - 1.0):+.0f} %".replace("-", "−")


def _minutes(pace_s: float) -> str:
    minutes, seconds = divmod(round(pace_s), 60)
    return f"{minutes}:{seconds:02d}"
