"""Test vectors of electrically induced cramps, nerve intact and blocked (Minetto 2011).

The bands are the means and standard deviations of the paper: 8 people, a foot muscle.
"""

from __future__ import annotations

from functools import cache

import pytest

from uncramp.studies import minetto2011

pytestmark = pytest.mark.study


@cache
def means() -> dict[str, float]:
    """Mean over twelve subjects of each row, as in docs/science/studies.md."""
    return {row.outcome.id: row.mean for row in minetto2011.compare(12, 1).simulated}


@pytest.mark.parametrize(
    ("row", "mean", "sd"),
    [
        pytest.param("BL01", 13.0, 3.0, id="threshold, intact, Hz"),
        pytest.param(
            "BL02",
            18.0,
            3.0,
            id="threshold, blocked, Hz",
            marks=pytest.mark.xfail(strict=True, reason="14.3: the ratio is right, both are low"),
        ),
        pytest.param("BL03", 55.6, 19.2, id="duration, intact, s"),
        pytest.param(
            "BL04",
            2.6,
            1.3,
            id="duration, blocked, s",
            marks=pytest.mark.xfail(strict=True, reason="1.0: terminals tire too soon"),
        ),
        pytest.param(
            "BL07",
            20.0,
            5.9,
            id="rate, intact, pps",
            marks=pytest.mark.xfail(
                strict=True, reason="12.9, near the 14.5 of Minetto 2009, which is the gate"
            ),
        ),
        pytest.param("BL08", 25.7, 11.6, id="rate, blocked, pps"),
        pytest.param("BL09", 29.5, 21.8, id="active, intact, s"),
        pytest.param("BL10", 1.1, 1.0, id="active, blocked, s"),
    ],
)
def test_cramps_with_and_without_the_cord(row: str, mean: float, sd: float) -> None:
    assert means()[row] == pytest.approx(mean, abs=sd)
