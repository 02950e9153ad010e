"""The body: how warm it is, how much water and sodium it has, through a run."""

from uncramp.body.body import BodyStates, Replacement, balanced_drinking, simulate_body

__all__ = ["BodyStates", "Replacement", "balanced_drinking", "simulate_body"]
