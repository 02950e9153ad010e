"""Thin weeks: the long run beside the other runs, no crumbs, and what was run before the plan."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType

from uncramp.advice.history import History, Run
from uncramp.advice.plan import Race, TrainingPlan, Wishes
from uncramp.advice.prevention import make_plan
from uncramp.advice.replanning import replan
from uncramp.athlete import Athlete

MONDAY = date(2026, 12, 28)
MARATHON = Race(date(2027, 4, 18), 42.195)
RUNS = ("easy", "long", "hard")


def told(plan: TrainingPlan) -> dict[date, float]:
    return {plan.made_on - timedelta(days=1): plan.load.longest_km}


def test_a_marathon_from_thin_weeks_keeps_other_runs_beside_the_long_one(
    rules: ModuleType,
) -> None:
    """13 km a week and 12 km at once: what 16 weeks are short of is the weeks."""
    made = make_plan(
        Race(date(2027, 4, 18), 42.195, 4.25 * 3600.0),
        Athlete(weekly_km=12.6, longest_km=12.2, easy_pace_s_per_km=360),
        made_on=MONDAY,
    )
    assert rules.broken(made, told(made)) == []
    runs = [s for d in made.days() for s in d.sessions if s.kind in RUNS]
    assert min(s.distance_km or 0.0 for s in runs) >= 3.0
    longest = max(s.distance_km or 0.0 for s in runs)
    assert 19.0 <= longest <= 21.0
    blocked = next(f for f in made.findings if f.severity == "blocked")
    assert "each alone would do" in blocked.text
    for words in ("more than 10 % above", "at most 65 % of its week", "convention"):
        assert words in blocked.text
    gives = " | ".join(blocked.would_give)
    for words in (
        "move the race to",
        "a half marathon instead",
        "walking breaks",
        "all of its week",
    ):
        assert words in gives
    later = date.fromisoformat(blocked.would_give[0].split()[4])
    moved = make_plan(
        Race(later, 42.195),
        Athlete(weekly_km=12.6, longest_km=12.2, easy_pace_s_per_km=360),
        made_on=MONDAY,
    )
    assert not [f for f in moved.findings if f.severity == "blocked"]


def test_two_days_a_week_hold_no_two_long_runs() -> None:
    """The wished week is one that two days hold: 62 km would be 33 and 29."""
    thin = Athlete(weekly_km=25, longest_km=14)
    made = make_plan(MARATHON, thin, made_on=MONDAY, wishes=Wishes((2, 6), 6))
    for week in made.weeks[:-1]:
        longest, other = sorted(
            (s.distance_km or 0.0 for d in week.days for s in d.sessions if s.kind in RUNS),
            reverse=True,
        )
        assert other <= 0.8 * longest
    assert made.weeks[12].longest_km >= 29.0


def test_a_short_race_from_long_weeks_has_a_longer_long_run() -> None:
    made = make_plan(
        Race(date(2027, 4, 18), 5.0), Athlete(weekly_km=40, longest_km=16), made_on=MONDAY
    )
    for week in made.weeks[:-1]:
        runs = [s for d in week.days for s in d.sessions if s.kind in RUNS]
        longest = max(s.distance_km or 0.0 for s in runs if s.kind == "long")
        assert longest >= 1.4 * max(s.distance_km or 0.0 for s in runs if s.kind != "long")


def test_no_crumbs_of_what_a_week_has_left(rules: ModuleType) -> None:
    """The week of today has less than two kilometres left: it is not run."""
    wednesday = MONDAY + timedelta(days=2)
    runs = [Run(MONDAY - timedelta(days=k), 5.0, 1800.0) for k in (26, 24, 19, 17, 12, 10, 5, 3)]
    runs.append(Run(MONDAY, 12.5, 4500.0))
    made = make_plan(
        Race(date(2027, 4, 18), 21.1), None, made_on=wednesday, history=History(tuple(runs))
    )
    before = {run.day: run.distance_km for run in runs}
    assert rules.broken(made, before) == []
    first = made.weeks[0]
    assert not [s for d in first.days for s in d.sessions if s.kind in RUNS]
    assert (first.before_km, first.distance_km, first.longest_km) == (12.5, 12.5, 12.5)
    said = [f.text for f in made.findings if "behind you already" in f.text]
    assert said == ["12.5 km of the plan's first week are behind you already: they count in it."]
    again = replan(made, wednesday + timedelta(days=1))
    assert (again.weeks[0].before_km, again.weeks[0].distance_km) == (12.5, 12.5)


def test_what_was_run_before_the_plan_is_not_rounded_up(rules: ModuleType) -> None:
    """22.2 km are run on a grid of half kilometres: neither this week nor the next gains a step."""
    wednesday = MONDAY + timedelta(days=2)
    runs = [
        Run(MONDAY - timedelta(days=7 * w + k), 14.0, 5000.0) for w in range(4) for k in (1, 3, 5)
    ]
    runs += [Run(MONDAY, 14.0, 5000.0), Run(MONDAY + timedelta(days=1), 8.2, 3000.0)]
    history = History(tuple(sorted(runs, key=lambda run: run.day)))
    made = make_plan(MARATHON, None, made_on=wednesday, history=history)
    assert rules.broken(made, {run.day: run.distance_km for run in runs}) == []
    first, second = made.weeks[:2]
    planned = sum(s.distance_km or 0.0 for d in first.days for s in d.sessions if s.kind in RUNS)
    assert first.before_km == 22.2
    assert first.before_km + planned <= 1.1 * made.load.weekly_km + 1e-6
    measure = max(made.load.weekly_km, first.before_km + planned)
    assert second.distance_km <= 1.1 * measure + 1e-6


def test_one_day_a_week_stays_one_run_in_lighter_weeks() -> None:
    made = make_plan(MARATHON, Athlete(weekly_km=7.4), made_on=MONDAY, wishes=Wishes((0,), 0))
    assert all(week.distance_km >= 2.0 for week in made.weeks[:-1])


def test_a_short_race_on_a_monday_has_an_easy_week_before_it() -> None:
    """The week of the race holds no day before it: the one before is its week of taper."""
    race = Race(date(2027, 1, 25), 5.0)
    made = make_plan(race, Athlete(weekly_km=60, longest_km=22), made_on=MONDAY)
    assert [week.kind for week in made.weeks] == ["build", "build", "build", "taper", "race"]
    assert made.weeks[3].distance_km <= 0.3 * made.weeks[2].distance_km + 0.05
