"""``uncramp demo``: the whole answer for a run and a runner that ship with uncramp."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

import click

from uncramp.cli import options
from uncramp.cli.lang import language_option
from uncramp.language import Language

# What the file cannot know; the rest of the weather it carries.
_CONDITIONS = {
    "solar": 0.5,
    "fluid_mL_per_h": 350.0,
    "sodium_mg_per_L": 400.0,
}


@click.command()
@options.run_options
@options.output_options
@language_option
def demo(language: Language, **given: Any) -> None:
    """No file needed: a made-up marathon and runner that ship with uncramp.

    Opens nothing and writes nothing, except the page that you ask for with --html.
    """
    run = options.taken(options.RunOptions, given)
    output = options.taken(options.OutputOptions, given)
    from uncramp.activity import example_path
    from uncramp.cli import answering, facts

    answering.check_output(output, language)
    activity = facts.read_run(str(example_path()), language)
    with as_file(files("uncramp.cli") / "example_athlete.toml") as path:
        athlete = facts.read_athlete(str(path), {})
    conditions, drinking = facts.read_conditions(_CONDITIONS, activity)
    answering.answer(
        activity,
        athlete,
        conditions,
        drinking,
        run=run,
        output=output,
        name="-",
        language=language,
    )
