"""A training plan as text for intervals.icu: a workout for each run, notes for the rest.

The site reads steps from lines that begin with ``-``: ``10m`` is ten minutes, ``0.4km`` a length,
``7:15-7:00/km`` a range of pace, ``4x`` in the line above a repeat.
"""

from __future__ import annotations

import re

from uncramp import units
from uncramp.advice.plan import RUNS, Session, Step, TrainingPlan
from uncramp.report import plan_words as words
from uncramp.report.measures import Measures
from uncramp.report.plan_words import Block

# What the site could take for a length or a target within the words of a step.
_AMOUNT = re.compile(r"\S*\d\S*( ?(?:km|mi|min|m|s|h|w|%))?(?!\w)")
_TIMED = re.compile(r" for \d+ (?:minutes?|seconds?)\b")  # said again by the length
_SPACES = re.compile(r"\s+")


def plan_intervals(plan: TrainingPlan, *, system: str = "metric") -> str:
    """All blocks of the plan that lie ahead, each under a heading with its date.

    Parameters
    ----------
    system
        ``metric`` or ``imperial``.
    """
    measures = Measures(system)
    parts = []
    for day in plan.ahead():
        for block in words.blocks(day):
            head = f"{day.date.isoformat()} {words.title(block.main, measures)}"
            parts.append(f"## {head}\n\n{block_text(block, measures)}")
    return "\n".join(parts)


def block_text(block: Block, measures: Measures) -> str:
    """What to paste into one workout: steps of a run; plain notes for everything else."""
    if block.main.kind not in RUNS:
        return "".join(
            f"{_note(words.line(step, measures))}\n"
            for session in block.sessions()
            for step in session.steps
        )
    lines = []
    for session in block.before:
        lines += ["Warmup", f"- {words.length_min(session):.0f}m", ""]
    lines += _run(block.main, measures)
    notes = [_note(words.line(s, measures)) for one in block.after for s in one.steps]
    return "\n".join([*lines, *([""] if notes else []), *notes]) + "\n"


def _run(session: Session, measures: Measures) -> list[str]:
    steps = [step for step in session.steps if _length(step, measures)]
    if not steps:
        whole = Step("", pace_s_per_km=session.pace_s_per_km)
        length = (
            _distance(session.distance_km, measures)
            if session.distance_km is not None
            else f"{words.length_min(session):.0f}m"
        )
        return ["Main", _step(whole, length, measures)]
    lines = []
    for step in steps:
        repeats = step.sets or 1
        lines.append(f"Main {repeats}x" if repeats > 1 else "Main")
        lines.append(_step(step, _length(step, measures), measures))
        if step.rest_s:
            lines.append(f"- Easy {_time(step.rest_s)}")
        lines.append("")
    return lines[:-1]


def _step(step: Step, length: str, measures: Measures) -> str:
    words_ = _TIMED.sub("", step.text.partition(":")[0])
    cue = _SPACES.sub(" ", _AMOUNT.sub("", words_)).strip(" .,;·")
    parts = ["-", cue, length]
    if step.pace_s_per_km:
        fast, slow = (
            units.format_duration(bound * measures.split_m / 1000.0) for bound in step.pace_s_per_km
        )
        unit = measures.distance_unit
        parts.append(f"{slow}/{unit}" if fast == slow else f"{slow}-{fast}/{unit}")
    return " ".join(part for part in parts if part)


def _length(step: Step, measures: Measures) -> str:
    if step.distance_m is not None:
        return _distance(step.distance_m / 1000.0, measures)
    return _time(step.duration_s) if step.duration_s is not None else ""


def _distance(distance_km: float, measures: Measures) -> str:
    return f"{measures.in_distance(distance_km):.2f}".rstrip("0").rstrip(".") + (
        measures.distance_unit
    )


def _time(time_s: float) -> str:
    whole, rest = divmod(round(time_s), 60)
    if whole == 0:
        return f"{rest}s"
    return f"{whole}m{rest}" if rest else f"{whole}m"


def _note(text: str) -> str:
    """A line that the site takes for words: it does not begin with a dash."""
    return _SPACES.sub(" ", text).lstrip("-– ")
