"""A training plan as one HTML file: weeks as a calendar, load, exercises, reasons; for A4 too."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
from uncramp.report import plan_words as words
from uncramp.report.alarms import alarms
from uncramp.report.measures import Measures, glued, percent
from uncramp.report.plan_chart import finding, load_chart
from uncramp.report.wording import NOT_A_DIAGNOSIS

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_LOAD = re.compile(r" Added load: (\d+ % of body mass)\.")
_SHORT = {
    "raise_floor": "Knee straight",
    "raise_floor_single": "Knee straight",
    "raise_floor_bent": "Knee bent",
    "raise_single": "Knee straight",
    "raise_bent": "Knee bent",
    "raise_seated": "Knee bent, seated",
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
    measures = Measures(system)
    refused = _refused(plan)
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: glued(value) if type(value) is str else value,
    )
    return environment.from_string(_text("plan.html")).render(
        plan=plan,
        said=partial(words.in_units, measures=measures),
        measures=measures,
        policy=_POLICY,
        styles=Markup(_text("report.css") + _text("plan.css")),
        tone=_tone(plan),
        title=f"{_capital(plan.race.name)}, {len(plan.weeks)} weeks",
        race=_race(plan, measures),
        today=_today(plan, measures),
        outlook=_outlook(plan),
        alarms=alarms(plan.outlook.warnings) if plan.outlook else (),
        change=_change,
        first=_capital,
        evidence=words.EVIDENCE,
        chart=load_chart(plan.weeks, measures),
        finding=finding(plan.weeks, measures) if plan.weeks else "",
        weeks=[_week(week, measures) for week in plan.weeks],
        rows=[_row(week, measures) for week in plan.weeks],
        days=_DAYS,
        parts=_parts(plan),
        pain=exercises.pain_rule(),
        food=(refused,) if refused else diet.food_advice(athlete or Athlete(), conditions),
        about_food=diet.about(),
        food_sources=[bibliography.short(key) for key in diet.about().sources],
        gains=[_gain(week) for week in plan.weeks if week.calf],
        drinks=[] if refused or conditions else _drinks(plan, measures),
        rules=_rules(plan),
        short=bibliography.short,
        ours=words.OURS,
        diagnosis=NOT_A_DIAGNOSIS,
        made=_date(plan.made_on),
        version=__version__,
    )


def _refused(plan: TrainingPlan) -> Step | None:
    drinks = (one for one in _sessions(plan) if one.kind == "drink")
    return diet.refusal_in(step for one in drinks for step in one.steps)


def _text(name: str) -> str:
    return files("uncramp.report").joinpath("templates", name).read_text("utf-8")


def _date(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _tone(plan: TrainingPlan) -> str:
    severities = {one.severity for one in plan.findings}
    if "blocked" in severities:
        return "alarm"
    return "watch" if "warning" in severities else "calm"


def _race(plan: TrainingPlan, measures: Measures) -> str:
    race, said = plan.race, f"{_date(plan.race.date)}, "
    said += words.distance(race.distance_km, measures)
    if race.target_time_s is not None:
        pace = race.target_time_s / race.distance_km
        said += f" in {units.format_duration(race.target_time_s)}"
        said += f" ({words.pace((pace, pace), measures)})"
    return said


def _today(plan: TrainingPlan, measures: Measures) -> str:
    level = plan.load
    origin = {
        "history": "from your runs",
        "athlete": "as you told",
        "assumed": "assumed: give a history to do better",
    }
    return (
        f"You start from {words.distance(level.weekly_km, measures)} a week and a longest run of "
        f"{words.distance(level.longest_km, measures)} ({origin[level.origin]})."
    )


def _outlook(plan: TrainingPlan) -> dict[str, str] | None:
    """The comparison in words: runners, never a bare share."""
    out = plan.outlook
    if out is None:
        return None
    before, after = (round(share * out.n_twins) for share in (out.before, out.after))
    spans = [
        "80 % interval " + " to ".join(percent(end) for end in ends)
        for ends in (out.before_80, out.after_80)
    ]
    return {
        "before": f"{before} of {out.n_twins} simulated runners like you cramp in this race with "
        f"today's calf ({spans[0]}).",
        "after": f"{after} of {out.n_twins} with the calf that this plan is expected to give "
        f"({spans[1]}).",
    }


def _change(probability_change: float, ends: Sequence[float] | None = None) -> str:
    """What a part takes away, in runners; it may add some."""
    runners = round(100.0 * probability_change)
    said = "no difference"
    if runners:
        said = f"{abs(runners)} in 100 {'fewer' if runners > 0 else 'more'}"
    if ends is None:
        return said
    most, least = (_fewer(100.0 * end) for end in reversed(ends))
    return f"{said} (80 % interval {most} to {least})"


def _fewer(runners: float) -> str:
    return f"{abs(round(runners))} {'fewer' if runners > 0 else 'more'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- calendar ----------------------------------------------------------------------------------


def _week(week: Week, measures: Measures) -> dict[str, Any]:
    first, last = (week.days[0].date, week.days[-1].date) if week.days else (week.start,) * 2
    by_day = {day.date.weekday(): day for day in week.days}
    cells = []
    for i in range(7):
        day = by_day.get(i)
        entries = tuple(_entry(block, measures) for block in (words.blocks(day) if day else ()))
        label = f"{_DAYS[i]} {day.date.day} {_MONTHS[day.date.month - 1]}" if day else ""
        label += ", missed" if day and day.missed else ""
        cells.append(Cell(label, entries, day is not None, day is not None and day.missed))
    months = f" {_MONTHS[first.month - 1]}" if first.month != last.month else ""
    return {
        "name": f"Week {week.index + 1}",
        "dates": f"{first.day}{months} to {last.day} {_MONTHS[last.month - 1]}",
        "kind": week.kind,
        "word": words.WEEKS[week.kind],
        "far": words.distance(week.distance_km, measures),
        "longest": words.distance(week.longest_km, measures),
        "cells": cells,
    }


def _entry(block: words.Block, measures: Measures) -> Entry:
    main = block.main
    doses = (
        tuple(
            (_short_name(step), _pieces(words.dose(step, measures)) + _share(step))
            for step in main.steps
            if words.dose(step, measures)
        )
        if main.kind in _IN_CELL
        else ()
    )
    beside = [
        *(f"{words.KINDS[one.kind]} {words.length_min(one):.0f} min" for one in block.before),
        *("stretch and roll after" for one in block.after if one.kind == "after"),
    ]
    text = ", ".join(beside)
    return Entry(
        kind=main.kind,
        title=words.title(main, measures) if main.kind == "race" else _plain_title(main),
        amount=_pieces(words.amount(main, measures)),
        doses=doses,
        beside=_capital(text),
    )


def _pieces(text: str) -> tuple[str, ...]:
    """The parts of a dose; each stays on one line of a narrow day."""
    return tuple(piece for piece in text.split(" · ") if piece)


def _short_name(step: Step) -> str:
    """The exercise in a word or two: a day is narrow, and the cards below say it in full."""
    name = _SHORT.get(step.drawing, "")
    if not name:
        return step.text.partition(":")[0]
    return f"{name}, one leg" if step.text.endswith(exercises.EACH_LEG) else name


def _share(step: Step) -> tuple[str, ...]:
    """The load as a share of body mass where the mass is not known."""
    found = _LOAD.search(step.text) if step.load_kg is None else None
    return (f"+ {found[1]}",) if found else ()


def _plain_title(session: Session) -> str:
    return session.title or words.KINDS[session.kind]


def _gain(week: Week) -> dict[str, Any]:
    """What the calf is assumed to have gained by the end of a week, each with its 80 % interval."""

    def span(value: float, ends: tuple[float, float]) -> str:
        low, high = sorted(abs(100.0 * (end - 1.0)) for end in ends)
        return f"{abs(100.0 * (value - 1.0)):.1f} ({low:.1f} to {high:.1f})"

    return {
        "week": week.index + 1,
        "force": [span(one.force, one.force_80) for one in week.calf],
        "fatigue": [span(one.fatigue, one.fatigue_80) for one in week.calf],
        "muscles": [one.muscle for one in week.calf],
    }


def _row(week: Week, measures: Measures) -> dict[str, Any]:
    done = [day for day in week.days if not day.missed]
    kinds = [session.kind for day in done for session in day.sessions]
    return {
        "week": week.index + 1,
        "start": f"{week.start.day} {_MONTHS[week.start.month - 1]}",
        "word": words.WEEKS[week.kind],
        "far": f"{measures.in_distance(week.distance_km):.1f}",
        "longest": f"{measures.in_distance(week.longest_km):.1f}",
        "runs": sum(kind in RUNS for kind in kinds),
        "strength": kinds.count("strength"),
        "jumps": kinds.count("plyometrics"),
    }


# --- exercises, drinks, rules ------------------------------------------------------------------


def _sessions(plan: TrainingPlan) -> list[Session]:
    return [session for day in plan.days() for session in day.sessions]


def _parts(plan: TrainingPlan) -> list[Part]:
    """Each exercise of the plan once, under its kind, in the order in which it first comes."""
    found = []
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
                title=family.title,
                label=words.EVIDENCE[family.evidence],
                why=words.why(replace(sessions[0], reason=family.reason)),
                notes=(*_gates(plan, kind), *(n for n in notes if n != exercises.pain_rule())),
                cards=tuple(_card(name, of_name, kind) for name, of_name in steps.items()),
            )
        )
    return found


def _gates(plan: TrainingPlan, kind: str) -> tuple[str, ...]:
    """Phases of the calf raises, their first week and what opens the next; the gate of jumps."""
    if kind == "plyometrics":
        gate = exercises.plyometric_gate()
        return gate.text, gate.surface
    if kind != "strength":
        return ()
    first: dict[int, int] = {}
    for week in plan.weeks:
        for level in (s.level for day in week.days for s in day.sessions if s.kind == kind):
            if level is not None:
                first.setdefault(level, week.index + 1)
    last = exercises.phases()[-1].phase
    opens = {phase: ". " if phase == last else ". Before the next: " for phase in first}
    return tuple(
        f"Phase {phase}, from week {week}{opens[phase]}{exercises.phase_gate(phase).text}"
        for phase, week in first.items()
    )


def _card(name: str, steps: list[Step], kind: str) -> Card:
    """The drawing is hidden from screen readers: the words beside it say the same.

    Doses of what belongs to every run stand here, the others in the weeks.
    """
    step, dose = steps[0], words.doses(steps) if kind in _BESIDE else ""
    do = _LOAD.sub("", step.text.partition(":")[2]).strip()  # it grows from week to week
    svg = exercises.drawing(step.drawing).replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Card(name, _capital(do), dose, Markup(svg))


def _drinks(plan: TrainingPlan, measures: Measures) -> list[tuple[str, tuple[str, ...]]]:
    """What to drink on the longest training run and in the race, the day's sentences."""
    found: dict[str, tuple[float, tuple[str, ...]]] = {}
    for day in plan.days():
        runs = [session for session in day.sessions if session.kind in ("long", "race")]
        drinks = [session for session in day.sessions if session.kind == "drink"]
        if runs and drinks:
            run, far = runs[0], runs[0].distance_km or 0.0
            name = f"{words.KINDS[run.kind]}, {words.distance(far, measures)}"
            if far >= found.get(run.kind, (0.0, ()))[0]:
                found[run.kind] = (far, (name, *(step.text for step in drinks[0].steps)))
    return [(said[0], said[1:]) for _, said in found.values()]


def _rules(plan: TrainingPlan) -> list[dict[str, Any]]:
    """The rules that set sessions or stand in the way, by name."""
    used = {session.rule for session in _sessions(plan)} | {one.rule for one in plan.findings}
    return [
        {
            "title": rule.title,
            "label": words.EVIDENCE[rule.evidence],
            "about": rule.about,
            "sources": rule.sources,
        }
        for name, rule in rules().items()
        if name in used
    ]
