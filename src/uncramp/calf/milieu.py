"""What surrounds fibres and endings: ions and temperature, and what they do to them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Region = NDArray[np.float64]

# R T / F at 37 degrees Celsius, mV (CODATA constants).
_THERMAL_MV = 8.314462618 * 310.15 / 96485.33212 * 1000.0


@dataclass(frozen=True, slots=True)
class Milieu:
    """State of the body as the calf meets it.

    Attributes
    ----------
    core_temperature_C, muscle_temperature_C
        Of the spinal cord (core) and of the calf.
    sodium_mM
        Plasma, and so interstitial, sodium.
    extracellular_fraction
        Extracellular volume relative to the start of the run; a smaller space makes the same
        efflux of potassium count for more.
    potassium_factor
        Plasma potassium relative to the start of the run.
    calcium_mM, magnesium_mM
        Ionised, outside cells: less of them excites endings.
    circulation
        Multiplier of fatigue by a circulation strained by loss of water; 1 is unstrained.
    """

    core_temperature_C: float = 37.0
    muscle_temperature_C: float = 36.0
    sodium_mM: float = 140.0
    extracellular_fraction: float = 1.0
    potassium_factor: float = 1.0
    calcium_mM: float = 1.2
    magnesium_mM: float = 0.55
    circulation: float = 1.0


def membrane_potential_mV(
    potassium_mM: float, sodium_mM: float, ions: Mapping[str, float]
) -> float:
    """Resting potential by Goldman, Hodgkin and Katz, sodium and potassium, at 37 C.

    .. math:: V = \\frac{RT}{F} \\ln\\frac{K_o + \\alpha Na_o}{K_i + \\alpha Na_i}
    """
    alpha = ions["sodium_permeability"]
    outside = potassium_mM + alpha * sodium_mM
    inside = ions["potassium_inside"] + alpha * ions["sodium_inside"]
    return _THERMAL_MV * math.log(outside / inside)


def surface_shift_mV(calcium_mM: float, magnesium_mM: float, ions: Mapping[str, float]) -> float:
    """By how much calcium and magnesium at the membrane's surface ease excitation, mV.

    .. math:: -k \\left(\\ln\\frac{Ca}{Ca_0} + m \\ln\\frac{Mg}{Mg_0}\\right)

    A fifth less ionised calcium is worth about 1 mV.
    """
    calcium = math.log(calcium_mM / ions["calcium_rest"])
    magnesium = math.log(magnesium_mM / ions["magnesium_rest"])
    return -ions["surface_shift"] * (calcium + ions["magnesium_shift"] * magnesium)


def terminal_bias(
    potassium_mM: float,
    sodium_mM: float,
    ions: Mapping[str, float],
    per_mV: float,
    surface_mV: float = 0.0,
) -> float:
    """Multiplier of an intramuscular ending's rate: 1 + `per_mV` per mV of depolarisation.

    Potassium that gathers around working fibres depolarises the endings between them; a fall of
    sodium hyperpolarises them slightly; `surface_mV` is what calcium and magnesium add
    (`surface_shift_mV`). Never below 0.5.
    """
    rest = membrane_potential_mV(ions["potassium_rest"], ions["sodium_rest"], ions)
    shift = membrane_potential_mV(potassium_mM, sodium_mM, ions) - rest + surface_mV
    return max(0.5, 1.0 + per_mV * shift)


def cleared(
    above_mM: Region, source_mM_s: float, clear_per_s: float, pump: float, duration_s: float
) -> Region:
    """Potassium above plasma after `duration_s` of a steady source, in closed form.

    .. math:: \\dot x = s - (c + p x) x

    The pump works the harder the more there is: the time constant is 15 to 25 s at rest and
    8 to 12 s in exercise.

    Parameters
    ----------
    above_mM
        (n,) mM above plasma now, not negative beyond rounding.
    source_mM_s, clear_per_s, pump
        s in mM/s; c in 1/s; p in 1/s/mM, 0 for a clearance that does not adapt.
    """
    if pump <= 0.0:
        end = source_mM_s / clear_per_s
        return np.asarray(end + (above_mM - end) * math.exp(-clear_per_s * duration_s))
    root = math.sqrt(clear_per_s**2 + 4.0 * pump * source_mM_s)
    high, low = (root - clear_per_s) / (2.0 * pump), -(root + clear_per_s) / (2.0 * pump)
    ratio = (above_mM - high) / (above_mM - low) * math.exp(-root * duration_s)
    return np.asarray((high - low * ratio) / (1.0 - ratio))


def quickening(temperature_C: float, reference_C: float, q10: float) -> float:
    """Factor on rates at a temperature: q10 to the power of a tenth of the difference."""
    return float(q10 ** ((temperature_C - reference_C) / 10.0))


def cold_twitch(muscle_temperature_C: float, ions: Mapping[str, float]) -> float:
    """Size of one impulse's activation, relative to a muscle at its usual temperature; at most 1.

    A cold muscle's twitch is slower and smaller, while its tetanus stays: at 24 C the calf's
    twitch is 52 % smaller.
    """
    reference_C = ions["muscle_temperature_reference"]
    return min(1.0, quickening(muscle_temperature_C, reference_C, ions["q10_twitch"]))
