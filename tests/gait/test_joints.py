"""Joint curves of one stride."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.gait.joints import at_phase, curves, phase_of


@pytest.mark.parametrize("walking", [False, True])
def test_curves_are_periodic_and_human(walking: bool) -> None:
    ankle, knee, moment, contact = curves(walking)
    for curve in (ankle, knee, moment):
        assert abs(curve[0] - curve[-1]) < 0.05 * np.ptp(curve)  # no jump from end to start
    assert -32.0 < ankle.min() < ankle.max() < 25.0
    assert -5.0 < knee.min() < knee.max() < 115.0
    assert moment.max() == 1.0
    assert moment.min() >= 0.0
    assert 0.3 < contact < 0.7


def test_running_passes_through_the_measured_points() -> None:
    ankle, knee, _, _ = curves(False)
    phase = np.array([0.0, 0.15, 0.40, 0.65])
    assert at_phase(ankle, phase) == pytest.approx([7.8, 20.3, -24.5, -4.8], abs=0.6)
    assert at_phase(knee, phase) == pytest.approx([22.3, 44.5, 21.8, 106.0], abs=0.6)


def test_moment_is_in_stance() -> None:
    for walking in (False, True):
        _, _, moment, contact = curves(walking)
        phase = np.arange(len(moment)) / len(moment)
        swing = (phase > contact + 0.06) & (phase < 0.9)
        assert moment[swing].max() < 0.06


def test_phase_stretches_stance_to_the_contact_time() -> None:
    phase = phase_of(np.array([0.0, 0.15, 0.30, 0.5, 0.7]), 0.7, 0.30, 0.36)
    assert phase == pytest.approx([0.0, 0.18, 0.36, 0.68, 1.0])
