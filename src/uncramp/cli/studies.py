"""``uncramp studies [NAME …]``: published human results, observed against simulated."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from uncramp.cli.numbers import WholeNumber

if TYPE_CHECKING:
    from uncramp.studies.comparison import Comparison

_BESIDE = "."


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--plot",
    is_flag=False,
    flag_value=_BESIDE,
    metavar="[FILE]",
    help="Also draw a figure (SVG): FILE, or NAME.svg for each study.",
)
@click.option(
    "--without",
    default="",
    metavar="A,B",
    help="Switch components off, such as spindle_gain; --components lists them.",
)
@click.option("--components", is_flag=True, help="List what can be switched off, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--subjects",
    type=WholeNumber(1, 1000),
    metavar="N",
    help="Virtual subjects per group.  [default: 12; marathon 40]",
)
@click.option(
    "--seed", type=WholeNumber(0), default=1, show_default=True, metavar="N", help="Of all draws."
)
@click.option("--threads", "n_threads", type=WholeNumber(1), metavar="N", help="Processor threads.")
def studies(
    names: tuple[str, ...],
    plot: str | None,
    without: str,
    components: bool,
    as_json: bool,
    subjects: int | None,
    seed: int,
    n_threads: int | None,
) -> None:
    """Published human experiments on cramp, re-run on the simulated calf.

    Observed against simulated, and whether each result lies within its bounds. NAME limits it to
    studies, for example miller2010; --plot NAME draws it. All of them take some minutes.
    """
    from uncramp.studies import NAMES

    if components:
        _list_components()
        return
    if plot and plot in NAMES:  # `--plot miller2010`: the name was meant
        names, plot = (*names, plot), _BESIDE
    for name in names:
        if name not in NAMES:
            raise click.UsageError(f"There is no study {name!r}; known: {', '.join(NAMES)}.")
    chosen = names or NAMES
    _check_plot(plot, chosen)
    switches = _switches(without)
    found = _compared(chosen, subjects, seed, switches, n_threads, not as_json)
    for comparison in found if plot else ():
        _draw(comparison, plot or _BESIDE)
    if as_json:
        from uncramp.studies.comparison import document_json

        click.echo(document_json(found))
    elif names:
        click.echo("\n\n".join(str(comparison) for comparison in found))
    else:
        _summary(found)


def _compared(
    names: Sequence[str],
    subjects: int | None,
    seed: int,
    without: tuple[str, ...],
    n_threads: int | None,
    talk: bool,
) -> list[Comparison]:
    """Run them, with a bar on a terminal."""
    from uncramp import studies as room

    every = [getattr(room, name).STUDY for name in names]
    total = sum((subjects or s.subjects_per_group) * len(s.groups) for s in every)
    found = []
    hidden = not (talk and sys.stderr.isatty())
    with click.progressbar(
        length=total, label="Virtual subjects", file=sys.stderr, hidden=hidden
    ) as bar:
        for study in every:
            start = bar.pos

            def show(done: int, _total: int, start: int = start) -> None:
                bar.update(start + done - bar.pos)

            found.append(
                study.compare(subjects, seed, without, n_threads=n_threads, on_progress=show)
            )
    return found


def _summary(found: Sequence[Comparison]) -> None:
    """One line per gate, then how many are met."""
    from uncramp.studies.summary import counted, summary_lines

    bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    lines = summary_lines(found, width)
    click.echo(click.style(lines[0], bold=True) if bold else lines[0])
    for line in lines[1:]:
        click.echo(line)
    click.echo()
    click.echo(counted(found))


def _switches(text: str) -> tuple[str, ...]:
    from uncramp.studies.accounts import check_switches

    try:
        return check_switches(name.strip() for name in text.split(",") if name.strip())
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--without") from None


def _list_components() -> None:
    from uncramp.studies.accounts import accounts, switches

    wide = max(map(len, switches()))
    for account in accounts().values():
        click.echo(account.title)
        for switch in switches().values():
            if switch.account == account.id:
                click.echo(f"  {switch.id.ljust(wide)}  {switch.title}")


def _check_plot(plot: str | None, names: Sequence[str]) -> None:
    """Refuse before the simulation, not after."""
    if plot is None or plot == _BESIDE:
        return
    if len(names) > 1:
        raise click.UsageError("--plot FILE draws one study: name it, or leave FILE out.")
    if Path(plot).suffix.lower() != ".svg":
        raise click.UsageError(f"--plot {plot}: figures are SVG; give the file the ending .svg.")
    if not Path(plot).resolve().parent.is_dir():
        raise click.ClickException(f"There is no folder for {plot}: make it.")


def _draw(comparison: Comparison, plot: str) -> None:
    target = Path(f"{comparison.study.name}.svg" if plot == _BESIDE else plot)
    try:
        comparison.plot(target)
    except OSError as error:
        raise click.ClickException(f"Could not write {target}: {error.strerror}.") from error
    click.echo(f"Wrote {target}.", err=True)
