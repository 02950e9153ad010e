"""The relief table of the model as text: for the terminal, and as Markdown for the documents."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]

HEADING = "What ends a cramp of the simulated calf"
_HEADS = {
    "gastrocnemius": "Cramp of the gastrocnemius",
    "soleus": "Cramp of the soleus",
}
_COLUMNS = ("over, s", "ended", "ratio", "Ia, pps", "Ib, pps", "tendon, N", "beside people")


def introduction(document: Mapping[str, Any]) -> str:
    """How the table was made, with its counts."""
    counts = [
        f"{count['cramped']} of {count['tried']} in the {muscle}"
        for muscle, count in document["cramps"].items()
    ]
    return (
        "Cramp-prone calves, tired as late in a long run, make a maximal effort with the foot "
        f"pointed; {', '.join(counts)} cramp. After {document['delay_s']:g} s copies of each "
        "calf are treated. The cramp is over when fewer units discharge than the definition of a "
        f"cramp asks for; a cramp that outlasts the {document['watch_s']:g} s watched counts as "
        "that long. Medians over the calves, ranges in brackets; ratio: to the same calf "
        "untreated; Ia, Ib and tendon: peaks. A simulation, not a trial: it shows what would "
        "follow if the model were right."
    )


def text_lines(document: Mapping[str, Any], width: int) -> Iterator[str]:
    """The table, what happened, and for each means what people did; never wider than `width`."""
    yield HEADING
    yield ""
    yield from textwrap.wrap(introduction(document), width)
    for muscle, heading in _HEADS.items():
        yield ""
        yield heading
        yield from _table(rows_of(document, muscle), width)
    yield ""
    yield "What happened"
    for finding in document["findings"]:
        yield from _wrapped(finding, "- ", width)
    yield ""
    yield "Beside people"
    for row in rows_of(document, "gastrocnemius"):
        yield from _wrapped(f"{row['title']}. {row['published']}", "- ", width)
        yield from _wrapped(f"Model: {row['model']} ({', '.join(row['sources'])})", "  ", width)


def markdown(document: Mapping[str, Any]) -> str:
    """The same as a section of a Markdown document."""
    parts = [introduction(document), ""]
    for muscle, heading in _HEADS.items():
        parts += [f"## {heading}", ""]
        parts.append("| means | " + " | ".join(_COLUMNS) + " |")
        parts.append("|---|" + "---:|" * (len(_COLUMNS) - 1) + "---|")
        parts += [
            f"| {row['title']} | " + " | ".join(cells(row)) + " |"
            for row in rows_of(document, muscle)
        ]
        parts.append("")
    parts += ["## What happened", "", *(f"- {line}" for line in document["findings"]), ""]
    parts += ["## Beside people", "", "| means | people | model | sources |", "|---|---|---|---|"]
    parts += [
        f"| {row['title']} | {row['published']} | {row['model']} | {', '.join(row['sources'])} |"
        for row in rows_of(document, "gastrocnemius")
    ]
    return "\n".join(parts) + "\n"


def rows_of(document: Mapping[str, Any], muscle: str) -> list[Row]:
    """Rows of one muscle's cramp."""
    return [row for row in document["rows"] if row["muscle"] == muscle]


def cells(row: Row) -> list[str]:
    """The columns of a row: `_COLUMNS`."""
    if not row["n"]:
        return ["–"] * (len(_COLUMNS) - 1) + [row["verdict"]]
    over = row["over_s"]
    return [
        f"{over['median']:.1f} ({over['low']:.1f}–{over['high']:.1f})",
        f"{row['n_ended']} of {row['n']}",
        "< 0.01" if row["ratio"]["median"] < 0.005 else f"{row['ratio']['median']:.2f}",
        *(f"{row[name]['median']:.0f}" for name in ("peak_ia_pps", "peak_ib_pps", "peak_force_N")),
        row["verdict"],
    ]


def columns() -> tuple[str, ...]:
    """Headings of `cells`."""
    return _COLUMNS


def _table(rows: list[Row], width: int) -> Iterator[str]:
    """Columns side by side where they fit, else each row as a few lines."""
    table = [("", *_COLUMNS), *((row["title"], *cells(row)) for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    if sum(widths) + 2 * (len(widths) - 1) <= width:
        for line in table:
            padded = [line[0].ljust(widths[0])]
            padded += [text.rjust(n) for text, n in zip(line[1:-1], widths[1:-1], strict=True)]
            yield "  ".join([*padded, line[-1]]).rstrip()
        return
    for line in table[1:]:
        yield from _wrapped(line[0], "", width)
        told = zip(_COLUMNS, line[1:], strict=True)
        yield from _wrapped("; ".join(f"{name} {text}" for name, text in told), "  ", width)


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
    )
