"""The relief steps and the answer of triage, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uncramp.advice.relief import Protocol, Step
    from uncramp.advice.triage import Flag, Outcome, WellsScore
    from uncramp.language import Language


def warnings(flags: Sequence[Flag], language: Language, width: int) -> Iterator[str]:
    """When it is more than a cramp: shown before anything else."""
    _ = language.gettext
    yield _("Get help, no stretching, if")
    for heading, urgent in (
        (_("Call now (112 in Europe)"), True),
        (_("Be seen today, do not run on"), False),
    ):
        yield f"  {heading}:"
        for flag in flags:
            if (flag.level == "emergency") == urgent:
                yield from _wrapped(_(flag.line), "   ! ", width)
    yield ""


def reminder(flags: Sequence[Flag], language: Language, width: int) -> Iterator[str]:
    """The warnings in a few words, to stand beside every timed hold."""
    _ = language.gettext
    yield f" ! {_('Any of these? Do not stretch. Get help.')}"
    whole = (_(flag.short).replace(" ", "\u00a0") for flag in flags)  # no line ends within one
    for line in _wrapped("\u00a0· ".join(whole), "   ", width):
        yield line.replace("\u00a0", " ")


def labelled(step: Step, protocol: Protocol, language: Language, width: int) -> Iterator[str]:
    """One step for the countdown: what to do, how, and how sure it is in two words."""
    yield from what(step, "", language, width)
    yield f"   [{language.gettext(protocol.evidence[step.evidence])}]"


def what(step: Step, number: str, language: Language, width: int) -> Iterator[str]:
    """One step: what to do and how."""
    yield from _wrapped(language.gettext(step.title), f"{number:>2} ", width)
    yield from _wrapped(language.gettext(step.do), "   ", width)


def known(step: Step, protocol: Protocol, language: Language, width: int) -> Iterator[str]:
    """How sure a step is, with what is known and by whom."""
    label, sources = language.gettext(protocol.evidence[step.evidence]), ", ".join(step.sources)
    text = f"[{label}] {language.gettext(step.known)} ({sources})"
    yield from _wrapped(text, "   ", width)


def steps(
    protocol: Protocol, language: Language, width: int, phases: Sequence[str] = ("now", "after")
) -> Iterator[str]:
    """All steps of these phases with what is known."""
    _ = language.gettext
    for phase in phases:
        yield _("Now") if phase == "now" else _("When it has let go")
        yield ""
        for number, one in enumerate(protocol.phase(phase), start=1):
            yield from what(one, f"{number}." if phase == "now" else "-", language, width)
            yield from known(one, protocol, language, width)
            yield ""


def outcome(found: Outcome, language: Language, width: int) -> Iterator[str]:
    """The answer of triage: how fast, what to do, what it could be."""
    _ = language.gettext
    yield {
        "emergency": _("Emergency. Act now."),
        "same_day": _("See a clinician today. Do not run on."),
        "clinician": _("No emergency sign. See a clinician about it soon."),
        "self_care": _("No warning sign ticked. Treat it as a cramp, and keep watching."),
    }[found.level]
    for number, act in enumerate(found.acts(), start=1):
        yield from _wrapped(_(act), f"{number:2d}. ", width)
    if found.rules:
        yield ""
        yield _("A clinician should think of:")
        for rule in found.rules:
            yield from _wrapped(f"{_(rule.name)} ({', '.join(rule.sources)})", "  - ", width)
    yield ""
    yield _("First aid, not a diagnosis. In doubt, get help.")


def item(number: int, ask: str, language: Language, width: int) -> list[str]:
    """A line to tick, with its number."""
    return _wrapped(language.gettext(ask), f" {number:2d}  ", width)


def wells(score: WellsScore, language: Language) -> str:
    """The Wells score in one line."""
    _ = language.gettext
    return _(
        "Wells score {points}: {share} % of the people in this group had a thrombosis. "
        "Tell the clinician; go today whatever the score."
    ).format(points=score.points, share=score.thrombosis_pct)


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
    )
