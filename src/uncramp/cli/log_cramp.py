"""``uncramp log-cramp``: write a cramp into the athlete's record."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from uncramp import cramp_record
from uncramp.cli.lang import language_option
from uncramp.cli.numbers import Number, WholeNumber
from uncramp.cramp_record import ENDED_BY, MAX_TIME_S, MUSCLES, SIDES, Cramp
from uncramp.language import Language, Sentence

_TIME = re.compile(r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?")
_LONGEST_PLAIN_H = 12  # above, 41:30 is more likely minutes than hours: ask


def _into_run(ctx: click.Context, param: click.Parameter, value: str) -> float:  # noqa: ARG001
    """Seconds into a run from ``2:41`` (hours and minutes) or ``2:41:30``."""
    _ = ctx.params["language"].gettext
    match = _TIME.fullmatch(value.strip())
    if not match:
        none = _("{typed} is not a time into the run; write 2:41 or 2:41:30.")
        raise click.BadParameter(none.format(typed=repr(value)))
    hours, minutes = int(match["h"]), int(match["m"])
    if match["s"] is None and hours > _LONGEST_PLAIN_H:
        two = _("Write 0:{typed} for minutes and seconds, {typed}:00 for hours and minutes.")
        raise click.BadParameter(two.format(typed=value))
    time_s = hours * 3600.0 + minutes * 60.0 + int(match["s"] or 0)
    if time_s > MAX_TIME_S:
        raise click.BadParameter(
            _("{typed} is too long: {hours} hours at most.").format(
                typed=value, hours=MAX_TIME_S // 3600
            )
        )
    return time_s


@click.command("log-cramp")
@click.argument("run", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--time",
    "time_s",
    metavar="h:mm[:ss]",
    required=True,
    callback=_into_run,
    help="When, into the run: 2:41 is two hours and 41 minutes.",
)
@click.option(
    "--muscle",
    type=click.Choice(MUSCLES),
    default="calf",
    show_default=True,
    help="Which one, if you know.",
)
@click.option("--side", type=click.Choice(SIDES), required=True, help="Which leg.")
@click.option("--ended-by", type=click.Choice(ENDED_BY), help="What made it let go.")
@click.option("--pain", type=WholeNumber(0, 10), metavar="N", help="0 none, 10 the worst.")
@click.option(
    "--lasted",
    "duration_s",
    type=Number(0, 86400),
    metavar="SECONDS",
    help="How long until it let go.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day of the run.  [default: that of RUN, else today]",
)
@click.option("--note", help="Anything else.")
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="UNCRAMP_RECORD",
    show_envvar=True,
    help="The record to add to.  [default: yours]",
)
@language_option
def log_cramp(
    run: Path | None,
    day: datetime | None,
    record: Path | None,
    note: str | None,
    language: Language,
    **told: Any,
) -> None:
    """Write down a cramp you had: it teaches the twin of your calf.

    RUN is the activity file, if you have it: the day and the length of the run are taken from it.
    The record is a plain file on this computer.
    """
    started = _checked(run, told["time_s"], language) if run else None
    on = day.date() if day else started or date.today()
    if on > date.today():
        raise click.BadParameter(
            language.gettext("{day} lies in the future.").format(day=on), param_hint="--date"
        )
    path = record or cramp_record.default_path()
    try:
        cramp = Cramp(
            date=on.isoformat(),
            run=run.name if run else None,
            run_sha256=sha256(run.read_bytes()).hexdigest() if run else None,
            note=note.strip() or None if note else None,
            logged_at=datetime.now(UTC).isoformat(timespec="seconds"),
            **told,
        )
        if _is_there(path, cramp, language):
            click.echo(language.gettext("This cramp is in the record already: nothing was added."))
            return
        cramp_record.append(path, cramp)
    except OSError as error:
        refused = Sentence(
            "{path}: {why}; nothing was added. Choose a place with --record.",
            path=str(path),
            why=error.strerror or str(error),
        )
        raise click.ClickException(refused) from None
    click.echo(_written(cramp, path, language))


def _is_there(path: Path, cramp: Cramp, language: Language) -> bool:
    """Whether the same moment of the same day was written down before, for the same leg.

    A record with a line that cannot be read is added to all the same, and the line is named.
    """
    try:
        known = cramp_record.read(path)
    except (ValueError, OSError) as error:
        _ = language.gettext
        click.echo(_("Not all of the record can be read: {why}").format(why=error), err=True)
        return False
    moment = (cramp.date, cramp.time_s, cramp.muscle, cramp.side)
    return moment in {(one.date, one.time_s, one.muscle, one.side) for one in known}


def _checked(run: Path, time_s: float, language: Language) -> date | None:
    """Day of the run; refuses a time after its end. None where the file cannot be read as a run."""
    from uncramp.activity import ActivityError, read_activity

    _ = language.gettext
    try:
        activity = read_activity(run)
    except (ActivityError, OSError):
        unread = _("{file} could not be read as a run: the time was not checked against it.")
        click.echo(unread.format(file=run.name), err=True)
        return None
    if time_s > activity.elapsed_s:
        late = _("{time} is after the end of {file}, which lasted {length}.")
        raise click.BadParameter(
            late.format(time=_clock(time_s), file=run.name, length=_clock(activity.elapsed_s)),
            param_hint="--time",
        )
    return activity.start.date() if activity.start else None


def _written(cramp: Cramp, path: Path, language: Language) -> str:
    """The line of the record in words."""
    _ = language.gettext
    words = {
        "calf": _("calf"),
        "gastrocnemius": _("gastrocnemius"),
        "soleus": _("soleus"),
        "left": _("left"),
        "right": _("right"),
        "both": _("both"),
    }
    return _("Written: {muscle}, {side}, {time} into the run on {day}, in {path}").format(
        muscle=words[cramp.muscle],
        side=words[cramp.side],
        time=_clock(cramp.time_s),
        day=cramp.date,
        path=path,
    )


def _clock(time_s: float) -> str:
    """``2:41:00``, as `--time` reads it."""
    minutes, seconds = divmod(round(time_s), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
