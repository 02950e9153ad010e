"""Each conditioning step does what it says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from subjects import CALM, EVERY_STEP, READY, SHORT, P, calf, everything, same

from uncramp.calf import MUSCLES
from uncramp.experiments.protocols import (
    NEUTRAL,
    STRETCHED,
    Bouts,
    Contraction,
    CrampTraining,
    Drink,
    Heat,
    MusclePain,
    NerveBlock,
    OralReflex,
    Rest,
    Session,
    Step,
    Stimulation,
    Stretch,
    Sweat,
)
from uncramp.experiments.session import Watched
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

MEDIAL, SOLEUS = MUSCLES.index("medial_gastrocnemius"), MUSCLES.index("soleus")


def session(parameters: ParameterSet = CALM, muscle: str = "medial_gastrocnemius") -> Session:
    return Session(calf(parameters), muscle)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[np.ndarray, Watched]]:
    """Inputs given to `Session.advance`, and what was watched."""
    parts: list[tuple[np.ndarray, Watched]] = []
    plain = Session.advance

    def advance(self: Session, wanted: np.ndarray) -> Watched:
        watched = plain(self, wanted)
        parts.append((wanted, watched))
        return watched

    monkeypatch.setattr(Session, "advance", advance)
    return parts


@pytest.mark.parametrize("step", EVERY_STEP, ids=lambda step: type(step).__name__)
def test_every_step_leaves_the_posture_and_a_clock_that_never_goes_back(step: Step) -> None:
    one = session(P)
    before_ms = one.now_ms
    step.apply(one)
    assert one.posture == SHORT
    assert one.now_ms >= before_ms
    assert np.isfinite(one.calf.state.muscles).all()
    assert np.isfinite(one.calf.state.chunks).all()


@pytest.mark.parametrize(
    ("step", "seconds"),
    [(Rest(3.0), 3.0), (Rest(0.0), 0.0), (Contraction(1.2), 1.2), (Bouts(3, 0.4, 0.3, 0.5), 4.8),
     (Stretch(2.0, STRETCHED, 15.0), 8.0), (Stimulation(10.0, 1.0, rest_s=2.0), 3.05)],
    ids=str,
)  # fmt: skip
def test_steps_take_their_time(step: Step, seconds: float) -> None:
    """Movements of 20 degrees per second from 30 degrees of plantarflexion included."""
    one = session()
    before_ms = one.now_ms
    step.apply(one)
    assert (one.now_ms - before_ms) / 1000.0 == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize(
    "step", [Sweat(1.0), Drink(0.5), Heat(38.0, 39.0), MusclePain(), OralReflex(0.2)]
)
def test_what_is_done_at_once_takes_none(step: Step) -> None:
    one = session()
    before_ms = one.now_ms
    step.apply(one)
    assert one.now_ms == before_ms


def test_an_effort_is_of_its_strength_muscles_and_posture(
    seen: list[tuple[np.ndarray, Watched]],
) -> None:
    forces = []
    for effort in (0.2, 1.0):
        one = session()
        seen.clear()
        Contraction(1.0, effort, posture=NEUTRAL).apply(one)
        efforts = [watched for wanted, watched in seen if wanted[layout.IN_DRIVE + MEDIAL].any()]
        assert len(efforts) == 1
        assert not any(wanted[layout.IN_DRIVE + SOLEUS].any() for wanted, _ in seen)
        forces.append(efforts[0].force_N.max())
    assert 1.5 * forces[0] < forces[1]
    seen.clear()
    Contraction(0.5, 1.0, ("soleus",)).apply(session())
    driven = [k for k in range(3) if any(w[layout.IN_DRIVE + k].any() for w, _ in seen)]
    assert driven == [SOLEUS]


def test_bouts_are_as_many_as_wanted_and_tire() -> None:
    few, many = session(), session()
    Bouts(1, 2.0, 1.0, 1.0).apply(few)
    Bouts(8, 2.0, 1.0, 1.0).apply(many)
    capacity = [one.calf.force_capacity()[MEDIAL] for one in (few, many)]
    assert capacity[1] < capacity[0] < 1.0
    assert many.calf.depression_mV[MEDIAL].mean() > few.calf.depression_mV[MEDIAL].mean()


def test_a_stretch_makes_the_muscle_long(seen: list[tuple[np.ndarray, Watched]]) -> None:
    Stretch(1.0).apply(session())
    lengths = np.concatenate([wanted[layout.IN_LENGTH + MEDIAL] for wanted, _ in seen])
    assert np.ptp(lengths) > 0.02
    assert lengths[-1] == pytest.approx(lengths[0], abs=1e-4)


def test_stimulation_fires_axons_at_its_frequency(seen: list[tuple[np.ndarray, Watched]]) -> None:
    Stimulation(20.0, 2.0, strength=0.5).apply(session())
    raster = max((watched.raster for _, watched in seen), key=lambda raster: raster.sum())
    reached = raster.any(axis=1)
    assert reached.mean() == pytest.approx(0.5, abs=0.1)
    assert (raster[reached].sum(axis=1) == 40).all()


def test_sweat_and_drink_reach_the_milieu_and_the_calf() -> None:
    one = session()
    one.do([Sweat(2.0), Drink(2.0), Rest(3600.0)])
    diluted = one.fluids.milieu.sodium_mM
    assert diluted < 140.0
    one.advance(one.hold(0.1))
    assert one.calf.milieu.sodium_mM == pytest.approx(diluted)
    assert one.calf.milieu.extracellular_fraction < 1.0


def test_pain_is_of_the_muscle_and_fades() -> None:
    one = session(muscle="soleus")
    MusclePain(0.6).apply(one)
    assert one.calf.pain.tolist() == [0.0, 0.0, 0.6]
    one.advance(one.hold(0.1))
    assert one.calf.state.constants[SOLEUS, layout.HOLD] > 0.0
    one.rest(3 * 7200.0)
    assert one.calf.pain.max() < 0.3


def test_a_nerve_block_lasts_until_it_is_lifted() -> None:
    one = session()
    one.do([NerveBlock(), Rest(10.0)])
    forces = []
    for steps in ([], [NerveBlock(False)]):
        one.do(steps)
        one.calf.state.muscles[:, layout.COMMAND] = 3.0
        wanted = one.hold(1.0)
        wanted[layout.IN_DRIVE : layout.IN_DRIVE + 3] = 1.0
        forces.append(int(one.advance(wanted).raster.sum()))
    assert forces[0] == 0
    assert forces[1] > 0


def test_a_sip_calms_the_pools_and_fades() -> None:
    one = session(P)
    one.advance(one.hold(0.1))
    before = one.calf.state.constants[MEDIAL, layout.M_REST]
    OralReflex(0.2).apply(one)
    one.advance(one.hold(0.1))
    assert one.calf.state.constants[MEDIAL, layout.M_REST] == pytest.approx(before - 0.2, abs=1e-3)
    one.rest(6 * 7200.0)
    one.advance(one.hold(0.1))
    assert one.calf.state.constants[MEDIAL, layout.M_REST] > before - 0.1


def training(posture_deg: float, weeks: float = 2.0) -> CrampTraining:
    posture = SHORT if posture_deg < 0.0 else NEUTRAL
    return CrampTraining(weeks, 2.0, posture, n_trains=3, on_s=2.0, off_s=2.0)


def test_training_raises_margins_of_its_muscle_by_the_barrage_of_its_sessions() -> None:
    one = session(READY)
    step = training(-30.0)
    dose = step.dose(one)
    assert dose > 0.0
    assert step.dose(one) == dose  # a copy lived through it: nothing is learnt yet
    step.apply(one)
    gained = one.calf.training_mV
    assert gained[MEDIAL] > 0.0
    assert not gained[1:].any()
    assert gained[MEDIAL] < 4 * dose * P.value("motor_terminals.learning")


def test_training_a_muscle_that_gets_no_barrage_teaches_nothing() -> None:
    one = session(CALM)
    training(-30.0).apply(one)
    assert not one.calf.training_mV.any()


def test_more_weeks_teach_more_and_a_long_muscle_less() -> None:
    gained = []
    for step in (training(-30.0, 1.0), training(-30.0, 4.0), training(0.0, 4.0)):
        one = session(READY)
        step.apply(one)
        gained.append(one.calf.training_mV[MEDIAL])
    assert gained[0] < gained[1]
    assert gained[2] < gained[1]


def test_the_dose_of_a_session_leaves_the_subject_alone() -> None:
    one = session(READY)
    before, now_ms = everything(one.calf), one.now_ms
    training(-30.0).dose(one)
    assert same(before, everything(one.calf))
    assert one.now_ms == now_ms


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_steps_can_be_done(seed: int) -> None:
    rng = np.random.default_rng(seed)
    steps = [EVERY_STEP[i] for i in rng.integers(0, len(EVERY_STEP), 7)]
    ends = []
    for _ in range(2):
        one = session(P)
        one.do(steps)
        assert np.isfinite(one.calf.state.muscles).all()
        ends.append(everything(one.calf))
    assert same(*ends)
