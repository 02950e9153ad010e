"""How much each cause counts: Shapley shares of the cramps, by removing causes in random order.

The value of a set of causes is 1 for a calf that cramps when they are present and all others
removed, else 0. A calf that cramps in the real run is walked through a random order of removals
until it no longer cramps; the cause whose removal ended the cramp earns the credit of that walk.
Each order is walked in both directions, which halves the noise; every coalition is simulated once
per calf. A calf that cramps even with everything removed leaves its credit unexplained. The walk
stops at the first removal that helps: that a later one might bring the cramp back is not looked at.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping

import numpy as np

Coalition = frozenset[str]  # the causes that are removed


def orders(causes: list[str], n: int, rng: np.random.Generator) -> list[list[str]]:
    """`n` orders of removal, in pairs of one and its reverse."""
    made: list[list[str]] = []
    while len(made) < n:
        order = [causes[i] for i in rng.permutation(len(causes))]
        made += [order, order[::-1]]
    return made[:n]


def walk(
    order: list[str], known: Mapping[Coalition, bool]
) -> Generator[Coalition, None, str | None]:
    """Coalitions to simulate, one after the other, until the cramp is gone.

    `known` says whether the calf cramps with a coalition removed; it must hold what was yielded
    before the walk goes on. Returns the decisive cause, or None.
    """
    removed: Coalition = frozenset()
    for cause in order:
        removed |= {cause}
        if removed not in known:
            yield removed
        if not known[removed]:
            return cause
    return None


def shares(decisive: Iterable[str | None], causes: list[str]) -> dict[str, float]:
    """Share of each cause among all walks; what no cause decided is left out of the sum."""
    decided = list(decisive)
    if not decided:
        return dict.fromkeys(causes, 0.0)
    return {cause: decided.count(cause) / len(decided) for cause in causes}
