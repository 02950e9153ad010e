"""The answer of a what-if as a document: schema ``uncramp/whatif/1`` (docs/reference/whatif.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from uncramp import __version__
from uncramp.activity import Activity
from uncramp.explain.changes import Change
from uncramp.explain.comparison import Comparison, Outcome
from uncramp.explain.dangers import NO_COACHING, dangers
from uncramp.explain.interval import interval_80
from uncramp.explain.paired import METHOD, paired_interval_80
from uncramp.simulation import Scenario

SCHEMA = "uncramp/whatif/1"
DRINKS = {"drink", "sodium", "capsules", "before", "product", "stations"}
_BODY = (
    "sweat_L",
    "drunk_L",
    "mass_change_pct",
    "sodium_lost_mmol",
    "plasma_sodium_mmol_L",
    "most_core_temperature_C",
)


def document(
    comparison: Comparison, activity: Activity, changes: Sequence[Change], steps: Sequence[Change]
) -> dict[str, Any]:
    """Everything that is known; numbers are plain floats, unknown ones None."""
    base, after = comparison.base, comparison.variants[0]
    before, changed = comparison.before, comparison.outcomes[0]
    parameters = comparison.twin.parameters
    drinks = {change.name for change in (*changes, *steps)} & DRINKS
    unsafe = warnings(comparison, after, changed, drinks_asked=bool(drinks))
    was_unsafe = warnings(comparison, base, before)
    return {
        "schema": SCHEMA,
        "version": __version__,
        "seed": comparison.twin.seed,
        "parameters": {"set": parameters.name, "hash": parameters.hash()},
        "interrupted": comparison.interrupted,
        "activity": {
            "file": activity.file,
            "start": activity.start.isoformat() if activity.start else None,
            "distance_km": activity.distance_km,
            "elapsed_s": float(activity.elapsed_s),
            "warnings": list(activity.warnings),
        },
        "athlete": base.athlete.to_dict(),
        "conditions": {**base.conditions.as_dict(), **base.drinking.as_dict()},
        "changes": [change_row(change) for change in changes],
        "coaching": not NO_COACHING & {*unsafe, *was_unsafe},
        "before": side(before, base) | {"warnings": was_unsafe},
        "after": side(changed, after) | {"warnings": unsafe},
        "difference": difference(before, changed, same=after is base),
        "sweep": None if not steps else _sweep(comparison, steps),
        "drinking_warning": bool(drinks),
    }


def change_row(change: Change) -> dict[str, Any]:
    """One change with what is known of it."""
    kind = change.kind
    return {
        "change": change.name,
        "value": change.value if kind.numeric else None,
        "unit": kind.unit,
        "statement": change.statement(),
        "evidence": kind.evidence,
        "caveat": kind.caveat,
        "sources": list(kind.sources),
    }


def side(outcomes: Sequence[Outcome], scenario: Scenario) -> dict[str, Any]:
    """Chance, time and place of a cramp, and the body at the finish."""
    cramps = [outcome for outcome in outcomes if outcome.cramp_s is not None]
    n, k = len(outcomes), len(cramps)
    low, high = interval_80(k, n) if n else (None, None)
    times = np.array([outcome.cramp_s for outcome in cramps], dtype=float)
    course = scenario.course
    at_s = float(np.median(times)) if k else None
    return {
        "probability": k / n if n else None,
        "probability_p10": low,
        "probability_p90": high,
        "n_twins": n,
        "n_cramped": k,
        "muscle": Counter(c.muscle for c in cramps).most_common(1)[0][0] if k else None,
        "time_s": at_s,
        "time_s_p10": float(np.percentile(times, 10)) if k else None,
        "time_s_p90": float(np.percentile(times, 90)) if k else None,
        "distance_km": None
        if at_s is None
        else float(np.interp(at_s, course.time_s, course.distance_m)) / 1000.0,
        "finish_s": float(course.time_s[-1]),
        "finish_km": float(course.distance_m[-1]) / 1000.0,
        "body_end": {name: quantiles([o.body[name] for o in outcomes]) for name in _BODY},
    }


def quantiles(values: Sequence[float]) -> dict[str, float | None]:
    """Median and 80 % range over the simulated runners."""
    if not len(values):
        return {"p10": None, "p50": None, "p90": None}
    low, middle, high = np.percentile(np.asarray(values, dtype=float), [10, 50, 90])
    return {"p10": float(low), "p50": float(middle), "p90": float(high)}


def difference(
    before: Sequence[Outcome], after: Sequence[Outcome], *, same: bool
) -> dict[str, Any]:
    """After less before, in the same runners; of one scenario with itself exactly 0."""
    pairs = list(zip(before, after, strict=True))
    n = len(pairs)
    prevented = sum(b.cramp_s is not None and a.cramp_s is None for b, a in pairs)
    brought = sum(b.cramp_s is None and a.cramp_s is not None for b, a in pairs)
    later = [
        a.cramp_s - b.cramp_s for b, a in pairs if b.cramp_s is not None and a.cramp_s is not None
    ]
    low: float | None = 0.0
    high: float | None = 0.0
    if not n:
        low = high = None
    elif not same:
        low, high = paired_interval_80(prevented, brought, n)
    return {
        "probability": (brought - prevented) / n if n else None,
        "probability_p10": low,
        "probability_p90": high,
        "method": METHOD,
        "n_twins": n,
        "n_prevented": prevented,
        "n_brought": brought,
        "n_cramp_both": len(later),
        "later_s": float(np.median(later)) if later else None,
    }


def warnings(
    comparison: Comparison,
    scenario: Scenario,
    outcomes: Sequence[Outcome],
    *,
    drinks_asked: bool = False,
) -> list[str]:
    """Which rules of safety a scenario breaks, the gravest first (`dangers`)."""
    bodies = [outcome.body for outcome in outcomes]
    parameters = comparison.twin.parameters
    conditions = scenario.conditions
    return dangers(bodies, scenario.athlete, conditions, parameters, drinks_asked=drinks_asked)


def _sweep(comparison: Comparison, steps: Sequence[Change]) -> dict[str, Any]:
    kind = steps[0].kind
    rows: list[Mapping[str, Any]] = []
    columns = zip(steps, comparison.variants[1:], comparison.outcomes[1:], strict=True)
    for step, scenario, outcomes in columns:
        found = side(outcomes, scenario)
        names = ("probability", "probability_p10", "probability_p90", "n_cramped", "time_s")
        rows.append(
            {
                "value": step.value,
                **{name: found[name] for name in names},
                "finish_s": found["finish_s"],
                "difference": difference(
                    comparison.before, outcomes, same=scenario is comparison.base
                ),
                "mass_change_pct": found["body_end"]["mass_change_pct"],
                "plasma_sodium_mmol_L": found["body_end"]["plasma_sodium_mmol_L"],
                "warnings": warnings(comparison, scenario, outcomes),
            }
        )
    return {
        "change": kind.name,
        "unit": kind.unit,
        "evidence": kind.evidence,
        "caveat": kind.caveat,
        "sources": list(kind.sources),
        "rows": rows,
    }
