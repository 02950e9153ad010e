"""``uncramp why FILE``: when and why a calf cramps in a recorded run."""

from __future__ import annotations

from typing import Any

import click

from uncramp.cli import options
from uncramp.cli.lang import language_option
from uncramp.language import Language, Sentence


@click.command(no_args_is_help=True)
@click.argument("file", metavar="FILE")
@click.option(
    "--athlete",
    "athlete_path",
    metavar="FILE",
    help="About you, as a TOML file; the options below go before what it says.",
)
@click.option(
    "--every-spike",
    is_flag=True,
    help="One calf of human size through every stride: minutes, and an example, not a chance.",
)
@click.option(
    "--spikes",
    "spikes_path",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="With --every-spike: write each impulse to a NumPy file, half a gigabyte for a marathon.",
)
@options.athlete_options
@options.conditions_options
@options.run_options
@options.output_options
@language_option
def why(
    file: str,
    athlete_path: str | None,
    every_spike: bool,
    spikes_path: str | None,
    language: Language,
    **given: Any,
) -> None:
    """When and why your calf cramps in a run.

    FILE is a FIT, TCX or GPX file, also gzipped or zipped; - reads standard input. Say about
    yourself and the weather what you know: the rest is assumed, and the answer says so.
    """
    run = options.taken(options.RunOptions, given)
    output = options.taken(options.OutputOptions, given)
    if spikes_path is not None and not every_spike:
        raise click.UsageError(
            Sentence("--spikes needs --every-spike: windows do not hold every impulse.")
        )
    from uncramp.cli import answering, facts

    answering.check_output(output, language)
    activity = facts.read_run(file, language)
    athlete = facts.read_athlete(athlete_path, given)
    activity, athlete = facts.with_record(activity, athlete)
    conditions, drinking = facts.read_conditions(given, activity, file)
    activity = facts.noted(activity, conditions.notes)
    answering.answer(
        activity,
        athlete,
        conditions,
        drinking,
        run=run,
        output=output,
        name=file,
        language=language,
        every_spike=every_spike,
        spikes_path=spikes_path,
    )
