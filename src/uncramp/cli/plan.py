"""``uncramp plan``: the weeks until the race."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from uncramp.advice.plan import WEEKDAYS, PlanError, Race, TrainingPlan, Wishes
from uncramp.cli import options
from uncramp.cli import quantities as q
from uncramp.cli.facts import one_sentence, read_athlete, recorded
from uncramp.cli.lang import language_option
from uncramp.cli.load import named_zone, read_runs, write
from uncramp.cli.numbers import WholeNumber
from uncramp.cli.progress import ProgressBar
from uncramp.cli.surroundings import said_weather
from uncramp.language import Sentence, joined

if TYPE_CHECKING:
    from uncramp.activity.way import Way
    from uncramp.advice.history import History
    from uncramp.athlete import Athlete

_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(dir_okay=False, path_type=Path)
_SLOWEST, _FASTEST = 1200.0, 120.0
_WORDS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def _weekdays(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, ...]:  # noqa: ARG001
    names = [name.strip().lower()[:3] for name in value.split(",") if name.strip()]
    wrong = [name for name in names if name not in _WORDS]
    if wrong or not names:
        raise click.BadParameter(
            Sentence(
                "{typed}: write weekdays as {known}.", typed=repr(value), known=",".join(WEEKDAYS)
            )
        )
    return tuple(sorted({_WORDS[name] for name in names}))


@click.command(no_args_is_help=True)
@click.option("--race", "race_day", type=_DAY, metavar="DATE", help="Day of the race. [2027-04-18]")
@click.option("--distance", "distance_km", type=q.RACE_KM, help="Its length. [half, marathon]")
@click.option("--target", metavar="h:mm[:ss]", help="The time you want. [3:30]")
@click.option("--name", default="race", help="Its name, for the calendar.")
@click.option("--athlete", "athlete_path", metavar="FILE", help="About you, as a TOML file.")
@click.option("--history", metavar="FOLDER|CSV", help="Your runs: the plan begins where you are.")
@click.option("--weekly-km", type=q.DISTANCE_KM, help="A usual week lately, without --history.")
@click.option("--longest-km", type=q.DISTANCE_KM, help="Longest run lately, without --history.")
@click.option("--easy-pace", "easy_pace_s_per_km", type=q.PACE, help="Easy pace per km.")
@click.option("--mass", "mass_kg", type=q.MASS, help="Body mass: strength loads in kg.")
@click.option(
    "--calf-raises", type=WholeNumber(0), metavar="N", help="Calf raises on one leg in a row."
)
@click.option(
    "--cramps-last-year",
    type=WholeNumber(0),
    metavar="N",
    help="Calf cramps while running, 12 months.",
)
@click.option(
    "--days",
    default="tue,thu,sat,sun",
    show_default=True,
    callback=_weekdays,
    help="Days on which you can run.",
)
@click.option("--long", "long_day", default="sun", show_default=True, callback=_weekdays)
@click.option("--strength", type=click.Choice(["gym", "home"]), default="home", show_default=True)
@click.option("--hot", is_flag=True, help="Drinking and race in warm weather, if not said.")
@options.weather_options
@click.option("--condition", "conditions", multiple=True, help="Known to your doctor: kidney, …")
@click.option("--replan", "old_path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--missed", type=_DAY, multiple=True, metavar="DATE", help="With --replan: not done.")
@click.option("--sore", type=_DAY, multiple=True, metavar="DATE", help="A day with a sore calf.")
@click.option(
    "--ill", type=_DAY, multiple=True, metavar="DATE", help="A day on which you were ill."
)
@click.option("--record", type=_FILE, envvar="UNCRAMP_RECORD", help="Your record of cramps.")
@click.option("--today", type=_DAY, metavar="DATE", help="Plan from this day.  [default: today]")
@click.option("--zone", metavar="NAME", help="Your time zone. [Europe/Berlin]")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON: keep it to replan.")
@click.option("--ics", type=_FILE, metavar="FILE", help="Write a calendar; again to update it.")
@click.option(
    "--at", type=click.DateTime(["%H:%M"]), default="07:00", help="When a day begins in it."
)
@click.option("--fit", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--csv", type=_FILE, metavar="FILE", help="Write a table.")
@click.option("--html", type=_FILE, metavar="FILE", help="Write a page.")
@click.option("--intervals", type=_FILE, metavar="FILE", help="Write text for intervals.icu.")
@click.option("--units", type=click.Choice(["metric", "imperial"]), default="metric")
@click.option("--course", metavar="FILE", help="Course of the race, for the simulation. [gpx]")
@click.option("--simulate/--no-simulate", default=True, help="Simulate the race before and after.")
@click.option("--twins", "n_twins", type=WholeNumber(2), default=16, show_default=True, metavar="N")
@click.option("--seed", type=WholeNumber(0), default=1, show_default=True, metavar="N")
@click.option("--threads", "n_threads", type=WholeNumber(1), metavar="N")
@language_option
def plan(race_day: datetime | None, old_path: Path | None, **given: Any) -> None:
    """The weeks until the race: runs, calf strength, jumps, warm-up, food and drink.

    Every item has its dose, its reason and how sure anyone is of it. Keep the plan with --json and
    give it back with --replan when something came in between.
    """
    athlete = read_athlete(given["athlete_path"], given)
    today = given["today"].date() if given["today"] else date.today()
    language = given["language"]
    known = given["history"]
    history = read_runs(known, given["zone"], language) if known else None
    named_zone(given["zone"], language)
    way = read_course(given["course"]) if given["course"] and given["simulate"] else None
    try:
        made = (
            _again(old_path, today, athlete, history, given)
            if old_path
            else _new(race_day, today, athlete, history, given)
        )
    except PlanError as error:
        raise click.UsageError(one_sentence(error)) from None
    except ValueError as error:
        raise click.UsageError(one_sentence(error)) from None
    from uncramp.advice.prevention import remembered
    from uncramp.cli.plan_text import outlook_lines, plan_text

    if not given["as_json"]:  # to be read while the race is simulated
        click.echo(plan_text(made, given["units"], language), nl=False)
    interrupted = False
    if given["simulate"]:
        made, interrupted = _simulated(made, athlete, way, given)
    _exports(made, remembered(made, athlete), old_path, given)
    if given["as_json"]:
        click.echo(json.dumps(made.to_dict(), allow_nan=False, ensure_ascii=False, indent=1))
    elif made.outlook is not None:
        lines = outlook_lines(made.outlook, given["units"], language)
        click.echo("\n" + "\n".join(lines))
    if interrupted:
        raise SystemExit(1)


def _new(
    race_day: datetime | None,
    today: date,
    athlete: Athlete,
    history: History | None,
    given: dict[str, Any],
) -> TrainingPlan:
    from uncramp.advice.prevention import make_plan

    if race_day is None or given["distance_km"] is None:
        raise click.UsageError(Sentence("give --race and --distance, or --replan with a plan."))
    if len(given["long_day"]) != 1:
        raise click.UsageError(Sentence("--long: give one weekday, such as sun."))
    target = given["target"]
    race = Race(
        race_day.date(),
        given["distance_km"],
        _target_s(target, given["distance_km"]) if target else None,
        given["name"],
    )
    wishes = Wishes(given["days"], given["long_day"][0], given["strength"])
    return make_plan(
        race,
        athlete,
        made_on=today,
        wishes=wishes,
        history=history,
        cramps=_cramps(given["record"], today),
        sore=[day.date() for day in given["sore"]],
        ill=[day.date() for day in given["ill"]],
        hot=given["hot"],
        conditions=_conditions(athlete, given),
        weather=said_weather(given),
    )


def _again(
    old_path: Path,
    today: date,
    athlete: Athlete,
    history: History | None,
    given: dict[str, Any],
) -> TrainingPlan:
    from uncramp.advice.replanning import replan

    return replan(
        read_plan(old_path),
        today,
        athlete,
        history=history,
        missed=[day.date() for day in given["missed"]],
        cramps=_cramps(given["record"], today),
        sore=[day.date() for day in given["sore"]],
        ill=[day.date() for day in given["ill"]],
        hot=given["hot"],
        conditions=_conditions(athlete, given),
        weather=said_weather(given),
    )


def _conditions(athlete: Athlete, given: dict[str, Any]) -> tuple[str, ...]:
    """What only a doctor weighs: of the options, and of the athlete's file."""
    return tuple(dict.fromkeys((*given["conditions"], *(athlete.health or ()))))


def read_plan(path: Path) -> TrainingPlan:
    """A plan kept with ``--json``.

    Raises
    ------
    click.ClickException
        If it cannot be read or is no plan.
    """
    try:
        return TrainingPlan.from_dict(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise click.ClickException(one_sentence(error)) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise click.ClickException(
            Sentence(
                "{path}: is not JSON; keep a plan with uncramp plan … --json > plan.json",
                path=str(path),
            )
        ) from None
    except PlanError as error:
        said = Sentence("{file}: {why}", file=str(path), why=one_sentence(error))
        raise click.ClickException(said) from None


def _target_s(text: str, distance_km: float) -> float:
    """Seconds from ``3:30`` (h:mm or m:ss, whatever a runner can run) or ``3:30:00``."""
    parts = text.strip().split(":")
    if not 2 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise click.BadParameter(
            Sentence("{typed}: write 3:30 or 3:30:00.", typed=repr(text)), param_hint="--target"
        )
    numbers = [int(part) for part in parts]
    if len(parts) == 3:
        readings = [numbers[0] * 3600.0 + numbers[1] * 60.0 + numbers[2]]
    else:
        readings = [numbers[0] * 3600.0 + numbers[1] * 60.0, numbers[0] * 60.0 + numbers[1]]
    for seconds in readings:
        if _FASTEST <= seconds / distance_km <= _SLOWEST and max(numbers[1:]) < 60:
            return seconds
    raise click.BadParameter(
        Sentence(
            "{typed} is no time for {distance:g} km; write 3:30 or 3:30:00.",
            typed=repr(text),
            distance=distance_km,
        ),
        param_hint="--target",
    )


def _cramps(record: Path | None, today: date) -> list[date]:
    """Days of the cramps of the last weeks in the record."""
    from uncramp import cramp_record
    from uncramp.advice.progression import whole

    try:
        cramps = cramp_record.read(record or cramp_record.default_path())
        days = [date.fromisoformat(cramp.date) for cramp in cramps]
    except (ValueError, OSError) as error:
        raise click.ClickException(one_sentence(error)) from None
    first = today - timedelta(days=whole("cramp_rest"))
    return [day for day in days if first <= day <= today]


def read_course(path: str) -> Way:
    """The course in a file.

    Raises
    ------
    click.ClickException
        One sentence, where there is none.
    """
    from uncramp.activity import ActivityError
    from uncramp.activity.way import read_way

    try:
        return read_way(path)
    except (ActivityError, OSError, ValueError) as error:
        raise click.ClickException(one_sentence(error)) from None


def _simulated(
    made: TrainingPlan, athlete: Athlete, way: Way | None, given: dict[str, Any]
) -> tuple[TrainingPlan, bool]:
    """The plan with its outlook; without it, and True, where that was stopped."""
    from uncramp.advice.outlook import UnsafeDrinkingError, outlook
    from uncramp.advice.prevention import remembered
    from uncramp.report.alarms import alarms

    # What is logged now goes before what was told when the plan was made; a cramp of today counts.
    tomorrow = (made.planned_from or made.made_on) + timedelta(days=1)
    athlete, notes = recorded(athlete, tomorrow, given["record"])
    athlete = remembered(made, athlete)
    language = given["language"]
    with ProgressBar(language=language) as bar:
        try:
            seen = outlook(
                made,
                athlete,
                course=way,
                n_twins=given["n_twins"],
                seed=given["seed"],
                n_threads=given["n_threads"],
                hot=given["hot"],
                on_progress=bar.show,
            )
        except KeyboardInterrupt:
            _ = language.gettext
            said = _("Stopped: the plan is whole, the simulation of the race is not.")
            click.echo(said, err=True)
            return made, True
        except UnsafeDrinkingError as error:
            said = " ".join(map(language.gettext, alarms(error.names)))
            raise click.ClickException(said) from None
        except ValueError as error:
            raise click.UsageError(one_sentence(error)) from None
    seen = replace(seen, note=joined((*notes, seen.note)))
    return replace(made, outlook=seen), False


def _exports(
    made: TrainingPlan, athlete: Athlete, old_path: Path | None, given: dict[str, Any]
) -> None:
    """Every file that was asked for."""
    units = given["units"]
    if given["ics"]:
        from uncramp.report.plan_ics import plan_ics

        path: Path = given["ics"]
        calendar = plan_ics(
            made,
            timezone=given["zone"],
            start=given["at"].time(),
            units=units,
            language=given["language"],
            previous=read_plan(old_path) if old_path else None,
            replaced=path.read_bytes() if path.is_file() else b"",
        )
        write(path, calendar, given["language"])
    if given["csv"]:
        from uncramp.report.plan_csv import plan_csv

        write(given["csv"], plan_csv(made, system=units), given["language"])
    if given["intervals"]:
        from uncramp.report.plan_intervals import plan_intervals

        write(given["intervals"], plan_intervals(made, system=units), given["language"])
    if given["html"]:
        from uncramp.report.plan_html import plan_html

        language = given["language"]
        page = plan_html(made, system=units, athlete=athlete, language=language)
        write(given["html"], page, language)
    if given["fit"]:
        from uncramp.report.plan_fit import plan_fit

        folder: Path = given["fit"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, file in plan_fit(made).items():
                (folder / name).write_bytes(file)
        except OSError as error:
            raise click.ClickException(one_sentence(error)) from None
        said = given["language"].gettext("Wrote workouts to {folder}.")
        click.echo(said.format(folder=folder), err=True)
