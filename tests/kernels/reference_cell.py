"""The motor neuron as published, one unit, one step after the other: float64, exact logistic.

Slow on purpose: no tables, no approximations, every constant spelled out. The tables of the model's
first check were made this way, at steps of 0.1 ms.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

E_CA, E_K, E_I = 140.0, -10.0, -16.0  # mV above rest
PIC_SLOPE_MV, PIC_TAU_MS, REFRACTORY_MS = 1.5, 60.0, 5.0


@numba.njit
def fires(x, m, drive, inhibition, somatic, dt_ms):  # type: ignore[no-untyped-def]
    """Spike times in ms of a unit of relative size `x`.

    `drive` (n_steps,) is the dendritic current in dendritic rheobases, `inhibition` and `somatic`
    (n_steps,) are conductances on dendrite and soma in input conductances.
    """
    current = 3.85 * 9.1 ** (x**1.1831)  # somatic rheobase, nA
    resistance = 3.1e-2 * (current * 1e-9) ** -0.96 * 1e-6  # MOhm
    capacitance = 5.9e-6 * (current * 1e-9) ** 0.39 * 1e9  # nF
    g_soma, g_couple, g_dendrite = 0.70 / resistance, 0.50 / resistance, 0.75 / resistance
    g_ahp, tau_ahp = 1.75 / resistance, 56.0 * (current / 3.85) ** -0.33
    g_pic = m * 0.08 * (current / 3.85) ** 0.8
    threshold = resistance * current
    v_pic = 2.4 * threshold
    v = q = p = 0.0
    wait = 0.0
    times = []
    for step in range(len(drive)):
        g_k = g_ahp * q
        g_s = somatic[step] / resistance
        total = g_soma + g_couple + g_k + g_s
        soma = (g_couple * v + g_k * E_K + g_s * E_I) / total
        g_i = inhibition[step] / resistance
        conductance = g_dendrite + g_couple * (1.0 - g_couple / total) + g_pic * p + g_i
        pull = (
            g_couple * (g_k * E_K + g_s * E_I) / total
            + g_pic * p * E_CA
            + g_i * E_I
            + 2.5 * current * drive[step]
        )
        v = (v + dt_ms / capacitance * pull) / (1.0 + dt_ms / capacitance * conductance)
        q *= math.exp(-dt_ms / tau_ahp)
        p_inf = 1.0 / (1.0 + math.exp(-(v - v_pic) / PIC_SLOPE_MV))
        p += (p_inf - p) * (1.0 - math.exp(-dt_ms / PIC_TAU_MS))
        wait -= dt_ms
        if soma > threshold and wait <= 0.0:
            q += 1.0
            wait = REFRACTORY_MS
            times.append(step * dt_ms)
    return np.array(times)


def spikes(x: float, m: float, drive: Array, dt_ms: float = 0.1) -> Array:
    """Spike times in ms without inhibition."""
    none = np.zeros_like(drive)
    return np.asarray(fires(x, m, drive, none, none, dt_ms))


def constant(value: float, seconds: float, dt_ms: float = 0.1) -> Array:
    """A constant course."""
    return np.full(round(1000.0 * seconds / dt_ms), value)


def triangle(peak: float, dt_ms: float = 0.1, after_s: float = 3.0) -> Array:
    """10 s up, 10 s down, then none."""
    n = round(10_000.0 / dt_ms)
    rest = np.zeros(round(1000.0 * after_s / dt_ms))
    return np.concatenate((np.linspace(0.0, peak, n), np.linspace(peak, 0.0, n), rest))


def steady_Hz(times_ms: Array, after_ms: float) -> float:
    """Mean rate after `after_ms`; 0 with fewer than two spikes."""
    late = times_ms[times_ms >= after_ms]
    return 0.0 if len(late) < 2 else float(1000.0 * (len(late) - 1) / (late[-1] - late[0]))


# --- the estimate of the persistent inward current from pairs of units ------------------------


def smoothed(times_ms: Array) -> np.polynomial.Polynomial:
    """Fifth-order polynomial through the instantaneous rates, in Hz over ms."""
    between = 0.5 * (times_ms[1:] + times_ms[:-1])
    return np.polynomial.Polynomial.fit(between, 1000.0 / np.diff(times_ms), 5)


def delta_f(trains: list[Array], apart_ms: float = 1000.0, least: int = 12) -> Array:
    """Fall of a control unit's rate between a test unit's first and last spike, all pairs, Hz.

    The control is recruited at least `apart_ms` before the test unit and outlasts it.
    """
    units = [(times, smoothed(times)) for times in trains if len(times) >= least]
    found = []
    for control, rate in units:
        for test, _ in units:
            if test[0] - control[0] >= apart_ms and test[-1] <= control[-1]:
                found.append(float(rate(test[0]) - rate(test[-1])))
    return np.array(found)
