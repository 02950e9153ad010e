"""Write docs/science/relief.md and its figure: what ends a cramp of the simulated calf.

``python tools/relief_doc.py`` runs the experiment as ``uncramp relief --explain`` does. Run it
after a change of the model; the study test says when the document has gone stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from uncramp.experiments.relief import run_relief
from uncramp.experiments.relief_summary import relief_document
from uncramp.report.relief_png import draw_relief
from uncramp.report.relief_table import HEADING, markdown

DOCUMENT = Path(__file__).parents[1] / "docs" / "science" / "relief.md"
FIGURE = DOCUMENT.parent.parent / "img" / "relief.png"

_FOREWORD = """\
Written by `tools/relief_doc.py`; do not edit by hand. `uncramp relief --explain` prints the
same (some minutes of a processor), `--html` and `--png` draw it.

![Times until the cramp was over, and afferents and tendon force](../img/relief.png)

How: `src/uncramp/experiments/relief.py`; the protocol's numbers: `uncramp parameters treatment`.
"""


def text(document: dict[str, Any]) -> str:
    """The whole document."""
    return f"# {HEADING}\n\n{_FOREWORD}\n{markdown(document)}"


def main() -> None:
    """Run the experiment and write the document."""
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    document = relief_document(run_relief())
    DOCUMENT.write_text(text(document), encoding="utf-8")
    FIGURE.write_bytes(draw_relief(document))


if __name__ == "__main__":
    main()
