"""The command line: one file per command, each imported only when it is used."""

from __future__ import annotations

import click

from uncramp import __version__
from uncramp.cli.lazy import LazyCommand, LazyGroup
from uncramp.language import marked

COMMANDS = {
    "demo": LazyCommand("uncramp.cli.demo:demo", "No file needed: a run that ships with uncramp."),
    "why": LazyCommand("uncramp.cli.why:why", "When and why your calf cramps in a run."),
    "whatif": LazyCommand("uncramp.cli.whatif:whatif", "The same run with something changed."),
    "race": LazyCommand("uncramp.cli.race:race", "Before the race: pace, cramp, sweat, drinks."),
    "relief": LazyCommand("uncramp.cli.relief:relief", "I have a cramp now."),
    "save-relief": LazyCommand(
        "uncramp.cli.save_relief:save_relief", "The page for your phone; works with no signal."
    ),
    "plan": LazyCommand("uncramp.cli.plan:plan", "The weeks until the race."),
    "load": LazyCommand("uncramp.cli.load:load", "What you ran: weeks, ramp, spikes."),
    "log-cramp": LazyCommand("uncramp.cli.log_cramp:log_cramp", "Write down a cramp you had."),
    "studies": LazyCommand(
        "uncramp.cli.studies:studies", "Published human results, observed against simulated."
    ),
    "parameters": LazyCommand(
        "uncramp.cli.parameters:parameters", "Every number of the model, with its source."
    ),
}

_EPILOG = marked(
    "Everything runs on this computer; nothing is sent anywhere. "
    "Exit codes: 0 done, 1 could not, 2 wrong usage."
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "--version", message="uncramp %(version)s")
def main() -> None:
    """When and why a runner's calf cramps, what to do now, and how to prevent the next one."""
