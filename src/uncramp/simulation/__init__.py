"""Scenario in, result out: one calf through one run."""

from uncramp.simulation.accustoming import habit_of
from uncramp.simulation.course import Course, Piece, cut
from uncramp.simulation.detail import Detail
from uncramp.simulation.result import Cramp, Result
from uncramp.simulation.scenario import Scenario
from uncramp.simulation.simulation import Simulation

__all__ = [
    "Course",
    "Cramp",
    "Detail",
    "Piece",
    "Result",
    "Scenario",
    "Simulation",
    "cut",
    "habit_of",
]
