"""The loop against the readable one, to the last bit: fused, padded, deferred, on two threads."""

from __future__ import annotations

import numpy as np
import pytest
import reference_loop

from uncramp.calf import Calf
from uncramp.calf.crew import Crew
from uncramp.gait import still_inputs, stride_at, stride_inputs
from uncramp.kernels import layout
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()
STRIDE = stride_inputs(stride_at(3.3, 0.0, None, PARAMETERS), 70.0, PARAMETERS)
START_MS = 21  # neither a block of 8 ms nor a step of the spindle begins here


def inputs() -> np.ndarray:
    """The end of a stride, a train of weak stimuli, and a while after it."""
    still = still_inputs(-20.0, 5.0, 90, PARAMETERS)
    for k, strength in enumerate((0.9, 0.4, 0.6)):
        still[layout.IN_STIMULUS + k, 5:60:17] = strength
    return np.concatenate((STRIDE[:, 300:], still, STRIDE[:, :60]), axis=1)


def restless(one: Calf) -> Calf:
    """Some terminals discharge by themselves, and endings are tender."""
    one.state.constants[:, layout.ECTOPIC_GAIN] = 5.0
    one.state.constants[:, layout.ENDING_THRESHOLD] = 2.0
    for ch, n in enumerate(one.state.chunk_table[:, 1]):
        for row in (layout.MARGIN, layout.MARGIN_REST):
            start = row * layout.LANES
            one.state.chunks[ch, start : start + n : 3] = 0.2
    return one


def same(a: Calf, b: Calf) -> bool:
    """Every state of every unit and muscle, to the last bit."""
    units = [
        np.array_equal(x.reshape(-1, layout.LANES)[:, :n], y.reshape(-1, layout.LANES)[:, :n])
        for x, y, n in zip(a.state.chunks, b.state.chunks, a.state.chunk_table[:, 1], strict=True)
    ]
    pairs = ((a.state.muscles, b.state.muscles), (a.state.rings, b.state.rings))
    rest = [np.array_equal(x, y) for x, y in (*pairs, (a.state.shared, b.state.shared))]
    return all(units) and all(rest)


@pytest.mark.parametrize(
    ("sizes", "substeps", "n_threads"),
    [((24, 9, 37), 2, 1), ((24, 9, 37), 4, 2), ((260, 16, 300), 4, 2), ((8, 12, 20), 5, 3)],
)
def test_the_loop_is_the_readable_one(
    sizes: tuple[int, int, int], substeps: int, n_threads: int
) -> None:
    fast, slow = (
        restless(
            Calf(
                PARAMETERS, 70.0, 5, sizes, substeps=substeps, crew=Crew(n_threads, adaptive=False)
            )
        )
        for _ in range(2)
    )
    course = inputs()
    raster = fast.run(course, START_MS, raster=True).raster
    fired = reference_loop.run(slow.state, course, START_MS, slow.seed)
    assert fired.any()
    assert np.array_equal(raster, fired)
    assert same(fast, slow)
