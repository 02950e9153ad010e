"""The load of the past weeks for a terminal: a bar, numbers and broken rules per week."""

from __future__ import annotations

from collections.abc import Sequence

from uncramp.advice.load import Load, LoadWeek, broken_counts
from uncramp.advice.progression import rules
from uncramp.report.measures import Measures

_BAR = 24
_MARKS = {"single_run": "run", "weekly_ten_percent": "week"}


def load_text(load: Load, weeks: int | None = None, units: str = "metric") -> str:
    """Table and plot of the last weeks.

    Parameters
    ----------
    weeks
        How many to show; None for all.
    units
        ``metric`` or ``imperial``.
    """
    measures = Measures(units)
    shown = shown_weeks(load, weeks)
    lines = [headline(load, measures), ""]
    most = max((week.distance_km for week in shown), default=0.0) or 1.0
    unit = measures.distance_unit
    lines.append(f"week        {unit:>6}  longest  runs   ramp")
    lines += [_line(week, most, measures) for week in shown]
    lines += ["", *explained(load, shown)]
    if load.notes:
        lines.append(f"{len(load.notes)} files or lines were left out: {load.notes[0]}")
    return "\n".join(lines) + "\n"


def shown_weeks(load: Load, weeks: int | None) -> Sequence[LoadWeek]:
    """The last weeks."""
    return load.weeks[-weeks:] if weeks else load.weeks


def headline(load: Load, measures: Measures) -> str:
    """The current level in one sentence."""
    level = load.level
    if level.last_run is None:
        return "No run is known."
    unit = measures.distance_unit
    weekly = f"{measures.in_distance(level.weekly_km):.0f} {unit}"
    longest = f"{measures.in_distance(level.longest_km):.1f} {unit}"
    if load.gaps and load.gaps[-1].before is None:
        return (
            f"No run is known since {level.last_run}, {level.gap_days} days: a break, or runs that "
            f"are not here. Before it: {weekly} a week, longest run {longest}."
        )
    return f"Now: {weekly} a week, longest run of 30 days {longest}."


def explained(load: Load, shown: Sequence[LoadWeek]) -> list[str]:
    """Which rules were broken in the weeks shown, and how sure anyone is of them."""
    lines = []
    counts = broken_counts(load)
    for name, mark in _MARKS.items():
        rule = rules()[name]
        here = sum(b.rule == name for week in shown for b in week.broken)
        lines.append(
            f"{mark}: {rule.title}: broken here {here}, in all {counts[name]} "
            f"({rule.evidence}; {rule.about})"
        )
    if any(not week.known for week in shown):
        lines.append("?: days without a record in this week: a lower bound, not counted in ramps")
    return lines


def _line(week: LoadWeek, most: float, measures: Measures) -> str:
    bar = "█" * round(_BAR * week.distance_km / most)
    ramp = f"{100.0 * (week.ramp - 1.0):+.0f} %" if week.ramp is not None else "–"
    marks = " ".join(dict.fromkeys(_MARKS[b.rule] for b in week.broken))
    unknown = "" if week.known else "?"
    return (
        f"{week.start}{unknown:<1} {measures.in_distance(week.distance_km):6.1f}  "
        f"{measures.in_distance(week.longest_km):7.1f}  {week.n_runs:4d}  {ramp:>6}  "
        f"{bar:<{_BAR}}  {marks}"
    ).rstrip()
