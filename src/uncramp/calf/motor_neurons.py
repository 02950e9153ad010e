"""A pool of motor units: size laws of the motor neurons, forces and twitches of their fibres.

The cell has three states: dendritic voltage, afterhyperpolarisation and the activation of a
persistent inward current (PIC) on the dendrite. Its soma is quasi-static. One number, the PIC
level ``m``, takes it from linear firing (0) through human-like hysteresis (about 1) to
self-sustained firing that outlives its input (about 2); the kernel is
`uncramp.kernels.motor_units`.

.. math::

    D &= g_{soma} + g_K q, \\quad V_s = (g_c V + g_K q E_K) / D \\\\
    C \\dot V &= g_c (V_s - V) - g_d V + m g_P p (E_{Ca} - V) + g_e (E_e - V) + g_i (E_i - V) + w u

A spike follows when :math:`V_s` passes the threshold; then :math:`q` rises by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.kernels import layout
from uncramp.parameters import ParameterSet

Units = NDArray[np.float64]

SUBSTEPS = 2  # steps per ms: 0.5 ms, firing rates within 1 % of the limit


@dataclass(frozen=True)
class MotorNeuronPool:
    """The motor units of one muscle, smallest first; every array has the shape (n_units,).

    Attributes
    ----------
    rheobase_nA, resistance_MOhm, capacitance_nF
        Size laws (Caillet et al. 2022).
    weight_nA
        Current that one unit of drive injects: drive 1 recruits the first unit,
        ``1 + recruitment_span`` the last, in the order and spacing measured in the human medial
        gastrocnemius.
    force_share
        Tetanic force as a share of the muscle's; sums to 1.
    contraction_time_ms
        Of the fresh twitch.
    """

    rheobase_nA: Units
    resistance_MOhm: Units
    capacitance_nF: Units
    weight_nA: Units
    force_share: Units
    contraction_time_ms: Units
    ahp_conductance_uS: Units
    ahp_time_constant_ms: Units
    pic_conductance_uS: Units
    pic_threshold_mV: Units
    soma_threshold_mV: Units

    @property
    def n_units(self) -> int:
        """Number of motor units."""
        return len(self.rheobase_nA)


def recruitment_threshold_pct(x: Units, neurons: Mapping[str, float]) -> Units:
    """Recruitment threshold in % of maximal force at relative size `x` in [0, 1].

    The human medial-gastrocnemius law of Caillet et al. 2022: 0.66 % for the first unit, 90 % for
    the last.
    """
    law = neurons["recruitment_linear"] * x + neurons["recruitment_base"] ** (
        x ** neurons["recruitment_exponent"]
    )
    return neurons["recruitment_scale"] * law


def build_pool(
    muscle: str, parameters: ParameterSet, n_units: int | None = None
) -> MotorNeuronPool:
    """The pool of `muscle`; `n_units` overrides the size given in the muscle's parameters."""
    neurons = parameters.organ("motor_neurons")
    own = parameters.organ(muscle)
    n = n_units or round(own["n_units"])
    x = (np.arange(n) + 0.5) / n
    relative = neurons["rheobase_ratio"] ** (x ** neurons["rheobase_exponent"])
    rheobase = neurons["rheobase_min"] * relative
    amperes = rheobase * 1e-9
    resistance = neurons["resistance_scale"] * amperes ** neurons["resistance_exponent"] * 1e-6
    capacitance = neurons["capacitance_scale"] * amperes ** neurons["capacitance_exponent"] * 1e9
    threshold = resistance * rheobase
    # What a dendritic current must reach to bring the soma to threshold, by the two-compartment
    # leak: V_d = V_th g_soma / g_c; I = V_d (g_d + g_c (1 - g_c / g_soma)).
    soma = neurons["soma_leak"] + neurons["coupling"]
    dendritic_voltage = threshold * soma / neurons["coupling"]
    onset = (
        dendritic_voltage
        * (neurons["dendrite_leak"] + neurons["coupling"] * (1.0 - neurons["coupling"] / soma))
        / resistance
    )
    span = neurons["recruitment_span"] * recruitment_threshold_pct(x, neurons) / 90.0
    force = np.exp(np.log(own["force_ratio"]) * x)
    slow, fast = own["contraction_time_ratio"] ** 0.5, own["contraction_time_ratio"] ** -0.5
    return MotorNeuronPool(
        rheobase_nA=rheobase,
        resistance_MOhm=resistance,
        capacitance_nF=capacitance,
        weight_nA=onset / (1.0 + span),
        force_share=force / force.sum(),
        contraction_time_ms=own["contraction_time"] * slow * (fast / slow) ** x,
        ahp_conductance_uS=neurons["ahp_conductance"] * own["ahp_conductance_scale"] / resistance,
        ahp_time_constant_ms=neurons["ahp_time_constant"]
        * own["ahp_time_scale"]
        * relative ** neurons["ahp_exponent"],
        pic_conductance_uS=neurons["pic_conductance"] * relative ** neurons["pic_exponent"],
        pic_threshold_mV=neurons["pic_threshold"] * threshold,
        soma_threshold_mV=threshold,
    )


def chunk_rows(pool: MotorNeuronPool, neurons: Mapping[str, float]) -> dict[int, Units]:
    """Row of a kernel buffer → constants of all units, for the rows that fatigue leaves alone."""
    conductance = 1.0 / pool.resistance_MOhm
    return {
        layout.G_SOMA: (neurons["soma_leak"] + neurons["coupling"]) * conductance,
        layout.G_COUPLING: neurons["coupling"] * conductance,
        layout.G_DENDRITE: neurons["dendrite_leak"] * conductance,
        layout.G_AHP: pool.ahp_conductance_uS,
        layout.G_PIC: pool.pic_conductance_uS,
        layout.V_THRESHOLD: pool.soma_threshold_mV,
        layout.V_PIC: pool.pic_threshold_mV,
        layout.WEIGHT: pool.weight_nA,
        layout.G_INPUT: conductance,
    }
