"""A training plan for a terminal: what stands in the way, the weeks, the next days in full."""

from __future__ import annotations

from datetime import timedelta

from uncramp import units as conversions
from uncramp.advice.plan import RUNS, WEEKDAYS, Day, Outlook, TrainingPlan, Week
from uncramp.advice.progression import rules
from uncramp.report import plan_words as words
from uncramp.report.measures import Measures
from uncramp.report.wording import NOT_A_DIAGNOSIS

_LETTER = {"easy": "E", "long": "L", "hard": "H", "race": "R"}
_CELL = 9
_NEXT_DAYS = 7
_SURE = {
    "hypothesis": "hypothesis: no trial against cramp",
    "conflicting": "conflicting evidence",
    "moderate": "moderate evidence, from observation",
}


def plan_text(plan: TrainingPlan, units: str = "metric") -> str:
    """The whole answer but the outlook, which `outlook_lines` says once it is simulated.

    Parameters
    ----------
    units
        ``metric`` or ``imperial``.
    """
    measures = Measures(units)
    lines = [_headline(plan, measures), ""]
    for finding in plan.findings:
        lines.append(f"{'!' if finding.severity != 'note' else '·'} {finding.text}")
        lines += [f"    could give: {choice}" for choice in finding.would_give]
    if plan.findings:
        lines.append("")
    lines.append(f"{'week of':<10} {'':<8} {measures.distance_unit:>5}  " + _weekdays())
    lines += [_week(week, measures) for week in plan.weeks]
    missed = "  ( ) missed" if any(day.missed for day in plan.days()) else ""
    lines += [
        "",
        f"E easy  L long  H hard  R race  s calf strength  j jumps  · rest{missed}; warm-up before "
        "and stretching after every run",
        *_rules(plan),
        *_schedule(plan),
        "",
        *_next_days(plan, measures),
    ]
    lines += ["", *_calf(plan), "", NOT_A_DIAGNOSIS]
    return "\n".join(lines) + "\n"


def outlook_lines(outlook: Outlook) -> list[str]:
    """Probability before and after, and what each part does, with how sure anyone is."""

    def percent(value: float) -> str:
        return f"{100.0 * value:.0f} %"

    low, high = (percent(value) for value in outlook.before_80)
    after_low, after_high = (percent(value) for value in outlook.after_80)
    lines = [
        f"Does it help? In {outlook.n_twins} simulated runners like you a calf cramp in the race: "
        f"{percent(outlook.before)} today ({low} to {high}), {percent(outlook.after)} after the "
        f"plan ({after_low} to {after_high}; 80 % intervals)."
    ]
    for share in outlook.shares:
        sure = _SURE.get(share.evidence, share.evidence)
        points = round(-100.0 * share.probability_change) + 0.0
        lines.append(f"  {share.part:<13} {points:+5.0f} points  assumed: {share.assumed} ({sure})")
    return [*lines, f"  {outlook.note}"]


def _headline(plan: TrainingPlan, measures: Measures) -> str:
    race = plan.race
    goal = words.distance(race.distance_km, measures)
    if race.target_time_s is not None:
        goal += f" in {conversions.format_duration(race.target_time_s)}"
    level = plan.load
    now = (
        f"{words.distance(level.weekly_km, measures)} a week, longest run "
        f"{words.distance(level.longest_km, measures)}"
    )
    origin = {"history": "from your runs", "athlete": "as you say", "assumed": "assumed"}
    sequence = f", version {plan.sequence + 1}" if plan.sequence else ""
    return (
        f"{race.date}: {race.name}, {goal}. {len(plan.weeks)} weeks{sequence}.\n"
        f"Now: {now} ({origin[level.origin]})."
    )


def _weekdays() -> str:
    return "".join(f"{name:<{_CELL}}" for name in WEEKDAYS).rstrip()


def _week(week: Week, measures: Measures) -> str:
    by_day = {day.date: day for day in week.days}
    cells = "".join(
        f"{_cell(by_day.get(week.start + timedelta(days=k)), measures):<{_CELL}}" for k in range(7)
    )
    km = measures.in_distance(week.distance_km)
    return f"{week.start} {week.kind:<8} {km:5.1f}  {cells}".rstrip()


def _cell(day: Day | None, measures: Measures) -> str:
    if day is None:
        return ""
    said = ""
    for session in day.sessions:
        if session.kind in RUNS and session.distance_km is not None:
            amount = f"{measures.in_distance(session.distance_km):.1f}".removesuffix(".0")
            said += f"{_LETTER[session.kind]}{amount}"
    kinds = {session.kind for session in day.sessions}
    said += "s" if "strength" in kinds else ""
    said += "j" if "plyometrics" in kinds else ""
    return f"({said})" if said and day.missed else said or "·"


def _rules(plan: TrainingPlan) -> list[str]:
    """The rules that set the runs, each with how sure anyone is."""
    names = dict.fromkeys(
        session.rule
        for day in plan.days()
        for session in day.sessions
        if session.kind in RUNS and session.rule in rules()
    )
    lines = []
    for name in names:
        rule = rules()[name]
        lines.append(f"  {rule.title} ({rule.evidence}; {rule.about})")
    return lines


def _schedule(plan: TrainingPlan) -> list[str]:
    """How good the schedule is: what the solver proved of each of its two steps."""
    if plan.gaps is None:
        return []

    def proven(gap: float) -> str:
        return "proven best" if gap == 0.0 else f"within {100.0 * gap:.1f} % of the best"

    return [
        f"  Under these rules and your wishes: the weeks {proven(plan.gaps.weeks)}, then their "
        f"days {proven(plan.gaps.days)}"
    ]


def _next_days(plan: TrainingPlan, measures: Measures) -> list[str]:
    first = plan.planned_from or plan.made_on
    last = first + timedelta(days=_NEXT_DAYS)
    lines = [f"The next {_NEXT_DAYS} days"]
    for day in plan.days():
        if not first <= day.date < last:
            continue
        lines.append(f"  {WEEKDAYS[day.date.weekday()]} {day.date}")
        for session in day.sessions:
            lines.append(f"    {words.title(session, measures)} [{session.evidence}]")
            if session.kind in ("strength", "plyometrics", "hard"):
                lines += [f"      – {words.line(step, measures)}" for step in session.steps]
    return lines


def _calf(plan: TrainingPlan) -> list[str]:
    """What the calf has gained by the race, in the model."""
    lines = ["What the calf work is assumed to give by the race (hypothesis for cramp):"]
    for gain in plan.weeks[-1].calf:
        low, high = (100.0 * (value - 1.0) for value in gain.force_80)
        slow_low, slow_high = (100.0 * (1.0 - value) for value in reversed(gain.fatigue_80))
        lines.append(
            f"  {gain.muscle}: {100.0 * (gain.force - 1.0):.0f} % stronger ({low:.0f} to "
            f"{high:.0f}), tires {100.0 * (1.0 - gain.fatigue):.0f} % more slowly "
            f"({slow_low:.0f} to {slow_high:.0f})"
        )
    return lines
