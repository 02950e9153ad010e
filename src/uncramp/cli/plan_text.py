"""A training plan for a terminal: what stands in the way, the weeks, the next days in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from uncramp import bibliography
from uncramp import units as conversions
from uncramp.advice import diet
from uncramp.advice.exercises import FAMILIES
from uncramp.advice.exercises import family as exercise_family
from uncramp.advice.plan import RUNS, WEEKDAYS, Day, Outlook, Session, Step, TrainingPlan, Week
from uncramp.advice.prevention import remembered
from uncramp.advice.progression import rules
from uncramp.athlete import Athlete
from uncramp.report import plan_words as words
from uncramp.report.alarms import alarms
from uncramp.report.measures import Measures
from uncramp.report.wording import NOT_A_DIAGNOSIS

_LETTER = {"easy": "E", "long": "L", "hard": "H", "race": "R"}
_CELL = 9
_NEXT_DAYS = 7
_DRINK_LINES = 2
_IN_FULL = ("strength", "plyometrics", "hard")
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
        text = words.in_units(finding.text, measures)
        lines.append(f"{'!' if finding.severity != 'note' else '·'} {text}")
        gives = (words.in_units(choice, measures) for choice in finding.would_give)
        lines += [f"    could give: {choice}" for choice in gives]
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
    lines += [
        "",
        *_items(plan),
        "",
        *_race_day(plan),
        *_food(plan),
        "",
        *_calf(plan),
        "",
        NOT_A_DIAGNOSIS,
    ]
    return "\n".join(lines) + "\n"


def outlook_lines(outlook: Outlook, units: str = "metric") -> list[str]:
    """Probability before and after, and what each part does, with how sure anyone is."""

    def percent(value: float) -> str:
        return f"{100.0 * value:.0f} %"

    low, high = (percent(value) for value in outlook.before_80)
    after_low, after_high = (percent(value) for value in outlook.after_80)
    lines = [f"! {sentence}" for sentence in alarms(outlook.warnings)]
    lines += [
        f"Does it help? In {outlook.n_twins} simulated runners like you a calf cramp in the race: "
        f"{percent(outlook.before)} today ({low} to {high}), {percent(outlook.after)} after the "
        f"plan ({after_low} to {after_high}; 80 % intervals)."
    ]
    for share in outlook.shares:
        sure = _SURE.get(share.evidence, share.evidence)
        assumed = words.in_units(share.assumed, Measures(units))
        points = f"{_points(share.probability_change):+5.0f} points"
        if share.change_80 is not None:
            first, last = (_points(end) for end in reversed(share.change_80))
            points += f" ({first:+.0f} to {last:+.0f})"
        lines.append(f"  {share.part:<13} {points}  assumed: {assumed} ({sure})")
    return [*lines, f"  {outlook.note}"]


def _points(probability_change: float) -> float:
    """Per cent of the runners that a part adds; what it takes away is below zero."""
    return round(-100.0 * probability_change) + 0.0


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
    """How good the schedule is: what the solver proved of the weeks, and of weeks and days."""
    if plan.gaps is None:
        return []

    def proven(gap: float) -> str:
        return "proven best" if gap == 0.0 else f"within {100.0 * gap:.1f} % of the best"

    return [
        f"  Under these rules and your wishes: the weeks {proven(plan.gaps.weeks)}; of all "
        f"schedules with weeks as good, the days {proven(plan.gaps.days)}"
    ]


def _next_days(plan: TrainingPlan, measures: Measures) -> list[str]:
    first = plan.planned_from or plan.made_on
    last = first + timedelta(days=_NEXT_DAYS)
    lines = [f"The next {_NEXT_DAYS} days"]
    said: dict[tuple[Step, ...], str] = {}
    for day in plan.days():
        if not first <= day.date < last:
            continue
        name = WEEKDAYS[day.date.weekday()]
        lines.append(f"  {name} {day.date}")
        for session in day.sessions:
            much = words.amount(session, measures) if session.kind in RUNS else ""
            head = words.title(replace(session, distance_km=None) if much else session, measures)
            lines.append(f"    {head}{': ' if much else ''}{much} [{session.evidence}]")
            if session.steps in said and session.kind != "drink":
                lines[-1] += f", as on {said[session.steps]}"
            elif session.kind in _IN_FULL:
                lines += [f"      – {words.line(step, measures)}" for step in session.steps]
                said[session.steps] = name
            elif session.kind == "drink":
                lines += [f"      – {step.text}" for step in session.steps[:_DRINK_LINES]]
    return lines


def _items(plan: TrainingPlan) -> list[str]:
    """What is done beside the runs: doses of what comes with every run, reasons, how sure."""
    by_kind: dict[str, list[Session]] = {}
    for session in (s for day in plan.days() for s in day.sessions):
        by_kind.setdefault(session.kind, []).append(session)
    lines = ["What it is for, and how sure anyone is"]
    for kind in FAMILIES:
        if kind not in by_kind:
            continue
        family = exercise_family(kind)
        why = words.why(replace(by_kind[kind][0], reason=family.reason))
        lines.append(f"  {family.title}. {why}")
        if kind not in ("warmup", "after"):
            continue
        of_name: dict[str, list[Step]] = {}
        for step in (step for session in by_kind[kind] for step in session.steps):
            of_name.setdefault(step.text.partition(":")[0], []).append(step)
        lines += [
            f"    – {name}{': ' if steps[0].drawing else ' '}{words.doses(steps)}"
            for name, steps in of_name.items()
        ]
    return lines


def _race_day(plan: TrainingPlan) -> list[str]:
    """Everything on heat and drinking for the race, in full: weeks ahead it is not yet at hand."""
    said = [
        step.text
        for day in plan.days()
        if any(session.kind == "race" for session in day.sessions)
        for session in day.sessions
        if session.kind == "drink"
        for step in session.steps
    ]
    return ["On the day of the race", *(f"  – {text}" for text in said), ""] if said else []


def _food(plan: TrainingPlan) -> list[str]:
    """What to eat and drink, and what the reference is for."""
    about = diet.about()
    named = ", ".join(bibliography.short(key) for key in about.sources)
    steps = diet.food_advice(remembered(plan, Athlete()), plan.conditions)
    return [
        f"{about.title}. {about.reason} Sources: {named}.",
        *(f"  – {step.text}" for step in steps),
    ]


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
