"""The closed loop of the calf, one millisecond after the other."""

from __future__ import annotations

import numpy as np

from uncramp.kernels.afferents import gate_by_length, spindle_step, tendon_organ_step
from uncramp.kernels.compiler import inlined, kernel
from uncramp.kernels.layout import (
    ACTIVATION,
    BARRAGE_PASS,
    BLOCK_MS,
    COMMAND,
    COMMAND_MAX,
    COMMON_KEEP,
    COMMON_NOISE,
    COMMON_STEP,
    FIBRE,
    FIRED,
    FREE_SLACK,
    GAMMA_DYNAMIC,
    GAMMA_LINK,
    GAMMA_STATIC,
    HOLD,
    IA,
    IB,
    IB_CENTRAL,
    IB_DRIVE_GATE,
    IB_KEEP,
    II,
    IMPULSE,
    IN_ARM,
    IN_DEMAND,
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
    NOISE_KEEP,
    NOISE_STEP,
    PEAK_FORCE,
    PEAK_POTASSIUM,
    PIC_KEEP,
    POTASSIUM,
    POTENTIATION,
    POTENTIATION_BUILD,
    POTENTIATION_KEEP,
    POTENTIATION_MAX,
    REC_ACTIVATION,
    REC_BARRAGE,
    REC_COMMAND,
    REC_FIBRE,
    REC_FIRING,
    REC_FORCE,
    REC_IA,
    REC_IB,
    REC_RATE,
    REFERENCE_UNITS,
    REGIONS,
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
    SUM_ACTIVATION,
    SUM_DRIVE,
    SUM_FORCE,
    SUM_IA,
    SUM_IB,
    SUM_II,
    SUM_MS,
    SUM_RATE,
    TENDON_FORCE,
)
from uncramp.kernels.motor_units import (
    begin_ms,
    fired_within,
    neurons_substep,
    stimulate,
    twitches_ms,
)
from uncramp.kernels.muscle import muscles_ms
from uncramp.kernels.noise import fill_noise
from uncramp.kernels.terminals import (
    any_restless,
    barrage,
    count_by_region,
    discharge_terminals,
    levels_block,
    regions_ms,
    terminals_block,
)

_MS = 1e-3
SILENCE_MS = 150.0  # after the command ends, before discharge counts as involuntary
RECENT_MS = np.float32(100.0)  # a unit still discharges if its last spike is this recent
RECENT_RECORD_MS = np.float32(250.0)  # the same for slow units in a record
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
    excitation += c[HOLD] * m[BARRAGE_PASS]
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
def write_record(chunks, chunk_table, muscles, constants, inputs, record, t, column):  # type: ignore[no-untyped-def]
    """One column of the record."""
    for k in range(muscles.shape[0]):
        record[REC_FORCE + k, column] = muscles[k, TENDON_FORCE]
        record[REC_IA + k, column] = muscles[k, IA]
        record[REC_IB + k, column] = muscles[k, IB]
        record[REC_ACTIVATION + k, column] = muscles[k, ACTIVATION]
        record[REC_FIBRE + k, column] = muscles[k, FIBRE] / constants[k, L_OPT]
        record[REC_COMMAND + k, column] = reaching(
            muscles[k], constants[k], inputs[IN_DRIVE + k, t]
        )
        record[REC_BARRAGE + k, column] = barrage(muscles[k])
    firing = record[REC_FIRING : REC_FIRING + muscles.shape[0], column]
    count_discharging(chunks, chunk_table, constants, RECENT_RECORD_MS, firing)


@inlined
def write_raster(chunk, n, raster, first, t):  # type: ignore[no-untyped-def]
    """Which of the `n` units of a chunk, the calf's `first` and those after it, fired now."""
    for i in range(n):
        raster[first + i, t] = np.uint8(chunk[FIRED * LANES + i])


@inlined
def draw_noise(chunk_table, noise, common, n_muscles, block, seed, words):  # type: ignore[no-untyped-def]
    """Noise of the next 8 ms: private to every unit, and common to every pool."""
    for ch in range(chunk_table.shape[0]):
        n, first = chunk_table[ch, 1], chunk_table[ch, 2]
        fill_noise(noise[ch], n, LANES, block, first, 0, seed, words)
    fill_noise(common, n_muscles, LANES, block, 0, 1, seed, words)


@inlined
def begin_block(chunks, chunk_table, muscles, constants, noise, local, restless, anew):  # type: ignore[no-untyped-def]
    """Levels of regions and terminals, once per block; which chunks have restless terminals.

    Not `anew`: a call that goes on within a block only finds out the latter, so that a run is the
    same however it is cut.
    """
    if anew:
        for k in range(muscles.shape[0]):
            levels_block(muscles[k], constants[k])
    for ch in range(chunk_table.shape[0]):
        k, n = chunk_table[ch, 0], chunk_table[ch, 1]
        if anew:
            c = constants[k]
            restless[ch] = terminals_block(chunks[ch], n, muscles[k], c, noise[ch], local)
        else:
            restless[ch] = any_restless(chunks[ch], n)


@inlined
def descend(muscles, constants, shared, rings, inputs, delays, common, levels, t, now):  # type: ignore[no-untyped-def]
    """What reaches each pool in this ms: ``levels[k]`` = PIC level, excitation, inhibition, drive.

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
        effort = m[ACTIVATION] + c[M_BARRAGE] * barrage(m)
        m[MONOAMINE] = effort + (m[MONOAMINE] - effort) * c[M_DECAY]
        levels[k, 0] = c[M_REST] + c[M_DRIVE] * (1.0 - np.exp(-m[MONOAMINE] / c[M_SCALE]))
        levels[k, 1] = excitation
        levels[k, 2] = inhibition
        levels[k, 3] = drive
        if shape > 0.02:
            begins = begins or m[SILENT_MS] > SILENCE_MS
            m[SILENT_MS] = 0.0
        else:
            m[SILENT_MS] += 1.0
        m[SUM_DRIVE] += command
        m[ACTIVATION] = 0.0
    return begins


@inlined
def count_discharging(chunks, chunk_table, constants, window_ms, shares):  # type: ignore[no-untyped-def]
    """Share of each pool with a spike within the last `window_ms`, into ``shares[k]``."""
    shares[:] = 0.0
    for ch in range(chunk_table.shape[0]):
        k = chunk_table[ch, 0]
        firing = fired_within(chunks[ch], chunk_table[ch, 1], window_ms)
        shares[k] += firing / constants[k, REFERENCE_UNITS]


@inlined
def fire(chunk, n, c, m, level, noise, row, substeps, strength, restless):  # type: ignore[no-untyped-def]
    """One ms of the `n` motor units of a chunk; returns their spikes."""
    keep, kick = np.float32(c[NOISE_KEEP]), np.float32(c[NOISE_STEP])
    begin_ms(chunk, n, noise, row, keep, kick, np.float32(c[PIC_KEEP]))
    if restless:
        discharge_terminals(chunk, n, c, noise, row)
    if strength > 0.0:
        stimulate(chunk, n, np.float32(strength))
    pic, excitation = np.float32(level[0]), np.float32(level[1])
    inhibition, drive = np.float32(level[2]), np.float32(level[3])
    substep = np.float32(1.0 / substeps)
    for _ in range(substeps):
        neurons_substep(chunk, n, pic, excitation, inhibition, drive, substep)
    force = twitches_ms(chunk, n, np.float32(1.0 + c[POTENTIATION_MAX] * m[POTENTIATION]))
    spikes = count_by_region(chunk, n, m)
    m[ACTIVATION] += force
    m[SUM_RATE] += 1000.0 * spikes / c[REFERENCE_UNITS]
    return spikes


@inlined
def adapt_to_firing(m, c, pool_pps):  # type: ignore[no-untyped-def]
    """Recurrent inhibition and potentiation after a ms in which the pool fired at `pool_pps`."""
    m[RENSHAW] = pool_pps + (m[RENSHAW] - pool_pps) * c[RENSHAW_KEEP]
    room = 1.0 - m[POTENTIATION]
    built = c[POTENTIATION_BUILD] * m[ACTIVATION] * room * _MS
    m[POTENTIATION] = c[POTENTIATION_KEEP] * m[POTENTIATION] + built


@inlined
def feel(m, c, rings, inputs, k, t, now):  # type: ignore[no-untyped-def]
    """Afferents, potassium, moment and command of one muscle after this ms."""
    command = m[COMMAND] * inputs[IN_DRIVE + k, t]
    if now & 1 == 0:
        gamma = c[GAMMA_LINK] * command
        spindle_step(m, c, c[GAMMA_DYNAMIC] + gamma, c[GAMMA_STATIC] + gamma, 2.0 * _MS)
    tendon_organ_step(m, c, _MS)
    slot = now & (RING - 1)
    rings[RING_IA + k, slot] = m[IA]
    rings[RING_II + k, slot] = m[II]
    rings[RING_IB + k, slot] = m[IB]
    regions_ms(m, c, _MS)
    m[IMPULSE] += m[TENDON_FORCE] * inputs[IN_ARM + k, t] * _MS
    if inputs[IN_DEMAND + k, t] > 0.0:
        adapt_command(m, c, inputs[IN_DEMAND + k, t])
    m[SUM_IA] += m[IA]
    m[SUM_II] += m[II]
    m[SUM_IB] += m[IB]
    m[SUM_ACTIVATION] += m[ACTIVATION]
    m[SUM_FORCE] += m[TENDON_FORCE]
    m[PEAK_FORCE] = max(m[PEAK_FORCE], m[TENDON_FORCE])
    m[PEAK_POTASSIUM] = max(m[PEAK_POTASSIUM], m[POTASSIUM])
    m[SUM_MS] += 1.0


@kernel
def run_loop(  # type: ignore[no-untyped-def]
    chunks, chunk_table, muscles, constants, shared, rings, inputs, delays,
    start_ms, substeps, seed, noise, common, swing, record, record_every, raster,
):  # fmt: skip
    """Advance the calf over ``inputs.shape[1]`` milliseconds.

    Parameters
    ----------
    chunks
        (n_chunks, N_ROWS * LANES) float32: motor units; changed in place.
    chunk_table
        (n_chunks, 3) int64: muscle, number of units, index of the first unit in the calf.
    muscles, constants, shared
        (3, N_STATE), (3, N_CONST), (N_SHARED,) float64.
    rings
        (N_RINGS, RING) float64: afferent signals on their way.
    inputs
        (N_IN, n_ms) float64.
    delays
        (3,) int64: ms from ending to motor neuron and back to the muscle, for Ia, II, Ib.
    start_ms, substeps, seed
        Time since the start of the run; steps per ms; 64-bit seed of the noise.
    noise, common
        Scratch: (n_chunks, 8 * LANES) and (8 * LANES,) float32.
    swing
        (n, 3) float64: filled with the share of each pool that still discharges just before the
        command returns; returned count says how many rows are filled.
    record, record_every
        (N_REC, n_ms // record_every) float64, or (N_REC, 0) for no record.
    raster
        (n_units, n_ms) uint8: 1 where a unit fired; (0, 0) for no raster.

    Returns
    -------
    int
        Rows of `swing` filled.
    """
    n_muscles = muscles.shape[0]
    n_chunks = chunk_table.shape[0]
    recording = record.shape[1] > 0
    n_swings = 0
    levels = np.zeros((n_muscles, 4))
    spikes_of = np.zeros(n_muscles)
    restless = np.zeros(n_chunks, np.bool_)
    local = np.zeros(2 * REGIONS, np.float32)
    words = np.empty((4, LANES), np.uint32)
    for t in range(inputs.shape[1]):
        now = start_ms + t
        row = now & (BLOCK_MS - 1)
        if row == 0 or t == 0:
            draw_noise(chunk_table, noise, common, n_muscles, now // BLOCK_MS, seed, words)
            begin_block(chunks, chunk_table, muscles, constants, noise, local, restless, row == 0)
        begins = descend(muscles, constants, shared, rings, inputs, delays, common, levels, t, now)
        if begins and n_swings < swing.shape[0]:
            count_discharging(chunks, chunk_table, constants, RECENT_MS, swing[n_swings])
            n_swings += 1
        spikes_of[:] = 0.0
        for ch in range(n_chunks):
            k, n = chunk_table[ch, 0], chunk_table[ch, 1]
            c, m, level = constants[k], muscles[k], levels[k]
            strength = inputs[IN_STIMULUS + k, t]
            spikes_of[k] += fire(
                chunks[ch], n, c, m, level, noise[ch], row, substeps, strength, restless[ch]
            )
            if raster.shape[1] > 0:
                write_raster(chunks[ch], n, raster, chunk_table[ch, 2], t)
        if recording:
            record[REC_RATE : REC_RATE + n_muscles, t // record_every] += spikes_of
        muscles_ms(muscles, constants, shared, inputs, t, n_muscles, _MS)
        for k in range(n_muscles):
            rate = 1000.0 * spikes_of[k] / constants[k, REFERENCE_UNITS]
            adapt_to_firing(muscles[k], constants[k], rate)
            feel(muscles[k], constants[k], rings, inputs, k, t, now)
        if recording and t % record_every == 0:
            write_record(
                chunks, chunk_table, muscles, constants, inputs, record, t, t // record_every
            )
    return n_swings
