"""Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011).

A draw depends on (seed, stream, unit, time) alone, so results do not depend on threads, on how a
run is cut into windows, or on the order of twins.
"""

from __future__ import annotations

import numpy as np

from uncramp.kernels.compiler import inlined, kernel

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint32(0x9E3779B9)
_W1 = np.uint32(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)


@inlined
def philox_round(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """One round on four words; returns them and the key of the next round."""
    p0 = _M0 * np.uint64(c0)
    p1 = _M1 * np.uint64(c2)
    return (
        np.uint32(np.uint32(p1 >> _SHIFT) ^ c1 ^ k0),
        np.uint32(p1 & _LOW),
        np.uint32(np.uint32(p0 >> _SHIFT) ^ c3 ^ k1),
        np.uint32(p0 & _LOW),
        np.uint32(k0 + _W0),
        np.uint32(k1 + _W1),
    )


@inlined
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Ten rounds on one counter of four words with a key of two; returns four words (uint32).

    Written out, because only then does the compiler work on many counters at once.
    """
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = philox_round(c0, c1, c2, c3, k0, k1)
    return c0, c1, c2, c3


@inlined
def half_words(word):  # type: ignore[no-untyped-def]
    """Two uniform numbers in (-1/2, 1/2) from the halves of one word (float32)."""
    low = np.float32(np.int32(word & np.uint32(0xFFFF)))
    high = np.float32(np.int32(word >> np.uint32(16)))
    scale = np.float32(1.0 / 65536.0)
    middle = np.float32(0.5 - 0.5 / 65536.0)
    return low * scale - middle, high * scale - middle


@kernel
def fill_noise(out, n_units, lanes, block, first_unit, stream, seed):  # type: ignore[no-untyped-def]
    """Eight private uniform numbers for each of `n_units` units: one per ms of block `block`.

    Parameters
    ----------
    out
        (8 * lanes,) float32, row j for ms j.
    block
        Counter of 8-ms blocks since the start of the run.
    first_unit, stream, seed
        Index of the first unit in the calf; what the numbers are for; 64-bit seed.
    """
    k0 = np.uint32(np.uint64(seed) & _LOW)
    k1 = np.uint32(np.uint64(seed) >> _SHIFT)
    b0 = np.uint32(np.uint64(block) & _LOW)
    b1 = np.uint32(np.uint64(block) >> _SHIFT)
    for i in range(n_units):
        w0, w1, w2, w3 = philox(b0, b1, np.uint32(first_unit + i), np.uint32(stream), k0, k1)
        out[i], out[lanes + i] = half_words(w0)
        out[2 * lanes + i], out[3 * lanes + i] = half_words(w1)
        out[4 * lanes + i], out[5 * lanes + i] = half_words(w2)
        out[6 * lanes + i], out[7 * lanes + i] = half_words(w3)
