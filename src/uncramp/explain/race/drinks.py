"""The search for a drinking plan: what is drunk at which aid station, tried on bodies.

A plan is what is swallowed at each station, because that is what a runner can follow; it is
simulated as such, on the bodies here and on the calves afterwards. Amount and salt are searched on
a coarse grid with some bodies, then finely around the best with all of them. Every plan looked at
has to keep the rules of `uncramp.advice.drinking`, whoever asks for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from uncramp.body import BodyStates, simulate_body
from uncramp.conditions import AidStation, Drink, DrinkingPlan
from uncramp.explain.race.numbers import number
from uncramp.explain.race.rules import Losses, Rules
from uncramp.parameters import load_parameters
from uncramp.simulation import Scenario
from uncramp.twin import Member

Series = NDArray[np.float64]

_COARSE_ML_PER_H, _FINE_ML_PER_H = 50.0, 10.0
_COARSE_MG_PER_L = (0.0, 125.0, 250.0, 500.0, 750.0, 1000.0)
_FINE_MG_PER_L = 125.0
_CAPSULES_MG_PER_H = (0.0, 150.0, 300.0, 450.0, 600.0, 800.0, 1000.0)
_COARSE_MEMBERS = 12  # bodies of the coarse grid; the fine one takes all that are there
_REFINED = 3  # best plans of the coarse grid around which is looked finely
APART_ML_PER_H = 100.0  # a second choice differs by so much
_SETTLED_S = 1800.0  # sweating starts late: a sip before is no gain in mass
_S_PER_H = 3600.0
_ROUNDED_ML = 10.0


@dataclass(frozen=True, slots=True)
class Kit:
    """What a plan is made of.

    Attributes
    ----------
    places_m, times_s
        Aid stations: distance and elapsed time; none: the runner carries a bottle.
    drink
        What they hand out; None: the strength is searched.
    pre_race_mL
        Drunk just before the start.
    """

    places_m: tuple[float, ...] = ()
    times_s: tuple[float, ...] = ()
    drink: Drink | None = None
    pre_race_mL: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that keeps the rules, and how far its bodies end from the aim; less is better.

    Attributes
    ----------
    fluid_mL_per_h
        What is drunk over the race, per hour of it.
    volumes_mL
        By station; empty where a bottle is carried.
    """

    fluid_mL_per_h: float
    sodium_mg_per_L: float
    capsule_mg_per_h: float
    volumes_mL: tuple[float, ...]
    plan: DrinkingPlan
    misses: float = np.inf

    @property
    def key(self) -> tuple[float, float, float]:
        """What makes it another plan than others."""
        return self.fluid_mL_per_h, self.sodium_mg_per_L, self.capsule_mg_per_h

    @property
    def sodium_mg_per_h(self) -> float:
        """Of drink and capsules together."""
        return self.fluid_mL_per_h * self.sodium_mg_per_L / 1000.0 + self.capsule_mg_per_h


def bodies(scenario: Scenario, members: Sequence[Member], plan: DrinkingPlan) -> list[BodyStates]:
    """The body of each member through the run, without the calf."""
    course = scenario.course
    return [
        simulate_body(
            course.time_s,
            course.speed_m_s,
            course.grade,
            course.moving,
            scenario.athlete,
            scenario.conditions.redrawn(member.parameters),
            plan,
            member.parameters,
        )
        for member in members
    ]


def losses(scenario: Scenario, members: Sequence[Member]) -> Losses:
    """What the run costs these members, drinking to thirst."""
    found = bodies(scenario, members, DrinkingPlan())
    water = np.array(
        [b.sweat_L + b.respiratory_L - b.metabolic_water_L - b.glycogen_water_L for b in found]
    )
    masses = [scenario.athlete.mass_or_default_kg(member.parameters) for member in members]
    return Losses(
        loss_L_low=float(np.percentile(water[:, -1], 10)),
        loss_L_median=float(np.median(water[:, -1])),
        sodium_lost_mmol=float(np.median([b.sodium_lost_mmol[-1] for b in found])),
        duration_s=float(scenario.course.time_s[-1]),
        mass_kg=float(np.median(masses)),
        time_s=found[0].time_s,
        low_L=np.percentile(water, 10, axis=0),
        least_sodium_mmol_L=float(np.percentile([b.plasma_sodium_mmol_L.min() for b in found], 10)),
    )


def search(
    scenario: Scenario, members: Sequence[Member], lost: Losses, rules: Rules, kit: Kit
) -> tuple[list[Candidate], int]:
    """Plans that keep every rule, the best first, and how many were looked at.

    Rules: the amount and the salt per hour that the rules of safe drinking allow; at most the share
    ``safety.replace_most`` of the median loss over the race; at every station together no more
    than the least loss so far; no gain in mass from the first half hour on at the 90th percentile
    of the members; and whatever the rules say of the 10th percentile of the lowest blood sodium.
    Among them the plan is best whose members end nearest to the aimed loss of mass
    (``safety.deficit``) and to the blood sodium of the start. Last comes the best that differs
    clearly in amount, a second choice to try on the calves.
    """
    ceiling = lost.ask(rules)
    if ceiling.refused or not ceiling.fluid_mL_per_h:
        return [], 0
    hours = lost.duration_s / _S_PER_H
    share = members[0].parameters.value("safety.replace_most")
    most = min(ceiling.fluid_most_mL_per_h, 1000.0 * share * lost.loss_L_median / hours)
    seen: set[tuple[float, float, float]] = set()

    def look(plans: Iterable[Candidate], tried_on: Sequence[Member]) -> list[Candidate]:
        new = {plan.key: plan for plan in plans}
        seen.update(new)
        judged = (_judged(scenario, tried_on, lost, rules, plan) for plan in new.values())
        kept = [candidate for candidate in judged if candidate is not None]
        return sorted(kept, key=lambda candidate: (candidate.misses, candidate.fluid_mL_per_h))

    rates = np.arange(_COARSE_ML_PER_H, most + 1e-9, _COARSE_ML_PER_H)
    coarse = look(_plans(rates, None, lost, rules, kit), members[:_COARSE_MEMBERS])
    near = (plan for best in coarse[:_REFINED] for plan in _around(best, most, lost, rules, kit))
    fine = look([*coarse[:_REFINED], *near], members)
    if not fine:
        return [], len(seen)
    best_mL = fine[0].fluid_mL_per_h
    apart = [c for c in coarse if abs(c.fluid_mL_per_h - best_mL) >= APART_ML_PER_H]
    return fine + look(apart[:1], members), len(seen)


def _around(best: Candidate, most: float, lost: Losses, rules: Rules, kit: Kit) -> list[Candidate]:
    """Plans a little above and below one."""
    steps = np.arange(-2, 3) * _FINE_ML_PER_H
    rates = np.clip(_rate_of(best, lost, kit) + steps, _FINE_ML_PER_H, most)
    strengths = None
    if kit.drink is None and best.sodium_mg_per_L > 0.0:
        strengths = [best.sodium_mg_per_L + k * _FINE_MG_PER_L for k in (-1, 0, 1)]
    return list(_plans(np.unique(rates), strengths, lost, rules, kit))


def _rate_of(plan: Candidate, lost: Losses, kit: Kit) -> float:
    """The rate from which the volumes were made: stations stand before the finish only."""
    if not plan.volumes_mL or kit.times_s[-1] <= 0.0:
        return plan.fluid_mL_per_h
    return plan.fluid_mL_per_h * lost.duration_s / kit.times_s[-1]


def _plans(
    rates: Series, strengths: Sequence[float] | None, lost: Losses, rules: Rules, kit: Kit
) -> Iterable[Candidate]:
    """Every amount with every salt that is allowed with it."""
    hours = lost.duration_s / _S_PER_H
    for rate in (float(rate) for rate in rates):
        volumes = tuple(at_stations(rate, kit, lost))
        fluid = sum(volumes) / hours if kit.times_s else rate
        if fluid <= 0.0:
            continue
        asked = lost.ask(rules, fluid)
        if kit.drink is not None:
            there = fluid * kit.drink.sodium_mg_per_L / 1000.0
            if there > asked.sodium_most_mg_per_h:
                continue  # of a strong drink less, whatever is sweated
        salt_most = asked.sodium_mg_per_h or 0.0
        for strength, capsules in _salts(fluid, salt_most, strengths, kit.drink):
            plan = _as_plan(fluid, strength, capsules, volumes, kit)
            yield Candidate(fluid, strength, capsules, volumes, plan)


def _salts(
    fluid: float, salt_most: float, strengths: Sequence[float] | None, drink: Drink | None
) -> list[tuple[float, float]]:
    """Strength of the drink and capsules per hour; where salt is advised plain water is no plan.

    Plain water after heavy sweating dilutes (Lau2019), so all together hold at least
    ``diet.drink_sodium_least`` to the litre, or what comes nearest to it where less is allowed.
    """
    least = _least_mg_per_L() * fluid / 1000.0
    if drink is not None:
        there = fluid * drink.sodium_mg_per_L / 1000.0
        allowed = [c for c in _CAPSULES_MG_PER_H if c <= max(0.0, salt_most - there)]
        enough = [c for c in allowed if there + c >= least]
        return [(drink.sodium_mg_per_L, amount) for amount in enough or allowed[-1:]]
    known = _COARSE_MG_PER_L if strengths is None else sorted(strengths)
    salted = [s for s in known if 0.0 < s * fluid / 1000.0 <= salt_most]
    enough = [s for s in salted if s * fluid / 1000.0 >= least]
    return [(strength, 0.0) for strength in enough or salted[-1:] or [0.0]]


@cache
def _least_mg_per_L() -> float:
    return load_parameters().value("diet.drink_sodium_least")


def _as_plan(
    fluid: float, strength: float, capsules: float, volumes: Sequence[float], kit: Kit
) -> DrinkingPlan:
    stations = tuple(
        AidStation(volume_mL=volume, at_km=place / 1000.0)
        for volume, place in zip(volumes, kit.places_m, strict=True)
        if volume > 0.0
    )
    return DrinkingPlan(
        fluid_mL_per_h=None if stations else fluid,
        sodium_mg_per_L=strength if kit.drink is None else None,
        drink=kit.drink,
        stations=stations,
        capsule_sodium_mg_per_h=capsules,
        pre_race_mL=kit.pre_race_mL,
    )


def _judged(
    scenario: Scenario,
    members: Sequence[Member],
    lost: Losses,
    rules: Rules,
    tried: Candidate,
) -> Candidate | None:
    ends = bodies(scenario, members, tried.plan)
    mass = np.array([body.mass_change_pct for body in ends])
    least = np.array([body.plasma_sodium_mmol_L.min() for body in ends])
    settled = ends[0].time_s >= min(_SETTLED_S, lost.duration_s)
    if np.percentile(mass[:, settled], 90, axis=0).max() > 1e-9:
        return None
    allowed = lost.ask(rules, tried.fluid_mL_per_h, float(np.percentile(least, 10)))
    if allowed.refused or tried.fluid_mL_per_h > allowed.fluid_most_mL_per_h + 1e-9:
        return None
    start = np.array([body.plasma_sodium_mmol_L[0] for body in ends])
    end = np.array([body.plasma_sodium_mmol_L[-1] for body in ends])
    aim = -100.0 * members[0].parameters.value("safety.deficit")
    misses = (mass[:, -1] - aim) ** 2 + ((end - start) / number("sodium_weight")) ** 2
    return replace(tried, misses=float(misses.mean()))


def at_stations(rate_mL_per_h: float, kit: Kit, lost: Losses) -> list[float]:
    """mL at each aid station for the stretch since the last drink, rounded down to 10 mL.

    Never more at one station than ``station_most``, nor so far, with what was drunk before the
    start, more than the least loss so far; less than ``station_least`` is left for the next one.
    """
    before_s, so_far = 0.0, kit.pre_race_mL
    volumes = []
    for at_s in kit.times_s:
        room = 1000.0 * float(np.interp(at_s, lost.time_s, lost.low_L)) - so_far
        wanted = min(rate_mL_per_h * (at_s - before_s) / _S_PER_H, number("station_most"), room)
        volume = float(np.floor(wanted / _ROUNDED_ML + 1e-9) * _ROUNDED_ML)
        if volume < number("station_least"):
            volumes.append(0.0)
            continue
        volumes.append(volume)
        so_far += volume
        before_s = at_s
    return volumes


def drinking(scenario: Scenario, candidate: Candidate) -> Scenario:
    """The scenario with a plan."""
    return replace(scenario, drinking=candidate.plan)
