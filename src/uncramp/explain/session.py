"""The work behind one answer: the ensemble's runs, then the runs without each cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from uncramp.explain.causes import Cause, all_causes
from uncramp.explain.shapley import Coalition, orders, walk
from uncramp.simulation import Result, Scenario
from uncramp.twin import Member, Twin

N_SINGLE = 12  # cramping twins run again without each single cause
N_WALKED = 8  # cramping twins walked through orders of removal
N_ORDERS = 2  # per twin: one order and its reverse
N_THRESHOLD = 4  # twins whose contraction threshold is sought
MOMENTS = 9  # of the run at which it is sought


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is.

    Attributes
    ----------
    stage
        ``runs``: the ensemble runs the race; ``causes``: it runs again without each cause.
    done, total
        Simulations of this stage.
    twins_done, twins_cramped
        The answer so far.
    """

    stage: str
    done: int
    total: int
    twins_done: int
    twins_cramped: int


@dataclass
class Session:
    """Runs and counterfactual runs of one scenario, filled as they arrive.

    A Ctrl-C leaves what is there in order: every list and mapping holds finished runs only.
    """

    scenario: Scenario
    twin: Twin
    n_threads: int | None = None
    on_progress: Callable[[Progress], None] | None = None
    members: list[Member] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    known: dict[int, dict[Coalition, bool]] = field(default_factory=dict)
    causes: list[Cause] = field(default_factory=list)
    decisive: list[str | None] = field(default_factory=list)
    walked: bool = False  # every walk has ended; before, those that end soon would count too much

    def cramped(self) -> list[int]:
        """Indices of the twins that cramp."""
        return [i for i, result in enumerate(self.results) if result.cramp is not None]

    def run_ensemble(self) -> None:
        """Every twin through the run; the first few also show their threshold."""
        self.members = [self.twin.member(i) for i in range(self.twin.n)]
        jobs = [(member, self.scenario) for member in self.members]
        self._tell("runs", 0, len(jobs))
        first, rest = jobs[:N_THRESHOLD], jobs[N_THRESHOLD:]
        for batch, moments in ((first, MOMENTS), (rest, 0)):
            alone = batch is first
            for result in self.twin.results(batch, self.n_threads, moments, first_alone=alone):
                self.results.append(result)
                self._tell("runs", len(self.results), len(jobs))

    def run_causes(self) -> None:
        """The cramping twins again: without each cause, then along orders of removal."""
        cramped = self.cramped()[:N_SINGLE]
        self.causes = [cause for cause in all_causes() if self._applies(cause, cramped)]
        names = [cause.name for cause in self.causes]
        self.known = {i: {frozenset(): True} for i in cramped}
        singles = [(i, frozenset({name})) for name in names for i in cramped]
        n_walks = N_ORDERS * len(cramped[:N_WALKED])
        # Steps for the progress: a walk that ends early has all of its steps behind it.
        total = len(singles) + n_walks * len(names)
        self._simulate(singles, 0, len(singles), total)
        walks = {
            (i, j): walk(order, self.known[i])
            for i in cramped[:N_WALKED]
            for j, order in enumerate(
                orders(names, N_ORDERS, np.random.default_rng([self.twin.seed, i, 11]))
            )
        }
        depth = 0
        while walks:
            wanted: dict[tuple[int, Coalition], None] = {}
            for key in list(walks):
                try:
                    wanted[(key[0], next(walks[key]))] = None
                except StopIteration as stop:
                    self.decisive.append(stop.value)
                    del walks[key]
            depth += 1
            settled = total - len(walks) * max(len(names) - depth, 1)
            self._simulate(list(wanted), settled, settled + len(walks), total)
        self.walked = True
        self._tell("causes", total, total)

    def still_cramps(self, name: str) -> tuple[int, int]:
        """(twins that cramp without the cause, twins of which that is known)."""
        known = [
            table[frozenset({name})] for table in self.known.values() if frozenset({name}) in table
        ]
        return sum(known), len(known)

    def without(self, i: int, removed: Coalition) -> Scenario:
        """The scenario of twin `i` with causes removed, in the order of the list of causes."""
        scenario = self.scenario
        for cause in self.causes:
            if cause.name in removed:
                scenario = cause.remove(scenario, self.members[i])
        return scenario

    def _applies(self, cause: Cause, cramped: list[int]) -> bool:
        members = (self.members[i] for i in cramped)
        return any(cause.remove(self.scenario, m) is not self.scenario for m in members)

    def _simulate(
        self, wanted: list[tuple[int, Coalition]], before: int, after: int, total: int
    ) -> None:
        """Find out for (twin, removed causes) whether the twin still cramps.

        Progress goes from step `before` to step `after` of `total`.
        """
        scenarios = {key: self.without(*key) for key in wanted}
        changed = [key for key, scenario in scenarios.items() if scenario is not self.scenario]
        for i, removed in scenarios.keys() - set(changed):
            self.known[i][removed] = True  # nothing to remove for this twin: it cramps as before
        jobs = [(self.members[i], scenarios[(i, removed)]) for i, removed in changed]
        self._tell("causes", before, total)
        for done, ((i, removed), result) in enumerate(
            zip(changed, self.twin.results(jobs, self.n_threads), strict=True), start=1
        ):
            self.known[i][removed] = result.cramp is not None
            self._tell("causes", before + (after - before) * done // len(jobs), total)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self.on_progress is not None:
            self.on_progress(Progress(stage, done, total, len(self.results), len(self.cramped())))
