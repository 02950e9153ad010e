"""Times that are not simulated spike by spike end where the loop would have ended."""

from __future__ import annotations

import numpy as np
import pytest
from protocols import MASS_KG, PARAMETERS

from uncramp.calf import Calf
from uncramp.calf.rest import relax_potassium, relax_without_impulses
from uncramp.gait import still_inputs
from uncramp.kernels import layout

REGION_K = slice(layout.REGION_K, layout.REGION_K + layout.REGIONS)
AFTER = slice(layout.REGION_AFTER, layout.REGION_AFTER + layout.REGIONS)
DRIVE = slice(layout.REGION_DRIVE, layout.REGION_DRIVE + layout.REGIONS)


def silent_calf() -> Calf:
    """Nothing fires and nothing arrives; what impulses may leave behind is there."""
    calf = Calf(PARAMETERS, MASS_KG, 1, n_units=(12, 8, 16))
    calf.block_nerve()
    c, m = calf.state.constants, calf.state.muscles
    c[:, [layout.ECTOPIC_GAIN, layout.M_BARRAGE, layout.RELEASE_USE]] = 0.0
    m[:, DRIVE] = [2.0, 1.0, 0.5, 3.0]
    m[:, AFTER] = [9.0, 5.0, 1.0, 0.0]
    m[:, REGION_K] += np.array([3.0, 3.0, 3.0, 3.0])
    m[:, layout.POTASSIUM] += 3.0
    m[:, layout.MONOAMINE], m[:, layout.POTENTIATION] = 0.8, 0.6
    m[:, layout.RENSHAW], m[:, layout.RELEASE] = 20.0, 0.3
    row = slice(layout.MARGIN * layout.LANES, layout.MARGIN * layout.LANES + 8)
    calf.state.chunks[:, row] += 4.0
    return calf


def test_a_rest_ends_where_the_silent_loop_ends() -> None:
    loop, closed = silent_calf(), silent_calf()
    loop.run(still_inputs(-20.0, 0.0, 4000, PARAMETERS), 0)
    closed.relax_endings(4.0)
    closed.relax_potassium(np.zeros(3), 4.0)
    rows, expected = closed.state.muscles, loop.state.muscles
    for columns in (DRIVE, AFTER, REGION_K):
        assert rows[:, columns] == pytest.approx(expected[:, columns], rel=2e-3)
    for column in (layout.MONOAMINE, layout.POTENTIATION, layout.RELEASE, layout.POTASSIUM):
        assert rows[:, column] == pytest.approx(expected[:, column], rel=2e-3)
    assert rows[:, layout.RENSHAW] == pytest.approx(0.0, abs=1e-9)
    used = slice(0, 8)
    margins = [
        one.state.chunks.reshape(-1, layout.N_ROWS, layout.LANES)[:, layout.MARGIN, used]
        for one in (closed, loop)
    ]
    assert margins[0] == pytest.approx(margins[1], abs=2e-3)


@pytest.mark.parametrize("rate_pps", [5, 20])
def test_steady_firing_ends_where_the_loop_ends(rate_pps: int) -> None:
    loop, closed = (Calf(PARAMETERS, MASS_KG, 1, n_units=(12, 8, 16)) for _ in range(2))
    loop.block_nerve()
    loop.state.constants[:, layout.ECTOPIC_GAIN] = 0.0
    inputs = still_inputs(-20.0, 0.0, 20_000, PARAMETERS)
    inputs[layout.IN_STIMULUS : layout.IN_STIMULUS + 3, :: 1000 // rate_pps] = 1.0
    window = loop.run(inputs, 0)
    assert window.rate_pps == pytest.approx(rate_pps, rel=0.01)
    closed.relax_potassium(window.rate_pps, 20.0)
    assert closed.potassium_mM() == pytest.approx(loop.potassium_mM(), rel=0.01)
    # The loop is read just before an impulse, the closed form in the mean over the period.
    ripple = loop.state.constants[:, layout.AFTER_STEP].max()
    steady = closed.state.muscles[:, AFTER]
    assert steady == pytest.approx(loop.state.muscles[:, AFTER], abs=ripple)
    assert (steady > 0.0).all()


def test_rests_compose_and_no_time_changes_nothing() -> None:
    at_once, steps, none = (silent_calf() for _ in range(3))
    rate_pps = np.array([0.0, 3.0, 9.0])
    for calf, times_s in ((at_once, (50.0,)), (steps, (8.0, 2.0, 40.0)), (none, (0.0,))):
        for time_s in times_s:
            relax_without_impulses(calf.state, time_s)
            relax_potassium(calf.state, rate_pps, time_s)
    assert at_once.state.muscles == pytest.approx(steps.state.muscles, rel=1e-9, abs=1e-12)
    assert none.state.muscles == pytest.approx(silent_calf().state.muscles, rel=1e-12)
    assert at_once.state.chunks == pytest.approx(steps.state.chunks, rel=1e-5, abs=1e-5)


def test_a_long_rest_brings_everything_back() -> None:
    calf = silent_calf()
    fresh = Calf(PARAMETERS, MASS_KG, 1, n_units=(12, 8, 16))
    calf.relax_endings(86400.0)
    calf.relax_potassium(np.zeros(3), 86400.0)
    for columns in (DRIVE, AFTER, REGION_K):
        expected = fresh.state.muscles[:, columns]
        assert calf.state.muscles[:, columns] == pytest.approx(expected, abs=1e-6)
    for column in (layout.MONOAMINE, layout.POTENTIATION, layout.RELEASE, layout.RENSHAW):
        expected = fresh.state.muscles[:, column]
        assert calf.state.muscles[:, column] == pytest.approx(expected, abs=1e-6)
