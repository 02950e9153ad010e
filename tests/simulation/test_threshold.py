"""The weakest contraction that sets off a cramp."""

from __future__ import annotations

import numpy as np
import pytest
from runs import PARAMETERS

from uncramp.calf import Calf
from uncramp.simulation.threshold import contraction_threshold_pct


def threshold(level: float, seed: int = 1) -> float:
    parameters = PARAMETERS.replaced({"motor_neurons.pic_level_rest": level})
    return contraction_threshold_pct(Calf(parameters, 70.0, seed), 0, parameters)


def test_a_healthy_calf_has_none() -> None:
    assert np.isnan(threshold(0.8))


def test_it_falls_as_the_pic_level_rises() -> None:
    levels = (0.8, 1.25, 1.5, 2.0)
    values = np.nan_to_num([threshold(level) for level in levels], nan=101.0)
    assert (np.diff(values) <= 0.0).all()
    assert values[-1] < 50.0


def test_it_leaves_the_calf_as_it_is() -> None:
    parameters = PARAMETERS.replaced({"motor_neurons.pic_level_rest": 1.75})
    calf = Calf(parameters, 70.0, 1)
    before = calf.state.copy()
    first = contraction_threshold_pct(calf, 0, parameters)
    for name in before.__dataclass_fields__:
        assert np.array_equal(getattr(before, name), getattr(calf.state, name)), name
    assert contraction_threshold_pct(calf, 0, parameters) == first


@pytest.mark.parametrize("level", [1.75, 2.0])
def test_it_is_on_the_grid_of_its_bisections(level: float) -> None:
    assert threshold(level) % 6.25 == 0.0
