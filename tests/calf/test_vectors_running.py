"""Test vectors of running: Achilles force, when it comes, and what the soleus' fascicles do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from protocols import MASS_KG, PARAMETERS, Lab

from uncramp.calf import MUSCLES
from uncramp.gait import stride_at, stride_inputs
from uncramp.kernels import layout

SOLEUS = MUSCLES.index("soleus")
STRIDES = 10


@dataclass(frozen=True)
class Run:
    """A mean stride in ms, beginning with the lead-in before contact."""

    force_N: np.ndarray  # Achilles tendon
    length_m: np.ndarray  # soleus: muscle-tendon unit
    fascicle: np.ndarray  # L0
    along_m: np.ndarray  # fascicle in the direction of the tendon
    activation: np.ndarray
    spikes: np.ndarray
    contact: slice


@cache
def running(speed_m_s: float) -> Run:
    """Soleus and tendon once the command has found the demand."""
    lab = Lab()
    lab.run(speed_m_s, 50)
    record = lab.run(speed_m_s, STRIDES).record
    stride = stride_at(speed_m_s, 0.0, None, PARAMETERS)
    inputs = stride_inputs(stride, MASS_KG, PARAMETERS)
    n = inputs.shape[1]
    mean = record[:, : STRIDES * n].reshape(len(record), STRIDES, n).mean(axis=1)
    muscle = lab.calf.muscles[SOLEUS]
    fascicle = mean[layout.REC_FIBRE + SOLEUS]
    lead = round(1000.0 * PARAMETERS.value("gait.command_lead"))
    return Run(
        force_N=mean[layout.REC_FORCE : layout.REC_FORCE + 3].sum(axis=0),
        length_m=inputs[layout.IN_LENGTH + SOLEUS],
        fascicle=fascicle,
        along_m=np.sqrt((fascicle * muscle.optimal_length_m) ** 2 - muscle.fibre_height_m**2),
        activation=mean[layout.REC_ACTIVATION + SOLEUS],
        spikes=mean[layout.REC_RATE + SOLEUS],
        contact=slice(lead, lead + round(1000.0 * stride.contact_s)),
    )


@pytest.mark.parametrize("speed_m_s", [2.7, 3.3, 4.0])
def test_achilles_force(speed_m_s: float) -> None:
    """2-4.6 kN; 2-6 kN accepted. Shear-wave tensiometry alone has more."""
    assert 2000.0 <= running(speed_m_s).force_N.max() <= 6000.0


def test_moment_is_the_one_demanded() -> None:
    """Its impulse in contact, within 5 %; its shape is the muscles' own."""
    lab = Lab()
    lab.run(3.3, 50)
    record = lab.run(3.3, 10).record
    inputs = stride_inputs(stride_at(3.3, 0.0, None, PARAMETERS), MASS_KG, PARAMETERS)
    arms = np.tile(inputs[layout.IN_ARM : layout.IN_ARM + 3], (1, 10))
    moment = (record[layout.REC_FORCE : layout.REC_FORCE + 3] * arms).sum(axis=1)
    demanded = inputs[layout.IN_DEMAND : layout.IN_DEMAND + 3, -1] * 10.0
    assert moment.sum() / 1000.0 == pytest.approx(demanded.sum(), rel=0.05)


@pytest.mark.parametrize("speed_m_s", [2.7, 3.3])
def test_force_is_gone_in_the_swing(speed_m_s: float) -> None:
    run = running(speed_m_s)
    peak = int(np.argmax(run.force_N))
    assert run.contact.start < peak < run.contact.stop
    assert run.force_N[-200:].mean() < 0.15 * run.force_N.max()


@pytest.mark.parametrize("speed_m_s", [2.7, 3.3, 4.0])
def test_soleus_at_the_peak_of_activation(speed_m_s: float) -> None:
    """0.88 L0 in running (Rubenson 2012), within 0.05."""
    run = running(speed_m_s)
    assert run.fascicle[np.argmax(run.activation)] == pytest.approx(0.88, abs=0.05)


@pytest.mark.parametrize("speed_m_s", [3.3, 4.0])
def test_soleus_while_active(speed_m_s: float) -> None:
    """0.65-0.99 L0 in stance while its motor neurons fire (5 to 95 % of the stride's spikes)."""
    run = running(speed_m_s)
    share = np.cumsum(run.spikes) / run.spikes.sum()
    on, off = np.searchsorted(share, (0.05, 0.95))
    active = run.fascicle[max(on, run.contact.start) : off]
    assert active.min() >= 0.65
    assert active.max() <= 0.99


@pytest.mark.xfail(
    strict=True,
    reason="67 %: with 0.65-0.99 L0 (Rubenson) alone the share is 43 %; 20 % needs a tendon that "
    "stretches 10 %, twice what ultrasound sees",
)
def test_fascicles_take_a_fifth_of_the_movement() -> None:
    """20 % of the change of length of the soleus in stance (Lai 2015), within 10 points."""
    run = running(3.3)
    share = np.ptp(run.along_m[run.contact]) / np.ptp(run.length_m[run.contact])
    assert share == pytest.approx(0.2, abs=0.1)


def test_fascicles_shorten_nearly_continuously() -> None:
    """In running, unlike in walking (Rubenson 2012): little lengthening within the stance."""
    run = running(3.3)
    change = np.diff(run.fascicle[run.contact])
    assert change[change > 0.0].sum() < 0.1 * -change[change < 0.0].sum()
