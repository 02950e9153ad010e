"""The calf: motor-neuron pools, spindles, tendon organs, muscles, fatigue, ions, and the cramp.

It learns torque, length, drive, ions and temperature as arrays; never the time of day, the
weather or the runner, so the same calf serves a laboratory protocol and a marathon.
"""

from uncramp.calf.calf import Calf
from uncramp.calf.cramp import CrampRule
from uncramp.calf.habit import Habit
from uncramp.calf.milieu import Milieu
from uncramp.calf.muscle import MUSCLES
from uncramp.calf.window import Window

__all__ = ["MUSCLES", "Calf", "CrampRule", "Habit", "Milieu", "Window"]
