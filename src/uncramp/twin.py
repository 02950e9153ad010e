"""My calf: an ensemble of calves consistent with what is known of the athlete.

Every member draws its parameters from the spread each parameter has between runners; what the
athlete gives narrows the ensemble, what is missing widens it. A probability is a statement about
this ensemble: the share of members that cramp.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from uncramp.athlete import Athlete
from uncramp.calf import Habit
from uncramp.parameters import ParameterSet, load_parameters
from uncramp.simulation import Detail, Result, Scenario, Simulation, habit_of

_MIN_LONGEST_S = 600.0


@dataclass(frozen=True)
class Member:
    """One calf of the ensemble.

    Attributes
    ----------
    parameters
        Drawn; adapted to the athlete.
    usual_speed_m_s, longest_km
        What this calf is used to.
    seed
        Of its noise.
    """

    index: int
    parameters: ParameterSet
    usual_speed_m_s: float
    longest_km: float
    seed: int


class Twin:
    """An ensemble of `n` calves like the athlete's, all drawn from one seed.

    Parameters
    ----------
    athlete
        What is known.
    run_speed_m_s
        Mean moving speed of the run at hand: stands in for the usual speed where that is not given.
    n
        Members; member ``i`` is the same whatever `n` is.
    seed
        Of all draws.
    parameter_set
        Reference set; cramp-prone members take the overlay ``cramp_prone`` on the reference.
    """

    def __init__(
        self,
        athlete: Athlete,
        run_speed_m_s: float,
        n: int = 50,
        seed: int = 1,
        parameter_set: str = "reference",
    ) -> None:
        if n < 1:
            raise ValueError(f"twins is {n}; at least 1 is needed")
        self.athlete = athlete
        self.run_speed_m_s = run_speed_m_s
        self.n = n
        self.seed = seed
        self.parameters = load_parameters(parameter_set)
        self._habits: dict[int, Habit] = {}
        self._prone = load_parameters("cramp_prone") if parameter_set == "reference" else None

    def member(self, index: int) -> Member:
        """Draw member `index`."""
        rng = np.random.default_rng([self.seed, index])
        prone = rng.random() < self._prone_probability()
        base = self._prone if prone and self._prone is not None else self.parameters
        drawn = base.draw(rng)
        return Member(
            index=index,
            parameters=self._with_strength(drawn),
            usual_speed_m_s=self._usual_speed(drawn),
            longest_km=self._longest(drawn),
            seed=int(rng.integers(2**62)),
        )

    def middle(self) -> Member:
        """The calf in the middle of the ensemble: nothing drawn, every parameter at its value.

        Cramp-prone where the athlete has had cramps.
        """
        prone = self._prone if self.athlete.cramps_last_year else None
        base = prone or self.parameters
        return Member(
            index=-1,
            parameters=self._with_strength(base),
            usual_speed_m_s=self._usual_speed(base),
            longest_km=self._longest(base),
            seed=self.seed,
        )

    def simulate(
        self,
        member: Member,
        scenario: Scenario,
        *,
        every_spike: bool = False,
        detail: Detail | None = None,
        n_thresholds: int = 0,
    ) -> Result:
        """Run `scenario` with one member's calf; options as in `Simulation`."""
        redrawn = replace(scenario, conditions=scenario.conditions.redrawn(member.parameters))
        return Simulation(
            redrawn,
            member.parameters,
            member.seed,
            habit=self._habit(member),
            every_spike=every_spike,
            detail=detail,
            n_thresholds=n_thresholds,
        ).run()

    def results(
        self,
        jobs: Iterable[tuple[Member, Scenario]],
        n_threads: int | None = None,
        n_thresholds: int = 0,
        *,
        first_alone: bool = False,
    ) -> Iterator[Result]:
        """Simulate `jobs` on threads; results in the order of the jobs, as soon as they are there.

        What comes out does not depend on the number of threads. Abandoning the iterator (Ctrl-C)
        cancels what has not begun. With `first_alone` the first job has the machine to itself,
        because somebody waits for it.
        """
        jobs = iter(jobs)
        for job in itertools.islice(jobs, int(first_alone)):
            yield self.simulate(*job, n_thresholds=n_thresholds)
        pool = ThreadPoolExecutor(max_workers=n_threads or os.cpu_count() or 1)
        futures: list[Future[Result]] = [
            pool.submit(self.simulate, *job, n_thresholds=n_thresholds) for job in jobs
        ]
        try:
            for future in futures:
                yield future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _habit(self, member: Member) -> Habit:
        """What the member is used to; found once per member."""
        if member.index not in self._habits:
            speed = member.usual_speed_m_s
            self._habits[member.index] = habit_of(
                member.parameters,
                self.athlete.mass_or_default_kg(member.parameters),
                member.seed,
                speed,
                max(1000.0 * member.longest_km / speed, _MIN_LONGEST_S),
            )
        return self._habits[member.index]

    # --- what the athlete's facts do to a member -------------------------------------------------

    def _prone_probability(self) -> float:
        cramps = self.athlete.cramps_last_year
        if cramps is None:
            return self.parameters.value("athlete.prone_unknown")
        key = "prone_with_history" if cramps > 0 else "prone_without_history"
        return self.parameters.value(f"athlete.{key}")

    def _with_strength(self, drawn: ParameterSet) -> ParameterSet:
        raises = self.athlete.calf_raises
        if raises is None:
            return drawn
        ratio = max(raises, 1) / drawn.value("athlete.reference_calf_raises")
        strength = drawn["muscle.strength"]
        value = strength.value * ratio ** drawn.value("athlete.calf_raise_exponent")
        low, high = strength.range
        return drawn.replaced({"muscle.strength": float(min(max(value, low), high))})

    def _usual_speed(self, drawn: ParameterSet) -> float:
        known = self.athlete.usual_speed_m_s(drawn)
        if known is not None:
            return known
        return self.run_speed_m_s * drawn.value("athlete.usual_to_run_speed")

    def _longest(self, drawn: ParameterSet) -> float:
        if self.athlete.longest_km is not None:
            return self.athlete.longest_km
        if self.athlete.weekly_km is not None:
            return self.athlete.weekly_km * drawn.value("athlete.longest_of_week")
        return drawn.value("athlete.longest_run")
