"""A run before a test, a stimulated tendon, a session that goes on."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.calf import Calf, Habit
from uncramp.experiments import protocols as lab
from uncramp.kernels import layout
from uncramp.parameters import load_parameters

P = load_parameters()
UNITS = (16, 8, 8)
RATES = (2e-5, 2e-5, 2e-5)


def session(rates: tuple[float, float, float] = RATES) -> lab.Session:
    return lab.Session(Calf(P, 70.0, 1, UNITS, Habit(slow_rates=rates)))


def test_a_run_takes_its_time_and_tires_the_calf() -> None:
    rested, run = session(), session()
    begun_ms = run.now_ms
    run.do([lab.Run(600.0, 3.0)])
    assert run.now_ms - begun_ms == pytest.approx(601_000, abs=1500)
    assert (run.calf.force_capacity() < rested.calf.force_capacity() - 0.005).all()
    assert run.posture == lab.POINTED


def test_a_longer_run_tires_more() -> None:
    """Once the fast states have settled, in the first minutes, slow fatigue goes on."""
    short, long = session().do([lab.Run(900.0, 3.0)]), session().do([lab.Run(5400.0, 3.0)])
    assert (long.calf.force_capacity() < short.calf.force_capacity()).all()


def test_nobody_runs_without_a_slope() -> None:
    level, down = (session().do([lab.Run(300.0, 3.0, slope)]) for slope in (0.0, -10.0))
    assert not np.array_equal(level.calf.force_capacity(), down.calf.force_capacity())


def test_a_stimulated_tendon_reports_more_force_than_there_is() -> None:
    plain, stimulated = session(), session()
    stimulated.do([lab.TendonStimulation(2.0)])
    for one in (plain, stimulated):
        one.do([lab.Contraction(1.0, 1.0, posture=lab.NEUTRAL)])
    gain = layout.ORGAN_GAIN
    k = plain.index
    assert stimulated.calf.state.constants[k, gain] == 2 * plain.calf.state.constants[k, gain]
    stimulated.do([lab.TendonStimulation(1.0)])
    assert stimulated.calf.state.constants[k, gain] == plain.calf.state.constants[k, gain]


def test_a_ladder_goes_on_from_a_session_and_leaves_it_as_it_is() -> None:
    going_on = session().do([lab.Sweat(1.0)])
    before_ms, sodium_mM = going_on.now_ms, going_on.fluids.milieu.sodium_mM
    found = lab.threshold_frequency(
        going_on, train=lab.Train(duration_s=0.5), start_Hz=10.0, stop_Hz=12.0
    )
    assert going_on.now_ms == before_ms
    assert found.session.now_ms > before_ms
    assert found.session.fluids.milieu.sodium_mM == sodium_mM != 140.0
