"""What weeks of usual running have made of a calf, found by running a few of its strides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import Calf, Habit
from uncramp.gait import stride_at, stride_inputs
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

Table = NDArray[np.float64]

_FIRST_STRIDES, _STRIDES = 12, 6  # until the command has found the demand; of a look at the load
_TAUGHT_STRIDES = 30  # in which a barrage and what answers it have built each other up
_SETTLED_S = 120.0  # of running, after which potassium is steady
_HALVINGS = 5
_LEAST_MV = 0.1  # a habit smaller than this is none


def habit_of(
    parameters: ParameterSet, mass_kg: float, seed: int, speed_m_s: float, longest_s: float
) -> Habit:
    """The habit of a calf whose longest usual run takes `longest_s` at `speed_m_s` on the level.

    Slow fatigue: a few strides show how hard each motor unit works; the rate of each muscle is
    then the one with which the longest run costs the working units ``fatigue.slow_loss`` of their
    force (`uncramp.calf.fatigue.slow_rate_for`).

    Margins: the endings of a muscle that excite the cord become harder to excite, run by run, and
    forget that over weeks (`Calf.learn`, fitted to stimulated calves, Behringer 2014). In the
    steady state the margin :math:`L` gained is that at which the barrage :math:`b(L)` left in the
    week's faster running (``athlete.hard_session_speed``) gives back what is forgotten:

    .. math:: L = \\lambda\\, \\tfrac12 (\\tau_1 + \\tau_2)\\, s\\, b(L)

    with :math:`s` the seconds run per day. That running teaches as stimulation does is an
    assumption; it makes a calf stand what it does every week.
    """
    calf = Calf(parameters, mass_kg, seed)
    stride = stride_inputs(stride_at(speed_m_s, 0.0, None, parameters), mass_kg, parameters)
    calf.run(np.tile(stride, (1, _FIRST_STRIDES)), 0)
    now_ms = _FIRST_STRIDES * stride.shape[1]
    window = calf.run(np.tile(stride, (1, _STRIDES)), now_ms)
    calf.fit_slow_fatigue(window.use, longest_s, parameters.value("fatigue.slow_loss"))
    calf.relax_potassium(window.rate_pps, _SETTLED_S)
    hard_m_s = speed_m_s * parameters.value("athlete.hard_session_speed")
    hard = stride_inputs(stride_at(hard_m_s, 0.0, None, parameters), mass_kg, parameters)
    margins_mV = _toughened(calf, hard, now_ms, _gain_mV(parameters, longest_s))
    return Habit(_three([rate.slow_rate for rate in calf.rates]), _three(margins_mV))


def _gain_mV(parameters: ParameterSet, longest_s: float) -> float:
    """Margin in mV that each unit of drive in the usual run keeps up."""
    ends = parameters.organ("motor_terminals")
    per_day_s = longest_s / parameters.value("athlete.longest_of_week") / 7.0
    memory_days = 0.5 * (ends["forgetting_fast"] + ends["forgetting_slow"])
    return float(ends["learning"] * memory_days * per_day_s)


def _toughened(calf: Calf, stride: Table, now_ms: int, gain_mV: float) -> Table:
    """(3,) margins at which what is learnt and what is forgotten balance, by halving."""
    strides = np.tile(stride, (1, _TAUGHT_STRIDES))

    def taught_mV(margins_mV: Table) -> Table:
        trial = calf.copy()
        trial.habit = Habit(margins_mV=_three(margins_mV))
        trial.settle(trial.milieu)
        record = trial.run(strides, now_ms, record_every=10).record
        barrage = record[layout.REC_BARRAGE : layout.REC_BARRAGE + 3]
        return np.asarray(gain_mV * barrage[:, barrage.shape[1] // 2 :].mean(axis=1))

    low, high = np.zeros(3), taught_mV(np.zeros(3))
    high = np.minimum(high, calf.parameters.value("motor_terminals.largest_habit"))
    if high.max() < _LEAST_MV:
        return high
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        more = taught_mV(middle) > middle
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return high


def _three(values: Table | list[float]) -> tuple[float, float, float]:
    first, second, third = (float(value) for value in values)
    return first, second, third
