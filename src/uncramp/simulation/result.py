"""What came out of one simulated run of one calf."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.body import BodyStates
from uncramp.calf import MUSCLES

Series = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cramp:
    """A cramp: when it began (seconds since the start), where, and how much of the pool it took."""

    time_s: float
    muscle: str
    share: float


@dataclass(frozen=True)
class Result:
    """Signals of one run, one sample per piece; those of muscles are (n_pieces, 3), as `MUSCLES`.

    Attributes
    ----------
    time_s
        (n_pieces,) middle of each piece.
    cramp
        None if the calf did not cramp. Signals end with the cramp.
    force_capacity, fatigue_index, ia_gain, ib_gain
        State of the muscles at the end of each piece.
    ia_pps, ib_pps, rate_pps, activation, drive
        Means over the strides simulated in the piece; 0 in a pause.
    potassium_mM, potassium_max_mM
        Interstitial, end of the piece and peak in it.
    threshold_pct
        (n_pieces,) weakest contraction of the short calf that sets off a cramp, % of the maximal
        command; NaN where it was not sought, or not even the strongest did.
    swing
        Largest share of the pool that discharged before a stride's command, per piece.
    """

    time_s: Series
    cramp: Cramp | None
    force_capacity: Series
    fatigue_index: Series
    ia_gain: Series
    ib_gain: Series
    ia_pps: Series
    ib_pps: Series
    rate_pps: Series
    activation: Series
    drive: Series
    potassium_mM: Series
    potassium_max_mM: Series
    threshold_pct: Series
    swing: Series
    body: BodyStates
    simulated_s: float

    @property
    def muscles(self) -> tuple[str, ...]:
        """Names of the muscles, in the order of the last axis."""
        return MUSCLES
