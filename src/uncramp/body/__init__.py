"""The body: how warm it is, how much water and which ions it has, through a run."""

from uncramp.body.body import Replacement, balanced_drinking, simulate_body
from uncramp.body.states import BodyStates, IonBalance
from uncramp.body.weigh_in import SweatFactor, sweat_factor

__all__ = [
    "BodyStates",
    "IonBalance",
    "Replacement",
    "SweatFactor",
    "balanced_drinking",
    "simulate_body",
    "sweat_factor",
]
