"""How little it would take: the weakest contraction that sets off a cramp, at one moment.

The test is the one that provokes calf cramps in people (a contraction with the calf short,
Bertolasi 1993, Khan & Burne 2007), on copies of the simulated calf: foot pointed, knee straight, a
2-s contraction of rising strength, then nothing. The lowest effort after which discharge outlives
the drive is the threshold; it falls as the run goes on.
"""

from __future__ import annotations

import numpy as np

from uncramp.calf import Calf
from uncramp.gait import still_inputs
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

_BISECTIONS = 4  # resolution 1/16 of the range of efforts
_EFFORT_MS = 2000
_AFTER_MS = 3000
_POINTED_DEG = -30.0


def contraction_threshold_pct(calf: Calf, now_ms: int, parameters: ParameterSet) -> float:
    """Effort in % of the maximal command (0: the first motor unit is recruited); NaN if even the
    maximal one sets off no cramp.

    `calf` is left as it is.
    """
    effort = still_inputs(_POINTED_DEG, 0.0, _EFFORT_MS, parameters)
    effort[layout.IN_DRIVE : layout.IN_DRIVE + 3] = 1.0
    after = still_inputs(_POINTED_DEG, 0.0, _AFTER_MS, parameters)
    settle = still_inputs(_POINTED_DEG, 0.0, 300, parameters)
    strongest = calf.state.constants[:, layout.COMMAND_MAX]

    def cramps(share: float) -> bool:
        copy = calf.copy()
        copy.run(settle, now_ms)
        copy.state.muscles[:, layout.COMMAND] = 1.0 + share * (strongest - 1.0)
        copy.run(effort, now_ms + 300)
        firing = copy.run(after, now_ms + 300 + _EFFORT_MS, record_every=100).firing[:, -1]
        return bool(copy.rule.cramping(firing).any())

    if not cramps(1.0):
        return float(np.nan)
    low, high = 0.0, 1.0
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if cramps(middle) else (middle, high)
    return 100.0 * high
