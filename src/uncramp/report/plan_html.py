"""A training plan as one HTML file: weeks as a calendar, load, exercises, reasons; for A4 too."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from uncramp import __version__, bibliography, units
from uncramp.advice import diet, exercises
from uncramp.advice.plan import RUNS, Session, Step, TrainingPlan, Week
from uncramp.advice.progression import rules
from uncramp.athlete import Athlete
from uncramp.language import SOURCE, Language, Sentence, marked
from uncramp.report import plan_words as words
from uncramp.report.alarms import alarms
from uncramp.report.measures import Measures, glued, percent
from uncramp.report.plan_chart import finding, load_chart
from uncramp.report.plan_dates import long_date, short_date, span
from uncramp.report.wording import NOT_A_DIAGNOSIS

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_LOAD = re.compile(r" Added load: (\d+) % of body mass\.")
_SHORT = {
    "raise_floor": marked("Knee straight"),
    "raise_floor_single": marked("Knee straight"),
    "raise_floor_bent": marked("Knee bent"),
    "raise_single": marked("Knee straight"),
    "raise_bent": marked("Knee bent"),
    "raise_seated": marked("Knee bent, seated"),
}
_BESIDE = ("warmup", "after")
_IN_CELL = ("strength", "plyometrics", "hard")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day: what, how much, and its doses in short."""

    kind: str
    title: str
    amount: tuple[str, ...]
    doses: tuple[tuple[str, tuple[str, ...]], ...]
    beside: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar; a free day has no `entries`, one before the plan no `label`."""

    label: str
    entries: tuple[Entry, ...]
    planned: bool
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One exercise: its name, how it is done, its drawing."""

    title: str
    do: str
    dose: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of session with all its exercises, its reason and how sure anyone is."""

    kind: str
    title: str
    label: str
    why: str
    notes: tuple[str, ...]
    cards: tuple[Card, ...]


def plan_html(
    plan: TrainingPlan,
    *,
    system: str = "metric",
    athlete: Athlete | None = None,
    conditions: Collection[str] = (),
    language: Language = SOURCE,
) -> str:
    """The page of a plan. It has no script, asks for nothing, and escapes every text of the plan.

    Parameters
    ----------
    system
        ``metric`` or ``imperial``.
    athlete
        For the reference values of food; without one they are given for both sexes.
    conditions
        Ids of `uncramp.advice.diet.known_conditions` that apply: no amounts of food and drink. A
        plan that was made with conditions has none either way.
    """
    measures, _ = Measures(system, language), language.gettext
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: glued(value) if type(value) is str else value,
    )
    return environment.from_string(_text("plan.html")).render(
        plan=plan,
        _=_,
        language=language,
        said=partial(words.in_units, measures=measures),
        measures=measures,
        policy=_POLICY,
        styles=Markup(_text("report.css") + _text("plan.css")),
        tone=_tone(plan),
        title=f"{_capital(_(plan.race.name))}, {_weeks(plan, language)}",
        n_weeks=_weeks(plan, language),
        race=_race(plan, measures),
        today=_today(plan, measures),
        outlook=_outlook(plan, language),
        alarms=[_(one) for one in alarms(words.warnings(plan))],
        change=partial(_change, language=language),
        first=_capital,
        evidence={name: _(said) for name, said in words.EVIDENCE.items()},
        chart=load_chart(plan.weeks, measures),
        finding=finding(plan.weeks, measures) if plan.weeks else "",
        weeks=[_week(week, measures) for week in plan.weeks],
        rows=[_row(week, measures) for week in plan.weeks],
        parts=_parts(plan, language),
        pain=_(exercises.pain_rule()),
        **_food(plan, athlete or Athlete(), conditions, measures),
        gains=[_gain(week, language) for week in plan.weeks if week.calf],
        rules=_rules(plan, language),
        short=bibliography.short,
        ours=words.OURS,
        diagnosis=_(NOT_A_DIAGNOSIS),
        made=long_date(plan.made_on, language),
        version=__version__,
    )


def _food(
    plan: TrainingPlan, athlete: Athlete, conditions: Collection[str], measures: Measures
) -> dict[str, Any]:
    refused = _refused(plan)
    return {
        "about_food": diet.about(),
        "food_sources": [bibliography.short(key) for key in diet.about().sources],
        "food": (refused,) if refused else diet.food_advice(athlete, conditions),
        "drinks": [] if refused or conditions else _drinks(plan, measures),
    }


def _refused(plan: TrainingPlan) -> Step | None:
    if plan.conditions:
        return diet.food_advice(Athlete(), plan.conditions)[0]
    drinks = (one for one in _sessions(plan) if one.kind == "drink")
    return diet.refusal_in(step for one in drinks for step in one.steps)


def _text(name: str) -> str:
    return files("uncramp.report").joinpath("templates", name).read_text("utf-8")


def _weeks(plan: TrainingPlan, language: Language) -> str:
    n = len(plan.weeks)
    return (language.gettext("1 week") if n == 1 else language.gettext("{n} weeks")).format(n=n)


def _tone(plan: TrainingPlan) -> str:
    severities = {one.severity for one in plan.findings}
    if "blocked" in severities:
        return "alarm"
    return "watch" if "warning" in severities else "calm"


def _race(plan: TrainingPlan, measures: Measures) -> str:
    race, language = plan.race, measures.language
    said = words.distance(race.distance_km, measures)
    if race.target_time_s is not None:
        pace = race.target_time_s / race.distance_km
        time = units.format_duration(race.target_time_s)
        said = language.gettext("{distance} in {time}").format(distance=said, time=time)
        said += f" ({words.pace((pace, pace), measures)})"
    return f"{long_date(race.date, language)}, {said}"


def _today(plan: TrainingPlan, measures: Measures) -> str:
    level, _ = plan.load, measures.language.gettext
    origin = {
        "history": _("from your runs"),
        "athlete": _("as you told"),
        "assumed": _("assumed: give a history to do better"),
    }
    said = _("You start from {weekly} a week and a longest run of {longest} ({origin}).")
    return said.format(
        weekly=words.distance(level.weekly_km, measures),
        longest=words.distance(level.longest_km, measures),
        origin=origin[level.origin],
    )


def _outlook(plan: TrainingPlan, language: Language) -> dict[str, str] | None:
    """The comparison in words: runners, never a bare share."""
    out = plan.outlook
    if out is None:
        return None
    before, after = (round(share * out.n_twins) for share in (out.before, out.after))
    _ = language.gettext
    spans = [
        _("80 % interval {first} to {last}").format(first=percent(low), last=percent(high))
        for low, high in (out.before_80, out.after_80)
    ]
    today = _(
        "{n} of {of} simulated runners like you cramp in this race with today's calf ({interval})."
    )
    then = _("{n} of {of} with the calf that this plan is expected to give ({interval}).")
    return {
        "before": today.format(n=before, of=out.n_twins, interval=spans[0]),
        "after": then.format(n=after, of=out.n_twins, interval=spans[1]),
    }


def _change(
    probability_change: float, ends: Sequence[float] | None = None, language: Language = SOURCE
) -> str:
    """What a part takes away, in runners; it may add some."""
    runners = round(100.0 * probability_change)
    _ = language.gettext
    said = _("no difference")
    if runners:
        said = _("{n} in 100 fewer") if runners > 0 else _("{n} in 100 more")
        said = said.format(n=abs(runners))
    if ends is None:
        return said
    most, least = (_fewer(100.0 * end, language) for end in reversed(ends))
    interval = _("80 % interval {first} to {last}").format(first=most, last=least)
    return f"{said} ({interval})"


def _fewer(runners: float, language: Language) -> str:
    said = language.gettext("{n} fewer") if runners > 0 else language.gettext("{n} more")
    return said.format(n=abs(round(runners)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- calendar ----------------------------------------------------------------------------------


def _week(week: Week, measures: Measures) -> dict[str, Any]:
    first, last = (week.days[0].date, week.days[-1].date) if week.days else (week.start,) * 2
    by_day = {day.date.weekday(): day for day in week.days}
    language, cells = measures.language, []
    _ = language.gettext
    for i in range(7):
        day = by_day.get(i)
        entries = tuple(_entry(block, measures) for block in (words.blocks(day) if day else ()))
        label = f"{_(words.DAYS[i])} {short_date(day.date, language)}" if day else ""
        label += f", {_('missed')}" if day and day.missed else ""
        cells.append(Cell(label, entries, day is not None, day is not None and day.missed))
    return {
        "name": _("Week {n}").format(n=week.index + 1),
        "dates": span(first, last, language),
        "kind": week.kind,
        "word": _(words.WEEKS[week.kind]),
        "far": words.distance(week.distance_km, measures),
        "longest": words.distance(week.longest_km, measures),
        "cells": cells,
    }


def _entry(block: words.Block, measures: Measures) -> Entry:
    main, language = block.main, measures.language
    _ = language.gettext
    doses = (
        tuple(
            (
                _short_name(step, language),
                _pieces(words.dose(step, measures)) + _share(step, language),
            )
            for step in main.steps
            if words.dose(step, measures)
        )
        if main.kind in _IN_CELL
        else ()
    )
    beside = [
        *(f"{_(words.KINDS[one.kind])} {words.length_min(one):.0f} min" for one in block.before),
        *(_("stretch and roll after") for one in block.after if one.kind == "after"),
    ]
    text = ", ".join(beside)
    return Entry(
        kind=main.kind,
        title=words.title(main, measures)
        if main.kind == "race"
        else language.say(_plain_title(main)),
        amount=_pieces(words.amount(main, measures)),
        doses=doses,
        beside=_capital(text),
    )


def _pieces(text: str) -> tuple[str, ...]:
    """The parts of a dose; each stays on one line of a narrow day."""
    return tuple(piece for piece in text.split(" · ") if piece)


def _short_name(step: Step, language: Language) -> str:
    """The exercise in a word or two: a day is narrow, and the cards below say it in full."""
    name = _SHORT.get(step.drawing, "")
    if not name:
        named = step.text.values.get("name") if isinstance(step.text, Sentence) else None
        if isinstance(named, str):
            return language.say(named)
        return language.say(exercises.parts(step.text)[0])
    if step.text.endswith(exercises.EACH_LEG):
        return language.gettext("{exercise}, one leg").format(exercise=language.gettext(name))
    return language.gettext(name)


def _share(step: Step, language: Language) -> tuple[str, ...]:
    """The load as a share of body mass where the mass is not known."""
    found = _LOAD.search(step.text) if step.load_kg is None else None
    if found is None:
        return ()
    return (language.gettext("+ {pct} % of body mass").format(pct=found[1]),)


def _plain_title(session: Session) -> str:
    return session.title or words.KINDS[session.kind]


def _gain(week: Week, language: Language) -> dict[str, Any]:
    """What the calf is assumed to have gained by the end of a week, each with its 80 % interval."""

    def span(value: float, ends: tuple[float, float]) -> str:
        low, high = sorted(abs(100.0 * (end - 1.0)) for end in ends)
        first, last = (language.number(f"{end:.1f}") for end in (low, high))
        both = language.gettext("{first} to {last}").format(first=first, last=last)
        return f"{language.number(f'{abs(100.0 * (value - 1.0)):.1f}')} ({both})"

    return {
        "week": week.index + 1,
        "force": [span(one.force, one.force_80) for one in week.calf],
        "fatigue": [span(one.fatigue, one.fatigue_80) for one in week.calf],
        "muscles": [language.gettext(one.muscle) for one in week.calf],
    }


def _row(week: Week, measures: Measures) -> dict[str, Any]:
    done = [day for day in week.days if not day.missed]
    kinds = [session.kind for day in done for session in day.sessions]
    return {
        "week": week.index + 1,
        "start": short_date(week.start, measures.language),
        "word": measures.language.gettext(words.WEEKS[week.kind]),
        "far": measures.number(measures.in_distance(week.distance_km), 1),
        "longest": measures.number(measures.in_distance(week.longest_km), 1),
        "runs": sum(kind in RUNS for kind in kinds),
        "strength": kinds.count("strength"),
        "jumps": kinds.count("plyometrics"),
    }


# --- exercises, drinks, rules ------------------------------------------------------------------


def _sessions(plan: TrainingPlan) -> list[Session]:
    return [session for day in plan.days() for session in day.sessions]


def _parts(plan: TrainingPlan, language: Language) -> list[Part]:
    """Each exercise of the plan once, under its kind, in the order in which it first comes."""
    found, _ = [], language.gettext
    for kind in exercises.FAMILIES:
        sessions = [session for session in _sessions(plan) if session.kind == kind]
        steps: dict[str, list[Step]] = {}
        notes: dict[str, None] = {}
        for session in sessions:
            for step in session.steps:
                if step.drawing:
                    steps.setdefault(step.text.partition(":")[0], []).append(step)
                else:
                    notes.setdefault(step.text)
        if not sessions:
            continue
        family = exercises.family(kind)
        found.append(
            Part(
                kind=kind,
                title=_(family.title),
                label=_(words.EVIDENCE[family.evidence]),
                why=words.why(replace(sessions[0], reason=family.reason), language),
                notes=(
                    *_gates(plan, kind, language),
                    *(words.said(n, language) for n in notes if n != exercises.pain_rule()),
                ),
                cards=tuple(
                    _card(name, of_name, kind, language) for name, of_name in steps.items()
                ),
            )
        )
    return found


def _gates(plan: TrainingPlan, kind: str, language: Language) -> tuple[str, ...]:
    """Phases of the calf raises, their first week and what opens the next; the gate of jumps."""
    if kind == "plyometrics":
        gate = exercises.plyometric_gate()
        return language.gettext(gate.text), language.gettext(gate.surface)
    if kind != "strength":
        return ()
    first: dict[int, int] = {}
    for week in plan.weeks:
        for level in (s.level for day in week.days for s in day.sessions if s.kind == kind):
            if level is not None:
                first.setdefault(level, week.index + 1)
    last = exercises.phases()[-1].phase
    _, said = language.gettext, []
    for phase, begins in first.items():
        text = _("Phase {phase}, from week {week}. Before the next: {gate}")
        if phase == last:
            text = _("Phase {phase}, from week {week}. {gate}")
        gate_text = _(exercises.phase_gate(phase).text)
        said.append(text.format(phase=phase, week=begins, gate=gate_text))
    return tuple(said)


def _card(name: str, steps: list[Step], kind: str, language: Language) -> Card:
    """The drawing is hidden from screen readers: the words beside it say the same.

    Doses of what belongs to every run stand here, the others in the weeks.
    """
    step, dose = steps[0], words.doses(steps, language) if kind in _BESIDE else ""
    _name, *sentences = exercises.parts(_LOAD.sub("", step.text))  # it grows from week to week
    do = " ".join(language.say(one) for one in sentences)
    svg = exercises.drawing(step.drawing).replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Card(language.gettext(name), _capital(do), dose, Markup(svg))


def _drinks(plan: TrainingPlan, measures: Measures) -> list[tuple[str, tuple[str, ...]]]:
    """What to drink on the longest training run and in the race, the day's sentences."""
    language, found = measures.language, dict[str, tuple[float, tuple[str, ...]]]()
    for day in plan.days():
        runs = [session for session in day.sessions if session.kind in ("long", "race")]
        drinks = [session for session in day.sessions if session.kind == "drink"]
        if runs and drinks:
            run, far = runs[0], runs[0].distance_km or 0.0
            kind = measures.language.gettext(words.KINDS[run.kind])
            name = f"{kind}, {words.distance(far, measures)}"
            if far >= found.get(run.kind, (0.0, ()))[0]:
                found[run.kind] = (
                    far,
                    (name, *(language.say(step.text) for step in drinks[0].steps)),
                )
    return [(said[0], said[1:]) for _, said in found.values()]


def _rules(plan: TrainingPlan, language: Language) -> list[dict[str, Any]]:
    """The rules that set sessions or stand in the way, by name."""
    used = {session.rule for session in _sessions(plan)} | {one.rule for one in plan.findings}
    return [
        {
            "title": language.say(rule.title),
            "label": language.gettext(words.EVIDENCE[rule.evidence]),
            "about": language.gettext(rule.about),
            "sources": rule.sources,
        }
        for name, rule in rules().items()
        if name in used.union(words.ALWAYS)
    ]
