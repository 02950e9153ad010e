"""What long activity takes from the cord: the largest command, reflexes, its answer to a barrage.

.. math::

    \\dot c &= \\kappa\\, a\\, (1 - c) - c / \\tau_c \\\\
    \\dot r &= \\rho\\, a\\, (1 - r) - r / \\tau_r \\\\
    \\dot h &= \\eta\\, \\max(0, w - w_0)\\, (1 - h) - h / \\tau_h

with :math:`a` the mean activation of the muscle. :math:`c` is the share of the largest voluntary
command that is lost: after two hours of running plantar flexors are 17 % weaker with an unchanged
twitch, and activation is 19 % lower (Saldanha 2008). What a run asks for stays far below the
largest command, so that running itself is hardly touched.

:math:`r` tells how far the cord's answer to afferents has been spent: after 5 km the H-reflex is
37 % smaller, with the command hardly touched (Girard 2012), so it goes early and soon is as far
down as it gets. That the cord then also answers less to the endings in the muscle, as if their
margin were wider, is an assumption, fitted to the one trial that measured a threshold frequency
an hour after a run (Lau 2019).

:math:`w` is the drive that group III/IV endings send to the cord, :math:`h` how far the cord has
grown used to it: it answers a share :math:`1 - h`. Such afferents adapt within seconds to
potassium that stays high (cat, Kaufman & Rybicki 1987), and people's cramps let go by themselves
within minutes (Minetto 2011, Miller 2010). That the cord keeps pace with the little of a run,
:math:`w_0`, and tires under the barrage of a cramp is an assumption.
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


def habituation(
    before: Muscles, barrage: Muscles, duration_s: float, central: Mapping[str, float]
) -> Muscles:
    """Share by which the cord has grown used to group III/IV endings of each muscle, (3,), 0 to 1.

    Parameters
    ----------
    before
        (3,) the share before.
    barrage
        (3,) mean drive that the endings send over the time, in units of drive.
    duration_s
        The time; the equation is solved in closed form.
    """
    above = np.maximum(barrage - central["habituation_from"], 0.0)
    gain = central["habituation_rate"] * above
    return _used_up(before, gain, central["habituation_recovery"], duration_s)


def _used_up(state: Muscles, gain: Muscles, recovery_s: float, duration_s: float) -> Muscles:
    pace = gain + 1.0 / recovery_s
    end = gain / pace
    return np.asarray(end + (state - end) * np.exp(-pace * duration_s))
