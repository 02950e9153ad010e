"""The hard rules of a plan, checked without the solver's code: what is promised, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from uncramp.advice.plan import Session, TrainingPlan

DAY = timedelta(days=1)
RUNS = ("easy", "long", "hard")
DEMANDING = ("long", "hard", "race")
EPS = 1e-6
STARTING_RUN_KM, STARTING_WEEK_KM = 3.0, 8.0
LEAST_RUN_KM, LONG_SHARE, LONG_SHARE_OF_TWO = 2.0, 0.65, 0.75
RAISES, RAISES_A_WEEK, STRONG_PHASE = 20, 1.0, 3


def broken(plan: TrainingPlan, before: Mapping[date, float]) -> list[str]:
    """Every hard rule that the plan breaks, in words.

    Parameters
    ----------
    before
        Runs of the 30 days before the plan: day → km; what was told counts as a run on its eve.
    """
    first = plan.planned_from or plan.made_on
    held: dict[date, list[Session]] = {}
    for day in plan.days():
        assert day.date not in held, "a day stands twice"
        held[day.date] = list(day.sessions)
    kinds = {day: {session.kind for session in sessions} for day, sessions in held.items()}
    said = []
    assert max(held) == plan.race.date
    assert kinds[plan.race.date] & {"race"}
    said += _runs(plan, held, before, first)
    said += _weeks(plan, before, first)
    said += _jumps(plan, first)
    said += _shares(plan, first)
    for day in sorted(held):
        if day < first:
            continue
        said += _day(plan, day, kinds)
    uids = [session.uid for sessions in held.values() for session in sessions]
    if len(uids) != len(set(uids)):
        said.append("an identifier stands twice")
    return said


def broken_ahead(plan: TrainingPlan, before: Mapping[date, float]) -> list[str]:
    """What a plan that was made again breaks from its first planned day on.

    Of days behind, what was missed was not run; the rules of weeks are measured by the level that
    the plan was made again from, which only the plan's own weeks can tell: they are checked for
    whole weeks that follow whole planned weeks.
    """
    first = plan.planned_from or plan.made_on
    held = {day.date: [] if day.missed else list(day.sessions) for day in plan.days()}
    kinds = {day: {session.kind for session in sessions} for day, sessions in held.items()}
    said = [*_runs(plan, held, before, first), *_jumps(plan, first), *_shares(plan, first)]
    for day in sorted(held):
        if day >= first:
            said += _day(plan, day, kinds)
    ahead = [week for week in plan.weeks if week.start >= first]
    for last, week in pairwise(ahead):
        grows = last.kind == "build" and week.kind == "build"
        if grows and week.distance_km > 1.1 * last.distance_km + 0.05 + EPS:
            said.append(f"{week.start}: {week.distance_km} km after {last.distance_km} km")
        if week.kind == "cutback" and week.distance_km > 0.8 * last.distance_km + 0.05 + EPS:
            said.append(f"{week.start}: a lighter week of {week.distance_km} km")
        if len(week.days) == 7 and week.kind != "race" and not _rests(week.days):
            said.append(f"{week.start}: no day of rest")
    return said


def _runs(
    plan: TrainingPlan,
    held: Mapping[date, list[Session]],
    before: Mapping[date, float],
    first: date,
) -> list[str]:
    said = []
    ran = dict(before)
    for day in sorted(held):
        runs = [s for s in held[day] if s.kind in RUNS]
        if len(runs) > 1:
            said.append(f"{day}: two runs")
        if day >= first and runs:
            km = runs[0].distance_km or 0.0
            window = [ran[d] for d in ran if day - 30 * DAY <= d < day]
            longest = max([STARTING_RUN_KM, *window])
            if km > 1.1 * longest + EPS:
                said.append(f"{day}: {km} km after a longest of {longest} km")
            if km < LEAST_RUN_KM - EPS:
                said.append(f"{day}: a run of {km} km")
            if day.weekday() not in plan.wishes.days:
                said.append(f"{day}: a run on a day that is not free")
            if day == plan.race.date - DAY:
                said.append(f"{day}: a run on the eve of the race")
            if (plan.race.date - day).days < 1:
                said.append(f"{day}: a run on or after the race")
            pace = plan.load.easy_pace_s_per_km or 360.0
            if runs[0].kind == "long" and km * pace > 3.5 * 3600.0 + EPS:
                said.append(f"{day}: a long run over three and a half hours")
        for run in runs:
            ran[day] = max(ran.get(day, 0.0), run.distance_km or 0.0)
    return said


def _weeks(plan: TrainingPlan, before: Mapping[date, float], first: date) -> list[str]:
    said = []
    month = [before[day] for day in before if first - 30 * DAY <= day < first]
    held = 3.5 * 3600.0 / (plan.load.easy_pace_s_per_km or 360.0)
    level = max([plan.load.weekly_km, STARTING_WEEK_KM, *(min(km, held) for km in month)])
    km = [
        sum(s.distance_km or 0.0 for d in week.days for s in d.sessions if s.kind in RUNS)
        + week.before_km
        for week in plan.weeks
    ]
    full = [len(week.days) == 7 for week in plan.weeks]
    base = [km[i] if full[i] or i else max(km[0], level) for i in range(len(km))]
    peak = max(
        (
            km[i]
            for i, w in enumerate(plan.weeks)
            if w.kind in ("build", "restart", "cutback") and full[i]
        ),
        default=level,
    )
    for i, week in enumerate(plan.weeks):
        last = base[i - 1] if i else level
        if i and plan.weeks[i - 1].kind == "cutback":
            light = base[i - 2] if i > 1 else level
        else:
            light = last
        if week.kind == "cutback" and km[i] > 0.8 * last + EPS:
            said.append(f"{week.start}: a lighter week of {km[i]} km after {last} km")
        if week.kind in ("build", "taper", "race") and km[i] > 1.1 * light + EPS:
            said.append(f"{week.start}: {km[i]} km after {light} km")
        if week.kind in ("taper", "race") and km[i] > 0.8 * peak + EPS:
            said.append(f"{week.start}: no taper, {km[i]} km after a peak of {peak} km")
        if week.kind == "race" and km[i] > 0.3 * peak + EPS:
            said.append(f"{week.start}: {km[i]} km in the race week")
        if week.kind == "restart":
            kinds = {s.kind for d in week.days for s in d.sessions}
            if kinds & {"hard", "plyometrics"}:
                said.append(f"{week.start}: hard in a restart")
            if km[i] > max(level, STARTING_WEEK_KM) + EPS:
                said.append(f"{week.start}: {km[i]} km in a restart from {level} km")
        hard = sum(s.distance_km or 0.0 for d in week.days for s in d.sessions if s.kind == "hard")
        if hard > 0.25 * km[i] + EPS and i:
            said.append(f"{week.start}: {hard} km hard of {km[i]} km")
        if len(week.days) == 7 and week.kind != "race" and not _rests(week.days):
            said.append(f"{week.start}: no day of rest")
    if plan.race.distance_km >= 8.0 and len(plan.weeks) >= 6 and plan.weeks[-2].kind != "taper":
        said.append("no week of taper before the week of the race")
    builds = "".join("b" if week.kind == "build" else "." for week in plan.weeks)
    if "b" * 5 in builds:
        said.append("five weeks of growth without a lighter one")
    return said


def _shares(plan: TrainingPlan, first: date) -> list[str]:
    """The long run beside the other runs of its week, where other days are free."""
    said = []
    for week in plan.weeks:
        if week.start < first or len(week.days) < 7 or week.kind == "race":
            continue
        eve = plan.race.date - DAY
        free = sum(d.date.weekday() in plan.wishes.days and d.date != eve for d in week.days)
        runs = [(s.kind, s.distance_km or 0.0) for d in week.days for s in d.sessions]
        long = sum(km for kind, km in runs if kind == "long")
        total = sum(km for kind, km in runs if kind in RUNS)
        share = {1: 1.0, 2: LONG_SHARE_OF_TWO}.get(free, LONG_SHARE)
        if long > max(share * total, STARTING_RUN_KM) + EPS:
            said.append(f"{week.start}: a long run of {long} km in a week of {total} km")
    return said


def _jumps(plan: TrainingPlan, first: date) -> list[str]:
    """Without a count of calf raises no jumps; with one not before strength allows them."""
    said, phase = [], 0
    for week in plan.weeks:
        sessions = [s for day in week.days for s in day.sessions]
        phase = max([phase, *(s.level or 0 for s in sessions if s.kind == "strength")])
        jumps = [d.date for d in week.days for s in d.sessions if s.kind == "plyometrics"]
        if not jumps or max(jumps) < first:
            continue
        if plan.calf_raises is None or plan.calf_raises_on is None:
            said.append(f"{week.start}: jumps, and nobody counted calf raises")
            continue
        counted = plan.calf_raises_on - timedelta(days=plan.calf_raises_on.weekday())
        weeks = (week.start - counted).days / 7
        if plan.calf_raises + RAISES_A_WEEK * weeks < RAISES:
            said.append(f"{week.start}: jumps from {plan.calf_raises} calf raises")
        if phase < STRONG_PHASE:
            said.append(f"{week.start}: jumps in phase {phase}")
    return said


def _rests(days: object) -> bool:
    busy = {"easy", "long", "hard", "race", "strength", "plyometrics"}
    return any(not busy & {s.kind for s in day.sessions} for day in days)  # type: ignore[attr-defined]


def _day(plan: TrainingPlan, day: date, kinds: Mapping[date, set[str]]) -> list[str]:
    said = []
    here, next_ = kinds[day], kinds.get(day + DAY, set())
    if here & set(DEMANDING) and next_ & set(DEMANDING):
        said.append(f"{day}: hard days in a row")
    if "plyometrics" in here:
        if here & set(DEMANDING):
            said.append(f"{day}: jumps on a hard day")
        if next_ & set(DEMANDING):
            said.append(f"{day}: jumps before a hard day")
        if "plyometrics" in next_:
            said.append(f"{day}: jumps two days in a row")
        if (plan.race.date - day).days <= 10:
            said.append(f"{day}: jumps just before the race")
    if "strength" in here:
        if "strength" in next_:
            said.append(f"{day}: strength two days in a row")
        if (plan.race.date - day).days <= 5:
            said.append(f"{day}: strength just before the race")
    if here & {"easy", "long", "hard", "race"}:
        needed = {"warmup", "after", "drink"} - here
        said += [f"{day}: a run without {what}" for what in sorted(needed)]
    return said
