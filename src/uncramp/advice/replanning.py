"""Planning again from today: what was missed, a cramp, soreness; as few changes as possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from uncramp.advice.exercises import phase_after_pain
from uncramp.advice.gains import calf_gains, trained_weeks
from uncramp.advice.history import History, Run
from uncramp.advice.load import DAYS, level_of, monday
from uncramp.advice.load_model import Previous
from uncramp.advice.plan import RUNS, CurrentLevel, Day, PlanError, TrainingPlan, Week
from uncramp.advice.prevention import (
    Kept,
    checked_race,
    checked_wishes,
    distances_km,
    planned,
    quiet_after,
    remembered,
    start_of,
)
from uncramp.advice.progression import number, whole
from uncramp.advice.sessions import day_plans
from uncramp.advice.shape import Start, next_phase_week
from uncramp.athlete import Athlete
from uncramp.language import Sentence

_LIGHT = ("taper", "race")


def replan(
    old: TrainingPlan,
    today: date,
    athlete: Athlete | None = None,
    *,
    history: History | None = None,
    missed: Collection[date] = (),
    cramps: Collection[date] = (),
    sore: Collection[date] = (),
    ill: Collection[date] = (),
    hot: bool = False,
    conditions: Sequence[str] = (),
    weather: Mapping[str, float] | None = None,
) -> TrainingPlan:
    """The rest of a plan, made again; days before `today` stay as they were.

    Parameters
    ----------
    history
        What was really run; without it every session was done but those of `missed` days.
    missed
        Days whose sessions were not done.
    ill
        Days of illness: nothing was done on them, and nothing hard follows for a week.
    weather
        Of the day of the race, where it is known better now.

    Raises
    ------
    PlanError
        If `today` lies before the plan or not before the race.
    """
    runner = remembered(old, athlete or Athlete())
    if today < old.made_on:
        days = {"today": today.isoformat(), "first": old.made_on.isoformat()}
        raise PlanError(
            Sentence("today, {today}, lies before the plan of {first}; check the date", **days)
        )
    checked_race(old.race, today)
    old = _with_missed(old, today, {*missed, *ill})
    behind = [day for day in old.days() if day.date < today]
    done = [day for day in behind if not day.missed]
    start = _start(old, today, runner, history, done, well=not (cramps or sore or ill))
    count = _counted(old, today, runner)
    start = _exercises(start, old, done, sore, count)
    start = replace(start, quiet=quiet_after(cramps, sore, ill))
    new = planned(
        start,
        old.race,
        checked_wishes(old.wishes),
        runner,
        hot=hot or old.hot,
        conditions=tuple(dict.fromkeys((*old.conditions, *conditions))),
        weather={**old.weather, **(weather or {})},
        kept=_kept(old, today),
        past=[day for day in behind if day.date >= monday(today)],
    )
    joined = _joined(old, new, today, history)
    return replace(joined, calf_raises=count[0], calf_raises_on=count[1])


def _with_missed(old: TrainingPlan, today: date, missed: Collection[date]) -> TrainingPlan:
    """The old plan with its missed days marked; marks of earlier times stay."""

    def marked(day: Day) -> Day:
        return replace(day, missed=day.missed or (day.date in missed and day.date < today))

    weeks = [replace(week, days=tuple(map(marked, week.days))) for week in old.weeks]
    return replace(old, weeks=tuple(weeks))


def _counted(old: TrainingPlan, today: date, athlete: Athlete) -> tuple[int | None, date | None]:
    """Calf raises as last counted, and when: a new number was counted today."""
    if athlete.calf_raises is None or athlete.calf_raises == old.calf_raises:
        return old.calf_raises, old.calf_raises_on
    return athlete.calf_raises, today


def _start(
    old: TrainingPlan,
    today: date,
    athlete: Athlete,
    history: History | None,
    done: Sequence[Day],
    *,
    well: bool,
) -> Start:
    """The level today, from what was run; before the plan began, from the plan's own level."""
    told = history is None
    history = history or _as_history(old, done)
    start = start_of(athlete, history, today)
    if told:  # the run that stands for the level before the plan was not run this week
        first = max(monday(today), old.made_on)
        done_km = sum(run.distance_km for run in history.runs if first <= run.day < today)
        start = replace(start, done_km=done_km + _before_km(old, monday(today)))
        if not any(run.distance_km > 0.0 for run in history.runs if run.day >= old.made_on):
            away = _still_away(old, today, start.level)
            start = replace(start, level=away, restart_of=(0.0, _short_of_the_gap(old)))
    pace = old.load.easy_pace_s_per_km or start.level.easy_pace_s_per_km
    level = replace(start.level, easy_pace_s_per_km=pace)
    if level.best_km is None:
        level = replace(level, best_km=old.load.best_km, best_s=old.load.best_s)
    start = replace(start, level=level)
    if start.new_restart_weeks or start.lost:
        return start
    restart = _restart(old, today)
    if restart[1]:
        start = replace(start, restart_kept=restart, restart_of=_restart_of(old, history))
    this_week = monday(today)
    began_km = _began_km(old)
    reference = began_km
    for back in (1, 2):  # the week before; where that was a light one, the one before it too
        week = this_week - timedelta(days=DAYS * back)
        if week < old.made_on:  # the plan's first week was short: its level counts too
            short = _distance(history, week, old.made_on) + _before_km(old, week)
            reference = max(reference if back == 2 else 0.0, began_km, short)
            break
        ran = _distance(history, week)
        reference = ran if back == 1 else max(reference, ran)
        if not _light(old, week, ran, well):
            break
    month = [_distance_or_level(old, history, this_week, back) for back in range(1, 5)]
    reference = max(reference, sum(month) / len(month))  # one week cut short is no new level
    level = replace(level, weekly_km=round(reference, 1))
    return replace(start, level=level, peak=_peak(old, history, this_week))


def _before_km(old: TrainingPlan, monday_: date) -> float:
    """What was run in a week before the plan began."""
    return next((week.before_km for week in old.weeks if week.start == monday_), 0.0)


def _light(old: TrainingPlan, monday_: date, ran_km: float, well: bool) -> bool:
    """Whether a week was a lighter one: planned so, or a day of it missed by who is well."""
    week = next((week for week in old.weeks if week.start == monday_), None)
    if week is None:
        return False
    planned_km = sum(_planned_km(week))
    enough = ran_km >= number("missed_week_share") * planned_km
    return week.kind == "cutback" or (well and enough and ran_km < planned_km)


def _planned_km(week: Week) -> list[float]:
    """Of every run, missed or not."""
    return [s.distance_km or 0.0 for d in week.days for s in d.sessions if s.kind in RUNS]


def _began_km(old: TrainingPlan) -> float:
    """The week that the plan began from; after a gap what of it is left."""
    start = Start(old.made_on, old.load, {})
    if start.lost:
        return 0.0
    return old.load.weekly_km * (number("restart_share") if start.restart_weeks else 1.0)


def _still_away(old: TrainingPlan, today: date, level: CurrentLevel) -> CurrentLevel:
    """The level that the plan began from, where nothing was run since: the gap goes on."""
    last = old.load.last_run
    if last is None:
        return level
    return replace(old.load, gap_days=(today - last).days - 1)


def _restart(old: TrainingPlan, today: date) -> tuple[int, int]:
    """Weeks of the restart that the plan is in: those behind, and this one and those ahead."""
    this_week = monday(today)
    ahead = sum(week.kind == "restart" and week.start >= this_week for week in old.weeks)
    behind = 0
    for week in reversed([week for week in old.weeks if week.start < this_week]):
        if week.kind != "restart":
            break
        behind += 1
    return behind, ahead


def _restart_of(old: TrainingPlan, history: History) -> tuple[float, float]:
    """Week and run that a restart which goes on is measured by, as when it began."""
    first = next(week for week in old.weeks if week.kind == "restart")
    if first.index:
        return level_of(history, first.start).weekly_km, 0.0
    return old.load.weekly_km, _short_of_the_gap(old)


def _peak(old: TrainingPlan, history: History, this_week: date) -> tuple[float, float] | None:
    """Distance and longest run of the last full week behind that was no lighter one."""
    for week in reversed(old.weeks):
        full = week.start >= old.made_on
        if week.start < this_week and week.kind in ("build", "restart") and full:
            stop = week.start + timedelta(days=DAYS)
            ran = [run.distance_km for run in history.runs if week.start <= run.day < stop]
            return sum(ran), max(ran, default=0.0)
    return None


def _distance_or_level(old: TrainingPlan, history: History, this_week: date, back: int) -> float:
    week = this_week - timedelta(days=DAYS * back)
    return _began_km(old) if week < old.made_on else _distance(history, week)


def _as_history(old: TrainingPlan, done: Sequence[Day]) -> History:
    """The plan as if it had been run, with the level it began from as one run before it.

    That run lies where the longest one lay, so that it counts for no longer than it did. What the
    plan began from after a gap counts as run on its eve.
    """
    level, eve = old.load, old.made_on - timedelta(days=1)
    longest_on = level.longest_on or level.last_run or eve
    runs = [Run(longest_on, level.longest_km)] if level.longest_km else []
    if level.last_run and level.last_run > longest_on:  # how far it was is not known
        runs.append(Run(level.last_run, min(level.longest_km, number("starting_run"))))
    runs += _after_the_gap(old)
    for day in done:
        run_km = [s.distance_km or 0.0 for s in day.sessions if s.kind in RUNS]
        runs.append(Run(day.date, max(run_km, default=0.0)))
    return History(tuple(sorted(runs, key=lambda run: run.day)))


def _after_the_gap(old: TrainingPlan) -> list[Run]:
    """What a plan after 30 days without a run measured its first runs by, as if run on its eve."""
    eve = old.made_on - timedelta(days=1)
    km = _short_of_the_gap(old)
    if not km:
        return []
    if Start(old.made_on, old.load, {}).lost:
        return [Run(eve, number("starting_run"))]
    weeks = [week for week in old.weeks if week.kind == "restart"]
    planned_km = [km for week in weeks for km in _planned_km(week)]  # no missed run is made up for
    return [Run(eve, min(km, max(planned_km, default=km)))]


def _short_of_the_gap(old: TrainingPlan) -> float:
    """The run that a plan after 30 days without one began from, km; 0 where a run was known."""
    last = old.load.last_run
    if last is None or last >= old.made_on - timedelta(days=whole("single_run_window")):
        return 0.0
    return number("restart_share") * old.load.longest_km


def _distance(history: History, week: date, first: date | None = None) -> float:
    stop, start = week + timedelta(days=DAYS), max(week, first or week)
    return sum(run.distance_km for run in history.runs if start <= run.day < stop)


def _exercises(
    start: Start,
    old: TrainingPlan,
    done: Sequence[Day],
    sore: Collection[date],
    count: tuple[int | None, date | None],
) -> Start:
    """Where calf programme and jumps stand; after soreness one phase back."""
    this_week = monday(start.day)
    phase, phase_week, raises = _programme(start, old, count)
    if any(day >= start.day - timedelta(days=DAYS) for day in sore):
        back = phase_after_pain(phase, 0.0, 1.0)
        phase, phase_week = back, 0 if back != phase else phase_week
    jumps = [s.level or 0 for d in done for s in d.sessions if s.kind == "plyometrics"]
    yesterday = start.day - timedelta(days=1)
    last = {s.kind for d in done if d.date == yesterday for s in d.sessions}
    here: Counter[str] = Counter(s.kind for d in done if d.date >= this_week for s in d.sessions)
    return replace(
        start,
        phase=phase,
        phase_week=phase_week,
        raises=raises,
        jump_level=max(jumps, default=0),
        demanding_yesterday=start.demanding_yesterday or bool(last & {"hard", "long"}),
        strength_yesterday="strength" in last,
        jumps_yesterday="plyometrics" in last,
        done_hard_km=sum(
            s.distance_km or 0.0
            for d in done
            for s in d.sessions
            if d.date >= this_week and s.kind == "hard"
        ),
        weeks_behind=sum(week.start < this_week for week in old.weeks),
        done=dict(here) if start.day > this_week and start.day > old.made_on else None,
    )


def _programme(
    start: Start, old: TrainingPlan, count: tuple[int | None, date | None]
) -> tuple[int, int, float | None]:
    """Phase and week of the calf programme today, by the weeks done; raises expected today."""
    this_week = monday(start.day)
    raises: float | None = count[0]
    counted_on = count[1] or old.made_on
    first = [s.level for day in old.days() for s in day.sessions if s.kind == "strength"]
    phase, phase_week = (first[0] if first and first[0] else 1), 0
    for week in old.weeks:
        if week.start >= this_week or week.kind in _LIGHT:
            continue
        levels = [
            (s.level or phase, not d.missed)
            for d in week.days
            for s in d.sessions
            if s.kind == "strength"
        ]
        if not levels or sum(done for _, done in levels) * 2 < len(levels):
            continue
        if levels[-1][0] != phase:
            phase, phase_week = levels[-1][0], 0
        if raises is not None and week.start >= monday(counted_on):
            raises += number("raises_gain")
        phase, phase_week = next_phase_week(phase, phase_week, raises)
    return phase, phase_week, raises


def _kept(old: TrainingPlan, today: date) -> Kept:
    ahead = {day: plan for day, plan in day_plans(old.days()).items() if day >= today}
    loads: dict[date, tuple[float, float]] = {}
    for day, plan in ahead.items():
        long_km, others_km = loads.get(monday(day), (0.0, 0.0))
        if plan.run == "long":
            long_km += plan.distance_km
        else:
            others_km += plan.distance_km
        loads[monday(day)] = (long_km, others_km)
    return Kept({week.start: week.kind for week in old.weeks}, Previous(loads), ahead)


def _joined(
    old: TrainingPlan, new: TrainingPlan, today: date, history: History | None
) -> TrainingPlan:
    """The weeks behind as they were run, the new ones after them, counted on."""
    behind = [week for week in old.weeks if week.start < monday(today)]
    trained = 0.0
    weeks: list[Week] = []
    for week in (*behind, *new.weeks):
        trained += trained_weeks(week.days)
        week = replace(week, before_km=_before_km(old, week.start))
        weeks.append(_again(week, len(weeks), trained, today, history))
    return replace(
        new,
        made_on=old.made_on,
        planned_from=today,
        load=old.load,
        weeks=tuple(weeks),
        sequence=old.sequence + 1,
    )


def _again(week: Week, index: int, trained: float, today: date, history: History | None) -> Week:
    """The week with what was run of it, by the history where there is one."""
    behind = [day for day in week.days if day.date < today]
    ran = distances_km(behind)
    if history is not None and behind:
        first, stop = behind[0].date, min(today, week.start + timedelta(days=DAYS))
        ran = [run.distance_km for run in history.runs if first <= run.day < stop]
    kms = [*ran, *distances_km([day for day in week.days if day.date >= today])]
    return replace(
        week,
        index=index,
        distance_km=round(sum(kms) + week.before_km, 1),
        longest_km=max(kms, default=0.0),
        calf=calf_gains(trained),
    )
