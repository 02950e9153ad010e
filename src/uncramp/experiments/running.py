"""A run as a conditioning step: some strides are simulated and stand for minutes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uncramp.experiments.session import Session
from uncramp.gait import stride_at, stride_inputs

_FIRST_STRIDES, _STRIDES = 12, 6  # until the command has found the demand; of every later window
_WINDOW_S = 180.0  # that one window stands for


@dataclass(frozen=True)
class Run:
    """A steady run on a treadmill; sweat, drinks and heat are steps of their own.

    Slow fatigue comes only in a calf that knows what it is used to
    (`uncramp.simulation.habit_of`).

    Attributes
    ----------
    slope_pct
        Uphill positive.
    """

    duration_s: float
    speed_m_s: float
    slope_pct: float = 0.0

    def apply(self, session: Session) -> None:
        """Run, then lie down as before."""
        calf = session.calf
        back = session.posture
        slope_deg = math.degrees(math.atan(self.slope_pct / 100.0))
        stride = stride_at(self.speed_m_s, slope_deg, None, calf.parameters)
        inputs = stride_inputs(stride, calf.mass_kg, calf.parameters)
        session.advance(np.tile(inputs, (1, _FIRST_STRIDES)))
        left_s = self.duration_s - _FIRST_STRIDES * stride.duration_s
        while left_s > 0.0:
            span_s = min(left_s, _WINDOW_S)
            strides = max(1, min(_STRIDES, math.floor(span_s / stride.duration_s)))
            session.keep_up(np.tile(inputs, (1, strides)), span_s)
            left_s -= span_s
        session.posture = back
        session.advance(session.hold(1.0))
