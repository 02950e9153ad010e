"""What a calf keeps from minutes to weeks, a nerve block, and pools of other sizes."""

from __future__ import annotations

import numpy as np
import pytest
from protocols import MASS_KG, PARAMETERS, Lab, set_to

from uncramp.calf import Calf
from uncramp.gait import still_inputs
from uncramp.kernels import layout

SIZES = (24, 12, 32)
HUMAN = (580, 330, 900)
MUSCLES = slice(layout.IN_STIMULUS, layout.IN_STIMULUS + 3)


def small() -> Calf:
    return Calf(PARAMETERS, MASS_KG, 1, n_units=SIZES)


def margins(calf: Calf, row: int = layout.MARGIN_REST) -> np.ndarray:
    """Of the medial gastrocnemius, (n_units,)."""
    return calf.state.chunks[0, row * layout.LANES :][: SIZES[0]].astype(float)


# --- depression, training, pain, reflex of the mouth --------------------------------------------


def test_activity_raises_margins_and_threshold_for_minutes() -> None:
    calf = small()
    before = margins(calf), calf.state.constants[:, layout.ENDING_THRESHOLD].copy()
    use = tuple(np.full(n, 0.3) for n in SIZES)
    calf.tire(use, 120.0, 37.0, tuple(np.full(n, 20.0) for n in SIZES))
    calf.settle(calf.milieu)
    raised = margins(calf) - before[0]
    assert (raised > 0.0).all()
    assert raised == pytest.approx(calf.depression_mV[0], abs=1e-4)
    # Every unit alike: the fibres' mean, by force, is that of each; the spent cord adds its own.
    threshold = calf.state.constants[:, layout.ENDING_THRESHOLD]
    spent = PARAMETERS.value("central_fatigue.reflex_margin") * calf.spent_reflex
    assert (spent > 0.0).all()
    assert threshold - before[1] == pytest.approx(calf.depression_mV[0][0] + spent, rel=1e-6)
    calf.tire(tuple(np.zeros(n) for n in SIZES), 86400.0, 37.0)
    calf.settle(calf.milieu)
    assert margins(calf) == pytest.approx(before[0], abs=1e-4)


def test_without_rates_activity_depresses_nothing() -> None:
    calf = small()
    calf.tire(tuple(np.full(n, 0.3) for n in SIZES), 120.0, 37.0)
    assert not any(one.any() for one in calf.depression_mV)


def test_a_margin_that_its_own_impulses_raised_stays_raised_by_as_much() -> None:
    calf = small()
    row = slice(layout.MARGIN * layout.LANES, layout.MARGIN * layout.LANES + SIZES[0])
    calf.state.chunks[0, row] += 3.0
    calf.learn(0, 100.0)
    calf.settle(calf.milieu)
    assert margins(calf, layout.MARGIN) - margins(calf) == pytest.approx(3.0, abs=1e-4)


def test_training_is_learnt_in_its_muscle_and_forgotten_on_two_time_scales() -> None:
    calf = small()
    before = margins(calf)
    calf.learn(0, 200.0)
    gained = calf.training_mV.copy()
    assert gained[0] == pytest.approx(200.0 * PARAMETERS.value("motor_terminals.learning"))
    assert not gained[1:].any()
    calf.settle(calf.milieu)
    assert margins(calf) - before == pytest.approx(gained[0], abs=1e-4)
    ends = PARAMETERS.organ("motor_terminals")
    for days in (3.0, 10.0, 40.0):
        one = calf.copy()
        one.forget(days)
        kept = 0.5 * (
            np.exp(-days / ends["forgetting_fast"]) + np.exp(-days / ends["forgetting_slow"])
        )
        assert one.training_mV[0] == pytest.approx(gained[0] * kept)
    assert calf.training_mV[0] == gained[0]


def test_pain_adds_tonic_drive_to_its_muscle_and_fades() -> None:
    calf = small()
    calf.pain[2] = 0.5
    calf.settle(calf.milieu)
    hold = calf.state.constants[:, layout.HOLD].copy()
    assert hold[:2].tolist() == [0.0, 0.0]
    assert hold[2] == pytest.approx(0.5 * PARAMETERS.value("fatigue.nociceptive_hold"))
    still = tuple(np.zeros(n) for n in SIZES)
    tau_s = PARAMETERS.value("motor_terminals.pain_time_constant")
    calf.tire(still, 2.0 * tau_s, 37.0)
    assert calf.pain[2] == pytest.approx(0.5 * np.exp(-2.0))


def test_a_reflex_from_the_mouth_calms_every_pool_for_minutes_and_never_below_none() -> None:
    calf = small()
    rest = calf.state.constants[0, layout.M_REST]
    calf.oral_reflex = 0.3
    calf.settle(calf.milieu)
    assert calf.state.constants[:, layout.M_REST] == pytest.approx([max(0.0, rest - 0.3)] * 3)
    tau_s = PARAMETERS.value("motor_terminals.oral_reflex_time_constant")
    calf.tire(tuple(np.zeros(n) for n in SIZES), tau_s, 37.0)
    assert calf.oral_reflex == pytest.approx(0.3 * np.exp(-1.0))
    calf.oral_reflex = 99.0
    calf.settle(calf.milieu)
    assert not calf.state.constants[:, layout.M_REST].any()


def test_a_copy_shares_no_state() -> None:
    calf = small()
    copy = calf.copy()
    copy.pain += 1.0
    copy.learn(0, 100.0)
    copy.oral_reflex += 0.2
    copy.tire(tuple(np.ones(n) for n in SIZES), 60.0, 37.0, tuple(np.full(n, 20.0) for n in SIZES))
    copy.block_nerve()
    assert not calf.pain.any()
    assert not calf.training_mV.any()
    assert calf.oral_reflex == 0.0
    assert not any(one.any() for one in calf.depression_mV)
    assert not calf.nerve_blocked
    assert calf.state.constants[:, layout.K_IA].all()


# --- nerve block ----------------------------------------------------------------------------------


def test_beyond_a_block_neither_effort_nor_stretch_reaches_the_muscle() -> None:
    calf = small()
    calf.block_nerve()
    inputs = still_inputs(15.0, 0.0, 2000, PARAMETERS)
    inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3, 500:] = 1.0
    calf.state.muscles[:, layout.COMMAND] = calf.state.constants[:, layout.COMMAND_MAX]
    window = calf.run(inputs, 0, raster=True)
    assert window.ia_pps.min() > 1.0
    assert not window.raster.any()


def test_a_block_lets_a_stimulus_through_and_ends_what_the_cord_sustains() -> None:
    calf = Calf(set_to(motor_terminals__ectopic_gain=0.0), MASS_KG, 1, n_units=SIZES)
    calf.block_nerve()
    inputs = still_inputs(-30.0, 0.0, 3000, PARAMETERS)
    inputs[MUSCLES, 100:1100:25] = 1.0
    raster = calf.run(inputs, 0, raster=True).raster
    assert (raster.sum(axis=1) == 40).all()
    assert not raster[:, 1100:].any()


def test_beyond_a_block_terminals_go_on_by_themselves() -> None:
    calf = Calf(set_to(motor_terminals__margin=6.0), MASS_KG, 1, n_units=SIZES)
    calf.block_nerve()
    inputs = still_inputs(-30.0, 0.0, 3000, PARAMETERS)
    inputs[MUSCLES, 100:1600:20] = 1.0
    raster = calf.run(inputs, 0, raster=True).raster
    # Later than any twitch or after-effect of the last pulse on a motor neuron that is cut off.
    assert raster[:, 1700:2000].any()


def test_a_lifted_block_leaves_no_trace() -> None:
    calf, fresh = small(), small()
    calf.block_nerve()
    calf.block_nerve(False)
    assert np.array_equal(calf.state.constants, fresh.state.constants)
    assert np.array_equal(calf.state.chunks, fresh.state.chunks)
    inputs = still_inputs(0.0, 0.0, 500, PARAMETERS)
    inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3] = 1.0
    rasters = [one.run(inputs, 0, raster=True).raster for one in (calf, fresh)]
    assert np.array_equal(*rasters)


def test_settling_keeps_a_block() -> None:
    calf = small()
    calf.block_nerve()
    calf.settle(calf.milieu)
    spinal = [layout.K_IA, layout.K_II, layout.K_IB, layout.HOLD, layout.ENDING_GAIN]
    assert not calf.state.constants[:, spinal].any()


# --- pools of other sizes ----------------------------------------------------------------------


@pytest.mark.parametrize("effort", [0.1, 0.4, 1.0])
def test_a_small_pool_works_like_one_of_human_size(effort: float) -> None:
    """Activation, firing rate and force of a contraction, each muscle: within 7 %."""
    found = []
    for sizes in (None, HUMAN):
        lab = Lab(n_units=sizes)
        lab.hold(0.0, 1.0)
        lab.hold(0.0, 2.0, effort=effort)
        window = lab.hold(0.0, 2.0, effort=effort)
        force = window.record[layout.REC_FORCE : layout.REC_FORCE + 3].mean(axis=1)
        found.append((window.activation, window.rate_pps, force, window.potassium_mM))
    a, b = found
    for one, other in zip(a[:3], b[:3], strict=True):
        assert one == pytest.approx(other, rel=0.07)
    assert a[3] == pytest.approx(b[3], rel=0.03)


def test_the_same_seed_is_the_same_calf_at_human_size() -> None:
    inputs = still_inputs(-30.0, 0.0, 1500, PARAMETERS)
    inputs[MUSCLES, 100:800:33] = 0.8
    inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3, 400:900] = 1.0
    runs = [
        Calf(PARAMETERS, MASS_KG, 5, n_units=HUMAN).run(inputs, 0, record_every=1, raster=keep)
        for keep in (True, True, False)
    ]
    assert np.array_equal(runs[0].raster, runs[1].raster)
    assert np.array_equal(runs[0].record, runs[1].record)
    assert np.array_equal(runs[0].record, runs[2].record)
