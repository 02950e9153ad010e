"""Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011).

A draw depends on (seed, stream, unit, time) alone, so results do not depend on threads, on how a
run is cut into windows, or on the order of twins.
"""

from __future__ import annotations

import numpy as np

from uncramp.kernels.compiler import inlined
from uncramp.kernels.layout import LANES

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint32(0x9E3779B9)
_W1 = np.uint32(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)

PRIVATE, COMMON = np.int64(0), np.int64(1)  # streams: of each motor unit, of each pool


@inlined
def philox(words, n, k0, k1):  # type: ignore[no-untyped-def]
    """Ten rounds on `n` counters of four words, ``words[:4, :n]`` (uint32), in place.

    One round for all counters after the other, because so the compiler works on many at once.
    """
    for _ in range(10):
        for i in range(n):
            p0 = _M0 * np.uint64(words[0, i])
            p1 = _M1 * np.uint64(words[2, i])
            words[0, i] = np.uint32(p1 >> _SHIFT) ^ words[1, i] ^ k0
            words[1, i] = np.uint32(p1 & _LOW)
            words[2, i] = np.uint32(p0 >> _SHIFT) ^ words[3, i] ^ k1
            words[3, i] = np.uint32(p0 & _LOW)
        k0 = np.uint32(k0 + _W0)
        k1 = np.uint32(k1 + _W1)


@inlined
def half_words(word):  # type: ignore[no-untyped-def]
    """Two uniform numbers in (-1/2, 1/2) from the halves of one word (float32)."""
    low = np.float32(np.int32(word & np.uint32(0xFFFF)))
    high = np.float32(np.int32(word >> np.uint32(16)))
    scale = np.float32(1.0 / 65536.0)
    middle = np.float32(0.5 - 0.5 / 65536.0)
    return low * scale - middle, high * scale - middle


@inlined
def fill_noise(out, n_units, block, first_unit, stream, seed, words):  # type: ignore[no-untyped-def]
    """Eight private uniform numbers for each of `n_units` units: one per ms of block `block`.

    Parameters
    ----------
    out
        (8 * LANES,) float32, row j for ms j.
    block
        Counter of 8-ms blocks since the start of the run.
    first_unit, stream, seed
        Index of the first unit in the calf; what the numbers are for; 64-bit seed.
    words
        Scratch, (4, LANES) uint32.
    """
    b0 = np.uint32(np.uint64(block) & _LOW)
    b1 = np.uint32(np.uint64(block) >> _SHIFT)
    for i in range(n_units):
        words[0, i] = b0
        words[1, i] = b1
        words[2, i] = np.uint32(first_unit + i)
        words[3, i] = np.uint32(stream)
    philox(words, n_units, np.uint32(np.uint64(seed) & _LOW), np.uint32(np.uint64(seed) >> _SHIFT))
    for j in range(4):
        for i in range(n_units):
            low, high = half_words(words[j, i])
            out[2 * j * LANES + i] = low
            out[(2 * j + 1) * LANES + i] = high
