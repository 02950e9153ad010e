"""The prevention plan: from what is known of a runner to the weeks until the race."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from uncramp.advice.day_model import DayPlan
from uncramp.advice.findings import findings, forecast_s, race_time_s
from uncramp.advice.gains import calf_gains, trained_weeks
from uncramp.advice.history import History
from uncramp.advice.load import level_of, longest_before, monday
from uncramp.advice.load_model import Previous
from uncramp.advice.plan import (
    CurrentLevel,
    Day,
    Gaps,
    PlanError,
    Race,
    TrainingPlan,
    Week,
    WeekKind,
    Wishes,
)
from uncramp.advice.progression import number, whole
from uncramp.advice.schedule import Schedule, solve_schedule
from uncramp.advice.sessions import Maker, counted
from uncramp.advice.shape import Quiet, Start, WeekShape, shaped
from uncramp.athlete import Athlete
from uncramp.language import Sentence
from uncramp.parameters import load_parameters

MOST_DAYS = 371
_KM = (1.0, 200.0)
_KEPT = (
    *("mass_kg", "age_y", "sex", "easy_pace_s_per_km", "race_distance_km", "race_time_s"),
    *("salty_sweater", "sweat_rate_L_h", "cramps_last_year"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What of an earlier plan a new one keeps close to."""

    kinds: Mapping[date, WeekKind]
    loads: Previous
    days: Mapping[date, DayPlan]


def checked_race(race: Race, made_on: date) -> Race:
    """The race, if it can be planned for.

    Raises
    ------
    PlanError
        If it is not ahead, too far ahead, or of an impossible length or time.
    """
    ahead = (race.date - made_on).days
    days = {"race": race.date.isoformat(), "today": made_on.isoformat()}
    if ahead < 1:
        late = Sentence("the race on {race} is not ahead of {today}; give a later date", **days)
        raise PlanError(late)
    if ahead > MOST_DAYS:
        raise PlanError(
            Sentence(
                "the race on {race} is more than a year ahead of {today}; plan for an earlier "
                "race first, or ask again nearer to it",
                **days,
            )
        )
    low, high = _KM
    if not low <= race.distance_km <= high:
        raise PlanError(
            Sentence(
                "a race of {far:g} km: give {low:g} to {high:g} km",
                far=race.distance_km,
                low=low,
                high=high,
            )
        )
    if race.target_time_s is not None:
        pace = race.target_time_s / race.distance_km
        if not 120.0 <= pace <= 1200.0:
            raise PlanError(
                Sentence(
                    "a target of {pace:.0f} s per km: give 120 to 1200, 2:00 to 20:00", pace=pace
                )
            )
    return race


def checked_wishes(wishes: Wishes) -> Wishes:
    """The wishes with the day of the long run among the days; no days at all is an error."""
    days = tuple(sorted({*wishes.days, wishes.long_day}))
    if not all(0 <= day <= 6 for day in days):
        raise PlanError(
            Sentence("days {days}: weekdays are 0 (Monday) to 6 (Sunday)", days=str(days))
        )
    return replace(wishes, days=days)


def make_plan(
    race: Race,
    athlete: Athlete | None = None,
    *,
    made_on: date,
    wishes: Wishes | None = None,
    history: History | None = None,
    cramps: Collection[date] = (),
    sore: Collection[date] = (),
    ill: Collection[date] = (),
    hot: bool = False,
    conditions: Sequence[str] = (),
    weather: Mapping[str, float] | None = None,
) -> TrainingPlan:
    """Plan the weeks from `made_on` to the race.

    The same input gives the same plan, on every computer.

    Parameters
    ----------
    made_on
        First day that is planned; before the race.
    history
        What was run before; without it the athlete's own words count, without those a beginner's
        level is taken.
    cramps, sore, ill
        Days of recent cramps, of soreness and of illness.
    hot
        Plan the drinking for heat.
    conditions
        Ids of `uncramp.advice.diet.known_conditions` that apply: no amounts are advised then.
    weather
        Of the day of the race, by the names of `Conditions.resolve`, as far as it is known.

    Raises
    ------
    PlanError
        If race or wishes cannot be planned for; the text says what to change.
    """
    from uncramp.advice.exercises import start_phase

    runner = athlete or Athlete()
    race, wishes = checked_race(race, made_on), checked_wishes(wishes or Wishes())
    start = replace(
        start_of(runner, history, made_on),
        phase=start_phase(runner.calf_raises),
        raises=runner.calf_raises,
        quiet=quiet_after(cramps, sore, ill),
    )
    made = planned(
        start, race, wishes, runner, hot=hot, conditions=conditions, weather=weather or {}
    )
    made = replace(made, weeks=(_with_before(made.weeks[0], start), *made.weeks[1:]))
    counted_on = None if runner.calf_raises is None else made_on
    return replace(made, calf_raises=runner.calf_raises, calf_raises_on=counted_on)


def told_of(athlete: Athlete) -> dict[str, Any]:
    """What a plan keeps of a runner."""
    return {name: value for name in _KEPT if (value := getattr(athlete, name)) is not None}


def remembered(plan: TrainingPlan, athlete: Athlete) -> Athlete:
    """The runner with what the plan knows where nothing else was told."""
    known = {
        name: value
        for name, value in plan.runner.items()
        if name in _KEPT and getattr(athlete, name) is None
    }
    return replace(athlete, **known)


def quiet_after(
    cramps: Collection[date], sore: Collection[date], ill: Collection[date] = ()
) -> Quiet:
    """Until when cramps, soreness and illness forbid what strains the calf."""
    calm = [day + timedelta(days=whole("ill_rest")) for day in ill]
    calm += [day + timedelta(days=whole("cramp_rest")) for day in cramps]
    rest = [day + timedelta(days=whole("sore_rest")) for day in sore]
    rest_after_cramp = [day + timedelta(days=whole("sore_rest")) for day in (*cramps, *ill)]
    return Quiet(
        calm_until=max([*calm, *rest], default=None),
        rest_until=max([*rest, *rest_after_cramp], default=None),
    )


def start_of(athlete: Athlete, history: History | None, day: date) -> Start:
    """Where the runner stands on the morning of `day`."""
    if history is None:
        return _told(athlete, day)
    runs = history.until(day).runs
    level = level_of(history, day)
    if athlete.easy_pace_s_per_km is not None:
        level = replace(level, easy_pace_s_per_km=athlete.easy_pace_s_per_km)
    first = day - timedelta(days=whole("single_run_window"))
    recent: dict[date, float] = {}
    for run in runs:
        if run.day >= first and run.distance_km > 0.0:
            recent[run.day] = max(recent.get(run.day, 0.0), run.distance_km)
    yesterday = day - timedelta(days=1)
    if not recent and level.longest_km:
        recent[yesterday] = number("restart_share") * level.longest_km
    start = Start(day, level, recent)
    if start.lost:
        start = replace(start, recent={yesterday: number("starting_run")})
    longest = longest_before(runs, day) or math.inf
    return replace(
        start,
        done_km=sum(run.distance_km for run in runs if run.day >= monday(day)),
        demanding_yesterday=recent.get(yesterday, 0.0) >= number("demanding_share") * longest,
    )


def _told(athlete: Athlete, day: date) -> Start:
    """The level as the runner tells it, what is missing from the rest of it."""
    share = load_parameters().value("athlete.longest_of_week")
    week_km, longest_km = athlete.weekly_km, athlete.longest_km
    known = week_km is not None or longest_km is not None
    if longest_km is None:
        longest_km = number("starting_run") if week_km is None else share * week_km
    if week_km is None:
        week_km = longest_km / share if known else number("starting_week")
    usual = athlete.usual_speed_m_s(load_parameters())
    pace = athlete.easy_pace_s_per_km or (1000.0 / usual if usual else None)
    level = CurrentLevel(
        weekly_km=round(week_km, 1),
        longest_km=round(longest_km, 2),
        origin="athlete" if known else "assumed",
        easy_pace_s_per_km=None if pace is None else round(pace, 1),
    )
    return Start(day, level, {day - timedelta(days=1): longest_km})


def planned(
    start: Start,
    race: Race,
    wishes: Wishes,
    athlete: Athlete,
    *,
    hot: bool = False,
    conditions: Sequence[str] = (),
    weather: Mapping[str, float] | None = None,
    kept: Kept | None = None,
    past: Sequence[Day] = (),
) -> TrainingPlan:
    """The plan from a start: weeks, days, sessions, findings.

    Parameters
    ----------
    kept
        An earlier plan to stay close to.
    past
        Days of the first week that are already behind; they stay in it.
    """
    weeks = shaped(start, race, wishes, kept.kinds if kept else None)
    solved = solve_schedule(
        start, race, weeks, kept.loads if kept else None, kept.days if kept else None
    )
    pace = start.easy_pace_s_per_km()
    forecast = forecast_s(race, athlete, replace(start.level, easy_pace_s_per_km=pace))
    maker = Maker(
        race=race,
        athlete=athlete,
        wishes=wishes,
        easy_pace_s_per_km=pace,
        race_s=race_time_s(race, forecast),
        hot=hot,
        conditions=tuple(conditions),
        weather=dict(weather or {}),
    )
    return TrainingPlan(
        made_on=start.day,
        race=race,
        load=start.level,
        wishes=wishes,
        weeks=_weeks(maker, weeks, solved, past),
        findings=findings(start, race, wishes, weeks, solved.load, forecast),
        optimality_gap=round(max(solved.load.gap, solved.gap), 4),
        gaps=Gaps(round(solved.load.gap, 4), round(solved.gap, 4)),
        hot=hot,
        conditions=tuple(conditions),
        runner=told_of(athlete),
        weather=dict(weather or {}),
    )


def _weeks(
    maker: Maker, shapes: Sequence[WeekShape], solved: Schedule, past: Sequence[Day]
) -> tuple[Week, ...]:
    by_day = {plan.day: plan for plan in solved.days}
    found: list[Week] = []
    trained = 0.0
    for shape in shapes:
        before = tuple(past) if shape.index == 0 else ()
        count: Counter[str] = counted(before)
        made = [maker.day(by_day[day], shape, count) for day in shape.days]
        if shape.start == monday(maker.race.date):
            made.append(maker.race_day(shape, count))
        trained += trained_weeks((*before, *made))
        found.append(_week(shape, (*before, *made), trained))
    return tuple(found)


def _week(shape: WeekShape, days: Sequence[Day], trained: float) -> Week:
    distances = distances_km(days)
    return Week(
        index=shape.index,
        start=shape.start,
        kind=shape.kind,
        distance_km=round(sum(distances), 1),
        longest_km=max(distances, default=0.0),
        days=tuple(days),
        calf=calf_gains(trained),
    )


def _with_before(week: Week, start: Start) -> Week:
    """The first week with what was run in it before the plan."""
    ran = [km for day, km in start.recent.items() if start.done_km and day >= week.start]
    return replace(
        week,
        distance_km=round(week.distance_km + start.done_km, 1),
        longest_km=max([week.longest_km, *ran]),
        before_km=round(start.done_km, 2),
    )


def distances_km(days: Sequence[Day]) -> list[float]:
    """Of every run in these days, missed days left out."""
    return [
        s.distance_km
        for day in days
        if not day.missed
        for s in day.sessions
        if s.distance_km is not None
    ]
