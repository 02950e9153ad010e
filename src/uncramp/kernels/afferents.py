"""Muscle spindle (Mileusnic et al. 2006, massless) and Golgi tendon organ (Houk-Simon)."""

from __future__ import annotations

import math

from uncramp.kernels.compiler import inlined
from uncramp.kernels.layout import (
    BAG1_GAMMA,
    BAG1_POLAR,
    BAG2_GAMMA,
    BAG2_POLAR,
    CHAIN_POLAR,
    F_MAX,
    FIBRE,
    GATE_LONG,
    GATE_MIN,
    GATE_SHORT,
    IA,
    IA2_GAIN,
    IA_BIAS,
    IA_GAIN,
    IB,
    II,
    II_GAIN,
    L_OPT,
    ORGAN_1,
    ORGAN_2,
    ORGAN_GAIN,
    ORGAN_SCALE,
    TENDON_FORCE,
)

# Constants of the spindle's three intrafusal fibres (parameters/spindle.toml holds them with
# their source; a test keeps the two equal). FU: the model's force unit; lengths in L0.
K_SR, K_PR = 10.4649, 0.15
L_SR, L_SR_FIRING = 0.04, 0.0423
L_PR, L_PR_FIRING = 0.76, 0.89
R_POLAR = 0.46  # and velocity enters with the power 0.3, written out in `polar_step`
SHORTENING = 0.42
OCCLUSION = 0.156
SECONDARY_SHARE, L_SECONDARY = 0.7, 0.04
B0_BAG1, B0_BAG2, B0_CHAIN = 0.0605, 0.0822, 0.0822
B_BAG1, B_BAG2, B_CHAIN = 0.2592, -0.0460, -0.0690
FORCE_BAG1, FORCE_BAG2, FORCE_CHAIN = 0.0289, 0.0636, 0.0954
HALF_BAG1, HALF_BAG2, HALF_CHAIN = 60.0, 60.0, 90.0
TAU_BAG1, TAU_BAG2 = 0.149, 0.205


@inlined
def hill_square(rate, half):  # type: ignore[no-untyped-def]
    """Fusimotor activation of an intrafusal fibre at a gamma rate in pps."""
    return rate * rate / (rate * rate + half * half)


@inlined
def polar_step(polar, length, viscosity, active, dt_s):  # type: ignore[no-untyped-def]
    """Advance the polar region of one intrafusal fibre by backward Euler; return its length.

    The force balance K_SR (sensory stretch) = K_PR (polar stretch) + active + viscous force, the
    last with the 0.3rd power of velocity, is solved for the velocity by Newton's method from
    above, where the residual is convex and so never overshoots.
    """
    balance = K_SR * (length - L_SR - polar) - K_PR * (polar - L_PR) - active
    pull = (K_SR + K_PR) * dt_s
    size = abs(balance)
    if size < 1e-12:
        return polar
    c = viscosity * (polar - R_POLAR)
    if balance < 0.0:
        c *= SHORTENING
    c = max(c, 1e-4)
    # With z = |v|^(1/10): c z^3 + pull z^10 = size, convex, so Newton descends from above.
    # The start is the smaller of the roots of either term alone (powers by one exponential).
    log_size = math.log(size)
    z = math.exp(min((log_size - math.log(c)) / 3.0, (log_size - math.log(pull)) / 10.0))
    for _ in range(4):
        z2 = z * z
        z9 = z2 * z2 * z2 * z2 * z
        z -= (c * z2 * z + pull * z9 * z - size) / (3.0 * c * z2 + 10.0 * pull * z9)
    z2 = z * z
    velocity = z2 * z2 * z2 * z2 * z2
    return polar + dt_s * (velocity if balance > 0.0 else -velocity)


@inlined
def spindle_step(m, c, gamma_dynamic, gamma_static, dt_s):  # type: ignore[no-untyped-def]
    """Advance the spindle of one muscle by `dt_s`; sets Ia and II rates in pps."""
    length = m[FIBRE] / c[L_OPT]
    m[BAG1_GAMMA] += (hill_square(gamma_dynamic, HALF_BAG1) - m[BAG1_GAMMA]) * (
        1.0 - math.exp(-dt_s / TAU_BAG1)
    )
    m[BAG2_GAMMA] += (hill_square(gamma_static, HALF_BAG2) - m[BAG2_GAMMA]) * (
        1.0 - math.exp(-dt_s / TAU_BAG2)
    )
    chain = hill_square(gamma_static, HALF_CHAIN)
    low = length - L_SR - 0.5  # a slack spindle is not compressed further
    m[BAG1_POLAR] = max(
        polar_step(
            m[BAG1_POLAR],
            length,
            B0_BAG1 + B_BAG1 * m[BAG1_GAMMA],
            FORCE_BAG1 * m[BAG1_GAMMA],
            dt_s,
        ),
        low,
    )
    m[BAG2_POLAR] = polar_step(
        m[BAG2_POLAR],
        length,
        B0_BAG2 + B_BAG2 * m[BAG2_GAMMA],
        FORCE_BAG2 * m[BAG2_GAMMA],
        dt_s,
    )
    m[CHAIN_POLAR] = polar_step(
        m[CHAIN_POLAR], length, B0_CHAIN + B_CHAIN * chain, FORCE_CHAIN * chain, dt_s
    )
    firing = L_SR_FIRING - L_SR
    s1 = length - L_SR - m[BAG1_POLAR]
    s2 = length - L_SR - m[BAG2_POLAR]
    s3 = length - L_SR - m[CHAIN_POLAR]
    bag1 = c[IA_GAIN] * max(0.0, s1 - firing)
    static = c[IA2_GAIN] * (max(0.0, s2 - firing) + max(0.0, s3 - firing))
    larger = max(bag1, static)
    m[IA] = max(0.0, c[IA_BIAS] * (larger + OCCLUSION * min(bag1, static)))
    m[II] = max(
        0.0,
        c[IA_BIAS] * c[II_GAIN] * (secondary(s2, m[BAG2_POLAR]) + secondary(s3, m[CHAIN_POLAR])),
    )


@inlined
def secondary(sensory, polar):  # type: ignore[no-untyped-def]
    """Stretch of a secondary ending: partly on the sensory, partly on the polar region, L0."""
    on_sensory = SECONDARY_SHARE * (L_SECONDARY / L_SR) * (sensory - (L_SR_FIRING - L_SR))
    on_polar = (1.0 - SECONDARY_SHARE) * (L_SECONDARY / L_PR) * (polar - L_PR_FIRING)
    return max(0.0, on_sensory + on_polar)


@inlined
def tendon_organ_step(m, c, dt_s):  # type: ignore[no-untyped-def]
    """Advance the tendon organ of one muscle by `dt_s`; sets the Ib rate in pps."""
    u = c[ORGAN_GAIN] * math.log(1.0 + m[TENDON_FORCE] / (c[ORGAN_SCALE] * c[F_MAX]))
    s1 = m[ORGAN_1]
    s2 = m[ORGAN_2]
    acceleration = u - 2.2 * s2 - 0.4 * s1
    m[IB] = max(0.0, 1.7 * acceleration + 2.58 * s2 + 0.4 * s1)
    m[ORGAN_1] = s1 + dt_s * s2
    m[ORGAN_2] = s2 + dt_s * acceleration


@inlined
def gate_by_length(length, c):  # type: ignore[no-untyped-def]
    """Share of the tendon organ's inhibition that passes at a muscle length.

    Length is that of the fascicle with the tendon just taut, in L0: joint angles set it, not force.
    """
    open_ = (length - c[GATE_SHORT]) / (c[GATE_LONG] - c[GATE_SHORT])
    return c[GATE_MIN] + (1.0 - c[GATE_MIN]) * min(max(open_, 0.0), 1.0)
