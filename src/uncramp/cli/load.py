"""``uncramp load FOLDER|CSV``: weeks, longest runs, ramp, spikes, and which rules were broken."""

from __future__ import annotations

import json
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from uncramp.cli.facts import one_sentence
from uncramp.cli.lang import language_option
from uncramp.cli.numbers import WholeNumber
from uncramp.cli.progress import ProgressBar
from uncramp.language import SOURCE, Language, marked

if TYPE_CHECKING:
    from uncramp.advice.history import History


@click.command(no_args_is_help=True)
@click.argument("source", metavar="FOLDER|CSV")
@click.option("--weeks", type=WholeNumber(1), default=16, show_default=True, metavar="N")
@click.option("--all", "all_weeks", is_flag=True, help="Show every week.")
@click.option("--json", "as_json", is_flag=True, help="Print every week as JSON.")
@click.option(
    "--html",
    "html_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write a page with a plot.",
)
@click.option("--zone", metavar="NAME", help="Your time zone. [Europe/Berlin]")
@click.option(
    "--today",
    "today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Look back from this day.  [default: today]",
)
@click.option(
    "--units", type=click.Choice(["metric", "imperial"]), default="metric", show_default=True
)
@language_option
def load(
    source: str,
    weeks: int,
    all_weeks: bool,
    as_json: bool,
    html_path: Path | None,
    zone: str | None,
    today: datetime | None,
    units: str,
    language: Language,
) -> None:
    """What you ran, week by week, and which weeks broke which rule.

    FOLDER holds activity files (FIT, TCX, GPX; sub-folders too); CSV has one run per line, with
    the columns distance_km and date or start_utc.
    """
    from uncramp.advice.load import measured_load
    from uncramp.report.load_html import load_html
    from uncramp.report.load_text import load_text

    shown = None if all_weeks else weeks
    history = read_runs(source, zone, language)
    measured = measured_load(history, today.date() if today else date.today())
    if html_path is not None:
        write(html_path, load_html(measured, shown, units, language), language)
    if as_json:
        click.echo(json.dumps(measured.to_dict(), allow_nan=False, ensure_ascii=False))
    else:
        click.echo(load_text(measured, shown, units, language), nl=False)


def read_runs(source: str, zone: str | None, language: Language = SOURCE) -> History:
    """The history at a place, with a bar for the patient.

    Raises
    ------
    click.ClickException
        One sentence, where there is none.
    """
    from uncramp.advice.history import HistoryError, read_history

    with ProgressBar(language=language) as bar:
        try:
            return read_history(
                source,
                named_zone(zone, language),
                lambda done, total: bar.show(_Files(done, total)),
            )
        except HistoryError as error:
            raise click.ClickException(one_sentence(error, language)) from None


class _Files:
    """Files read so far, in the shape the bar understands."""

    stage = marked("Reading your runs")
    twins_done = 0
    twins_cramped = 0

    def __init__(self, done: int, total: int) -> None:
        self.done, self.total = done, total


def named_zone(name: str | None, language: Language = SOURCE) -> tzinfo | None:
    """The time zone of a name; None for this computer's.

    Raises
    ------
    click.BadParameter
        If there is no such zone.
    """
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        said = language.gettext("{name} is not a time zone; write it as Europe/Berlin.")
        raise click.BadParameter(said.format(name=repr(name)), param_hint="--zone") from None


def write(path: Path, content: str | bytes, language: Language = SOURCE) -> None:
    """Write a file and say so on standard error.

    Raises
    ------
    click.ClickException
        If it cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        said = language.gettext("{file}: {why}; choose another place.")
        raise click.ClickException(said.format(file=path, why=reason)) from None
    click.echo(language.gettext("Wrote {file}.").format(file=path), err=True)
