"""What the loop's states do over a time that is not simulated spike by spike.

Closed forms of the kernels' own equations with the kernels' own constants: potassium and the
after-depolarisation at a steady mean rate of firing; and, without impulses, everything that
outlasts a second (barrage, transmitter, potentiation, tired terminals, monoamines).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import assembly
from uncramp.calf.assembly import LoopState
from uncramp.calf.milieu import cleared
from uncramp.kernels import layout

Table = NDArray[np.float64]


def relax_potassium(state: LoopState, rate_pps: Table, duration_s: float) -> None:
    """Advance potassium and after-depolarisation of every region at mean rates (3,).

    All regions are taken to fire alike, so that their exchange moves little and is left out.
    """
    regions = slice(layout.REGION_K, layout.REGION_K + layout.REGIONS)
    for m, c, rate in zip(state.muscles, state.constants, rate_pps, strict=True):
        above = cleared(
            m[regions] - c[layout.K_PLASMA],
            c[layout.K_SOURCE] * float(rate),
            c[layout.K_CLEAR],
            c[layout.K_PUMP],
            duration_s,
        )
        m[regions] = c[layout.K_PLASMA] + above
        m[layout.POTASSIUM] = float(m[regions].mean())
    keep_ms = state.constants[:, layout.AFTER_KEEP]
    steady = state.constants[:, layout.AFTER_STEP] * 1e-3 * rate_pps / (1.0 - keep_ms)
    after = slice(layout.REGION_AFTER, layout.REGION_AFTER + layout.REGIONS)
    _towards(state.muscles[:, after], steady[:, None], keep_ms[:, None], 1000.0 * duration_s)


def relax_without_impulses(state: LoopState, duration_s: float) -> None:
    """Let what impulses have left behind fade: nothing fires for `duration_s`."""
    rows, c = state.muscles, state.constants
    n_ms = 1000.0 * duration_s
    n_blocks = n_ms / layout.BLOCK_MS
    drive = slice(layout.REGION_DRIVE, layout.REGION_DRIVE + layout.REGIONS)
    fall = 1.0 - c[:, layout.ENDING_FALL]
    _towards(rows[:, drive], 0.0, fall[:, None], n_blocks)
    for column, keep in (
        (layout.MONOAMINE, layout.M_DECAY),
        (layout.POTENTIATION, layout.POTENTIATION_KEEP),
        (layout.RENSHAW, layout.RENSHAW_KEEP),
    ):
        rows[:, column] *= c[:, keep] ** n_ms
    refilled = np.exp(-duration_s * c[:, layout.RELEASE_REFILL])
    rows[:, layout.RELEASE] = 1.0 + (rows[:, layout.RELEASE] - 1.0) * refilled
    for k in range(len(rows)):
        recovery = float(c[k, layout.ECTOPIC_RECOVERY])
        assembly.rest_terminals(state, k, (1.0 - recovery) ** n_blocks)


def _towards(states: Table, end: Table | float, keep: Table, n_steps: float) -> None:
    """`n_steps` of a first-order process, in place."""
    states[:] = end + (states - end) * keep**n_steps
