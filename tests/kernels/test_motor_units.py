"""The fast neuron and twitch against slow references and the published behaviour of the cell."""

from __future__ import annotations

import numpy as np
import pytest
from alone import alone
from cells import (
    LANES,
    SIZES,
    SlowCells,
    cell_rows,
    chunk,
    kernel_cells,
    kernel_twitches,
    logistic,
    on_and_off,
    pade,
    rate_Hz,
    triangle,
)

from uncramp.kernels import layout, motor_units

tally = alone(motor_units.tally)
stimulate = alone(motor_units.stimulate)
fired_within = alone(motor_units.fired_within)


def test_subthreshold_voltage_follows_the_reference_within_single_precision() -> None:
    drive = 0.7 * np.sin(np.arange(400) / 40.0) ** 2
    out = kernel_cells(1.0, drive, excitation=0.1 + 0 * drive, inhibition=0.2 + 0 * drive)
    slow = SlowCells(SIZES)
    for t, value in enumerate(drive):
        assert not slow.ms(1.0, float(value), 0.1, 0.2).any()
        # float32: 24 bits of some 40 mV, summed over steps that forget within tens of ms.
        assert out[1, t] == pytest.approx(slow.v_mV, abs=1e-3)
        assert out[2, t] == pytest.approx(slow.pic, abs=1e-4)


@pytest.mark.parametrize("m", [0.0, 1.0, 2.0])
def test_spikes_follow_the_reference(m: float) -> None:
    drive = np.concatenate((np.full(800, 1.6), np.full(400, 0.6)))
    fast, slow = kernel_cells(m, drive)[0], SlowCells(SIZES).run(m, drive)
    for unit in range(len(SIZES)):
        times = [np.flatnonzero(cells[:, unit]) for cells in (fast, slow)]
        assert len(times[0]) > 5
        assert abs(len(times[0]) - len(times[1])) <= 1
        n = min(map(len, times))
        # Rounding may put a threshold crossing into the next substep; it must not run away.
        assert np.abs(times[0][:n] - times[1][:n]).max() <= 2


def test_rational_activation_is_close_to_the_logistic() -> None:
    v = np.linspace(-30.0, 30.0, 4001)
    difference = np.abs(pade(v, 0.0 * v) - logistic(v, 0.0 * v))
    assert difference.max() < 0.013
    assert (np.diff(pade(v, 0.0 * v)) >= 0.0).all()


def test_rational_activation_behaves_like_the_logistic() -> None:
    x = SIZES[[0, 2, 4]]
    drive = triangle(half_ms=5000, silence_ms=1000)
    found = [
        on_and_off(SlowCells(x, activation=curve).run(1.0, drive), drive)
        for curve in (pade, logistic)
    ]
    (on, off), (exact_on, exact_off) = found
    assert on == pytest.approx(exact_on, rel=0.02)
    assert off / on == pytest.approx(exact_off / exact_on, abs=0.03)


# The cell's published check (deterministic, steps of 0.1 ms): m, drive in rheobases → rates.
RATES = [
    (0.0, 1.1, [5.2, 6.0, 7.2, 8.8, 10.8]),
    (0.0, 2.0, [12.8, None, None, None, None]),
    (1.0, 2.0, [16.3, None, None, None, None]),
    (1.0, 3.0, [21.5, None, 29.4, None, None]),
]


@pytest.mark.parametrize("substeps", [2, 10])
@pytest.mark.parametrize(("m", "drive", "expected"), RATES)
def test_rates(m: float, drive: float, expected: list[float | None], substeps: int) -> None:
    rates = rate_Hz(kernel_cells(m, np.full(12000, drive), substeps=substeps)[0])
    for rate, wanted in zip(rates, expected, strict=True):
        if wanted is not None:
            assert rate == pytest.approx(wanted, rel=0.03)


def test_slope_of_rate_with_current() -> None:
    low, high = (rate_Hz(kernel_cells(0.0, np.full(12000, d))[0]) for d in (1.25, 2.0))
    somatic_nA = 0.75 * cell_rows(SIZES, 0.5)[layout.WEIGHT] / 2.5
    expected = [2.03, 1.54, 1.08, 0.73, 0.48]  # Hz per nA
    assert (high - low) / somatic_nA == pytest.approx(expected, rel=0.05)


HYSTERESIS = {
    1.0: [0.49, 0.56, 0.63, 0.70, 0.77],
    1.5: [0.04, 0.15, 0.26, 0.41, 0.52],
    2.0: [0.02, 0.01, 0.02, 0.07, 0.24],
}


@pytest.mark.parametrize("m", HYSTERESIS)
def test_units_leave_at_a_lower_drive_than_they_came(m: float) -> None:
    drive = triangle()
    on, off = on_and_off(kernel_cells(m, drive)[0], drive)
    assert off / on == pytest.approx(HYSTERESIS[m], abs=0.05)


def test_without_pic_there_is_no_hysteresis() -> None:
    drive = triangle()
    on, off = on_and_off(kernel_cells(0.0, drive)[0], drive)
    assert (off / on > 0.93).all()


def test_rate_when_units_leave() -> None:
    fired = kernel_cells(1.0, triangle(), substeps=10)[0]
    last = [np.flatnonzero(unit)[-4:] for unit in fired.T]
    rates = [3000.0 / (times[-1] - times[0]) for times in last]
    # One spike more or less on a slow ramp moves these by up to 8 % (they are not converged in dt).
    assert rates == pytest.approx([7.1, 8.0, 9.3, 10.8, 12.9], rel=0.12)


def after_a_pulse(m: float, hold: float) -> np.ndarray:
    """Spikes of the 3 s that begin 1 s after a strong pulse of 1 s, at a held drive."""
    drive = np.concatenate((np.full(1000, 2.0), np.full(4000, hold)))
    return np.asarray(kernel_cells(m, drive)[0][2000:])


@pytest.mark.parametrize(("hold", "expected"), [(0.2, 8.1), (0.4, 9.4), (0.6, 10.5)])
def test_self_sustained_firing_needs_a_little_input(hold: float, expected: float) -> None:
    assert rate_Hz(after_a_pulse(1.5, hold), 0)[0] == pytest.approx(expected, rel=0.05)


def test_self_sustained_firing_without_input() -> None:
    assert not after_a_pulse(1.5, 0.0).any()
    rates = rate_Hz(after_a_pulse(2.0, 0.0), 0)
    assert rates[[0, 2]] == pytest.approx([9.3, 10.2], rel=0.05)
    assert not rates[3:].any()  # high-threshold cells are only partly bistable


# Duration of the pulse in ms, steps per ms, and for x = 0, .25, .5, .75 the smallest inhibition
# (input conductances) that ends firing at half the rheobase and m = 1.5.
ENDING = [
    (50, 10, [0.6, 0.4, 0.3, 0.3]),
    (300, 10, [0.4, 0.3, 0.2, 0.1]),
    (300, 2, [0.4, 0.3, 0.2, 0.1]),
]


@pytest.mark.parametrize(("pulse_ms", "substeps", "least"), ENDING)
def test_dendritic_inhibition_ends_self_sustained_firing(
    pulse_ms: int, substeps: int, least: list[float]
) -> None:
    drive = np.concatenate((np.full(1000, 2.0), np.full(5000, 0.5)))
    pulse = np.zeros_like(drive)
    pulse[3000 : 3000 + pulse_ms] = 1.0
    for unit, strength in enumerate(least):
        for share, goes_on in ((1.0, False), (0.7, True)):
            inhibition = share * strength * pulse
            fired = kernel_cells(1.5, drive, inhibition=inhibition, substeps=substeps)[0]
            assert fired[2000:3000, unit].any()
            assert fired[4000:, unit].any() == goes_on


def test_halving_the_step_hardly_changes_the_cell() -> None:
    drive = triangle()
    coarse, fine = (on_and_off(kernel_cells(1.0, drive, substeps=n)[0], drive) for n in (2, 20))
    assert coarse[0] == pytest.approx(fine[0], rel=0.003)
    assert coarse[1] == pytest.approx(fine[1], rel=0.08)


def twitch(
    fired: np.ndarray, time_ms: float, potentiated: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """(n_ms,) summed and (n_ms, n) unit forces of identical units of tetanic force 1."""
    n = fired.shape[1]
    decay = np.full(n, np.exp(-1.0 / time_ms))
    rows = {layout.FORCE: np.ones(n), layout.DECAY_TWITCH: decay}
    buffer = chunk({**rows, layout.RAMP_TWITCH: np.full(n, 1.0 / time_ms)})
    total, units = np.zeros(len(fired), np.float32), np.zeros(fired.shape, np.float32)
    kernel_twitches(buffer, n, fired.astype(np.float32), total, units, potentiated)
    return total, units


def slow_twitch(fired: np.ndarray, time_ms: float) -> np.ndarray:
    """Convolution with t/T exp(1 - t/T), then 1 - exp(-0.3 w)."""
    t = np.arange(len(fired)) + 1.0
    impulse = t / time_ms * np.exp(1.0 - t / time_ms)
    waves = [np.convolve(unit, impulse)[: len(fired)] for unit in fired.T.astype(float)]
    return np.asarray(1.0 - np.exp(-0.3 * np.array(waves).T))


def test_twitches_follow_the_convolution() -> None:
    rng = np.random.default_rng(3)
    fired = rng.random((3000, 11)) < np.linspace(0.002, 0.06, 11)
    total, units = twitch(fired, 100.0)
    # The reciprocal series stands for the exponential: below 0.006 of the tetanus.
    assert units == pytest.approx(slow_twitch(fired, 100.0), abs=6e-3)
    assert total == pytest.approx(units.sum(axis=1), rel=1e-5)


@pytest.mark.parametrize("time_ms", [100.0, 113.7, 156.5])
def test_a_single_spike_peaks_at_the_contraction_time(time_ms: float) -> None:
    fired = np.zeros((800, 1))
    fired[0] = 1.0
    _, units = twitch(fired, time_ms)
    assert np.argmax(units) + 1 == pytest.approx(time_ms, abs=1.0)
    assert units.max() == pytest.approx(1.0 - np.exp(-0.3), abs=1e-3)


def test_tetanus_fuses_and_saturates() -> None:
    fired = (np.arange(3000) % 16 == 0)[:, None]  # 62.5 Hz
    _, units = twitch(fired, 110.0)
    end = units[-500:, 0]
    assert end.min() > 0.95
    assert end.max() - end.min() < 0.01
    assert units.max() <= 1.0


def test_force_of_a_chunk_is_the_sum_over_its_units() -> None:
    buffer = np.zeros(layout.N_ROWS * LANES, np.float32)
    values = np.arange(13, dtype=np.float32)
    buffer[layout.CONTRIBUTION * LANES : layout.CONTRIBUTION * LANES + 13] = values
    out = np.zeros(8, np.float32)
    tally(buffer, 13, out)
    assert out[0] == values.sum()


@pytest.mark.parametrize("potentiated", [1.0, 1.45, 2.5])
def test_potentiation_raises_the_twitch_and_not_the_tetanus(potentiated: float) -> None:
    spike = np.zeros((800, 1))
    spike[0] = 1.0
    single = twitch(spike, 100.0, potentiated)[1].max()
    assert single == pytest.approx(1.0 - np.exp(-0.3 * potentiated), abs=6e-3)
    train = (np.arange(3000) % 12 == 0)[:, None]  # 83 Hz
    ends = [twitch(train, 110.0, p)[1][-500:].mean() for p in (1.0, potentiated)]
    assert ends[1] <= 1.0
    assert ends[1] == pytest.approx(ends[0], abs=0.03)


def test_a_stimulus_fires_all_but_the_refractory() -> None:
    buffer = chunk({layout.REFRACTORY: np.array([0.0, 3.0, -1.0])})
    stimulate(buffer, 3, np.float32(1.0))
    fired = buffer[layout.FIRED * LANES : layout.FIRED * LANES + 3]
    assert fired.tolist() == [1.0, 0.0, 1.0]
    assert buffer[layout.REFRACTORY * LANES] == motor_units.REFRACTORY_MS
    assert buffer[layout.AHP * LANES : layout.AHP * LANES + 3].tolist() == [1.0, 0.0, 1.0]


def test_a_weak_stimulus_reaches_the_axons_below_its_strength() -> None:
    buffer = chunk({layout.AXON: np.array([0.1, 0.5, 0.9]), layout.FIRED: np.array([0, 0, 1.0])})
    stimulate(buffer, 3, np.float32(0.6))
    # What has fired already in this ms stays fired; it is not stimulated once more.
    assert buffer[layout.FIRED * LANES : layout.FIRED * LANES + 3].tolist() == [1.0, 1.0, 1.0]
    assert buffer[layout.AHP * LANES : layout.AHP * LANES + 3].tolist() == [1.0, 1.0, 0.0]


def test_units_that_fired_lately_are_counted() -> None:
    buffer = chunk({layout.SINCE: np.array([0.0, 99.0, 101.0, 1e6])})
    assert fired_within(buffer, 4, np.float32(100.0)) == 2
