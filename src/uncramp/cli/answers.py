"""Answers that are sheets: ask with a progress bar, then print text, JSON or a page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from uncramp.cli.facts import one_sentence
from uncramp.cli.progress import ProgressBar
from uncramp.language import SOURCE, Language, Sentence

if TYPE_CHECKING:
    from uncramp.cli.options import OutputOptions, RunOptions
    from uncramp.report.sheet import Sheet

EXIT_COULD_NOT = 1


class Answer(Protocol):
    """What a question of ``uncramp.explain`` gives back."""

    @property
    def document(self) -> dict[str, Any]: ...


def ask(
    question: Callable[..., Answer],
    facts: Iterable[Any],
    run: RunOptions,
    language: Language = SOURCE,
    **more: Any,
) -> dict[str, Any]:
    """The document of an answer; errors of the runner become one sentence.

    Parameters
    ----------
    question
        Called with `facts`, what `run` says, ``progress`` and `more`.
    """
    from uncramp.parameters import set_names

    if run.parameter_set not in set_names():
        raise click.UsageError(
            Sentence(
                "There is no parameter set {name}; known: {known}.",
                name=repr(run.parameter_set),
                known=", ".join(set_names()),
            )
        )
    with ProgressBar(language=language) as bar:
        try:
            answer = question(
                *facts,
                n_twins=run.n_twins,
                seed=run.seed,
                parameter_set=run.parameter_set,
                n_threads=run.n_threads,
                progress=bar.show,
                **more,
            )
        except ValueError as error:
            raise click.ClickException(one_sentence(error, language)) from error
    return answer.document


def print_answer(
    document: dict[str, Any], sheet: Sheet, output: OutputOptions, run: RunOptions
) -> None:
    """Page, then JSON or text; leave with exit code 1 where it was stopped early."""
    if output.html_path is not None:
        from uncramp.report.sheet_html import render_sheet

        write_file(output.html_path, render_sheet(sheet), sheet.language)
    if output.as_json:
        click.echo(json.dumps(document, allow_nan=False, ensure_ascii=False))
    else:
        from uncramp.report.sheet_text import print_sheet

        print_sheet(sheet, stream=sys.stdout)
    if output.cite:
        click.echo("\n" + _sources(document, run), nl=False)
    if document["interrupted"]:
        raise SystemExit(EXIT_COULD_NOT)


def write_file(path: str, text: str, language: Language = SOURCE) -> None:
    """Write a file and say so on standard error."""
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        failed = language.gettext("Could not write {file}: {why}")
        why = one_sentence(error, language)
        raise click.ClickException(failed.format(file=path, why=why)) from error
    click.echo(language.gettext("Wrote {file}.").format(file=path), err=True)


def _sources(document: dict[str, Any], run: RunOptions) -> str:
    from uncramp import bibliography
    from uncramp.parameters import load_parameters

    keys = set(bibliography.keys_of(load_parameters(run.parameter_set)))
    keys.update(_named(document))
    return bibliography.cite(keys)


def _named(value: Any) -> set[str]:
    """Everything under a key ``sources``, at any depth."""
    if isinstance(value, dict):
        found = set().union(*map(_named, value.values())) if value else set()
        return found | set(value.get("sources", []))
    return set().union(*map(_named, value)) if isinstance(value, list) and value else set()
