"""Central fatigue: what long activity takes from the largest command and from the cord's reflexes.

.. math::

    \\dot c &= \\kappa\\, a\\, (1 - c) - c / \\tau_c \\\\
    \\dot r &= \\rho\\, a\\, (1 - r) - r / \\tau_r

with :math:`a` the mean activation of the muscle. :math:`c` is the share of the largest voluntary
command that is lost: after two hours of running plantar flexors are 17 % weaker with an unchanged
twitch, and activation is 19 % lower (Saldanha 2008). What a run asks for stays far below the
largest command, so that running itself is hardly touched.

:math:`r` tells how far the cord's answer to afferents has been spent: after 5 km the H-reflex is
37 % smaller, with the command hardly touched (Girard 2012), so it goes early and soon is as far
down as it gets. That the cord then also answers less to the endings in the muscle, as if their
margin were wider, is an assumption, fitted to the one trial that measured a threshold frequency
an hour after a run (Lau 2019).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Muscles = NDArray[np.float64]


def lost_command(
    lost: Muscles, activation: Muscles, duration_s: float, central: Mapping[str, float]
) -> Muscles:
    """Share of the largest command lost in each muscle, (3,), after a while of activity.

    Parameters
    ----------
    lost
        (3,) share lost before, 0 to 1.
    activation
        (3,) mean activation over the time, 0 to 1.
    duration_s
        The time; the equation is solved in closed form.
    """
    return _used_up(lost, central["rate"] * activation, central["recovery"], duration_s)


def spent_reflex(
    spent: Muscles, activation: Muscles, duration_s: float, central: Mapping[str, float]
) -> Muscles:
    """How far the cord's answer to the afferents of each muscle is spent, (3,), 0 to 1.

    Arguments as for `lost_command`; 1 takes ``reflex_loss`` from the Ia path.
    """
    gain = central["reflex_rate"] * activation
    return _used_up(spent, gain, central["reflex_recovery"], duration_s)


def _used_up(state: Muscles, gain: Muscles, recovery_s: float, duration_s: float) -> Muscles:
    pace = gain + 1.0 / recovery_s
    end = gain / pace
    return np.asarray(end + (state - end) * np.exp(-pace * duration_s))
