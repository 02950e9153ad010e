"""Protocols: any conditioning, a calf left as it was, a ladder that rises, cramps that are told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from subjects import CALM, EVERY_STEP, READY, SHORT, P, calf, everything, same

from uncramp.experiments import protocols
from uncramp.experiments.protocols import (
    NEUTRAL,
    STRETCHED,
    Bouts,
    Contraction,
    Posture,
    Rest,
    Session,
    Step,
    Stimulation,
    Threshold,
    Train,
    follow,
    maximal_force_N,
    shortened_contraction,
    stretch_during_cramp,
    threshold_frequency,
    time_to_cramp,
)

QUICK = {"train": Train(duration_s=1.0), "step_Hz": 10.0, "stop_Hz": 34.0, "rest_s": 5.0}


def ready(**more: object) -> Threshold:
    return threshold_frequency(calf(READY), **{**QUICK, **more})  # type: ignore[arg-type]


# --- trains and ladders -----------------------------------------------------------------------


def test_trains_have_pulses_or_a_duration() -> None:
    assert Train().pulses(10.0) == Train().pulses(30.0) == 150
    assert Train(n_pulses=30).pulses(12.0) == 30
    assert [Train(duration_s=2.0).pulses(f) for f in (0.1, 10.0, 15.0)] == [1, 20, 30]
    with pytest.raises(ValueError, match="n_pulses or duration_s, not both"):
        Train(n_pulses=10, duration_s=1.0)
    for strength in (-0.1, 1.1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            Train(strength=strength)


@pytest.mark.parametrize(
    "ladder",
    [{"step_Hz": 0.0}, {"step_Hz": -2.0}, {"start_Hz": 0.0}, {"step_Hz": float("nan")}],
    ids=str,
)
def test_a_ladder_that_does_not_rise_is_refused(ladder: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        threshold_frequency(calf(), **ladder)


def test_an_unknown_muscle_is_refused() -> None:
    with pytest.raises(ValueError, match="muscle is 'calf'"):
        threshold_frequency(calf(), muscle="calf")


def test_a_calf_that_does_not_cramp_has_no_threshold() -> None:
    found = threshold_frequency(calf(CALM), **QUICK)  # type: ignore[arg-type]
    assert math.isnan(found.frequency_Hz)
    assert found.cramp is None
    assert found.n_trains == 4  # 4, 14, 24, 34 Hz


def test_the_threshold_is_a_rung_of_the_ladder_and_what_lies_below_leaves_no_cramp() -> None:
    found = ready(watch_s=5.0)
    assert found.frequency_Hz in (4.0, 14.0, 24.0, 34.0)
    assert found.n_trains == (found.frequency_Hz - 4.0) / 10.0 + 1
    assert found.cramp is not None
    assert found.cramp.duration_s > 0.5
    assert found.cramp.peak_share > P.value("cramp.assay_share")
    below = ready(stop_Hz=found.frequency_Hz - 1.0)
    assert math.isnan(below.frequency_Hz)


def test_harder_endings_raise_the_threshold_and_a_weak_stimulus_too() -> None:
    fine = {"step_Hz": 4.0, "stop_Hz": 60.0}
    easy = ready(**fine).frequency_Hz
    harder = READY.replaced({"motor_terminals.ending_threshold": 12.0})
    hard = threshold_frequency(calf(harder), **{**QUICK, **fine}).frequency_Hz  # type: ignore[arg-type]
    weak = ready(**fine, train=Train(duration_s=1.0, strength=0.5)).frequency_Hz
    assert easy < hard or math.isnan(hard)
    assert easy <= weak or math.isnan(weak)


# --- conditioning: anything, in any order, on copies -------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_any_conditioning_is_accepted_and_leaves_the_calf_as_it_was(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before: list[Step] = [EVERY_STEP[i] for i in rng.integers(0, len(EVERY_STEP), 5)]
    one = calf()
    state = everything(one)
    found = [
        threshold_frequency(one, before=before, **{**QUICK, "stop_Hz": 14.0})  # type: ignore[arg-type]
        for _ in range(2)
    ]
    assert same(state, everything(one))
    assert found[0].frequency_Hz == found[1].frequency_Hz or (
        math.isnan(found[0].frequency_Hz) and math.isnan(found[1].frequency_Hz)
    )
    sessions = [threshold.session for threshold in found]
    assert same(everything(sessions[0].calf), everything(sessions[1].calf))
    assert sessions[0].now_ms == sessions[1].now_ms


def test_conditioning_is_done_in_order_before_the_first_train() -> None:
    done: list[str] = []

    class Note:
        def __init__(self, name: str) -> None:
            self.name = name

        def apply(self, _: Session) -> None:
            done.append(self.name)

    threshold_frequency(
        calf(CALM),
        before=(Note(name) for name in "abc"),
        **{**QUICK, "stop_Hz": 4.0},  # type: ignore[arg-type]
    )
    assert done == ["a", "b", "c"]


@pytest.mark.parametrize("muscle", ["lateral_gastrocnemius", "soleus"])
def test_other_muscles_and_postures_can_be_tested(muscle: str) -> None:
    bent = Posture(-20.0, 60.0)
    found = ready(muscle=muscle, posture=bent)
    assert found.session.muscle == muscle
    assert found.session.posture == bent


# --- a cramp, followed --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cramping() -> Session:
    """A pointed foot whose medial gastrocnemius has just been made to cramp."""
    session = Session(calf(READY))
    session.do([Stimulation(30.0, 3.0)])
    watched = session.advance(session.hold(1.0))
    assert watched.firing[-1] > 0.3
    return session


def test_a_cramp_is_followed_to_its_end_or_to_the_limit(cramping: Session) -> None:
    going_on = follow(cramping.copy(), 4.0)
    assert not going_on.ended
    assert 3.5 < going_on.duration_s <= 4.0
    assert going_on.peak_share > 0.3
    assert going_on.peak_emg > 0.0
    assert going_on.peak_force_N > 0.0
    assert going_on.discharge.n_active > 0
    ending = cramping.copy()
    ending.move_to(STRETCHED)
    over = follow(ending, 60.0)
    assert over.ended
    assert over.duration_s < 30.0
    assert ending.advance(ending.hold(0.5)).firing.max() < P.value("cramp.assay_share")


def test_following_what_is_over_ends_at_once() -> None:
    cramp = follow(Session(calf(CALM)), 30.0)
    assert cramp.ended
    assert cramp.duration_s == 0.0
    assert cramp.peak_share == 0.0
    assert cramp.discharge.n_active == 0


def test_a_stretch_ends_a_cramp_that_would_have_gone_on(cramping: Session) -> None:
    before, now_ms = everything(cramping.calf), cramping.now_ms
    alone = follow(cramping.copy(), 60.0).duration_s
    stretched = stretch_during_cramp(cramping, limit_s=60.0)
    assert 0.0 <= stretched < 0.5 * alone
    assert same(before, everything(cramping.calf))
    assert cramping.now_ms == now_ms
    assert cramping.posture == SHORT


def test_staying_is_no_stretch(cramping: Session) -> None:
    assert stretch_during_cramp(cramping, to=SHORT, limit_s=3.0) == pytest.approx(3.0, abs=0.1)


def test_a_session_copied_in_a_cramp_goes_on_as_its_twin(cramping: Session) -> None:
    first, second = cramping.copy(), cramping.copy()
    rasters = [one.advance(one.hold(2.0)).raster for one in (first, second)]
    assert np.array_equal(*rasters)
    first.do([Contraction(0.5)])
    assert second.now_ms != first.now_ms


# --- voluntary protocols --------------------------------------------------------------------------


def test_a_shortened_effort_leaves_a_cramp_in_a_ready_calf_and_none_in_a_calm_one() -> None:
    quick = {"duration_s": 3.0, "watch_s": 3.0, "muscles": ("medial_gastrocnemius",)}
    one = calf(READY)
    state = everything(one)
    cramp = shortened_contraction(one, **quick)  # type: ignore[arg-type]
    assert cramp is not None
    assert cramp.duration_s > 1.0
    assert same(state, everything(one))
    assert shortened_contraction(calf(CALM), **quick) is None  # type: ignore[arg-type]


def test_maximal_force_falls_with_work_and_comes_back() -> None:
    session = Session(calf(CALM))
    fresh = maximal_force_N(session)
    session.do([Bouts(10, 3.0, 0.5, 1.0)])
    tired = maximal_force_N(session)
    session.do([Rest(1800.0)])
    rested = maximal_force_N(session)
    assert tired < 0.99 * fresh
    assert tired < rested <= 1.02 * fresh
    assert session.posture == SHORT


def test_time_to_cramp_counts_cycles() -> None:
    cycle = [Stimulation(30.0, 1.0), Rest(1.0)]
    never = time_to_cramp(Session(calf(CALM)), cycle, limit_s=10.0)
    assert math.isnan(never)
    meanwhile: list[int] = []

    class Count:
        def apply(self, session: Session) -> None:
            meanwhile.append(session.now_ms)

    found = time_to_cramp(Session(calf(READY)), cycle, limit_s=60.0, every_cycle=[Count()])
    assert 0.0 < found <= 63.0
    assert len(meanwhile) < 20


def test_every_public_name_is_there() -> None:
    for name in protocols.__all__:
        assert hasattr(protocols, name)
    assert Posture(0.0, 0.0) == NEUTRAL
