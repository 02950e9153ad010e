"""Regions, endings and terminals: the kernels against a slow reference, and what they conserve."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from alone import alone
from cells import chunk
from hypothesis import given
from hypothesis import strategies as st
from reference_terminals import IRREGULARITY, REFRACTORY_MS, Regions, Terminals

from uncramp.calf.milieu import cleared
from uncramp.kernels import layout, motor_units, terminals

any_restless = alone(terminals.any_restless)
barrage = alone(terminals.barrage)
discharge_terminals = alone(terminals.discharge_terminals)
ending_drive = alone(terminals.ending_drive)
levels_block = alone(terminals.levels_block)
regions_ms = alone(terminals.regions_ms)
terminals_block = alone(terminals.terminals_block)
tally = alone(motor_units.tally)

LANES, REGIONS = layout.LANES, layout.REGIONS
C = {  # round numbers of the right size; the calibration has no say here
    "reference_units": 42.0, "k_source": 0.05, "k_plasma": 4.2, "k_clear": 0.05, "k_pump": 0.02,
    "k_spread": 0.03, "after_step": 0.7, "after_keep": 0.998, "sodium_term": 2.8,
    "rest_term": 7.0, "level_shift": 0.4, "level_length": 25.0, "level_at": 0.73,
    "gate_short": 0.75, "gate_long": 1.0, "gate_min": 0.02, "presynaptic": 0.9,
    "ending_threshold": 14.0, "ending_softness": 1.2, "ending_gain": 0.25, "ending_max": 3.0,
    "ending_rise": 0.02, "ending_fall": 0.001, "flicker_keep": 0.9, "flicker_step": 0.6,
    "ectopic_gain": 5.0, "ectopic_max": 40.0, "answered": 0.7,
}  # fmt: skip
TERMINAL = {
    **{name: C[name] for name in ("flicker_keep", "flicker_step", "ectopic_gain", "ectopic_max")},
    "recovery": 0.004,
    "tiring": 0.3,
}


def constants(**changed: float) -> np.ndarray:
    """The muscle constants of the kernels with the names of `C`."""
    c = np.zeros(layout.N_CONST)
    for name, value in {**C, **changed}.items():
        c[getattr(layout, name.upper())] = value
    c[layout.L_OPT] = 0.05
    c[layout.ECTOPIC_RECOVERY] = TERMINAL["recovery"]
    c[layout.ECTOPIC_TIRING] = TERMINAL["tiring"]
    return c


def at_rest() -> np.ndarray:
    m = np.zeros(layout.N_STATE)
    m[layout.POTASSIUM] = C["k_plasma"]
    m[layout.REGION_K : layout.REGION_K + REGIONS] = C["k_plasma"]
    m[layout.FIBRE], m[layout.SLACK_LENGTH] = 0.6 * 0.05, 0.7
    return m


def part(m: np.ndarray, column: int) -> np.ndarray:
    """The four regions of a column."""
    return m[column : column + REGIONS]


# --- potassium and after-depolarisation -------------------------------------------------------


def test_regions_follow_the_reference() -> None:
    m, c, slow = at_rest(), constants(), Regions(C)
    rng = np.random.default_rng(4)
    for t in range(3000):
        spikes = rng.poisson([0.9, 0.1, 0.0, 0.4]).astype(float) * (t < 2000)
        part(m, layout.REGION_SPIKES)[:] = spikes
        regions_ms(m, c, 1e-3)
        slow.ms(spikes)
        assert part(m, layout.REGION_K) == pytest.approx(slow.potassium_mM, rel=1e-9)
        assert part(m, layout.REGION_AFTER) == pytest.approx(slow.after_mV, rel=1e-9)
        assert m[layout.POTASSIUM] == pytest.approx(slow.potassium_mM.mean(), rel=1e-12)
        assert not part(m, layout.REGION_SPIKES).any()
    assert slow.potassium_mM.max() > C["k_plasma"] + 0.5


@given(st.lists(st.floats(3.0, 15.0), min_size=REGIONS, max_size=REGIONS))
def test_exchange_between_regions_conserves_potassium(start_mM: list[float]) -> None:
    m, c = at_rest(), constants(k_clear=0.0, k_pump=0.0, k_spread=5.0)
    part(m, layout.REGION_K)[:] = start_mM
    spread = np.ptp(start_mM)
    for _ in range(2000):
        regions_ms(m, c, 1e-3)
    assert part(m, layout.REGION_K).sum() == pytest.approx(sum(start_mM), rel=1e-9)
    assert m[layout.POTASSIUM] == pytest.approx(np.mean(start_mM), rel=1e-9)
    assert np.ptp(part(m, layout.REGION_K)) <= 0.1 * spread + 1e-9


def test_a_region_gives_to_its_neighbours_only() -> None:
    m, c = at_rest(), constants(k_clear=0.0, k_pump=0.0)
    m[layout.REGION_K] = 10.0
    regions_ms(m, c, 1e-3)
    moved = 1e-3 * C["k_spread"] * (10.0 - C["k_plasma"])
    expected = np.array([10.0 - moved, C["k_plasma"] + moved, C["k_plasma"], C["k_plasma"]])
    assert part(m, layout.REGION_K) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("pump", [0.0, 0.02, 0.06])
def test_steady_firing_goes_where_the_closed_form_goes(pump: float) -> None:
    """With every region alike exchange moves nothing: the sum of inflow and clearance remains."""
    m, c = at_rest(), constants(k_pump=pump)
    part(m, layout.REGION_K)[:] = 5.0
    per_ms = 0.02 * C["reference_units"] / REGIONS  # 20 impulses per second and unit
    for _ in range(20_000):
        part(m, layout.REGION_SPIKES)[:] = per_ms
        regions_ms(m, c, 1e-3)
    above = cleared(np.full(4, 0.8), C["k_source"] * 20.0, C["k_clear"], pump, 20.0)
    # Steps of 1 ms against a time constant of seconds.
    assert part(m, layout.REGION_K) - C["k_plasma"] == pytest.approx(above, rel=2e-4)


# --- levels and the barrage ---------------------------------------------------------------------


@given(st.floats(-50.0, 200.0))
def test_ending_drive_follows_the_reference(level_mV: float) -> None:
    expected = float(Regions(C).ending_drive(np.array(level_mV)))
    assert ending_drive(level_mV, constants()) == pytest.approx(expected, rel=1e-9, abs=1e-14)


def test_ending_drive_is_soft_then_linear_then_full() -> None:
    c = constants(ending_max=1e15)
    threshold, softness, gain = (C[f"ending_{k}"] for k in ("threshold", "softness", "gain"))
    assert ending_drive(threshold, c) == pytest.approx(gain * softness * np.log(2.0))
    assert ending_drive(threshold - 12.0 * softness, c) < 1e-4 * gain * softness
    assert ending_drive(threshold + 40.0, c) == pytest.approx(40.0 * gain, rel=1e-9)
    levels = np.linspace(-30.0, 1e4, 2001)
    drives = [ending_drive(level, constants()) for level in levels]
    assert (np.diff(drives) >= 0.0).all()
    assert 0.99 * C["ending_max"] < drives[-1] < C["ending_max"]


def test_levels_and_barrage_follow_the_reference() -> None:
    m, c, slow = at_rest(), constants(), Regions(C)
    rng = np.random.default_rng(7)
    for t in range(500):
        slow.potassium_mM = rng.uniform(4.0, 13.0, REGIONS)
        slow.after_mV = rng.uniform(0.0, 15.0, REGIONS) * (t < 300)
        fascicle, taut = rng.uniform(0.4, 1.3), rng.uniform(0.5, 1.2)
        part(m, layout.REGION_K)[:] = slow.potassium_mM
        part(m, layout.REGION_AFTER)[:] = slow.after_mV
        m[layout.FIBRE], m[layout.SLACK_LENGTH] = fascicle * 0.05, taut
        levels_block(m, c)
        slow.block(fascicle, taut)
        # 1e-9 of its terms; the thermal voltage is spelled out to 1e-8.
        assert part(m, layout.REGION_LEVEL) == pytest.approx(slow.level_mV, rel=1e-7, abs=1e-6)
        assert part(m, layout.REGION_DRIVE) == pytest.approx(slow.drive, rel=1e-6, abs=1e-9)
        assert m[layout.BARRAGE_PASS] == pytest.approx(slow.passes, rel=1e-9)
        expected = slow.drive.mean() * slow.passes
        assert barrage(m) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def level_with(column: int, value: float, **changed: float) -> float:
    """Level of region 0 with one state or constant changed."""
    m, c = at_rest(), constants(**changed)
    m[column] = value
    levels_block(m, c)
    return float(m[layout.REGION_LEVEL])


def test_directions_of_the_level() -> None:
    rest = level_with(layout.REGION_AFTER, 0.0)
    assert level_with(layout.REGION_K, 8.0) > rest + 5.0
    assert level_with(layout.REGION_AFTER, 3.0) == pytest.approx(rest + 3.0)
    assert level_with(layout.FIBRE, 0.8 * 0.05) == pytest.approx(rest - 0.2 * C["level_length"])
    assert level_with(layout.REGION_AFTER, 0.0, level_shift=2.4) == pytest.approx(rest + 2.0)


def test_a_barrage_rises_faster_than_it_fades_and_a_long_muscle_holds_it_back() -> None:
    c = constants()
    drives = {}
    for name, taut in (("short", 0.6), ("long", 1.2)):
        m = at_rest()
        m[layout.SLACK_LENGTH] = taut
        part(m, layout.REGION_AFTER)[:] = 40.0
        rising = []
        for _ in range(100):
            levels_block(m, c)
            rising.append(m[layout.REGION_DRIVE])
        part(m, layout.REGION_AFTER)[:] = 0.0
        falling = []
        for _ in range(100):
            levels_block(m, c)
            falling.append(m[layout.REGION_DRIVE])
        drives[name] = barrage(m)
        assert rising[-1] > 0.8 * m[layout.BARRAGE_PASS] * ending_drive(45.0, c)
        assert falling[-1] > 0.8 * rising[-1]
        assert (np.diff(rising) > 0.0).all()
        assert (np.diff(falling) < 0.0).all()
    # It neither builds up nor passes on at once: both factors.
    assert drives["long"] < 0.05 * drives["short"]


# --- terminals -----------------------------------------------------------------------------------


def terminal_buffer(margin_mV: np.ndarray) -> np.ndarray:
    never = np.full(len(margin_mV), 1e6)
    rows = {layout.MARGIN: margin_mV, layout.MARGIN_REST: margin_mV, layout.SINCE: never}
    return chunk(rows)


def units(b: np.ndarray, row: int, n: int) -> np.ndarray:
    return b[row * LANES : row * LANES + n].astype(float)


def test_terminals_get_the_level_of_their_region() -> None:
    n, rng = 43, np.random.default_rng(11)
    margin = rng.normal(20.0, 4.0, n)
    m, c, slow = at_rest(), constants(), Regions(C)
    b, twin = terminal_buffer(margin), Terminals(TERMINAL, margin.copy(), margin + 0.0)
    local, restless = np.zeros(2 * REGIONS, np.float32), []
    for t in range(200):
        slow.after_mV = np.array([12.0, 18.0, 24.0, 30.0]) * (t >= 50)
        part(m, layout.REGION_AFTER)[:] = slow.after_mV
        levels_block(m, c)
        slow.block(0.6, 0.7)
        noise = rng.uniform(-0.5, 0.5, 8 * LANES).astype(np.float32)
        restless.append(terminals_block(b, n, m, c, noise, local))
        assert restless[-1] == twin.block(slow, noise[:n].astype(float))
        assert restless[-1] == any_restless(b, n)
        if t == 100:  # impulses of their own have raised the margins of some
            b[layout.MARGIN * LANES : layout.MARGIN * LANES + n : 3] += np.float32(5.0)
            twin.margin_mV[::3] += 5.0
        # float32: 24 bits of some 30 mV, times a gain of 5 per mV and second.
        assert units(b, layout.MARGIN, n) == pytest.approx(twin.margin_mV, abs=2e-5)
        assert units(b, layout.FLICKER, n) == pytest.approx(twin.flicker, abs=1e-5)
        assert units(b, layout.ENDINGS, n) == pytest.approx(twin.endings, rel=1e-4, abs=1e-6)
        assert units(b, layout.ECTOPIC, n) == pytest.approx(twin.pace, abs=2e-6)
    assert not any(restless[:50])
    assert all(restless[50:])
    assert (units(b, layout.ECTOPIC, n) <= C["ectopic_max"] / 1000.0 * (1.0 + 1e-6)).all()


@numba.njit
def run_terminals(b, n, c, noise, fired):  # type: ignore[no-untyped-def]
    """Terminals alone, ms after ms: who fired; `noise` (n_ms, LANES)."""
    one = np.float32(1.0)
    for t in range(fired.shape[0]):
        for i in range(n):
            b[layout.FIRED * LANES + i] = 0.0
            b[layout.REFRACTORY * LANES + i] = max(b[layout.REFRACTORY * LANES + i] - one, -one)
        discharge_terminals(b, n, c, noise[t], 0)
        for i in range(n):
            fires = b[layout.FIRED * LANES + i] > 0.5
            b[layout.SINCE * LANES + i] = 0.0 if fires else b[layout.SINCE * LANES + i] + one
            fired[t, i] = fires


def self_discharge(pace_pps: np.ndarray, n_ms: int, irregular: bool) -> tuple[np.ndarray, ...]:
    """(n_ms, n) spikes of kernel and reference at given paces, and their margins."""
    n, rng = len(pace_pps), np.random.default_rng(2)
    noise = irregular * rng.uniform(-0.5, 0.5, (n_ms, LANES)).astype(np.float32)
    b = terminal_buffer(np.zeros(n))
    b[layout.ECTOPIC * LANES : layout.ECTOPIC * LANES + n] = pace_pps / 1000.0
    fast = np.zeros((n_ms, n), bool)
    run_terminals(b, n, constants(), noise.astype(np.float32), fast)
    twin = Terminals(TERMINAL, np.zeros(n), np.zeros(n))
    twin.pace = pace_pps / 1000.0
    slow = np.array([twin.ms(noise[t, :n].astype(float)) for t in range(n_ms)])
    return fast, slow, units(b, layout.MARGIN, n), twin.margin_mV


# None divides 1000: where a crossing falls on a ms to the last bit, rounding would decide.
PACES = np.array([0.0, 2.03, 7.3, 15.1, 25.7, 39.7, 71.3])


@pytest.mark.parametrize("irregular", [False, True])
def test_self_discharge_follows_the_reference(irregular: bool) -> None:
    fast, slow, margin, expected = self_discharge(PACES, 10_000, irregular)
    for one, other in zip(fast.T, slow.T, strict=True):
        times = np.flatnonzero(one), np.flatnonzero(other)
        assert abs(len(times[0]) - len(times[1])) <= 1
        n = min(map(len, times))
        # Rounding may put a crossing into the next ms; the phase begins anew after each.
        assert np.abs(times[0][:n] - times[1][:n]).max(initial=0) <= max(2, n // 20)
    assert margin == pytest.approx(expected, abs=1.01 * TERMINAL["tiring"])
    assert margin == pytest.approx(TERMINAL["tiring"] * fast.sum(axis=0), rel=1e-4)


def test_paces_and_irregularity_of_self_discharge() -> None:
    fast, *_ = self_discharge(PACES, 20_000, irregular=False)
    regular = fast.sum(axis=0) / 20.0
    assert not fast[:, 0].any()
    # The ms in which the phase begins anew is lost with each impulse, and a part of the last.
    assert regular[1:] == pytest.approx(1.0 / (1.0 / PACES[1:] + 1.5e-3), rel=0.05)
    noisy, *_ = self_discharge(PACES, 20_000, irregular=True)
    intervals = [np.diff(np.flatnonzero(unit)) for unit in noisy.T[2:]]
    assert all(0.15 < row.std() / row.mean() < 1.0 for row in intervals)
    assert all(row.min() >= motor_units.REFRACTORY_MS for row in intervals)


def test_impulses_from_elsewhere_start_a_terminal_anew() -> None:
    b = terminal_buffer(np.zeros(2))
    for row, value in ((layout.ECTOPIC, 0.02), (layout.PHASE, 0.9)):
        b[row * LANES : row * LANES + 2] = value
    b[layout.SINCE * LANES] = 0.0  # the first unit has just fired
    discharge_terminals(b, 2, constants(), np.zeros(8 * LANES, np.float32), 0)
    assert units(b, layout.PHASE, 2) == pytest.approx([0.0, 0.92], abs=1e-6)


def test_a_refractory_axon_waits() -> None:
    b = terminal_buffer(np.zeros(2))
    for row, value in ((layout.ECTOPIC, 0.02), (layout.PHASE, 0.995)):
        b[row * LANES : row * LANES + 2] = value
    b[layout.REFRACTORY * LANES] = 2.0
    discharge_terminals(b, 2, constants(), np.zeros(8 * LANES, np.float32), 0)
    assert units(b, layout.FIRED, 2).tolist() == [0.0, 1.0]
    assert units(b, layout.PHASE, 2).tolist() == [1.0, 0.0]
    assert units(b, layout.AHP, 2).tolist() == [0.0, 1.0]
    assert units(b, layout.REFRACTORY, 2).tolist() == [2.0, motor_units.REFRACTORY_MS]


@pytest.mark.parametrize("n", [1, 4, 7, 96, LANES])
def test_spikes_are_counted_by_region(n: int) -> None:
    rng = np.random.default_rng(n)
    fired = rng.integers(0, 2, n).astype(float)
    out = np.zeros(8, np.float32)
    tally(chunk({layout.FIRED: fired}), n, out)
    assert out[1 : 1 + REGIONS].tolist() == [fired[r::REGIONS].sum() for r in range(REGIONS)]


def test_numbers_spelled_out_twice_are_the_same() -> None:
    assert float(terminals.IRREGULARITY) == IRREGULARITY
    assert float(terminals.REFRACTORY_MS) == REFRACTORY_MS
