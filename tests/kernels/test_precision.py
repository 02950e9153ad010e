"""Single precision against double: the same calf in the readable loop with float64 motor units."""

from __future__ import annotations

import numpy as np
import pytest
import reference_loop

from uncramp.calf import Calf
from uncramp.gait import still_inputs, stride_at, stride_inputs
from uncramp.kernels import layout
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters("cramp_prone")
SIZES = (64, 32, 96)
STRIDE = stride_inputs(stride_at(3.3, 0.0, None, PARAMETERS), 70.0, PARAMETERS)


def both(inputs: np.ndarray) -> tuple[Calf, np.ndarray, Calf, np.ndarray]:
    """A calf and its raster in single precision, and in double."""
    single, double = (Calf(PARAMETERS, 70.0, 3, SIZES) for _ in range(2))
    double.state.chunks = double.state.chunks.astype(np.float64)
    raster = single.run(inputs, 0, raster=True).raster
    return single, raster, double, reference_loop.run(double.state, inputs, 0, double.seed)


def test_rates_and_forces_of_strides() -> None:
    """Rates of pools within 1 %, tendon forces and their impulse within 0.5 %."""
    single, raster, double, reference = both(np.tile(STRIDE, (1, 3)))
    bounds = np.cumsum(SIZES)[:2]
    for fast, slow in zip(np.split(raster, bounds), np.split(reference, bounds), strict=True):
        assert slow.sum() > 100
        assert fast.sum() == pytest.approx(slow.sum(), rel=0.01)
    for column in (layout.SUM_FORCE, layout.PEAK_FORCE, layout.COMMAND):
        fast, slow = single.state.muscles[:, column], double.state.muscles[:, column]
        assert fast == pytest.approx(slow, rel=0.005)


def test_a_cramp_begins_in_both_and_goes_on_alike() -> None:
    """What a train leaves behind: shares of discharging units within 5 % of the pool."""
    inputs = still_inputs(-30.0, 0.0, 2500, PARAMETERS)
    inputs[layout.IN_STIMULUS, 0:1500:33] = 1.0
    _, raster, _, reference = both(inputs)
    for start in range(1600, 2500, 300):
        active = [
            fired[:64, start : start + 300].any(axis=1).mean() for fired in (raster, reference)
        ]
        assert abs(active[0] - active[1]) <= 0.05
    assert reference[:64, 2200:].any(axis=1).mean() > 0.1, "no cramp: the test shows nothing"
