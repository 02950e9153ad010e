"""One millisecond of a chunk of motor units: motor neuron, persistent inward current, twitch.

The neuron is the three-state cell of `uncramp.calf.motor_neurons`: the soma is algebraic, the
dendrite implicit (backward Euler), the afterhyperpolarisation exact, and the logistic activation
of the persistent inward current a rational approximation without an exponential.
"""

from __future__ import annotations

import numpy as np

from uncramp.kernels.compiler import inlined
from uncramp.kernels.layout import (
    AHP,
    AXON,
    CONTRIBUTION,
    DECAY_AHP,
    DECAY_TWITCH,
    ENDINGS,
    FIRED,
    FORCE,
    G_AHP,
    G_COUPLING,
    G_DENDRITE,
    G_INPUT,
    G_PIC,
    G_SOMA,
    LANES,
    NOISE,
    PIC,
    RAMP_TWITCH,
    REFRACTORY,
    SINCE,
    SPIKES,
    STEP_OVER_C,
    USE,
    V_PIC,
    V_THRESHOLD,
    WEIGHT,
    Y1,
    Y2,
    V,
)

# Reversal potentials, mV above rest, and cell constants of the published model; they are the
# same for every unit and so stand here rather than in the buffers (parameters/motor_neurons.toml
# holds them with their sources, and a test keeps the two equal).
E_CALCIUM = np.float32(140.0)
E_POTASSIUM = np.float32(-10.0)
E_EXCITATORY = np.float32(70.0)
E_INHIBITORY = np.float32(-16.0)
REFRACTORY_MS = np.float32(5.0)
PIC_SLOPE_MV = np.float32(1.5)
TWITCH_SATURATION = np.float32(0.3)

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)
_HALF = np.float32(0.5)
_27 = np.float32(27.0)
_9 = np.float32(9.0)
_3 = np.float32(3.0)
_SIXTH = np.float32(1.0 / 6.0)
_24TH = np.float32(1.0 / 24.0)
_120TH = np.float32(1.0 / 120.0)
_TINY = np.float32(1e-25)
# One spike brings the second stage to 1/e at its peak; times e the twitch peaks at 1.
_SATURATION = TWITCH_SATURATION * np.float32(2.718281828)


@inlined
def neurons_substep(b, n, pic_level, excitation, inhibition, drive, substep_ms):  # type: ignore[no-untyped-def]
    """Advance dendrite, AHP and spikes of `n` units by one substep.

    `drive` and `excitation` are in units of drive (times the unit's weight a current and a
    conductance), `inhibition` in input conductances; all act on the dendrite.
    """
    for i in range(n):
        ahp = b[AHP * LANES + i]
        voltage = b[V * LANES + i]
        weight = b[WEIGHT * LANES + i]
        coupling = b[G_COUPLING * LANES + i]
        g_k = b[G_AHP * LANES + i] * ahp
        inverse = _ONE / (b[G_SOMA * LANES + i] + g_k)
        soma = (coupling * voltage + g_k * E_POTASSIUM) * inverse
        g_pic = pic_level * b[G_PIC * LANES + i] * b[PIC * LANES + i]
        g_e = weight * (excitation + b[ENDINGS * LANES + i]) / E_EXCITATORY
        g_i = b[G_INPUT * LANES + i] * inhibition
        g_all = (
            b[G_DENDRITE * LANES + i] + coupling * (_ONE - coupling * inverse) + g_pic + g_e + g_i
        )
        current = (
            coupling * g_k * E_POTASSIUM * inverse
            + g_pic * E_CALCIUM
            + g_e * E_EXCITATORY
            + g_i * E_INHIBITORY
            + weight * (drive + b[NOISE * LANES + i])
        )
        step = b[STEP_OVER_C * LANES + i]
        b[V * LANES + i] = (voltage + step * current) / (_ONE + step * g_all)
        refractory = b[REFRACTORY * LANES + i] - substep_ms
        fires = (soma > b[V_THRESHOLD * LANES + i]) and (refractory <= _ZERO)
        b[REFRACTORY * LANES + i] = REFRACTORY_MS if fires else max(refractory, -_ONE)
        b[AHP * LANES + i] = ahp * b[DECAY_AHP * LANES + i] + (_ONE if fires else _ZERO)
        b[FIRED * LANES + i] = _ONE if fires else b[FIRED * LANES + i]


@inlined
def begin_ms(b, n, noise, row, keep, kick, pic_keep):  # type: ignore[no-untyped-def]
    """Draw the private noise of this ms and let the PIC gate follow the dendrite."""
    follow = _ONE - pic_keep
    for i in range(n):
        b[NOISE * LANES + i] = keep * b[NOISE * LANES + i] + kick * noise[row * LANES + i]
        y = (b[V * LANES + i] - b[V_PIC * LANES + i]) * (_HALF / PIC_SLOPE_MV)
        y = min(max(y, -_3), _3)
        square = y * y
        target = _HALF + _HALF * y * (_27 + square) / (_27 + _9 * square)
        gate = b[PIC * LANES + i]
        b[PIC * LANES + i] = gate + (target - gate) * follow
        b[FIRED * LANES + i] = _ZERO


@inlined
def stimulate(b, n, strength):  # type: ignore[no-untyped-def]
    """An electrical stimulus fires every axon that it reaches and that is not refractory.

    Strength 1 reaches them all. The antidromic volley resets the soma, which the added
    afterhyperpolarisation stands for.
    """
    for i in range(n):
        reached = b[AXON * LANES + i] < strength
        fires = b[REFRACTORY * LANES + i] <= _ZERO and reached
        b[FIRED * LANES + i] = _ONE if fires else b[FIRED * LANES + i]
        b[AHP * LANES + i] += _ONE if fires else _ZERO
        b[REFRACTORY * LANES + i] = REFRACTORY_MS if fires else b[REFRACTORY * LANES + i]


@inlined
def twitches_ms(b, n, potentiated):  # type: ignore[no-untyped-def]
    """Advance the twitches by 1 ms; return the force of the chunk.

    `potentiated` multiplies the twitch (1: not potentiated); the tetanus stays. Critically damped
    impulse response, exact for the step; force saturates as 1 - exp(-a w), the exponential as the
    reciprocal of its fifth-order series (error below 0.006 of the tetanus).
    """
    saturation = _SATURATION * potentiated
    for i in range(n):
        fired = b[FIRED * LANES + i]
        decay = b[DECAY_TWITCH * LANES + i]
        y1 = b[Y1 * LANES + i] + fired
        y2 = decay * (b[Y2 * LANES + i] + b[RAMP_TWITCH * LANES + i] * y1)
        # The tiny offset keeps decaying states out of the slow denormal range.
        b[Y1 * LANES + i] = decay * y1 + _TINY
        b[Y2 * LANES + i] = y2 + _TINY
        z = saturation * y2
        series = _ONE + z * (_ONE + z * (_HALF + z * (_SIXTH + z * (_24TH + z * _120TH))))
        relative = _ONE - _ONE / series
        b[USE * LANES + i] += relative
        b[SPIKES * LANES + i] += fired
        since = b[SINCE * LANES + i] + _ONE
        b[SINCE * LANES + i] = _ZERO if fired > _HALF else since
        b[CONTRIBUTION * LANES + i] = relative * b[FORCE * LANES + i]
    return sum_row(b, CONTRIBUTION, n)


@inlined
def sum_row(b, row, n):  # type: ignore[no-untyped-def]
    """Sum over the units of a row in a fixed order of eight partial sums (float32).

    Reads up to the next multiple of eight: lanes beyond the units hold zeros.
    """
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = _ZERO
    at = row * LANES
    for i in range(at, at + n, 8):
        s0 += b[i]
        s1 += b[i + 1]
        s2 += b[i + 2]
        s3 += b[i + 3]
        s4 += b[i + 4]
        s5 += b[i + 5]
        s6 += b[i + 6]
        s7 += b[i + 7]
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))


@inlined
def fired_within(b, n, window_ms):  # type: ignore[no-untyped-def]
    """Number of units whose last spike is at most `window_ms` ago."""
    count = 0
    for i in range(n):
        count += 1 if b[SINCE * LANES + i] <= window_ms else 0
    return count
