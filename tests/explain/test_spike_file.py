"""Impulses on disk are those of the windows, whole at any moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from uncramp.calf import Calf
from uncramp.explain.spike_file import SPIKE, SpikeFile
from uncramp.gait import stride_at, stride_inputs
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()


def test_every_impulse_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "spikes.npy"
    stride = stride_inputs(stride_at(3.3, 0.0, None, PARAMETERS), 70.0, PARAMETERS)
    calf = Calf(PARAMETERS, 70.0, 1, n_units=(24, 12, 300))
    rasters, n_ms = [], stride.shape[1]
    with SpikeFile(path) as file:
        assert np.load(path).shape == (0,)
        for i in range(3):
            window = calf.run(stride, i * n_ms, raster=True)
            file.append(i * n_ms, window)
            rasters.append(window.raster)
    spikes = np.load(path, mmap_mode="r")
    assert spikes.dtype == SPIKE
    raster = np.zeros((336, 3 * n_ms), np.uint8)
    raster[spikes["unit"], spikes["ms"]] = 1
    assert np.array_equal(raster, np.concatenate(rasters, axis=1))
    assert len(spikes) == raster.sum() > 1000
    order = spikes["ms"].astype(np.int64) * 1000 + spikes["unit"]
    assert (np.diff(order) > 0).all()


def test_the_file_is_whole_after_every_window(tmp_path: Path) -> None:
    path = tmp_path / "spikes.npy"
    stride = stride_inputs(stride_at(3.3, 0.0, None, PARAMETERS), 70.0, PARAMETERS)
    calf = Calf(PARAMETERS, 70.0, 1, n_units=(24, 12, 32))
    with SpikeFile(path) as file:
        window = calf.run(stride, 0, raster=True)
        file.append(0, window)
        assert len(np.load(path)) == window.raster.sum()
