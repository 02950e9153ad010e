"""Ask why, show progress, print the answer in the form that was asked for."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uncramp.cli.facts import one_sentence
from uncramp.cli.progress import ProgressBar
from uncramp.language import SOURCE, Language, Sentence

if TYPE_CHECKING:
    from uncramp.activity import Activity
    from uncramp.athlete import Athlete
    from uncramp.cli.options import OutputOptions, RunOptions
    from uncramp.conditions import Conditions, DrinkingPlan

EXIT_COULD_NOT = 1


def check_output(output: OutputOptions, language: Language = SOURCE) -> None:
    """Refuse a page that cannot be written before a minute is spent on it."""
    if output.html_path is None:
        return
    folder = Path(output.html_path).resolve().parent
    if not folder.is_dir():
        missing = language.gettext("There is no folder {folder} for {file}: make it.")
        raise click.ClickException(missing.format(folder=folder, file=output.html_path))


def answer(
    activity: Activity,
    athlete: Athlete,
    conditions: Conditions,
    drinking: DrinkingPlan,
    *,
    run: RunOptions,
    output: OutputOptions,
    name: str,
    language: Language,
    every_spike: bool = False,
    spikes_path: str | None = None,
) -> None:
    """Simulate, explain, print; leave with exit code 1 where it was stopped early.

    Parameters
    ----------
    name
        The file as the runner typed it, for the commands offered at the end.
    language
        Of the answer and of its page; a document in JSON is the same in all of them.
    every_spike
        One calf of human size instead of an ensemble of twins.
    spikes_path
        Where its impulses go; None keeps none.
    """
    facts = (activity, athlete, conditions, drinking)
    bar = ProgressBar(language=language)
    document = (
        _one_calf(facts, run, bar, spikes_path) if every_spike else _explained(facts, run, bar)
    )
    if output.with_route:
        from uncramp.report.route import route_of

        route = route_of(activity, document["timeline"]["time_s"])
        if route is not None:
            document["route"] = route
    if output.html_path is not None:
        _write_page(document, output, language)
    if output.as_json:
        click.echo(json.dumps(document, allow_nan=False, ensure_ascii=False))
    else:
        _print_text(document, output, name, language)
    if output.cite:
        click.echo("\n" + _sources(document, run), nl=False)
    if document["interrupted"]:
        raise SystemExit(EXIT_COULD_NOT)


def _known_set(run: RunOptions) -> None:
    from uncramp.parameters import set_names

    if run.parameter_set not in set_names():
        raise click.UsageError(
            Sentence(
                "There is no parameter set {name}; known: {known}.",
                name=repr(run.parameter_set),
                known=", ".join(set_names()),
            )
        )


def _one_calf(
    facts: tuple[Activity, Athlete, Conditions, DrinkingPlan],
    run: RunOptions,
    bar: ProgressBar,
    spikes_path: str | None,
) -> dict[str, Any]:
    _known_set(run)
    from uncramp.explain.every_spike import StoppedError, every_spike

    with bar:
        try:
            explanation = every_spike(
                *facts,
                seed=run.seed,
                parameter_set=run.parameter_set,
                n_threads=run.n_threads,
                spikes_path=spikes_path,
                progress=bar.show,
            )
        except StoppedError as stopped:
            raise click.ClickException(str(stopped)) from stopped
        except OSError as error:
            problem = f"Could not write the impulses: {one_sentence(error)}"
            raise click.ClickException(problem) from error
        except ValueError as error:
            raise click.ClickException(one_sentence(error)) from error
    return dict(explanation.document)


def _explained(
    facts: tuple[Activity, Athlete, Conditions, DrinkingPlan], run: RunOptions, bar: ProgressBar
) -> dict[str, Any]:
    _known_set(run)
    from uncramp.explain import why

    with bar:
        try:
            explanation = why(
                *facts,
                n_twins=run.n_twins,
                seed=run.seed,
                parameter_set=run.parameter_set,
                n_threads=run.n_threads,
                progress=bar.show,
            )
        except ValueError as error:
            raise click.ClickException(one_sentence(error)) from error
    document: dict[str, Any] = dict(explanation.document)
    document.pop("route", None)
    return document


def _write_page(document: dict[str, Any], output: OutputOptions, language: Language) -> None:
    from uncramp.report.html import render_html

    path = Path(str(output.html_path))
    try:
        page = render_html(document, units=output.units, language=language)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        failed = language.gettext("Could not write the page: {why}")
        raise click.ClickException(failed.format(why=one_sentence(error, language))) from error
    click.echo(language.gettext("Wrote {file}.").format(file=path), err=True)


def _print_text(
    document: dict[str, Any], output: OutputOptions, name: str, language: Language
) -> None:
    from uncramp.cli import COMMANDS
    from uncramp.report.report import Report
    from uncramp.report.text import print_report

    report = Report.from_document(document, units=output.units, language=language)
    known = frozenset(key for key, entry in COMMANDS.items() if entry.exists())
    file = None if name == "-" else shlex.quote(name)
    steps = report.next_steps(file=file, known=known, has_page=output.html_path is not None)
    print_report(report, next_steps=steps, stream=sys.stdout)


def _sources(document: dict[str, Any], run: RunOptions) -> str:
    from uncramp import bibliography
    from uncramp.parameters import load_parameters

    keys = set(bibliography.keys_of(load_parameters(run.parameter_set)))
    keys.update(key for cause in document["why"] for key in cause["sources"])
    return bibliography.cite(keys)
