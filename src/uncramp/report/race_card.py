"""The card for the belt: where to be when, and how much to drink at most; HTML or plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, StrictUndefined

from uncramp.language import Language
from uncramp.report import wording
from uncramp.report.measures import Measures
from uncramp.report.race_sheet import STOPPED, splits_of, start_clock

ENGLISH = Language("en")
_EVERY_KM, _EVERY_MI = 5, 3  # places on a card without aid stations

_PAGE = """<!doctype html>
<html lang="{{ code }}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
@page { size: 90mm 130mm; margin: 5mm; }
body { font: 11pt/1.35 system-ui, "DejaVu Sans", sans-serif; max-width: 80mm;
  margin: 1rem auto; color: #111; background: #fff; }
h1 { font-size: 12pt; margin: 0 0 .3rem; } p { margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .15rem .3rem; border-bottom: 1px solid #999; }
th:first-child, td:first-child { text-align: left; }
.alarm { border: 2px solid #a2330a; padding: .3rem; font-weight: 700; }
</style></head><body><main>
{% for alarm in alarms %}<p class="alarm">{{ alarm }}</p>
{% endfor %}<h1>{{ title }}</h1>
<table><thead><tr>{% for text in head %}<th scope="col">{{ text }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for text in row %}<td>{{ text }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}<p><strong>{{ rule }}</strong></p></main></body></html>
"""


def card_html(
    document: Mapping[str, Any], *, units: str = "metric", language: Language = ENGLISH
) -> str:
    """A page to print and fold."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    title, alarms, head, rows = _content(document, Measures(units, language), language)
    return environment.from_string(_PAGE).render(
        code=language.code,
        title=title,
        alarms=alarms,
        head=head,
        rows=rows,
        lines=_lines(document, Measures(units, language)),
        rule=_rule(language),
    )


def card_text(
    document: Mapping[str, Any], *, units: str = "metric", language: Language = ENGLISH
) -> str:
    """The same as plain text."""
    title, alarms, head, rows = _content(document, Measures(units, language), language)
    sizes = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    table = [
        "  ".join(text.rjust(size) for text, size in zip(row, sizes, strict=True))
        for row in (head, *rows)
    ]
    lines = [
        *alarms,
        title,
        *table,
        *_lines(document, Measures(units, language)),
        _rule(language),
        "",
    ]
    return "\n".join(lines)


def _rule(language: Language) -> str:
    _ = language.gettext
    return _("Less when not thirsty, never more. Headache, vomiting, confusion: stop, get help.")


def _lines(document: Mapping[str, Any], measures: Measures) -> list[str]:
    """What is in the drink, and what to drink where there is no station."""
    _ = measures.language.gettext
    plan = document["drinking"]
    if plan is None:
        return []
    lines = []
    if not plan["stations"]:
        volume = measures.at_most(plan["carried_mL"])
        flow = measures.flow_at_most(plan["fluid_mL_per_h"])
        lines.append(_("Carry {volume}: at most {flow}.").format(volume=volume, flow=flow))
    if plan["drink"] is None:
        strength = f"{plan['sodium_mg_per_L']:.0f}"
        lines.append(_("In the drink: {amount} mg of sodium per litre.").format(amount=strength))
    else:
        lines.append(_("The drink: {name}.").format(name=wording.printable(plan["drink"])))
    if plan["capsule_mg_per_h"]:
        salt = f"{plan['capsule_mg_per_h']:.0f}"
        lines.append(_("From capsules: {amount} mg of sodium per hour.").format(amount=salt))
    return lines


def _content(
    document: Mapping[str, Any], measures: Measures, language: Language
) -> tuple[str, list[str], tuple[str, ...], list[tuple[str, ...]]]:
    _ = language.gettext
    reasons = document["advice"]["reasons"]
    urgent = ("heat", "hyponatraemia", "emergency", "clinician")
    alarms = [_(reason["text"]) for reason in reasons if reason["id"] in urgent]
    name = wording.printable(document["course"]["name"])
    plan = document["drinking"]
    amounts = {} if plan is None else {s["distance_km"]: s for s in plan["stations"]}
    places = {km: stop["time_s"] for km, stop in amounts.items()}
    splits = splits_of(document, measures)
    last, every = splits[-1], _EVERY_MI if measures.imperial else _EVERY_KM
    for number, split in enumerate(splits, start=1):
        if not amounts and number % every == 0:
            places[split["end_km"]] = split["end_s"]
    places[last["end_km"]] = last["end_s"]
    rows: list[tuple[str, ...]] = []
    if document["advice"]["refused"] in STOPPED:
        places = {}
    for km in sorted(places):
        drink = measures.at_most(amounts[km]["volume_mL"]) if km in amounts else ""
        place = measures.number(measures.in_distance(km), 1)
        rows.append((place, start_clock(document, places[km]), drink))
    head: tuple[str, ...] = (measures.distance_unit, _("clock"), _("at most"))
    if not amounts:
        head, rows = head[:2], [row[:2] for row in rows]
    return name, alarms, head, rows
