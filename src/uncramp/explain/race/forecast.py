"""The forecast: the ensemble through the race as planned, slower, and with the drinking found."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from uncramp.activity.way import Way
from uncramp.athlete import Athlete
from uncramp.body.safety import wbgt_C
from uncramp.conditions import Conditions, Drink, DrinkingPlan
from uncramp.explain.changes import Change, changed
from uncramp.explain.comparison import Comparison
from uncramp.explain.race.drinks import (
    APART_ML_PER_H,
    Candidate,
    Kit,
    drinking,
    losses,
    search,
)
from uncramp.explain.race.pacing import Pacing, even_effort
from uncramp.explain.race.rules import Advised, Losses, Rules
from uncramp.explain.session import Progress
from uncramp.given import refusal
from uncramp.language import Sentence, marked
from uncramp.parameters import load_parameters
from uncramp.simulation import Scenario
from uncramp.twin import Twin

SLOWER_PCT = (-3.0, -5.0)
_BODIES = 24  # members whose bodies tell what the race costs, and on which plans are tried
_FINISH_M = 500.0  # no aid station closer to the finish


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
    kit: Kit
    start_clock_s: float | None
    date: str | None
    base: Scenario
    lost: Losses
    advice: Advised
    wbgt_C: float
    n_searched: int
    n_bodies: int
    variants: list[Variant]
    comparison: Comparison
    chosen: int = 0  # of the variants
    notes: tuple[str, ...] = ()


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
    aid_km: float | Sequence[float] = 5.0,
    drink: Drink | None = None,
    pre_race_mL: float = 0.0,
    notes: Sequence[str] = (),
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
        Distance between aid stations, 0.5 to 50 km, or where they are.
    drink
        What they hand out; salt then comes from capsules. None: the best strength is searched.
    pre_race_mL
        Drunk in the last minutes before the start; the rules have to know it too.
    notes
        Lines for the reader, such as where a fact about the runner comes from.
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
        If the target cannot be run on this course, `aid_km` is outside its limits or off the
        course, or `n_twins` is below 1.
    """
    from uncramp.explain.race.document import choose, document

    pacing = even_effort(way, target_s, load_parameters(parameter_set))
    base = Scenario(pacing.course(), athlete, conditions, DrinkingPlan())
    twin = Twin(athlete, base.course.mean_moving_speed_m_s(), n_twins, seed, parameter_set)
    members = [twin.member(i) for i in range(min(n_twins, _BODIES))]
    lost = losses(base, members)
    places_m = _places_m(aid_km, way.length_m)
    kit = Kit(places_m, tuple(map(pacing.at_s, places_m)), drink, pre_race_mL)
    candidates, n_searched = search(base, members, lost, rules, kit)
    variants = _variants(base, candidates)
    comparison = Comparison(base, [v.scenario for v in variants], twin, n_threads, progress)
    work = Work(
        way=way,
        pacing=pacing,
        target_s=target_s,
        kit=kit,
        start_clock_s=start_clock_s,
        date=date,
        base=base,
        lost=lost,
        advice=lost.ask(rules),
        wbgt_C=wbgt_C(conditions, twin.parameters),
        n_searched=n_searched,
        n_bodies=len(members),
        variants=variants,
        comparison=comparison.run(),
        notes=tuple(notes),
    )
    choose(work)
    return Forecast(document(work))


def _variants(base: Scenario, candidates: list[Candidate]) -> list[Variant]:
    """The target to thirst, the best plans, and the target slower, to thirst again."""
    found = [Variant("target", base)]
    clearly = (
        candidate
        for candidate in candidates
        if abs(candidate.fluid_mL_per_h - candidates[0].fluid_mL_per_h) >= APART_ML_PER_H
    )
    finalists = [*candidates[:1], *islice(clearly, 1)]
    for number, candidate in enumerate(finalists, start=1):
        found.append(Variant(f"drink_{number}", drinking(base, candidate), candidate))
    for percent in SLOWER_PCT:
        slower = changed(base, [Change("pace", percent)])
        found.append(Variant(f"slower_{-percent:.0f}", slower, pace_pct=percent))
    return found


def _places_m(aid_km: float | Sequence[float], length_m: float) -> tuple[float, ...]:
    """Aid stations between start and finish; none where the course is shorter than the first."""
    if isinstance(aid_km, int | float):
        if refused := refusal("aid", aid_km, (0.5, 50.0, "km"), marked("Correct it.")):
            raise ValueError(refused)
        n = int((length_m - _FINISH_M) // (1000.0 * aid_km))
        return tuple(1000.0 * aid_km * (k + 1) for k in range(max(0, n)))
    places = tuple(sorted({1000.0 * float(km) for km in aid_km}))
    if not all(0.0 < place < length_m for place in places):
        raise ValueError(
            Sentence(
                "aid stations at {places} km: each must lie between the start and the finish at "
                "{length:.1f} km. Correct them.",
                places=", ".join(f"{place / 1000.0:g}" for place in places),
                length=length_m / 1000.0,
            )
        )
    return places
