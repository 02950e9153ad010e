"""A training plan written by hand: three weeks with every kind of session, and odd texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from uncramp.advice import diet
from uncramp.advice import exercises as ex
from uncramp.advice.plan import (
    CurrentLevel,
    Day,
    Finding,
    Outlook,
    Race,
    Session,
    Share,
    Step,
    TrainingPlan,
    Week,
    Wishes,
)
from uncramp.athlete import Athlete

ODD_NAME = 'Tübingen <script>alert("1")</script> & Söhne; 5, "10" \\ 42'
MONDAY = date(2027, 3, 15)  # European clocks change on Sunday 28 March 2027
RUNNER = Athlete(mass_kg=70.0)


def session(kind: str, day: date, family: ex.Family, **more: object) -> Session:
    """A session of one of the families of exercises."""
    return Session(
        uid=f"{day.isoformat()}-{kind}-k7",
        kind=kind,  # type: ignore[arg-type]
        title=family.title,
        reason=family.reason,
        rule=family.rule,
        evidence=family.evidence,
        sources=family.sources,
        **more,  # type: ignore[arg-type]
    )


def run(kind: str, day: date, km: float, title: str = "", **more: object) -> Session:
    """A run with its reason."""
    return Session(
        uid=f"{day.isoformat()}-{kind}-k7",
        kind=kind,  # type: ignore[arg-type]
        title=title,
        distance_km=km,
        reason="It keeps the longest run under 110 % of the last 30 days.",
        rule="single_run",
        evidence="moderate",
        sources=("uncramp2026",),
        **{"pace_s_per_km": (340.0, 370.0), **more},  # type: ignore[arg-type]
    )


def around(day: date, main: Session, minutes: float) -> tuple[Session, ...]:
    """A run with its warm-up, stretching and drinking."""
    warm, after = ex.dynamic_warmup(6.0), ex.after_run()
    drink = diet.day_advice(main.kind, minutes, RUNNER)
    return (
        session("warmup", day, ex.family("warmup"), steps=warm, duration_min=6.0),
        main,
        session("after", day, ex.family("after"), steps=after, duration_min=ex.minutes(after)),
        session("drink", day, diet.about(), steps=drink),
    )


def hard(day: date) -> Session:
    """Four times a kilometre between easy kilometres."""
    return run(
        "hard",
        day,
        9.0,
        "4 × 1 km at 10 km pace",
        pace_s_per_km=None,
        steps=(
            Step("Easy to begin", distance_m=2500.0, pace_s_per_km=(340.0, 370.0)),
            Step(
                "Fast: even, not all out",
                sets=4,
                distance_m=1000.0,
                rest_s=120.0,
                pace_s_per_km=(285.0, 295.0),
            ),
            Step("Easy to end", duration_s=600.0),
        ),
    )


def week(index: int, kind: str, mass_kg: float | None = 70.0) -> Week:
    """One week: strength and jumps, an easy, a hard, an easy and a long run."""
    start = MONDAY + timedelta(weeks=index)
    days = [start + timedelta(days=i) for i in range(7)]
    lift = tuple(
        step
        for knee in ("straight", "bent")
        for step in ex.strength_session(3, knee, mass_kg, "gym", index)  # type: ignore[arg-type]
    )
    jumps = ex.plyometric_session(index + 1)
    rest = Session(f"{days[0].isoformat()}-rest-k7", "rest", "Rest", reason="One day off a week.")
    long_km = 18.0 + index
    return Week(
        index=index,
        start=start,
        kind=kind,  # type: ignore[arg-type]
        distance_km=8.0 + 9.0 + 6.0 + long_km,
        longest_km=long_km,
        days=(
            Day(days[0], (rest,)),
            Day(days[1], around(days[1], run("easy", days[1], 8.0), 48.0)),
            Day(
                days[2],
                (session("strength", days[2], ex.family("strength"), steps=lift, level=3),),
            ),
            Day(days[3], around(days[3], hard(days[3]), 60.0)),
            Day(
                days[4],
                (session("plyometrics", days[4], ex.family("plyometrics"), steps=jumps, level=1),),
            ),
            Day(
                days[5],
                (
                    run("easy", days[5], 6.0),
                    session("strength", days[5], ex.family("strength"), steps=lift, level=3),
                ),
            ),
            Day(days[6], around(days[6], run("long", days[6], long_km), 110.0)),
        ),
    )


def plan(name: str = "Spring Marathon", mass_kg: float | None = 70.0) -> TrainingPlan:
    """Two weeks and a race week that ends with the race on a Sunday."""
    kinds = ("build", "cutback", "race")
    weeks = [week(index, kind, mass_kg) for index, kind in enumerate(kinds)]
    day = weeks[2].days[-1].date
    race = run("race", day, 42.195, name, pace_s_per_km=(298.6, 298.6))
    weeks[2] = replace(
        weeks[2],
        distance_km=8.0 + 9.0 + 6.0 + 42.195,
        longest_km=42.195,
        days=(*weeks[2].days[:-1], Day(day, around(day, race, 210.0))),
    )
    return TrainingPlan(
        made_on=MONDAY,
        race=Race(day, 42.195, 12600.0, name),
        load=CurrentLevel(38.0, 17.0, "history", MONDAY - timedelta(days=2), 1, 31.0, 350.0),
        wishes=Wishes(),
        weeks=tuple(weeks),
        findings=(
            Finding(
                "readiness",
                "blocked",
                "The longest run reaches 20 km; 32 km would prepare for a marathon.",
                ("Move the race to 6 June or later.", "Run it easy."),
            ),
            Finding("weekly_ten_percent", "note", "The ten percent rule is a convention."),
        ),
        outlook=Outlook(
            40,
            7,
            0.4,
            0.25,
            (0.3, 0.5),
            (0.15, 0.35),
            (
                Share("Longer runs", 0.08, "moderate", "8 % more work before fatigue"),
                Share("drinking", -0.04, "conflicting", "up to 350 mL per hour"),
                Share(
                    "Calf raises", 0.07, "hypothesis", "10 % stronger, carried from other trials"
                ),
            ),
            "Simulated, not measured.",
        ),
    )


def odd() -> TrainingPlan:
    """The same with a race name that tests escaping, and for a runner of unknown mass."""
    return plan(ODD_NAME, None)


def replanned() -> TrainingPlan:
    """The plan again, one day later: the jumps of the first week are gone."""
    first = plan()
    days = tuple(
        Day(day.date, tuple(s for s in day.sessions if s.kind != "plyometrics"))
        for day in first.weeks[0].days
    )
    return replace(
        first,
        made_on=MONDAY + timedelta(days=1),
        sequence=1,
        weeks=(replace(first.weeks[0], days=days), *first.weeks[1:]),
    )


def empty() -> TrainingPlan:
    """A plan with a race tomorrow and nothing to do until then."""
    return replace(plan(), weeks=(), findings=(), outlook=None)


def missed() -> TrainingPlan:
    """The plan, made again in its second week; its second day was missed."""
    made = plan()
    first, *rest = made.weeks
    days = list(first.days)
    days[1] = replace(days[1], missed=True)
    weeks = (replace(first, days=tuple(days)), *rest)
    return replace(made, weeks=weeks, planned_from=MONDAY + timedelta(days=8), sequence=1)
