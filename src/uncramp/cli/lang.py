"""The option of every command that speaks: in which language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from uncramp import language

CHOSEN = "uncramp.language"  # under which a context, and those around it, know the language
F = TypeVar("F", bound=Callable[..., Any])


def language_option(function: F) -> F:
    """Add ``--lang``; the command receives a `uncramp.language.Language` as `language`.

    It is read before the other options, so that their callbacks can complain in this language.
    """
    return click.option(
        "--lang",
        "language",
        metavar="CODE",
        callback=_chosen,
        is_eager=True,
        help="Language: en, de, es, fr.  [default: that of your system]",
    )(function)


def _chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> language.Language:  # noqa: ARG001
    try:
        chosen = language.choose(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    ctx.meta[CHOSEN] = chosen
    return chosen
