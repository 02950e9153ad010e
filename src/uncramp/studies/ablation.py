"""Which published result needs which component: every switch against every gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from uncramp import studies
from uncramp.studies.accounts import switches
from uncramp.studies.comparison import GateResult
from uncramp.studies.study import Study

SUBJECTS = 3
RUNNERS = 12
LONG, LONG_SUBJECTS = ("jung2005", "lau2019"), 2  # an hour or more: at most so many subjects

Cell = dict[str, GateResult]


@dataclass(frozen=True)
class Ablation:
    """Gates by id, with everything and without each component; the same subjects throughout.

    Attributes
    ----------
    whole
        With every component.
    without
        Component → gates.
    """

    whole: Cell
    without: dict[str, Cell]
    n: int
    seed: int

    def needed_for(self, switch: str) -> list[str]:
        """Gates that hold with everything and are lost without the component."""
        return [
            gate
            for gate, result in self.whole.items()
            if result.within and not self.without[switch][gate].within
        ]

    def kept_from(self, switch: str) -> list[str]:
        """Gates that fail with everything and hold without the component."""
        return [
            gate
            for gate, result in self.whole.items()
            if not result.within and self.without[switch][gate].within
        ]


def gated_studies() -> list[Study]:
    """Studies that have a gate."""
    every = (getattr(studies, name).STUDY for name in studies.NAMES)
    return [study for study in every if study.gates]


def ablate(
    n: int = SUBJECTS,
    seed: int = 1,
    *,
    n_runners: int = RUNNERS,
    n_threads: int | None = None,
    names: tuple[str, ...] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Ablation:
    """Run every gated study with everything, then without each component.

    Parameters
    ----------
    n, n_runners
        Subjects per group; of the marathon field, which needs more.
    names
        Components; all if None.
    on_progress
        Called with (rounds done, rounds in all).
    """
    chosen = tuple(switches()) if names is None else names
    rounds: list[tuple[str, ...]] = [(), *((name,) for name in chosen)]
    cells = []
    for done, without in enumerate(rounds):
        cells.append(_gates(without, n, seed, n_runners, n_threads))
        if on_progress is not None:
            on_progress(done + 1, len(rounds))
    return Ablation(cells[0], dict(zip(chosen, cells[1:], strict=True)), n, seed)


def _gates(
    without: tuple[str, ...], n: int, seed: int, n_runners: int, n_threads: int | None
) -> Cell:
    found: Cell = {}
    for study in gated_studies():
        subjects = n_runners if study.name == "maughan1986" else n
        if study.name in LONG:
            subjects = min(subjects, LONG_SUBJECTS)
        comparison = study.compare(subjects, seed, without, n_threads=n_threads)
        found |= {result.gate.id: result for result in comparison.gates}
    return dict(sorted(found.items()))
