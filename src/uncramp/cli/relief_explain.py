"""``uncramp relief --explain``: the relief steps tried on simulated calves."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click


def explain(
    *,
    calves: int,
    seed: int,
    watch_s: float | None,
    as_json: bool,
    html: Path | None,
    png: Path | None,
    width: int,
) -> None:
    """Run the experiment, print the table, write the figures that were asked for.

    Raises
    ------
    click.ClickException
        If a file cannot be written, or the library that draws a PNG is missing.
    """
    for path in (html, png):
        if path is not None and not path.resolve().parent.is_dir():
            raise click.ClickException(f"There is no folder for {path}: make it.")
    if png is not None:
        _check_plot()
    document = _simulated(calves, seed, watch_s)
    if html is not None:
        from uncramp.report.relief_figure import render_relief

        _write(html, render_relief(document).encode())
    if png is not None:
        from uncramp.report.relief_png import draw_relief

        _write(png, draw_relief(document))
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
        return
    from uncramp.report.relief_table import text_lines

    for line in text_lines(document, width):
        click.echo(line)


def _simulated(calves: int, seed: int, watch_s: float | None) -> dict[str, Any]:
    from uncramp.experiments.relief import run_relief
    from uncramp.experiments.relief_summary import relief_document

    shown = sys.stderr.isatty()
    if shown:
        click.echo("Simulating: a minute or two.", err=True)
    with click.progressbar(
        length=2 * calves, label="Cramping calves", file=sys.stderr, hidden=not shown
    ) as bar:
        table = run_relief(
            calves,
            seed,
            watch_s=watch_s,
            on_progress=lambda done, _: bar.update(done - bar.pos),
        )
    return relief_document(table)


def _check_plot() -> None:
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise click.ClickException(
            'A PNG needs matplotlib: pip install "uncramp[plot]". --html needs nothing.'
        )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"Could not write {path}: {error.strerror or error}.") from error
    click.echo(f"Wrote {path}.", err=True)
