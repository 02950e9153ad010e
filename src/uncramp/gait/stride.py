"""Stride rate and contact time from speed and cadence, running and walking."""

from __future__ import annotations

from dataclasses import dataclass

from uncramp.parameters import ParameterSet

_RUN_LIMITS_M_S = (1.2, 6.5)  # speeds the fits are held to
_STRIDE_LIMITS_HZ = (0.6, 2.0)


@dataclass(frozen=True, slots=True)
class Stride:
    """One stride of one leg.

    Attributes
    ----------
    speed_m_s, slope_deg
        The ground covered; uphill positive.
    duration_s, contact_s
        From foot contact to the next of the same foot; time on the ground.
    walking
        False for running.
    """

    speed_m_s: float
    slope_deg: float
    duration_s: float
    contact_s: float
    walking: bool


def stride_at(
    speed_m_s: float, slope_deg: float, cadence_spm: float | None, parameters: ParameterSet
) -> Stride:
    """The stride at a speed and slope; `cadence_spm` (steps per minute) is used where known.

    Working fits of published spatiotemporal data: running stride rate 1.30 + 0.12 (v - 2.7) Hz,
    contact 0.272 - 0.020 (v - 2.7) s, valid 2.5–5 m/s and held constant beyond 1.2–6.5 m/s.
    """
    gait = parameters.organ("gait")
    known = cadence_spm is not None and 60.0 <= cadence_spm <= 260.0
    walking = speed_m_s < gait["walking_speed"] and not (
        known and cadence_spm is not None and cadence_spm >= gait["walking_cadence"]
    )
    if walking:
        rate = gait["walking_stride_rate"] + gait["walking_stride_rate_slope"] * speed_m_s
    else:
        speed = min(max(speed_m_s, _RUN_LIMITS_M_S[0]), _RUN_LIMITS_M_S[1])
        rate = gait["stride_rate"] + gait["stride_rate_slope"] * (speed - gait["fit_speed"])
    if known and cadence_spm is not None:
        rate = cadence_spm / 120.0
    rate = min(max(rate, _STRIDE_LIMITS_HZ[0]), _STRIDE_LIMITS_HZ[1])
    if walking:
        contact = gait["walking_contact_share"] / rate
    else:
        contact = gait["contact_time"] + gait["contact_time_slope"] * (speed - gait["fit_speed"])
        contact = min(contact, 0.48 / rate)  # running has a flight phase
    return Stride(speed_m_s, slope_deg, 1.0 / rate, contact, walking)
