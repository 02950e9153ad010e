"""What a training plan is: weeks, days, sessions, each with its dose, reason, rule and evidence.

The layout as JSON is documented in ``docs/reference/plan.md``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal, TypeVar, get_args

from uncramp.language import Sentence

SCHEMA = "uncramp/plan/1"

Kind = Literal[
    "easy", "long", "hard", "race", "strength", "plyometrics", "warmup", "after", "rest", "drink"
]
WeekKind = Literal["build", "cutback", "taper", "race", "restart"]
Evidence = Literal["strong", "moderate", "weak", "conflicting", "hypothesis", "convention"]
Place = Literal["gym", "home"]

KINDS: tuple[str, ...] = get_args(Kind)
WEEK_KINDS: tuple[str, ...] = get_args(WeekKind)
EVIDENCE: tuple[str, ...] = get_args(Evidence)
RUNS = ("easy", "long", "hard", "race")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

T = TypeVar("T")


class PlanError(ValueError):
    """A plan file that cannot be used; the text says where, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Race:
    """The goal: day, length in km, wished time in s (None: to arrive), name for the calendar."""

    date: date
    distance_km: float
    target_time_s: float | None = None
    name: str = "race"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a session: what to do and how much of it; None where a field has no meaning.

    Attributes
    ----------
    tempo
        Seconds up-hold-down, ``"3-1-3"``.
    rest_s
        Pause after each set, s.
    duration_s, distance_m
        Length of one repetition, where it is timed or measured.
    pace_s_per_km
        (fast, slow) bounds.
    drawing
        Name of its drawing; empty for none.
    """

    text: str
    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    load_kg: float | None = None
    tempo: str | None = None
    rest_s: float | None = None
    duration_s: float | None = None
    distance_m: float | None = None
    pace_s_per_km: tuple[float, float] | None = None
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """One thing to do on one day.

    Attributes
    ----------
    uid
        Stays the same when the plan is made again, so that calendars update instead of doubling.
    distance_km, duration_min
        What is planned; None where it has no meaning.
    pace_s_per_km
        (fast, slow) bounds in s/km.
    level
        Phase of strength, level of plyometrics; None elsewhere.
    reason
        Why it stands there, one sentence.
    rule
        Name of the rule of ``progression.toml`` or of the dose that set it.
    evidence
        How sure anyone is of that rule, of `EVIDENCE`.
    sources
        Keys of ``references.bib``.
    """

    uid: str
    kind: Kind
    title: str
    distance_km: float | None = None
    duration_min: float | None = None
    pace_s_per_km: tuple[float, float] | None = None
    steps: tuple[Step, ...] = ()
    level: int | None = None
    reason: str = ""
    rule: str = ""
    evidence: Evidence = "convention"
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day and its sessions, in the order in which they are done; none is a free day.

    Attributes
    ----------
    missed
        Told, when planning again, not to have been done; it counts for nothing.
    """

    date: date
    sessions: tuple[Session, ...] = ()
    missed: bool = False


@dataclass(frozen=True, slots=True)
class CalfGain:
    """What the calf programme is expected to have given by the end of a week, in the model.

    Attributes
    ----------
    muscle
        ``gastrocnemius`` or ``soleus``.
    force, force_80
        Force over that of the first day, and its 80 % interval.
    fatigue, fatigue_80
        Speed of tiring over that of the first day: below 1 it tires more slowly.
    """

    muscle: str
    force: float
    force_80: tuple[float, float]
    fatigue: float
    fatigue_80: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday. The first and the last week may be short: `days` holds planned days only.

    Attributes
    ----------
    index
        0 for the week the plan was made in.
    distance_km, longest_km
        Sum and longest of its runs, the race included: planned ones; of days behind a new plan
        what was run, missed days not counted.
    before_km
        What of that distance was run before the first day of the plan.
    calf
        What the calf has gained by its end.
    """

    index: int
    start: date
    kind: WeekKind
    distance_km: float
    longest_km: float
    days: tuple[Day, ...]
    calf: tuple[CalfGain, ...] = ()
    before_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the runner must know: a rule in the way of the goal, and what would have to give.

    Attributes
    ----------
    rule
        Name of the rule, of ``progression.toml``.
    severity
        ``blocked``: the goal is out of reach under this rule; ``warning``; ``note``.
    text
        One sentence.
    would_give
        What could be changed, each on its own.
    """

    rule: str
    severity: Literal["blocked", "warning", "note"]
    text: str
    would_give: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CurrentLevel:
    """Where the runner stands on the day the plan was made.

    Attributes
    ----------
    weekly_km
        Mean of the last four weeks, weeks without a run included, unknown ones not.
    longest_km
        Longest run of the last 30 days.
    origin
        ``history`` (from files), ``athlete`` (as told) or ``assumed``.
    last_run
        Day of the last known run.
    gap_days
        Days without a run before the plan; None where nothing is known.
    longest_ever_km
        Longest run of the history; None without one.
    best_km, best_s
        The run of the last half year that promises the fastest race, but for one: a single record
        can be wrong. None where no run is long enough or has a time.
    longest_on
        Day of the run of `longest_km`, from which it counts for 30 days; None where only told.
    """

    weekly_km: float
    longest_km: float
    origin: Literal["history", "athlete", "assumed"]
    last_run: date | None = None
    gap_days: int | None = None
    longest_ever_km: float | None = None
    easy_pace_s_per_km: float | None = None
    best_km: float | None = None
    best_s: float | None = None
    longest_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the runner asked for.

    Attributes
    ----------
    days
        Weekdays on which running is possible, 0 Monday … 6 Sunday.
    long_day
        Weekday of the long run.
    strength
        Where strength is done.
    """

    days: tuple[int, ...] = (1, 3, 5, 6)
    long_day: int = 6
    strength: Place = "home"


@dataclass(frozen=True, slots=True)
class Share:
    """What one part of the plan does in the model: probability without minus with it.

    Attributes
    ----------
    change_80
        80 % interval of the change; None in plans of earlier versions.
    """

    part: str
    probability_change: float
    evidence: Evidence
    assumed: str
    change_80: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The race simulated with today's calf and with the calf the plan is expected to give.

    Attributes
    ----------
    before, after
        Share of the twins that cramp.
    before_80, after_80
        80 % intervals of these shares.
    warnings
        Rules of safety that the simulated race breaks, by the names of `uncramp.explain.dangers`.
    """

    n_twins: int
    seed: int
    before: float
    after: float
    before_80: tuple[float, float]
    after_80: tuple[float, float]
    shares: tuple[Share, ...] = ()
    note: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gaps:
    """How far weeks, and days of all weeks as good, can be from the best; 0 is proven best."""

    weeks: float
    days: float


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """The weeks until the race.

    Attributes
    ----------
    load
        The current level the plan starts from.
    sequence
        0 at first, one more at each replan.
    planned_from
        First day that was planned: `made_on`, or the day of the last replan.
    hot, conditions
        What food and drink were planned for: heat; conditions with which only a doctor gives
        amounts. Planning again keeps them.
    weather
        Of the day of the race as it was given, by the names of `Conditions.resolve`; it goes before
        `hot`.
    optimality_gap
        The larger of the two of `gaps`; 0 is proven best.
    gaps
        Of the weeks, from the best there are; of the days, from the best of all schedules with
        weeks as good: relative distances from the solver's proven bounds.
    calf_raises, calf_raises_on
        Raises on one leg as last counted, and the day; None where nobody counted.
    runner
        What was told of the runner and sets doses and paces, by the names of `Athlete`: planning
        again does not ask for it twice.
    """

    made_on: date
    race: Race
    load: CurrentLevel
    wishes: Wishes
    weeks: tuple[Week, ...]
    findings: tuple[Finding, ...] = ()
    sequence: int = 0
    planned_from: date | None = None
    optimality_gap: float = 0.0
    outlook: Outlook | None = None
    hot: bool = False
    conditions: tuple[str, ...] = ()
    gaps: Gaps | None = None
    calf_raises: int | None = None
    calf_raises_on: date | None = None
    runner: dict[str, Any] = field(default_factory=dict)
    weather: dict[str, float] = field(default_factory=dict)

    def days(self) -> tuple[Day, ...]:
        """Every day of the plan, in order."""
        return tuple(day for week in self.weeks for day in week.days)

    def ahead(self) -> tuple[Day, ...]:
        """The days that were planned last: all of them, or those after the last replan."""
        first = self.planned_from or self.made_on
        return tuple(day for day in self.days() if day.date >= first)

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain JSON values; `from_dict` reads it back."""
        table: dict[str, Any] = {"schema": SCHEMA, **asdict(self)}
        return _plain(table)  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls, table: dict[str, Any]) -> TrainingPlan:
        """Build from `to_dict`'s output; fields not known are ignored.

        Raises
        ------
        PlanError
            If it is not a plan of this schema, or a field is missing or wrong.
        """
        if not isinstance(table, dict) or table.get("schema") != SCHEMA:
            raise PlanError(
                Sentence(
                    "this is not a plan of schema {schema}; make it with uncramp plan",
                    schema=SCHEMA,
                )
            )
        try:
            return _plan(table)
        except (KeyError, TypeError, ValueError) as error:
            said = Sentence("the plan cannot be read: {why}; make it again", why=repr(error))
            raise PlanError(said) from None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _built(kind: type[T], table: dict[str, Any], **ready: Any) -> T:
    """`kind` from the entries of `table` it knows; `ready` holds fields already built."""
    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    values = {key: _frozen(value) for key, value in table.items() if key in names}
    return kind(**{**values, **ready})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _plan(table: dict[str, Any]) -> TrainingPlan:
    level, outlook = table["load"], table.get("outlook")
    gaps, last_run = table.get("gaps"), level.get("last_run")
    return _built(
        TrainingPlan,
        table,
        made_on=date.fromisoformat(table["made_on"]),
        planned_from=_day(table.get("planned_from")),
        calf_raises_on=_day(table.get("calf_raises_on")),
        gaps=gaps and _built(Gaps, gaps),
        race=_built(Race, table["race"], date=date.fromisoformat(table["race"]["date"])),
        load=_built(
            CurrentLevel,
            level,
            last_run=_day(last_run),
            longest_on=_day(level.get("longest_on")),
        ),
        wishes=_built(Wishes, table["wishes"]),
        weather=dict(table.get("weather") or {}),
        weeks=tuple(_week(week) for week in table["weeks"]),
        findings=tuple(_built(Finding, row) for row in table.get("findings", ())),
        outlook=outlook
        and _built(Outlook, outlook, shares=tuple(_built(Share, row) for row in outlook["shares"])),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _week(table: dict[str, Any]) -> Week:
    _one_of("kind of a week", table["kind"], WEEK_KINDS)
    days = tuple(
        Day(
            date.fromisoformat(day["date"]),
            tuple(_session(row) for row in day["sessions"]),
            bool(day.get("missed", False)),
        )
        for day in table["days"]
    )
    calf = tuple(_built(CalfGain, row) for row in table.get("calf", ()))
    return _built(Week, table, start=date.fromisoformat(table["start"]), days=days, calf=calf)


def _session(table: dict[str, Any]) -> Session:
    _one_of("kind of a session", table["kind"], KINDS)
    _one_of("evidence", table.get("evidence", EVIDENCE[0]), EVIDENCE)
    return _built(Session, table, steps=tuple(_built(Step, row) for row in table.get("steps", ())))


def _one_of(name: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} {value!r} is not one of {', '.join(known)}")
