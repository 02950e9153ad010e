"""Help and refusals of the command line in the runner's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from uncramp import language
from uncramp.cli.lang import CHOSEN
from uncramp.language import SOURCE, Language, marked

_HEADINGS = (marked("Usage: "), marked("Options"), marked("Commands"))
_OWN = (marked("Show this message and exit."), marked("Show the version and exit."))
_DEFAULT = marked("default: ")


def language_of(ctx: click.Context | None) -> Language:
    """The language asked for with ``--lang``, else that of the system."""
    chosen = None
    if ctx is not None:  # of a command that has ended only what it noted is left
        chosen = ctx.params.get("language") or ctx.meta.get(CHOSEN)
    return chosen if isinstance(chosen, Language) else language.choose()


class SpokenContext(click.Context):
    """A context whose help is written in the runner's language."""

    def make_formatter(self) -> click.HelpFormatter:
        """A formatter that translates what passes through it."""
        return _Formatter(language_of(self), self.terminal_width, self.max_content_width)


class _Formatter(click.HelpFormatter):
    def __init__(self, spoken: Language, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._language = spoken

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line with the command's arguments."""
        if self._language == SOURCE:
            super().write_usage(prog, args, prefix)
            return
        super().write_usage(prog, args, prefix or self._language.gettext("Usage: "))

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A heading and what stands under it."""
        with super().section(self._language.gettext(name)):
            yield

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        super().write_text(self._language.gettext(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Options or commands, each with what it is for."""
        said = [(name, self._said(text)) for name, text in rows]
        super().write_dl(said, *args, **kwargs)

    def _said(self, text: str) -> str:
        """A help text; what click adds at its end is ``  [default: 50]``."""
        if text in self._language.messages or self._language == SOURCE:
            return self._language.gettext(text)
        said, gap, more = text.rpartition("  [")
        more = more.replace(_DEFAULT, self._language.gettext(_DEFAULT))
        more = more.replace("required", self._language.gettext("required"))
        return self._language.gettext(said) + gap + more


@contextmanager
def spoken_refusals(ctx: click.Context) -> Iterator[None]:
    """Says what a command refuses, where it was written as a `Sentence`, in its language."""
    try:
        yield
    except click.ClickException as error:
        wanted = getattr(error, "ctx", None) or ctx
        # click declares it final, yet prints it only now
        vars(error)["message"] = language_of(wanted).say(error.message)
        raise
