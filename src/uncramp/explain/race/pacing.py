"""Even effort over hills: how fast where, so that the target time comes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.activity.way import Way
from uncramp.explain.race.numbers import number
from uncramp.language import Sentence
from uncramp.parameters import ParameterSet
from uncramp.simulation import Course

Series = NDArray[np.float64]

_FASTEST_M_S, _SLOWEST_M_S = 7.0, 0.8
_DEGREE = 5
_REST_M = 100.0


class PacingError(ValueError):
    """A target that cannot be run; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Split:
    """A kilometre, or the rest at the end."""

    start_km: float
    end_km: float
    end_s: float
    pace_s_per_km: float
    climb_m: float


@dataclass(frozen=True)
class Pacing:
    """The plan: speed at every point of the way.

    Attributes
    ----------
    speed_m_s
        Shape (n,), over the stretch that ends at each point of the way.
    clock_s
        Shape (n,), elapsed time at each point.
    """

    way: Way
    speed_m_s: Series
    clock_s: Series

    def at_s(self, distance_m: float) -> float:
        """Elapsed time at a place."""
        return float(np.interp(distance_m, self.way.distance_m, self.clock_s))

    def course(self) -> Course:
        """The plan as a run on a clock of seconds."""
        time_s = np.arange(int(np.ceil(self.clock_s[-1])) + 1, dtype=np.float64)
        index = np.clip(np.searchsorted(self.clock_s, time_s), 1, len(self.clock_s) - 1)
        n = len(time_s)
        return Course(
            time_s=time_s,
            speed_m_s=self.speed_m_s[index],
            grade=self.way.grade[index],
            cadence_spm=np.full(n, np.nan),
            moving=np.ones(n, dtype=bool),
        )

    def splits(self, every_m: float = 1000.0) -> list[Split]:
        """Kilometre by kilometre, or mile by mile; a rest below 100 m belongs to the last one."""
        length = self.way.length_m
        ends = [*np.arange(every_m, length - _REST_M, every_m), length]
        steps = np.diff(self.way.distance_m, prepend=0.0)
        climbs = np.cumsum(np.clip(steps * self.way.grade, 0.0, None))
        found, start, before_s, before_m = [], 0.0, 0.0, 0.0
        for end in ends:
            at_s = self.at_s(end)
            climb = float(np.interp(end, self.way.distance_m, climbs))
            found.append(
                Split(
                    start_km=start / 1000.0,
                    end_km=float(end) / 1000.0,
                    end_s=at_s,
                    pace_s_per_km=1000.0 * (at_s - before_s) / (float(end) - start),
                    climb_m=climb - before_m,
                )
            )
            start, before_s, before_m = float(end), at_s, climb
        return found


def even_effort(way: Way, target_s: float, parameters: ParameterSet) -> Pacing:
    """The same metabolic power everywhere: speed ∝ C(0) / C(i), by Minetti's cost of the slope i.

    Downhill the speed is held at ``downhill_most`` times that on the level, because braking and not
    cost limits it there; the level speed is the one with which the target time comes out.

    Raises
    ------
    PacingError
        If the target asks for less than 0.8 or more than 7 m/s on the level.
    """
    heat = parameters.organ("heat")
    steepest = heat["steepest_grade"]
    slope = np.clip(way.grade, -steepest, steepest)
    cost = np.polyval([heat[f"cost_{k}"] for k in range(_DEGREE, -1, -1)], slope)
    ratio = np.minimum(heat["cost_0"] / cost, number("downhill_most"))
    steps = np.diff(way.distance_m, prepend=0.0)
    level = float((steps / ratio).sum()) / target_s if target_s > 0.0 else np.inf
    if not _SLOWEST_M_S <= level <= _FASTEST_M_S:
        raise PacingError(
            Sentence(
                "target: {length:.1f} km in {time:.0f} min are, hills counted, as hard as "
                "{speed:.1f} m/s on the level; from {low:g} to {high:g} m/s can be planned. "
                "Correct the target or the course.",
                length=way.length_m / 1000.0,
                time=target_s / 60.0,
                speed=level,
                low=_SLOWEST_M_S,
                high=_FASTEST_M_S,
            )
        )
    speed = level * ratio
    return Pacing(way, speed, np.cumsum(steps / speed))
