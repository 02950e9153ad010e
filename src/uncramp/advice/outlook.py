"""Does it help? The race with today's calf and with the calf the plan is expected to give.

Every part is a stated assumption (`parameters/training.toml`); the twins are the same runners with
the same noise before and after, so that what differs is the plan. What a part does depends on what
it is added to, so each is added twice: the parts one by one, and the same in the opposite order;
its share is the mean of both. Nobody has tried any of this against cramp in a trial but drinking:
the parts say so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from uncramp.activity.way import Way, level_way
from uncramp.advice import diet
from uncramp.advice.drink_forecast import weather
from uncramp.advice.findings import forecast_s, race_time_s
from uncramp.advice.plan import CalfGain, Evidence, Outlook, Share, TrainingPlan, Week
from uncramp.advice.progression import rules
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.comparison import body_outcome
from uncramp.explain.dangers import NO_COACHING, dangers
from uncramp.explain.document import interval_80
from uncramp.explain.race.pacing import even_effort
from uncramp.language import Sentence, joined, marked
from uncramp.simulation import Scenario
from uncramp.twin import Member, Twin

N_TWINS = 16
HEADS = {
    "gastrocnemius": ("medial_gastrocnemius", "lateral_gastrocnemius"),
    "soleus": ("soleus",),
}
_S_PER_MIN = 60.0
_MOST_KM = 400.0
_Z_80 = 1.2816  # of the normal distribution, 10 % on either side
_COURSE_OFF = 0.05  # a course may be so much longer or shorter than the race is called


@dataclass(frozen=True, slots=True)
class Step:
    """How far the simulations are; the shape a progress bar understands."""

    stage: str
    done: int
    total: int
    twins_done: int
    twins_cramped: int


class UnsafeDrinkingError(Exception):
    """The forecast of the race is dangerous; `names` are the rules of `dangers` it breaks."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the plan, by name, with how sure anyone is and what is assumed of it."""

    name: str
    evidence: Evidence
    assumed: str


@dataclass(frozen=True)
class _Race:
    """The race, and everything that parts of the plan change in it."""

    parts: tuple[_Part, ...]
    scenario: Scenario
    before: Twin
    after: Twin
    force: Mapping[str, float]
    fatigue: float
    drinking: DrinkingPlan | None

    def with_parts(self, names: frozenset[str]) -> tuple[Twin, Scenario, Mapping[str, float]]:
        """Runners, race and strength when only these parts are there."""
        scenario = self.scenario
        if "conditioning" in names:
            scenario = replace(scenario, conditioning=scenario.conditioning * self.fatigue)
        if "drinking" in names and self.drinking is not None:
            scenario = replace(scenario, drinking=self.drinking)
        twin = self.after if "load" in names else self.before
        return twin, scenario, self.force if "strength" in names else {}


def outlook(
    plan: TrainingPlan,
    athlete: Athlete,
    *,
    course: Way | None = None,
    n_twins: int = N_TWINS,
    seed: int = 1,
    n_threads: int | None = None,
    hot: bool = False,
    on_progress: Callable[[Step], None] | None = None,
) -> Outlook:
    """Simulate the race before and after the plan, part by part.

    Parameters
    ----------
    course
        Of the race; None for a flat one.
    hot
        Warm air on the day of the race, unless the plan knows its weather; else what is assumed.

    Returns
    -------
    Outlook
        Probabilities are shares of the twins; the contributions of the parts add up to the
        difference and do not depend on the order in which the parts are named.

    Raises
    ------
    UnsafeDrinkingError
        If, drinking as the runner does or the plan says, the forecast comes to too little sodium in
        the blood: no answer then, and no further coaching.
    ValueError
        If the course is not as long as the race.
    """
    air = weather(hot or plan.hot, plan.weather)
    race = _race(plan, athlete, course, n_twins, seed, air)
    names = [part.name for part in race.parts]
    chains = [_chain(names), _chain(names[::-1])]
    asked = list(dict.fromkeys(names for chain in chains for names in chain))
    total, done = n_twins * len(asked), 0
    cramped: dict[frozenset[str], list[bool]] = {}
    today: list[bool] = []  # with nothing of the plan: the answer while the rest is simulated
    unsafe: dict[str, None] = {}
    for subset in asked:
        twin, scenario, force = race.with_parts(subset)
        jobs = [(_stronger(twin.member(i), force), scenario) for i in range(n_twins)]
        seen, bodies = [], []
        for result in twin.results(jobs, n_threads):
            done += 1
            seen.append(result.cramp is not None)
            bodies.append(body_outcome(result.body))
            today = seen if subset == asked[0] else today
            if on_progress is not None:
                on_progress(Step("Running your race", done, total, len(today), sum(today)))
        cramped[subset] = seen
        unsafe |= dict.fromkeys(_broken_rules(bodies, athlete, scenario, twin))
    shares = tuple(_share(part, _changes(part.name, chains, cramped)) for part in race.parts)
    ends = sum(cramped[chains[0][0]]), sum(cramped[chains[0][-1]])
    return Outlook(
        n_twins=n_twins,
        seed=seed,
        before=round(ends[0] / n_twins, 4),
        after=round(ends[1] / n_twins, 4),
        before_80=_rounded(interval_80(ends[0], n_twins)),
        after_80=_rounded(interval_80(ends[1], n_twins)),
        shares=shares,
        note=_note(course, air),
        warnings=tuple(unsafe),
    )


def _note(course: Way | None, air: Conditions | None = None) -> Sentence:
    where: str = marked("A flat race")
    if course is not None:
        where = Sentence("The race on {course}", course=course.name)
    if air is not None and air.air_temperature_C.source != "assumed":
        where = Sentence(
            "{where} in air of {air:.0f} °C", where=where, air=air.air_temperature_C.value
        )
    return Sentence(
        "{where} at the planned pace, simulated; what training does to the calf is assumed, not "
        "measured, and no trial has tested the plan against cramp.",
        where=where,
    )


def _broken_rules(
    bodies: Sequence[Mapping[str, float]], athlete: Athlete, scenario: Scenario, twin: Twin
) -> list[str]:
    found = dangers(bodies, athlete, scenario.conditions, twin.parameters)
    if NO_COACHING & set(found):
        raise UnsafeDrinkingError(tuple(found))
    return found


def _chain(names: Sequence[str]) -> list[frozenset[str]]:
    """Nothing, the first part, the first two, …, all of them."""
    return [frozenset(names[:k]) for k in range(len(names) + 1)]


def _changes(
    name: str,
    chains: Sequence[Sequence[frozenset[str]]],
    cramped: Mapping[frozenset[str], Sequence[bool]],
) -> list[float]:
    """Of every twin: a cramp without the part minus one with it, mean over the orders."""
    pairs = [
        (cramped[without], cramped[with_it])
        for chain in chains
        for without, with_it in pairwise(chain)
        if with_it - without == {name}
    ]
    twins = zip(*(zip(*pair, strict=True) for pair in pairs), strict=True)
    return [sum(int(a) - int(b) for a, b in twin) / len(pairs) for twin in twins]


def _share(part: _Part, changes: Sequence[float]) -> Share:
    mean = sum(changes) / len(changes)
    low, high = _paired_80(changes)
    return Share(part.name, round(mean, 4), part.evidence, part.assumed, _rounded((low, high)))


def _paired_80(changes: Sequence[float]) -> tuple[float, float]:
    """80 % interval of a mean change of the same runners.

    As for matched proportions (Agresti and Min 2005, doi 10.1002/sim.1781): half a runner is added
    to each of the four outcomes, so that no change in few runners is not called certain.
    """
    n = len(changes) + 2.0
    mean = sum(changes) / n
    half = _Z_80 * math.sqrt(((sum(x * x for x in changes) + 1.0) / n - mean * mean) / n)
    seen = sum(changes) / len(changes)
    return min(mean - half, seen), max(mean + half, seen)


def _race(
    plan: TrainingPlan,
    athlete: Athlete,
    course: Way | None,
    n_twins: int,
    seed: int,
    air: Conditions,
) -> _Race:
    longest = max(_training_km(plan), plan.load.longest_km)
    peak = max(week.distance_km for week in _before_race(plan))
    today = _known(athlete, plan.load.weekly_km, plan.load.longest_km)
    then = _known(athlete, max(peak, plan.load.weekly_km), longest)
    length_m = 1000.0 * plan.race.distance_km
    race_s = race_time_s(plan.race, forecast_s(plan.race, athlete, plan.load))
    way = _way(course, length_m, plan.race.name)
    before, after = (Twin(who, length_m / race_s, n_twins, seed) for who in (today, then))
    run_s = race_s * way.length_m / length_m
    paced = even_effort(way, run_s, before.parameters).course()
    gain = {muscle.muscle: muscle for muscle in plan.weeks[-1].calf}
    fatigue = sum(g.fatigue for g in gain.values()) / len(gain) if gain else 1.0
    drinking = _drinking(plan, athlete, race_s, air, length_m / race_s)
    load_said = Sentence(
        "longest run {longest:.0f} km, peak week {peak:.0f} km, no run far over the last ones",
        longest=longest,
        peak=peak,
    )
    return _Race(
        parts=_parts(load_said, gain, fatigue, drinking),
        scenario=Scenario(paced, today, air, DrinkingPlan()),
        before=before,
        after=after,
        force={head: g.force for name, g in gain.items() for head in HEADS[name]},
        fatigue=fatigue,
        drinking=drinking,
    )


def _way(course: Way | None, length_m: float, name: str) -> Way:
    way = course or level_way(length_m, name)
    if abs(way.length_m / length_m - 1.0) > _COURSE_OFF:
        raise ValueError(
            Sentence(
                "{course} is {long:.1f} km long, the race {race:g} km; give the course of this "
                "race, or its distance",
                course=way.name,
                long=way.length_m / 1000.0,
                race=length_m / 1000.0,
            )
        )
    return way


def _parts(
    load_said: str, gain: Mapping[str, CalfGain], fatigue: float, drinking: DrinkingPlan | None
) -> tuple[_Part, ...]:
    """The parts in the order of the week: running, strength, what strength brings, drinking."""
    stronger = joined(
        [
            Sentence("{muscle} {pct:.0f} %", muscle=name, pct=100 * (g.force - 1))
            for name, g in gain.items()
        ],
        ", ",
    )
    slower = Sentence("the calf tires {pct:.0f} % more slowly", pct=100 * (1 - fatigue))
    what = stronger or marked("nothing")
    parts = [
        _Part(marked("load"), rules()["readiness"].evidence, load_said),
        _Part(marked("strength"), "hypothesis", Sentence("{what} stronger", what=what)),
        _Part(marked("conditioning"), "hypothesis", slower),
    ]
    if drinking is not None:
        said = Sentence(
            "up to {amount:.0f} mL per hour as thirst asks", amount=drinking.fluid_mL_per_h or 0.0
        )
        parts.append(_Part(marked("drinking"), "conflicting", said))
    return tuple(parts)


def _drinking(
    plan: TrainingPlan, athlete: Athlete, race_s: float, air: Conditions, speed_m_s: float
) -> DrinkingPlan | None:
    """What is drunk; nothing where only a doctor gives amounts."""
    if plan.conditions:
        return None
    drink = diet.drinking(race_s / _S_PER_MIN, athlete, speed_m_s=speed_m_s, air=air)
    sodium = None if drink.sodium_mg_per_L is None else sum(drink.sodium_mg_per_L) / 2.0
    return DrinkingPlan(fluid_mL_per_h=drink.fluid_mL_per_h[1], sodium_mg_per_L=sodium)


def _known(athlete: Athlete, weekly_km: float, longest_km: float) -> Athlete:
    return replace(
        athlete, weekly_km=min(weekly_km, _MOST_KM), longest_km=min(longest_km, _MOST_KM)
    )


def _training_km(plan: TrainingPlan) -> float:
    runs = [
        session.distance_km or 0.0
        for day in plan.days()
        for session in day.sessions
        if session.kind != "race"
    ]
    return max(runs, default=0.0)


def _before_race(plan: TrainingPlan) -> Sequence[Week]:
    return plan.weeks[:-1] or plan.weeks


def _stronger(member: Member, force: Mapping[str, float]) -> Member:
    """The member with more force in the heads of the calf, within what is human.

    What a twin is used to was found by its load, with the calf as it was.
    """
    values = {}
    for head, factor in force.items():
        known = member.parameters[f"{head}.max_isometric_force"]
        values[known.key] = min(known.value * factor, known.range[1])
    return replace(member, parameters=member.parameters.replaced(values)) if values else member


def _rounded(ends: tuple[float, float]) -> tuple[float, float]:
    return round(ends[0], 4), round(ends[1], 4)
