"""The spindle in the calf: what stretch, gamma drive and fatigue do to it."""

from __future__ import annotations

import pytest
from protocols import PARAMETERS, Lab, set_to

from uncramp.calf.spindle import MuscleSpindle


def test_gain_rises_with_fatigue_or_falls() -> None:
    """Cat gastrocnemius up (Hutton & Nelson 1986); human contraction down (Macefield 1991)."""
    up = MuscleSpindle.of(set_to(spindle__fatigue_gain=0.3))
    down = MuscleSpindle.of(set_to(spindle__fatigue_gain=-0.5))
    assert up.gain(0.0) == down.gain(0.0) == 1.0
    assert up.gain(1.0) == pytest.approx(1.3)
    assert down.gain(1.0) == pytest.approx(0.5)
    assert MuscleSpindle(1.0, 1.0, 1.0, -2.0).gain(0.9) == 0.0


def test_stretch_raises_the_rates_of_a_resting_calf() -> None:
    lab = Lab(n_units=(8, 8, 8))
    short = lab.hold(-30.0, 3.0)
    lab.stretch(-30.0, 20.0, 3.0)
    long = lab.hold(20.0, 3.0)
    assert (long.ia_pps > short.ia_pps + 3.0).all()
    assert (long.ii_pps > short.ii_pps).all()


def test_human_rates_stay_human() -> None:
    """Human endings fire at a third of the cat's: below some 60 pps in a slow stretch."""
    lab = Lab(n_units=(8, 8, 8))
    lab.hold(-30.0, 3.0)
    window = lab.stretch(-30.0, 20.0, 3.0)
    assert (window.ia_pps < 80.0).all()


def test_gains_come_from_the_parameters() -> None:
    spindle = MuscleSpindle.of(PARAMETERS)
    assert spindle.primary_gain_bag1_pps == PARAMETERS.value("spindle.primary_gain_bag1")
    assert spindle.secondary_gain_pps == PARAMETERS.value("spindle.secondary_gain")
