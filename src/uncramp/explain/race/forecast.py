"""The forecast: the ensemble through the race as planned, slower, and with the drinking found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from uncramp.activity.way import Way
from uncramp.athlete import Athlete
from uncramp.body.safety import wbgt_C
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.changes import Change, changed
from uncramp.explain.comparison import Comparison
from uncramp.explain.race.drinks import (
    Advised,
    Candidate,
    Losses,
    Rules,
    drinking,
    losses,
    search,
)
from uncramp.explain.race.pacing import Pacing, even_effort
from uncramp.explain.session import Progress
from uncramp.simulation import Scenario
from uncramp.twin import Twin

SLOWER_PCT = (-3.0, -5.0)
_APART_ML_PER_H = 100.0  # the second plan whose calves are simulated differs at least so much
_BODIES = 24  # members whose bodies tell what the race costs


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to run the race, by name: ``target``, ``drink_1`` …, ``slower_3``, ``slower_5``."""

    name: str
    scenario: Scenario
    candidate: Candidate | None = None
    pace_pct: float = 0.0


@dataclass
class Work:
    """Everything the document is made from."""

    way: Way
    pacing: Pacing
    target_s: float
    aid_km: float
    start_clock_s: float | None
    date: str | None
    base: Scenario
    lost: Losses
    advice: Advised
    wbgt_C: float
    n_searched: int
    n_allowed: int
    variants: list[Variant]
    comparison: Comparison
    chosen: int = 0  # of the variants
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Forecast:
    """The answer before a race.

    Attributes
    ----------
    document
        Schema ``uncramp/race/1``, ready for JSON (docs/reference/race.md).
    """

    document: dict[str, Any]

    def to_json(self) -> str:
        """The document as JSON text."""
        return json.dumps(self.document, allow_nan=False, ensure_ascii=False)


def race(
    way: Way,
    athlete: Athlete,
    conditions: Conditions,
    target_s: float,
    rules: Rules,
    *,
    aid_km: float = 5.0,
    date: str | None = None,
    start_clock_s: float | None = None,
    n_twins: int = 50,
    seed: int = 1,
    parameter_set: str = "reference",
    n_threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Forecast:
    """Pace, cramp, sweat, sodium and drinking of a race that is still ahead.

    Parameters
    ----------
    rules
        The rules of safe drinking, `uncramp.advice.drinking.recommended_drinking` with what is
        known of the runner's health filled in. No plan is made that they refuse.
    aid_km
        Distance between aid stations, 0.5 to 50 km.
    date, start_clock_s
        For the card: ISO date, and the start in seconds after midnight.
    progress
        Called in this thread as runs arrive.

    Notes
    -----
    All variants are run by the same simulated runners with the same random numbers. A
    KeyboardInterrupt ends the work early; the document says so in ``interrupted``.

    Raises
    ------
    ValueError
        If the target cannot be run on this course, `aid_km` is outside its limits or `n_twins` is
        below 1.
    """
    from uncramp.explain.race.document import choose, document

    if not 0.5 <= aid_km <= 50.0:
        raise ValueError(f"aid is {aid_km:g} km; the limits are 0.5 to 50 km. Correct it.")
    level = Twin(athlete, way.length_m / target_s, n_twins, seed, parameter_set)
    pacing = even_effort(way, target_s, level.parameters)
    base = Scenario(pacing.course(), athlete, conditions, DrinkingPlan())
    twin = Twin(athlete, base.course.mean_moving_speed_m_s(), n_twins, seed, parameter_set)
    members = [twin.member(i) for i in range(min(n_twins, _BODIES))]
    lost = losses(base, members)
    advice = lost.ask(rules)
    candidates, n_searched = search(base, members, lost, rules)
    variants = _variants(base, candidates)
    comparison = Comparison(base, [v.scenario for v in variants], twin, n_threads, progress).run()
    work = Work(
        way=way,
        pacing=pacing,
        target_s=target_s,
        aid_km=aid_km,
        start_clock_s=start_clock_s,
        date=date,
        base=base,
        lost=lost,
        advice=advice,
        wbgt_C=wbgt_C(conditions, twin.parameters),
        n_searched=n_searched,
        n_allowed=len(candidates),
        variants=variants,
        comparison=comparison,
    )
    choose(work)
    return Forecast(document(work))


def _variants(base: Scenario, candidates: list[Candidate]) -> list[Variant]:
    """The target to thirst, the best plans, and the target slower, to thirst again."""
    found = [Variant("target", base)]
    for number, candidate in enumerate(_finalists(candidates), start=1):
        found.append(Variant(f"drink_{number}", drinking(base, candidate), candidate))
    for percent in SLOWER_PCT:
        slower = changed(base, [Change("pace", percent)])
        found.append(Variant(f"slower_{-percent:.0f}", slower, pace_pct=percent))
    return found


def _finalists(candidates: list[Candidate]) -> list[Candidate]:
    """The best plan, and the best that drinks clearly more or less."""
    first = candidates[:1]
    apart = (
        candidate
        for candidate in candidates
        if abs(candidate.fluid_mL_per_h - first[0].fluid_mL_per_h) >= _APART_ML_PER_H
    )
    second = next(apart, None)
    return first if second is None else [*first, second]
