"""``uncramp whatif FILE --pace -3% …``: the same run with something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from uncramp.cli import options
from uncramp.cli import quantities as q
from uncramp.cli.lang import language_option
from uncramp.language import Language, Sentence, marked

if TYPE_CHECKING:
    from uncramp.explain.changes import Change, Value
    from uncramp.explain.whatif import Sweep

_CHANGES: tuple[tuple[str, str, click.ParamType[Any] | type, str], ...] = (
    ("drink", "--drink", q.FLUID, marked("Change: Drinking per hour. [0.5L, 16oz]")),
    ("sodium", "--sodium", q.SODIUM, marked("Change: Sodium in the drink.")),
    ("air", "--air", q.AIR, marked("Change: Air temperature. [59F]")),
    ("humidity", "--humidity", q.PERCENT, marked("Change: Relative humidity.")),
    ("wind", "--wind", q.WIND, marked("Change: Wind. [15km/h]")),
    ("sun", "--sun", float, marked("Change: 0 night or thick cloud, 1 full summer sun.")),
    (
        "pace",
        "--pace",
        q.PERCENT,
        marked("Change: Whole run: -3% is 3 % slower, +2% faster, in speed."),
    ),
    (
        "pace_first_half",
        "--pace-first-half",
        q.PERCENT,
        marked("Change: The first half of the way only."),
    ),
    ("product", "--product", str, marked("Change: Another drink by name. [water, ors, cola …]")),
    (
        "stations",
        "--station",
        str,
        marked("Change: A drink at a place, each once. [5:150, 45min:150:cola]"),
    ),
    ("before", "--before", q.VOLUME, marked("Change: Drunk just before the start. [0.3L]")),
    (
        "capsules",
        "--capsules",
        q.SALT,
        marked("Change: Sodium from salt capsules, besides the drink."),
    ),
    (
        "clothing",
        "--clothing",
        float,
        marked("Change: What is worn: 0.15 shorts, 0.3 long, 0.6 jacket."),
    ),
    (
        "heat_days",
        "--heat-days",
        float,
        marked("Change: Days of running in the heat, last two weeks."),
    ),
    ("stop_at", "--stop-at", q.DISTANCE_KM, marked("Change: End the run there. [18mi]")),
    ("calf_raises", "--calf-raises", float, marked("Change: A calf that can do so many in a row.")),
)
_SWITCHES = (
    ("flat", "--flat", marked("Change: Without the hills.")),
    ("even", "--even", marked("Change: At the mean pace from start to finish.")),
)
_METAVARS = {"sun": "0..1", "clothing": "CLO", "product": "NAME", "stations": "KM:ML"}
# What these options say of the run as it was has names of its own, beside what is changed.
_AS_IT_WAS = frozenset(
    (
        "--drink",
        "--sodium",
        "--product",
        "--station",
        "--before",
        "--capsules",
        "--clothing",
        "--heat-days",
        "--air",
        "--humidity",
        "--wind",
        "--sun",
        "--calf-raises",
    )
)


class _WhatIfCommand(click.Command):
    """The options of ``why`` whose names are taken by changes are called ``--was-…``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [p for p in self.params if p.name != "with_route"]
        for parameter in self.params:
            name = str(parameter.name)
            if isinstance(parameter, click.Option) and not name.startswith("change_"):
                parameter.opts = [
                    o.replace("--", "--was-", 1) if o in _AS_IT_WAS else o for o in parameter.opts
                ]


def _change_options(function: options.F) -> options.F:
    for name, flag, help_text in reversed(_SWITCHES):
        function = click.option(flag, f"change_{name}", is_flag=True, help=help_text)(function)
    for name, flag, kind, help_text in reversed(_CHANGES):
        metavar = _METAVARS.get(name, "N" if kind is float else None)
        option = click.option(
            flag,
            f"change_{name}",
            type=kind,
            metavar=metavar,
            multiple=name == "stations",
            help=help_text,
        )
        function = option(function)
    return function


@click.command(cls=_WhatIfCommand, no_args_is_help=True)
@click.argument("file", metavar="FILE")
@_change_options
@click.option(
    "--sweep",
    metavar="NAME=LOW:HIGH:STEP",
    help="Try a change with many values: drink=0:900:100, air=, sodium=, pace=-6:2:1 …",
)
@click.option(
    "--athlete",
    "athlete_path",
    metavar="FILE",
    help="About you, as a TOML file; the options below go before what it says.",
)
@options.athlete_options
@options.conditions_options
@options.run_options
@options.output_options
@language_option
def whatif(
    file: str,
    athlete_path: str | None,
    sweep: str | None,
    language: Language,
    **given: Any,
) -> None:
    """What would have prevented it: the same run with something changed.

    FILE is a FIT, TCX or GPX file; - reads standard input. The same simulated runners, with the
    same chance, run it as it was and changed. Weather and drinks as they were go into the options
    that begin with --was; what differs goes into the others.
    """
    run = options.taken(options.RunOptions, given)
    output = options.taken(options.OutputOptions, {**given, "with_route": False})
    from uncramp.cli import answering, answers, facts

    answering.check_output(output, language)
    changes, tried = _asked(given, sweep)
    activity = facts.read_run(file, language)
    athlete = facts.read_athlete(athlete_path, given)
    activity, athlete = facts.with_record(activity, athlete)
    conditions, drinking = facts.read_conditions(given, activity, file)
    activity = facts.noted(activity, conditions.notes)
    from uncramp.explain import whatif as questions
    from uncramp.report.whatif_sheet import whatif_sheet

    known = (activity, athlete, conditions, drinking, changes)
    document = answers.ask(questions.whatif, known, run, language, sweep=tried)
    sheet = whatif_sheet(document, units=output.units, language=language)
    answers.print_answer(document, sheet, output, run)


def _asked(given: dict[str, Any], sweep: str | None) -> tuple[list[Change], Sweep | None]:
    """The changes and the sweep that were asked for; usage errors where they cannot be made."""
    from uncramp.cli.facts import one_sentence
    from uncramp.explain.changes import Change

    names = [row[0] for row in _CHANGES] + [row[0] for row in _SWITCHES]
    asked = {name: given.pop(f"change_{name}") for name in names}
    try:
        changes = [
            Change(name, _value(name, value, given))
            for name, value in asked.items()
            if value is not None and value is not False and value != ()
        ]
        tried = None if sweep is None else _sweep(sweep)
    except ValueError as error:
        raise click.UsageError(one_sentence(error)) from error
    if not changes and tried is None:
        raise click.UsageError(
            Sentence(
                "Say what to change, such as --pace -3%, --drink 700, --flat or --sweep air=5:30:5."
            )
        )
    return changes, tried


def _value(name: str, value: Any, given: dict[str, Any]) -> Value:
    """A number; a drink and stations by the runner's words."""
    from uncramp.cli import surroundings

    if name == "product":
        return surroundings.named(value, surroundings.drinks_of(given))
    if name == "stations":
        drinks = surroundings.drinks_of(given)
        return tuple(surroundings.station(text, drinks) for text in value)
    return float(value)


def _sweep(text: str) -> Sweep:
    """``drink=0:900:100``."""
    from uncramp.explain.changes import ChangeError, kind_of
    from uncramp.explain.whatif import Sweep, sweep_values

    name, _, span = text.partition("=")
    name = name.strip().lstrip("-").replace("-", "_")
    kind_of(name)
    try:
        low, high, step = (float(part.strip().rstrip("%")) for part in span.split(":"))
    except ValueError:
        raise ChangeError(
            Sentence(
                "sweep {text} is no range; write NAME=LOW:HIGH:STEP, such as drink=0:900:100.",
                text=repr(text),
            )
        ) from None
    return Sweep(name, sweep_values(low, high, step))
