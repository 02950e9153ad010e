"""What counts as a cramp."""

from __future__ import annotations

import numpy as np
from protocols import PARAMETERS

from uncramp.calf import CrampRule

RULE = CrampRule.of(PARAMETERS)


def test_suspicion_needs_one_muscle_in_one_swing() -> None:
    swing = np.zeros((4, 3))
    assert not RULE.suspects(swing)
    assert not RULE.suspects(np.zeros((0, 3)))
    swing[2, 1] = RULE.suspicion_share
    assert RULE.suspects(swing)
    assert not RULE.suspects(0.99 * swing)


def test_a_cramp_is_a_share_of_the_pool_after_the_stop() -> None:
    share = np.array([0.5, 1.0, 0.99]) * RULE.cramp_share
    assert RULE.cramping(share).tolist() == [False, True, False]


def test_the_rule_asks_for_what_voluntary_discharge_cannot_give() -> None:
    """A fast end of voluntary firing is over long before the moment of the test."""
    assert RULE.stop_s >= 2.0
    assert RULE.ankle_deg < 0.0
    assert 0.0 < RULE.suspicion_share < RULE.cramp_share
