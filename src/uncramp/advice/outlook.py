"""Does it help? The race with today's calf and with the calf the plan is expected to give.

Every part is a stated assumption (`training.toml`); the twins are the same runners with the same
noise before and after, so that what differs is the plan. Nobody has tried any of this against
cramp in a trial but drinking: the parts say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from uncramp.activity import synthetic_run
from uncramp.advice import diet
from uncramp.advice.findings import forecast_s, race_time_s
from uncramp.advice.gains import MUSCLES
from uncramp.advice.plan import Evidence, Outlook, Share, TrainingPlan, Week
from uncramp.advice.progression import number, rules
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.document import interval_80
from uncramp.simulation import Scenario
from uncramp.twin import Member, Twin

N_TWINS = 24
_WARM_C = 25.0
_S_PER_MIN = 60.0
_MOST_KM = 400.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far the simulations are; the shape a progress bar understands."""

    stage: str
    done: int
    total: int
    twins_done: int
    twins_cramped: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the plan: what it changes, put on top of the parts before it."""

    name: str
    evidence: Evidence
    assumed: str
    twin: Twin
    scenario: Scenario
    force: float


def outlook(
    plan: TrainingPlan,
    athlete: Athlete,
    *,
    n_twins: int = N_TWINS,
    seed: int = 1,
    n_threads: int | None = None,
    hot: bool = False,
    on_progress: Callable[[Step], None] | None = None,
) -> Outlook:
    """Simulate the race before and after the plan, part by part.

    Parameters
    ----------
    hot
        Warm air on the day of the race; else the weather that is assumed where none is known.

    Returns
    -------
    Outlook
        Probabilities are shares of the twins; the contributions of the parts add up to the
        difference, in the order in which they are put on top of each other.
    """
    parts = _parts(plan, athlete, n_twins, seed, hot or plan.hot)
    total, done = n_twins * len(parts), 0
    counts: list[int] = []
    for part in parts:
        jobs = [(_stronger(part.twin.member(i), part.force), part.scenario) for i in range(n_twins)]
        cramped = 0
        for k, result in enumerate(part.twin.results(jobs, n_threads), start=1):
            done += 1
            cramped += result.cramp is not None
            if on_progress is not None:
                on_progress(Step("Running your race", done, total, k, cramped))
        counts.append(cramped)
    shares = tuple(
        Share(part.name, round((a - b) / n_twins, 4), part.evidence, part.assumed)
        for part, a, b in zip(parts[1:], counts, counts[1:], strict=False)
    )
    return Outlook(
        n_twins=n_twins,
        seed=seed,
        before=round(counts[0] / n_twins, 4),
        after=round(counts[-1] / n_twins, 4),
        before_80=_rounded(interval_80(counts[0], n_twins)),
        after_80=_rounded(interval_80(counts[-1], n_twins)),
        shares=shares,
        note=(
            "A flat race at the planned pace, simulated; what training does to the calf is "
            "assumed, not measured, and no trial has tested the plan against cramp."
        ),
    )


def _parts(
    plan: TrainingPlan, athlete: Athlete, n_twins: int, seed: int, hot: bool
) -> Sequence[_Part]:
    """Today's calf, then one part of the plan after the other."""
    longest = max(_training_km(plan), plan.load.longest_km)
    peak = max(week.distance_km for week in _before_race(plan))
    today = _known(athlete, plan.load.weekly_km, plan.load.longest_km)
    then = _known(athlete, max(peak, plan.load.weekly_km), longest)
    pace = plan.load.easy_pace_s_per_km or number("easy_pace")
    race_s = race_time_s(plan.race, forecast_s(plan.race, athlete, pace))
    activity = synthetic_run(1000.0 * plan.race.distance_km / race_s, race_s)
    weather = Conditions.resolve({"air_temperature_C": _WARM_C} if hot else {})
    scenario = Scenario.of(activity, today, weather, DrinkingPlan())
    speed = 1000.0 * plan.race.distance_km / race_s
    before = Twin(today, speed, n_twins, seed)
    after = Twin(then, speed, n_twins, seed)
    gain = plan.weeks[-1].calf
    force = sum(g.force for g in gain) / len(gain) if gain else 1.0
    fatigue = sum(g.fatigue for g in gain) / len(gain) if gain else 1.0
    trained = replace(scenario, conditioning=scenario.conditioning * fatigue)
    load_said = f"longest run {longest:.0f} km, peak week {peak:.0f} km"
    stronger = f"{' and '.join(MUSCLES)} {100 * (force - 1):.0f} % stronger"
    slower = f"the calf tires {100 * (1 - fatigue):.0f} % more slowly"
    return (
        _Part("today", "convention", "", before, scenario, 1.0),
        _Part("load", rules()["readiness"].evidence, load_said, after, scenario, 1.0),
        _Part("strength", "hypothesis", stronger, after, scenario, force),
        _Part("conditioning", "hypothesis", slower, after, trained, force),
        *_drinking(plan, athlete, race_s, hot, after, trained, force),
    )


def _drinking(
    plan: TrainingPlan,
    athlete: Athlete,
    race_s: float,
    hot: bool,
    twin: Twin,
    scenario: Scenario,
    force: float,
) -> tuple[_Part, ...]:
    """What is drunk; nothing where only a doctor gives amounts."""
    if plan.conditions:
        return ()
    drink = diet.drinking(race_s / _S_PER_MIN, athlete, hot)
    fluid = min(drink.fluid_mL_per_h[1], number("drink_most"))
    sodium = None if drink.sodium_mg_per_L is None else sum(drink.sodium_mg_per_L) / 2.0
    drinking = DrinkingPlan(fluid_mL_per_h=fluid, sodium_mg_per_L=sodium)
    said = f"up to {fluid:.0f} mL per hour as thirst asks"
    drunk = replace(scenario, drinking=drinking)
    return (_Part("drinking", "conflicting", said, twin, drunk, force),)


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


def _stronger(member: Member, force: float) -> Member:
    """The member with more force in every head of the calf, within what is human.

    What a twin is used to was found by the part before (load), with the calf as it was.
    """
    if force == 1.0:
        return member
    strength = member.parameters["muscle.strength"]
    value = min(strength.value * force, strength.range[1])
    return replace(member, parameters=member.parameters.replaced({"muscle.strength": value}))


def _rounded(ends: tuple[float, float]) -> tuple[float, float]:
    return round(ends[0], 4), round(ends[1], 4)
