"""A recorded run becomes a scenario, or says why it cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from runs import ATHLETE, WEATHER

from uncramp.activity.synthetic import synthetic_run
from uncramp.conditions import Conditions
from uncramp.simulation import Scenario

CONDITIONS = Conditions.resolve(WEATHER)


def test_of_an_activity() -> None:
    run = synthetic_run(3.0, 300, 0.02)
    scenario = Scenario.of(run, ATHLETE, CONDITIONS)
    assert scenario.course.speed_m_s.mean() == pytest.approx(3.0, rel=0.02)
    assert not np.isnan(scenario.course.grade).any()
    assert len(scenario.course.cadence_spm) == len(run.time_s)
    assert scenario.conditioning == 1.0


def test_without_grade_and_cadence() -> None:
    run = replace(synthetic_run(3.0, 300, 0.0), grade=None, cadence_spm=None)
    scenario = Scenario.of(run, ATHLETE, CONDITIONS)
    assert not scenario.course.grade.any()
    assert np.isnan(scenario.course.cadence_spm).all()


def test_a_file_without_distance_is_refused() -> None:
    run = synthetic_run(3.0, 300, 0.0)
    still = replace(run, distance_m=np.zeros_like(run.distance_m))
    with pytest.raises(ValueError, match=r"no distance was recorded.*use a file with"):
        Scenario.of(still, ATHLETE, CONDITIONS)
    stopped = replace(run, moving=np.zeros_like(run.moving))
    with pytest.raises(ValueError, match="no distance was recorded"):
        Scenario.of(stopped, ATHLETE, CONDITIONS)
