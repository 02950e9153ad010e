"""The search for a drinking plan: every amount and strength that the rules allow, on the bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from uncramp.body import BodyStates, simulate_body
from uncramp.conditions import DrinkingPlan
from uncramp.explain.race.numbers import number
from uncramp.simulation import Scenario
from uncramp.twin import Member

_STEP_ML_PER_H = 50.0
_SODIUM_MG_PER_L = (0.0, 250.0, 500.0, 750.0, 1000.0)
_MOST_MEMBERS = 16  # bodies of the search; the final plans meet the whole ensemble
_S_PER_H = 3600.0


class Statement(Protocol):
    """A sentence with its evidence."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def evidence(self) -> str: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


class Advised(Protocol):
    """What the rules of safe drinking say (the shape of ``uncramp.advice.drinking``)."""

    @property
    def fluid_mL_per_h(self) -> float | None: ...
    @property
    def sodium_mg_per_h(self) -> float | None: ...
    @property
    def fluid_most_mL_per_h(self) -> float: ...
    @property
    def refused(self) -> str | None: ...
    @property
    def against_racing(self) -> bool: ...
    @property
    def reasons(self) -> Sequence[Statement]: ...


class Rules(Protocol):
    """Asked with predicted losses, and perhaps with a plan; what they refuse is not planned."""

    def __call__(
        self,
        *,
        loss_L_low: float,
        loss_L_median: float,
        duration_s: float,
        sodium_lost_mmol: float,
        forecast_sodium_mmol_L: float | None,
        mass_kg: float,
        wanted_mL_per_h: float | None,
    ) -> Advised:
        """The advice."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What a run costs: water as sweat and breath less what metabolism makes, and sodium."""

    loss_L_low: float
    loss_L_median: float
    sodium_lost_mmol: float
    duration_s: float
    mass_kg: float

    def ask(
        self, rules: Rules, wanted_mL_per_h: float | None = None, sodium: float | None = None
    ) -> Advised:
        """What the rules say of these losses."""
        return rules(
            loss_L_low=self.loss_L_low,
            loss_L_median=self.loss_L_median,
            duration_s=self.duration_s,
            sodium_lost_mmol=self.sodium_lost_mmol,
            forecast_sodium_mmol_L=sodium,
            mass_kg=self.mass_kg,
            wanted_mL_per_h=wanted_mL_per_h,
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that keeps the rules, and how far its bodies end from the aim; less is better."""

    fluid_mL_per_h: float
    sodium_mg_per_L: float
    misses: float

    @property
    def plan(self) -> DrinkingPlan:
        """As something to simulate."""
        return DrinkingPlan(
            fluid_mL_per_h=self.fluid_mL_per_h, sodium_mg_per_L=self.sodium_mg_per_L
        )


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
    water = [b.sweat_L[-1] + b.respiratory_L[-1] - b.metabolic_water_L[-1] for b in found]
    masses = [scenario.athlete.mass_or_default_kg(member.parameters) for member in members]
    return Losses(
        loss_L_low=float(np.percentile(water, 10)),
        loss_L_median=float(np.median(water)),
        sodium_lost_mmol=float(np.median([b.sodium_lost_mmol[-1] for b in found])),
        duration_s=float(scenario.course.time_s[-1]),
        mass_kg=float(np.median(masses)),
    )


def search(
    scenario: Scenario, members: Sequence[Member], lost: Losses, rules: Rules
) -> tuple[list[Candidate], int]:
    """Plans that keep every rule, the best first, and how many were looked at.

    Rules: the amount and the salt per hour that the rules of safe drinking allow; at most the share
    ``safety.replace_most`` of the median loss; no gain in mass
    at the 90th percentile of the members; and whatever the rules say of the 10th percentile of the
    lowest blood sodium. Among them the plan is best whose members end nearest to the aimed loss of
    mass (``safety.deficit``) and to the blood sodium of the start.
    """
    members = members[:_MOST_MEMBERS]
    ceiling = lost.ask(rules)
    if ceiling.refused or not ceiling.fluid_mL_per_h:
        return [], 0
    found, tried = [], 0
    share = members[0].parameters.value("safety.replace_most")
    part = 1000.0 * share * lost.loss_L_median / (lost.duration_s / _S_PER_H)
    most = min(ceiling.fluid_most_mL_per_h, part)
    amounts = np.arange(_STEP_ML_PER_H, most + 1e-9, _STEP_ML_PER_H)
    for fluid in (float(amount) for amount in amounts):
        allowed = lost.ask(rules, fluid)
        salt_most = allowed.sodium_mg_per_h or 0.0
        # Where salt is advised at all, plain water is no plan: it dilutes (Lau2019).
        salted = [s for s in _SODIUM_MG_PER_L if 0.0 < s * fluid / 1000.0 <= salt_most]
        for sodium in salted or [0.0]:
            tried += 1
            candidate = _judged(scenario, members, lost, rules, fluid, sodium)
            if candidate is not None:
                found.append(candidate)
    return sorted(found, key=lambda c: (c.misses, c.fluid_mL_per_h)), tried


def _judged(
    scenario: Scenario,
    members: Sequence[Member],
    lost: Losses,
    rules: Rules,
    fluid: float,
    sodium: float,
) -> Candidate | None:
    plan = DrinkingPlan(fluid_mL_per_h=fluid, sodium_mg_per_L=sodium)
    ends = bodies(scenario, members, plan)
    mass = np.array([body.mass_change_pct[-1] for body in ends])
    least = np.array([body.plasma_sodium_mmol_L.min() for body in ends])
    if np.percentile(mass, 90) > 0.0:
        return None
    allowed = lost.ask(rules, fluid, float(np.percentile(least, 10)))
    if allowed.refused or fluid > allowed.fluid_most_mL_per_h + 1e-9:
        return None
    start = np.array([body.plasma_sodium_mmol_L[0] for body in ends])
    end = np.array([body.plasma_sodium_mmol_L[-1] for body in ends])
    aim = -100.0 * members[0].parameters.value("safety.deficit")
    misses = (mass - aim) ** 2 + ((end - start) / number("sodium_weight")) ** 2
    return Candidate(fluid, sodium, float(misses.mean()))


def at_stations(fluid_mL_per_h: float, places_s: Sequence[float]) -> list[float]:
    """mL at each aid station for the stretch before it, rounded down to 10 mL: never more."""
    before = 0.0
    volumes = []
    for at_s in places_s:
        volumes.append(float(np.floor(fluid_mL_per_h * (at_s - before) / _S_PER_H / 10.0) * 10.0))
        before = at_s
    return volumes


def drinking(scenario: Scenario, candidate: Candidate) -> Scenario:
    """The scenario with a plan."""
    return replace(scenario, drinking=candidate.plan)
