"""The load of the past weeks for a terminal: a bar, numbers and broken rules per week."""

from __future__ import annotations

from collections.abc import Sequence

from uncramp.advice.load import Load, LoadWeek, broken_counts
from uncramp.advice.progression import rules
from uncramp.language import SOURCE, Language, marked
from uncramp.report.measures import Measures

_BAR = 24
_MARKS = {"single_run": marked("run"), "weekly_ten_percent": marked("week")}
_SURE = {
    "strong": marked("strong evidence"),
    "moderate": marked("moderate evidence"),
    "convention": marked("a convention"),
}
_COLUMNS = (marked("longest"), marked("runs"), marked("ramp"))


def load_text(
    load: Load, weeks: int | None = None, units: str = "metric", language: Language = SOURCE
) -> str:
    """Table and plot of the last weeks.

    Parameters
    ----------
    weeks
        How many to show; None for all.
    units
        ``metric`` or ``imperial``.
    """
    measures = Measures(units, language)
    _ = language.gettext
    shown = shown_weeks(load, weeks)
    lines = [headline(load, measures), ""]
    most = max((week.distance_km for week in shown), default=0.0) or 1.0
    head = (measures.distance_unit, *(_(name) for name in _COLUMNS))
    rows = [_cells(week, measures) for week in shown]
    sizes = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines.append(f"{_('week'):<11} {_row(head, sizes)}")
    lines += [
        f"{week.start}{'' if week.known else '?':<1} {_row(cells, sizes)}  "
        f"{'█' * round(_BAR * week.distance_km / most):<{_BAR}}  {_marks(week, language)}".rstrip()
        for week, cells in zip(shown, rows, strict=True)
    ]
    lines += ["", *explained(load, shown, language)]
    if load.notes:
        said = _("{n} files or lines were left out: {first}")
        lines.append(said.format(n=len(load.notes), first=language.say(load.notes[0])))
    return "\n".join(lines) + "\n"


def shown_weeks(load: Load, weeks: int | None) -> Sequence[LoadWeek]:
    """The last weeks."""
    return load.weeks[-weeks:] if weeks else load.weeks


def headline(load: Load, measures: Measures) -> str:
    """The current level in one sentence."""
    level, _ = load.level, measures.language.gettext
    if level.last_run is None:
        return _("No run is known.")
    weekly = f"{measures.number(measures.in_distance(level.weekly_km))} {measures.distance_unit}"
    longest = measures.distance(level.longest_km)
    said = _("Now: {weekly} a week, longest run of 30 days {longest}.")
    if load.gaps and load.gaps[-1].before is None:
        said = _(
            "No run is known since {day}, {n} days: a break, or runs that are not here. Before it: "
            "{weekly} a week, longest run {longest}."
        )
    return said.format(day=level.last_run, n=level.gap_days, weekly=weekly, longest=longest)


def explained(load: Load, shown: Sequence[LoadWeek], language: Language = SOURCE) -> list[str]:
    """Which rules were broken in the weeks shown, and how sure anyone is of them."""
    _ = language.gettext
    lines = []
    counts = broken_counts(load)
    for name, mark in _MARKS.items():
        rule = rules()[name]
        said = _("{mark}: {rule}: broken here {here}, in all {all} ({evidence}; {about})")
        lines.append(
            said.format(
                mark=_(mark),
                rule=language.say(rule.title),
                here=sum(b.rule == name for week in shown for b in week.broken),
                all=counts[name],
                evidence=_(_SURE.get(rule.evidence, rule.evidence)),
                about=_(rule.about),
            )
        )
    if any(not week.known for week in shown):
        lines.append(
            _("?: days without a record in this week: a lower bound, not counted in ramps")
        )
    return lines


def ramp(week: LoadWeek, measures: Measures) -> str:
    """Growth over the week before: ``+8 %``; a dash where it is not known."""
    return "–" if week.ramp is None else f"{measures.signed(100.0 * (week.ramp - 1.0))} %"


def _cells(week: LoadWeek, measures: Measures) -> tuple[str, ...]:
    far, longest = (
        measures.number(measures.in_distance(km), 1) for km in (week.distance_km, week.longest_km)
    )
    return far, longest, str(week.n_runs), ramp(week, measures)


def _row(cells: Sequence[str], sizes: Sequence[int]) -> str:
    return "  ".join(text.rjust(max(size, 5)) for text, size in zip(cells, sizes, strict=True))


def _marks(week: LoadWeek, language: Language) -> str:
    return " ".join(dict.fromkeys(language.gettext(_MARKS[b.rule]) for b in week.broken))
