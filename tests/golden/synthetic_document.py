"""SYNTHETIC TEST DATA: result documents with the shape of real ones and invented numbers.

No simulation made these. They only exercise the renderings: a marathon that most simulated
runners finish with a cramp, a calm run, a run stopped early.
"""

from __future__ import annotations

import copy
import math
import random
from typing import Any

MUSCLES = ("soleus", "medial_gastrocnemius", "lateral_gastrocnemius")
N_POINTS = 400
ELAPSED_S = 14_290.0
PAUSE_S = (7_980.0, 8_160.0)


def marathon() -> dict[str, Any]:
    """41 of 50 simulated runners cramp in the soleus around 3:32."""
    timeline = _timeline(0.82)
    return {
        "schema": "uncramp/result/1",
        "version": "0.1.0",
        "seed": 1,
        "interrupted": False,
        "parameters": {"set": "reference", "hash": "0123456789ab"},
        "activity": {
            "file": "sunday.fit",
            "sport": "running",
            "start": "2025-10-12T07:30:00+00:00",
            "distance_km": timeline["distance_km"][-1],
            "elapsed_s": ELAPSED_S,
            "timer_s": ELAPSED_S - 150.0,
            "moving_s": ELAPSED_S - 180.0,
            "ascent_m": 212.0,
            "records": 14_102,
            "warnings": ["Heart rate is missing for 84 s and was left empty."],
        },
        "athlete": {"mass_kg": 68.0, "height_m": 1.78, "age_y": 39.0, "cramps_last_year": 2},
        "conditions": _conditions(),
        "cramp": {
            "probability": 0.82,
            "probability_p10": 0.74,
            "probability_p90": 0.88,
            "n_twins": 50,
            "n_cramped": 41,
            "muscle": "soleus",
            "time_s": 12_735.0,
            "time_s_p10": 11_980.0,
            "time_s_p90": 13_890.0,
            "distance_km": 37.6,
        },
        "why": _why(),
        "body_end": {
            "sweat_L": 3.42,
            "drunk_L": 1.19,
            "mass_change_pct": -3.6,
            "sodium_lost_mmol": 136.8,
            "plasma_sodium_mmol_L": 142.3,
        },
        "muscles": {
            name: {
                "force_capacity_end": force,
                "ia_gain_end": ia,
                "ib_gain_end": ib,
                "potassium_mM_max": potassium,
            }
            for name, force, ia, ib, potassium in (
                ("soleus", 0.61, 1.34, 0.58, 8.7),
                ("medial_gastrocnemius", 0.72, 1.21, 0.67, 8.1),
                ("lateral_gastrocnemius", 0.81, 1.12, 0.79, 7.4),
            )
        },
        "timeline": timeline,
    }


def calm() -> dict[str, Any]:
    """The same run, where 1 of 50 cramps."""
    document = copy.deepcopy(marathon())
    document["timeline"] = _timeline(0.02)
    document["cramp"].update(
        probability=0.02,
        probability_p10=0.0,
        probability_p90=0.06,
        n_cramped=1,
        time_s_p10=12_735.0,
        time_s_p90=12_735.0,
    )
    for cause in document["why"]:
        cause["probability_without"] = 0.0
    return document


def stopped() -> dict[str, Any]:
    """Ctrl-C after eight runners: no causes, no threshold, no range over time."""
    document = copy.deepcopy(marathon())
    document.update(interrupted=True, why=[])
    document["cramp"].update(
        probability=0.375, probability_p10=0.2, probability_p90=0.6, n_twins=8, n_cramped=3
    )
    timeline = document["timeline"]
    timeline["cramp_threshold_pct"] = [None] * len(timeline["time_s"])
    for name in ("cramp_probability_p10", "cramp_probability_p90"):
        del timeline[name]
    return document


def bare() -> dict[str, Any]:
    """A treadmill run of 40 minutes without altitude, heart rate, start time or cramps."""
    document = copy.deepcopy(calm())
    document["activity"].update(
        start=None, ascent_m=None, elapsed_s=2_400.0, moving_s=2_400.0, warnings=[]
    )
    timeline = document["timeline"]
    keep = sum(moment <= 2_400.0 for moment in timeline["time_s"])
    for name, column in timeline.items():
        timeline[name] = column[:keep]
    timeline["grade_pct"] = [None] * keep
    timeline["heart_rate_bpm"] = [None] * keep
    document["activity"]["distance_km"] = timeline["distance_km"][-1]
    for name, state in document["muscles"].items():
        state["force_capacity_end"] = timeline[f"{name}_force_capacity"][-1]
    document["body_end"].update(
        sweat_L=0.5, drunk_L=0.2, mass_change_pct=-0.6, sodium_lost_mmol=20.0
    )
    document["cramp"].update(
        probability=0.0,
        probability_p10=0.0,
        probability_p90=0.04,
        n_cramped=0,
        muscle=None,
        time_s=None,
        time_s_p10=None,
        time_s_p90=None,
        distance_km=None,
    )
    document["why"] = []
    return document


def with_route(document: dict[str, Any]) -> dict[str, Any]:
    """A loop somewhere in the sea, so that no real place is meant."""
    n = len(document["timeline"]["time_s"])
    turns = [2.0 * math.pi * i / (n - 1) for i in range(n)]
    document["route"] = {
        "latitude_deg": [
            round(0.5 + 0.04 * math.sin(t) + 0.008 * math.sin(5 * t), 5) for t in turns
        ],
        "longitude_deg": [round(-31.2345 + 0.07 * math.cos(t), 5) for t in turns],
    }
    return document


def _conditions() -> dict[str, Any]:
    return {
        "air_temperature_C": {"value": 24.0, "source": "given"},
        "relative_humidity_pct": {"value": 71.0, "source": "given"},
        "wind_m_s": {"value": 1.5, "source": "assumed"},
        "solar": {"value": 0.5, "source": "assumed"},
        "fluid_mL_per_h": {"value": 300.0, "source": "given"},
        "sodium_mg_per_L": {"value": None, "source": "assumed"},
    }


def _why() -> list[dict[str, Any]]:
    rows = (
        ("pace", 0.46, 0.34, "32 s/km faster than your easy pace", "strong"),
        ("distance", 0.24, 0.52, "Longer than your longest recent run", "moderate"),
        ("hills", 0.12, 0.68, "Uphill stretches between km 28 and 33", "weak"),
        ("heat", 0.07, 0.74, "24 °C and 71 % humidity", "conflicting"),
        ("fluid_sodium", 0.05, 0.78, "3.6 % of body mass lost", "conflicting"),
    )
    return [
        {
            "cause": cause,
            "share": share,
            "probability_without": left,
            "statement": statement,
            "evidence": evidence,
            "sources": ["uncramp2026"],
        }
        for cause, share, left, statement, evidence in rows
    ]


def _timeline(final_probability: float) -> dict[str, list[Any]]:
    rng = random.Random(7)
    time_s = [ELAPSED_S * i / (N_POINTS - 1) for i in range(N_POINTS)]
    moving = [not PAUSE_S[0] <= moment < PAUSE_S[1] for moment in time_s]
    effort = [moment / ELAPSED_S for moment in time_s]
    hills = [2.6 * math.sin(9.0 * x) * math.sin(2.3 * x + 0.4) for x in effort]
    wobble, speed = 0.0, []
    for x, goes, slope in zip(effort, moving, hills, strict=True):
        wobble = 0.85 * wobble + rng.gauss(0.0, 0.035)
        tired = 0.45 * max(x - 0.7, 0.0) / 0.3
        speed.append(3.05 + wobble - 0.06 * slope - tired if goes else 0.0)
    distance_km = [0.0]
    for i in range(1, N_POINTS):
        distance_km.append(distance_km[-1] + speed[i - 1] * (time_s[i] - time_s[i - 1]) / 1000.0)
    columns: dict[str, list[Any]] = {
        "time_s": [round(value, 1) for value in time_s],
        "distance_km": [round(value, 4) for value in distance_km],
        "speed_m_s": [round(value, 3) for value in speed],
        "grade_pct": [round(value, 2) for value in hills],
        "heart_rate_bpm": _heart(rng, effort, moving),
        "moving": moving,
        "core_temperature_C": [round(37.0 + 2.1 * (1 - math.exp(-4 * x)), 2) for x in effort],
        "mass_change_pct": [round(-3.6 * x, 3) for x in effort],
        "plasma_sodium_mmol_L": [round(140.0 + 2.3 * x, 2) for x in effort],
        "cramp_threshold_pct": [
            None if x < 0.1 else round(93.0 - 74.0 * x**0.8 + rng.gauss(0.0, 0.6), 2)
            for x in effort
        ],
    }
    for name, pull in zip(MUSCLES, (1.0, 0.72, 0.49), strict=True):
        share = {MUSCLES[0]: 1.0, MUSCLES[1]: 0.22, MUSCLES[2]: 0.05}[name]
        columns.update(_muscle(rng, name, effort, moving, pull, share * final_probability))
    whole = columns["soleus_cramp_probability"]
    columns["cramp_probability"] = whole
    spread = [1.28 * math.sqrt(p * (1.0 - p) / 50.0) for p in whole]
    columns["cramp_probability_p10"] = [
        round(max(p - s, 0.0), 4) for p, s in zip(whole, spread, strict=True)
    ]
    columns["cramp_probability_p90"] = [
        round(min(p + s, 1.0), 4) for p, s in zip(whole, spread, strict=True)
    ]
    return columns


def _heart(rng: random.Random, effort: list[float], moving: list[bool]) -> list[Any]:
    """Beats that drift upwards, drop in the pause, and are missing for a while."""
    beats, rate = [], 95.0
    for x, goes in zip(effort, moving, strict=True):
        rate += 0.25 * ((150.0 + 22.0 * x if goes else 105.0) - rate) + rng.gauss(0.0, 0.7)
        beats.append(None if 0.31 < x < 0.316 else round(rate, 1))
    return beats


def _muscle(
    rng: random.Random,
    name: str,
    effort: list[float],
    moving: list[bool],
    pull: float,
    final: float,
) -> dict[str, list[Any]]:
    """A muscle that tires, hears more of its spindles and less of its tendon organs."""
    logistic = [1.0 / (1.0 + math.exp(-26.0 * (x - 0.87))) for x in effort]
    last = logistic[-1]
    cramps = [round(round(50.0 * final * value / last) / 50.0, 4) for value in logistic]
    ia = [60.0 + 24.0 * pull * x + rng.gauss(0.0, 1.5) for x in effort]
    ib = [45.0 - 19.0 * pull * x + rng.gauss(0.0, 1.5) for x in effort]
    return {
        f"{name}_force_capacity": [round(1.0 - 0.39 * pull * x**0.8, 4) for x in effort],
        f"{name}_ia_pps": [round(v if m else 9.0, 1) for v, m in zip(ia, moving, strict=True)],
        f"{name}_ib_pps": [round(v if m else 2.0, 1) for v, m in zip(ib, moving, strict=True)],
        f"{name}_potassium_mM": [
            round(4.4 + 4.3 * pull * (1 - math.exp(-6 * x)), 2) for x in effort
        ],
        f"{name}_cramp_probability": cramps,
    }
