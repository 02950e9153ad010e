"""What reaches each pool of motor neurons in a ms, and what its firing does to the next one."""

from __future__ import annotations

import numpy as np

from uncramp.kernels.afferents import gate_by_length
from uncramp.kernels.compiler import inlined
from uncramp.kernels.layout import (
    ACTIVATION,
    ANSWERED,
    BARRAGE_PASS,
    COMMAND,
    COMMAND_MAX,
    COMMON_KEEP,
    COMMON_NOISE,
    COMMON_STEP,
    FREE_SLACK,
    HOLD,
    IB_CENTRAL,
    IB_DRIVE_GATE,
    IB_KEEP,
    IMPULSE,
    IN_DORSIFLEXOR,
    IN_DRIVE,
    IN_LENGTH,
    IN_STIMULUS,
    K_IA,
    K_IB,
    K_II,
    K_RECIPROCAL,
    K_RENSHAW,
    L_OPT,
    L_SLACK,
    LANES,
    M_BARRAGE,
    M_DECAY,
    M_DRIVE,
    M_REST,
    M_SCALE,
    MONOAMINE,
    POTENTIATION,
    POTENTIATION_BUILD,
    POTENTIATION_KEEP,
    POTENTIATION_MAX,
    RELEASE,
    RELEASE_REFILL,
    RELEASE_USE,
    RENSHAW,
    RENSHAW_KEEP,
    RING,
    RING_IA,
    RING_IB,
    RING_II,
    SHORT_DRIVE_LOSS,
    SILENT_MS,
    SLACK_LENGTH,
    SUM_BARRAGE,
    SUM_DRIVE,
)
from uncramp.kernels.terminals import barrage

_MS = 1e-3
SILENCE_MS = 150.0  # after the command ends, before discharge counts as involuntary
STIMULUS_IA_PPS = 1000.0  # one volley in every Ia fibre within one ms


@inlined
def synaptic_input(m, c, rings, k, now, delays, command, dorsiflexor, stimulus):  # type: ignore[no-untyped-def]
    """Descending, afferent and tonic input of one pool: (drive, excitation, inhibition)."""
    ia = rings[RING_IA + k, (now - delays[0]) & (RING - 1)]
    ii = rings[RING_II + k, (now - delays[1]) & (RING - 1)]
    ib = rings[RING_IB + k, (now - delays[2]) & (RING - 1)]
    m[IB_CENTRAL] = ib + (m[IB_CENTRAL] - ib) * c[IB_KEEP]
    used = c[RELEASE_USE] * (ia + stimulus) * m[RELEASE]
    voluntary = c[IB_DRIVE_GATE] if command > 0.0 else 1.0
    gate = gate_by_length(m[SLACK_LENGTH], c)
    inhibition = c[K_IB] * m[IB_CENTRAL] * gate * voluntary + c[K_RECIPROCAL] * dorsiflexor
    inhibition += c[K_RENSHAW] * m[RENSHAW]
    excitation = c[K_IA] * m[RELEASE] * (ia + stimulus) + c[K_II] * ii
    excitation += c[ANSWERED] * c[HOLD] * m[BARRAGE_PASS]
    m[RELEASE] += _MS * (c[RELEASE_REFILL] * (1.0 - m[RELEASE]) - used)
    drive = command * (1.0 + m[COMMON_NOISE]) + 0.3 * m[COMMON_NOISE]
    return drive, excitation, inhibition


@inlined
def adapt_command(m, c, wanted):  # type: ignore[no-untyped-def]
    """After each stride: raise or lower the command so that the moment meets the demand."""
    ratio = min(max(wanted / max(m[IMPULSE], 0.05 * wanted + 1e-9), 0.8), 1.25)
    m[COMMAND] = min(max(m[COMMAND] * ratio**0.6, 0.3), c[COMMAND_MAX])
    m[IMPULSE] = 0.0


@inlined
def reaching(m, c, shape):  # type: ignore[no-untyped-def]
    """The part of the command that reaches the motor neurons: less while the muscle is short."""
    reach = 1.0 - c[SHORT_DRIVE_LOSS] * (1.0 - gate_by_length(m[SLACK_LENGTH], c))
    return m[COMMAND] * shape * reach


@inlined
def descend(muscles, constants, shared, rings, inputs, delays, common, levels, t, now):  # type: ignore[no-untyped-def]
    """What reaches each pool in this ms, into ``levels[k, :5]``.

    PIC level, excitation, inhibition, drive, and by how much twitches are potentiated.

    Returns True if a command begins after a silence of at least `SILENCE_MS`.
    """
    begins = False
    for k in range(muscles.shape[0]):
        m = muscles[k]
        c = constants[k]
        taut = inputs[IN_LENGTH + k, t] - c[L_SLACK] - shared[FREE_SLACK]
        m[SLACK_LENGTH] = taut / c[L_OPT]
        stimulus = STIMULUS_IA_PPS * inputs[IN_STIMULUS + k, t]
        shape = inputs[IN_DRIVE + k, t]
        command = reaching(m, c, shape)
        kick = common[(now & 7) * LANES + k]
        m[COMMON_NOISE] = c[COMMON_KEEP] * m[COMMON_NOISE] + c[COMMON_STEP] * kick
        drive, excitation, inhibition = synaptic_input(
            m, c, rings, k, now, delays, command, inputs[IN_DORSIFLEXOR, t], stimulus
        )
        sent = barrage(m)
        m[SUM_BARRAGE] += sent + c[HOLD] * m[BARRAGE_PASS]
        effort = m[ACTIVATION] + c[M_BARRAGE] * c[ANSWERED] * sent
        m[MONOAMINE] = effort + (m[MONOAMINE] - effort) * c[M_DECAY]
        levels[k, 0] = c[M_REST] + c[M_DRIVE] * (1.0 - np.exp(-m[MONOAMINE] / c[M_SCALE]))
        levels[k, 1] = excitation
        levels[k, 2] = inhibition
        levels[k, 3] = drive
        levels[k, 4] = 1.0 + c[POTENTIATION_MAX] * m[POTENTIATION]
        if shape > 0.02:
            begins = begins or m[SILENT_MS] > SILENCE_MS
            m[SILENT_MS] = 0.0
        else:
            m[SILENT_MS] += 1.0
        m[SUM_DRIVE] += command
    return begins


@inlined
def adapt_to_firing(m, c, pool_pps):  # type: ignore[no-untyped-def]
    """Recurrent inhibition and potentiation after a ms in which the pool fired at `pool_pps`."""
    m[RENSHAW] = pool_pps + (m[RENSHAW] - pool_pps) * c[RENSHAW_KEEP]
    room = 1.0 - m[POTENTIATION]
    built = c[POTENTIATION_BUILD] * m[ACTIVATION] * room * _MS
    m[POTENTIATION] = c[POTENTIATION_KEEP] * m[POTENTIATION] + built
