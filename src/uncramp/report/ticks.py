"""Round numbers for axes: times, paces, and plain numbers."""

from __future__ import annotations

import math

_TIME_STEPS_MIN = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)
_PACE_STEPS_S = (5, 10, 15, 30, 60, 120, 300)


def time_ticks(start_s: float, end_s: float, most: int) -> list[float]:
    """At most `most` round times from start to end, in s."""
    span_min = (end_s - start_s) / 60.0
    fitting = (step for step in _TIME_STEPS_MIN if span_min / step <= most - 1)
    step_s = 60.0 * next(fitting, _TIME_STEPS_MIN[-1])
    first = math.ceil(start_s / step_s)
    return [n * step_s for n in range(first, math.floor(end_s / step_s) + 1)][:most]


def pace_ticks(low_s: float, high_s: float, most: int) -> list[float]:
    """Round paces between two paces, in s per split."""
    fitting = (step for step in _PACE_STEPS_S if (high_s - low_s) / step <= most - 1)
    return _multiples(low_s, high_s, next(fitting, _PACE_STEPS_S[-1]))


def number_ticks(low: float, high: float, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten between low and high."""
    return _multiples(low, high, _round_step(high - low, most))


def number_range(low: float, high: float, *, narrowest: float = 1.0) -> tuple[float, float]:
    """A range that starts and ends on round numbers and is never narrower than `narrowest`."""
    missing = narrowest - (high - low)
    if missing > 0.0:
        low, high = low - missing / 2.0, high + missing / 2.0
    step = _round_step(high - low, 5)
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _round_step(span: float, most: int) -> float:
    rough = max(span, 1e-9) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(n * step, 9) for n in range(first, last + 1)]
