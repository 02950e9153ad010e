"""The result as a document: schema ``uncramp/result/1`` (docs/reference/result.md)."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp import __version__
from uncramp.activity import Activity
from uncramp.athlete import Athlete
from uncramp.calf import MUSCLES
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.causes import in_metric, statement_values, template_of, values_of
from uncramp.explain.comparison import Outcome
from uncramp.explain.dangers import NO_COACHING, dangers
from uncramp.explain.interval import interval_80
from uncramp.explain.session import Session
from uncramp.explain.shapley import shares
from uncramp.explain.timeline import timeline

__all__ = ["SCHEMA", "document", "interval_80"]

SCHEMA = "uncramp/result/1"


def document(
    session: Session,
    activity: Activity,
    athlete: Athlete,
    conditions: Conditions,
    drinking: DrinkingPlan,
    interrupted: bool,
) -> dict[str, Any]:
    """Everything known so far; numbers are plain floats, unknown ones None."""
    parameters = session.twin.parameters
    body = _body_end(session)
    outcomes = [Outcome.of(result) for result in session.results]
    unsafe = dangers(
        [outcome.body for outcome in outcomes],
        athlete,
        conditions,
        parameters,
        drinks_asked=True,  # what was drunk is among the causes
    )
    coaching = not NO_COACHING & set(unsafe)
    return {
        "schema": SCHEMA,
        "version": __version__,
        "seed": session.twin.seed,
        "parameters": {"set": parameters.name, "hash": parameters.hash()},
        "interrupted": interrupted,
        "activity": _activity(activity),
        "athlete": athlete.to_dict(),
        "conditions": {**conditions.as_dict(), **drinking.as_dict()},
        "cramp": _cramp(session, activity),
        "warnings": unsafe,
        "coaching": coaching,
        "why": _why(session, activity, body["mass_change_pct"]) if coaching else [],
        "body_end": body,
        "muscles": _muscles(session),
        "timeline": timeline(session.results, activity),
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "file": activity.file,
        "sport": activity.sport,
        "start": activity.start.isoformat() if activity.start else None,
        "distance_km": _number(activity.distance_km),
        "elapsed_s": _number(activity.elapsed_s),
        "timer_s": _number(activity.timer_s),
        "moving_s": _number(activity.moving_s),
        "ascent_m": _number(activity.ascent_m),
        "records": int(activity.n_records),
        "warnings": list(activity.warnings),
    }


def _cramp(session: Session, activity: Activity) -> dict[str, Any]:
    cramps = [result.cramp for result in session.results if result.cramp is not None]
    n, k = len(session.results), len(cramps)
    low, high = interval_80(k, n) if n else (None, None)
    times = np.array([cramp.time_s for cramp in cramps])
    at_s = float(np.median(times)) if k else None
    muscle = Counter(cramp.muscle for cramp in cramps).most_common(1)[0][0] if k else None
    return {
        "probability": k / n if n else None,
        "probability_p10": low,
        "probability_p90": high,
        "n_twins": n,
        "n_cramped": k,
        "muscle": muscle,
        "time_s": at_s,
        "time_s_p10": _number(np.percentile(times, 10)) if k else None,
        "time_s_p90": _number(np.percentile(times, 90)) if k else None,
        "distance_km": None
        if at_s is None
        else _number(np.interp(at_s, activity.time_s, activity.distance_m) / 1000.0),
    }


def _why(
    session: Session, activity: Activity, mass_change_pct: float | None
) -> list[dict[str, Any]]:
    """Causes that were looked at, the largest share first; no shares before every walk ended."""
    n, k = len(session.results), len(session.cramped())
    if not k:
        return []
    parts = shares(session.decisive, [cause.name for cause in session.causes])
    members = session.members[: len(session.results)]
    loss = -(mass_change_pct or 0.0)
    values = statement_values(session.scenario, members, loss, session.twin.parameters)
    if activity.ascent_m is not None:
        values["ascent_m"] = activity.ascent_m  # as at the head of the answer
    rows = []
    for cause in session.causes:
        still, known = session.still_cramps(cause.name)
        if not known:
            continue
        template = template_of(cause, session.scenario, session.twin.parameters, values)
        rows.append(
            {
                "cause": cause.name,
                "share": parts[cause.name] if session.walked else None,
                "probability_without": k / n * still / known,
                "statement": in_metric(template, values),
                "values": values_of(template, values),
                "evidence": cause.evidence,
                "sources": list(cause.sources),
            }
        )
    return sorted(rows, key=lambda row: (-(row["share"] or 0.0), row["probability_without"]))


def _body_end(session: Session) -> dict[str, float | None]:
    ends = [result.body.end() for result in session.results]
    names = ("sweat_L", "drunk_L", "mass_change_pct", "sodium_lost_mmol", "plasma_sodium_mmol_L")
    return {name: _median([end[name] for end in ends]) for name in names}


def _muscles(session: Session) -> dict[str, dict[str, float | None]]:
    table: dict[str, dict[str, float | None]] = {}
    for k, muscle in enumerate(MUSCLES):
        table[muscle] = {
            "force_capacity_end": _median([r.force_capacity[-1, k] for r in session.results]),
            "ia_gain_end": _median([r.ia_gain[-1, k] for r in session.results]),
            "ib_gain_end": _median([r.ib_gain[-1, k] for r in session.results]),
            "potassium_mM_max": _median([r.potassium_max_mM[:, k].max() for r in session.results]),
        }
    return table


def _median(values: list[float] | list[NDArray[np.float64]]) -> float | None:
    return _number(np.median(values)) if len(values) else None


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
