"""The loop: same numbers however it is cut, threaded or seeded."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from alone import alone

from uncramp.calf import Calf
from uncramp.gait import still_inputs, stride_at, stride_inputs
from uncramp.kernels import afferents, cord, layout
from uncramp.parameters import load_parameters

gate_by_length, adapt_command = alone(afferents.gate_by_length), alone(cord.adapt_command)

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


def test_a_stimulus_makes_every_axon_of_its_muscle_fire_at_once() -> None:
    inputs = still_inputs(0.0, 5.0, 300, PARAMETERS)
    inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, 200] = 1.0
    inputs[layout.IN_STIMULUS + 1, 250] = 1.0
    record = calf().run(inputs, 0, record_every=1).record
    spikes = record[layout.REC_RATE : layout.REC_RATE + 3]
    assert spikes[:, 200].tolist() == [24, 12, 32]
    assert spikes[:, 250].tolist() == [0, 12, 0]


@pytest.mark.parametrize("strength", [0.2, 0.5, 0.8])
def test_a_stimulus_reaches_its_share_of_the_axons_whatever_their_size(strength: float) -> None:
    one = Calf(PARAMETERS, 70.0, 1, n_units=(300, 12, 32))
    inputs = still_inputs(0.0, 5.0, 300, PARAMETERS)
    inputs[layout.IN_STIMULUS, 200] = strength
    raster = one.run(inputs, 0, raster=True).raster[:300]
    assert raster[:, 200].mean() == pytest.approx(strength, abs=0.01)
    for third in np.split(raster[:, 200], 3):  # smallest, middle, largest units
        assert third.mean() == pytest.approx(strength, abs=0.03)


def test_a_raster_holds_every_spike_and_changes_nothing() -> None:
    inputs = np.tile(STRIDE, (1, 3))
    plain, watched, recorded = calf(), calf(), calf()
    plain.run(inputs, 3)
    window = watched.run(inputs, 3, record_every=1, raster=True)
    recorded.run(inputs, 3, record_every=7)
    assert all(np.array_equal(a, b) for a, b in zip(state(plain), state(watched), strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(state(plain), state(recorded), strict=True))
    assert window.raster.shape == (24 + 12 + 32, inputs.shape[1])
    per_unit = window.raster.sum(axis=1) / window.duration_s
    assert per_unit == pytest.approx(np.concatenate(window.unit_pps), rel=1e-6)
    for k, units in enumerate(np.split(window.raster, [24, 36])):
        assert np.array_equal(units.sum(axis=0), window.record[layout.REC_RATE + k])
    assert window.raster.any()


@pytest.mark.parametrize("sizes", [(24, 12, 32), (23, 9, 301)])
def test_regions_share_the_spikes_and_the_potassium(sizes: tuple[int, int, int]) -> None:
    """Unit i lies in region i mod 4, whatever the chunk; potassium is the regions' mean."""
    one = Calf(PARAMETERS, 70.0, 1, n_units=sizes)
    one.state.constants[:, [layout.K_SPREAD, layout.K_CLEAR, layout.K_PUMP]] = 0.0
    regions = slice(layout.REGION_K, layout.REGION_K + layout.REGIONS)
    before = one.state.muscles[:, regions].copy()
    inputs = still_inputs(-20.0, 5.0, 400, PARAMETERS)
    inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, 100:400:50] = 0.7
    raster = one.run(inputs, 0, raster=True).raster
    source = one.state.constants[:, layout.K_SOURCE]
    for k, units in enumerate(np.split(raster, np.cumsum(sizes)[:2])):
        spikes = [units[r :: layout.REGIONS].sum() for r in range(layout.REGIONS)]
        gained = one.state.muscles[k, regions] - before[k]
        expected = source[k] * np.array(spikes) / (sizes[k] / layout.REGIONS)
        assert gained == pytest.approx(expected, rel=1e-9)
        assert gained.mean() == pytest.approx(source[k] * units.sum() / sizes[k], rel=1e-9)
        mean = one.state.muscles[k, regions].mean()
        assert one.state.muscles[k, layout.POTASSIUM] == pytest.approx(mean, rel=1e-12)


def test_h_reflex_comes_after_the_delay() -> None:
    """Spikes of the volley's return come no earlier than 27 ms after the stimulus."""
    parameters = PARAMETERS.replaced({"spindle.primary_effect": 0.02})
    one = Calf(parameters, 70.0, 1)
    inputs = still_inputs(0.0, 5.0, 600, parameters)
    inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, 500] = 1.0
    silent = one.copy().run(still_inputs(0.0, 5.0, 600, parameters), 0, record_every=1).record
    record = one.run(inputs, 0, record_every=1).record
    extra = (record - silent)[layout.REC_RATE : layout.REC_RATE + 3].sum(axis=0)
    assert extra[500] > 0
    assert not extra[501:527].any()


def run_pieces(one: Calf, inputs: np.ndarray, cuts: list[int]) -> np.ndarray:
    """Raster of a run cut at `cuts`."""
    edges = [0, *cuts, inputs.shape[1]]
    parts = [one.run(inputs[:, a:b], a, raster=True).raster for a, b in itertools.pairwise(edges)]
    return np.concatenate(parts, axis=1)


def test_a_cramping_calf_is_the_same_however_its_run_is_cut() -> None:
    """Terminals that discharge by themselves and a barrage included: their blocks are of 8 ms."""
    inputs = still_inputs(-30.0, 0.0, 2500, PARAMETERS)
    inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, 100:1500:25] = 1.0
    rasters = []
    for cuts in ([], [1, 3, 777, 778, 1505, 2001], [1504, 2000]):
        one = calf()
        one.state.constants[:, layout.ECTOPIC_GAIN] = 5.0
        one.state.constants[:, layout.ECTOPIC_MAX] = 40.0
        one.state.constants[:, layout.ENDING_THRESHOLD] = 2.0
        for row, value in ((layout.MARGIN, 4.0), (layout.MARGIN_REST, 4.0)):
            one.state.chunks[:, row * layout.LANES : (row + 1) * layout.LANES] = value
        rasters.append(run_pieces(one, inputs, cuts))
    assert rasters[0][:, 1600:].any(), "nothing goes on after the train: the test shows nothing"
    assert np.array_equal(rasters[0], rasters[1])
    assert np.array_equal(rasters[0], rasters[2])


def renshaw_trace(one: Calf, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_ms, 3) what the Renshaw cells pass on, and the pool's firing in pps, ms after ms."""
    passed, fired = [], []
    for t in range(inputs.shape[1]):
        window = one.run(inputs[:, t : t + 1], t)
        passed.append(one.state.muscles[:, layout.RENSHAW].copy())
        fired.append(window.rate_pps)
    return np.array(passed), np.array(fired)


def test_renshaw_cells_follow_the_firing_of_their_pool() -> None:
    one = calf()
    inputs = still_inputs(0.0, 5.0, 400, PARAMETERS)
    inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, 200] = 1.0
    passed, fired = renshaw_trace(one, inputs)
    keep = one.state.constants[0, layout.RENSHAW_KEEP]
    slow = np.zeros(3)
    for t in range(400):
        slow = fired[t] + (slow - fired[t]) * keep
        assert passed[t] == pytest.approx(slow, rel=1e-9)
    time_constant_ms = -1.0 / np.log(keep)
    assert passed[200].min() > 10.0
    gone = 200 + round(5.0 * time_constant_ms)
    assert not fired[201:gone].any()
    assert passed[gone].max() < 0.01 * passed[200].max()


def test_renshaw_cells_brake_a_maximal_effort_a_little() -> None:
    """Recurrent inhibition between human soleus units is at the edge of detectability."""
    inputs = still_inputs(0.0, 5.0, 2000, PARAMETERS)
    inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3, 500:] = 1.0
    rates = []
    for effect in (0.0, PARAMETERS.value("motor_neurons.recurrent_effect")):
        one = Calf(PARAMETERS, 70.0, 1)
        one.state.constants[:, layout.K_RENSHAW] = effect
        one.state.muscles[:, layout.COMMAND] = one.state.constants[:, layout.COMMAND_MAX]
        one.run(inputs[:, :1000], 0)
        rates.append(one.run(inputs[:, 1000:], 1000).rate_pps)
    ratio = rates[1] / rates[0]
    assert (ratio < 1.0).all()
    assert (ratio > 0.85).all()


def test_potentiation_builds_in_a_contraction_and_fades() -> None:
    one = calf()
    c = one.state.constants
    c[:, [layout.ECTOPIC_GAIN, layout.ENDING_GAIN]] = 0.0  # a cramp would go on building it
    still = still_inputs(0.0, 5.0, 1000, PARAMETERS)
    train = still.copy()
    train[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, ::20] = 1.0
    one.run(still, 0)
    assert (one.state.muscles[:, layout.POTENTIATION] < 1e-3).all()
    for second in range(1, 8):
        one.run(train, 1000 * second)
    built = one.state.muscles[:, layout.POTENTIATION].copy()
    assert ((built > 0.3) & (built < 1.0)).all()
    for second in range(8, 12):
        one.run(still, 1000 * second)
    quiet = one.state.muscles[:, layout.POTENTIATION].copy()
    one.run(still, 12000)
    kept = one.state.muscles[:, layout.POTENTIATION] / quiet
    assert kept == pytest.approx(c[:, layout.POTENTIATION_KEEP] ** 1000, rel=1e-3)


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
