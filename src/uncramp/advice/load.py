"""How much was run: weeks, longest runs, ramp, spikes, gaps; and where that leaves the runner."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from uncramp.advice.history import History, Run
from uncramp.advice.plan import CurrentLevel
from uncramp.advice.progression import number, rules, training_parameters, whole
from uncramp.language import Sentence
from uncramp.parameters import load_parameters

SCHEMA = "uncramp/load/1"
DAYS = 7
_MONTH_WEEKS = 4
_EPS = 1e-9

# From which ratio to the longest run of 30 days which hazard of overuse injury (Frandsen2025).
_HAZARDS = ((2.0, "hazard_over_100"), (1.3, "hazard_30_100"), (1.1, "hazard_10_30"))


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a past day or week broke.

    Attributes
    ----------
    ratio
        The run, or the week, over what it is compared with.
    """

    rule: str
    day: date
    ratio: float
    text: str


@dataclass(frozen=True, slots=True)
class LoadWeek:
    """One past week, Monday to Sunday.

    Attributes
    ----------
    known
        False where days of it lie in a gap, before the first or after the last run: the distance
        is then a lower bound, and no ramp is computed from it.
    ramp
        Distance over that of the week before; None where one of them is unknown or zero.
    acute_chronic
        Distance over the mean of the four weeks before; a description, not a risk.
    """

    start: date
    distance_km: float
    longest_km: float
    n_runs: int
    known: bool
    ramp: float | None
    acute_chronic: float | None
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a record: a pause or lost data, nobody knows."""

    after: date
    before: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Load:
    """The load of a history, as of a day."""

    as_of: date
    weeks: tuple[LoadWeek, ...]
    gaps: tuple[Gap, ...]
    level: CurrentLevel
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"schema": SCHEMA, **_plain(asdict(self))}


def monday(day: date) -> date:
    """Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def measured_load(history: History, as_of: date) -> Load:
    """Weeks, gaps and current level of what was run before `as_of`."""
    runs = list(history.until(as_of).runs)
    gaps = find_gaps(runs, as_of)
    return Load(as_of, _weeks(runs, gaps, as_of), gaps, level_of(history, as_of), history.notes)


def find_gaps(runs: Sequence[Run], as_of: date) -> tuple[Gap, ...]:
    """Stretches of at least ``gap`` days without a record; rest days written down are records."""
    days = sorted({run.day for run in runs})
    least = whole("gap")
    found = [Gap(a, b, (b - a).days - 1) for a, b in pairwise(days) if (b - a).days > least]
    if days and (as_of - days[-1]).days > least:
        found.append(Gap(days[-1], None, (as_of - days[-1]).days - 1))
    return tuple(found)


def longest_run_before(runs: Sequence[Run], day: date) -> Run | None:
    """Longest run of the 30 days before `day`, the last of equals; None if none is known."""
    first = day - timedelta(days=whole("single_run_window"))
    window = [run for run in runs if first <= run.day < day and run.distance_km > 0.0]
    return max(window, key=lambda run: (run.distance_km, run.day), default=None)


def longest_before(runs: Sequence[Run], day: date) -> float | None:
    """Distance of `longest_run_before`, km."""
    longest = longest_run_before(runs, day)
    return None if longest is None else longest.distance_km


def level_of(history: History, as_of: date) -> CurrentLevel:
    """Where the runner stands on the morning of `as_of`.

    The week is the mean of the last four full weeks that are known, weeks of rest counted as zero.
    After a gap it is the mean of the four before the gap: what the restart is measured by.
    """
    runs = list(history.until(as_of).runs)
    ran = [run for run in runs if run.distance_km > 0.0]
    if not ran:
        return CurrentLevel(0.0, 0.0, "history")
    last = ran[-1].day
    gap_days = (as_of - last).days - 1
    end = as_of if gap_days < whole("gap") else last + timedelta(days=1)
    weekly_km = _weekly(runs, end)
    longest = longest_run_before(runs, end)
    paces = [p for run in ran[-20:] if (p := run.pace_s_per_km()) is not None]
    pace = number("easy_over_usual") * statistics.median(paces) if paces else None
    best = _best(ran, as_of)
    return CurrentLevel(
        weekly_km=round(weekly_km, 1),
        longest_km=0.0 if longest is None else round(longest.distance_km, 2),
        origin="history",
        last_run=last,
        gap_days=gap_days,
        longest_ever_km=round(max(run.distance_km for run in ran), 2),
        easy_pace_s_per_km=None if pace is None else round(pace, 1),
        best_km=None if best is None else round(best.distance_km, 2),
        best_s=None if best is None else round(best.moving_s),
        longest_on=None if longest is None else longest.day,
    )


def _best(ran: Sequence[Run], as_of: date) -> Run | None:
    """The run that promises the second fastest race (Riegel 1981); of one alone, that one."""
    first = as_of - timedelta(days=whole("best_window"))
    least = number("best_least")
    timed = [r for r in ran if r.day >= first and r.moving_s and r.distance_km >= least]
    timed.sort(key=lambda run: riegel_s(run.distance_km, run.moving_s, 1.0))
    return timed[min(1, len(timed) - 1)] if timed else None


def riegel_s(distance_km: float, time_s: float, race_km: float) -> float:
    """Time over another distance, s (Riegel 1981)."""
    exponent = load_parameters().value("athlete.riegel_exponent")
    return float(time_s * (race_km / distance_km) ** exponent)


def _weekly(runs: Sequence[Run], end: date) -> float:
    """Mean of the last four blocks of seven days before `end` in which the days are known."""
    gaps = find_gaps(runs, end)
    first = runs[0].day
    known = []
    for back in range(_MONTH_WEEKS):
        stop = end - timedelta(days=DAYS * back)
        start = stop - timedelta(days=DAYS)
        if start < first or any(_overlaps(gap, start, stop, end) for gap in gaps):
            break
        known.append(sum(run.distance_km for run in runs if start <= run.day < stop))
    if known:
        return statistics.fmean(known)
    # less than a week is known: what is known, as if the rest of the week were rest
    start = end - timedelta(days=DAYS)
    return sum(run.distance_km for run in runs if start <= run.day < end)


def _overlaps(gap: Gap, start: date, stop: date, as_of: date) -> bool:
    return gap.after < stop - timedelta(days=1) and (gap.before or as_of) > start


def _weeks(runs: Sequence[Run], gaps: Sequence[Gap], as_of: date) -> tuple[LoadWeek, ...]:
    if not runs:
        return ()
    by_week: dict[date, list[Run]] = {}
    for run in runs:
        by_week.setdefault(monday(run.day), []).append(run)
    weeks: list[LoadWeek] = []
    start = monday(runs[0].day)
    while start < as_of:
        stop = start + timedelta(days=DAYS)
        mine = [run for run in by_week.get(start, ()) if run.distance_km > 0.0]
        known = (
            runs[0].day <= start
            and stop <= as_of
            and not any(_overlaps(gap, start, stop, as_of) for gap in gaps)
        )
        weeks.append(_week(start, mine, known, weeks, runs))
        start = stop
    return tuple(weeks)


def _week(
    start: date, mine: list[Run], known: bool, before: list[LoadWeek], runs: Sequence[Run]
) -> LoadWeek:
    distance = sum(run.distance_km for run in mine)
    last = before[-1] if before else None
    ramp = (
        distance / last.distance_km if last and last.known and known and last.distance_km else None
    )
    month = before[-_MONTH_WEEKS:]
    chronic = statistics.fmean(w.distance_km for w in month) if len(month) == _MONTH_WEEKS else 0.0
    steady = known and all(w.known for w in month) and chronic > 0.0
    broken = [b for run in mine if (b := _spike(run, runs)) is not None]
    if ramp is not None and ramp > number("weekly_ratio") + _EPS:
        text = Sentence(
            "{distance:.1f} km after {before:.1f} km: {more:+.0f} %",
            distance=distance,
            before=distance / ramp,
            more=100 * (ramp - 1),
        )
        broken.append(Broken("weekly_ten_percent", start, ramp, text))
    return LoadWeek(
        start=start,
        distance_km=distance,
        longest_km=max((run.distance_km for run in mine), default=0.0),
        n_runs=len(mine),
        known=known,
        ramp=ramp,
        acute_chronic=distance / chronic if steady else None,
        broken=tuple(broken),
    )


def _spike(run: Run, runs: Sequence[Run]) -> Broken | None:
    """The single-run rule; where 30 days hold no run there is nothing to compare with."""
    longest = longest_before(runs, run.day)
    if longest is None or run.distance_km <= number("single_run_ratio") * longest + _EPS:
        return None
    ratio = run.distance_km / longest
    text = Sentence(
        "{distance:.1f} km, {more:+.0f} % over the longest of 30 days ({longest:.1f} km): hazard "
        "of overuse injury × {hazard}",
        distance=run.distance_km,
        more=100 * (ratio - 1),
        longest=longest,
        hazard=hazard_text(ratio),
    )
    return Broken("single_run", run.day, ratio, text)


def hazard_text(ratio: float) -> Sentence:
    """Hazard ratio of a run of so much the longest of 30 days, with its 95 % interval."""
    name = next((name for above, name in _HAZARDS if ratio > above - _EPS), "hazard_10_30")
    hazard = training_parameters()[name]
    low, high = hazard.range
    return Sentence("{value:.2f} ({low:.2f}–{high:.2f})", value=hazard.value, low=low, high=high)


def broken_counts(load: Load) -> dict[str, int]:
    """How often each rule of load was broken."""
    counts = {name: 0 for name in ("single_run", "weekly_ten_percent") if name in rules()}
    for week in load.weeks:
        for broken in week.broken:
            counts[broken.rule] += 1
    return counts


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
