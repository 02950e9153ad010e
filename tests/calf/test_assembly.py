"""From frozen parts to arrays: every unit in its place, sums cleared, copies apart."""

from __future__ import annotations

import numpy as np
import pytest
from protocols import PARAMETERS

from uncramp.calf import MUSCLES
from uncramp.calf.assembly import initial_state, set_units, unit_use
from uncramp.calf.motor_neurons import build_pool
from uncramp.calf.muscle import HillMuscle
from uncramp.kernels import layout

LANES = layout.LANES


@pytest.mark.parametrize("sizes", [(5, 7, 9), (256, 257, 600)])
def test_units_lie_in_chunks_in_their_order(sizes: tuple[int, int, int]) -> None:
    pools = [build_pool(name, PARAMETERS, n) for name, n in zip(MUSCLES, sizes, strict=True)]
    muscles = [HillMuscle.of(name, PARAMETERS, 70.0) for name in MUSCLES]
    state = initial_state(pools, muscles, PARAMETERS)
    table = state.chunk_table
    assert (table[:, 1] <= LANES).all()
    assert table[:, 2].tolist() == [0, *np.cumsum(table[:, 1])[:-1]]
    for k, pool in enumerate(pools):
        chunks = state.chunks_of(k)
        assert table[chunks, 1].sum() == sizes[k]
        row = layout.WEIGHT * LANES
        stored = [state.chunks[ch, row : row + table[ch, 1]] for ch in chunks]
        assert np.concatenate(stored) == pytest.approx(pool.weight_nA, rel=1e-6)
        # What lies beyond the units is computed along with them: leaks and nothing else.
        for ch in chunks:
            beyond = state.chunks[ch].reshape(-1, LANES)[:, table[ch, 1] :]
            assert (beyond[layout.G_SOMA] == 1.0).all()
            assert not np.delete(beyond, layout.G_SOMA, axis=0).any()


def test_rows_that_change_and_sums() -> None:
    pools = [build_pool(name, PARAMETERS, 6) for name in MUSCLES]
    muscles = [HillMuscle.of(name, PARAMETERS, 70.0) for name in MUSCLES]
    state = initial_state(pools, muscles, PARAMETERS)
    set_units(state, 1, np.arange(6.0), np.full(6, 100.0), np.full(6, 50.0))
    rows = state.chunks[1].reshape(-1, LANES)[:, :6]
    assert rows[layout.FORCE].tolist() == list(range(6))
    assert rows[layout.DECAY_TWITCH] == pytest.approx(np.exp(-0.01))
    assert rows[layout.RAMP_TWITCH] == pytest.approx(0.01)
    assert rows[layout.DECAY_AHP] == pytest.approx(np.exp(-0.5 / 50.0))
    rows[layout.USE] = 30.0
    assert unit_use(state, 1, 60) == pytest.approx(0.5)
    copy = state.copy()
    state.clear_sums()
    assert not unit_use(state, 1, 60).any()
    assert unit_use(copy, 1, 60) == pytest.approx(0.5)
