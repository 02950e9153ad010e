"""What a calf is used to: how fast it tires slowly, and how far its endings have been toughened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """The mark that weeks of usual running have left on each muscle, in the order of `MUSCLES`.

    Attributes
    ----------
    slow_rates
        (3,) rate of slow fatigue in 1/s (`uncramp.calf.fatigue.slow_rate_for`); 0 for none, as in
        a test of minutes.
    margins_mV
        (3,) what the usual run, again and again, has added to the margins of terminals and sensory
        endings: a muscle whose endings excite the cord becomes harder to excite (Behringer 2014),
        until what it does every week hardly excites it any more.
    """

    slow_rates: tuple[float, float, float] = (0.0, 0.0, 0.0)
    margins_mV: tuple[float, float, float] = (0.0, 0.0, 0.0)
