"""The forecast of a race as a document: schema ``uncramp/race/1`` (docs/reference/race.md)."""

from __future__ import annotations

from typing import Any

import numpy as np

from uncramp import __version__
from uncramp.explain.interval import interval_80
from uncramp.explain.race.forecast import Variant, Work
from uncramp.explain.whatif_document import difference, quantiles, side
from uncramp.units import M_PER_MILE

SCHEMA = "uncramp/race/1"
_POINTS = 60  # of the chance along the way


def choose(work: Work) -> None:
    """The first of the plans found, unless another lowers the chance more than chance explains."""
    plans = [i for i, variant in enumerate(work.variants) if variant.candidate is not None]
    if not plans:
        return
    work.chosen = plans[0]
    first = work.comparison.outcomes[plans[0]]
    for other in plans[1:]:
        by = difference(first, work.comparison.outcomes[other], same=False)
        if by["n_twins"] and by["probability_p90"] < 0.0:
            work.chosen = other


def document(work: Work) -> dict[str, Any]:
    """Everything that is known; numbers are plain floats, unknown ones None."""
    twin = work.comparison.twin
    chosen = work.variants[work.chosen]
    outcomes = work.comparison.outcomes[work.chosen]
    conditions = work.base.conditions
    levers = [_lever(work, i) for i in range(len(work.variants))]
    return {
        "schema": SCHEMA,
        "version": __version__,
        "seed": twin.seed,
        "parameters": {"set": twin.parameters.name, "hash": twin.parameters.hash()},
        "interrupted": work.comparison.interrupted,
        "notes": [*work.notes, *conditions.notes],
        "course": {
            "name": work.way.name,
            "distance_km": work.way.length_m / 1000.0,
            "ascent_m": work.way.ascent_m,
            "has_profile": work.way.has_profile,
            "warnings": list(work.way.warnings),
        },
        "date": work.date,
        "start_s": work.start_clock_s,
        "target_s": work.target_s,
        "athlete": work.base.athlete.to_dict(),
        "conditions": {**conditions.as_dict(), **_drinks_of(chosen)},
        "wbgt_C": work.wbgt_C,
        "advice": _advice(work),
        "pacing": _pacing(work, 1000.0),
        "pacing_miles": _pacing(work, M_PER_MILE),
        "cramp": side(outcomes, chosen.scenario),
        "along": _along(work),
        "sodium_lost_mg": _sodium_mg(work),
        "drinking": _drinking(work, chosen),
        "levers": levers,
        "matters_most": matters_most(levers),
    }


def matters_most(levers: list[dict[str, Any]]) -> str | None:
    """``pace``, ``drinking``, or None where neither is told from chance.

    The lever whose clear gain (80 % interval below 0) is larger; the same gain goes to pace,
    because its evidence in runners is stronger.
    """
    gains: dict[str, float] = {}
    for lever in levers:
        by = lever["difference"]
        if lever["name"] == "target" or not by["n_twins"] or by["probability_p90"] >= 0.0:
            continue
        kind = "pace" if lever["pace_pct"] else "drinking"
        gains[kind] = max(gains.get(kind, 0.0), -by["probability"])
    if not gains:
        return None
    return "pace" if gains.get("pace", 0.0) >= gains.get("drinking", 0.0) else "drinking"


def _pacing(work: Work, every_m: float) -> list[dict[str, float]]:
    return [
        {
            "end_km": split.end_km,
            "end_s": split.end_s,
            "pace_s_per_km": split.pace_s_per_km,
            "climb_m": split.climb_m,
        }
        for split in work.pacing.splits(every_m)
    ]


def _lever(work: Work, number: int) -> dict[str, Any]:
    variant, outcomes = work.variants[number], work.comparison.outcomes[number]
    found = side(outcomes, variant.scenario)
    plan = variant.candidate
    return {
        "name": variant.name,
        "pace_pct": variant.pace_pct,
        "fluid_mL_per_h": None if plan is None else plan.fluid_mL_per_h,
        "sodium_mg_per_L": None if plan is None else plan.sodium_mg_per_L,
        "capsule_mg_per_h": None if plan is None else plan.capsule_mg_per_h,
        **{
            name: found[name]
            for name in ("probability", "probability_p10", "probability_p90", "n_cramped")
        },
        "time_s": found["time_s"],
        "finish_s": found["finish_s"],
        "difference": difference(
            work.comparison.before, outcomes, same=variant.scenario is work.base
        ),
    }


def _advice(work: Work) -> dict[str, Any]:
    advice = work.advice
    return {
        "refused": advice.refused,
        "against_racing": advice.against_racing,
        "fluid_most_mL_per_h": advice.fluid_most_mL_per_h,
        "sodium_most_mg_per_h": advice.sodium_most_mg_per_h,
        "loss_L_low": work.lost.loss_L_low,
        "loss_L_median": work.lost.loss_L_median,
        "reasons": [
            {
                "id": reason.id,
                "text": reason.text,
                "evidence": reason.evidence,
                "sources": list(reason.sources),
            }
            for reason in advice.reasons
        ],
    }


def _along(work: Work) -> list[dict[str, float | None]]:
    """Chance of a cramp so far, by place."""
    outcomes = work.comparison.outcomes[work.chosen]
    n = len(outcomes)
    course = work.variants[work.chosen].scenario.course
    times = [outcome.cramp_s for outcome in outcomes if outcome.cramp_s is not None]
    rows = []
    for km in np.linspace(0.0, work.way.length_m / 1000.0, _POINTS + 1):
        at_s = float(np.interp(1000.0 * km, course.distance_m, course.time_s))
        k = sum(time_s <= at_s for time_s in times)
        low, high = interval_80(k, n) if n else (None, None)
        rows.append(
            {
                "distance_km": float(km),
                "time_s": at_s,
                "probability": k / n if n else None,
                "probability_p10": low,
                "probability_p90": high,
            }
        )
    return rows


def _sodium_mg(work: Work) -> dict[str, float | None]:
    outcomes = work.comparison.outcomes[work.chosen]
    molar = work.comparison.twin.parameters.value("electrolytes.sodium_molar_mass")
    return quantiles([molar * outcome.body["sodium_lost_mmol"] for outcome in outcomes])


def _drinks_of(chosen: Variant) -> dict[str, Any]:
    """The drinks among the conditions; of a plan by stations, what it comes to per hour."""
    table: dict[str, Any] = dict(chosen.scenario.drinking.as_dict())
    if chosen.candidate is not None:
        table["fluid_mL_per_h"] = {"value": chosen.candidate.fluid_mL_per_h, "source": "given"}
    return table


def _drinking(work: Work, chosen: Variant) -> dict[str, Any] | None:
    """The plan; None where the rules give none."""
    plan = chosen.candidate
    if plan is None:
        return None
    kit, hours = work.kit, float(chosen.scenario.course.time_s[-1]) / 3600.0
    stations = zip(kit.places_m, kit.times_s, plan.volumes_mL, strict=True)
    outcomes = work.comparison.outcomes[work.chosen]
    return {
        "drink": None if kit.drink is None else kit.drink.name,
        "fluid_mL_per_h": plan.fluid_mL_per_h,
        "sodium_mg_per_L": plan.sodium_mg_per_L,
        "capsule_mg_per_h": plan.capsule_mg_per_h,
        "sodium_mg_per_h": plan.sodium_mg_per_h,
        "pre_race_mL": kit.pre_race_mL,
        "carried_mL": sum(plan.volumes_mL) or plan.fluid_mL_per_h * hours,
        "stations": [
            {"distance_km": place / 1000.0, "time_s": at_s, "volume_mL": volume}
            for place, at_s, volume in stations
            if volume > 0.0
        ],
        "least_plasma_sodium_mmol_L": quantiles(
            [outcome.body["least_plasma_sodium_mmol_L"] for outcome in outcomes]
        ),
        "n_searched": work.n_searched,
        "n_bodies": work.n_bodies,
    }
