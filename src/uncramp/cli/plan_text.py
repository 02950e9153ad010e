"""A training plan for a terminal: what stands in the way, the weeks, the next days in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from uncramp import bibliography
from uncramp import units as conversions
from uncramp.advice import diet
from uncramp.advice.exercises import FAMILIES
from uncramp.advice.exercises import family as exercise_family
from uncramp.advice.plan import RUNS, Day, Outlook, Session, Step, TrainingPlan, Week
from uncramp.advice.prevention import remembered
from uncramp.advice.progression import rules
from uncramp.athlete import Athlete
from uncramp.language import SOURCE, Language, Sentence, marked
from uncramp.report import plan_words as words
from uncramp.report.alarms import alarms
from uncramp.report.measures import Measures
from uncramp.report.wording import NOT_A_DIAGNOSIS

_LETTERS = marked("E L H R s j")  # as the legend below the weeks explains them
_KINDS = ("easy", "long", "hard", "race", "strength", "plyometrics")
_WEEKS = {
    "build": marked("build"),
    "cutback": marked("cutback"),
    "taper": marked("taper"),
    "race": marked("race"),
    "restart": marked("restart"),
}
_ORIGINS = {
    "history": marked("from your runs"),
    "athlete": marked("as you say"),
    "assumed": marked("assumed"),
}
_CELL = 9
_NEXT_DAYS = 7
_DRINK_LINES = 2
_IN_FULL = ("strength", "plyometrics", "hard")
_SURE = {
    "hypothesis": marked("hypothesis: no trial against cramp"),
    "conflicting": marked("conflicting evidence"),
    "moderate": marked("moderate evidence, from observation"),
}


def plan_text(plan: TrainingPlan, units: str = "metric", language: Language = SOURCE) -> str:
    """The whole answer but the outlook, which `outlook_lines` says once it is simulated.

    Parameters
    ----------
    units
        ``metric`` or ``imperial``.
    """
    measures, _ = Measures(units, language), language.gettext
    lines = [f"! {_(one)}\n" for one in alarms(words.warnings(replace(plan, outlook=None)))]
    lines += [_headline(plan, measures), ""]
    for finding in plan.findings:
        text = words.in_units(finding.text, measures)
        lines.append(f"{'!' if finding.severity != 'note' else '·'} {text}")
        gives = (words.in_units(choice, measures) for choice in finding.would_give)
        lines += [f"    {words.named(_('could give'), choice, language)}" for choice in gives]
    if plan.findings:
        lines.append("")
    lines += [*_calendar(plan, measures)]
    lines += [
        "",
        _legend(plan, language),
        *_rules(plan, language),
        *_schedule(plan, language),
        "",
        *_next_days(plan, measures),
    ]
    lines += [
        "",
        *_items(plan, language),
        "",
        *_race_day(plan, language),
        *_food(plan, language),
        "",
        *_calf(plan, language),
        "",
        _(NOT_A_DIAGNOSIS),
    ]
    return "\n".join(lines) + "\n"


def outlook_lines(
    outlook: Outlook, units: str = "metric", language: Language = SOURCE
) -> list[str]:
    """Probability before and after, and what each part does, with how sure anyone is."""

    def percent(value: float) -> str:
        return f"{100.0 * value:.0f} %"

    _ = language.gettext
    low, high = (percent(value) for value in outlook.before_80)
    after_low, after_high = (percent(value) for value in outlook.after_80)
    lines = [f"! {_(sentence)}" for sentence in alarms(outlook.warnings)]
    said = _(
        "Does it help? In {n} simulated runners like you a calf cramp in the race: {before} today "
        "({low} to {high}), {after} after the plan ({after_low} to {after_high}; 80 % intervals)."
    )
    before, after = percent(outlook.before), percent(outlook.after)
    ends = {"low": low, "high": high, "after_low": after_low, "after_high": after_high}
    lines.append(said.format(n=outlook.n_twins, before=before, after=after, **ends))
    names = [_(share.part) for share in outlook.shares]
    width = max([13, *map(len, names)])
    for name, share in zip(names, outlook.shares, strict=True):
        assumed = _("assumed: {what} ({sure})").format(
            what=words.in_units(share.assumed, Measures(units, language)),
            sure=_(_SURE.get(share.evidence, share.evidence)),
        )
        points = _("{n} points").format(n=_points(share.probability_change).rjust(5))
        if share.change_80 is not None:
            first, last = map(_points, reversed(share.change_80))
            points += f" ({_('{first} to {last}').format(first=first, last=last)})"
        lines.append(f"  {name:<{width}} {points}  {assumed}")
    return [*lines, f"  {language.say(outlook.note)}"]


def _points(probability_change: float) -> str:
    """Per cent of the runners that a part adds; what it takes away is below zero."""
    return f"{round(-100.0 * probability_change) + 0.0:+.0f}".replace("-", "−")


def _headline(plan: TrainingPlan, measures: Measures) -> str:
    race, level, _ = plan.race, plan.load, measures.language.gettext
    goal = words.distance(race.distance_km, measures)
    if race.target_time_s is not None:
        time = conversions.format_duration(race.target_time_s)
        goal = _("{distance} in {time}").format(distance=goal, time=time)
    length = _("{n} weeks").format(n=len(plan.weeks))
    if plan.sequence:
        length = _("{weeks}, version {n}").format(weeks=length, n=plan.sequence + 1)
    now = _("Now: {weekly} a week, longest run {longest} ({origin}).").format(
        weekly=words.distance(level.weekly_km, measures),
        longest=words.distance(level.longest_km, measures),
        origin=_(_ORIGINS[level.origin]),
    )
    head = words.named(str(race.date), f"{_(race.name)}, {goal}. {length}.", measures.language)
    return f"{head}\n{now}"


def _calendar(plan: TrainingPlan, measures: Measures) -> list[str]:
    """A line a week, a cell a day."""
    _ = measures.language.gettext
    kinds = max([8, *(len(_(_WEEKS[week.kind])) for week in plan.weeks)])
    days = "".join(f"{_(name).lower():<{_CELL}}" for name in words.DAYS).rstrip()
    head = f"{_('week of'):<10} {'':<{kinds}} {measures.distance_unit:>5}  {days}"
    return [head, *(_week(week, measures, kinds) for week in plan.weeks)]


def _legend(plan: TrainingPlan, language: Language) -> str:
    _ = language.gettext
    missed = f"  ( ) {_('missed')}" if any(day.missed for day in plan.days()) else ""
    return _(
        "E easy  L long  H hard  R race  s calf strength  j jumps  · rest{missed}; warm-up before "
        "and stretching after every run"
    ).format(missed=missed)


def _week(week: Week, measures: Measures, width: int) -> str:
    by_day = {day.date: day for day in week.days}
    cells = "".join(
        f"{_cell(by_day.get(week.start + timedelta(days=k)), measures):<{_CELL}}" for k in range(7)
    )
    far = measures.number(measures.in_distance(week.distance_km), 1)
    kind = measures.language.gettext(_WEEKS[week.kind])
    return f"{week.start} {kind:<{width}} {far:>5}  {cells}".rstrip()


def _cell(day: Day | None, measures: Measures) -> str:
    if day is None:
        return ""
    letters = measures.language.gettext(_LETTERS).split()
    letter = dict(zip(_KINDS, letters, strict=True))
    said = ""
    for session in day.sessions:
        if session.kind in RUNS and session.distance_km is not None:
            amount = words.short(measures.in_distance(session.distance_km), measures)
            said += f"{letter[session.kind]}{amount}"
    kinds = {session.kind for session in day.sessions}
    said += "".join(letter[kind] for kind in ("strength", "plyometrics") if kind in kinds)
    return f"({said})" if said and day.missed else said or "·"


def _rules(plan: TrainingPlan, language: Language) -> list[str]:
    """The rules that set the runs, each with how sure anyone is."""
    names = dict.fromkeys(
        session.rule
        for day in plan.days()
        for session in day.sessions
        if session.kind in RUNS and session.rule in rules()
    )
    names |= dict.fromkeys(words.ALWAYS)
    lines = []
    for name in names:
        rule = rules()[name]
        sure = Sentence("{evidence}; {about}", evidence=rule.evidence, about=rule.about)
        lines.append(f"  {language.say(rule.title)} ({language.say(sure)})")
    return lines


def _schedule(plan: TrainingPlan, language: Language) -> list[str]:
    """How good the schedule is: what the solver proved of the weeks, and of weeks and days."""
    if plan.gaps is None:
        return []

    _ = language.gettext

    def proven(gap: float) -> str:
        if gap == 0.0:
            return _("proven best")
        pct = language.number(f"{100.0 * gap:.1f}")
        return _("within {pct} % of the best").format(pct=pct)

    said = _(
        "Under these rules and your wishes: the weeks {weeks}; of all schedules with weeks as "
        "good, the days {days}"
    )
    return [f"  {said.format(weeks=proven(plan.gaps.weeks), days=proven(plan.gaps.days))}"]


def _next_days(plan: TrainingPlan, measures: Measures) -> list[str]:
    first = plan.planned_from or plan.made_on
    last = first + timedelta(days=_NEXT_DAYS)
    _ = measures.language.gettext
    lines = [_("The next {n} days").format(n=_NEXT_DAYS)]
    said: dict[tuple[Step, ...], str] = {}
    for day in plan.days():
        if not first <= day.date < last:
            continue
        name = _(words.DAYS[day.date.weekday()]).lower()
        lines.append(f"  {name} {day.date}")
        for session in day.sessions:
            much = words.amount(session, measures) if session.kind in RUNS else ""
            head = words.title(replace(session, distance_km=None) if much else session, measures)
            head = words.named(head, much, measures.language) if much else head
            lines.append(f"    {head} [{_(session.evidence)}]")
            if session.steps in said and session.kind != "drink":
                lines[-1] += _(", as on {day}").format(day=said[session.steps])
            elif session.kind in _IN_FULL:
                lines += [f"      – {words.line(step, measures)}" for step in session.steps]
                said[session.steps] = name
            elif session.kind == "drink":
                drinks = session.steps[:_DRINK_LINES]
                lines += [f"      – {words.said(s.text, measures.language)}" for s in drinks]
    return lines


def _items(plan: TrainingPlan, language: Language) -> list[str]:
    """What is done beside the runs: doses of what comes with every run, reasons, how sure."""
    by_kind: dict[str, list[Session]] = {}
    for session in (s for day in plan.days() for s in day.sessions):
        by_kind.setdefault(session.kind, []).append(session)
    _ = language.gettext
    lines = [_("What it is for, and how sure anyone is")]
    for kind in FAMILIES:
        if kind not in by_kind:
            continue
        family = exercise_family(kind)
        why = words.why(replace(by_kind[kind][0], reason=family.reason), language)
        lines.append(f"  {_(family.title)}. {why}")
        if kind not in ("warmup", "after"):
            continue
        of_name: dict[str, list[Step]] = {}
        for step in (step for session in by_kind[kind] for step in session.steps):
            of_name.setdefault(step.text.partition(":")[0], []).append(step)
        for name, steps in of_name.items():
            name, much = words.said(name, language), words.doses(steps, language)
            with_dose = words.named(name, much, language) if steps[0].drawing else f"{name} {much}"
            lines.append(f"    – {with_dose}")
    return lines


def _race_day(plan: TrainingPlan, language: Language) -> list[str]:
    """Everything on heat and drinking for the race, in full: weeks ahead it is not yet at hand."""
    said = [
        words.said(step.text, language)
        for day in plan.days()
        if any(session.kind == "race" for session in day.sessions)
        for session in day.sessions
        if session.kind == "drink"
        for step in session.steps
    ]
    head = language.gettext("On the day of the race")
    return [head, *(f"  – {text}" for text in said), ""] if said else []


def _food(plan: TrainingPlan, language: Language) -> list[str]:
    """What to eat and drink, and what the reference is for."""
    about = diet.about()
    named = ", ".join(bibliography.short(key) for key in about.sources)
    steps = diet.food_advice(remembered(plan, Athlete()), plan.conditions)
    _ = language.gettext
    from_where = _("Sources: {names}.").format(names=named)
    return [
        f"{_(about.title)}. {_(about.reason)} {from_where}",
        *(f"  – {language.say(step.text)}" for step in steps),
    ]


def _calf(plan: TrainingPlan, language: Language) -> list[str]:
    """What the calf has gained by the race, in the model."""
    _ = language.gettext
    lines = [_("What the calf work is assumed to give by the race (hypothesis for cramp):")]
    said = _(
        "{muscle}: {force} % stronger ({low} to {high}), tires {slower} % more slowly "
        "({slow_low} to {slow_high})"
    )
    for gain in plan.weeks[-1].calf:
        low, high = (100.0 * (value - 1.0) for value in gain.force_80)
        slow_low, slow_high = (100.0 * (1.0 - value) for value in reversed(gain.fatigue_80))
        line = said.format(
            muscle=_(gain.muscle),
            force=f"{100.0 * (gain.force - 1.0):.0f}",
            low=f"{low:.0f}",
            high=f"{high:.0f}",
            slower=f"{100.0 * (1.0 - gain.fatigue):.0f}",
            slow_low=f"{slow_low:.0f}",
            slow_high=f"{slow_high:.0f}",
        )
        lines.append(f"  {line}")
    return lines
