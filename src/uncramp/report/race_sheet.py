"""Sentences, tables and charts of a forecast before a race, from its document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.report import wording
from uncramp.report.assumptions import assumed
from uncramp.report.charts import Charts, Panel, Scale, Series
from uncramp.report.measures import Measures, clock, percent
from uncramp.report.sheet import Bar, Chart, Section, Sheet, Table
from uncramp.report.ticks import number_ticks
from uncramp.report.whatif_sheet import DRINKING, points, provenance
from uncramp.units import speed_from_pace

_S_PER_DAY = 86_400.0
_MOST_SPLITS = 12
_FIRST = ("heat", "hyponatraemia", "emergency", "clinician")
STOPPED = ("emergency", "hyponatraemia")  # no further coaching
_NAMES = {"target": "target pace, drinking to thirst"}
FORECAST = (
    "A forecast is no promise: pace, weather and luck decide with it. Less drinking when you are "
    "not thirsty, and never beyond thirst or a plan."
)


def race_sheet(document: Mapping[str, Any], *, units: str = "metric") -> Sheet:
    """The sheet of a document of schema ``uncramp/race/1``."""
    measures = Measures(units)
    reasons = document["advice"]["reasons"]
    if document["advice"]["refused"] in STOPPED:
        return Sheet(
            about=_about(document, measures),
            headline="No forecast of cramps and no plan: help comes first.",
            tone="alarm",
            details=(),
            sections=(_limits(document, measures),),
            provenance=provenance(document, document["cramp"]["n_twins"]),
            alarms=tuple(reason["text"] for reason in reasons),
        )
    return Sheet(
        about=_about(document, measures),
        headline=_headline(document, measures),
        tone=wording.tone(document["cramp"]["probability"]),
        details=_details(document),
        sections=(
            _levers(document),
            _pacing(document, measures),
            _body(document, measures),
            _drinks(document, measures),
            _along(document, measures),
            _limits(document, measures),
        ),
        provenance=provenance(document, document["cramp"]["n_twins"]),
        alarms=tuple(reason["text"] for reason in reasons if reason["id"] in _FIRST),
        facts=f"WBGT about {measures.temperature(document['wbgt_C'])}, estimated from the weather",
    )


def start_clock(document: Mapping[str, Any], time_s: float) -> str:
    """Time of day where the start is known, else the elapsed time."""
    if document["start_s"] is None:
        return clock(time_s)
    return clock((document["start_s"] + time_s) % _S_PER_DAY)


def _about(document: Mapping[str, Any], measures: Measures) -> str:
    course = document["course"]
    parts = [wording.printable(course["name"]), measures.distance(course["distance_km"])]
    if course["has_profile"]:
        parts.append(f"{measures.height(course['ascent_m'])} of climbing")
    parts.append(f"target {clock(document['target_s'])} h")
    if document["date"]:
        parts.append(document["date"])
    return ", ".join(parts)


def _headline(document: Mapping[str, Any], measures: Measures) -> str:
    cramp = document["cramp"]
    if cramp["probability"] is None:
        return "Stopped before the first simulated runner was done: no answer yet."
    count = wording.of_runners(cramp["probability"], cramp["n_twins"])
    verb = "cramps" if cramp["n_cramped"] in (0, 1) else "cramp"
    text = f"At this pace {count} simulated runners like you {verb}"
    if cramp["time_s"] is not None:
        text += f", {wording.when_and_where(cramp, measures)}"
    return f"{text}."


def _details(document: Mapping[str, Any]) -> tuple[str, ...]:
    cramp = document["cramp"]
    if cramp["probability"] is None:
        return ()
    low, high = percent(cramp["probability_p10"]), percent(cramp["probability_p90"])
    rows = [f"With {cramp['n_twins']} simulated, {low} to {high} is plausible.", _verdict(document)]
    rows += [reason["text"] for reason in document["advice"]["reasons"] if reason["id"] == "warm"]
    if document["interrupted"]:
        rows.append("Stopped early: this rests on fewer simulated runners than asked for.")
    return tuple(rows)


def _verdict(document: Mapping[str, Any]) -> str:
    most = document["matters_most"]
    if most == "pace":
        return "Pacing is what matters most: starting and running slower lowers the chance."
    if most == "drinking":
        return (
            "Here the drinking plan lowers the chance most; its evidence in runners is weak and "
            "disputed, that of pacing is better."
        )
    if not document["cramp"]["n_cramped"]:
        return "So a slower pace or other drinking has nothing to lower here."
    return (
        "Neither a slower pace nor the drinking plan lowers the chance by more than so many "
        "simulated runners can tell from chance."
    )


def _lever_name(lever: Mapping[str, Any]) -> str:
    if lever["pace_pct"]:
        return f"{abs(lever['pace_pct']):g} % slower"
    if lever["fluid_mL_per_h"] is None:
        return _NAMES["target"]
    said = f"{lever['fluid_mL_per_h']:.0f} mL/h, {lever['sodium_mg_per_L']:.0f} mg/L sodium"
    return f"{said}, capsules" if lever["capsule_mg_per_h"] else said


def _levers(document: Mapping[str, Any]) -> Section:
    rows, bars = [], []
    for lever in document["levers"]:
        value = lever["probability"]
        rows.append(
            (
                _lever_name(lever),
                "–" if value is None else percent(value),
                points(lever["difference"]).split(" points")[0],
                clock(lever["finish_s"]),
            )
        )
        keys = ("probability_p10", "probability", "probability_p90")
        bars.append(Bar(*(lever[key] or 0.0 for key in keys)))
    table = Table(
        caption=(
            "The same simulated runners each time: chance of a cramp, difference to the first row "
            "in points of 100, finish in h:min; bar: 80 % range and value."
        ),
        head=("", "chance", "difference", "finish"),
        rows=tuple(rows),
        bars=tuple(bars),
    )
    return Section("What would change it", (), table)


def _pacing(document: Mapping[str, Any], measures: Measures) -> Section:
    splits = document["pacing"]
    step = max(1, -(-len(splits) // _MOST_SPLITS))
    picked = [*splits[step - 1 :: step]]
    if picked[-1] is not splits[-1]:
        picked.append(splits[-1])
    rows, before_km, before_s, climbed = [], 0.0, 0.0, 0.0
    climbs = {split["end_km"]: split["climb_m"] for split in splits}
    for split in picked:
        climbed = sum(v for km, v in climbs.items() if before_km < km <= split["end_km"])
        pace = (split["end_s"] - before_s) / (split["end_km"] - before_km)
        rows.append(
            (
                f"{measures.in_distance(split['end_km']):.1f}",
                start_clock(document, split["end_s"]),
                measures.pace(speed_from_pace(pace)),
                measures.height(climbed),
            )
        )
        before_km, before_s = split["end_km"], split["end_s"]
    flat = "" if document["course"]["has_profile"] else " No heights are known: taken as level."
    return Section(
        "Pacing plan, even effort",
        (f"Slower uphill, a little faster downhill, the same effort throughout.{flat}",),
        Table("", (f"to {measures.distance_unit}", "clock", "pace", "climb"), tuple(rows)),
    )


def _body(document: Mapping[str, Any], measures: Measures) -> Section:
    end = document["cramp"]["body_end"]
    rows = []
    for label, values, form in (
        ("sweat", end["sweat_L"], measures.volume),
        ("sodium lost", document["sodium_lost_mg"], lambda v: f"{v / 1000.0:.1f} g"),
        ("body mass", end["mass_change_pct"], lambda v: f"{v:+.1f} %".replace("-", "−")),
        ("sodium in the blood", end["plasma_sodium_mmol_L"], lambda v: f"{v:.0f} mmol/L"),
        ("highest core", end["most_core_temperature_C"], lambda v: measures.temperature(v, 1)),
    ):
        shown = ("–" if values[key] is None else form(values[key]) for key in ("p50", "p10", "p90"))
        rows.append((label, *shown))
    how = "Drinking to thirst" if document["drinking"] is None else "With the plan below"
    return Section(
        "Your body at the finish",
        table=Table(
            f"{how}; 8 of 10 simulated runners lie between the last two columns.",
            ("", "typical", "from", "to"),
            tuple(rows),
        ),
    )


def _drinks(document: Mapping[str, Any], measures: Measures) -> Section:
    sentences = [
        f"{reason['text']}"
        for reason in document["advice"]["reasons"]
        if reason["id"] not in (*_FIRST, "warm", "cramp")
    ]
    plan = document["drinking"]
    if plan is None:
        first = "No amount is planned: drink when you are thirsty, and not more."
        if document["advice"]["refused"]:
            first = "No drinking plan is given; see the top."
        return Section("Drinking", (first, *sentences, DRINKING))
    first = (
        f"At most {measures.flow(plan['fluid_mL_per_h'])}, {mixture(plan)} "
        f"({plan['sodium_mg_per_h']:.0f} mg of sodium per hour in all). Found among "
        f"{plan['n_searched']} plans, tried on the bodies of {plan['n_bodies']} simulated runners; "
        f"the ceiling is {measures.flow(document['advice']['fluid_most_mL_per_h'])}."
    )
    rows = tuple(
        (
            f"{measures.in_distance(stop['distance_km']):.1f}",
            start_clock(document, stop["time_s"]),
            f"{stop['volume_mL']:.0f} mL",
        )
        for stop in plan["stations"]
    )
    table = Table("At most, by aid station.", (measures.distance_unit, "clock", "drink"), rows)
    return Section("Drinking", (first, *sentences, DRINKING), table if rows else None)


def mixture(plan: Mapping[str, Any]) -> str:
    """``with 500 mg/L of sodium``, or the drink by name and what comes from capsules."""
    if plan["drink"] is None:
        return f"with {plan['sodium_mg_per_L']:.0f} mg/L of sodium"
    said = f"of {wording.printable(plan['drink'])}"
    if plan["capsule_mg_per_h"]:
        said += f", with {plan['capsule_mg_per_h']:.0f} mg of sodium per hour from capsules"
    return said


def _along(document: Mapping[str, Any], measures: Measures) -> Section:
    rows = [row for row in document["along"] if row["probability"] is not None]
    if len(rows) < 2:
        return Section("Along the way")
    places = tuple(measures.in_distance(row["distance_km"]) for row in rows)

    def column(key: str) -> list[float | None]:
        return [100.0 * row[key] for row in rows]

    end = percent(rows[-1]["probability"])
    panel = Panel(
        name="along",
        title="Chance of a cramp so far, %",
        finding=f"Across: {measures.distance_unit}. By the finish {end}; band: its 80 % range.",
        series=(Series("chance of a cramp", column("probability"), "a"),),
        scale=Scale(0.0, 100.0, tuple((float(v), str(v)) for v in (0, 25, 50, 75, 100)), "percent"),
        band=(column("probability_p10"), column("probability_p90")),
    )
    ticks = tuple((value, f"{value:g}") for value in number_ticks(0.0, places[-1], 7))
    chart = Chart(panel, Charts(places, (), ticks, (), None, "", (panel,)))
    marks = [rows[round(k * (len(rows) - 1) / 5)] for k in range(1, 6)]
    table = Table(
        caption="Share of the simulated runners who have cramped by there.",
        head=(measures.distance_unit, "chance"),
        rows=tuple(
            (f"{measures.in_distance(m['distance_km']):.1f}", percent(m["probability"]))
            for m in marks
        ),
        bars=tuple(
            Bar(m["probability_p10"], m["probability"], m["probability_p90"]) for m in marks
        ),
    )
    return Section("Along the way", (), table, (chart,))


def _limits(document: Mapping[str, Any], measures: Measures) -> Section:
    known = {k: v for k, v in document["conditions"].items() if "mL_per_h" not in k}
    known.pop("sodium_mg_per_L", None)
    rows = assumed({**document, "conditions": known}, measures)
    sentences = [FORECAST, *(f"{sentence} Say it with {flags}" for sentence, flags in rows)]
    sentences += list(wording.CANNOT_KNOW)
    sentences += [wording.printable(line) for line in document["notes"]]
    sentences += [f"Course: {wording.printable(line)}" for line in document["course"]["warnings"]]
    return Section("What it could not know", tuple(sentences))
