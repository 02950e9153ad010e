"""The interval of a paired difference: known values, symmetry, coverage by enumeration."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.explain.paired import paired_interval, paired_interval_80

counts = st.integers(1, 200).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n)).flatmap(
        lambda pair: st.tuples(
            st.just(pair[0]), st.integers(0, pair[1] - pair[0]), st.just(pair[1])
        )
    )
)


@given(counts)
def test_it_holds_the_difference_and_is_symmetric(case: tuple[int, int, int]) -> None:
    prevented, brought, n = case
    low, high = paired_interval_80(prevented, brought, n)
    assert -1.0 <= low <= (brought - prevented) / n <= high <= 1.0
    mirrored = paired_interval_80(brought, prevented, n)
    assert mirrored == pytest.approx((-high, -low), abs=1e-9)


def test_no_runner_changed_sides_is_not_certainty() -> None:
    """With b = c = 0 the score interval is ± z² / (n + z²)."""
    z2 = 1.2815515655446004**2
    low, high = paired_interval_80(0, 0, 20)
    assert (low, high) == pytest.approx((-z2 / (20 + z2), z2 / (20 + z2)), abs=1e-6)


def test_a_published_example() -> None:
    """Complete response before and after therapy: 16 and 6 of 161 changed sides (Fagerland2017)."""
    low, high = paired_interval(16, 6, 161, 1.959963984540054)
    assert (low, high) == pytest.approx((-0.1240, -0.0054), abs=5e-5)
    assert low < paired_interval_80(16, 6, 161)[0] < -10 / 161


def coverage(n: int, prevented: float, brought: float) -> float:
    """Chance that the interval holds the true difference, over every possible outcome."""
    total = 0.0
    rest = 1.0 - prevented - brought
    for b in range(n + 1):
        for c in range(n + 1 - b):
            low, high = paired_interval_80(b, c, n)
            if low - 1e-9 <= brought - prevented <= high + 1e-9:
                ways = math.comb(n, b) * math.comb(n - b, c)
                total += ways * prevented**b * brought**c * rest ** (n - b - c)
    return total


@pytest.mark.parametrize("n", [8, 20])
def test_coverage_is_near_what_it_says(n: int) -> None:
    truths = [(0.05, 0.0), (0.1, 0.02), (0.2, 0.05), (0.3, 0.1), (0.5, 0.1), (0.25, 0.25)]
    found = [coverage(n, *truth) for truth in truths]
    assert min(found) > 0.74
    assert sum(found) / len(found) > 0.80


@pytest.mark.parametrize("case", [(-1, 0, 4), (0, 0, 0), (3, 2, 4)])
def test_impossible_counts(case: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        paired_interval_80(*case)
