"""A training plan as a table (RFC 4180): one row for each session."""

from __future__ import annotations

import csv
import io

from uncramp import units
from uncramp.advice.plan import WEEKDAYS, Session, TrainingPlan
from uncramp.report import plan_words as words
from uncramp.report.measures import Measures

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plan_csv(plan: TrainingPlan, *, system: str = "metric") -> str:
    """The plan as CSV: header, then one row a session; lines end with CRLF.

    Parameters
    ----------
    system
        ``metric`` or ``imperial``: unit of distance, pace and load; the header names it.
    """
    measures = Measures(system)
    unit = measures.distance_unit
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(
        [
            *("date", "weekday", "week", "week_kind", "kind", "title", "minutes"),
            *(f"distance_{unit}", f"pace_fast_min_per_{unit}", f"pace_slow_min_per_{unit}"),
            *("dose", "steps", "reason", "rule", "evidence", "sources", "uid", "missed"),
        ]
    )
    for week in plan.weeks:
        for day in week.days:
            for session in day.sessions:
                table.writerow(
                    [
                        day.date.isoformat(),
                        WEEKDAYS[day.date.weekday()],
                        week.index + 1,
                        week.kind,
                        *map(_safe, _row(session, measures)),
                        "yes" if day.missed else "",
                    ]
                )
    return text.getvalue()


def _row(session: Session, measures: Measures) -> list[str]:
    length = words.length_min(session)
    far = session.distance_km
    bounds = session.pace_s_per_km or (None, None)
    doses = (words.dose(step, measures) for step in session.steps)
    return [
        session.kind,
        words.title(session, measures),
        f"{length:.0f}" if length else "",
        "" if far is None else f"{measures.in_distance(far):.2f}",
        *("" if s is None else _clock(s * measures.split_m / 1000.0) for s in bounds),
        "; ".join(dose for dose in doses if dose),
        "\n".join(words.line(step, measures) for step in session.steps),
        session.reason,
        session.rule,
        session.evidence,
        words.sources(session, "; "),
        session.uid,
    ]


def _clock(pace_s: float) -> str:
    return units.format_duration(pace_s)


def _safe(cell: str) -> str:
    """Texts that a spreadsheet would run as a formula are kept as text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
