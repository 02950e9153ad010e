"""A published experiment: who, how, what came out; and the same on simulated calves."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from uncramp.studies import rows
from uncramp.studies.accounts import check_switches
from uncramp.studies.cohort import Group, Laboratory, Subject, draw, laboratories
from uncramp.studies.comparison import Comparison, compared
from uncramp.studies.rows import Gate, Outcome

DEFAULT_SUBJECTS = 12

Progress = Callable[[int, int], None]
MEDIAL_FOR_FOOT = (
    "medial gastrocnemius, in the place of the foot muscle: the simulated leg ends at the calf"
)
MEDIAL = "medial gastrocnemius"


@dataclass(frozen=True, kw_only=True)
class Study:
    """One paper.

    Attributes
    ----------
    name, number
        Of the module; a number that no other study has, for its draws.
    question
        What it asked, in one line.
    citation
        Key in ``references.bib``.
    population, muscle, protocol
        As in the paper, in words; what is recalled or assumed is said.
    simulated_muscle
        Which muscle of the simulated calf stands for it.
    laboratory_id
        In ``laboratories.toml``.
    groups
        Whom to draw.
    simulate
        One subject through the protocol: value by id of the outcome, or by key of `also`. What is
        missing or NaN was not measured in that subject.
    also
        Simulated quantities that no row of the paper holds: key → what it is.
    subjects_per_group
        Unless told otherwise.
    """

    name: str
    number: int
    question: str
    citation: str
    population: str
    muscle: str
    simulated_muscle: str
    protocol: str
    laboratory_id: str
    groups: tuple[Group, ...]
    simulate: Callable[[Subject], Mapping[str, float]]
    also: tuple[tuple[str, str, str], ...] = ()
    subjects_per_group: int = DEFAULT_SUBJECTS

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Observed rows."""
        return rows.outcomes(self.name)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """What must be reproduced of it; none for some."""
        return tuple(gate for gate in rows.gates() if gate.study == self.name)

    @property
    def laboratory(self) -> Laboratory:
        """Where it was done."""
        return laboratories()[self.laboratory_id]

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything that `simulate` may return: ids of outcomes and keys of `also`."""
        return (*(outcome.id for outcome in self.outcomes), *(key for key, _, _ in self.also))

    def subjects(self, n: int, seed: int, without: Iterable[str] = ()) -> list[Subject]:
        """Draw `n` subjects per group."""
        return draw(self.groups, self.laboratory, self.number, seed, n, without)

    def compare(
        self,
        n: int | None = None,
        seed: int = 1,
        without: Iterable[str] = (),
        *,
        n_threads: int | None = None,
        on_progress: Progress | None = None,
    ) -> Comparison:
        """Run the experiment on `n` virtual subjects per group, beside what was observed.

        Parameters
        ----------
        n
            Subjects per group; `subjects_per_group` if None.
        seed
            Of all draws: the same seed gives the same result, whatever the number of threads.
        without
            Components to switch off (`uncramp.studies.accounts.switches`).
        n_threads
            All processors if None.
        on_progress
            Called with (subjects done, subjects in all).

        Raises
        ------
        ValueError
            If `n` is below 1, or a component is unknown.
        """
        n = self.subjects_per_group if n is None else n
        if n < 1:
            raise ValueError(f"n is {n}; at least 1 subject per group is needed")
        chosen = check_switches(without)
        subjects = self.subjects(n, seed, chosen)
        table = np.full((len(subjects), len(self.keys)), math.nan)
        with ThreadPoolExecutor(max_workers=n_threads or os.cpu_count() or 1) as pool:
            for i, measured in enumerate(pool.map(self.simulate, subjects)):
                unknown = set(measured) - set(self.keys)
                if unknown:
                    raise ValueError(f"{self.name}: simulated {sorted(unknown)}, not in its CSV")
                for k, key in enumerate(self.keys):
                    table[i, k] = measured.get(key, math.nan)
                if on_progress is not None:
                    on_progress(i + 1, len(subjects))
        names = [subject.group for subject in subjects]
        return compared(self, table, names, n, seed, chosen)
