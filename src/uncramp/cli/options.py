"""Options that several commands share: who ran, in what weather, and how to print the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import click

from uncramp.cli import quantities as q
from uncramp.cli.numbers import Number, WholeNumber
from uncramp.language import Sentence

F = TypeVar("F", bound=Callable[..., Any])
# As `uncramp.athlete.HEALTH`, which is not imported for --help.
_HEALTH = ("kidney", "heart", "hypertension", "liver", "pregnancy", "diuretics", "nsaids")


_ATHLETE = (
    click.option("--mass", "mass_kg", type=q.MASS, help="Body mass. [155lb works too]"),
    click.option("--height", "height_m", type=q.HEIGHT, help="Height. [178cm, 5ft10]"),
    click.option("--age", "age_y", type=Number(0), metavar="YEARS", help="Age."),
    click.option("--sex", type=click.Choice(["female", "male"]), help="For body composition."),
    click.option("--weekly-km", type=q.DISTANCE_KM, help="A usual week lately. [25mi]"),
    click.option("--longest-km", type=q.DISTANCE_KM, help="Longest run of the last weeks."),
    click.option(
        "--easy-pace", "easy_pace_s_per_km", type=q.PACE, help="Easy pace per km. [8:51/mi]"
    ),
    click.option(
        "--race", "race_distance_km", type=q.RACE_KM, help="A recent race. [half, marathon, 13.1mi]"
    ),
    click.option("--race-time", "race_time_s", type=q.CLOCK, help="Your time in that race."),
    click.option(
        "--cramps-last-year",
        type=WholeNumber(0),
        metavar="N",
        help="Calf cramps while running, 12 months.",
    ),
    click.option(
        "--calf-raises",
        type=WholeNumber(0),
        metavar="N",
        help="Single-leg calf raises you can do in a row.",
    ),
    click.option("--sweat-rate", "sweat_rate_L_h", type=q.SWEAT, help="Your sweat, if weighed."),
    click.option(
        "--salty/--not-salty", "salty_sweater", default=None, help="White marks on your clothes?"
    ),
    click.option(
        "--sweat-sodium",
        "sweat_sodium_mmol_L",
        type=q.SWEAT_SODIUM,
        help="Sodium in your sweat, if tested. [1000mg/L]",
    ),
    click.option(
        "--heat-days",
        type=Number(0),
        metavar="N",
        help="Days with an hour of running in the heat, last two weeks.",
    ),
    click.option(
        "--health",
        multiple=True,
        type=click.Choice(_HEALTH),
        callback=lambda ctx, param, value: value or None,  # noqa: ARG005
        help="A condition or medicine; then a doctor comes before any plan for drinking.",
    ),
)

_N_WEATHER = 4  # of the options that follow
_CONDITIONS = (
    click.option("--air", "air_temperature_C", type=q.AIR, help="Air temperature. [75F]"),
    click.option("--humidity", "relative_humidity_pct", type=q.PERCENT, help="Relative humidity."),
    click.option("--wind", "wind_m_s", type=q.WIND, help="Wind. [15km/h, 10mph]"),
    click.option(
        "--sun",
        "solar",
        type=Number(0),
        metavar="0..1",
        help="0 night or thick cloud, 1 full summer sun.",
    ),
    click.option(
        "--drink", "fluid_mL_per_h", type=q.FLUID, help="What you drank per hour. [0.5L, 16oz]"
    ),
    click.option("--sodium", "sodium_mg_per_L", type=q.SODIUM, help="Sodium in the drink."),
    click.option(
        "--product", metavar="NAME", help="The drink by name. [water, sports_drink, ors, cola …]"
    ),
    click.option(
        "--drinks",
        "drinks_path",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Your own drinks, as a TOML file.",
    ),
    click.option(
        "--station",
        "stations",
        multiple=True,
        metavar="KM:ML",
        help="A drink at a place instead, each once. [5:150, 10:200:cola, 45min:150]",
    ),
    click.option(
        "--capsules",
        "capsule_sodium_mg_per_h",
        type=q.SALT,
        help="Sodium from salt capsules, besides the drink.",
    ),
    click.option(
        "--before",
        "pre_race_mL",
        type=q.VOLUME,
        help="Drunk in the last minutes before the start. [0.3L, 10oz]",
    ),
    click.option(
        "--clothing", metavar="WORD|CLO", help="shorts, long, jacket, or effective clo, 0 to 2."
    ),
    click.option(
        "--weather",
        "weather_path",
        metavar="FILE",
        help="activities.csv or ZIP of a Strava export. [activities.csv#ID of the run]",
    ),
)

_RUN = (
    click.option(
        "--twins",
        "n_twins",
        type=WholeNumber(2, 10_000),
        default=50,
        show_default=True,
        metavar="N",
        help="Simulated runners like you; more are slower and surer.",
    ),
    click.option(
        "--seed",
        type=WholeNumber(0),
        default=1,
        show_default=True,
        metavar="N",
        help="The same seed gives the same answer.",
    ),
    click.option(
        "--threads",
        "n_threads",
        type=WholeNumber(1),
        metavar="N",
        help="Processor threads.  [default: all]",
    ),
    click.option(
        "--parameters",
        "parameter_set",
        default="reference",
        show_default=True,
        metavar="SET",
        help="Named set of parameters.",
    ),
)

_OUTPUT = (
    click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON."),
    click.option(
        "--html",
        "html_path",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Also write a page with charts: one file, works offline.",
    ),
    click.option(
        "--with-route", is_flag=True, help="Put the route in; without it no place leaves the file."
    ),
    click.option(
        "--units",
        type=click.Choice(["metric", "imperial"]),
        default="metric",
        show_default=True,
        help="Units of the answer.",
    ),
    click.option("--cite", is_flag=True, help="Also print the sources of every number as BibTeX."),
)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to simulate."""

    n_twins: int
    seed: int
    n_threads: int | None
    parameter_set: str


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How to answer."""

    as_json: bool
    html_path: str | None
    with_route: bool
    units: str
    cite: bool

    def __post_init__(self) -> None:
        if self.as_json and self.cite:
            raise click.UsageError(
                Sentence("--json prints only JSON: ask for --cite in a second call.")
            )


def athlete_options(function: F) -> F:
    """Add the options that describe the runner."""
    return _add(_ATHLETE, function)


def conditions_options(function: F) -> F:
    """Add weather and drinking."""
    return _add(_CONDITIONS, function)


def weather_options(function: F) -> F:
    """Add the weather alone, of a day that is still ahead."""
    return _add(_CONDITIONS[:_N_WEATHER], function)


def run_options(function: F) -> F:
    """Add what steers the simulation."""
    return _add(_RUN, function)


def output_options(function: F) -> F:
    """Add what steers the answer."""
    return _add(_OUTPUT, function)


def taken(kind: type[Any], given: dict[str, Any]) -> Any:
    """Build `kind` from the options of its fields, and take them out of `given`."""
    return kind(**{field.name: given.pop(field.name) for field in fields(kind)})


def _add(options: tuple[Callable[[F], F], ...], function: F) -> F:
    for option in reversed(options):
        function = option(function)
    return function
