"""What the calf did over one call of `Calf.run`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import assembly
from uncramp.calf.assembly import LoopState
from uncramp.kernels import layout

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """What the calf did over one call of `Calf.run`; muscles in the order of `MUSCLES`.

    Attributes
    ----------
    duration_s
        Length of the call.
    ia_pps, ii_pps, ib_pps, activation, rate_pps, drive, barrage
        (3,) means: afferent rates, activation 0–1, firing rate of the whole pool, command, and
        the drive that reaches the cord from group III/IV endings.
    peak_force_N, potassium_mM, potassium_max_mM
        (3,).
    use, unit_pps
        Per muscle (n_units,): mean relative force of each unit, 0–1, and its firing rate.
    swing
        (n_strides, 3): share of the pool still discharging just before the next stride's command.
    record
        (N_REC, n_columns), rows named in `uncramp.kernels.layout`; empty unless asked for.
    spikes
        (2, n_spikes) ms since the start of the call, and unit of all pools, in the order of time
        and then of units; None unless asked for.
    """

    duration_s: float
    ia_pps: Table
    ii_pps: Table
    ib_pps: Table
    activation: Table
    rate_pps: Table
    drive: Table
    barrage: Table
    peak_force_N: Table
    potassium_mM: Table
    potassium_max_mM: Table
    use: tuple[Table, ...]
    unit_pps: tuple[Table, ...]
    swing: Table
    record: Table
    spikes: NDArray[np.uint32] | None

    @property
    def firing(self) -> Table:
        """(3, n_columns) share of each pool that fired within the last 250 ms."""
        return self.record[layout.REC_FIRING : layout.REC_FIRING + 3]

    @cached_property
    def raster(self) -> NDArray[np.uint8]:
        """(n_units of all pools, n_ms) 1 where a unit fired; empty where spikes were not kept."""
        if self.spikes is None:
            return np.zeros((0, 0), np.uint8)
        n_units = sum(len(units) for units in self.unit_pps)
        raster = np.zeros((n_units, round(1000.0 * self.duration_s)), np.uint8)
        raster[self.spikes[1], self.spikes[0]] = 1
        return raster

    @classmethod
    def of(
        cls, state: LoopState, n_ms: int, swing: Table, record: Table, events: NDArray[np.uint32]
    ) -> Window:
        """Read the sums that the loop has kept over `n_ms`."""
        rows = state.muscles
        n = rows[:, layout.SUM_MS]
        muscles = range(len(rows))
        spikes = [assembly.unit_row(state, k, layout.SPIKES) for k in muscles]
        return cls(
            duration_s=n_ms / 1000.0,
            ia_pps=rows[:, layout.SUM_IA] / n,
            ii_pps=rows[:, layout.SUM_II] / n,
            ib_pps=rows[:, layout.SUM_IB] / n,
            activation=rows[:, layout.SUM_ACTIVATION] / n,
            rate_pps=rows[:, layout.SUM_RATE] / n,
            drive=rows[:, layout.SUM_DRIVE] / n,
            barrage=rows[:, layout.SUM_BARRAGE] / n,
            peak_force_N=rows[:, layout.PEAK_FORCE].copy(),
            potassium_mM=rows[:, layout.POTASSIUM].copy(),
            potassium_max_mM=rows[:, layout.PEAK_POTASSIUM].copy(),
            use=tuple(assembly.unit_use(state, k, n_ms) for k in muscles),
            unit_pps=tuple(one * 1000.0 / n_ms for one in spikes),
            swing=swing,
            record=record,
            spikes=_in_order(state, events) if events.shape[1] else None,
        )


def _in_order(state: LoopState, events: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Spikes of all chunks as (2, n): ms and unit, in the order of time and then of units."""
    kept = [row[1 : int(row[0]) + 1] for row in events]
    times = np.concatenate(kept) // layout.LANES
    firsts = zip(kept, state.chunk_table[:, 2], strict=True)
    units = np.concatenate([row % layout.LANES + np.uint32(first) for row, first in firsts])
    order = np.argsort(times, kind="stable")  # chunks, and units in them, are in order already
    return np.stack((times[order], units[order]))
