"""What weeks of running make of a calf."""

from __future__ import annotations

import numpy as np

from uncramp.parameters import load_parameters
from uncramp.simulation import habit_of

REFERENCE, PRONE = load_parameters(), load_parameters("cramp_prone")
USUAL = (3.0, 6000.0)


def test_a_calf_far_from_its_threshold_is_not_toughened() -> None:
    habit = habit_of(REFERENCE, 70.0, 1, *USUAL)
    assert max(habit.margins_mV) < 1.0
    assert min(habit.slow_rates) > 0.0


def test_a_tender_calf_is_toughened_until_the_usual_run_hardly_excites_it() -> None:
    tender = PRONE.replaced({"motor_terminals.ending_threshold": 12.0})
    margins = np.array(habit_of(tender, 70.0, 1, *USUAL).margins_mV)
    assert margins.max() > 2.0
    assert (margins <= REFERENCE.value("motor_terminals.largest_habit")).all()
    less = habit_of(tender, 70.0, 1, 3.0, 1500.0).margins_mV  # a quarter of the training
    assert max(less) <= margins.max()


def test_a_longer_usual_run_tires_a_calf_more_slowly() -> None:
    short, long = (habit_of(REFERENCE, 70.0, 1, 3.0, longest) for longest in (3000.0, 9000.0))
    assert (np.array(long.slow_rates) < np.array(short.slow_rates)).all()


def test_same_seed_same_habit() -> None:
    assert habit_of(PRONE, 70.0, 5, *USUAL) == habit_of(PRONE, 70.0, 5, *USUAL)
