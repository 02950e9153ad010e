"""Philox4x32-10 against the published known-answer vectors, and the noise made of it."""

from __future__ import annotations

import numpy as np
import pytest
from alone import alone
from hypothesis import given
from hypothesis import strategies as st

from uncramp.kernels import noise
from uncramp.kernels.layout import LANES

fill_noise, half_words, philox = map(alone, (noise.fill_noise, noise.half_words, noise.philox))

# Random123, kat_vectors: counter, key, result.
ONES = 0xFFFFFFFF
VECTORS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), VECTORS)
def test_known_answers(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    column = np.array(counter, np.uint32).reshape(4, 1)
    philox(column, 1, *map(np.uint32, key))
    assert tuple(int(w) for w in column[:, 0]) == words


def draw(n: int, block: int, first: int = 0, stream: int = 0, seed: int = 1) -> np.ndarray:
    out = np.zeros(8 * LANES, np.float32)
    fill_noise(out, n, block, first, stream, seed, np.empty((4, LANES), np.uint32))
    return out.reshape(8, LANES)


@given(st.integers(0, ONES))
def test_half_words_are_the_two_halves_centred(word: int) -> None:
    low, high = half_words(np.uint32(word))
    assert float(low) == pytest.approx(((word & 0xFFFF) + 0.5) / 65536 - 0.5, abs=1e-7)
    assert float(high) == pytest.approx(((word >> 16) + 0.5) / 65536 - 0.5, abs=1e-7)


def test_noise_is_uniform_and_white() -> None:
    values = np.concatenate([draw(200, block)[:, :200] for block in range(200)])
    assert abs(values.mean()) < 4 * np.sqrt(1 / 12 / values.size)
    assert values.var() == pytest.approx(1 / 12, rel=0.01)
    assert abs(np.corrcoef(values[:-1].ravel(), values[1:].ravel())[0, 1]) < 0.01
    assert abs(np.corrcoef(values[:, :-1].ravel(), values[:, 1:].ravel())[0, 1]) < 0.01
    assert np.abs(values).max() < 0.5


def test_a_number_depends_on_unit_time_and_seed_alone() -> None:
    whole, tail = draw(100, 7), draw(60, 7, first=40)
    assert np.array_equal(whole[:, 40:100], tail[:, :60])
    for other in (draw(100, 8), draw(100, 7, stream=1), draw(100, 7, seed=2)):
        assert not np.array_equal(whole, other)
    assert not np.array_equal(draw(100, 7, seed=1 << 40), draw(100, 7, seed=0))
    assert not whole[:, 100:].any()


# --- statistics of what is used, at six standard errors -------------------------------------------

N_BLOCKS, N_UNITS = 400, 200


def many(block: int = 0, first: int = 0, stream: int = 0, seed: int = 1) -> np.ndarray:
    """(n_ms, N_UNITS) uniform numbers of consecutive ms."""
    parts = [draw(N_UNITS, block + i, first, stream, seed)[:, :N_UNITS] for i in range(N_BLOCKS)]
    return np.concatenate(parts)


def chi_square_excess(counts: np.ndarray) -> float:
    """Distance of a chi-square over equal cells from its mean, in standard deviations."""
    expected = counts.sum() / counts.size
    freedom = counts.size - 1
    return float((((counts - expected) ** 2 / expected).sum() - freedom) / np.sqrt(2.0 * freedom))


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Of two series of uniform numbers around 0, in standard errors."""
    return float((a * b).sum() / np.sqrt(a.size) * 12.0)


@pytest.mark.parametrize("seed", [0, 1, 2**40 + 7, 2**62 - 1])
def test_numbers_are_uniform_alone_and_in_pairs(seed: int) -> None:
    numbers = many(seed=seed)
    bins = np.floor((numbers + 0.5) * 256).astype(int)
    assert abs(chi_square_excess(np.bincount(bins.ravel(), minlength=256))) < 6.0
    coarse = bins // 8
    for first, second in ((coarse[:-1], coarse[1:]), (coarse[:, :-1], coarse[:, 1:])):
        pairs = np.bincount((32 * first + second).ravel(), minlength=1024)
        assert abs(chi_square_excess(pairs)) < 6.0


def test_every_bit_is_even() -> None:
    halves = np.round((many() + 0.5) * 65536 - 0.5).astype(np.int64)
    for bit in range(16):
        share = ((halves >> bit) & 1).mean()
        assert abs(share - 0.5) < 6 * 0.5 / np.sqrt(halves.size)


@pytest.mark.parametrize("lag", [1, 2, 7, 8, 9, 64, 1000])
def test_no_memory_in_time(lag: int) -> None:
    numbers = many()
    assert abs(correlation(numbers[:-lag], numbers[lag:])) < 6.0


@pytest.mark.parametrize("lag", [1, 2, 8, 16, 64, 199])
def test_units_know_nothing_of_one_another(lag: int) -> None:
    numbers = many()
    assert abs(correlation(numbers[:, :-lag], numbers[:, lag:])) < 6.0


@pytest.mark.parametrize(
    "other",
    [
        {"stream": 1}, {"seed": 2}, {"seed": 1 + 2**32}, {"seed": 1 ^ 2**61},
        {"first": N_UNITS}, {"block": N_BLOCKS}, {"block": 2**32}, {"first": 2**20},
    ],
)  # fmt: skip
def test_streams_seeds_units_and_times_are_apart(other: dict[str, int]) -> None:
    a, b = many(), many(**other)
    assert not np.isin(a[:8], b[:8]).all()
    assert abs(correlation(a, b)) < 6.0
    # Also not shifted against one another.
    assert abs(correlation(a[1:], b[:-1])) < 6.0
    assert abs(correlation(a[:, 1:], b[:, :-1])) < 6.0
