"""Before the race: pace by the hills, cramp along the way, sweat, sodium, and what to drink."""

from uncramp.explain.race.forecast import Forecast, race
from uncramp.explain.race.pacing import PacingError

__all__ = ["Forecast", "PacingError", "race"]
