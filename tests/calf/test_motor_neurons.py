"""Size laws, the human recruitment law and what becomes of them in a contraction."""

from __future__ import annotations

import numpy as np
import pytest
from protocols import HUMAN_SIZE, PARAMETERS, Lab

from uncramp.calf import MUSCLES
from uncramp.calf.motor_neurons import build_pool, recruitment_threshold_pct
from uncramp.gait import still_inputs
from uncramp.kernels import layout

NEURONS = PARAMETERS.organ("motor_neurons")


def test_recruitment_law_of_the_human_gastrocnemius() -> None:
    x = np.array([0.0, 0.25, 0.5, 0.75, 0.9, 1.0])
    expected = [0.66, 8.62, 17.73, 32.64, 54.83, 89.70]
    assert recruitment_threshold_pct(x, NEURONS) == pytest.approx(expected, abs=0.01)


def test_size_laws() -> None:
    pool = build_pool("medial_gastrocnemius", PARAMETERS, 4001)  # ends close to x = 0 and 1
    ends = [0, -1]
    assert pool.rheobase_nA[ends] == pytest.approx([3.85, 35.0], rel=0.01)
    assert pool.resistance_MOhm[ends] == pytest.approx([3.71, 0.445], rel=0.01)
    assert pool.capacitance_nF[ends] == pytest.approx([3.08, 7.30], rel=0.01)
    assert pool.soma_threshold_mV[ends] == pytest.approx([14.3, 15.6], abs=0.1)
    assert pool.ahp_time_constant_ms[ends] == pytest.approx([56.0, 27.0], rel=0.01)


@pytest.mark.parametrize("muscle", MUSCLES)
def test_pools_are_ordered_by_size(muscle: str) -> None:
    pool = build_pool(muscle, PARAMETERS)
    assert pool.n_units == round(PARAMETERS.value(f"{muscle}.n_units"))
    assert pool.force_share.sum() == pytest.approx(1.0)
    for growing in (pool.rheobase_nA, pool.force_share, pool.capacitance_nF):
        assert (np.diff(growing) > 0.0).all()
    for falling in (pool.resistance_MOhm, pool.contraction_time_ms, pool.ahp_time_constant_ms):
        assert (np.diff(falling) < 0.0).all()
    ratio = PARAMETERS.value(f"{muscle}.contraction_time_ratio")
    times = pool.contraction_time_ms
    assert times[0] / times[-1] == pytest.approx(ratio, rel=0.03)


@pytest.mark.parametrize(
    ("muscle", "time_ms"),
    [
        ("lateral_gastrocnemius", 100.0),
        ("medial_gastrocnemius", 113.7),
        ("soleus", 156.5),
    ],
)
def test_contraction_time_of_the_whole_twitch(muscle: str, time_ms: float) -> None:
    """Force of all units together, as one electrical stimulus sets it off: within 15 ms."""
    lab = Lab(n_units=HUMAN_SIZE)
    row = layout.REC_FORCE + MUSCLES.index(muscle)
    inputs = still_inputs(0.0, 0.0, 900, PARAMETERS)
    inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, 400] = 1.0
    lab.calf.state.constants[:, layout.K_IA] = 0.0  # the twitch alone, without its reflex
    wave = lab.calf.run(inputs, 0, record_every=1).record[row, 400:]
    assert np.argmax(wave) == pytest.approx(time_ms, abs=15.0)


def test_units_are_recruited_in_order_of_size() -> None:
    """A 10-s ramp: the smaller half of the units comes in before the larger."""
    lab = Lab()
    inputs = still_inputs(0.0, 0.0, 10000, PARAMETERS)
    inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3] = np.linspace(0.0, 1.0, 10000)
    lab.calf.state.muscles[:, layout.COMMAND] = lab.calf.state.constants[:, layout.COMMAND_MAX]
    n = lab.calf.pools[0].n_units
    onset = np.full(n, np.inf)
    for t in range(0, 10000, 100):
        lab.calf.run(inputs[:, t : t + 100], t)
        spikes = lab.calf.state.chunks[0, layout.SPIKES * layout.LANES :][:n]
        onset[(spikes > 0) & np.isinf(onset)] = t
    assert np.isfinite(onset).all()
    order = np.argsort(np.argsort(onset, kind="stable"))
    assert np.corrcoef(order, np.arange(n))[0, 1] > 0.97
    # Half of the units work at under a third of the ramp's force, as the human law has it.
    assert onset[n // 2] < 0.55 * 10000
