"""The card for the belt: where to be when, and how much to drink at most; HTML or plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, StrictUndefined

from uncramp.report import wording
from uncramp.report.measures import Measures
from uncramp.report.race_sheet import mixture, start_clock

RULE = "Less when not thirsty, never more. Headache, vomiting, confusion: stop, get help."
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
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
</style></head><body>
{% for alarm in alarms %}<p class="alarm">{{ alarm }}</p>
{% endfor %}<h1>{{ title }}</h1>
<table><thead><tr>{% for text in head %}<th scope="col">{{ text }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for text in row %}<td>{{ text }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}<p><strong>{{ rule }}</strong></p></body></html>
"""


def card_html(document: Mapping[str, Any], *, units: str = "metric") -> str:
    """A page to print and fold."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    title, alarms, head, rows = _content(document, Measures(units))
    return environment.from_string(_PAGE).render(
        title=title, alarms=alarms, head=head, rows=rows, lines=_lines(document), rule=RULE
    )


def card_text(document: Mapping[str, Any], *, units: str = "metric") -> str:
    """The same as plain text."""
    title, alarms, head, rows = _content(document, Measures(units))
    sizes = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    table = [
        "  ".join(text.rjust(size) for text, size in zip(row, sizes, strict=True))
        for row in (head, *rows)
    ]
    return "\n".join([*alarms, title, *table, *_lines(document), RULE, ""])


def _lines(document: Mapping[str, Any]) -> list[str]:
    """What is in the drink, and what to drink where there is no station."""
    plan = document["drinking"]
    if plan is None:
        return []
    said = f"Drink {mixture(plan)}."
    if plan["stations"]:
        return [said]
    return [f"Carry {plan['carried_mL']:.0f} mL: at most {plan['fluid_mL_per_h']:.0f} mL/h. {said}"]


def _content(
    document: Mapping[str, Any], measures: Measures
) -> tuple[str, list[str], tuple[str, ...], list[tuple[str, ...]]]:
    reasons = document["advice"]["reasons"]
    urgent = ("heat", "hyponatraemia", "emergency", "clinician")
    alarms = [reason["text"] for reason in reasons if reason["id"] in urgent]
    name = wording.printable(document["course"]["name"])
    plan = document["drinking"]
    amounts = {} if plan is None else {s["distance_km"]: s for s in plan["stations"]}
    places = {km: stop["time_s"] for km, stop in amounts.items()}
    for split in document["pacing"]:
        if not amounts and (round(split["end_km"]) % 5 == 0 or split is document["pacing"][-1]):
            places[split["end_km"]] = split["end_s"]
    last = document["pacing"][-1]
    places[last["end_km"]] = last["end_s"]
    rows: list[tuple[str, ...]] = []
    for km in sorted(places):
        drink = f"{amounts[km]['volume_mL']:.0f} mL" if km in amounts else ""
        place = f"{measures.in_distance(km):.1f}"
        rows.append((place, start_clock(document, places[km]), drink))
    return name, alarms, (measures.distance_unit, "clock", "at most"), rows
