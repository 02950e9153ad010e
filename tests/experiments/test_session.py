"""A subject on the couch: time, rests, cramps that are lived through, copies."""

from __future__ import annotations

import numpy as np
import pytest
from subjects import CALM, READY, SHORT, SIZES, P, calf, everything, same

from uncramp.calf import MUSCLES
from uncramp.experiments import inputs
from uncramp.experiments.protocols import NEUTRAL, Session, Stimulation
from uncramp.experiments.session import RECORD_MS
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet


def session(parameters: ParameterSet = P, muscle: str = "medial_gastrocnemius") -> Session:
    return Session(calf(parameters), muscle)


@pytest.fixture
def skipped(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that were not simulated spike by spike."""
    seconds: list[float] = []
    plain = Session.skip

    def skip(self: Session, duration_s: float) -> None:
        seconds.append(duration_s)
        plain(self, duration_s)

    monkeypatch.setattr(Session, "skip", skip)
    return seconds


def test_what_is_watched_has_its_length_and_is_of_the_muscle() -> None:
    one = session(muscle="soleus")
    before_ms = one.now_ms
    watched = one.advance(one.hold(7.3))
    assert one.now_ms - before_ms == 7300
    assert watched.duration_s == 7.3
    assert watched.raster.shape == (SIZES[2], 7300)
    for series in (watched.firing, watched.force_N, watched.barrage):
        assert series.shape == (7300 // RECORD_MS,)
    assert watched.quiet
    assert one.index == MUSCLES.index("soleus")


def test_the_raster_is_of_the_muscle_stimulated() -> None:
    for muscle, n in zip(MUSCLES, SIZES, strict=True):
        one = session(CALM, muscle)
        watched = one.advance(inputs.stimulated(one.hold(1.0), 10.0, 10, 1.0, (muscle,)))
        assert watched.raster.shape[0] == n
        assert (watched.raster.sum(axis=1) == 10).all()


def test_an_unknown_muscle_is_refused() -> None:
    with pytest.raises(ValueError, match="muscle is 'biceps'; one of medial_gastrocnemius"):
        Session(calf(), "biceps")


def test_a_silent_subject_rests_without_being_simulated(skipped: list[float]) -> None:
    one = session(CALM)
    before_ms = one.now_ms
    one.rest(600.0)
    assert one.now_ms - before_ms == 600_000
    assert skipped[-1] == 598.0


def test_a_cramp_is_lived_through(skipped: list[float]) -> None:
    one = session(READY)
    one.do([Stimulation(30.0, 3.0)])
    assert one.advance(one.hold(1.0)).firing[-1] > 0.3, "no cramp: the test shows nothing"
    skipped.clear()
    one.rest(4.0)
    assert skipped == [0.0]


def test_a_cramp_of_a_muscle_not_under_the_eye_is_lived_through_too(skipped: list[float]) -> None:
    one = session(READY, "soleus")
    train = inputs.stimulated(one.hold(3.0), 30.0, 90, 1.0, ("medial_gastrocnemius",))
    one.advance(train)
    watched = one.advance(one.hold(1.0))
    assert not watched.quiet, "no cramp: the test shows nothing"
    skipped.clear()
    one.rest(4.0)
    assert skipped == [0.0]


def test_rests_bring_back_what_work_has_changed() -> None:
    one = session(CALM)
    rows = one.calf.state.muscles
    rest_mM = rows[0, layout.REGION_K]
    one.do([Stimulation(30.0, 5.0)])
    worked = rows[0].copy()
    assert worked[layout.REGION_K] > rest_mM + 0.5
    assert worked[layout.MONOAMINE] > 0.05
    one.rest(120.0)
    for column, share in ((layout.MONOAMINE, 0.01), (layout.REGION_AFTER, 0.01)):
        assert rows[0, column] < share * worked[column]
    assert rows[0, layout.REGION_K] - rest_mM < 0.05 * (worked[layout.REGION_K] - rest_mM)


def test_a_leg_that_is_there_does_not_move() -> None:
    one = session()
    assert one.move_to(SHORT) is None
    before_ms = one.now_ms
    moved = one.move_to(NEUTRAL, 15.0)
    assert moved is not None
    assert moved.duration_s == pytest.approx(2.0)
    assert one.now_ms - before_ms == 2000
    assert one.posture == NEUTRAL


def test_heat_reaches_the_calf() -> None:
    one = session()
    one.heat(39.0, 40.0)
    one.advance(one.hold(0.1))
    assert one.calf.milieu.core_temperature_C == 39.0
    assert one.calf.milieu.muscle_temperature_C == 40.0


def test_a_copy_is_independent() -> None:
    one = session(READY)
    before, fluids, now_ms = everything(one.calf), one.fluids.milieu, one.now_ms
    copy = one.copy()
    copy.do([Stimulation(30.0, 2.0)])
    copy.fluids.lose(1.0, {"sodium": 50.0})
    copy.calf.learn(0, 50.0)
    copy.calf.pain[:] += 0.3
    copy.move_to(NEUTRAL)
    assert same(before, everything(one.calf))
    assert (one.fluids.milieu, one.now_ms, one.posture) == (fluids, now_ms, SHORT)


def test_two_subjects_of_one_seed_are_one() -> None:
    rasters = []
    for seed in (3, 3, 4):
        one = Session(calf(READY, seed))
        one.do([Stimulation(25.0, 2.0)])
        rasters.append(one.advance(one.hold(2.0)).raster)
    assert np.array_equal(rasters[0], rasters[1])
    assert not np.array_equal(rasters[0], rasters[2])


def test_emg_grows_with_the_units_at_work() -> None:
    one = session(CALM)
    peaks = []
    for strength in (0.3, 1.0):
        train = inputs.stimulated(one.hold(1.0), 20.0, 20, strength, (one.muscle,))
        peaks.append(one.emg(one.advance(train)).max())
        one.rest(5.0)
    assert peaks[0] < peaks[1] == pytest.approx(1.0, abs=0.1)
