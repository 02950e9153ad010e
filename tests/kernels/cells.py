"""Motor neurons of the published size laws in a kernel buffer, and a slow, readable twin."""

from __future__ import annotations

from dataclasses import dataclass, field

import numba
import numpy as np
from numpy.typing import NDArray

from uncramp.kernels import layout
from uncramp.kernels.motor_units import begin_ms, neurons_ms, tally, twitches_ms

Array = NDArray[np.float64]
LANES = layout.LANES
SIZES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])  # relative size of the five units of the tables
PIC_TIME_CONSTANT_MS = 60.0


def cell_rows(x: Array, substep_ms: float) -> dict[int, Array]:
    """Constants of units of relative size `x`; one unit of drive is their dendritic rheobase."""
    rheobase_nA = 3.85 * 9.1 ** (x**1.1831)
    resistance = 3.1e-2 * (rheobase_nA * 1e-9) ** -0.96 * 1e-6
    capacitance = 5.9e-6 * (rheobase_nA * 1e-9) ** 0.39 * 1e9
    ahp_ms = 56.0 * (rheobase_nA / 3.85) ** -0.33
    return {
        layout.G_SOMA: 1.2 / resistance,
        layout.G_COUPLING: 0.5 / resistance,
        layout.G_DENDRITE: 0.75 / resistance,
        layout.G_AHP: 1.75 / resistance,
        layout.G_PIC: 0.08 * (rheobase_nA / 3.85) ** 0.8,
        layout.V_THRESHOLD: resistance * rheobase_nA,
        layout.V_PIC: 2.4 * resistance * rheobase_nA,
        layout.DECAY_AHP: np.exp(-substep_ms / ahp_ms),
        layout.STEP_OVER_C: substep_ms / capacitance,
        layout.WEIGHT: 2.5 * rheobase_nA,
        layout.G_INPUT: 1.0 / resistance,
    }


def chunk(rows: dict[int, Array]) -> NDArray[np.float32]:
    """A kernel buffer with the given rows, all else zero."""
    buffer = np.zeros(layout.N_ROWS * LANES, np.float32)
    for row, values in rows.items():
        buffer[row * LANES : row * LANES + len(values)] = values
    return buffer


@numba.njit
def _drive_chunk(b, n, m, drive, excitation, inhibition, substeps, keep, noise, out):  # type: ignore[no-untyped-def]
    zero = np.float32(0.0)
    for t in range(drive.shape[0]):
        begin_ms(b, n, noise, 0, zero, zero, np.float32(keep))
        now = np.float32(m), np.float32(excitation[t]), np.float32(inhibition[t])
        neurons_ms(b, n, (*now, np.float32(drive[t])), substeps)
        for i in range(n):
            out[0, t, i] = b[layout.FIRED * LANES + i]
            out[1, t, i] = b[layout.V * LANES + i]
            out[2, t, i] = b[layout.PIC * LANES + i]


def kernel_cells(
    m: float,
    drive: Array,
    excitation: Array | None = None,
    inhibition: Array | None = None,
    substeps: int = 2,
    x: Array = SIZES,
) -> NDArray[np.float32]:
    """(3, n_ms, n_units): spikes, dendritic voltage in mV, PIC gate, from the kernel."""
    zero = np.zeros_like(drive)
    buffer = chunk(cell_rows(x, 1.0 / substeps))
    out = np.zeros((3, len(drive), len(x)), np.float32)
    keep = np.exp(-1.0 / PIC_TIME_CONSTANT_MS)
    silent = np.zeros(8 * LANES, np.float32)
    inputs = (
        zero if excitation is None else excitation,
        zero if inhibition is None else inhibition,
    )
    _drive_chunk(buffer, len(x), m, drive, *inputs, substeps, keep, silent, out)
    return out


def logistic(v_mV: Array, half_mV: Array, slope_mV: float = 1.5) -> Array:
    """Exact activation of the persistent inward current."""
    return np.asarray(1.0 / (1.0 + np.exp(-(v_mV - half_mV) / slope_mV)))


def pade(v_mV: Array, half_mV: Array, slope_mV: float = 1.5) -> Array:
    """Its rational approximation, with the argument held to ±3."""
    y = np.clip((v_mV - half_mV) / (2.0 * slope_mV), -3.0, 3.0)
    return np.asarray(0.5 + 0.5 * y * (27.0 + y**2) / (27.0 + 9.0 * y**2))


@dataclass
class SlowCells:
    """The same neurons in float64, written to be read (see `uncramp.calf.motor_neurons`)."""

    x: Array
    substeps: int = 2
    activation: object = pade
    v_mV: Array = field(init=False)
    ahp: Array = field(init=False)
    pic: Array = field(init=False)
    wait_ms: Array = field(init=False)

    def __post_init__(self) -> None:
        self.v_mV, self.ahp, self.pic, self.wait_ms = (np.zeros(len(self.x)) for _ in range(4))
        self.c = cell_rows(self.x, 1.0 / self.substeps)

    def ms(self, m: float, drive: float, excitation: float = 0.0, inhibition: float = 0.0) -> Array:
        """One millisecond; returns who fired."""
        c, fired = self.c, np.zeros(len(self.x), bool)
        target = self.activation(self.v_mV, c[layout.V_PIC])  # type: ignore[operator]
        self.pic += (target - self.pic) * (1.0 - np.exp(-1.0 / PIC_TIME_CONSTANT_MS))
        for _ in range(self.substeps):
            g_k = c[layout.G_AHP] * self.ahp
            g_c, total = c[layout.G_COUPLING], c[layout.G_SOMA] + g_k
            soma = (g_c * self.v_mV + g_k * -10.0) / total
            g_pic = m * c[layout.G_PIC] * self.pic
            g_e = c[layout.WEIGHT] * excitation / 70.0
            g_i = c[layout.G_INPUT] * inhibition
            conductance = c[layout.G_DENDRITE] + g_c * (1.0 - g_c / total) + g_pic + g_e + g_i
            current = (
                g_c * g_k * -10.0 / total
                + g_pic * 140.0
                + g_e * 70.0
                + g_i * -16.0
                + c[layout.WEIGHT] * drive
            )
            step = c[layout.STEP_OVER_C]
            self.v_mV = (self.v_mV + step * current) / (1.0 + step * conductance)
            self.wait_ms = self.wait_ms - 1.0 / self.substeps
            fires = (soma > c[layout.V_THRESHOLD]) & (self.wait_ms <= 0.0)
            self.wait_ms[fires] = 5.0
            self.ahp = self.ahp * c[layout.DECAY_AHP] + fires
            fired |= fires
        return fired

    def run(self, m: float, drive: Array) -> Array:
        """(n_ms, n_units) of who fired when."""
        return np.array([self.ms(m, float(value)) for value in drive])


def rate_Hz(fired: Array, after_ms: int = 4000) -> Array:
    """Mean rate of every unit from its first to its last spike after `after_ms`."""
    rates = []
    for unit in np.asarray(fired)[after_ms:].T:
        times = np.flatnonzero(unit)
        rates.append(1000.0 * (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0)
    return np.array(rates)


def triangle(peak: float = 2.0, half_ms: int = 10000, silence_ms: int = 3000) -> Array:
    """Drive up and down in 10 s each, then none."""
    return np.concatenate(
        (np.linspace(0, peak, half_ms), np.linspace(peak, 0, half_ms), np.zeros(silence_ms))
    )


def on_and_off(fired: Array, drive: Array) -> tuple[Array, Array]:
    """Drive at every unit's first and last spike."""
    times = [np.flatnonzero(unit) for unit in np.asarray(fired).T]
    return drive[[t[0] for t in times]], drive[[t[-1] for t in times]]


@numba.njit
def kernel_twitches(b, n, fired, forces, relative, potentiated=1.0):  # type: ignore[no-untyped-def]
    """Force of a chunk, ms after ms, for given spikes (n_ms, n)."""
    sums = np.zeros(8, np.float32)
    for t in range(fired.shape[0]):
        for i in range(n):
            b[layout.FIRED * LANES + i] = fired[t, i]
        twitches_ms(b, n, np.float32(potentiated))
        tally(b, n, sums)
        forces[t] = sums[0]
        for i in range(n):
            relative[t, i] = b[layout.CONTRIBUTION * LANES + i]
