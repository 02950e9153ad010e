"""What to do about a calf cramp, in order: one list of steps, shown by terminal, page and paper."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# Named tuples and no pathlib, here and in triage: they load in a fraction of the time, and a runner
# stands at the roadside.
_FILE = os.path.join(os.path.dirname(__file__), "relief.toml")

EVIDENCE = ("tested", "mixed", "indirect", "untested", "practice", "guideline")
PHASES = ("now", "after")


class Step(NamedTuple):
    """One thing to do, in English; `uncramp.language` translates its sentences.

    Parameters
    ----------
    id
        Name of the step: ``straight``.
    phase
        ``now`` at the roadside, ``after`` when the cramp has let go.
    kinds
        What it does to the leg (``stretch``, ``massage``, …); triage forbids kinds.
    title, do
        The imperative; how it is done.
    evidence
        How sure it is: one of `EVIDENCE`.
    known
        What is known, with numbers.
    sources
        Keys of ``references.bib``.
    hold_s
        Length of the timed hold, s; 0 for none.
    times
        How often it is held.
    say
        What a voice says during the hold.
    drawing
        Name of its drawing; empty for none.
    """

    id: str
    phase: str
    kinds: frozenset[str]
    title: str
    do: str
    evidence: str
    known: str
    sources: tuple[str, ...]
    hold_s: int = 0
    times: int = 0
    say: str = ""
    drawing: str = ""


class Protocol(NamedTuple):
    """All steps, in order, and the words for each level of evidence."""

    steps: tuple[Step, ...]
    evidence: Mapping[str, str]

    def phase(self, phase: str) -> list[Step]:
        """Steps of one phase, in order."""
        return [step for step in self.steps if step.phase == phase]

    def allowed(self, forbidden: Collection[str]) -> Protocol:
        """The protocol without every step that does something forbidden.

        Parameters
        ----------
        forbidden
            Kinds, as `uncramp.advice.triage.Outcome.forbidden` gives them.
        """
        banned = frozenset(forbidden)
        return Protocol(tuple(s for s in self.steps if not s.kinds & banned), self.evidence)

    def holds(self) -> list[Step]:
        """The timed holds, each as often as it is to be held."""
        return [step for step in self.steps for _ in range(step.times)]

    def kinds(self) -> frozenset[str]:
        """Every kind a step can have."""
        return frozenset().union(*(step.kinds for step in self.steps))


@cache
def load_protocol() -> Protocol:
    """Read ``relief.toml``."""
    with open(_FILE, "rb") as file:
        tables = tomllib.load(file)
    return Protocol(
        tuple(_step(table) for table in tables["step"]),
        {table["id"]: table["label"] for table in tables["evidence"]},
    )


def _step(table: dict[str, Any]) -> Step:
    return Step(**{**table, "kinds": frozenset(table["kinds"]), "sources": tuple(table["sources"])})
