"""How a training plan is said: titles, doses, reasons; the same words in every export."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from uncramp import bibliography, units
from uncramp.advice.exercises import minutes
from uncramp.advice.plan import RUNS, Day, Session, Step
from uncramp.report.measures import Measures

EVIDENCE = {
    "strong": "strong evidence",
    "moderate": "moderate evidence",
    "weak": "weak evidence",
    "conflicting": "conflicting evidence",
    "hypothesis": "hypothesis, never tested on cramps",
    "convention": "convention, no trial",
}
KINDS = {
    "easy": "Easy run",
    "long": "Long run",
    "hard": "Hard run",
    "race": "Race",
    "strength": "Calf strength",
    "plyometrics": "Jumps",
    "warmup": "Warm-up",
    "after": "After the run",
    "rest": "Rest",
    "drink": "Food and drink",
}
WEEKS = {
    "build": "build",
    "cutback": "lighter week",
    "taper": "taper",
    "race": "race week",
    "restart": "restart",
}
OURS = "uncramp2026"
_KM = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) km\b")
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


def length_min(session: Session) -> float:
    """Planned or estimated length in minutes; 0 where it has none."""
    if session.duration_min is not None:
        return session.duration_min
    if session.kind in RUNS and session.distance_km is not None:
        pace = session.pace_s_per_km
        return session.distance_km * (sum(pace) / 2.0 if pace else _USUAL_S_PER_KM) / 60.0
    return minutes(session.steps) or _USUAL_MIN.get(session.kind, 0.0)


def distance(distance_km: float, measures: Measures) -> str:
    """``8 km``, ``12.5 km``, ``5 mi``: without a needless zero."""
    return f"{measures.in_distance(distance_km):.1f}".removesuffix(".0") + (
        f" {measures.distance_unit}"
    )


def in_units(text: str, measures: Measures) -> str:
    """A sentence of the plan, which counts in km, in the runner's units."""
    if not measures.imperial:
        return text
    return _KM.sub(lambda found: distance(float(found[1]), measures), text)


def pace(bounds_s_per_km: tuple[float, float], measures: Measures) -> str:
    """``5:40–6:10 /km``, ``9:07–9:55 /mi``."""
    said = [units.format_duration(bound * measures.split_m / 1000.0) for bound in bounds_s_per_km]
    return f"{'–'.join(dict.fromkeys(said))} /{measures.distance_unit}"


def load(load_kg: float, measures: Measures) -> str:
    """``12.5 kg``, ``28 lb``."""
    return f"{units.lb_from_kg(load_kg):.0f} lb" if measures.imperial else f"{load_kg:g} kg"


def seconds(time_s: float) -> str:
    """``30 s``, ``2 min``, ``2 min 55 s``."""
    whole, rest = divmod(round(time_s), 60)
    if whole == 0 or (time_s < 100.0 and rest):
        return f"{round(time_s)} s"
    return f"{whole} min {rest} s" if rest else f"{whole} min"


def dose(step: Step, measures: Measures) -> str:
    """How much of a step: ``3 × 12 · 12.5 kg · 3-1-3 · rest 90 s``; empty where it has none."""
    amounts = []
    if step.reps is not None:
        amounts.append(f"{step.reps}")
    if step.hold_s is not None:
        amounts.append(f"{seconds(step.hold_s)} hold")
    if step.duration_s is not None:
        amounts.append(seconds(step.duration_s))
    if step.distance_m is not None:
        amounts.append(_short(step.distance_m, measures))
    amount = ", ".join(amounts)
    if step.sets is not None and (step.sets > 1 or step.reps is not None):
        amount = f"{step.sets} × {amount}" if amount else f"{step.sets} sets"
    parts = [amount]
    if step.load_kg is not None:
        parts.append(load(step.load_kg, measures))
    if step.tempo:
        parts.append(f"tempo {step.tempo}")
    if step.pace_s_per_km is not None:
        parts.append(pace(step.pace_s_per_km, measures))
    if step.rest_s:
        parts.append(f"rest {seconds(step.rest_s)}")
    return " · ".join(part for part in parts if part)


def doses(steps: Sequence[Step]) -> str:
    """How much of one exercise over many sessions: ``20 to 30 s``, ``3 × 30 s hold``."""
    times = sorted({step.duration_s for step in steps if step.duration_s is not None})
    if len(times) > 1 and times[-1] >= 100.0:
        return f"{times[0] / 60.0:.0f} to {times[-1] / 60.0:.0f} min"
    if len(times) > 1:
        return f"{times[0]:.0f} to {times[-1]:.0f} s"
    return dose(steps[0], Measures())


def line(step: Step, measures: Measures) -> str:
    """One step as one line: what, then how much."""
    much = dose(step, measures)
    return f"{step.text} {much}." if much else step.text


def title(session: Session, measures: Measures) -> str:
    """The session's title, with its distance where the title has none."""
    words = session.title or KINDS[session.kind]
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
        about = "" if session.duration_min is not None else "about "
        parts.append(f"{about}{seconds(60.0 * round(length))}")
    return " · ".join(parts)


def why(session: Session) -> str:
    """Reason, how sure anyone is, and sources: one line."""
    label = EVIDENCE[session.evidence]
    reason = session.reason.strip()
    if reason and not reason.lower().startswith(session.evidence):
        reason = f"{reason.rstrip('.')} ({label})."
    named = sources(session)
    parts = [reason or f"{label[0].upper()}{label[1:]}."]
    if named:
        parts.append(f"Sources: {named}.")
    return " ".join(parts)


def sources(session: Session, between: str = ", ") -> str:
    """The session's sources as a sentence names them; what we chose ourselves says so."""
    ours = ["our own choice"] if OURS in session.sources else []
    named = [bibliography.short(key) for key in session.sources if key != OURS]
    return between.join(named + ours)


def description(block: Block, measures: Measures) -> str:
    """All of a block as plain text: doses, reasons, evidence, sources."""
    paragraphs = []
    for session in block.sessions():
        head = title(session, measures)
        much = amount(session, measures)
        lines = [f"{head}: {much}" if much and session is block.main else head]
        lines += [f"- {line(step, measures)}" for step in session.steps]
        lines.append(why(session))
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def _short(distance_m: float, measures: Measures) -> str:
    """Track lengths stay metric; longer ones follow the units."""
    if distance_m < 1000.0:
        return f"{distance_m:.0f} m"
    return distance(distance_m / 1000.0, measures)
