"""What surrounds the ends of axons and the endings of afferents in each region of a muscle.

Potassium gathers around working fibres and impulses leave a short-lived depolarisation; together
with ions of the plasma, dilution and the length of the muscle they set a level in mV. Where it
passes the margin of an axon terminal, that terminal discharges by itself, beyond the reach of any
nerve block; where it passes that of the sensory endings, these excite the motor neurons.
"""

from __future__ import annotations

import math

import numpy as np

from uncramp.kernels.afferents import gate_by_length
from uncramp.kernels.compiler import inlined
from uncramp.kernels.layout import (
    AFTER_KEEP,
    AFTER_STEP,
    AHP,
    ANSWERED,
    BARRAGE_PASS,
    BLOCK_MS,
    ECTOPIC,
    ECTOPIC_GAIN,
    ECTOPIC_MAX,
    ECTOPIC_RECOVERY,
    ECTOPIC_TIRING,
    ENDING_FALL,
    ENDING_GAIN,
    ENDING_MAX,
    ENDING_RISE,
    ENDING_SOFTNESS,
    ENDING_THRESHOLD,
    ENDINGS,
    FIBRE,
    FIRED,
    FLICKER,
    FLICKER_KEEP,
    FLICKER_STEP,
    K_CLEAR,
    K_PLASMA,
    K_PUMP,
    K_SOURCE,
    K_SPREAD,
    L_OPT,
    LANES,
    LEVEL_AT,
    LEVEL_LENGTH,
    LEVEL_SHIFT,
    MARGIN,
    MARGIN_REST,
    PHASE,
    POTASSIUM,
    PRESYNAPTIC,
    REFERENCE_UNITS,
    REFRACTORY,
    REGION_AFTER,
    REGION_DRIVE,
    REGION_K,
    REGION_LEVEL,
    REGION_SPIKES,
    REGIONS,
    REST_TERM,
    SINCE,
    SLACK_LENGTH,
    SODIUM_TERM,
)
from uncramp.kernels.motor_units import REFRACTORY_MS

# R T / F at 37 degrees Celsius, mV; the same number as in `uncramp.calf.milieu` (a test says so).
THERMAL_MV = 26.726659
# Noise that makes the intervals of a terminal irregular, in units of its own pace.
IRREGULARITY = np.float32(14.0)

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)
_PER_SECOND = np.float32(1e-3)


@inlined
def regions_ms(m, c, dt_s):  # type: ignore[no-untyped-def]
    """Advance potassium and after-depolarisation of a muscle's regions by one ms.

    K' = source * rate - (clear + pump (K - plasma)) (K - plasma) + exchange with neighbours.
    """
    units = c[REFERENCE_UNITS] / REGIONS
    total = 0.0
    before = m[REGION_K]
    for r in range(REGIONS):
        own = m[REGION_K + r]
        after = m[REGION_K + min(r + 1, REGIONS - 1)]
        rate = m[REGION_SPIKES + r] / units
        above = own - c[K_PLASMA]
        gone = (c[K_CLEAR] + c[K_PUMP] * max(above, 0.0)) * above
        spread = c[K_SPREAD] * (before + after - 2.0 * own)
        new = own + c[K_SOURCE] * rate + dt_s * (spread - gone)
        m[REGION_K + r] = new
        m[REGION_AFTER + r] = c[AFTER_KEEP] * m[REGION_AFTER + r] + c[AFTER_STEP] * rate
        m[REGION_SPIKES + r] = 0.0
        before = own
        total += new
    m[POTASSIUM] = total / REGIONS


@inlined
def ending_drive(level_mV, c):  # type: ignore[no-untyped-def]
    """Drive from the sensory endings of a region: a soft threshold, then linear, then full."""
    z = (level_mV - c[ENDING_THRESHOLD]) / c[ENDING_SOFTNESS]
    above = z if z > 30.0 else math.log(1.0 + math.exp(z))
    drive = c[ENDING_GAIN] * c[ENDING_SOFTNESS] * above
    return drive / (1.0 + drive / c[ENDING_MAX])


@inlined
def levels_block(m, c):  # type: ignore[no-untyped-def]
    """Depolarisation of each region, mV: potassium (Goldman), impulses, ions, muscle length.

    The drive from the endings rises within a second and fades slowly: the cord's response to a
    barrage from a muscle outlasts it. In a stretched muscle presynaptic inhibition keeps it from
    building up, and from passing on at once.
    """
    length = m[FIBRE] / c[L_OPT]
    common = c[LEVEL_SHIFT] - c[LEVEL_LENGTH] * (length - c[LEVEL_AT])
    m[BARRAGE_PASS] = 1.0 - c[PRESYNAPTIC] * gate_by_length(m[SLACK_LENGTH], c)
    for r in range(REGIONS):
        gathered = THERMAL_MV * math.log((m[REGION_K + r] + c[SODIUM_TERM]) / c[REST_TERM])
        m[REGION_LEVEL + r] = gathered + m[REGION_AFTER + r] + common
        wanted = m[BARRAGE_PASS] * ending_drive(m[REGION_LEVEL + r], c)
        drive = m[REGION_DRIVE + r]
        share = c[ENDING_RISE] if wanted > drive else c[ENDING_FALL]
        m[REGION_DRIVE + r] = drive + share * (wanted - drive)


@inlined
def barrage(m):  # type: ignore[no-untyped-def]
    """Drive from the endings of the whole muscle, mean of its regions."""
    total = 0.0
    for r in range(REGIONS):
        total += m[REGION_DRIVE + r]
    return total / REGIONS * m[BARRAGE_PASS]


@inlined
def terminals_block(b, n, m, c, noise, local):  # type: ignore[no-untyped-def]
    """Hand the levels of the regions to the `n` units of a chunk; once per block of 8 ms.

    A barrage is irregular: each unit's share of it wanders around the mean. `local` is scratch,
    (2 * REGIONS,) float32. Returns True if any terminal discharges by itself.
    """
    for r in range(REGIONS):
        local[r] = np.float32(m[REGION_LEVEL + r])
        heard = m[REGION_DRIVE + r] * m[BARRAGE_PASS] * c[ANSWERED]
        local[REGIONS + r] = np.float32(heard)
    gain, most = np.float32(c[ECTOPIC_GAIN]), np.float32(c[ECTOPIC_MAX])
    back = np.float32(c[ECTOPIC_RECOVERY])
    keep, kick = np.float32(c[FLICKER_KEEP]), np.float32(c[FLICKER_STEP])
    busiest = _ZERO
    for i in range(n):
        flicker = keep * b[FLICKER * LANES + i] + kick * noise[i]
        b[FLICKER * LANES + i] = flicker
        b[ENDINGS * LANES + i] = max(local[REGIONS + (i & 3)] * (_ONE + flicker), _ZERO)
        margin = b[MARGIN * LANES + i]
        margin += back * (b[MARGIN_REST * LANES + i] - margin)
        b[MARGIN * LANES + i] = margin
        pace = min(gain * max(local[i & 3] - margin, _ZERO), most) * _PER_SECOND
        b[ECTOPIC * LANES + i] = pace
        busiest = max(busiest, pace)
    return busiest > _ZERO


@inlined
def any_restless(b, n):  # type: ignore[no-untyped-def]
    """Whether a terminal of the chunk discharges by itself, by the pace set in the last block."""
    busiest = _ZERO
    for i in range(n):
        busiest = max(busiest, b[ECTOPIC * LANES + i])
    return busiest > _ZERO


@inlined
def discharge_terminals(b, n, c, noise, row):  # type: ignore[no-untyped-def]
    """One ms of terminals that discharge by themselves; their impulses also run up the axon."""
    tiring = np.float32(c[ECTOPIC_TIRING])
    for i in range(n):
        pace = b[ECTOPIC * LANES + i]
        step = pace * (_ONE + IRREGULARITY * noise[row * LANES + i])
        passed = b[SINCE * LANES + i] < _ONE  # an impulse from elsewhere starts it anew
        phase = _ZERO if passed else max(b[PHASE * LANES + i] + step, _ZERO)
        fires = phase >= _ONE and b[REFRACTORY * LANES + i] <= _ZERO and pace > _ZERO
        b[PHASE * LANES + i] = _ZERO if fires else min(phase, _ONE)
        b[FIRED * LANES + i] = _ONE if fires else b[FIRED * LANES + i]
        b[AHP * LANES + i] += _ONE if fires else _ZERO
        b[MARGIN * LANES + i] += tiring if fires else _ZERO
        b[REFRACTORY * LANES + i] = REFRACTORY_MS if fires else b[REFRACTORY * LANES + i]


assert LANES % BLOCK_MS == 0
