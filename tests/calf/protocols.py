"""Laboratory protocols on the simulated calf: hold, contract, stretch, run."""

from __future__ import annotations

import numpy as np

from uncramp.calf import Calf, Window
from uncramp.gait import still_inputs, stride_at, stride_inputs
from uncramp.gait.demand import posture_inputs
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet, load_parameters

PARAMETERS = load_parameters()
HUMAN_SIZE = (579, 330, 900)
MASS_KG = 70.0


def set_to(**values: float) -> ParameterSet:
    """The reference with some values changed: ``organ__name=value``."""
    return PARAMETERS.replaced({key.replace("__", "."): v for key, v in values.items()})


class Lab:
    """A calf, a clock, and a foot on a footplate."""

    def __init__(
        self,
        parameters: ParameterSet = PARAMETERS,
        seed: int = 1,
        n_units: tuple[int, int, int] | None = None,
    ) -> None:
        self.parameters = parameters
        self.calf = Calf(parameters, MASS_KG, seed, n_units=n_units)
        self.now_ms = 0

    def _run(self, inputs: np.ndarray, every: int = 10) -> Window:
        window = self.calf.run(inputs, self.now_ms, record_every=every)
        self.now_ms += inputs.shape[1]
        return window

    def hold(self, ankle_deg: float, seconds: float, effort: float = 0.0) -> Window:
        """Knee straight; `effort` 1 is the largest command, 0 none."""
        inputs = still_inputs(ankle_deg, 0.0, round(1000 * seconds), self.parameters)
        if effort > 0.0:
            inputs[layout.IN_DRIVE : layout.IN_DRIVE + 3] = 1.0
            most = self.calf.state.constants[:, layout.COMMAND_MAX]
            self.calf.state.muscles[:, layout.COMMAND] = 1.0 + effort * (most - 1.0)
        return self._run(inputs)

    def stretch(self, from_deg: float, to_deg: float, seconds: float) -> Window:
        """Turn the ankle over 1 s, then hold it."""
        n = round(1000 * seconds)
        ankle = np.concatenate((np.linspace(from_deg, to_deg, 1000), np.full(n - 1000, to_deg)))
        return self._run(posture_inputs(np.radians(ankle), np.zeros(n), self.parameters))

    def run(self, speed_m_s: float, strides: int, slope_deg: float = 0.0) -> Window:
        """Strides at a speed."""
        stride = stride_at(speed_m_s, slope_deg, None, self.parameters)
        return self._run(np.tile(stride_inputs(stride, MASS_KG, self.parameters), (1, strides)), 1)

    def tire(self, window: Window, seconds: float) -> None:
        """Slow states over `seconds` like `window`."""
        self.calf.tire(window.use, seconds, 37.0)
        self.calf.settle(self.calf.milieu)

    def rest(self, seconds: float) -> None:
        """Slow states over a pause in which no unit fires."""
        still = tuple(np.zeros(pool.n_units) for pool in self.calf.pools)
        self.calf.tire(still, seconds, 37.0)
        self.calf.relax_potassium(np.zeros(3), seconds)
        self.calf.relax_endings(seconds)
        self.calf.settle(self.calf.milieu)


def rates(window: Window, lab: Lab, seconds: float = 2.0) -> np.ndarray:
    """(3,) mean rate in Hz of the units that fire, over the last `seconds`."""
    columns = round(100 * seconds)
    spikes = window.record[layout.REC_RATE : layout.REC_RATE + 3, -columns:].sum(axis=1)
    firing = window.firing[:, -columns:].mean(axis=1)
    units = np.array([pool.n_units for pool in lab.calf.pools])
    return np.asarray(spikes / seconds / np.maximum(firing * units, 1e-9))
