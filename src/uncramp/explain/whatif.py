"""What if: the same run with something changed, by the same calves and the same chance."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uncramp.activity import Activity
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.changes import Change, ChangeError, changed, kind_of
from uncramp.explain.comparison import Comparison
from uncramp.explain.session import Progress
from uncramp.explain.whatif_document import document
from uncramp.language import Sentence
from uncramp.simulation import Scenario
from uncramp.twin import Twin

MOST_VALUES = 60  # of a sweep


@dataclass(frozen=True, slots=True)
class Sweep:
    """One change with many values.

    Raises
    ------
    ChangeError
        If the name is unknown, takes no number, or a value is outside its limits.
    """

    name: str
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not kind_of(self.name).numeric:
            raise ChangeError(
                Sentence("{name} takes no number and cannot be swept.", name=self.name)
            )
        if not 1 <= len(self.values) <= MOST_VALUES:
            raise ChangeError(
                Sentence(
                    "the sweep of {name} has {n} values; 1 to {most} can be simulated. Take larger "
                    "steps.",
                    name=self.name,
                    n=len(self.values),
                    most=MOST_VALUES,
                )
            )
        for value in self.values:
            Change(self.name, value)


@dataclass(frozen=True)
class WhatIf:
    """The answer: the run as it was, and changed.

    Attributes
    ----------
    document
        Schema ``uncramp/whatif/1``, ready for JSON (docs/reference/whatif.md).
    """

    document: dict[str, Any]

    def to_json(self) -> str:
        """The document as JSON text."""
        return json.dumps(self.document, allow_nan=False, ensure_ascii=False)


def whatif(
    activity: Activity,
    athlete: Athlete,
    conditions: Conditions,
    drinking: DrinkingPlan,
    changes: Sequence[Change] = (),
    *,
    sweep: Sweep | None = None,
    n_twins: int = 50,
    seed: int = 1,
    parameter_set: str = "reference",
    n_threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> WhatIf:
    """The same run with something changed, and how much that changes the chance of a cramp.

    Before and after are run by the same simulated runners with the same random numbers, so that
    only the change makes the difference. What a calf is used to stays as it is before the change.

    Parameters
    ----------
    changes
        Made together; none at all gives a difference of exactly 0.
    sweep
        One more change, tried with each of its values on top of `changes`.
    progress
        Called in this thread as runs arrive.

    Notes
    -----
    A KeyboardInterrupt ends the work early: the answer holds the runners that were simulated in
    every way and says so in ``document["interrupted"]``.

    Raises
    ------
    ValueError
        If the activity holds no distance, `n_twins` is below 1, or a change cannot be made in
        this run (`ChangeError`).
    """
    base = Scenario.of(activity, athlete, conditions, drinking)
    after = changed(base, changes)
    steps = () if sweep is None else tuple(Change(sweep.name, value) for value in sweep.values)
    variants = [after, *(changed(base, _with(changes, step)) for step in steps)]
    twin = Twin(athlete, base.course.mean_moving_speed_m_s(), n_twins, seed, parameter_set)
    comparison = Comparison(base, variants, twin, n_threads, progress).run()
    return WhatIf(document(comparison, activity, changes, steps))


def _with(changes: Sequence[Change], step: Change) -> list[Change]:
    if any(change.name == step.name for change in changes):
        raise ChangeError(
            Sentence("{name} is changed and swept; give one of the two.", name=step.name)
        )
    return [*changes, step]


def sweep_values(low: float, high: float, step: float) -> tuple[float, ...]:
    """``low, low + step, …`` up to and with `high`.

    Raises
    ------
    ChangeError
        If the step is not above 0 or the range is empty.
    """
    if not (step > 0.0 and high >= low and np.isfinite([low, high, step]).all()):
        raise ChangeError(
            Sentence(
                "{range} is no range; give low:high:step with low below high and a step above 0, "
                "such as 0:900:100.",
                range=f"{low:g}:{high:g}:{step:g}",
            )
        )
    n = int(np.floor((high - low) / step + 1e-9)) + 1
    if n > MOST_VALUES:
        raise ChangeError(
            Sentence(
                "{range} are {n} values; 1 to {most} can be simulated. Take larger steps.",
                range=f"{low:g}:{high:g}:{step:g}",
                n=n,
                most=MOST_VALUES,
            )
        )
    return tuple(float(round(low + step * k, 9)) for k in range(n))
