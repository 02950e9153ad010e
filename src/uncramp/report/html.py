"""The report as one HTML file: charts, tables, print; nothing is fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from uncramp.language import SOURCE, Language
from uncramp.report import wording
from uncramp.report.charts import Charts, Panel, Scale, charts
from uncramp.report.measures import glued, percent
from uncramp.report.report import Cause, Report
from uncramp.report.route import stretches
from uncramp.report.svg import panel_svg, route_svg

_ROUTE_SIZE = (480.0, 360.0)
_FOLDER = files("uncramp.report")


def render_html(
    document: Mapping[str, Any], *, units: str = "metric", language: Language = SOURCE
) -> str:
    """The page of a result document.

    Positions enter the page only where the document has a ``route``. Every text of the document
    is escaped, and a content security policy lets no script run but the page's own.

    Parameters
    ----------
    document
        Schema ``uncramp/result/1``.
    units
        ``metric`` or ``imperial``.
    language
        Of the page.
    """
    report = Report.from_document(document, units=units, language=language)
    panels = charts(report)
    library = f"/*\n{_text('vendor', 'LICENSE')}\n*/\n{_text('vendor', 'uPlot.iife.min.js')}"
    program = _text("templates", "report.js")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_finished
    )
    return environment.from_string(_text("templates", "report.html")).render(
        _=language.gettext,
        code=language.code,
        report=report,
        charts=panels,
        drawn={panel.name: panel_svg(panel, panels) for panel in panels.panels} if panels else {},
        bar=_bar,
        has=_columns(report),
        said_with=_said_with(language),
        route=_route(document, report),
        diagnosis=language.gettext(wording.NOT_A_DIAGNOSIS),
        data=_embedded(_data(panels, report)) if panels else "",
        library=Markup(library),
        program=Markup(program),
        styles=Markup(_text("vendor", "uPlot.min.css") + _text("templates", "report.css")),
        policy=_policy(library, program),
    )


def _text(folder: str, name: str) -> str:
    return _FOLDER.joinpath(folder, name).read_text("utf-8")


def _finished(value: Any) -> Any:
    """Texts, not markup, keep their numbers and units on one line."""
    return glued(value) if type(value) is str else value


def _policy(*scripts: str) -> str:
    """Only these scripts may run; nothing may be loaded, sent or framed."""
    hashes = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _embedded(data: Any) -> Markup:
    """JSON that cannot end its script element, whatever texts it holds."""
    text = json.dumps(data, allow_nan=False, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _data(panels: Charts, report: Report) -> dict[str, Any]:
    return {
        "time": panels.time_s,
        "place": panels.place,
        "placeWord": report.gettext("mile") if report.measures.imperial else "km",
        "touchHint": report.gettext("Touch a chart to read all of them."),
        "decimalSign": report.measures.language.number("."),
        "pauses": panels.pauses_s,
        "cramp": panels.cramp_s,
        "crampLabel": panels.cramp_label,
        "panels": [_panel(panel) for panel in panels.panels],
    }


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "name": panel.name,
        "scale": _scale(panel.scale),
        "back": _scale(panel.back),
        "band": panel.band,
        "series": [
            {
                "label": series.label,
                "values": series.values,
                "role": series.role,
                "back": series.back,
            }
            for series in panel.series
        ],
    }


def _scale(scale: Scale | None) -> dict[str, Any] | None:
    if scale is None:
        return None
    return {
        "low": scale.low,
        "high": scale.high,
        "ticks": scale.ticks,
        "kind": scale.kind,
        "reversed": scale.reversed,
    }


def _said_with(language: Language) -> Callable[[str], Markup]:
    """Options as code, in a sentence whose order is the translator's."""

    def said(flags: str) -> Markup:
        options = Markup(" ").join(Markup("<code>{}</code>").format(flag) for flag in flags.split())
        return escape(language.gettext("Say it with {options}")).format(options=options)

    return said


def _bar(cause: Cause) -> str:
    return f"{100.0 * min(max(cause.share_of_one or 0.0, 0.0), 1.0):.1f}"


def _columns(report: Report) -> dict[str, bool]:
    return {
        "climb": any(row.climb != "–" for row in report.splits),
        "heart": any(row.heart_rate != "–" for row in report.splits),
    }


def _route(document: Mapping[str, Any], report: Report) -> Markup | None:
    if not document.get("route"):
        return None
    risk = document["timeline"]["cramp_probability"]
    pieces = stretches(document["route"], risk, _ROUTE_SIZE)
    if not pieces:
        return None
    end = percent(report.probability or 0.0)
    label = report.gettext(
        "The route from start to finish; by then {share} of the simulated runners have cramped."
    )
    return route_svg(pieces, _ROUTE_SIZE, label.format(share=end))
