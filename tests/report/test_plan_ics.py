"""The calendar file: two independent readers agree; importing it again updates."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import ModuleType
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from uncramp.report.plan_ics import TimeZoneError, plan_ics
from uncramp.report.plan_words import blocks

ZONE = "Europe/Berlin"


def events(file: bytes) -> list[icalendar.Event]:
    found = icalendar.Calendar.from_ical(file)
    assert isinstance(found, icalendar.Calendar)
    return list(found.walk("VEVENT"))


def of_kind(file: bytes, kind: str) -> list[icalendar.Event]:
    return [event for event in events(file) if f"-{kind}-" in event["uid"]]


@pytest.mark.parametrize("timezone", [None, ZONE])
def test_it_round_trips(plans: ModuleType, timezone: str | None) -> None:
    file = plan_ics(plans.odd(), timezone=timezone, remind_min=30)
    assert icalendar.Calendar.from_ical(file).to_ical() == file
    assert not icalendar.Calendar.from_ical(file).errors
    assert not [event for event in events(file) if event.errors]


def test_the_same_plan_gives_the_same_file(plans: ModuleType) -> None:
    assert plan_ics(plans.plan(), timezone=ZONE) == plan_ics(plans.plan(), timezone=ZONE)


@pytest.mark.parametrize("timezone", [None, ZONE, "America/New_York"])
def test_a_second_client_library_reads_the_same(plans: ModuleType, timezone: str | None) -> None:
    file = plan_ics(plans.odd(), timezone=timezone)
    ours = {event["uid"]: event for event in events(file)}
    calendar = vobject.readOne(file.decode())
    assert len(calendar.vevent_list) == len(ours)
    for theirs in calendar.vevent_list:
        event = ours[theirs.uid.value]
        assert theirs.summary.value == event["summary"]
        assert theirs.description.value == event["description"]
        start, mine = theirs.dtstart.value, event["dtstart"].dt
        if isinstance(mine, datetime) and mine.tzinfo:
            assert start.astimezone(UTC) == mine.astimezone(UTC)
        else:
            assert start == mine
        assert theirs.sequence.value == "0"


def test_lines_follow_the_standard(plans: ModuleType) -> None:
    file = plan_ics(plans.odd(), timezone=ZONE)
    lines = file.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"


def test_every_block_is_there_with_its_words(plans: ModuleType) -> None:
    file = plan_ics(plans.plan())
    assert len(events(file)) == 3 * 8
    uids = [event["uid"] for event in events(file)]
    assert len(set(uids)) == len(uids)
    (race,) = of_kind(file, "race")
    assert race["summary"] == "Spring Marathon, 42.2 km"
    assert "42.2 km · 4:59 /km" in race["description"]
    for event in of_kind(file, "strength"):
        assert "Hypothesis" in event["description"]
        assert re.search(r"\d × \d+ · [\d.]+ kg · tempo 3-1-3", event["description"])
    assert "lb" in of_kind(plan_ics(plans.plan(), units="imperial"), "strength")[0]["description"]


def test_odd_names_survive(plans: ModuleType) -> None:
    (race,) = of_kind(plan_ics(plans.odd()), "race")
    assert race["summary"] == plans.ODD_NAME


def test_rest_is_a_free_day(plans: ModuleType) -> None:
    rest = of_kind(plan_ics(plans.plan(), remind_min=30), "rest")[0]
    assert rest["dtstart"].dt == date(2027, 3, 15)
    assert rest["dtend"].dt == date(2027, 3, 16)
    assert rest["transp"] == "TRANSPARENT"
    assert not rest.walk("VALARM")


def test_floating_times_have_no_zone(plans: ModuleType) -> None:
    file = plan_ics(plans.plan(), start=time(6, 30))
    assert b"TZID" not in file
    easy = of_kind(file, "easy")[0]
    assert easy["dtstart"].dt == datetime(2027, 3, 16, 6, 30)
    assert b"DTSTART:20270316T063000\r\n" in file


def test_the_clock_change_keeps_wall_time(plans: ModuleType) -> None:
    file = plan_ics(plans.plan(), timezone=ZONE)
    before, on_the_day, _ = (
        *(event["dtstart"].dt for event in of_kind(file, "long")),
        None,
    )
    assert (before.hour, on_the_day.hour) == (7, 7)
    assert before.utcoffset() == timedelta(hours=1)
    assert on_the_day.utcoffset() == timedelta(hours=2)
    calendar = icalendar.Calendar.from_ical(file)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == ZONE
    made = zone.to_tz(lookup_tzid=False)
    for event in events(file):
        moment = event["dtstart"].dt
        if isinstance(moment, datetime):
            plain = moment.replace(tzinfo=None)
            assert plain.replace(tzinfo=made).utcoffset() == moment.utcoffset()


def test_a_time_the_clock_skips_moves_on_and_lengths_stay(plans: ModuleType) -> None:
    file = plan_ics(plans.plan(), timezone=ZONE, start=time(2, 30))
    run = next(e for e in of_kind(file, "long") if e["dtstart"].dt.date() == date(2027, 3, 28))
    assert run["dtstart"].dt == datetime(2027, 3, 28, 3, 30, tzinfo=ZoneInfo(ZONE))
    early = plan_ics(plans.plan(), timezone=ZONE, start=time(1, 30))
    across = next(e for e in of_kind(early, "long") if e["dtstart"].dt.date() == date(2027, 3, 28))
    length = across["dtend"].dt.astimezone(UTC) - across["dtstart"].dt.astimezone(UTC)
    usual = run["dtend"].dt.astimezone(UTC) - run["dtstart"].dt.astimezone(UTC)
    assert length == usual


def test_blocks_of_one_day_do_not_overlap(plans: ModuleType) -> None:
    timed = sorted(
        (event["dtstart"].dt, event["dtend"].dt)
        for event in events(plan_ics(plans.plan()))
        if isinstance(event["dtstart"].dt, datetime)
    )
    assert all(end <= start for (_, end), (start, _) in pairwise(timed))


def test_a_new_plan_updates_and_cancels(plans: ModuleType) -> None:
    old, new = plans.plan(), plans.replanned()
    first = {event["uid"]: event for event in events(plan_ics(old))}
    second = {event["uid"]: event for event in events(plan_ics(new, previous=old))}
    assert set(first) == set(second)
    gone = [uid for uid, event in second.items() if event["status"] == "CANCELLED"]
    assert gone == ["2027-03-19-plyometrics-k7@uncramp"]
    for uid, event in second.items():
        assert event["sequence"] == first[uid]["sequence"] + 1
        assert event["dtstamp"].dt > first[uid]["dtstamp"].dt


def test_a_file_written_over_is_updated(plans: ModuleType) -> None:
    """The same plan changes nothing; what differs is counted up, what is gone is cancelled."""
    first = plan_ics(plans.plan(), timezone=ZONE)
    assert plan_ics(plans.plan(), timezone=ZONE, replaced=first) == first
    later = plan_ics(plans.plan(), timezone=ZONE, start=time(18, 0), replaced=first)
    old = {e["uid"]: e for e in events(first)}
    for event in events(later):
        timed = isinstance(event["dtstart"].dt, datetime)
        assert event["sequence"] == int(timed)
        assert event["uid"] in old
    fewer = replace(plans.plan(), weeks=plans.plan().weeks[:1])
    gone = {e["uid"]: e for e in events(plan_ics(fewer, timezone=ZONE, replaced=later))}
    assert set(gone) <= set(old)
    stays = {e["uid"] for e in events(plan_ics(fewer, timezone=ZONE))}
    for uid, event in gone.items():
        assert (event["status"] == "CANCELLED") == (uid not in stays)
    back = plan_ics(plans.plan(), timezone=ZONE, replaced=plan_ics(fewer, replaced=later))
    assert {str(e["status"]) for e in events(back)} == {"CONFIRMED"}


@pytest.mark.parametrize("other", [b"", b"nonsense", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_what_is_no_calendar_of_ours_is_not_looked_at(plans: ModuleType, other: bytes) -> None:
    assert plan_ics(plans.plan(), replaced=other) == plan_ics(plans.plan())


def test_missed_days_are_cancelled(plans: ModuleType) -> None:
    plan = plans.missed()
    gone = {e["uid"] for e in events(plan_ics(plan)) if e["status"] == "CANCELLED"}
    day = next(day for day in plan.days() if day.missed)
    assert gone == {f"{block.main.uid}@uncramp" for block in blocks(day)}


def test_reminders(plans: ModuleType) -> None:
    run = of_kind(plan_ics(plans.plan(), remind_min=45), "easy")[0]
    (alarm,) = run.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(minutes=-45)
    assert not of_kind(plan_ics(plans.plan()), "easy")[0].walk("VALARM")


def test_a_plan_without_days_is_an_empty_calendar(plans: ModuleType) -> None:
    assert events(plan_ics(plans.empty(), timezone=ZONE)) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [("Europe/Berln", "did you mean Europe/Berlin"), ("", "write it as"), ("../etc", "not known")],
)
def test_an_unknown_zone_is_named(plans: ModuleType, name: str, message: str) -> None:
    with pytest.raises(TimeZoneError, match=message):
        plan_ics(plans.plan(), timezone=name)
