"""The relief page: one file for the phone that needs no signal, no server and no JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from uncramp import bibliography
from uncramp.advice.relief import load_protocol
from uncramp.advice.triage import load_triage

if TYPE_CHECKING:
    from uncramp.advice.relief import Step
    from uncramp.language import Language

_FOLDER = Path(__file__).parent


def relief_page(language: Language) -> str:
    """The page in one language, complete: drawings, style and script are inside it.

    Parameters
    ----------
    language
        As `uncramp.language.choose` gives it.

    Returns
    -------
    str
        HTML, under 20 kB encoded; asks for nothing from anywhere.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals["_"] = language.gettext
    protocol, card = load_protocol(), environment.get_template("card.html")

    def rendered(step: Step) -> Markup:
        return Markup(
            card.render(
                step=step,
                label=protocol.evidence[step.evidence],
                sources=", ".join(bibliography.short(key) for key in step.sources),
                drawing=_drawing(step.drawing) if step.drawing else "",
            )
        )

    page = environment.get_template("relief.html").render(
        code=language.code,
        now=protocol.phase("now"),
        after=protocol.phase("after"),
        flags=load_triage().flags,
        card=rendered,
        css=Markup(_packed("page/relief.css")),
        js=Markup(_packed("page/relief.js")),
    )
    return page + "\n"


def _drawing(name: str) -> Markup:
    """A drawing, hidden from screen readers: the step's own words say the same."""
    svg = _packed(f"drawings/{name}.svg").replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(svg)


def _packed(name: str) -> str:
    """The text of a file without indentation: the page is small enough to send by any mail."""
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
