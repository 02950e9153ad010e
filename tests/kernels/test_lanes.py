"""Eight sums at a time against the same additions one by one."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from uncramp.kernels.lanes import EIGHT, eight_sums


@numba.njit
def sums(buffer, start, groups):  # type: ignore[no-untyped-def]
    return eight_sums(buffer, start, groups)


@pytest.mark.parametrize(("start", "groups"), [(0, 0), (0, 1), (3, 5), (256, 26)])
def test_each_lane_is_added_in_order(start: int, groups: int) -> None:
    buffer = np.random.default_rng(groups).normal(size=512).astype(np.float32)
    expected = np.zeros(EIGHT, np.float32)
    for i in range(groups):
        for lane in range(EIGHT):
            expected[lane] = expected[lane] + buffer[start + EIGHT * i + lane]
    assert sums(buffer, start, groups) == tuple(expected)
