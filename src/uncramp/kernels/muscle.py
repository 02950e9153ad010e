"""One millisecond of the three muscles on their shared Achilles tendon (Hill type)."""

from __future__ import annotations

import math

from uncramp.kernels.compiler import inlined
from uncramp.kernels.layout import (
    ACTIVATION,
    DAMPING,
    F_MAX,
    FIBRE,
    FIBRE_VELOCITY,
    FREE_F_MAX,
    FREE_SLACK,
    FREE_TENDON,
    IN_LENGTH,
    L_OPT,
    L_SLACK,
    TENDON_FORCE,
    V_MAX,
    WIDTH,
)

# Shape constants of the dimensionless curves of De Groote et al. 2016 (parameters/muscle.toml
# holds them with their source; a test keeps the two equal).
B1, B2, B3, B4 = 0.815, 1.055, 0.162, 0.063
C1, C2, C3, C4 = 0.433, 0.717, -0.030, 0.200
D1, D2, D3, D4 = 0.1, 1.0, 0.3536, 0.0
FV1, FV2, FV3, FV4 = -0.318, -8.149, -0.374, 0.886
T1, T2, T3, T4 = 0.2, 0.995, 0.25, 35.0
PASSIVE_STRAIN = 0.6
PASSIVE_SHAPE = 4.0


@inlined
def force_length(length):  # type: ignore[no-untyped-def]
    """Active force-length curve; `length` in optimal fascicle lengths."""
    x = (length - B2) / (B3 + B4 * length)
    y = (length - C2) / (C3 + C4 * length)
    z = (length - D2) / D3
    return B1 * math.exp(-0.5 * x * x) + C1 * math.exp(-0.5 * y * y) + D1 * math.exp(-0.5 * z * z)


@inlined
def passive_force(length):  # type: ignore[no-untyped-def]
    """Passive force-length curve (share of F0); zero below optimal length."""
    if length <= 1.0:
        return 0.0
    return (math.exp(PASSIVE_SHAPE * (length - 1.0) / PASSIVE_STRAIN) - 1.0) / (
        math.exp(PASSIVE_SHAPE) - 1.0
    )


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
def tendon(length):  # type: ignore[no-untyped-def]
    """(force, slope) of a tendon at `length` in slack lengths, shares of F0; no force when slack.

    The slope of a slack tendon is that of its toe, so that a Newton step from the slack side does
    not overshoot into the exponential.
    """
    pull = T1 * math.exp(T4 * (length - T2))
    return max(pull - T3, 0.0), T4 * max(pull, T3)


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
        slack = c[L_SLACK]
        f_tendon, slope = tendon((inputs[IN_LENGTH + k, t] - fibre * cosine - free) / slack)
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
                - passive_force(relative)
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
        f_tendon, slope = tendon((inputs[IN_LENGTH + k, t] - fibre * cosine - free) / slack)
        m[TENDON_FORCE] = f0 * f_tendon
        total += m[TENDON_FORCE]
        stiffness += f0 * slope / slack
    f_free, k_free = tendon(free / shared[FREE_SLACK])
    excess = total - shared[FREE_F_MAX] * f_free
    stiffness += shared[FREE_F_MAX] * k_free / shared[FREE_SLACK]
    shared[FREE_TENDON] = stretch + excess / stiffness
