"""Sentences, tables and charts of a forecast before a race, from its document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.language import SOURCE, Language, marked
from uncramp.parameters import load_parameters
from uncramp.report import wording
from uncramp.report.assumptions import assumed
from uncramp.report.charts import Charts, Panel, Scale, Series
from uncramp.report.measures import Measures, clock, percent
from uncramp.report.sheet import Bar, Chart, Section, Sheet, Table
from uncramp.report.ticks import number_ticks
from uncramp.report.whatif_sheet import (
    DRINKING,
    STOPPED_EARLY,
    points_number,
    provenance,
    said_with,
)
from uncramp.report.whatif_sweep import NO_ANSWER
from uncramp.units import speed_from_pace

_S_PER_DAY = 86_400.0
_MOST_SPLITS = 12
_FIRST = ("heat", "hyponatraemia", "emergency", "clinician")
_OF_A_PLAN = ("part", "ceiling", "stomach", "sodium")  # said of an amount
STOPPED = ("emergency", "hyponatraemia")  # no further coaching
_CORE_MOST, _NEAR_C = "heat.core_most", 0.1
FORECAST = marked(
    "A forecast is no promise: pace, weather and luck decide with it. Less drinking when you are "
    "not thirsty, and never beyond thirst or a plan."
)


def race_sheet(
    document: Mapping[str, Any], *, units: str = "metric", language: Language = SOURCE
) -> Sheet:
    """The sheet of a document of schema ``uncramp/race/1``."""
    measures = Measures(units, language)
    _ = language.gettext
    reasons = document["advice"]["reasons"]
    if document["advice"]["refused"] in STOPPED:
        return Sheet(
            about=_about(document, measures),
            headline=_("No forecast of cramps and no plan: help comes first."),
            tone="alarm",
            details=(),
            sections=(_limits(document, measures),),
            provenance=provenance(document, document["cramp"]["n_twins"], language),
            alarms=tuple(_(reason["text"]) for reason in reasons),
            language=language,
        )
    heat = _("WBGT about {temperature}, estimated from the weather")
    return Sheet(
        about=_about(document, measures),
        headline=_headline(document, measures),
        tone=wording.tone(document["cramp"]["probability"]),
        details=_details(document, language),
        sections=(
            _levers(document, measures),
            _pacing(document, measures),
            _body(document, measures),
            _drinks(document, measures),
            _along(document, measures),
            _limits(document, measures),
        ),
        provenance=provenance(document, document["cramp"]["n_twins"], language),
        alarms=tuple(_(reason["text"]) for reason in reasons if reason["id"] in _FIRST),
        facts=heat.format(temperature=measures.temperature(document["wbgt_C"])),
        language=language,
    )


def start_clock(document: Mapping[str, Any], time_s: float) -> str:
    """Time of day where the start is known, else the elapsed time."""
    if document["start_s"] is None:
        return clock(time_s)
    return clock((document["start_s"] + time_s) % _S_PER_DAY)


def splits_of(document: Mapping[str, Any], measures: Measures) -> list[Mapping[str, Any]]:
    """The pacing plan by the reader's kilometres or miles; documents of old have kilometres."""
    found: list[Mapping[str, Any]] = document["pacing"]
    return document.get("pacing_miles", found) if measures.imperial else found


def _about(document: Mapping[str, Any], measures: Measures) -> str:
    _ = measures.language.gettext
    course = document["course"]
    parts = [wording.printable(course["name"]), measures.distance(course["distance_km"])]
    if course["has_profile"]:
        parts.append(_("{height} of climbing").format(height=measures.height(course["ascent_m"])))
    parts.append(_("target {time} h").format(time=clock(document["target_s"])))
    if document["date"]:
        parts.append(document["date"])
    return ", ".join(parts)


def _headline(document: Mapping[str, Any], measures: Measures) -> str:
    cramp, language = document["cramp"], measures.language
    _ = language.gettext
    if cramp["probability"] is None:
        return _(NO_ANSWER)
    runners = wording.cramping(cramp["probability"], cramp["n_twins"], language)
    if cramp["time_s"] is None:
        return _("At this pace {runners}.").format(runners=runners)
    place = wording.when_and_where(cramp, measures)
    return _("At this pace {runners}, {place}.").format(runners=runners, place=place)


def _details(document: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    cramp, _ = document["cramp"], language.gettext
    if cramp["probability"] is None:
        return ()
    low, high = percent(cramp["probability_p10"]), percent(cramp["probability_p90"])
    said = _("With {n} simulated, {low} to {high} is plausible.")
    rows = [said.format(n=cramp["n_twins"], low=low, high=high), _(_verdict(document))]
    reasons = document["advice"]["reasons"]
    rows += [_(reason["text"]) for reason in reasons if reason["id"] == "warm"]
    if document["interrupted"]:
        rows.append(_(STOPPED_EARLY))
    return tuple(rows)


def _verdict(document: Mapping[str, Any]) -> str:
    most = document["matters_most"]
    if most == "pace":
        return marked("Pacing is what matters most: starting and running slower lowers the chance.")
    if most == "drinking":
        return marked(
            "Here the drinking plan lowers the chance most; its evidence in runners is weak and "
            "disputed, that of pacing is better."
        )
    if not document["cramp"]["n_cramped"]:
        return marked("So a slower pace or other drinking has nothing to lower here.")
    return marked(
        "Neither a slower pace nor the drinking plan lowers the chance by more than so many "
        "simulated runners can tell from chance."
    )


def _lever_name(lever: Mapping[str, Any], measures: Measures) -> str:
    _ = measures.language.gettext
    if lever["pace_pct"]:
        slower = measures.language.number(f"{abs(lever['pace_pct']):g}")
        return _("{share} % slower").format(share=slower)
    if lever["fluid_mL_per_h"] is None:
        return _("target pace, drinking to thirst")
    said = _("{flow}, {strength} mg/L sodium")
    if lever["capsule_mg_per_h"]:
        said = _("{flow}, {strength} mg/L sodium, capsules")
    flow = measures.flow_at_most(lever["fluid_mL_per_h"])
    strength = f"{lever['sodium_mg_per_L']:.0f}"
    return said.format(flow=flow, strength=strength)


def _levers(document: Mapping[str, Any], measures: Measures) -> Section:
    _ = measures.language.gettext
    rows, bars = [], []
    for lever in document["levers"]:
        value, by = lever["probability"], lever["difference"]["probability"]
        rows.append(
            (
                _lever_name(lever, measures),
                "–" if value is None else percent(value),
                "–" if by is None else points_number(by),
                clock(lever["finish_s"]),
            )
        )
        keys = ("probability_p10", "probability", "probability_p90")
        bars.append(Bar(*(lever[key] or 0.0 for key in keys)))
    table = Table(
        caption=_(
            "The same simulated runners each time: chance of a cramp, difference to the first row "
            "in points of 100, finish in h:min; bar: 80 % range and value."
        ),
        head=("", _("chance"), _("difference"), _("finish")),
        rows=tuple(rows),
        bars=tuple(bars),
    )
    return Section(_("What would change it"), (), table)


def _pacing(document: Mapping[str, Any], measures: Measures) -> Section:
    _ = measures.language.gettext
    splits = splits_of(document, measures)
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
                measures.number(measures.in_distance(split["end_km"]), 1),
                start_clock(document, split["end_s"]),
                measures.pace(speed_from_pace(pace)),
                measures.height(climbed),
            )
        )
        before_km, before_s = split["end_km"], split["end_s"]
    said = [_("Slower uphill, a little faster downhill, the same effort throughout.")]
    if not document["course"]["has_profile"]:
        said.append(_("No heights are known: taken as level."))
    place = _("to {unit}").format(unit=measures.distance_unit)
    head = (place, _("clock"), _("pace"), _("climb"))
    return Section(_("Pacing plan, even effort"), (" ".join(said),), Table("", head, tuple(rows)))


def _body(document: Mapping[str, Any], measures: Measures) -> Section:
    _ = measures.language.gettext
    end = document["cramp"]["body_end"]
    rows = []
    for label, values, form in (
        (_("sweat"), end["sweat_L"], measures.volume),
        (
            _("sodium lost"),
            document["sodium_lost_mg"],
            lambda v: f"{measures.number(v / 1000.0, 1)} g",
        ),
        (_("body mass"), end["mass_change_pct"], lambda v: f"{measures.signed(v, 1)} %"),
        (_("sodium in the blood"), end["plasma_sodium_mmol_L"], lambda v: f"{v:.0f} mmol/L"),
        (
            _("highest core"),
            end["most_core_temperature_C"],
            lambda v: measures.temperature(v, 1),
        ),
    ):
        shown = ("–" if values[key] is None else form(values[key]) for key in ("p50", "p10", "p90"))
        rows.append((label, *shown))
    caption = _("With the plan below; 8 of 10 simulated runners lie between the last two columns.")
    if document["drinking"] is None:
        caption = _(
            "Drinking to thirst; 8 of 10 simulated runners lie between the last two columns."
        )
    head = ("", _("typical"), _("from"), _("to"))
    table = Table(caption, head, tuple(rows))
    hottest, most_C = end["most_core_temperature_C"]["p90"], load_parameters().value(_CORE_MOST)
    said: tuple[str, ...] = ()
    if hottest is not None and hottest > most_C - _NEAR_C:
        beyond = _(
            "{core} is where the model ends: nobody runs on that hot. Plan a slower pace or a "
            "cooler hour, and check what you gave of your sweat."
        )
        said = (beyond.format(core=measures.temperature(most_C)),)
    return Section(_("Your body at the finish"), said, table)


def _drinks(document: Mapping[str, Any], measures: Measures) -> Section:
    _ = measures.language.gettext
    plan = document["drinking"]
    elsewhere = (*_FIRST, "warm", "cramp", *(_OF_A_PLAN if plan is None else ()))
    sentences = [
        _(reason["text"])
        for reason in document["advice"]["reasons"]
        if reason["id"] not in elsewhere
    ]
    if plan is None:
        first = _("No amount is planned: drink when you are thirsty, and not more.")
        if document["advice"]["refused"]:
            first = _("No drinking plan is given; see the top.")
        return Section(_("Drinking"), (first, *sentences, _(DRINKING)))
    said = _(
        "At most {flow}, {mixture} ({sodium} mg of sodium per hour in all). Found among {n} plans, "
        "tried on the bodies of {bodies} simulated runners; the ceiling is {ceiling}."
    )
    first = said.format(
        flow=measures.flow_at_most(plan["fluid_mL_per_h"]),
        mixture=mixture(plan, measures.language),
        sodium=f"{plan['sodium_mg_per_h']:.0f}",
        n=plan["n_searched"],
        bodies=plan["n_bodies"],
        ceiling=measures.flow_at_most(document["advice"]["fluid_most_mL_per_h"]),
    )
    if _salt_decides(plan, document["advice"]):
        salt = f"{document['advice']['sodium_most_mg_per_h']:.0f}"
        said = _(
            "More of this drink would be more sodium than the {salt} mg per hour that are advised "
            "at most: what thirst asks beyond it is for water."
        )
        sentences.insert(0, said.format(salt=salt))
    rows = tuple(
        (
            measures.number(measures.in_distance(stop["distance_km"]), 1),
            start_clock(document, stop["time_s"]),
            measures.at_most(stop["volume_mL"]),
        )
        for stop in plan["stations"]
    )
    head = (measures.distance_unit, _("clock"), _("drink"))
    table = Table(_("At most, by aid station."), head, rows)
    return Section(_("Drinking"), (first, *sentences, _(DRINKING)), table if rows else None)


def _salt_decides(plan: Mapping[str, Any], advice: Mapping[str, Any]) -> bool:
    """Whether the salt of a named drink, and not the loss of water, keeps its amount low."""
    most = advice.get("sodium_most_mg_per_h")  # documents of earlier versions have none
    if plan["drink"] is None or most is None:
        return False
    full = advice["fluid_most_mL_per_h"] * plan["sodium_mg_per_L"] / 1000.0
    return bool(full > most)


def mixture(plan: Mapping[str, Any], language: Language = SOURCE) -> str:
    """``with 500 mg/L of sodium``, or the drink by name and what comes from capsules."""
    _ = language.gettext
    strength, salt = f"{plan['sodium_mg_per_L']:.0f}", f"{plan['capsule_mg_per_h']:.0f}"
    if plan["drink"] is None:
        return _("with {strength} mg/L of sodium").format(strength=strength)
    said = _("of {drink}")
    if plan["capsule_mg_per_h"]:
        said = _("of {drink}, with {salt} mg of sodium per hour from capsules")
    return said.format(drink=wording.printable(plan["drink"]), salt=salt)


def _along(document: Mapping[str, Any], measures: Measures) -> Section:
    _ = measures.language.gettext
    rows = [row for row in document["along"] if row["probability"] is not None]
    if len(rows) < 2:
        return Section(_("Along the way"))
    marks = [rows[round(k * (len(rows) - 1) / 5)] for k in range(1, 6)]
    table = Table(
        caption=_("Share of the simulated runners who have cramped by there."),
        head=(measures.distance_unit, _("chance")),
        rows=tuple(
            (
                measures.number(measures.in_distance(m["distance_km"]), 1),
                percent(m["probability"]),
            )
            for m in marks
        ),
        bars=tuple(
            Bar(m["probability_p10"], m["probability"], m["probability_p90"]) for m in marks
        ),
    )
    return Section(_("Along the way"), (), table, (_along_chart(rows, measures),))


def _along_chart(rows: list[Mapping[str, Any]], measures: Measures) -> Chart:
    _ = measures.language.gettext
    places = tuple(measures.in_distance(row["distance_km"]) for row in rows)

    def column(key: str) -> list[float | None]:
        return [100.0 * row[key] for row in rows]

    end = percent(rows[-1]["probability"])
    finding = _("Across: {unit}. By the finish {share}; band: its 80 % range.")
    panel = Panel(
        name="along",
        title=_("Chance of a cramp so far, %"),
        finding=finding.format(unit=measures.distance_unit, share=end),
        series=(Series(_("chance of a cramp"), column("probability"), "a"),),
        scale=Scale(0.0, 100.0, tuple((float(v), str(v)) for v in (0, 25, 50, 75, 100)), "percent"),
        band=(column("probability_p10"), column("probability_p90")),
    )
    ticks = tuple(
        (value, measures.language.number(f"{value:g}"))
        for value in number_ticks(0.0, places[-1], 7)
    )
    return Chart(panel, Charts(places, (), ticks, (), None, "", (panel,)))


def _limits(document: Mapping[str, Any], measures: Measures) -> Section:
    language = measures.language
    _ = language.gettext
    known = {k: v for k, v in document["conditions"].items() if "mL_per_h" not in k}
    known.pop("sodium_mg_per_L", None)
    rows = assumed({**document, "conditions": known}, measures)
    sentences = [_(FORECAST), *(said_with(row, language) for row in rows)]
    sentences += [_(sentence) for sentence in wording.CANNOT_KNOW]
    sentences += [wording.printable(language.say(line)) for line in document["notes"]]
    sentences += [
        _("Course: {warning}").format(warning=wording.printable(language.say(line)))
        for line in document["course"]["warnings"]
    ]
    return Section(_("What it could not know"), tuple(sentences))
