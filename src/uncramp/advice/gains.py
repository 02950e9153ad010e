"""What the calf programme is expected to give, week by week: force and slower tiring, assumed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from uncramp.advice.exercises import phase_gate
from uncramp.advice.plan import CalfGain, Day
from uncramp.advice.progression import number, training_parameters

MUSCLES = ("gastrocnemius", "soleus")
_P90_SD = NormalDist().inv_cdf(0.9)


def trained_weeks(days: Sequence[Day], level: int = 1) -> float:
    """Weeks of calf work in these days: sessions done over those their phase asks for."""
    done = [day for day in days if not day.missed]
    sessions = [s for day in done for s in day.sessions if s.kind == "strength"]
    return sum(1.0 / phase_gate(s.level or level).per_week[0] for s in sessions)


def calf_gains(weeks: float) -> tuple[CalfGain, ...]:
    """Gain of each muscle after so many weeks of calf work.

    ``gain(t) = gain(12 weeks) (1 - exp(-t/tau)) / (1 - exp(-12/tau))``, with a log-normal spread
    between runners. Force from the growth of the muscles in 12 weeks (Kinoshita 2023); slower
    tiring is a hypothesis.
    """
    tau, trial = number("strength_time_constant"), number("strength_weeks")
    part = (1.0 - math.exp(-weeks / tau)) / (1.0 - math.exp(-trial / tau))
    fatigue = part * number("fatigue_gain")
    slower = _spread("fatigue_gain")
    found = []
    for muscle in MUSCLES:
        force, spread = part * number(f"{muscle}_gain"), _spread(f"{muscle}_gain")
        found.append(
            CalfGain(
                muscle,
                force=round(1.0 + force, 4),
                force_80=(round(1.0 + force / spread, 4), round(1.0 + force * spread, 4)),
                fatigue=round(1.0 - fatigue, 4),
                fatigue_80=(
                    round(max(1.0 - fatigue * slower, 0.0), 4),
                    round(1.0 - fatigue / slower, 4),
                ),
            )
        )
    return tuple(found)


def _spread(name: str) -> float:
    """Ratio of the 90th percentile of a log-normal gain to its median."""
    return math.exp(_P90_SD * math.sqrt(math.log1p(training_parameters()[name].spread ** 2)))
