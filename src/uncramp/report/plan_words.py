"""How a training plan is said: titles, doses, reasons; the same words in every export."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from uncramp import bibliography, units
from uncramp.advice import diet, exercises
from uncramp.advice.drinking import reason
from uncramp.advice.plan import RUNS, Day, Session, Step, TrainingPlan
from uncramp.language import SOURCE, Language, Sentence, marked
from uncramp.report.measures import Measures

EVIDENCE = {
    "strong": marked("strong evidence"),
    "moderate": marked("moderate evidence"),
    "weak": marked("weak evidence"),
    "conflicting": marked("conflicting evidence"),
    "hypothesis": marked("hypothesis, never tested on cramps"),
    "convention": marked("convention, no trial"),
}
SHORT_EVIDENCE = (
    marked("strong"),
    marked("moderate"),
    marked("weak"),
    marked("conflicting"),
    marked("hypothesis"),
    marked("convention"),
)
ALWAYS = ("long_run_share",)  # rules that no session names, and that limit every week
KINDS = {
    "easy": marked("Easy run"),
    "long": marked("Long run"),
    "hard": marked("Hard run"),
    "race": marked("Race"),
    "strength": marked("Calf strength"),
    "plyometrics": marked("Jumps"),
    "warmup": marked("Warm-up"),
    "after": marked("After the run"),
    "rest": marked("Rest"),
    "drink": marked("Food and drink"),
}
WEEKS = {
    "build": marked("build"),
    "cutback": marked("lighter week"),
    "taper": marked("taper"),
    "race": marked("race week"),
    "restart": marked("restart"),
}
DAYS = (
    marked("Mon"),
    marked("Tue"),
    marked("Wed"),
    marked("Thu"),
    marked("Fri"),
    marked("Sat"),
    marked("Sun"),
)
OURS = "uncramp2026"
NO_NAME = marked("race")  # what a race is called that was given no name
_KM = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?) km\b")
_BESIDE = ("warmup", "after", "drink")
_USUAL_S_PER_KM = 400.0  # only to draw a length in a calendar where no pace is known
_USUAL_MIN = {"strength": 30.0, "plyometrics": 20.0, "warmup": 8.0, "after": 12.0}


@dataclass(frozen=True, slots=True)
class Block:
    """What is done in one go: a main session, what comes right before and after, what is drunk."""

    main: Session
    before: tuple[Session, ...] = ()
    after: tuple[Session, ...] = ()

    def sessions(self) -> tuple[Session, ...]:
        """All of it, in order."""
        return (*self.before, self.main, *self.after)

    def minutes(self) -> float:
        """Its length, warm-up and stretching included; 0 for rest and drink alone."""
        return sum(length_min(session) for session in self.sessions())


def blocks(day: Day) -> tuple[Block, ...]:
    """The blocks of a day: a warm-up goes with what follows it, the rest with the run.

    Stretching and drinking belong to the run, or to what else there is; a day with nothing but
    those, or rest, is a block of its first session.
    """
    mains = [s for s in day.sessions if s.kind not in (*_BESIDE, "rest")]
    if not mains:
        if not day.sessions:
            return ()
        first = min(day.sessions, key=lambda session: session.kind != "rest")
        return (Block(first, after=tuple(s for s in day.sessions if s is not first)),)
    host = next((s for s in mains if s.kind in RUNS), mains[0])
    warm: list[Session] = []
    before: dict[str, tuple[Session, ...]] = {}
    after = []
    for session in day.sessions:
        if session.kind == "warmup":
            warm.append(session)
        elif session in mains:
            before[session.uid], warm = tuple(warm), []
        else:
            after.append(session)
    late = (*after, *warm)
    return tuple(Block(s, before[s.uid], late if s is host else ()) for s in mains)


def warnings(plan: TrainingPlan) -> tuple[str, ...]:
    """Rules of safety that the race breaks, by name: as simulated, and heat that is known."""
    found = plan.outlook.warnings if plan.outlook else ()
    last = plan.weeks[-1].days[-1].sessions if plan.weeks and plan.weeks[-1].days else ()
    heat = diet.heat_in(step for one in last if one.kind == "drink" for step in one.steps)
    known = heat is not None and heat.text == reason("heat").text
    return (*found, *(("heat",) if known and "heat" not in found else ()))


def length_min(session: Session) -> float:
    """Planned or estimated length in minutes; 0 where it has none."""
    if session.duration_min is not None:
        return session.duration_min
    if session.kind in RUNS and session.distance_km is not None:
        pace = session.pace_s_per_km
        return session.distance_km * (sum(pace) / 2.0 if pace else _USUAL_S_PER_KM) / 60.0
    return exercises.minutes(session.steps) or _USUAL_MIN.get(session.kind, 0.0)


def distance(distance_km: float, measures: Measures) -> str:
    """``8 km``, ``12.5 km``, ``5 mi``: without a needless zero."""
    return f"{short(measures.in_distance(distance_km), measures)} {measures.distance_unit}"


def short(value: float, measures: Measures) -> str:
    """A number with one digit, or none where it would be 0: ``12.5``, ``8``."""
    return measures.language.number(f"{value:.1f}".removesuffix(".0"))


def said(text: str, language: Language) -> str:
    """A text of the plan in the runner's language; an exercise sentence by sentence."""
    if isinstance(text, Sentence) or text in language.messages:
        return language.say(text)
    name, *rest = exercises.parts(text)
    if not rest:
        return language.say(name)
    do = " ".join(language.say(one) for one in rest)
    return named(language.gettext(name), do, language)


def named(name: str, text: str, language: Language) -> str:
    """``Easy run: 8 km``, with the colon as the language writes it."""
    return language.gettext("{name}: {text}").format(name=name, text=text)


def in_units(text: str, measures: Measures) -> str:
    """A sentence of the plan, which counts in km, in the runner's language and units."""
    text = said(text, measures.language)
    if not measures.imperial:
        return text
    return _KM.sub(lambda found: distance(float(found[1].replace(",", ".")), measures), text)


def pace(bounds_s_per_km: tuple[float, float], measures: Measures) -> str:
    """``5:40–6:10 /km``, ``9:07–9:55 /mi``."""
    said = [units.format_duration(bound * measures.split_m / 1000.0) for bound in bounds_s_per_km]
    return f"{'–'.join(dict.fromkeys(said))} /{measures.distance_unit}"


def load(load_kg: float, measures: Measures) -> str:
    """``12.5 kg``, ``28 lb``."""
    if measures.imperial:
        return f"{units.lb_from_kg(load_kg):.0f} lb"
    return f"{measures.language.number(f'{load_kg:g}')} kg"


def seconds(time_s: float) -> str:
    """``30 s``, ``2 min``, ``2 min 55 s``."""
    whole, rest = divmod(round(time_s), 60)
    if whole == 0 or (time_s < 100.0 and rest):
        return f"{round(time_s)} s"
    return f"{whole} min {rest} s" if rest else f"{whole} min"


def dose(step: Step, measures: Measures) -> str:
    """How much of a step: ``3 × 12 · 12.5 kg · 3-1-3 · rest 90 s``; empty where it has none."""
    _, amounts = measures.language.gettext, []
    if step.reps is not None:
        amounts.append(f"{step.reps}")
    if step.hold_s is not None:
        amounts.append(_("{time} hold").format(time=seconds(step.hold_s)))
    if step.duration_s is not None:
        amounts.append(seconds(step.duration_s))
    if step.distance_m is not None:
        amounts.append(_short(step.distance_m, measures))
    amount = ", ".join(amounts)
    if step.sets is not None and (step.sets > 1 or step.reps is not None):
        amount = f"{step.sets} × {amount}" if amount else _("{n} sets").format(n=step.sets)
    parts = [amount]
    if step.load_kg is not None:
        parts.append(load(step.load_kg, measures))
    if step.tempo:
        parts.append(_("tempo {tempo}").format(tempo=step.tempo))
    if step.pace_s_per_km is not None:
        parts.append(pace(step.pace_s_per_km, measures))
    if step.rest_s:
        parts.append(_("rest {time}").format(time=seconds(step.rest_s)))
    return " · ".join(part for part in parts if part)


def doses(steps: Sequence[Step], language: Language = SOURCE) -> str:
    """How much of one exercise over many sessions: ``20 to 30 s``, ``3 × 30 s hold``."""
    times = sorted({step.duration_s for step in steps if step.duration_s is not None})
    if len(times) <= 1:
        return dose(steps[0], Measures(language=language))
    unit_s, unit = (60.0, "min") if times[-1] >= 100.0 else (1.0, "s")
    first, last = (f"{time_s / unit_s:.0f}" for time_s in (times[0], times[-1]))
    return f"{language.gettext('{first} to {last}').format(first=first, last=last)} {unit}"


def line(step: Step, measures: Measures) -> str:
    """One step as one line: what, then how much."""
    much = dose(step, measures)
    text = said(step.text, measures.language)
    return f"{text} {much}." if much else text


def title(session: Session, measures: Measures) -> str:
    """The session's title, with its distance where the title has none."""
    words = measures.language.say(session.title or KINDS[session.kind])
    if session.distance_km is None or any(sign.isdigit() for sign in words):
        return words
    return f"{words}, {distance(session.distance_km, measures)}"


def amount(session: Session, measures: Measures) -> str:
    """``8 km · 5:40–6:10 /km · about 48 min``; empty for rest."""
    parts = []
    if session.distance_km is not None:
        parts.append(distance(session.distance_km, measures))
    own = any(step.pace_s_per_km is not None for step in session.steps)
    if session.pace_s_per_km is not None and not own:  # else its parts say how fast each is
        parts.append(pace(session.pace_s_per_km, measures))
    if length := length_min(session):
        about = "{time}" if session.duration_min is not None else marked("about {time}")
        said_so = measures.language.gettext(about)
        parts.append(said_so.format(time=seconds(60.0 * round(length))))
    return " · ".join(parts)


def why(session: Session, language: Language = SOURCE) -> str:
    """Reason, how sure anyone is, and sources: one line."""
    _ = language.gettext
    label = _(EVIDENCE[session.evidence])
    reason = language.say(session.reason)
    if reason and not session.reason.lower().startswith(session.evidence):
        reason = f"{reason.rstrip('.')} ({label})."
    names = sources(session, language=language)
    parts = [reason or f"{label[0].upper()}{label[1:]}."]
    if names:
        parts.append(_("Sources: {names}.").format(names=names))
    return " ".join(parts)


def sources(session: Session, between: str = ", ", language: Language = SOURCE) -> str:
    """The session's sources as a sentence names them; what we chose ourselves says so."""
    ours = [language.gettext("our own choice")] if OURS in session.sources else []
    names = [bibliography.short(key) for key in session.sources if key != OURS]
    return between.join(names + ours)


def description(block: Block, measures: Measures) -> str:
    """All of a block as plain text: doses, reasons, evidence, sources."""
    paragraphs = []
    for session in block.sessions():
        head = title(session, measures)
        much = amount(session, measures)
        if much and session is block.main:
            head = named(head, much, measures.language)
        lines = [head]
        lines += [f"- {line(step, measures)}" for step in session.steps]
        lines.append(why(session, measures.language))
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def _short(distance_m: float, measures: Measures) -> str:
    """Track lengths stay metric; longer ones follow the units."""
    if distance_m < 1000.0:
        return f"{distance_m:.0f} m"
    return distance(distance_m / 1000.0, measures)
