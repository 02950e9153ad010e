"""From options and files to the facts of a run: activity, athlete, conditions, drinking."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uncramp.language import SOURCE, Language, Sentence

if TYPE_CHECKING:
    from uncramp.activity import Activity
    from uncramp.athlete import Athlete
    from uncramp.conditions import Conditions, DrinkingPlan

_SHORTEST_MOVING_S = 60.0
_WALKS = ("walk", "hik", "mountaineer", "snowshoe")
_MAY_BE_RUNS = ("", "generic", "unknown", "other", "fitness_equipment", "training", "multisport")


def read_run(file: str, language: Language = SOURCE) -> Activity:
    """The run in a file; ``-`` is standard input.

    Parameters
    ----------
    language
        Of the errors.

    Raises
    ------
    click.ClickException
        One sentence, where the file cannot be read or holds no run that can be answered.
    """
    from uncramp.activity import ActivityError, read_activity

    try:
        activity = read_activity(file)
    except (ActivityError, OSError) as error:
        raise click.ClickException(one_sentence(error, language)) from error
    return answerable(activity, language)


def answerable(activity: Activity, language: Language = SOURCE) -> Activity:
    """The activity, with a warning where it is a walk; an error where the calf did not run."""
    _ = language.gettext
    sport = activity.sport.strip().lower().replace(" ", "_")
    runs = "run" in sport or "treadmill" in sport or sport in _MAY_BE_RUNS
    walks = any(word in sport for word in _WALKS)
    if not (runs or walks):
        other = _("{file} is {sport}, not running: give a file of a run.")
        name = language.gettext(sport.replace("_", " "))
        raise click.ClickException(other.format(file=activity.file, sport=name))
    if not activity.distance_m[-1] > 0.0:
        no_way = _("{file} has no distance and no positions: give a file that has one of them.")
        raise click.ClickException(no_way.format(file=activity.file))
    if activity.moving_s < _SHORTEST_MOVING_S:
        short = _(
            "{file} has only {time} s of running: it takes at least {least} s to say something."
        )
        time, least = f"{activity.moving_s:.0f}", f"{_SHORTEST_MOVING_S:.0f}"
        raise click.ClickException(short.format(file=activity.file, time=time, least=least))
    if runs:
        return activity
    warning = Sentence(
        "The file says {sport}; it is simulated with a runner's calf.",
        sport=sport.replace("_", " "),
    )
    return noted(activity, (warning,))


def noted(activity: Activity, lines: Iterable[str]) -> Activity:
    """The activity with more warnings: the answer shows them with the file's own."""
    return replace(activity, warnings=(*activity.warnings, *lines))


def read_athlete(path: str | None, given: dict[str, Any]) -> Athlete:
    """Who ran: the file's fields, overridden by the options given."""
    from uncramp.athlete import Athlete, AthleteError

    names = {field.name for field in fields(Athlete)}
    said = {name: value for name, value in given.items() if name in names and value is not None}
    try:
        athlete = Athlete.from_toml(path) if path else Athlete()
    except (AthleteError, OSError) as error:
        raise click.ClickException(one_sentence(error)) from error
    try:
        return replace(athlete, **said)
    except (AthleteError, ValueError) as error:
        raise click.UsageError(one_sentence(error)) from error


def with_record(activity: Activity, athlete: Athlete) -> tuple[Activity, Athlete]:
    """The athlete with the cramps of their own record; the activity says so among its notes."""
    day = activity.start.date() if activity.start else date.today()
    athlete, lines = recorded(athlete, day)
    return noted(activity, lines), athlete


def recorded(
    athlete: Athlete, day: date, path: Path | None = None
) -> tuple[Athlete, tuple[str, ...]]:
    """The athlete with the cramps of their own record, where they have not said how many.

    Counted are the cramps of the 365 days before `day`. A line says so, or why the record could not
    be read. An empty record says nothing: it may never have been kept. The record is `path`, else
    that of the environment or of the system.
    """
    if athlete.cramps_last_year is not None:
        return athlete, ()
    from uncramp import cramp_record

    path = path or Path(os.environ.get("UNCRAMP_RECORD") or cramp_record.default_path())
    try:
        n = cramp_record.count_before(cramp_record.read(path), day)
    except (ValueError, OSError) as error:
        left_out = Sentence("Your record of cramps is left out: {why}", why=one_sentence(error))
        return athlete, (left_out,)
    if n == 0:
        return athlete, ()
    line = Sentence(
        "{n} calf cramps in the year before the run: from your record of cramps, {file}; "
        "--cramps-last-year goes before it.",
        n=n,
        file=path.name,
    )
    if n == 1:
        line = Sentence(
            "1 calf cramp in the year before the run: from your record of cramps, {file}; "
            "--cramps-last-year goes before it.",
            file=path.name,
        )
    return replace(athlete, cramps_last_year=min(n, 365)), (line,)


def read_conditions(
    given: dict[str, Any], activity: Activity, path: str | None = None
) -> tuple[Conditions, DrinkingPlan]:
    """Weather and drinking: what was given, else what the files say, else assumed.

    The notes of the conditions say what of a file was not used, and why.
    """
    from uncramp.cli import surroundings

    conditions, drinking = surroundings.of_run(given, activity, path)
    wrist = surroundings.wrist_note(activity, conditions)
    return replace(conditions, notes=(*conditions.notes, *wrist)), drinking


def one_sentence(error: BaseException, language: Language = SOURCE) -> str:
    """An error's message on one line, in this language where it can be said in others."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        said: str = Sentence("{file}: {why}.", file=str(error.filename), why=error.strerror)
        return said if language == SOURCE else language.say(said)
    said = error.args[0] if error.args and isinstance(error.args[0], Sentence) else str(error)
    if isinstance(said, Sentence) and language == SOURCE:
        return said  # the command line says it in its language
    return " ".join(language.say(said).split())
