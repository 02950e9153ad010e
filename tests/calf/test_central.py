"""Central fatigue against the equations solved step by step, and the two papers behind it."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.calf.central import habituation, lost_command, spent_reflex
from uncramp.parameters import load_parameters

CENTRAL = load_parameters().organ("central_fatigue")
RUNNING = np.array([0.12, 0.10, 0.14])  # mean activation of a calf in running


@pytest.mark.parametrize(
    ("law", "rate", "recovery"),
    [
        (lost_command, "rate", "recovery"),
        (spent_reflex, "reflex_rate", "reflex_recovery"),
    ],
)
def test_closed_form_is_the_equation(law, rate, recovery) -> None:
    state = np.array([0.0, 0.3, 0.9])
    end, steps = state.copy(), 20_000
    for _ in range(steps):
        grown = CENTRAL[rate] * RUNNING * (1.0 - end)
        end += 1800.0 / steps * (grown - end / CENTRAL[recovery])
    assert law(state, RUNNING, 1800.0, CENTRAL) == pytest.approx(end, rel=1e-3)


@pytest.mark.parametrize("law", [lost_command, spent_reflex])
def test_it_does_not_depend_on_how_time_is_cut(law) -> None:
    whole = law(np.zeros(3), RUNNING, 3600.0, CENTRAL)
    parts = np.zeros(3)
    for _ in range(60):
        parts = law(parts, RUNNING, 60.0, CENTRAL)
    assert parts == pytest.approx(whole, rel=1e-12)


def test_the_reflex_goes_early_and_the_command_late() -> None:
    """After 5 km the H-reflex is 37 % smaller and activation 8 % (Girard 2012)."""
    minutes_20 = spent_reflex(np.zeros(3), RUNNING, 1200.0, CENTRAL)
    assert 0.25 <= (CENTRAL["reflex_loss"] * minutes_20).mean() <= 0.45
    assert (lost_command(np.zeros(3), RUNNING, 1200.0, CENTRAL) < 0.1).all()
    hours = lost_command(np.zeros(3), RUNNING, 7200.0, CENTRAL)
    assert (hours > 0.1).all()


def test_both_come_back_over_hours() -> None:
    for law in (lost_command, spent_reflex):
        spent = law(np.zeros(3), RUNNING, 7200.0, CENTRAL)
        soon, late = (law(spent, np.zeros(3), hours * 3600.0, CENTRAL) for hours in (1, 24))
        assert (soon > 0.7 * spent).all()
        assert (late < 0.01).all()


def test_habituation_is_the_equation() -> None:
    barrage, end, steps = np.array([0.4, 2.0, 7.0]), np.array([0.0, 0.3, 0.9]), 20_000
    start, above = end.copy(), np.array([0.0, 1.0, 6.0])
    assert CENTRAL["habituation_from"] == 1.0
    for _ in range(steps):
        grown = CENTRAL["habituation_rate"] * above * (1.0 - end)
        end += 120.0 / steps * (grown - end / CENTRAL["habituation_recovery"])
    assert habituation(start, barrage, 120.0, CENTRAL) == pytest.approx(end, rel=1e-3)


def test_the_cord_keeps_pace_with_a_run_and_not_with_a_cramp() -> None:
    """A run sends below 1 unit of drive for hours, a cramp some 7 for a minute or two."""
    after_hours = habituation(np.zeros(3), np.full(3, 0.7), 4 * 3600.0, CENTRAL)
    assert (after_hours == 0.0).all()
    after_a_minute = habituation(np.zeros(3), np.full(3, 7.0), 60.0, CENTRAL)
    assert (after_a_minute > 0.6).all()
    an_hour_later = habituation(after_a_minute, np.zeros(3), 3600.0, CENTRAL)
    assert (an_hour_later < 0.05).all()
