"""The loop: same numbers however it is cut, threaded or seeded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from uncramp.calf import Calf
from uncramp.gait import still_inputs, stride_at, stride_inputs
from uncramp.kernels import layout
from uncramp.kernels.loop import adapt_command, gate_by_length
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()
STRIDE = stride_inputs(stride_at(3.3, 0.0, None, PARAMETERS), 70.0, PARAMETERS)


def calf(seed: int = 1) -> Calf:
    return Calf(PARAMETERS, 70.0, seed, n_units=(24, 12, 32))


def state(one: Calf) -> list[np.ndarray]:
    """What a later millisecond depends on: everything but the sums of the window."""
    rows = [r for r in range(layout.N_ROWS) if r not in (layout.SPIKES, layout.USE)]
    units = one.state.chunks.reshape(-1, layout.N_ROWS, layout.LANES)[:, rows]
    sums = range(layout.SUM_IA, layout.SUM_MS + 1)
    columns = [c for c in range(layout.N_STATE) if c not in sums]
    return [units, one.state.muscles[:, columns], one.state.shared, one.state.rings]


@pytest.mark.parametrize("at", [1, 7, 8, 640, 1001])
def test_a_window_cut_in_two_is_the_same_window(at: int) -> None:
    """Also off the 8-ms blocks in which the noise is drawn, and off the 2-ms spindle steps."""
    inputs = np.tile(STRIDE, (1, 2))
    whole, parts = calf(), calf()
    record = whole.run(inputs, 5, record_every=1).record
    first = parts.run(inputs[:, :at], 5, record_every=1).record
    second = parts.run(inputs[:, at:], 5 + at, record_every=1).record
    assert np.array_equal(record, np.concatenate((first, second), axis=1))
    assert all(np.array_equal(a, b) for a, b in zip(state(whole), state(parts), strict=True))


def test_sums_of_two_halves_are_those_of_the_whole() -> None:
    inputs = np.tile(STRIDE, (1, 2))
    whole, parts = calf(), calf()
    one = whole.run(inputs, 0)
    two = [parts.run(STRIDE, 0), parts.run(STRIDE, STRIDE.shape[1])]
    for name in ("ia_pps", "ii_pps", "ib_pps", "activation", "rate_pps", "drive"):
        halves = np.mean([getattr(half, name) for half in two], axis=0)
        assert getattr(one, name) == pytest.approx(halves, rel=1e-9)
    peaks = np.max([half.peak_force_N for half in two], axis=0)
    assert np.array_equal(one.peak_force_N, peaks)
    for k in range(3):
        assert one.use[k] == pytest.approx(0.5 * (two[0].use[k] + two[1].use[k]), abs=1e-6)


def test_the_same_whatever_the_threads() -> None:
    def run(seed: int) -> np.ndarray:
        return calf(seed).run(np.tile(STRIDE, (1, 3)), 0, record_every=10).record

    seeds = [1, 2, 3, 4]
    alone = [run(seed) for seed in seeds]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(run, seeds))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))


def test_seeds_and_moments_differ() -> None:
    runs = [calf(1).run(STRIDE, 0, 10), calf(2).run(STRIDE, 0, 10), calf(1).run(STRIDE, 8, 10)]
    assert not np.array_equal(runs[0].record, runs[1].record)
    assert not np.array_equal(runs[0].record, runs[2].record)


def test_more_units_than_a_chunk_holds() -> None:
    """A pool of several chunks is one pool: shares sum to one, every unit is counted once."""
    big = Calf(PARAMETERS, 70.0, 1, n_units=(300, 20, 260))
    window = big.run(np.tile(STRIDE, (1, 4)), 0, record_every=1)
    assert [len(use) for use in window.use] == [300, 20, 260]
    assert ((window.firing >= 0.0) & (window.firing <= 1.0)).all()
    spikes = window.record[layout.REC_RATE : layout.REC_RATE + 3].sum(axis=1)
    rates = spikes / np.array([300, 20, 260]) / window.duration_s
    assert rates == pytest.approx(window.rate_pps, rel=1e-6)


def test_a_stimulus_makes_every_axon_fire_at_once() -> None:
    inputs = still_inputs(0.0, 5.0, 300, PARAMETERS)
    inputs[layout.IN_STIMULUS, 200] = 1.0
    record = calf().run(inputs, 0, record_every=1).record
    spikes = record[layout.REC_RATE : layout.REC_RATE + 3]
    assert spikes[:, 200].tolist() == [24, 12, 32]


def test_h_reflex_comes_after_the_delay() -> None:
    """Spikes of the volley's return come no earlier than 27 ms after the stimulus."""
    parameters = PARAMETERS.replaced({"spindle.primary_effect": 0.02})
    one = Calf(parameters, 70.0, 1)
    inputs = still_inputs(0.0, 5.0, 600, parameters)
    inputs[layout.IN_STIMULUS, 500] = 1.0
    silent = one.copy().run(still_inputs(0.0, 5.0, 600, parameters), 0, record_every=1).record
    record = one.run(inputs, 0, record_every=1).record
    extra = (record - silent)[layout.REC_RATE : layout.REC_RATE + 3].sum(axis=0)
    assert extra[500] > 0
    assert not extra[501:527].any()


def test_gate_of_tendon_organ_inhibition() -> None:
    c = np.zeros(layout.N_CONST)
    c[layout.GATE_SHORT], c[layout.GATE_LONG], c[layout.GATE_MIN] = 0.6, 1.0, 0.02
    lengths = (0.4, 0.6, 0.8, 1.0, 1.2)
    shares = [gate_by_length(length, c) for length in lengths]
    assert shares == pytest.approx([0.02, 0.02, 0.51, 1.0, 1.0])


def test_command_follows_the_demand() -> None:
    m, c = np.zeros(layout.N_STATE), np.zeros(layout.N_CONST)
    c[layout.COMMAND_MAX] = 3.0
    m[layout.COMMAND], m[layout.IMPULSE] = 1.0, 10.0
    adapt_command(m, c, 11.0)
    assert m[layout.COMMAND] == pytest.approx(1.1**0.6)
    assert m[layout.IMPULSE] == 0.0
    for _ in range(50):  # no impulse at all: to the largest command and no further
        adapt_command(m, c, 11.0)
    assert m[layout.COMMAND] == 3.0
