"""A sheet as one HTML file without scripts: tables, charts as SVG, print."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from uncramp.report import wording
from uncramp.report.measures import glued
from uncramp.report.sheet import Sheet
from uncramp.report.svg import panel_svg

_FOLDER = files("uncramp.report")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render_sheet(sheet: Sheet) -> str:
    """The page of a sheet. Every text is escaped; nothing is loaded and no script runs."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_finished
    )
    return environment.from_string(_text("sheet.html")).render(
        sheet=sheet,
        _=sheet.language.gettext,
        code=sheet.language.code,
        draw=lambda chart: panel_svg(chart.panel, chart.axis),
        diagnosis=sheet.language.gettext(wording.NOT_A_DIAGNOSIS),
        styles=Markup(_text("report.css") + _text("sheet.css")),
        policy=_POLICY,
    )


def _text(name: str) -> str:
    return _FOLDER.joinpath("templates", name).read_text("utf-8")


def _finished(value: Any) -> Any:
    """Texts, not markup, keep their numbers and units on one line."""
    return glued(value) if type(value) is str else value
