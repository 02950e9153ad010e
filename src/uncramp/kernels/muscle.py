"""One millisecond of the three muscles on their shared Achilles tendon (Hill type)."""

from __future__ import annotations

import math

from uncramp.kernels.compiler import inlined
from uncramp.kernels.layout import (
    ACTIVATION,
    DAMPING,
    F_MAX,
    FASCICLE_SLACK,
    FIBRE,
    FIBRE_VELOCITY,
    FREE_F_MAX,
    FREE_SLACK,
    FREE_TENDON,
    IN_LENGTH,
    L_OPT,
    L_SLACK,
    PASSIVE_CURVE,
    PASSIVE_LENGTH,
    PASSIVE_TOE,
    PASSIVE_TOE_LENGTH,
    RESTING_TENSION,
    TENDON_FORCE,
    TENDON_STRAIN,
    V_MAX,
    WIDTH,
)

# Shapes of the dimensionless curves (parameters/muscle.toml holds them with their source; a test
# keeps the two equal). Active force and length: limbs of constant slope with rounded corners,
# ``slope change, length, half width of the corner``, as the overlap of filaments has it.
LIMB_1, CORNER_1, ROUND_1 = 2.0674, 0.3009, 0.0306
LIMB_2, CORNER_2, ROUND_2 = -1.3086, 0.6890, 0.0528
LIMB_3, CORNER_3, ROUND_3 = -0.7454, 0.9486, 0.0232
LIMB_4, CORNER_4, ROUND_4 = -1.2598, 1.0727, 0.0523
PASSIVE_ROUND = 0.02
# Force and velocity after De Groote et al. 2016.
FV1, FV2, FV3, FV4 = -0.318, -8.149, -0.374, 0.886
# Tendon: toe and rise, slopes per strain of a tendon that reaches F0 at `TENDON_REFERENCE`.
TENDON_TOE, TENDON_TOE_STRAIN = 7.78136, 0.00132
TENDON_RISE, TENDON_RISE_STRAIN, TENDON_ROUND = 20.249, 0.01793, 0.01877
TENDON_REFERENCE = 0.049


@inlined
def bend(x, half_width):  # type: ignore[no-untyped-def]
    """max(0, x) with its corner rounded by a parabola over ±`half_width`."""
    x = max(x, -half_width)
    return x if x > half_width else (x + half_width) ** 2 / (4.0 * half_width)


@inlined
def force_length(length):  # type: ignore[no-untyped-def]
    """Active force-length curve; `length` in optimal fascicle lengths."""
    return max(
        0.0,
        LIMB_1 * bend(length - CORNER_1, ROUND_1)
        + LIMB_2 * bend(length - CORNER_2, ROUND_2)
        + LIMB_3 * bend(length - CORNER_3, ROUND_3)
        + LIMB_4 * bend(length - CORNER_4, ROUND_4),
    )


@inlined
def passive_force(length, c):  # type: ignore[no-untyped-def]
    """Passive force-length curve (share of F0) of the muscle with constants `c`.

    A trace of tension from the length at which resting fascicles fall slack keeps a short muscle
    taut; without it a fascicle would stay as long as it was left.
    """
    stretch = max(length - c[PASSIVE_LENGTH], 0.0)
    toe = bend(length - c[PASSIVE_TOE_LENGTH], PASSIVE_ROUND)
    trace = c[RESTING_TENSION] * max(length - c[FASCICLE_SLACK], 0.0)
    return c[PASSIVE_TOE] * toe + c[PASSIVE_CURVE] * stretch * stretch + trace


@inlined
def force_velocity(velocity):  # type: ignore[no-untyped-def]
    """Force-velocity curve; `velocity` in maximal shortening velocities, lengthening positive."""
    y = FV2 * velocity + FV3
    return FV1 * math.log(y + math.sqrt(y * y + 1.0)) + FV4


@inlined
def force_velocity_slope(velocity):  # type: ignore[no-untyped-def]
    """Derivative of `force_velocity`."""
    y = FV2 * velocity + FV3
    return FV1 * FV2 / math.sqrt(y * y + 1.0)


@inlined
def tendon(length, strain_at_f0):  # type: ignore[no-untyped-def]
    """(force, slope) of a tendon at `length` in slack lengths, shares of F0; no force when slack.

    The slope of a slack tendon is that of its toe, so that a Newton step from the slack side does
    not overshoot.
    """
    scale = TENDON_REFERENCE / strain_at_f0
    strain = (length - 1.0) * scale
    x = strain - TENDON_RISE_STRAIN
    share = min(max(0.5 * (x + TENDON_ROUND) / TENDON_ROUND, 0.0), 1.0)
    rise = TENDON_RISE * bend(x, TENDON_ROUND)
    toe = TENDON_TOE * max(strain - TENDON_TOE_STRAIN, 0.0)
    return rise + toe, (TENDON_TOE + TENDON_RISE * share) * scale


@inlined
def muscles_ms(muscles, constants, shared, inputs, t, n_muscles, dt_s):  # type: ignore[no-untyped-def]
    """Advance fascicles and the free Achilles tendon by `dt_s`.

    Each fascicle: one linearised backward-Euler step of the equilibrium between fibre (active,
    passive, damping) and tendon force. Free tendon: one such step of the equilibrium between its
    force and the sum of the three, given the new fascicles.
    """
    stretch = shared[FREE_TENDON]
    free = shared[FREE_SLACK] + stretch
    total = 0.0
    stiffness = 0.0
    for k in range(n_muscles):
        m = muscles[k]
        c = constants[k]
        f0 = c[F_MAX]
        l0 = c[L_OPT]
        fibre = m[FIBRE]
        cosine = math.sqrt(max(1.0 - (c[WIDTH] / fibre) ** 2, 0.04))
        slack, strain = c[L_SLACK], c[TENDON_STRAIN]
        f_tendon, slope = tendon((inputs[IN_LENGTH + k, t] - fibre * cosine - free) / slack, strain)
        k_tendon = slope / slack  # F0 per m
        relative = fibre / l0
        active = m[ACTIVATION] * force_length(relative)
        v_max = c[V_MAX]
        velocity = m[FIBRE_VELOCITY] / v_max
        # Force excess that drives the fibre longer, and its slopes in velocity and length.
        for _ in range(2):
            excess = (
                f_tendon / cosine
                - active * force_velocity(velocity)
                - passive_force(relative, c)
                - c[DAMPING] * velocity
                - k_tendon * velocity * v_max * dt_s
            )
            slope = active * force_velocity_slope(velocity) + c[DAMPING] + k_tendon * v_max * dt_s
            velocity = min(max(velocity + excess / slope, -1.2), 1.2)
        m[FIBRE_VELOCITY] = velocity * v_max
        fibre = fibre + dt_s * velocity * v_max
        fibre = min(max(fibre, 0.35 * l0, 1.02 * c[WIDTH]), 1.8 * l0)
        m[FIBRE] = fibre
        cosine = math.sqrt(max(1.0 - (c[WIDTH] / fibre) ** 2, 0.04))
        f_tendon, slope = tendon((inputs[IN_LENGTH + k, t] - fibre * cosine - free) / slack, strain)
        m[TENDON_FORCE] = f0 * f_tendon
        total += m[TENDON_FORCE]
        stiffness += f0 * slope / slack
    f_free, k_free = tendon(free / shared[FREE_SLACK], constants[0, TENDON_STRAIN])
    excess = total - shared[FREE_F_MAX] * f_free
    stiffness += shared[FREE_F_MAX] * k_free / shared[FREE_SLACK]
    shared[FREE_TENDON] = stretch + excess / stiffness
