"""The 80 % interval of a share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.explain.interval import interval_80

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_interval_is_wilsons() -> None:
    z2 = 1.2815515655446004**2
    assert interval_80(0, 50) == (0.0, pytest.approx(z2 / (50.0 + z2)))
    assert interval_80(25, 50) == (pytest.approx(0.4108, abs=1e-4), pytest.approx(0.5892, abs=1e-4))


@given(COUNTS)
def test_the_interval_holds_the_share_and_mirrors(counts: tuple[int, int]) -> None:
    k, n = counts
    low, high = interval_80(k, n)
    assert 0.0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1.0
    mirrored = interval_80(n - k, n)
    assert (1.0 - mirrored[1], 1.0 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)


@given(COUNTS)
def test_more_runners_leave_less_room(counts: tuple[int, int]) -> None:
    k, n = counts
    low, high = interval_80(k, n)
    narrow = interval_80(4 * k, 4 * n)
    assert narrow[1] - narrow[0] < high - low
