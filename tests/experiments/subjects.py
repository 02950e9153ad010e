"""Small, quick subjects whose behaviour does not hang on the calibration."""

from __future__ import annotations

import numpy as np

from uncramp.calf import Calf
from uncramp.experiments.inputs import Posture
from uncramp.experiments.protocols import (
    NEUTRAL,
    Bouts,
    Contraction,
    CrampTraining,
    Drink,
    Heat,
    MusclePain,
    NerveBlock,
    OralReflex,
    Rest,
    Step,
    Stimulation,
    Stretch,
    Sweat,
)
from uncramp.parameters import ParameterSet, load_parameters

P: ParameterSet = load_parameters()
SIZES = (16, 8, 16)
SHORT = Posture(-30.0, 0.0)

# Endings that answer any train with a barrage; terminals that keep still.
READY = P.replaced(
    {
        "motor_terminals.ending_threshold": 4.0,
        "motor_terminals.ending_softness": 1.0,
        "motor_terminals.ending_gain": 0.5,
        "motor_terminals.ending_max": 3.0,
        "motor_terminals.ending_rise": 0.3,
        "motor_terminals.ending_fall": 10.0,
        "motor_terminals.after_depolarisation": 0.5,
        "motor_terminals.presynaptic_inhibition": 0.95,
        "motor_terminals.ectopic_gain": 0.0,
        "motor_terminals.depression": 0.0,
    }
)
# Neither endings nor terminals ever answer, and a PIC level that sustains nothing.
CALM = P.replaced(
    {
        "motor_terminals.ending_gain": 0.0,
        "motor_terminals.ectopic_gain": 0.0,
        "motor_neurons.pic_level_rest": 0.5,
        "motor_neurons.pic_level_drive": 0.3,
    }
)

EVERY_STEP: tuple[Step, ...] = (
    Rest(3.0),
    Rest(600.0),
    Contraction(0.5, 1.0),
    Contraction(0.5, 0.3, ("soleus",), NEUTRAL),
    Bouts(2, 0.3, 0.2, 0.6),
    Stretch(0.5),
    Stimulation(20.0, 0.5, 0.6, rest_s=1.0),
    Sweat(1.5),
    Drink(0.5, {"sodium": 20.0, "chloride": 20.0}),
    Heat(38.5, 39.0),
    MusclePain(0.3),
    NerveBlock(),
    NerveBlock(False),
    OralReflex(0.2),
    CrampTraining(1.0, 2.0, SHORT, n_trains=1, on_s=0.3, off_s=0.3),
)


def calf(parameters: ParameterSet = P, seed: int = 3) -> Calf:
    return Calf(parameters, 70.0, seed, n_units=SIZES)


def everything(one: Calf) -> list[np.ndarray]:
    """All that a calf's future depends on."""
    state = one.state
    arrays = [state.chunks, state.muscles, state.constants, state.shared, state.rings]
    for fatigue in one.fatigue:
        arrays += [fatigue.fast, fatigue.slow, fatigue.use]
    arrays += [*one.depression_mV, one.training_mV, one.pain]
    flags = [one.oral_reflex, float(one.nerve_blocked), one.milieu.sodium_mM]
    return [array.copy() for array in [*arrays, np.array(flags)]]


def same(first: list[np.ndarray], second: list[np.ndarray]) -> bool:
    """Bit for bit."""
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
