"""A click group that imports a command only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import click

from uncramp.cli.speaking import SpokenContext, renamed, spoken, spoken_refusals
from uncramp.language import Sentence


class LazyCommand(NamedTuple):
    """Where a command lives, and its line in the listing.

    Parameters
    ----------
    target
        ``package.module:attribute``.
    summary
        One line for ``uncramp --help``, kept here so that listing the commands imports none.
    """

    target: str
    summary: str

    @property
    def module(self) -> str:
        """The dotted module name."""
        return self.target.partition(":")[0]

    def exists(self) -> bool:
        """Whether the module is installed; looks for the file, does not run it."""
        return find_spec(self.module) is not None

    def load(self) -> click.Command:
        """Import the module and return the command in it."""
        module, _, attribute = self.target.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.target} is not a click command")
        command.context_class = SpokenContext
        renamed(command)
        return command


class LazyGroup(click.Group):
    """A group whose commands are listed by a table and imported on use."""

    context_class = SpokenContext

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._table = dict(lazy)

    @cached_property
    def _present(self) -> dict[str, LazyCommand]:
        return {name: entry for name, entry in self._table.items() if entry.exists()}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order of the table: what a runner needs first comes first."""
        return list(self._present)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now; None if there is none."""
        entry = self._table.get(cmd_name)
        return entry.load() if entry and entry.exists() else None

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """As in click, which then speaks the language asked for."""
        with spoken(args):
            return super().main(args, *more, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """As in click; what a command refuses is said in its language."""
        with spoken_refusals(ctx):
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As in click, with a hint where a file was given without a command."""
        name = args[0]
        if name not in self._table and not name.startswith("-") and "." in name:
            ctx.fail(
                Sentence(
                    "No such command {name}. To ask about a run: uncramp why {file}",
                    name=repr(name),
                    file=name,
                )
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the listing from the table, without importing any command."""
        rows = [(name, entry.summary) for name, entry in self._present.items()]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
