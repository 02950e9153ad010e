"""Draw docs/img/why.svg: what ``uncramp demo`` prints, up to the reasons. ``make picture``.

The picture is a real run, printed by the program itself, so it cannot show what the program does
not say. Web fonts that rich names in its pictures are taken out: nothing of ours is fetched.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from uncramp.report import Report
from uncramp.report.text import Line, Piece, lines, paint

PICTURE = Path(__file__).parents[1] / "docs" / "img" / "why.svg"
WIDTH = 84
LAST_SECTION = "At the end"


def shown(report: Report) -> list[Line]:
    """The command and the answer, until the section that is not in the picture."""
    rows = lines(report, width=WIDTH)
    titles = [row[0].text if row else "" for row in rows]
    end = titles.index(LAST_SECTION) - 1 if LAST_SECTION in titles else len(rows)
    return [(Piece("$ uncramp demo", "dim"),), (), *rows[:end]]


def drawn(rows: list[Line]) -> str:
    """An SVG of a terminal with these lines."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    paint(rows, console)
    svg = console.export_svg(title="uncramp demo", unique_id="why")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main() -> None:
    """Run the demo and write the picture."""
    command = [sys.executable, "-m", "uncramp.cli", "demo", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    report = Report.from_document(json.loads(done.stdout))
    PICTURE.write_text(drawn(shown(report)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
