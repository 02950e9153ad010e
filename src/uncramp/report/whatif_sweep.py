"""The part of a what-if that tries one change with many values: table, chart, what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.language import Language, marked
from uncramp.report.charts import Charts, Panel, Scale, Series
from uncramp.report.measures import Measures, clock, percent
from uncramp.report.sheet import Bar, Chart, Section, Table
from uncramp.report.ticks import number_ticks

NO_ANSWER = marked("Stopped before the first simulated runner was done: no answer yet.")
_DRINKS = ("drink", "sodium", "capsules", "before")
_BODY_HEAD = (marked("mass"), "Na")
# What can be changed, as a heading; the names of the options where they are not the same.
_SHOWN = {
    "drink": marked("drinking"),
    "product": marked("product"),
    "stations": marked("stations"),
    "before": marked("drinking before the start"),
    "sodium": marked("sodium"),
    "capsules": marked("salt capsules"),
    "clothing": marked("clothing"),
    "heat_days": marked("days in the heat"),
    "air": marked("air temperature"),
    "humidity": marked("humidity"),
    "wind": marked("wind"),
    "sun": marked("sun"),
    "pace": marked("pace"),
    "pace_first_half": marked("pace of the first half"),
    "flat": marked("no hills"),
    "even": marked("even pace"),
    "stop_at": marked("end of the run"),
    "calf_raises": marked("calf raises"),
}
SURE = 1e-9


def sweep_headline(document: Mapping[str, Any], language: Language) -> str:
    """Over all values, in one sentence."""
    _ = language.gettext
    rows = [row for row in document["sweep"]["rows"] if row["probability"] is not None]
    if not rows:
        return _(NO_ANSWER)
    shares = sorted(row["n_cramped"] for row in rows)
    if shares[0] == shares[-1]:
        said = _("With every value of {name}, {low} of {n} simulated runners like you cramp.")
    else:
        said = _("Depending on {name}, {low} to {high} of {n} simulated runners like you cramp.")
    name = name_of(document["sweep"]["change"], language)
    low = shares[0] or _("none")
    return said.format(name=name, low=low, high=shares[-1], n=document["after"]["n_twins"])


def name_of(change: str, language: Language) -> str:
    """What is changed, as a heading."""
    return language.gettext(_SHOWN[change])


def sweep_section(document: Mapping[str, Any], measures: Measures) -> Section:
    """Table and chart of the sweep."""
    _ = measures.language.gettext
    sweep = document["sweep"]
    name = name_of(sweep["change"], measures.language)
    drinks = sweep["change"] in _DRINKS  # what they do to the body belongs beside the chance
    last = tuple(_(text) for text in _BODY_HEAD) if drinks else (_("around"),)
    rows = sweep["rows"]
    keys = ("probability_p10", "probability", "probability_p90")
    caption = _(
        "Chance of a cramp by {name}, in {unit}; difference to the run as it was, in points of 100 "
        "with its 80 % range; when; bar: 80 % range and value."
    )
    if drinks:
        caption = _(
            "Chance of a cramp by {name}, in {unit}; difference to the run as it was, in points of "
            "100 with its 80 % range; body mass and sodium in the blood, mmol/L, of the typical "
            "runner at the finish; bar: 80 % range and value."
        )
    table = Table(
        caption=caption.format(name=name, unit=_(sweep["unit"])),
        head=(name, _("chance"), _("difference"), *last, ""),
        rows=tuple(_sweep_row(row, drinks, measures) for row in rows),
        bars=tuple(Bar(*(row[key] or 0.0 for key in keys)) for row in rows),
        marked=frozenset(number for number, row in enumerate(rows) if row["warnings"]),
    )
    charts = () if len(rows) < 2 else (_sweep_chart(sweep, measures),)
    title = _("Chance of a cramp by {name}").format(name=name)
    return Section(title, (_best(document, measures),), table, charts)


def _sweep_row(row: Mapping[str, Any], drinks: bool, measures: Measures) -> tuple[str, ...]:
    return (
        plain(row["value"], measures),
        "–" if row["probability"] is None else percent(row["probability"]),
        _span(row["difference"]),
        *((_mass(row, measures), _sodium(row)) if drinks else (when(row),)),
        measures.language.gettext("unsafe") if row["warnings"] else "",
    )


def _mass(row: Mapping[str, Any], measures: Measures) -> str:
    value = row["mass_change_pct"]["p50"]
    return "–" if value is None else f"{measures.signed(value, 1)} %"


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


def _best(document: Mapping[str, Any], measures: Measures) -> str:
    """What the sweep shows, without recommending an unsafe value or one that chance may explain."""
    sweep, _ = document["sweep"], measures.language.gettext
    safe = [row for row in sweep["rows"] if not row["warnings"] and row["probability"] is not None]
    if not safe:
        return _("None of the values tried keeps the safety rules: none of them can be followed.")
    spread = {row["n_cramped"] for row in sweep["rows"]}
    if len(spread) == 1:
        return _("Every value gives the same chance: it makes no difference here.")
    clear = [row for row in safe if row["difference"]["probability_p90"] < -SURE]
    if not clear:
        return _(
            "No value lowers the chance by more than so many simulated runners can tell from "
            "chance; more of them (--twins) say more."
        )
    low = min(clear, key=lambda row: (row["probability"], abs(row["value"])))
    said = _(
        "Lowest, of those that keep the safety rules: {share} at {value} {unit}. That is what the "
        "simulation says, not an advice."
    )
    value = plain(low["value"], measures)
    return said.format(share=percent(low["probability"]), value=value, unit=_(sweep["unit"]))


def _sweep_chart(sweep: Mapping[str, Any], measures: Measures) -> Chart:
    _ = measures.language.gettext
    rows = sweep["rows"]
    values = tuple(float(row["value"]) for row in rows)

    def column(key: str) -> list[float | None]:
        return [None if row[key] is None else 100.0 * row[key] for row in rows]

    shares = [value for value in column("probability") if value is not None]
    finding = _("Across: {name}, {unit}. The chance is unknown; the band is its 80 % range.")
    low, high = (f"{end(shares, default=0.0):.0f}" for end in (min, max))
    if shares and low == high:
        finding = _(
            "Across: {name}, {unit}. The chance stays at {low} %; the band is its 80 % range."
        )
    elif shares:
        finding = _(
            "Across: {name}, {unit}. The chance goes from {low} to {high} %; the band is its 80 % "
            "range."
        )
    panel = Panel(
        name="sweep",
        title=_("Chance of a cramp, %"),
        finding=finding.format(
            name=name_of(sweep["change"], measures.language),
            unit=_(sweep["unit"]),
            low=low,
            high=high,
        ),
        series=(Series(_("chance of a cramp"), column("probability"), "a"),),
        scale=Scale(0.0, 100.0, tuple((float(v), str(v)) for v in (0, 25, 50, 75, 100)), "percent"),
        band=(column("probability_p10"), column("probability_p90")),
    )
    ticks = tuple((v, plain(v, measures)) for v in number_ticks(values[0], values[-1], 7))
    return Chart(panel, Charts(values, (), ticks, (), None, "", (panel,)))


def plain(value: float, measures: Measures) -> str:
    """``5``, ``−2.5``: no more digits than were given."""
    return measures.language.number(f"{value:g}").replace("-", "−")


def when(side: Mapping[str, Any]) -> str:
    """Clock of the cramp; a dash where nobody cramps."""
    return "–" if side["time_s"] is None else clock(side["time_s"])
