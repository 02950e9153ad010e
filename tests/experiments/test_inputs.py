"""What a laboratory puts into the loop: postures, movements, efforts, pulses."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp.calf import MUSCLES, Calf
from uncramp.experiments import inputs, interventions
from uncramp.experiments.inputs import Posture
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet, load_parameters

P: ParameterSet = load_parameters()
NEUTRAL, POINTED = Posture(0.0, 0.0), Posture(-30.0, 0.0)
SOLEUS = MUSCLES.index("soleus")
MEDIAL = MUSCLES.index("medial_gastrocnemius")


@pytest.fixture
def calf() -> Calf:
    return Calf(P, 70.0, 3)


def lengths(wanted: np.ndarray, muscle: int) -> np.ndarray:
    return wanted[layout.IN_LENGTH + muscle]


def test_a_movement_takes_its_time_and_ends_where_the_hold_begins() -> None:
    moved = inputs.move(POINTED, Posture(15.0, 90.0), 20.0, P)
    assert moved.shape == (layout.N_IN, 2250)
    still = inputs.hold(Posture(15.0, 90.0), 0.5, P)
    assert moved[:, -1] == pytest.approx(still[:, 0])
    assert (np.diff(lengths(moved, SOLEUS)) > 0.0).all()


def test_a_bent_knee_shortens_the_gastrocnemius_and_leaves_the_soleus() -> None:
    straight, bent = (inputs.hold(Posture(15.0, knee), 0.01, P) for knee in (0.0, 90.0))
    assert lengths(bent, MEDIAL)[0] < lengths(straight, MEDIAL)[0] - 0.01
    assert lengths(bent, SOLEUS)[0] == lengths(straight, SOLEUS)[0]


@pytest.mark.parametrize("speed_deg_s", [0.0, -5.0, float("nan")])
def test_a_movement_without_speed_is_refused(speed_deg_s: float) -> None:
    with pytest.raises(ValueError, match="needs a positive one"):
        inputs.move(POINTED, NEUTRAL, speed_deg_s, P)


def test_a_contraction_commands_the_named_muscles_only(calf: Calf) -> None:
    wanted = inputs.contraction(NEUTRAL, ["soleus"], 1.0, P)
    interventions.set_effort(calf, 1.0)
    calf.run(inputs.hold(NEUTRAL, 0.5, P), 0)
    window = calf.run(wanted, 500)
    assert window.activation[SOLEUS] > 0.3
    assert window.drive[MEDIAL] == 0.0


def test_stimulation_fires_the_muscle_at_its_frequency(calf: Calf) -> None:
    wanted = inputs.stimulated(inputs.hold(NEUTRAL, 1.0, P), 10.0, 10)
    pulses = np.flatnonzero(wanted[layout.IN_STIMULUS])
    assert (np.diff(pulses) == 100).all()
    assert len(pulses) == 10
    window = calf.run(wanted, 0, record_every=1)
    spikes = window.record[layout.REC_RATE + SOLEUS, pulses]
    assert (spikes >= 0.9 * calf.pools[SOLEUS].n_units).all()


def test_a_train_longer_than_the_posture_is_refused() -> None:
    with pytest.raises(ValueError, match="hold the posture for longer"):
        inputs.stimulated(inputs.hold(NEUTRAL, 1.0, P), 10.0, 12)


def test_a_pulse_reaches_its_share_of_the_named_muscles(calf: Calf) -> None:
    still = inputs.hold(NEUTRAL, 1.0, P)
    wanted = inputs.stimulated(still, 20.0, 20, 0.5, ["soleus"])
    assert not still[layout.IN_STIMULUS : layout.IN_STIMULUS + 3].any()
    assert not wanted[layout.IN_STIMULUS + MEDIAL].any()
    raster = calf.run(wanted, 0, raster=True).raster
    first = sum(pool.n_units for pool in calf.pools[:SOLEUS])
    reached = raster[first:, 0]
    assert reached.mean() == pytest.approx(0.5, abs=0.03)
    assert not raster[:first, 0].any()


@pytest.mark.parametrize("frequency_Hz", [4.0, 13.0, 33.0])
def test_pulses_come_at_the_frequency(frequency_Hz: float) -> None:
    n = round(2.0 * frequency_Hz)
    wanted = inputs.stimulated(inputs.hold(NEUTRAL, 2.0, P), frequency_Hz, n)
    pulses = np.flatnonzero(wanted[layout.IN_STIMULUS])
    assert len(pulses) == n
    assert np.diff(pulses).mean() == pytest.approx(1000.0 / frequency_Hz, rel=0.01)
    assert np.ptp(np.diff(pulses)) <= 1


def test_an_unknown_muscle_is_refused() -> None:
    still = inputs.hold(NEUTRAL, 0.1, P)
    message = (
        "muscle is 'calf'; one of medial_gastrocnemius, lateral_gastrocnemius, soleus is needed"
    )
    with pytest.raises(ValueError, match=message):
        inputs.stimulated(still, 20.0, 1, 1.0, ["calf"])
    with pytest.raises(ValueError, match=message):
        inputs.contraction(NEUTRAL, ["calf"], 0.1, P)
