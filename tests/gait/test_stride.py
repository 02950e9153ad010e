"""Stride rate and contact time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.gait import stride_at
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()


@pytest.mark.parametrize("speed_m_s", [2.7, 3.0, 3.3, 3.6, 3.96])
def test_running_as_published(speed_m_s: float) -> None:
    """1.28-1.45 Hz and 0.25-0.28 s in contact from 2.7 to 4 m/s, to the two digits given."""
    stride = stride_at(speed_m_s, 0.0, None, PARAMETERS)
    assert not stride.walking
    assert 1.28 <= round(1.0 / stride.duration_s, 2) <= 1.45
    assert 0.25 <= round(stride.contact_s, 2) <= 0.28


def test_points_of_the_fits() -> None:
    young, fast = (stride_at(v, 0.0, None, PARAMETERS) for v in (2.7, 3.96))
    assert 1.0 / young.duration_s == pytest.approx(1.31, abs=0.08)
    assert young.contact_s == pytest.approx(0.271, abs=0.023)
    assert 1.0 / fast.duration_s == pytest.approx(1.45, abs=0.02)
    assert fast.contact_s == pytest.approx(0.247, abs=0.005)


def test_cadence_of_the_watch_is_used() -> None:
    stride = stride_at(3.0, 0.0, 174.0, PARAMETERS)
    assert 120.0 / stride.duration_s == pytest.approx(174.0)
    for nonsense in (12.0, 500.0):
        assert stride_at(3.0, 0.0, nonsense, PARAMETERS) == stride_at(3.0, 0.0, None, PARAMETERS)


def test_walking_and_slow_running() -> None:
    assert stride_at(1.4, 0.0, None, PARAMETERS).walking
    assert not stride_at(1.8, 0.0, 165.0, PARAMETERS).walking
    walk = stride_at(1.4, 0.0, None, PARAMETERS)
    assert 0.85 <= 1.0 / walk.duration_s <= 1.05
    assert 0.58 <= walk.contact_s / walk.duration_s <= 0.7


@given(
    st.floats(0.0, 12.0),
    st.floats(-45.0, 45.0),
    st.none() | st.floats(0.0, 400.0),
)
def test_every_stride_is_possible(speed: float, slope: float, cadence: float | None) -> None:
    stride = stride_at(speed, slope, cadence, PARAMETERS)
    assert 0.5 <= stride.duration_s <= 1.7
    assert 0.0 < stride.contact_s < stride.duration_s
    if not stride.walking:
        assert stride.contact_s <= 0.48 * stride.duration_s + 1e-12  # a flight phase
