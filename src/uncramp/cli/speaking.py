"""Help and refusals of the command line in the runner's language, click's own words too."""

from __future__ import annotations

import gettext
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import click

from uncramp import language
from uncramp.language import Language, marked

# What click can say to who uses this program, by the keys under which it asks gettext.
CLICK_SAYS = (
    marked("Usage:"),
    marked("Options"),
    marked("Commands"),
    marked("default: {default}"),
    marked("required"),
    marked("env var: {var}"),
    marked("Error: {message}"),
    marked("Aborted!"),
    marked("Try '{command} {option}' for help."),
    marked("Invalid value: {message}"),
    marked("Invalid value for {param_hint}: {message}"),
    marked("Missing argument"),
    marked("Missing option"),
    marked("Missing parameter"),
    marked("Missing command."),
    marked("No such option {name!r}."),
    marked("No such command {name!r}."),
    marked("Did you mean {possibility}?"),
    marked("(Did you mean one of: {possibilities}?)"),
    marked("Got unexpected extra argument ({args})"),
    marked("Got unexpected extra arguments ({args})"),
    marked("Option {name!r} requires an argument."),
    marked("Option {name!r} does not take a value."),
    marked("Choose from:\n\t{choices}"),
    marked("{value!r} is not {choice}."),
    marked("{value!r} is not one of {choices}."),
    marked("{value!r} does not match the format {format}."),
    marked("{value!r} does not match the formats {formats}."),
    marked("{value} is not in the range {range}."),
    marked("file"),
    marked("directory"),
    marked("path"),
    marked("{name} {filename!r} does not exist."),
    marked("{name} {filename!r} is a file."),
    marked("{name} {filename!r} is a directory."),
    marked("{name} {filename!r} is not readable."),
    marked("{name} {filename!r} is not writable."),
)
# What it asks for once and keeps: left in English then, and said with the rest of the help.
CLICK_KEEPS = (marked("Show this message and exit."), marked("Show the version and exit."))
# What the system says of a file that it refuses.
SYSTEM_SAYS = (
    marked("No such file or directory"),
    marked("Permission denied"),
    marked("Is a directory"),
    marked("Not a directory"),
    marked("No space left on device"),
    marked("Read-only file system"),
)
# What stands for an argument, in the usage line and after an option.
_NAMES = (
    marked("OPTIONS"),
    marked("COMMAND"),
    marked("ARGS"),
    marked("TEXT"),
    marked("FILE"),
    marked("DATE"),
    marked("LIST"),
    marked("SECONDS"),
    marked("YEARS"),
    marked("NAME"),
    marked("RUN"),
    marked("COURSE"),
    marked("FOLDER"),
)

_ARGUMENTS: ContextVar[Sequence[str]] = ContextVar("arguments", default=())


def asked_for() -> Language:
    """The language named by ``--lang`` anywhere among the arguments, else that of the system.

    It looks at the words as they were typed: click refuses a wrong option before it has read
    the right ones.
    """
    words = iter(_ARGUMENTS.get())
    for word in words:
        name, equals, code = word.partition("=")
        if name == "--lang":
            try:
                return language.choose(code if equals else next(words, None))
            except ValueError:
                break
    return language.choose()


def language_of(ctx: click.Context | None) -> Language:
    """The language that a command was given, else the one `asked_for`."""
    chosen = ctx.params.get("language") if ctx is not None else None
    return chosen if isinstance(chosen, Language) else asked_for()


@contextmanager
def spoken(arguments: Sequence[str] | None) -> Iterator[None]:
    """For the time of one call, what click says by itself is said in the language `asked_for`.

    click asks gettext's default domain, and gettext reads nothing but compiled files, of which
    there are none here: so the questions that it asks there are answered from our catalogues.

    Parameters
    ----------
    arguments
        The words after the program's name; those of the process if None.
    """
    token = _ARGUMENTS.set(sys.argv[1:] if arguments is None else list(arguments))
    own_one, own_many = gettext.dgettext, gettext.dngettext

    def one(domain: str, message: str) -> str:
        if message in CLICK_SAYS and domain == gettext.textdomain():
            return asked_for().gettext(message)
        return own_one(domain, message)

    def many(domain: str, single: str, plural: str, n: int) -> str:
        message = single if n == 1 else plural
        if message in CLICK_SAYS:
            return one(domain, message)
        return own_many(domain, single, plural, n)

    vars(gettext).update(dgettext=one, dngettext=many)
    try:
        yield
    finally:
        vars(gettext).update(dgettext=own_one, dngettext=own_many)
        _ARGUMENTS.reset(token)


def renamed(command: click.Command) -> None:
    """Names the paths of a command anew: click does it once, in the language of that time."""
    for param in command.params:
        if isinstance(param.type, click.Path):
            param.type.name = click.Path(
                file_okay=param.type.file_okay, dir_okay=param.type.dir_okay
            ).name


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
        super().write_usage(prog, self._named(args), prefix)

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
        said = [(self._named(name), self._said(text)) for name, text in rows]
        super().write_dl(said, *args, **kwargs)

    def _named(self, words: str) -> str:
        return re.sub(
            r"[A-Z]{3,}",
            lambda word: self._language.gettext(word[0]) if word[0] in _NAMES else word[0],
            words,
        )

    def _said(self, text: str) -> str:
        """A help text, without what click adds at its end: ``  [default: 50]``."""
        if text in self._language.messages:
            return self._language.gettext(text)
        said, gap, more = text.rpartition("  [")
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
