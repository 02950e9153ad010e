"""The closed loop of the calf, one millisecond after the other, on one thread or more."""

from __future__ import annotations

import numpy as np

from uncramp.kernels.afferents import spindle_step, tendon_organ_step
from uncramp.kernels.compiler import inlined, kernel
from uncramp.kernels.cord import adapt_command, adapt_to_firing, descend, reaching
from uncramp.kernels.layout import (
    ACTIVATION,
    BLOCK_MS,
    COMMAND,
    FIBRE,
    FIRED,
    GAMMA_DYNAMIC,
    GAMMA_LINK,
    GAMMA_STATIC,
    IA,
    IB,
    II,
    IMPULSE,
    IN_ARM,
    IN_DEMAND,
    IN_DRIVE,
    IN_STIMULUS,
    L_OPT,
    LANES,
    NOISE_KEEP,
    NOISE_STEP,
    PEAK_FORCE,
    PEAK_POTASSIUM,
    PIC_KEEP,
    POTASSIUM,
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
    REGION_SPIKES,
    REGIONS,
    RING,
    RING_IA,
    RING_IB,
    RING_II,
    SUM_ACTIVATION,
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
    neurons_ms,
    padded,
    stimulate,
    tally,
    twitches_ms,
)
from uncramp.kernels.muscle import muscles_ms
from uncramp.kernels.noise import COMMON, PRIVATE, fill_noise
from uncramp.kernels.terminals import (
    any_restless,
    barrage,
    discharge_terminals,
    levels_block,
    regions_ms,
    terminals_block,
)
from uncramp.kernels.threads import LEADER, await_count, publish

_MS = 1e-3
_FIRST = np.int64(0)  # numbers that numba takes as numbers and not as kinds of argument
RECENT_MS = np.float32(100.0)  # a unit still discharges if its last spike is this recent
RECENT_RECORD_MS = np.float32(250.0)  # the same for slow units in a record
OUT_RESTLESS = 5  # in the results of a chunk: 1 if a terminal discharges by itself
OUT_LOCAL = 8  # and room for what its region hands to it


@inlined
def write_record(chunks, chunk_table, muscles, constants, inputs, record, shares, t, column):  # type: ignore[no-untyped-def]
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
    count_discharging(chunks, chunk_table, constants, RECENT_RECORD_MS, shares)
    for k in range(muscles.shape[0]):
        record[REC_FIRING + k, column] = shares[k]


@inlined
def count_discharging(chunks, chunk_table, constants, window_ms, shares):  # type: ignore[no-untyped-def]
    """Share of each pool with a spike within the last `window_ms`, into ``shares[k]``."""
    for k in range(constants.shape[0]):
        shares[k] = 0.0
    for ch in range(chunk_table.shape[0]):
        k = chunk_table[ch, 0]
        firing = fired_within(chunks[ch], chunk_table[ch, 1], window_ms)
        shares[k] += firing / constants[k, REFERENCE_UNITS]


@inlined
def keep_events(b, n, t, events):  # type: ignore[no-untyped-def]
    """Append the spikes of this ms: ``events[0]`` counts them, then ms * LANES + lane each."""
    count = events[0]
    for i in range(n):
        if b[FIRED * LANES + i] > 0.0:
            count += np.uint32(1)
            events[count] = np.uint32(t * LANES + i)
    events[0] = count


@inlined
def begin_chunk_block(b, chunk, m, c, noise, out, now, anew, seed, words):  # type: ignore[no-untyped-def]
    """Noise of the next 8 ms of a chunk, and the levels of its terminals.

    Not `anew`: a call that goes on within a block only draws the noise again and finds out whether
    terminals are restless, so that a run is the same however it is cut.
    """
    n = chunk[1]
    fill_noise(noise, padded(n), now // BLOCK_MS, chunk[2], PRIVATE, seed, words)
    if anew:
        terminals_block(b, n, m, c, noise, out[OUT_LOCAL:])
    out[OUT_RESTLESS] = 1.0 if any_restless(b, n) else 0.0


@inlined
def fire(b, n, c, level, noise, row, substeps, strength, out):  # type: ignore[no-untyped-def]
    """One ms of the `n` motor units of a chunk; its force and spikes go to `out`."""
    lanes = padded(n)
    keep, kick = np.float32(c[NOISE_KEEP]), np.float32(c[NOISE_STEP])
    begin_ms(b, lanes, noise, row, keep, kick, np.float32(c[PIC_KEEP]))
    if out[OUT_RESTLESS] > 0.0:
        discharge_terminals(b, n, c, noise, row)
    if strength > 0.0:
        stimulate(b, n, np.float32(strength))
    pic, excitation = np.float32(level[0]), np.float32(level[1])
    inhibition, drive = np.float32(level[2]), np.float32(level[3])
    neurons_ms(b, lanes, (pic, excitation, inhibition, drive), substeps)
    twitches_ms(b, lanes, np.float32(level[4]))
    tally(b, lanes, out)


@inlined
def gather(chunk_table, muscles, constants, outs, spikes_of):  # type: ignore[no-untyped-def]
    """Force and spikes of this ms from the chunks to their muscles, in the order of the chunks."""
    for k in range(muscles.shape[0]):
        muscles[k, ACTIVATION] = 0.0
        spikes_of[k] = 0.0
    for ch in range(chunk_table.shape[0]):
        k = chunk_table[ch, 0]
        m, out = muscles[k], outs[ch]
        m[ACTIVATION] += out[0]
        spikes = (out[1] + out[2]) + (out[3] + out[4])
        for r in range(REGIONS):
            m[REGION_SPIKES + r] += out[1 + r]
        m[SUM_RATE] += 1000.0 * spikes / constants[k, REFERENCE_UNITS]
        spikes_of[k] += spikes
    for k in range(muscles.shape[0]):
        rate = 1000.0 * spikes_of[k] / constants[k, REFERENCE_UNITS]
        adapt_to_firing(muscles[k], constants[k], rate)


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


@inlined
def move_and_feel(muscles, constants, shared, rings, inputs, t, now):  # type: ignore[no-untyped-def]
    """Fascicles and tendons in this ms, and what the muscles report of it."""
    muscles_ms(muscles, constants, shared, inputs, t, muscles.shape[0], _MS)
    for k in range(muscles.shape[0]):
        feel(muscles[k], constants[k], rings, inputs, k, t, now)


@inlined
def wanted_at_once(inputs, n_muscles, t, now):  # type: ignore[no-untyped-def]
    """Whether the next ms needs how the muscles moved in this one.

    So it is at the end of a block (levels of terminals depend on length), of a stride (the command
    adapts) and of the call. Else only afferents carry it to the cord, at least `LEAST_DELAY_MS`
    later.
    """
    if now & (BLOCK_MS - 1) == BLOCK_MS - 1 or t + 1 == inputs.shape[1]:
        return True
    asked = False
    for k in range(n_muscles):
        asked = asked or inputs[IN_DEMAND + k, t] > 0.0
    return asked


@inlined
def fire_own(  # type: ignore[no-untyped-def]
    thread, chunks, chunk_table, muscles, constants, inputs, levels, noise, outs, words, events,
    seed, substeps, t, now,
):  # fmt: skip
    """One ms of the chunks of a thread."""
    row = now & (BLOCK_MS - 1)
    for ch in range(chunk_table.shape[0]):
        if chunk_table[ch, 3] != thread:
            continue
        k, n = chunk_table[ch, 0], chunk_table[ch, 1]
        c, out = constants[k], outs[ch]
        if row == 0 or t == 0:
            begin_chunk_block(
                chunks[ch], chunk_table[ch], muscles[k], c, noise[ch], out, now, row == 0, seed,
                words[thread],
            )  # fmt: skip
        strength = inputs[IN_STIMULUS + k, t]
        fire(chunks[ch], n, c, levels[k], noise[ch], row, substeps, strength, out)
        if events.shape[1] > 0:
            keep_events(chunks[ch], n, t, events[ch])


@inlined
def keep_record(  # type: ignore[no-untyped-def]
    chunks, chunk_table, muscles, constants, inputs, record, spikes_of, t, record_every
):  # fmt: skip
    """Add the spikes of this ms to its column of the record; write the rest where that begins."""
    column = t // record_every
    for k in range(muscles.shape[0]):
        record[REC_RATE + k, column] += spikes_of[k]
    if t % record_every == 0:
        write_record(chunks, chunk_table, muscles, constants, inputs, record, spikes_of, t, column)


@kernel
def run_loop(  # type: ignore[no-untyped-def]
    thread, cells, chunks, chunk_table, muscles, constants, shared, rings, inputs, delays,
    start_ms, substeps, seed, noise, common, levels, outs, words, swing, record, record_every,
    events,
):  # fmt: skip
    """Advance the calf over ``inputs.shape[1]`` milliseconds: the part of one thread in it.

    Thread 0 leads and does what the muscles have in common; every thread advances the chunks that
    are its own. Sums are taken by the leader in the order of the chunks, so the number of threads
    changes nothing.

    Parameters
    ----------
    thread
        0, or the number of a helper.
    cells
        (n_threads * CELL,) int64: 0 everywhere at the start (`uncramp.kernels.threads`).
    chunks
        (n_chunks, N_ROWS * LANES) float32: motor units; changed in place.
    chunk_table
        (n_chunks, 4) int64: muscle, number of units, index of the first unit in the calf, thread.
    muscles, constants, shared
        (3, N_STATE), (3, N_CONST), (N_SHARED,) float64.
    rings
        (N_RINGS, RING) float64: afferent signals on their way.
    inputs
        (N_IN, n_ms) float64.
    delays
        (3,) int64: ms from ending to motor neuron and back to the muscle, for Ia, II, Ib; at least
        `LEAST_DELAY_MS`.
    start_ms, substeps, seed
        Time since the start of the run; steps per ms; 64-bit seed of the noise.
    noise, common, levels, outs, words
        Scratch: (n_chunks, 8 * LANES) and (8 * LANES,) float32, (4, 8) float64,
        (n_chunks, OUT) float32, (n_threads, 4, LANES) uint32.
    swing
        (n, 3) float64: filled with the share of each pool that still discharges just before the
        command returns; returned count says how many rows are filled.
    record, record_every
        (N_REC, n_ms // record_every) float64, or (N_REC, 0) for no record.
    events
        (n_chunks, n) uint32: every spike of the units of a chunk, see `keep_events`; (n_chunks, 0)
        for none. A unit fires at most once in four ms.

    Returns
    -------
    int
        Rows of `swing` filled.
    """
    n_muscles = muscles.shape[0]
    spikes_of = levels[n_muscles]
    recording = record.shape[1] > 0
    n_swings = 0
    moved = True
    for t in range(inputs.shape[1]):
        now = start_ms + t
        row = now & (BLOCK_MS - 1)
        if thread == 0:
            if row == 0 or t == 0:
                fill_noise(common, n_muscles, now // BLOCK_MS, _FIRST, COMMON, seed, words[0])
            if row == 0:
                for k in range(n_muscles):
                    levels_block(muscles[k], constants[k])
            begins = descend(
                muscles, constants, shared, rings, inputs, delays, common, levels, t, now
            )
            if begins and n_swings < swing.shape[0]:
                count_discharging(chunks, chunk_table, constants, RECENT_MS, swing[n_swings])
                n_swings += 1
            publish(cells, LEADER, t + 1)
            if not moved:
                move_and_feel(muscles, constants, shared, rings, inputs, t - 1, now - 1)
        elif not await_count(cells, LEADER, t + 1):
            return n_swings
        fire_own(
            thread, chunks, chunk_table, muscles, constants, inputs, levels, noise, outs, words,
            events, seed, substeps, t, now,
        )  # fmt: skip
        if thread > 0:
            publish(cells, thread, t + 1)
            continue
        for helper in range(1, words.shape[0]):
            await_count(cells, helper, t + 1)
        gather(chunk_table, muscles, constants, outs, spikes_of)
        moved = wanted_at_once(inputs, n_muscles, t, now) or recording
        if moved:
            move_and_feel(muscles, constants, shared, rings, inputs, t, now)
        if recording:
            keep_record(
                chunks, chunk_table, muscles, constants, inputs, record, spikes_of, t, record_every
            )
    return n_swings
