"""Ankle and knee over one stride, and the moment the triceps surae must give.

Running: one measured and simulated stride at 3.96 m/s (Hamner, Seth & Delp 2010, subject 2; right
leg, folded to 20 points); stance is stretched or shortened to the contact time at hand. Walking:
the normal curves of gait textbooks, coarse.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]

# Every 5 % of the stride from foot contact; degrees, dorsiflexion and knee flexion positive.
_RUN_ANKLE = (7.8, 13.3, 17.2, 20.3, 19.0, 10.1, -4.5, -18.2, -24.5, -23.2,
              -20.3, -15.4, -9.9, -4.8, 0.5, 4.4, 7.1, 7.1, 4.1, 3.8)  # fmt: skip
_RUN_KNEE = (22.3, 35.9, 44.9, 44.5, 36.2, 23.0, 12.0, 10.8, 21.8, 42.8,
             63.7, 83.3, 98.2, 106.0, 104.0, 90.5, 70.2, 45.4, 22.9, 16.3)  # fmt: skip
# Sum of the three muscles' simulated forces, body weights; zero in swing.
_RUN_FORCE = (1.18, 1.09, 1.94, 4.08, 4.39, 2.54, 0.85, 0.32, 0.0, 0.0,
              0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.42)  # fmt: skip
_RUN_CONTACT = 0.36
_WALK_ANKLE = (0.0, -4.0, -4.0, 0.0, 3.0, 5.0, 7.0, 8.5, 9.5, 9.0,
               4.0, -7.0, -17.0, -16.0, -8.0, -2.0, 1.0, 2.0, 2.0, 1.0)  # fmt: skip
_WALK_KNEE = (5.0, 11.0, 16.0, 17.0, 15.0, 12.0, 8.5, 6.0, 5.0, 6.0,
              10.0, 20.0, 36.0, 52.0, 60.0, 58.0, 46.0, 28.0, 12.0, 5.0)  # fmt: skip
_WALK_FORCE = (0.0, 0.0, 0.1, 0.2, 0.32, 0.42, 0.52, 0.65, 0.8, 0.95,
               1.0, 0.7, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # fmt: skip
_WALK_CONTACT = 0.62
_FINE = 400  # points of the smooth curves


def _smooth(points: tuple[float, ...]) -> Curve:
    """Periodic band-limited interpolation: smooth velocities, which spindles feel."""
    spectrum = np.fft.rfft(np.array(points))
    padded = np.zeros(_FINE // 2 + 1, complex)
    padded[: len(spectrum) - 1] = spectrum[:-1]  # the Nyquist term carries no phase: dropped
    return np.asarray(np.fft.irfft(padded, _FINE) * (_FINE / len(points)))


@cache
def curves(walking: bool) -> tuple[Curve, Curve, Curve, float]:
    """(ankle degrees, knee degrees, moment shape peaking at 1, contact share) on a fine grid."""
    if walking:
        ankle, knee, force, contact = _WALK_ANKLE, _WALK_KNEE, _WALK_FORCE, _WALK_CONTACT
    else:
        ankle, knee, force, contact = _RUN_ANKLE, _RUN_KNEE, _RUN_FORCE, _RUN_CONTACT
    moment = np.clip(_smooth(force), 0.0, None)
    return _smooth(ankle), _smooth(knee), moment / moment.max(), contact


def phase_of(time_s: Curve, duration_s: float, contact_s: float, contact_share: float) -> Curve:
    """Phase of the stored stride, 0–1, at times within a stride of the given contact time."""
    knots_s = [0.0, contact_s, duration_s]
    return np.asarray(np.interp(time_s, knots_s, [0.0, contact_share, 1.0]))


def at_phase(curve: Curve, phase: Curve) -> Curve:
    """A fine curve at phases in [0, 1)."""
    grid = np.arange(len(curve) + 1) / len(curve)
    return np.asarray(np.interp(phase, grid, np.append(curve, curve[0])))
