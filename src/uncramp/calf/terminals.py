"""Ends of the motor axons and sensory endings among the fibres: when they discharge by themselves.

In each region of a muscle a level in mV tells how far the surroundings depolarise them:

.. math::

    T = \\frac{RT}{F} \\ln\\frac{K_o + \\alpha Na_o}{K_{o,0} + \\alpha Na_{o,0}}
        + A - \\lambda (l - l_0) + S

Potassium of the region (Goldman); :math:`A`, what recent impulses have left, gone within a second;
:math:`l`, fascicle length in L0: short surroundings are crowded ones; :math:`S`, calcium, magnesium
and dilution. A terminal discharges by itself at a rate that grows with :math:`T` above its margin,
and each impulse of its own raises that margin for a while, so that what begins at the terminal
ends within seconds unless the spinal cord takes it up. Long activity lowers excitability for
minutes (the sodium pump). Sensory endings of the region excite the motor neurons where
:math:`T` passes theirs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from uncramp.calf.milieu import Milieu, surface_shift_mV

Units = NDArray[np.float64]

_DEPRESSION_PPS = 10.0


@dataclass(frozen=True, slots=True)
class TerminalLevel:
    """What moves the level of every region alike.

    Attributes
    ----------
    shift_mV
        Depolarisation by calcium, magnesium and dilution.
    sodium_term_mM, rest_term_mM
        :math:`\\alpha Na_o` now, and :math:`K_o + \\alpha Na_o` at rest.
    """

    shift_mV: float
    sodium_term_mM: float
    rest_term_mM: float


def terminal_level(milieu: Milieu, ions: Mapping[str, float]) -> TerminalLevel:
    """The part of the level that the body sets."""
    alpha = ions["sodium_permeability"]
    surface = surface_shift_mV(milieu.calcium_mM, milieu.magnesium_mM, ions)
    return TerminalLevel(
        shift_mV=surface - dilution_margin_mV(milieu, ions),
        sodium_term_mM=alpha * milieu.sodium_mM,
        rest_term_mM=ions["potassium_rest"] + alpha * ions["sodium_rest"],
    )


def dilution_margin_mV(milieu: Milieu, ions: Mapping[str, float]) -> float:
    r"""What tonicity and volume of the fluid around fibres add to every margin, mV.

    .. math:: a\, (Na - Na_0) + b\, (V/V_0 - 1) \cdot 100

    Fitted to two small trials of one laboratory: water after a hot run lowers the threshold for a
    cramp, a rehydration solution raises it, and loss of both together does little (Lau 2019,
    Miller 2010). Weak evidence; the Goldman term alone would have the other sign.
    """
    sodium = milieu.sodium_mM - ions["sodium_rest"]
    volume_pct = 100.0 * (milieu.extracellular_fraction - 1.0)
    return ions["sodium_margin"] * sodium + ions["volume_margin"] * volume_pct


def margins_mV(spots: Units, own: Mapping[str, float], ends: Mapping[str, float]) -> Units:
    """Margins of rested terminals, (n_units,): log-normal, so that none is near zero.

    `spots` are numbers evenly spread over (0, 1), unrelated to the size of the units; the mean is
    that of all muscles plus the muscle's own offset.
    """
    mean = ends["margin"] + own["terminal_margin_offset"]
    sigma = math.sqrt(math.log1p((ends["margin_sd"] / mean) ** 2))
    median = mean * math.exp(-0.5 * sigma * sigma)
    normal = NormalDist()
    return np.array([median * math.exp(sigma * normal.inv_cdf(float(spot))) for spot in spots])


def depressed(
    depression_mV: Units, rate_pps: Units, duration_s: float, ends: Mapping[str, float]
) -> Units:
    r"""Depression of the terminals, (n_units,), after `duration_s` of impulses at `rate_pps`.

    .. math:: \dot h = (d\, (f / 10\,\mathrm{pps})^2 - h) / \tau

    Axons that have fired fast stay hyperpolarised for minutes while the sodium pump catches up;
    at the few impulses per second of running it keeps pace. `rate_pps` is the mean over the time.
    """
    end = ends["depression"] * (rate_pps / _DEPRESSION_PPS) ** 2
    keep = float(np.exp(-duration_s / ends["depression_time_constant"]))
    return np.asarray(end + (depression_mV - end) * keep)
