"""The same calves and the same chance through one run and variants of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from uncramp.body import BodyStates
from uncramp.explain.session import Progress
from uncramp.simulation import Result, Scenario
from uncramp.twin import Member, Twin

_CHUNK = 4  # members per thread that are done in every way before the next are begun


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept of one simulated run.

    Attributes
    ----------
    body
        Balance at the finish (`BodyStates.end`), and the extremes along the run.
    """

    cramp_s: float | None
    muscle: str | None
    body: Mapping[str, float]

    @classmethod
    def of(cls, result: Result) -> Outcome:
        """Of a finished simulation."""
        cramp = result.cramp
        return cls(
            cramp_s=None if cramp is None else cramp.time_s,
            muscle=None if cramp is None else cramp.muscle,
            body=body_outcome(result.body),
        )


def body_outcome(body: BodyStates) -> dict[str, float]:
    """What is kept of a body: its balance at the finish and the extremes along the run."""
    return {
        **body.end(),
        "least_plasma_sodium_mmol_L": float(body.plasma_sodium_mmol_L.min()),
        "most_core_temperature_C": float(body.core_temperature_C.max()),
    }


@dataclass
class Comparison:
    """One scenario and variants of it, through the same members; filled as runs arrive.

    Attributes
    ----------
    variants
        Changed scenarios; one that *is* `base` is not simulated again.
    outcomes
        Per variant, the outcomes of the members done; `before` those of `base`. Cut off to the
        members that are done in every variant, they pair.
    """

    base: Scenario
    variants: Sequence[Scenario]
    twin: Twin
    n_threads: int | None = None
    on_progress: Callable[[Progress], None] | None = None
    stage: str = "runs"
    before: list[Outcome] = field(default_factory=list)
    outcomes: list[list[Outcome]] = field(default_factory=list)
    interrupted: bool = False

    def run(self) -> Comparison:
        """Simulate everything; a KeyboardInterrupt ends the work and leaves what is paired."""
        self.outcomes = [[] for _ in self.variants]
        members = [self.twin.member(i) for i in range(self.twin.n)]
        size = _CHUNK * (self.n_threads or 2)
        try:
            self._tell(0)
            for start in range(0, len(members), size):
                self._chunk(members[start : start + size])
        except KeyboardInterrupt:
            self.interrupted = True
        done = min((len(column) for column in self.outcomes), default=len(self.before))
        self.before = self.before[:done]
        self.outcomes = [column[:done] for column in self.outcomes]
        return self

    def _chunk(self, members: list[Member]) -> None:
        """First as it was: what each calf is used to is then known, and stays so when changed."""
        first = len(self.before)
        for outcome in self._simulated(members, self.base):
            self.before.append(outcome)
            self._tell(first * len(self.variants))
        for column, scenario in zip(self.outcomes, self.variants, strict=True):
            if scenario is self.base:
                column += self.before[first:]
                continue
            for outcome in self._simulated(self._changed_members(members, scenario), scenario):
                column.append(outcome)
                self._tell(sum(map(len, self.outcomes)))

    def _simulated(self, members: Sequence[Member], scenario: Scenario) -> Iterator[Outcome]:
        jobs = [(member, scenario) for member in members]
        for result in self.twin.results(jobs, self.n_threads):
            yield Outcome.of(result)

    def _changed_members(self, members: list[Member], scenario: Scenario) -> list[Member]:
        """The same calves; drawn anew from the same seed where the athlete was changed."""
        if scenario.athlete == self.twin.athlete:
            return members
        other = Twin(
            scenario.athlete,
            self.twin.run_speed_m_s,
            self.twin.n,
            self.twin.seed,
            self.twin.parameters.name,
        )
        return [other.member(member.index) for member in members]

    def _tell(self, done_variants: int) -> None:
        if self.on_progress is None:
            return
        total = self.twin.n * (1 + len(self.variants))
        cramped = sum(outcome.cramp_s is not None for outcome in self.before)
        done = len(self.before) + done_variants
        self.on_progress(Progress(self.stage, min(done, total), total, len(self.before), cramped))
