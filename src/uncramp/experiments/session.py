"""A subject on the couch: one calf, its clock, its posture, what was done to it so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import MUSCLES, Calf, Window
from uncramp.experiments import inputs
from uncramp.experiments.discharge import Discharge, discharge, emg_amplitude
from uncramp.experiments.fluids import FluidState
from uncramp.experiments.inputs import Posture
from uncramp.kernels import layout

Table = NDArray[np.float64]
Raster = NDArray[np.uint8]

RECORD_MS = 10
_PIECE_MS = 5000  # after which slow states are handed on
_SETTLE_S = 2.0  # simulated of a rest, the remainder is only slow
_MOVE_DEG_S = 20.0

POINTED = Posture(-30.0, 0.0)


@dataclass(frozen=True)
class Watched:
    """What one muscle did over one stretch of time.

    Attributes
    ----------
    duration_s
        Length of the stretch.
    firing
        (n,) share of its units with a spike in the last 250 ms, every `RECORD_MS` ms.
    force_N, barrage
        (n,) tendon force; drive from the endings of the muscle.
    raster
        (n_units, n_ms) of that muscle.
    quiet
        Whether at the end no unit of any muscle has fired for 250 ms.
    """

    duration_s: float
    firing: Table
    force_N: Table
    barrage: Table
    raster: Raster
    quiet: bool

    @property
    def discharge(self) -> Discharge:
        """Rates and irregularity of its units."""
        return discharge(self.raster)


class Step(Protocol):
    """Something done to a subject; see `uncramp.experiments.steps`."""

    def apply(self, session: Session) -> None:
        """Do it."""


class Session:
    """One subject in the laboratory.

    Parameters
    ----------
    calf
        Taken as it is and changed in place; `Calf.copy` it to keep it.
    muscle
        The one under the electrode and the eye.
    posture
        Of the leg; the foot pointed and the knee straight unless told otherwise.
    sex
        Of the subject, for body water; None for the mean.
    """

    def __init__(
        self,
        calf: Calf,
        muscle: str = "medial_gastrocnemius",
        posture: Posture = POINTED,
        sex: str | None = None,
    ) -> None:
        inputs.row_of(muscle)
        self.calf = calf
        self.muscle = muscle
        self.posture = posture
        self.fluids = FluidState(calf.mass_kg, sex, calf.parameters, calf.milieu)
        self.now_ms = 0
        self.advance(self.hold(1.0))

    # --- inputs in this posture -------------------------------------------------------------------

    def hold(self, duration_s: float) -> Table:
        """The leg held still for a while."""
        return inputs.hold(self.posture, duration_s, self.calf.parameters)

    @property
    def index(self) -> int:
        """Row of the muscle watched."""
        return inputs.row_of(self.muscle)

    # --- time passes ------------------------------------------------------------------------------

    def advance(self, wanted: Table) -> Watched:
        """Run the inputs, handing slow states on every few seconds."""
        calf, k = self.calf, self.index
        first = sum(pool.n_units for pool in calf.pools[:k])
        units = slice(first, first + calf.pools[k].n_units)
        records, rasters = [], []
        for start in range(0, wanted.shape[1], _PIECE_MS):
            piece = wanted[:, start : start + _PIECE_MS]
            calf.settle(self.fluids.milieu)
            window = calf.run(piece, self.now_ms, record_every=RECORD_MS, raster=True)
            self.now_ms += piece.shape[1]
            self._slowly(window.duration_s, window)
            records.append(window.record)
            rasters.append(window.raster[units])
        record = np.concatenate(records, axis=1)
        firing = slice(layout.REC_FIRING, layout.REC_FIRING + len(MUSCLES))
        return Watched(
            wanted.shape[1] / 1000.0,
            record[layout.REC_FIRING + k],
            record[layout.REC_FORCE + k],
            record[layout.REC_BARRAGE + k],
            np.concatenate(rasters, axis=1),
            quiet=not record[firing, -1].any(),
        )

    def keep_up(self, wanted: Table, duration_s: float) -> None:
        """Run the inputs, once, and let them stand for `duration_s` of the same."""
        calf = self.calf
        calf.settle(self.fluids.milieu)
        window = calf.run(wanted, self.now_ms)
        self._slowly(duration_s, window)
        calf.relax_potassium(window.rate_pps, max(0.0, duration_s - window.duration_s))
        self.now_ms += round(1000.0 * max(duration_s, window.duration_s))

    def rest(self, duration_s: float) -> None:
        """Lie still. A cramp that is going on is lived through spike by spike first."""
        left_s = duration_s
        while left_s > 0.0:
            step_s = min(left_s, _SETTLE_S)
            watched = self.advance(self.hold(step_s))
            left_s -= step_s
            if watched.quiet:
                break
        self.skip(left_s)

    def skip(self, duration_s: float) -> None:
        """Let a time pass in which no unit fires; only slow states move."""
        if duration_s <= 0.0:
            return
        self._slowly(duration_s, None)
        self.calf.relax_potassium(np.zeros(len(MUSCLES)), duration_s)
        self.calf.relax_endings(duration_s)
        self.now_ms += round(duration_s * 1000.0)

    def _slowly(self, duration_s: float, window: Window | None) -> None:
        """Advance what is slow as in this window; None: no unit fires."""
        core_C = self.fluids.milieu.core_temperature_C
        if window is None:
            silent = tuple(np.zeros(pool.n_units) for pool in self.calf.pools)
            self.calf.tire(silent, duration_s, core_C)
        else:
            self.calf.tire_as(window, duration_s, core_C)
        self.fluids.absorb(duration_s)

    # --- what is done -----------------------------------------------------------------------------

    def do(self, steps: Iterable[Step]) -> Session:
        """Apply steps one after the other; returns the session."""
        for step in steps:
            step.apply(self)
        return self

    def move_to(self, posture: Posture, speed_deg_s: float = _MOVE_DEG_S) -> Watched | None:
        """Turn ankle and knee passively; None if the leg is there already."""
        if posture == self.posture:
            return None
        start, self.posture = self.posture, posture
        path = inputs.move(start, posture, speed_deg_s, self.calf.parameters)
        return self.advance(path)

    def heat(self, core_C: float, muscle_C: float) -> None:
        """Set temperatures of the core and of the calf."""
        self.fluids.milieu = replace(
            self.fluids.milieu, core_temperature_C=core_C, muscle_temperature_C=muscle_C
        )

    def copy(self) -> Session:
        """An independent session in the same state."""
        twin = object.__new__(Session)
        twin.__dict__.update(self.__dict__)
        twin.calf = self.calf.copy()
        twin.fluids = self.fluids.copy()
        return twin

    def emg(self, watched: Watched) -> Table:
        """(n_ms,) EMG amplitude of what was watched; see `discharge.emg_amplitude`."""
        return emg_amplitude(watched.raster, self.calf.pools[self.index].force_share)
