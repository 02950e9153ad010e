"""``uncramp race COURSE --target 3:30 …``: the forecast before the race."""

from __future__ import annotations

import datetime
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uncramp.cli import options
from uncramp.cli import quantities as q
from uncramp.cli.lang import language_option
from uncramp.language import Language, Sentence

if TYPE_CHECKING:
    from uncramp.activity.way import Way
    from uncramp.athlete import Athlete
    from uncramp.conditions import Conditions, Drink

_PACES_S_PER_KM = (120.0, 1250.0)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
# What a race ahead does not have: what was drunk, weather of a recording, the route of the file.
_OF_A_RUN = (
    "fluid_mL_per_h", "sodium_mg_per_L", "stations", "capsule_sodium_mg_per_h", "weather_path",
    "with_route",
)  # fmt: skip


class _RaceCommand(click.Command):
    """Without the options that only a recorded run has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [p for p in self.params if p.name not in _OF_A_RUN]


@click.command(cls=_RaceCommand, no_args_is_help=True)
@click.argument("course", metavar="COURSE")
@click.option(
    "--target", required=True, metavar="H:MM", help="Finish time. [3:30, 45:00 for 10 km]"
)
@click.option("--date", "on", metavar="YYYY-MM-DD", help="Day of the race: card, sun, record.")
@click.option("--start", metavar="H:MM", help="Start, time of day: card and sun.")
@click.option("--zone", metavar="NAME", help="Time zone of the start: sun. [Europe/Berlin]")
@click.option("--aid", "aid_km", type=q.DISTANCE_KM, default=5.0, help="Distance of aid stations.")
@click.option("--aid-at", metavar="KM,KM…", help="Where they are instead. [5,10,17.5]")
@click.option("--card", metavar="FILE", help="Write a card to print: .html, else plain text.")
@click.option("--trained-gut", is_flag=True, help="Practised drinking up to 1 L/h while running.")
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
def race(course: str, athlete_path: str | None, language: Language, **given: Any) -> None:
    """Before the race: pace by the hills, chance of a cramp, sweat, and what to drink.

    COURSE is a GPX route, a FIT, TCX or GPX file of a run there, or a distance: 10, 13.1mi, half,
    marathon. No drinking plan ever exceeds the least that you may lose.
    """
    run = options.taken(options.RunOptions, given)
    output = options.taken(options.OutputOptions, {**given, "with_route": False})
    from uncramp.cli import answering, answers, facts, surroundings

    answering.check_output(output, language)
    way = _way(course)
    target_s = _target_s(str(given["target"]), way.length_m / 1000.0)
    athlete = facts.read_athlete(athlete_path, given)
    on, start_s = _date(given["on"]), _start_s(given["start"])
    day = datetime.date.fromisoformat(on) if on else datetime.date.today()
    athlete, notes = facts.recorded(athlete, day)
    conditions = surroundings.of_race(given, way, target_s, on, start_s)
    drink = _product(given)
    rules = _rules(athlete, conditions, given, run.parameter_set)
    from uncramp.explain import race as room
    from uncramp.report.race_sheet import race_sheet

    document = answers.ask(
        room.race,
        (way, athlete, conditions, target_s, rules),
        run,
        language,
        aid_km=given["aid_km"] if given["aid_at"] is None else _places(given["aid_at"]),
        drink=drink,
        pre_race_mL=given["pre_race_mL"] or 0.0,
        notes=notes,
        date=on,
        start_clock_s=start_s,
    )
    if given["card"]:
        _write_card(given["card"], document, output.units, language)
    sheet = race_sheet(document, units=output.units, language=language)
    answers.print_answer(document, sheet, output, run)


def _way(course: str) -> Way:
    from uncramp.activity import ActivityError
    from uncramp.activity.way import level_way, read_way
    from uncramp.cli.facts import one_sentence

    try:
        if course == "-" or Path(course).is_file():
            return read_way(course)
        length_km = q.RACE_KM.convert(course, None, None)
        return level_way(1000.0 * length_km, course)
    except click.BadParameter:
        raise click.ClickException(
            Sentence(
                "COURSE {course} is neither a file nor a distance: give a GPX, FIT or TCX file, or "
                "a distance such as 10, 13.1mi, half or marathon.",
                course=repr(course),
            )
        ) from None
    except (ActivityError, OSError, ValueError) as error:
        raise click.ClickException(one_sentence(error)) from error


def _target_s(text: str, length_km: float) -> float:
    """``3:30`` of a marathon is hours and minutes, ``45:00`` of ten kilometres minutes and seconds:
    whichever is a pace that somebody runs."""
    parts = text.strip().split(":")
    if len(parts) in (2, 3) and all(part.isdigit() for part in parts):
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            readings = [3600.0 * numbers[0] + 60.0 * numbers[1] + numbers[2]]
        else:
            readings = [3600.0 * numbers[0] + 60.0 * numbers[1], 60.0 * numbers[0] + numbers[1]]
        low, high = _PACES_S_PER_KM
        for seconds in readings:
            if max(numbers[1:]) < 60 and low <= seconds / length_km <= high:
                return seconds
    raise click.UsageError(
        Sentence(
            "--target {text} is no time to run {length:.1f} km in; write 3:30 (h:min), 3:30:00 or "
            "45:00 (min:s).",
            text=repr(text),
            length=length_km,
        )
    )


def _product(given: dict[str, Any]) -> Drink | None:
    """What the aid stations hand out, if it was named."""
    from uncramp.cli import surroundings
    from uncramp.cli.facts import one_sentence

    try:
        return surroundings.product(given, surroundings.drinks_of(given))
    except ValueError as error:
        raise click.UsageError(one_sentence(error)) from error


def _places(text: str) -> list[float]:
    """``5,10,17.5`` in km."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise click.UsageError(
            Sentence(
                "--aid-at {text} are no distances; write km with commas between, such as "
                "5,10,17.5.",
                text=repr(text),
            )
        ) from None


def _rules(
    athlete: Athlete, conditions: Conditions, given: dict[str, Any], parameter_set: str
) -> Any:
    """The rules of safe drinking with what is known of this runner's health and of the heat."""
    from uncramp.advice.drinking import recommended_drinking
    from uncramp.body.safety import proven_salty, wbgt_C
    from uncramp.explain.race.numbers import number
    from uncramp.parameters import load_parameters, set_names

    known = parameter_set if parameter_set in set_names() else "reference"
    parameters = load_parameters(known)
    return partial(
        recommended_drinking,
        medical=frozenset(athlete.health or ()),
        wbgt_C=wbgt_C(conditions, parameters),
        trained_gut=given["trained_gut"],
        pre_race_L=(given["pre_race_mL"] or 0.0) / 1000.0,
        salty=proven_salty(athlete, parameters),
        acclimatised=(athlete.heat_days or 0.0) >= number("heat_days"),
        parameters=parameters,
    )


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        wrong = Sentence("--date {text} is no day; write 2027-04-12.", text=repr(text))
        raise click.UsageError(wrong) from None


def _start_s(text: str | None) -> float | None:
    if text is None:
        return None
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 23:
        raise click.UsageError(
            Sentence("--start {text} is no time of day; write 9:30.", text=repr(text))
        )
    return 3600.0 * int(match[1]) + 60.0 * int(match[2])


def _write_card(path: str, document: dict[str, Any], units: str, language: Language) -> None:
    from uncramp.cli.answers import write_file
    from uncramp.report.race_card import card_html, card_text

    as_page = Path(path).suffix.lower() in (".html", ".htm")
    card = (card_html if as_page else card_text)(document, units=units, language=language)
    write_file(path, card, language)
