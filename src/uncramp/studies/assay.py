"""The threshold-frequency test as laboratories do it: who is tested, and what counts as a value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from uncramp.calf import Calf
from uncramp.experiments import protocols as lab
from uncramp.studies.cohort import Subject

RELIEVED = (lab.Stretch(10.0), lab.Rest(20.0))  # what follows every cramp of a test


@dataclass(frozen=True)
class Assay:
    """One laboratory's ladder.

    Attributes
    ----------
    train_s, n_pulses
        Length of a train in s or in pulses: one of the two.
    start_Hz, step_Hz, stop_Hz, rest_s
        Of the ladder.
    """

    train_s: float | None = None
    n_pulses: int | None = None
    start_Hz: float = 4.0
    step_Hz: float = 2.0
    stop_Hz: float = 60.0
    rest_s: float = 60.0

    def test(
        self,
        subject: Subject,
        calf: Calf | lab.Session,
        *,
        before: Iterable[lab.Step] = (),
        watch_s: float = 0.0,
        muscle: str = "medial_gastrocnemius",
    ) -> lab.Threshold:
        """Climb the ladder until a cramp is left behind; `calf` stays as it is."""
        return lab.threshold_frequency(
            calf,
            train=lab.Train(self.n_pulses, self.train_s, subject.strength),
            before=before,
            muscle=muscle,
            start_Hz=self.start_Hz,
            step_Hz=self.step_Hz,
            stop_Hz=self.stop_Hz,
            rest_s=self.rest_s,
            watch_s=watch_s,
        )

    def first_Hz(self, subject: Subject, calf: Calf | lab.Session) -> float:
        """Threshold before anything is done; NaN if no cramp comes: not enrolled."""
        return self.test(subject, calf).frequency_Hz

    def later_Hz(
        self, subject: Subject, calf: Calf | lab.Session, before: Iterable[lab.Step] = ()
    ) -> float:
        """Threshold of somebody enrolled; the first frequency beyond the ladder if no cramp comes.

        To leave such tests out would hide the largest rises.
        """
        return self.reached_Hz(self.test(subject, calf, before=before))

    def reached_Hz(self, threshold: lab.Threshold) -> float:
        """The frequency of a test, or the first that was not tried."""
        found = threshold.frequency_Hz
        return self.stop_Hz + self.step_Hz if math.isnan(found) else found


def cramped(threshold: lab.Threshold) -> bool:
    """Whether the ladder ended in a cramp."""
    return math.isfinite(threshold.frequency_Hz)
