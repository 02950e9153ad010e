"""What a window says is what the loop has counted."""

from __future__ import annotations

import numpy as np
import pytest
from protocols import MASS_KG, PARAMETERS, Lab

from uncramp.calf import Calf, Window
from uncramp.gait import still_inputs
from uncramp.kernels import layout

SIZES = (12, 8, 16)


@pytest.fixture(scope="module")
def window() -> Window:
    calf = Calf(PARAMETERS, MASS_KG, 1, n_units=SIZES)
    inputs = still_inputs(0.0, 0.0, 1500, PARAMETERS)
    inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3, 300:] = 1.0
    return calf.run(inputs, 0, record_every=1, raster=True)


def test_shapes(window: Window) -> None:
    assert window.duration_s == 1.5
    assert window.raster.shape == (sum(SIZES), 1500)
    assert window.firing.shape == (3, 1500)
    assert [len(use) for use in window.use] == list(SIZES)
    assert [len(rates) for rates in window.unit_pps] == list(SIZES)
    assert window.swing.shape[1] == 3


def test_means_are_those_of_the_record(window: Window) -> None:
    for row, name in ((layout.REC_IA, "ia_pps"), (layout.REC_IB, "ib_pps")):
        assert getattr(window, name) == pytest.approx(window.record[row : row + 3].mean(axis=1))
    activation = window.record[layout.REC_ACTIVATION : layout.REC_ACTIVATION + 3]
    assert window.activation == pytest.approx(activation.mean(axis=1))
    force = window.record[layout.REC_FORCE : layout.REC_FORCE + 3]
    assert window.peak_force_N == pytest.approx(force.max(axis=1))
    command = window.record[layout.REC_COMMAND : layout.REC_COMMAND + 3]
    assert window.drive == pytest.approx(command.mean(axis=1))


def test_rates_are_those_of_the_raster(window: Window) -> None:
    for k, units in enumerate(np.split(window.raster, np.cumsum(SIZES)[:2])):
        assert window.unit_pps[k] == pytest.approx(units.sum(axis=1) / 1.5, rel=1e-6)
        assert window.rate_pps[k] == pytest.approx(units.sum() / SIZES[k] / 1.5, rel=1e-6)


def test_use_is_a_share(window: Window) -> None:
    for use in window.use:
        assert ((use >= 0.0) & (use <= 1.0)).all()
    assert max(use.max() for use in window.use) > 0.1
    rest = Lab(n_units=SIZES).hold(0.0, 0.5)
    assert all((use < 1e-6).all() for use in rest.use)


def test_potassium_ends_at_most_at_its_peak(window: Window) -> None:
    assert (window.potassium_mM <= window.potassium_max_mM).all()
    assert (window.potassium_max_mM > PARAMETERS.value("milieu.potassium_rest")).all()


def test_nothing_is_kept_unless_asked_for() -> None:
    plain = Lab(n_units=SIZES).calf.run(still_inputs(0.0, 0.0, 40, PARAMETERS), 0)
    assert plain.record.shape == (layout.N_REC, 0)
    assert plain.raster.size == 0
