"""One millisecond of a chunk of motor units: motor neuron, persistent inward current, twitch.

The neuron is the three-state cell of `uncramp.calf.motor_neurons`: the soma is algebraic, the
dendrite implicit (backward Euler), the afterhyperpolarisation exact, and the logistic activation
of the persistent inward current a rational approximation without an exponential.
"""

from __future__ import annotations

import numpy as np

from uncramp.kernels.compiler import inlined
from uncramp.kernels.lanes import eight_sums
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
    PAD,
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
def padded(n):  # type: ignore[no-untyped-def]
    """Lanes that are computed for `n` units."""
    return (n + PAD - 1) // PAD * PAD


@inlined
def substep(cell, held, now):  # type: ignore[no-untyped-def]
    """One substep of one unit: dendrite, AHP and spike.

    `cell`: voltage, AHP, refractoriness, 1 if it fired in this ms. `held`: what the ms holds, see
    `held_for_ms`. `now`: the constants of the unit.
    """
    voltage, ahp, refractory, fired = cell
    g_pic, g_e, g_i, i_pic, i_e, i_i, i_drive = held
    g_ahp, g_soma, coupling, g_dendrite, step, threshold, decay, substep_ms = now
    g_k = g_ahp * ahp
    inverse = _ONE / (g_soma + g_k)
    soma = (coupling * voltage + g_k * E_POTASSIUM) * inverse
    g_all = g_dendrite + coupling * (_ONE - coupling * inverse) + g_pic + g_e + g_i
    current = coupling * g_k * E_POTASSIUM * inverse + i_pic + i_e + i_i + i_drive
    voltage = (voltage + step * current) / (_ONE + step * g_all)
    refractory = refractory - substep_ms
    fires = (soma > threshold) and (refractory <= _ZERO)
    refractory = REFRACTORY_MS if fires else max(refractory, -_ONE)
    ahp = ahp * decay + (_ONE if fires else _ZERO)
    return voltage, ahp, refractory, _ONE if fires else fired


@inlined
def held_for_ms(b, i, pic_level, excitation, inhibition, drive):  # type: ignore[no-untyped-def]
    """Conductances and currents of unit `i` that stay the same for a ms."""
    weight = b[WEIGHT * LANES + i]
    g_pic = pic_level * b[G_PIC * LANES + i] * b[PIC * LANES + i]
    g_e = weight * (excitation + b[ENDINGS * LANES + i]) / E_EXCITATORY
    g_i = b[G_INPUT * LANES + i] * inhibition
    i_drive = weight * (drive + b[NOISE * LANES + i])
    return (
        g_pic,
        g_e,
        g_i,
        g_pic * E_CALCIUM,
        g_e * E_EXCITATORY,
        g_i * E_INHIBITORY,
        i_drive,
    )


@inlined
def constants_of(b, i, substep_ms):  # type: ignore[no-untyped-def]
    """Constants of unit `i` that a substep needs."""
    return (
        b[G_AHP * LANES + i],
        b[G_SOMA * LANES + i],
        b[G_COUPLING * LANES + i],
        b[G_DENDRITE * LANES + i],
        b[STEP_OVER_C * LANES + i],
        b[V_THRESHOLD * LANES + i],
        b[DECAY_AHP * LANES + i],
        substep_ms,
    )


@inlined
def cell_of(b, i):  # type: ignore[no-untyped-def]
    """State of unit `i`: voltage, AHP, refractoriness, whether it fired in this ms."""
    return b[V * LANES + i], b[AHP * LANES + i], b[REFRACTORY * LANES + i], b[FIRED * LANES + i]


@inlined
def keep_cell(b, i, cell):  # type: ignore[no-untyped-def]
    """Write the state of unit `i` back."""
    b[V * LANES + i], b[AHP * LANES + i], b[REFRACTORY * LANES + i], b[FIRED * LANES + i] = cell


@inlined
def neurons_ms(b, n, level, substeps):  # type: ignore[no-untyped-def]
    """Advance dendrite, AHP and spikes of `n` units by one ms in `substeps` steps.

    `level` (float32): PIC level, excitation, inhibition, drive. Drive and excitation are in units
    of drive (times the unit's weight a current and a conductance), inhibition in input
    conductances; all act on the dendrite. Two steps at a time stay in registers.
    """
    pic, excitation, inhibition, drive = level
    step_ms = np.float32(1.0 / substeps)
    for _ in range(substeps // 2):
        for i in range(n):
            held = held_for_ms(b, i, pic, excitation, inhibition, drive)
            now = constants_of(b, i, step_ms)
            keep_cell(b, i, substep(substep(cell_of(b, i), held, now), held, now))
    if substeps & 1:
        for i in range(n):
            held = held_for_ms(b, i, pic, excitation, inhibition, drive)
            keep_cell(b, i, substep(cell_of(b, i), held, constants_of(b, i, step_ms)))


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
    """Advance the twitches by 1 ms; leaves the force of each unit in its row.

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


@inlined
def tally(b, n, out):  # type: ignore[no-untyped-def]
    """Sum up a ms of a chunk: ``out[0]`` its force, ``out[1:5]`` the spikes of each region.

    The force in a fixed order of eight partial sums (float32); spikes are whole numbers. Reads up
    to the next multiple of eight: lanes beyond the units hold zeros.
    """
    groups = (n + 7) // 8
    s0, s1, s2, s3, s4, s5, s6, s7 = eight_sums(b, CONTRIBUTION * LANES, groups)
    r0, r1, r2, r3, r4, r5, r6, r7 = eight_sums(b, FIRED * LANES, groups)
    out[0] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))
    out[1], out[2], out[3], out[4] = r0 + r4, r1 + r5, r2 + r6, r3 + r7


@inlined
def fired_within(b, n, window_ms):  # type: ignore[no-untyped-def]
    """Number of units whose last spike is at most `window_ms` ago."""
    count = 0
    for i in range(n):
        count += 1 if b[SINCE * LANES + i] <= window_ms else 0
    return count
