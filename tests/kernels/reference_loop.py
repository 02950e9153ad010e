"""The loop as one would write it down: one thread, one thing after the other, numpy for the units.

Motor units in float32 and in the same order of operations, so that the kernel must agree to the
last bit, however it fuses, pads, defers or shares out the work. Muscles, afferents and regions have
slow references of their own; here their kernels are called one by one.
"""

from __future__ import annotations

import numpy as np
from alone import alone
from numpy.typing import NDArray

from uncramp.calf.assembly import LoopState
from uncramp.kernels import cord, layout, loop, muscle, noise, terminals
from uncramp.kernels import motor_units as mu

fill_noise = alone(noise.fill_noise)
levels_block = alone(terminals.levels_block)
terminals_block = alone(terminals.terminals_block)
descend = alone(cord.descend)
any_restless = alone(terminals.any_restless)
discharge_terminals = alone(terminals.discharge_terminals)
stimulate = alone(mu.stimulate)
muscles_ms = alone(muscle.muscles_ms)
adapt_to_firing = alone(cord.adapt_to_firing)
feel = alone(loop.feel)

LANES, REGIONS = layout.LANES, layout.REGIONS
ONE, ZERO = np.float32(1.0), np.float32(0.0)
Units = NDArray[np.float32]


class Chunk:
    """Rows of a chunk by name, for its units alone: ``chunk.V`` is a view of (n_units,)."""

    def __init__(self, buffer: Units, n: int) -> None:
        self.buffer, self.n = buffer, n

    def __getattr__(self, name: str) -> Units:
        start = getattr(layout, name) * LANES
        return self.buffer[start : start + self.n]


def begin_ms(u: Chunk, uniform: Units, keep: np.float32, kick: np.float32, slow: float) -> None:
    """Noise, and the gate of the persistent inward current."""
    u.NOISE[:] = keep * u.NOISE + kick * uniform
    y = np.clip((u.V - u.V_PIC) * (np.float32(0.5) / mu.PIC_SLOPE_MV), -3, 3).astype(np.float32)
    half, square = np.float32(0.5), y * y
    gate = half + half * y * (np.float32(27) + square) / (np.float32(27) + np.float32(9) * square)
    u.PIC[:] = u.PIC + (gate - u.PIC) * (ONE - np.float32(slow))
    u.FIRED[:] = 0.0


def substep(u: Chunk, pic: float, excitation: float, inhibition: float, drive: float, dt: float):  # type: ignore[no-untyped-def]
    """Dendrite, afterhyperpolarisation and spike."""
    g_k = u.G_AHP * u.AHP
    inverse = ONE / (u.G_SOMA + g_k)
    soma = (u.G_COUPLING * u.V + g_k * mu.E_POTASSIUM) * inverse
    g_pic = np.float32(pic) * u.G_PIC * u.PIC
    g_e = u.WEIGHT * (np.float32(excitation) + u.ENDINGS) / mu.E_EXCITATORY
    g_i = u.G_INPUT * np.float32(inhibition)
    leak = u.G_DENDRITE + u.G_COUPLING * (ONE - u.G_COUPLING * inverse)
    current = u.G_COUPLING * g_k * mu.E_POTASSIUM * inverse + g_pic * mu.E_CALCIUM
    current = current + g_e * mu.E_EXCITATORY + g_i * mu.E_INHIBITORY
    current = current + u.WEIGHT * (np.float32(drive) + u.NOISE)
    step = u.STEP_OVER_C
    u.V[:] = (u.V + step * current) / (ONE + step * (leak + g_pic + g_e + g_i))
    wait = u.REFRACTORY - np.float32(dt)
    fires = (soma > u.V_THRESHOLD) & (wait <= 0.0)
    u.REFRACTORY[:] = np.where(fires, mu.REFRACTORY_MS, np.maximum(wait, -ONE))
    u.AHP[:] = u.AHP * u.DECAY_AHP + np.where(fires, ONE, ZERO)
    u.FIRED[fires] = 1.0


def twitches(u: Chunk, potentiated: np.float32) -> np.float32:
    """Twitches of this ms; the force of the chunk, in eight partial sums."""
    y1 = u.Y1 + u.FIRED
    y2 = u.DECAY_TWITCH * (u.Y2 + u.RAMP_TWITCH * y1)
    tiny = np.float32(1e-25)
    u.Y1[:], u.Y2[:] = u.DECAY_TWITCH * y1 + tiny, y2 + tiny
    z = mu.TWITCH_SATURATION * np.float32(2.718281828) * potentiated * y2
    series = np.float32(1.0 / 24.0) + z * np.float32(1.0 / 120.0)
    for term in (1.0 / 6.0, 0.5, 1.0, 1.0):
        series = np.float32(term) + z * series
    relative = ONE - ONE / series
    u.USE[:] += relative
    u.SPIKES[:] += u.FIRED
    u.SINCE[:] = np.where(u.FIRED > 0.5, ZERO, u.SINCE + ONE)
    u.CONTRIBUTION[:] = relative * u.FORCE
    padded = np.zeros(-(-u.n // 8) * 8, np.float32)
    padded[: u.n] = u.CONTRIBUTION
    s = np.zeros(8, np.float32)
    for eight in padded.reshape(-1, 8):
        s = s + eight
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))


def one_ms(s: LoopState, inputs: NDArray[np.float64], t: int, now: int, seed: int, scratch):  # type: ignore[no-untyped-def]
    """Everything that happens in a ms; returns who fired, (n_units,)."""
    levels, local, words = scratch
    row = now % layout.BLOCK_MS
    units = [Chunk(b, int(n)) for b, n in zip(s.chunks, s.chunk_table[:, 1], strict=True)]
    muscle_of = s.chunk_table[:, 0]
    if row == 0 or t == 0:
        block = now // layout.BLOCK_MS
        for ch, u in enumerate(units):
            fill_noise(s.noise[ch], u.n, block, s.chunk_table[ch, 2], 0, seed, words)
        fill_noise(s.common, 3, block, 0, 1, seed, words)
    if row == 0:
        for m, c in zip(s.muscles, s.constants, strict=True):
            levels_block(m, c)
        for ch, u in enumerate(units):
            k = muscle_of[ch]
            terminals_block(s.chunks[ch], u.n, s.muscles[k], s.constants[k], s.noise[ch], local)
    descend(s.muscles, s.constants, s.shared, s.rings, inputs, s.delays, s.common, levels, t, now)
    s.muscles[:, layout.ACTIVATION] = 0.0
    spikes = np.zeros(3)
    for ch, u in enumerate(units):
        k = muscle_of[ch]
        c, m = s.constants[k], s.muscles[k]
        uniform = s.noise[ch, row * LANES : row * LANES + u.n]
        keep, kick = np.float32(c[layout.NOISE_KEEP]), np.float32(c[layout.NOISE_STEP])
        begin_ms(u, uniform, keep, kick, c[layout.PIC_KEEP])
        if any_restless(s.chunks[ch], u.n):
            discharge_terminals(s.chunks[ch], u.n, c, s.noise[ch], row)
        if inputs[layout.IN_STIMULUS + k, t] > 0.0:
            stimulate(s.chunks[ch], u.n, np.float32(inputs[layout.IN_STIMULUS + k, t]))
        for _ in range(s.substeps):
            substep(u, *levels[k, :4], 1.0 / s.substeps)
        m[layout.ACTIVATION] += float(twitches(u, np.float32(levels[k, 4])))
        for r in range(REGIONS):
            m[layout.REGION_SPIKES + r] += float(u.FIRED[r::REGIONS].sum())
        spikes[k] += float(u.FIRED.sum())
        m[layout.SUM_RATE] += 1000.0 * float(u.FIRED.sum()) / c[layout.REFERENCE_UNITS]
    muscles_ms(s.muscles, s.constants, s.shared, inputs, t, 3, 1e-3)
    for k in range(3):
        m, c = s.muscles[k], s.constants[k]
        adapt_to_firing(m, c, 1000.0 * spikes[k] / c[layout.REFERENCE_UNITS])
        feel(m, c, s.rings, inputs, k, t, now)
    return np.concatenate([u.FIRED for u in units])


def run(state: LoopState, inputs: NDArray[np.float64], start_ms: int, seed: int):  # type: ignore[no-untyped-def]
    """Advance `state` over the columns of `inputs`; (n_units, n_ms) of who fired when."""
    state.clear_sums()
    scratch = np.zeros((4, 8)), np.zeros(8, np.float32), np.empty((4, LANES), np.uint32)
    columns = [
        one_ms(state, inputs, t, start_ms + t, seed, scratch) for t in range(inputs.shape[1])
    ]
    return np.array(columns).T
