"""From days of a schedule to sessions: dose, reason, rule and evidence of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from uncramp.advice import diet, exercises
from uncramp.advice.day_model import DayPlan
from uncramp.advice.drink_forecast import weather
from uncramp.advice.plan import Day, Evidence, Kind, Race, Session, Step, Wishes
from uncramp.advice.progression import number, rules
from uncramp.advice.shape import WeekShape
from uncramp.athlete import Athlete
from uncramp.language import Sentence, joined, marked

_S_PER_MIN = 60.0
_M_PER_KM = 1000.0
_EASY_BAND = (0.97, 1.08)
_BAND = (0.98, 1.02)
_WARMUP_MIN = {"easy": 5.0, "long": 5.0, "hard": 10.0, "race": 8.0}

# (fast stretches of s, told as): in turn from week to week
_FAST = (
    (180.0, marked("3 minutes")),
    (480.0, marked("8 minutes")),
    (60.0, marked("1 minute")),
    (300.0, marked("5 minutes")),
)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the sessions of days.

    Attributes
    ----------
    hot
        Whether drinking is planned for heat.
    conditions
        Ids of `uncramp.advice.diet.known_conditions` that apply.
    race_s
        Time the race is planned for.
    weather
        Of the day of the race, as far as it was given.
    """

    race: Race
    athlete: Athlete
    wishes: Wishes
    easy_pace_s_per_km: float
    race_s: float
    hot: bool = False
    conditions: tuple[str, ...] = ()
    weather: Mapping[str, float] = field(default_factory=dict)

    def day(self, plan: DayPlan, week: WeekShape, count: Counter[str]) -> Day:
        """One day with everything done on it, in order.

        Parameters
        ----------
        count
            Sessions of each kind so far in this week; makes identifiers that stay the same.
        """
        found: list[Session] = []
        if plan.jumps:
            found += self._jumps(week, count)
        if plan.run:
            run = self._run(plan, week, count)
            found += self._around(run, count, warm=not plan.jumps)
        if plan.strength:
            found.append(self._strength(week, count))
        if not (plan.run or plan.strength or plan.jumps):
            found.append(self._rest(week, count))
        return Day(plan.day, tuple(found))

    def race_day(self, week: WeekShape, count: Counter[str]) -> Day:
        """The day of the race."""
        pace = self.race_s / self.race.distance_km
        run = self._session(
            week,
            count,
            "race",
            self.race.name[:1].upper() + self.race.name[1:],
            "readiness",
            marked(
                "What all of this is for. Begin no faster than planned: cramps come with a pace "
                "that was not trained."
            ),
            distance_km=self.race.distance_km,
            duration_min=self.race_s / _S_PER_MIN,
            pace=_band(pace, _BAND),
        )
        return Day(self.race.date, tuple(self._around(run, count)))

    # --- runs ----------------------------------------------------------------------------------

    def _run(self, plan: DayPlan, week: WeekShape, count: Counter[str]) -> Session:
        km = plan.distance_km
        easy = _band(self.easy_pace_s_per_km, _EASY_BAND)
        minutes = km * self.easy_pace_s_per_km / _S_PER_MIN
        if plan.run == "hard":
            fast = self._fast_pace_s_per_km()
            steps, minutes = self._fast(km, fast, week)
            return self._session(
                week,
                count,
                "hard",
                marked("Hard run"),
                "hard_easy",
                marked(
                    "Running faster than usual now and then prepares calf and nerves for the pace "
                    "of the race; easy days before and after let it work."
                ),
                distance_km=km,
                duration_min=minutes,
                pace=_band(fast, _BAND),
                steps=steps,
            )
        kind: Kind = "long" if plan.run == "long" else "easy"
        rule, reason = _why(kind, week)
        title = marked("Long run") if kind == "long" else marked("Easy run")
        return self._session(
            week,
            count,
            kind,
            title,
            rule,
            reason,
            distance_km=km,
            duration_min=minutes,
            pace=easy,
        )

    def _fast_pace_s_per_km(self) -> float:
        """Of hard runs: the pace of the race where that is faster, for it has to be trained."""
        usual = number("hard_over_easy") * self.easy_pace_s_per_km
        least = number("fastest_over_easy") * self.easy_pace_s_per_km
        return max(min(usual, self.race_s / self.race.distance_km), least)

    def _fast(self, km: float, pace: float, week: WeekShape) -> tuple[tuple[Step, ...], float]:
        """Warming up, fast stretches with jogs, and home: as many as half the distance holds."""
        jog, rest_s = number("jog_over_easy"), number("jog_between")
        fast_s, said = _FAST[week.index % len(_FAST)]
        easy_pace = self.easy_pace_s_per_km
        one_km = fast_s / pace + rest_s / (jog * easy_pace)
        sets = max(1, int(0.55 * km / one_km))
        if sets * one_km > 0.8 * km:  # a short session: one stretch as long as fits
            fast_s, sets = max(60.0, 60.0 * int(0.5 * km * pace / 60.0)), 1
            said = Sentence("{n:.0f} minutes", n=fast_s / _S_PER_MIN)
            one_km = fast_s / pace + rest_s / (jog * easy_pace)
        rest_m = _M_PER_KM * max(km - sets * one_km, 0.0)
        out_m = 100.0 * round(0.6 * rest_m / 100.0)
        home_m = max(rest_m - out_m, 0.0)
        easy = _band(easy_pace, _EASY_BAND)
        steps = [Step(marked("Easy, to warm up"), distance_m=out_m, pace_s_per_km=easy)]
        text = Sentence("{name}: hard, but in control", name=Sentence("Fast for {time}", time=said))
        fast = _band(pace, _BAND)
        steps.append(Step(text, sets=sets, duration_s=fast_s, rest_s=rest_s, pace_s_per_km=fast))
        home = marked("Easy home")
        steps.append(Step(home, distance_m=round(home_m, -1), pace_s_per_km=easy))
        minutes = (rest_m / _M_PER_KM * easy_pace + sets * (fast_s + rest_s)) / _S_PER_MIN
        return tuple(step for step in steps if step.distance_m != 0.0), minutes

    def _around(self, run: Session, count: Counter[str], warm: bool = True) -> list[Session]:
        """Warm-up before, the run, stretching and drinking after."""
        found = [run]
        if warm:
            steps = exercises.dynamic_warmup(_WARMUP_MIN[run.kind])
            found.insert(0, self._family(f"{run.uid}-warmup", "warmup", steps))
        found.append(self._family(f"{run.uid}-after", "after", exercises.after_run()))
        count["after"] += 1
        about = diet.about()
        known = self.weather if run.kind == "race" else {}
        steps = diet.day_advice(
            run.kind,
            run.duration_min,
            self.athlete,
            self.hot,
            self.conditions,
            _speed_m_s(run),
            weather(self.hot, known) if known else None,
        )
        found.append(
            Session(
                uid=f"{run.uid}-drink",
                kind="drink",
                title=about.title,
                steps=steps,
                reason=about.reason,
                rule=about.rule,
                evidence=about.evidence,
                sources=about.sources,
            )
        )
        return found

    # --- strength, jumps, rest -----------------------------------------------------------------

    def _strength(self, week: WeekShape, count: Counter[str]) -> Session:
        place, mass = self.wishes.strength, self.athlete.mass_kg
        light = week.kind in ("taper", "race")
        doses = (
            exercises.strength_session(week.phase, knee, mass, place, week.phase_week, light)
            for knee in exercises.KNEES
        )
        steps = (*(step for dose in doses for step in dose), Step(exercises.pain_rule()))
        session = self._family(self._uid(week, "strength", count), "strength", steps, week.phase)
        gate = exercises.phase_gate(week.phase).text
        reason = Sentence(
            "{reason} Phase {phase}; before the next one: {gate}",
            reason=session.reason,
            phase=week.phase,
            gate=gate,
        )
        if light:
            reason = joined([reason, marked("Fewer sets before the race, the load stays.")])
        return replace(session, reason=reason)

    def _jumps(self, week: WeekShape, count: Counter[str]) -> list[Session]:
        steps = exercises.plyometric_session(week.jump_level)
        uid = self._uid(week, "plyometrics", count)
        session = self._family(uid, "plyometrics", steps, week.jump_level)
        gate = exercises.plyometric_gate()
        contacts = exercises.jump_level(week.jump_level).contacts
        session = replace(
            session,
            title=Sentence("{title}, {n} contacts", title=session.title, n=contacts),
            reason=joined([session.reason, gate.text, gate.surface]),
        )
        warmup = exercises.dynamic_warmup(_WARMUP_MIN["easy"])
        return [self._family(f"{uid}-warmup", "warmup", warmup), session]

    def _rest(self, week: WeekShape, count: Counter[str]) -> Session:
        return self._session(
            week,
            count,
            "rest",
            marked("Rest"),
            "rest_day",
            marked("Muscle and tendon adapt on the days between."),
        )

    # --- small parts ---------------------------------------------------------------------------

    def _uid(self, week: WeekShape, kind: str, count: Counter[str]) -> str:
        """The same for the n-th session of its kind in a week, whatever day it moves to."""
        count[kind] += 1
        year, number_, _ = week.start.isocalendar()
        race = self.race.date.isoformat()
        return f"uncramp-{race}-{year}w{number_:02d}-{kind}-{count[kind]}"

    def _session(
        self,
        week: WeekShape,
        count: Counter[str],
        kind: Kind,
        title: str,
        rule: str,
        reason: str,
        *,
        distance_km: float | None = None,
        duration_min: float | None = None,
        pace: tuple[float, float] | None = None,
        steps: Sequence[Step] = (),
    ) -> Session:
        known = rules()[rule]
        return Session(
            uid=self._uid(week, kind, count),
            kind=kind,
            title=title,
            distance_km=distance_km,
            duration_min=None if duration_min is None else round(duration_min, 1),
            pace_s_per_km=pace,
            steps=tuple(steps),
            reason=reason,
            rule=rule,
            evidence=known.evidence,
            sources=known.sources,
        )

    def _family(
        self, uid: str, kind: Kind, steps: Sequence[Step], level: int | None = None
    ) -> Session:
        family = exercises.family(kind)
        evidence: Evidence = family.evidence
        return Session(
            uid=uid,
            kind=kind,
            title=family.title,
            duration_min=round(exercises.minutes(tuple(steps)), 0),
            steps=tuple(steps),
            level=level,
            reason=family.reason,
            rule=family.rule,
            evidence=evidence,
            sources=family.sources,
        )


def _why(kind: Kind, week: WeekShape) -> tuple[str, str]:
    if week.kind == "cutback":
        return "cutback", marked("A lighter week, so that what was trained is taken in.")
    if week.kind in ("taper", "race"):
        fresh = marked("Less than before, so that the legs are fresh on the day of the race.")
        return "taper", fresh
    if week.kind == "restart":
        begin = marked("After a break the calf is not what it was: begin below what you did.")
        return "restart", begin
    if kind == "long":
        return (
            "single_run",
            marked(
                "Longer step by step: a run far beyond the longest of the last month is what "
                "injuries follow, and a race far beyond it what cramps follow."
            ),
        )
    most = marked("Most of the week is easy: this is where the distance comes from.")
    return "weekly_ten_percent", most


def _band(pace_s_per_km: float, band: tuple[float, float]) -> tuple[float, float]:
    return round(band[0] * pace_s_per_km, 1), round(band[1] * pace_s_per_km, 1)


def counted(days: Sequence[Day]) -> Counter[str]:
    """Sessions of each kind in days already behind: their identifiers stay taken."""
    return Counter(session.kind for day in days for session in day.sessions)


def day_plans(days: Sequence[Day]) -> Mapping[date, DayPlan]:
    """The schedule behind days of a plan; for planning again close to it."""
    found = {}
    for day in days:
        runs = {s.kind: s for s in day.sessions if s.kind in ("easy", "long", "hard")}
        kinds = {s.kind for s in day.sessions}
        kind, run = next(iter(runs.items()), ("", None))
        km = run.distance_km if run is not None and run.distance_km is not None else 0.0
        found[day.date] = DayPlan(day.date, kind, km, "strength" in kinds, "plyometrics" in kinds)
    return found


def _speed_m_s(run: Session) -> float | None:
    """Mean speed of a run, where its length and time are planned."""
    if not (run.distance_km and run.duration_min):
        return None
    return 1000.0 * run.distance_km / (_S_PER_MIN * run.duration_min)
