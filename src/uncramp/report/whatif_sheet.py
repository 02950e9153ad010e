"""Sentences and tables of a what-if, from its document alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.report import alarms as safety
from uncramp.report import wording
from uncramp.report.assumptions import assumed
from uncramp.report.charts import Charts, Panel, Scale, Series
from uncramp.report.measures import Measures, clock, percent
from uncramp.report.sheet import Bar, Chart, Section, Sheet, Table
from uncramp.report.ticks import number_ticks

DRINKING = (
    "Drinking and salt are a weak and disputed cause of cramp. Plain water after heavy sweating "
    "can make things worse; a rehydration drink delays a cramp, it does not prevent it."
)
_COMPARES = (
    "Salt does not protect you from drinking too much. This compares, it does not advise: never "
    "drink more than you lose, or beyond thirst."
)
_DRINKS = ("drink", "sodium", "capsules", "before")
_SAID_OF_ALL = ("drink", "stations", "sodium", "product")  # their caveat is the sentence above
_NAMES = {"before": "drinking before the start", "capsules": "salt capsules"}
_BODY_HEAD = ("mass", "Na")
_BODY_SAID = "body mass and sodium in the blood, mmol/L, of the typical runner at the finish"
_UNSAFE = {
    "low_sodium": "too little sodium in the blood",
    "mass_gain": "a gain in weight",
    "heat": "heat in which races are cancelled",
}
_EVIDENCE = wording.EVIDENCE
_SURE = 1e-9


def whatif_sheet(document: Mapping[str, Any], *, units: str = "metric") -> Sheet:
    """The sheet of a document of schema ``uncramp/whatif/1``."""
    measures = Measures(units)
    sweep, after = document["sweep"], document["after"]
    changes = document["changes"]
    headline = _headline(document) if changes or not sweep else _sweep_headline(document)
    if not document["coaching"]:
        return _stopped(document, measures)
    sections = [_sides(document, measures)] if changes or not sweep else []
    if sweep:
        sections.append(_sweep_section(document, measures))
    sections += [_known(document), _limits(document, measures)]
    return Sheet(
        about=wording.printable(document["activity"]["file"]),
        headline=headline,
        tone=wording.tone(after["probability"]) if changes and not after["warnings"] else "unknown",
        details=_details(document) if changes else (),
        sections=tuple(sections),
        provenance=provenance(document, after["n_twins"]),
        alarms=alarms(document),
        facts=measures.distance(document["activity"]["distance_km"])
        + f" in {clock(document['activity']['elapsed_s'])} h",
    )


def _stopped(document: Mapping[str, Any], measures: Measures) -> Sheet:
    """Where the forecast is dangerous: what the body comes to, and nothing that could be advice."""
    return Sheet(
        about=wording.printable(document["activity"]["file"]),
        headline="No answer on cramps: this drinking is dangerous.",
        tone="alarm",
        details=(),
        sections=(_sides(document, measures, cramps=False), _limits(document, measures)),
        provenance=provenance(document, document["after"]["n_twins"]),
        alarms=alarms(document),
    )


def provenance(document: Mapping[str, Any], n_twins: int) -> str:
    """Everything that repeats the answer."""
    parameters = document["parameters"]
    return (
        f"uncramp {document['version']} · {n_twins} simulated runners · seed {document['seed']} · "
        f"parameters {parameters['set']} {parameters['hash']}"
    )


def alarms(document: Mapping[str, Any]) -> tuple[str, ...]:
    """What must be said before the answer."""
    names = document["after"]["warnings"]
    grave = [name for name in document["before"]["warnings"] if name == "low_sodium"]
    found = list(safety.alarms(dict.fromkeys((*grave, *names))))
    rows = (document["sweep"] or {"rows": []})["rows"]
    unsafe = [row for row in rows if row["warnings"]]
    if unsafe and not found:
        unit = document["sweep"]["unit"]
        values = ", ".join(f"{row['value']:g}".replace("-", "−") for row in unsafe)
        broken = {name for row in unsafe for name in row["warnings"]}
        said = " or ".join(words for name, words in _UNSAFE.items() if name in broken)
        found.append(
            f"Not to be followed: at {values} {unit} the forecast is {said}. Those rows are marked "
            "with “unsafe”."
        )
    return tuple(found)


def _said(changes: list[Mapping[str, Any]]) -> str:
    parts = [str(change["statement"]) for change in changes]
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _headline(document: Mapping[str, Any]) -> str:
    before, after, by = document["before"], document["after"], document["difference"]
    n = after["n_twins"]
    if not n:
        return "Stopped before the first simulated runner was done: no answer yet."
    if not document["changes"]:
        return f"Nothing is changed: {wording.of_runners(before['probability'], n)} cramp."
    said = _said(document["changes"])
    was, now = (wording.of_runners(s["probability"], n) for s in (before, after))
    verb = "cramps" if now.startswith(("1 of", "none of")) else "cramp"
    if was == now:
        return f"With {said}, as many as before: {now} simulated runners like you {verb}."
    text = f"With {said}, {now} simulated runners like you {verb} instead of {was}"
    if by["probability_p10"] <= _SURE and by["probability_p90"] >= -_SURE:
        return f"{text}: too few runners to tell that from no effect."
    return f"{text}."


def _details(document: Mapping[str, Any]) -> tuple[str, ...]:
    by = document["difference"]
    if not by["n_twins"]:
        return ()
    fewer, more = by["n_prevented"], by["n_brought"]
    turned = (
        f"{fewer or 'none'} no longer {_cramp(fewer)}, {more or 'none'} {_cramp(more)} anew"
        if fewer or more
        else "it decides a cramp for none of them"
    )
    rows = [
        f"The same {by['n_twins']} runners with the same chance: {turned}. Difference {points(by)}."
    ]
    if by["later_s"] is not None:
        minutes = round(by["later_s"] / 60.0)
        word = f"{abs(minutes)} min {'later' if minutes > 0 else 'sooner'}"
        when = word if minutes else "at the same time"
        rows.append(f"Who cramps either way ({by['n_cramp_both']}) typically does so {when}.")
    if document["interrupted"]:
        rows.append("Stopped early: this rests on fewer simulated runners than asked for.")
    return tuple(rows)


def points(by: Mapping[str, Any]) -> str:
    """``−38 points of 100, 80 % range −60 to −12``."""
    if by["probability"] is None:
        return "–"
    value, low, high = (
        f"{100.0 * by[name]:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")
        for name in ("probability", "probability_p10", "probability_p90")
    )
    return f"{value} points of 100 (80 % range {low} to {high})"


def _cramp(n: int) -> str:
    return "cramps" if n in (0, 1) else "cramp"


def _sides(document: Mapping[str, Any], measures: Measures, *, cramps: bool = True) -> Section:
    before, after = document["before"], document["after"]
    rows = (
        []
        if not cramps
        else [
            ("cramps", *(_share(side) for side in (before, after))),
            ("around", *(_when(side) for side in (before, after))),
            ("near", *(_where(side, measures) for side in (before, after))),
            ("finish", *(clock(side["finish_s"]) + " h" for side in (before, after))),
        ]
    )
    for name, label, form in (
        ("mass_change_pct", "body mass", lambda v: f"{v:+.1f} %".replace("-", "−")),
        ("plasma_sodium_mmol_L", "sodium in the blood", lambda v: f"{v:.0f} mmol/L"),
        ("most_core_temperature_C", "highest core", lambda v: measures.temperature(v, 1)),
        ("drunk_L", "drunk", measures.volume),
    ):
        values = [side["body_end"][name]["p50"] for side in (before, after)]
        rows.append((label, *("–" if value is None else form(value) for value in values)))
    return Section(
        "As it was, and changed",
        table=Table(
            caption="The body at the finish: the typical simulated runner.",
            head=("", "as it was", "changed"),
            rows=tuple(rows),
        ),
    )


def _share(side: Mapping[str, Any]) -> str:
    if side["probability"] is None:
        return "–"
    return f"{side['n_cramped']} of {side['n_twins']}"


def _when(side: Mapping[str, Any]) -> str:
    return "–" if side["time_s"] is None else clock(side["time_s"])


def _where(side: Mapping[str, Any], measures: Measures) -> str:
    return "–" if side["distance_km"] is None else measures.near(side["distance_km"])


def _sweep_headline(document: Mapping[str, Any]) -> str:
    rows = [row for row in document["sweep"]["rows"] if row["probability"] is not None]
    if not rows:
        return "Stopped before the first simulated runner was done: no answer yet."
    shares = sorted(row["n_cramped"] for row in rows)
    n, name = document["after"]["n_twins"], _name(document["sweep"]["change"])
    span = f"{shares[0] or 'none'}"
    span = span if shares[0] == shares[-1] else f"{span} to {shares[-1]}"
    return f"Over the whole sweep of {name}, {span} of {n} simulated runners like you cramp."


def _name(change: str) -> str:
    return _NAMES.get(change) or change.replace("_", " ")


def _sweep_section(document: Mapping[str, Any], measures: Measures) -> Section:  # noqa: ARG001
    sweep = document["sweep"]
    name, unit = _name(sweep["change"]), sweep["unit"]
    drinks = sweep["change"] in _DRINKS  # what they do to the body belongs beside the chance
    rows, bars, marked = [], [], set()
    for number, row in enumerate(sweep["rows"]):
        if row["warnings"]:
            marked.add(number)
        rows.append(
            (
                f"{row['value']:g}".replace("-", "−"),
                "–" if row["probability"] is None else percent(row["probability"]),
                _span(row["difference"]),
                *((_mass(row), _sodium(row)) if drinks else (_when(row),)),
                "unsafe" if row["warnings"] else "",
            )
        )
        bars.append(
            Bar(*(row[key] or 0.0 for key in ("probability_p10", "probability", "probability_p90")))
        )
    table = Table(
        caption=(
            f"Chance of a cramp by {name}, in {unit}; difference to the run as it was, in points "
            f"of 100 with its 80 % range; {_BODY_SAID if drinks else 'when'}; bar: 80 % range and "
            "value."
        ),
        head=(name, "chance", "difference", *(_BODY_HEAD if drinks else ("around",)), ""),
        rows=tuple(rows),
        bars=tuple(bars),
        marked=frozenset(marked),
    )
    charts = () if len(rows) < 2 else (_sweep_chart(sweep),)
    return Section(f"Chance of a cramp by {name}", (_best(document),), table, charts)


def _mass(row: Mapping[str, Any]) -> str:
    value = row["mass_change_pct"]["p50"]
    return (
        "–"
        if value is None
        else f"{round(value, 1) + 0.0:+.1f} %".replace("-", "−").replace("+0.0", "0.0")
    )


def _sodium(row: Mapping[str, Any]) -> str:
    value = row["plasma_sodium_mmol_L"]["p50"]
    return "–" if value is None else f"{value:.0f}"


def _span(by: Mapping[str, Any]) -> str:
    if by["probability"] is None:
        return "–"
    value, low, high = (
        f"{100.0 * by[key]:.0f}".replace("-0", "0").replace("-", "−")
        for key in ("probability", "probability_p10", "probability_p90")
    )
    return f"{value} ({low}…{high})"


def _best(document: Mapping[str, Any]) -> str:
    """What the sweep shows, without recommending an unsafe value or one that chance may explain."""
    sweep = document["sweep"]
    safe = [row for row in sweep["rows"] if not row["warnings"] and row["probability"] is not None]
    if not safe:
        return "No value of this sweep keeps the safety rules: none of them can be followed."
    spread = {row["n_cramped"] for row in sweep["rows"]}
    if len(spread) == 1:
        return "Every value gives the same chance: it makes no difference here."
    clear = [row for row in safe if row["difference"]["probability_p90"] < -_SURE]
    if not clear:
        return (
            "No value lowers the chance by more than so many simulated runners can tell from "
            "chance; more of them (--twins) say more."
        )
    low = min(clear, key=lambda row: (row["probability"], abs(row["value"])))
    return (
        f"Lowest, of those that keep the safety rules: {percent(low['probability'])} at "
        f"{low['value']:g} {sweep['unit']}. That is what the simulation says, not an advice."
    )


def _sweep_chart(sweep: Mapping[str, Any]) -> Chart:
    rows = sweep["rows"]
    values = tuple(float(row["value"]) for row in rows)

    def column(key: str) -> list[float | None]:
        return [None if row[key] is None else 100.0 * row[key] for row in rows]

    name, unit = _name(sweep["change"]), sweep["unit"]
    shares = [value for value in column("probability") if value is not None]
    low, high = (f"{end:.0f}" for end in (min(shares), max(shares))) if shares else ("", "")
    span = "is unknown" if not shares else f"goes from {low} to {high} %"
    span = f"stays at {low} %" if shares and low == high else span
    panel = Panel(
        name="sweep",
        title="Chance of a cramp, %",
        finding=f"Across: {name}, {unit}. The chance {span}; the band is its 80 % range.",
        series=(Series("chance of a cramp", column("probability"), "a"),),
        scale=Scale(0.0, 100.0, tuple((float(v), str(v)) for v in (0, 25, 50, 75, 100)), "percent"),
        band=(column("probability_p10"), column("probability_p90")),
    )
    ticks = tuple((v, f"{v:g}") for v in number_ticks(values[0], values[-1], 7))
    return Chart(panel, Charts(values, (), ticks, (), None, "", (panel,)))


def _known(document: Mapping[str, Any]) -> Section:
    rows = [*document["changes"], *([document["sweep"]] if document["sweep"] else [])]
    sentences = [f"{DRINKING} {_COMPARES}"] if document["drinking_warning"] else []
    sentences += [
        f"{_name(row['change']).capitalize()}: {row['caveat']} ({_EVIDENCE[row['evidence']]})"
        for row in rows
        if row["change"] not in _SAID_OF_ALL
    ]
    return Section("What is known", tuple(sentences))


def _limits(document: Mapping[str, Any], measures: Measures) -> Section:
    sentences = [
        f"{sentence} Say it with {_as_it_was(flags, sentence)}"
        for sentence, flags in assumed(document, measures)
    ]
    sentences += list(wording.CANNOT_KNOW)
    sentences += [f"File: {wording.printable(line)}" for line in document["activity"]["warnings"]]
    return Section("What it could not know", tuple(sentences))


def _as_it_was(flags: str, sentence: str) -> str:
    """Weather, drinks and calf as they were have options of their own: ``--was-air``."""
    weather = sentence.startswith("Assumed")
    return " ".join(
        flag.replace("--", "--was-", 1) if weather or flag == "--calf-raises" else flag
        for flag in flags.split()
    )
