"""The tendon organ in the calf: what force, length and fatigue do to its inhibition."""

from __future__ import annotations

import pytest
from protocols import PARAMETERS, Lab, set_to

from uncramp.calf.tendon_organ import GolgiTendonOrgan
from uncramp.kernels import layout


def test_inhibition_falls_with_fatigue() -> None:
    organ = GolgiTendonOrgan.of(set_to(tendon_organ__fatigue_loss=0.6))
    assert organ.inhibition_gain(0.0) == 1.0
    assert organ.inhibition_gain(0.5) == pytest.approx(0.7)
    assert GolgiTendonOrgan(25.0, 0.02, 0.01, 2.0).inhibition_gain(0.9) == 0.0


def test_rate_follows_force() -> None:
    lab = Lab(n_units=(16, 16, 16))
    rest = lab.hold(0.0, 2.0)
    lab.hold(0.0, 4.0, effort=0.3)  # until the organ's answer to the rise itself is over
    half = lab.hold(0.0, 2.0, effort=0.3)
    full = lab.hold(0.0, 2.0, effort=1.0)
    assert (rest.ib_pps < half.ib_pps).all()
    assert (half.ib_pps < full.ib_pps).all()
    assert (full.ib_pps < 130.0).all()


def test_inhibition_begins_after_its_delay() -> None:
    """First Ib inhibition of human gastrocnemius EMG begins at 47-49 ms: fibres, then twitch."""
    assert 35 <= Lab(n_units=(4, 4, 4)).calf.state.delays[2] <= 49


def test_fatigue_reaches_the_loop() -> None:
    lab = Lab(n_units=(8, 8, 8))
    fresh = lab.calf.state.constants[0, layout.K_IB]
    assert fresh == pytest.approx(PARAMETERS.value("tendon_organ.effect"))
    use = lab.run(3.0, 4).use
    lab.calf.fit_slow_fatigue(use, 3600.0, 0.2)
    lab.calf.tire(use, 7200.0, 37.0)
    lab.calf.settle(lab.calf.milieu)
    assert lab.calf.state.constants[0, layout.K_IB] < 0.95 * fresh
