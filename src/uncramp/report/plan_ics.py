"""A training plan as iCalendar (RFC 5545): importing it again updates events, never doubles them.

One event for each block of a day: the run with its warm-up, stretching and drinking; strength and
jumps on their own. Its UID is that of the main session; the sequence is the plan's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Alarm, Calendar, Component, Event, Timezone, vInt

from uncramp.advice.plan import RUNS, TrainingPlan
from uncramp.language import SOURCE, Language, marked
from uncramp.report import plan_words as words
from uncramp.report.measures import Measures
from uncramp.report.plan_words import Block

PRODUCT = "-//uncramp//training plan//EN"
_ASIDE = ("rest", "drink", "warmup", "after")
_LEAST_MIN = 15.0
_BETWEEN_MIN = 15.0


class TimeZoneError(ValueError):
    """A time zone that nobody knows; the text names near ones."""


def plan_ics(
    plan: TrainingPlan,
    *,
    timezone: str | None = None,
    start: time = time(7, 0),
    units: str = "metric",
    language: Language = SOURCE,
    remind_min: int | None = None,
    previous: TrainingPlan | None = None,
    replaced: bytes = b"",
) -> bytes:
    """The plan as a calendar file.

    Parameters
    ----------
    timezone
        IANA name (``Europe/Berlin``). None writes floating times: local wherever the runner is.
    start
        Wall-clock time at which the first block of a day begins. A time that a clock change skips
        moves on by what was skipped.
    units
        ``metric`` or ``imperial``.
    language
        Of summaries and descriptions.
    remind_min
        Minutes before each block at which the calendar reminds; None for no reminder.
    previous
        The plan this one replaces: its events that are gone are sent as cancelled. So are those of
        missed days.
    replaced
        The calendar file that this one takes the place of: an event that differs from the one
        there gets a higher sequence, one that is gone is sent as cancelled. What is no calendar of
        this race is not looked at.

    Returns
    -------
    bytes
        UTF-8 with CRLF; the same for the same arguments.

    Raises
    ------
    TimeZoneError
        If the time zone is not known.
    """
    zone = _zone(timezone)
    measures = Measures(units, language)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = language.gettext(plan.race.name)
    calendar.add("x-wr-calname", f"uncramp: {name} {plan.race.date.isoformat()}")
    if timezone:
        calendar.add("x-wr-timezone", timezone)
    written = set()
    for event in _events(plan, plan, zone, start, measures):
        written.add(str(event["uid"]))
        if remind_min is not None and event.get("transp") is None:
            event.add_component(_alarm(str(event["summary"]), remind_min))
        calendar.add_component(event)
    for event in _events(previous, plan, zone, start, measures) if previous else ():
        if str(event["uid"]) not in written:
            event["status"] = "CANCELLED"
            calendar.add_component(event)
    _follow(calendar, _read(replaced), plan)
    if timezone:
        year = timedelta(days=366)
        dates = (plan.made_on - year, plan.race.date + year)
        calendar.subcomponents.insert(
            0, Timezone.from_tzid(timezone, first_date=dates[0], last_date=dates[1])
        )
    file: bytes = calendar.to_ical()
    return file


def _read(file: bytes) -> dict[str, Component]:
    """The events of a calendar that we wrote, by UID; none where it is something else."""
    try:
        calendar = Calendar.from_ical(file) if file else Calendar()
    except ValueError:
        return {}
    if calendar.get("prodid") != PRODUCT:
        return {}
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def _follow(calendar: Calendar, old: dict[str, Component], plan: TrainingPlan) -> None:
    """Sequences after those of an earlier file; what is gone from it is cancelled."""
    new = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    for uid, event in new.items():
        before = old.get(uid)
        if before is not None:
            differs = _said(before) != _said(event)
            event["sequence"] = vInt(max(_sequence(event), _sequence(before) + differs))
    stamp = f"uncramp-{plan.race.date.isoformat()}-"
    for uid, event in old.items():
        if uid in new or not uid.startswith(stamp):
            continue
        if event.get("status") != "CANCELLED":
            event["status"] = "CANCELLED"
            event["sequence"] = vInt(max(_sequence(event) + 1, plan.sequence))
        calendar.add_component(event)


def _sequence(event: Component) -> int:
    return int(str(event.get("sequence", 0)))


def _said(event: Component) -> dict[str, bytes]:
    """What an event says, without its counters."""
    return {
        name: value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
        for name, value in event.items()
        if name not in ("SEQUENCE", "DTSTAMP")
    }


def _events(
    plan: TrainingPlan,
    newest: TrainingPlan,
    zone: ZoneInfo | None,
    start: time,
    measures: Measures,
) -> list[Event]:
    events = []
    for day in plan.days():
        at = _wall(datetime.combine(day.date, start), zone)
        for block in words.blocks(day):
            event = _event(block, newest, measures)
            if day.missed:
                event["status"] = "CANCELLED"
            if block.main.kind in _ASIDE:
                _all_day(event, day.date)
            else:
                length = timedelta(minutes=max(_LEAST_MIN, round(block.minutes())))
                end = _later(at, length)
                event.add("dtstart", at)
                event.add("dtend", end)
                at = _later(end, timedelta(minutes=_BETWEEN_MIN))
            events.append(event)
    return events


def _event(block: Block, newest: TrainingPlan, measures: Measures) -> Event:
    event = Event()
    event.add("uid", f"{block.main.uid}@uncramp")
    event.add("dtstamp", datetime.combine(newest.planned_from or newest.made_on, time(0), UTC))
    event.add("sequence", newest.sequence)
    event.add("summary", words.title(block.main, measures))
    event.add("description", words.description(block, measures))
    kind = marked("Running") if block.main.kind in RUNS else marked("Training")
    event.add("categories", [measures.language.gettext(kind)])
    event.add("status", "CONFIRMED")
    return event


def _all_day(event: Event, day: date) -> None:
    """A day that stays free for everything else."""
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _alarm(text: str, remind_min: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", timedelta(minutes=-remind_min))
    return alarm


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    known = available_timezones()
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "write it as Europe/Berlin."
        raise TimeZoneError(f"time zone {name!r} is not known; {hint}")
    return ZoneInfo(name)


def _wall(moment: datetime, zone: ZoneInfo | None) -> datetime:
    """A wall-clock moment that exists: one that a clock change skips moves on."""
    if zone is None:
        return moment
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def _later(moment: datetime, by: timedelta) -> datetime:
    """`by` of elapsed time later, across a clock change too."""
    if moment.tzinfo is None:
        return moment + by
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
