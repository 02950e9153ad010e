"""Spindle and tendon organ against published vectors and a slow solver of the same equations."""

from __future__ import annotations

import math

import numba
import numpy as np
import pytest
from alone import alone
from hypothesis import given
from hypothesis import strategies as st

from uncramp.kernels import afferents, layout

hill_square = alone(afferents.hill_square)
polar_step = alone(afferents.polar_step)
spindle_step = alone(afferents.spindle_step)
tendon_organ_step = alone(afferents.tendon_organ_step)

STEP_S = 0.002  # as in the loop


@numba.njit
def stretched(m, c, lengths, gamma_dynamic, gamma_static, dt_s, out):  # type: ignore[no-untyped-def]
    for t in range(len(lengths)):
        m[layout.FIBRE] = lengths[t]
        spindle_step(m, c, gamma_dynamic, gamma_static, dt_s)
        out[t, 0] = m[layout.IA]
        out[t, 1] = m[layout.II]


def rest_lengths(length: float, gamma_dynamic: float, gamma_static: float) -> list[float]:
    """Polar lengths of bag1, bag2 and chain where nothing moves: friction creeps there slowly."""
    a = afferents
    active = (
        a.FORCE_BAG1 * hill_square(gamma_dynamic, a.HALF_BAG1),
        a.FORCE_BAG2 * hill_square(gamma_static, a.HALF_BAG2),
        a.FORCE_CHAIN * hill_square(gamma_static, a.HALF_CHAIN),
    )
    pulled = a.K_SR * (length - a.L_SR) + a.K_PR * a.L_PR
    return [(pulled - force) / (a.K_SR + a.K_PR) for force in active]


def ramp(speed: float, gamma_dynamic: float, gamma_static: float) -> tuple[np.ndarray, int, int]:
    """(Ia, II) of a cat spindle for 0.95 → 1.08 L0, held 2 s; first and last sample of the ramp."""
    m, c = np.zeros(layout.N_STATE), np.zeros(layout.N_CONST)
    c[layout.L_OPT], c[layout.IA_BIAS] = 1.0, 1.0
    c[layout.IA_GAIN], c[layout.IA2_GAIN], c[layout.II_GAIN] = 20000.0, 10000.0, 7250.0
    m[[layout.BAG1_POLAR, layout.BAG2_POLAR, layout.CHAIN_POLAR]] = rest_lengths(
        0.95, gamma_dynamic, gamma_static
    )
    m[layout.BAG1_GAMMA] = hill_square(gamma_dynamic, afferents.HALF_BAG1)
    m[layout.BAG2_GAMMA] = hill_square(gamma_static, afferents.HALF_BAG2)
    begin, rise = round(8.0 / STEP_S), round(0.13 / speed / STEP_S)
    lengths = np.concatenate(
        (
            np.full(begin, 0.95),
            0.95 + speed * STEP_S * np.arange(1, rise + 1),
            np.full(round(2.0 / STEP_S), 1.08),
        )
    )
    out = np.zeros((len(lengths), 2))
    stretched(m, c, lengths, gamma_dynamic, gamma_static, STEP_S, out)
    return out, begin, begin + rise


# Speed in L0/s, gamma dynamic and static in pps → Ia base, peak, plateau; II base, end of ramp,
# plateau: the massless column of the implementation-equivalence table.
VECTORS = [
    (0.11, 0.0, 0.0, (0, 89, 43), (None, 73, 52)),
    (0.11, 70.0, 0.0, (28, 192, 88), (None, 73, 52)),
    (0.11, 0.0, 70.0, (65, 143, 110), (36, 99, 85)),
    (0.66, 0.0, 0.0, (0, 125, 43), (None, 88, 52)),
    (0.66, 70.0, 0.0, (28, 277, 88), None),
    (0.66, 0.0, 70.0, (65, 168, 110), (36, 110, 85)),
    (1.55, 70.0, 0.0, (28, 334, 88), None),
    (1.55, 0.0, 0.0, (None, 149, None), None),
    (1.55, 0.0, 70.0, (None, 185, None), None),
]


@pytest.mark.parametrize(("speed", "dynamic"), [(0.11, 0.0), (0.11, 70.0), (0.66, 0.0)])
def test_base_of_the_secondary_without_static_gamma(speed: float, dynamic: float) -> None:
    out, begin, _ = ramp(speed, dynamic, 0.0)
    assert out[begin - 1, 1] == pytest.approx(2.0, abs=2.0)


@pytest.mark.parametrize(("speed", "dynamic", "static", "ia", "ii"), VECTORS)
def test_ramp_and_hold(
    speed: float,
    dynamic: float,
    static: float,
    ia: tuple[float | None, ...],
    ii: tuple[float | None, ...] | None,
) -> None:
    out, begin, end = ramp(speed, dynamic, static)
    found = (out[begin - 1, 0], out[begin:, 0].max(), out[-1, 0])
    for value, wanted in zip(found, ia, strict=True):
        if wanted is not None:
            assert value == pytest.approx(wanted, abs=2.0)
    for value, wanted in zip(out[[begin - 1, end - 1, -1], 1], ii or (), strict=False):
        if wanted is not None:
            assert value == pytest.approx(wanted, abs=2.0)


@given(
    st.floats(0.55, 1.1),
    st.floats(-0.12, 0.12),
    st.floats(0.02, 0.4),
    st.floats(0.0, 0.1),
)
def test_polar_region_solves_its_force_balance(
    polar: float, away: float, viscosity: float, active: float
) -> None:
    length = polar + afferents.L_SR + away
    new = polar_step(polar, length, viscosity, active, STEP_S)
    velocity = (new - polar) / STEP_S
    pull = afferents.K_SR * (length - afferents.L_SR - new)
    rest = afferents.K_PR * (new - afferents.L_PR) + active
    side = 1.0 if velocity > 0.0 else afferents.SHORTENING
    drag = side * viscosity * (polar - afferents.R_POLAR) * abs(velocity) ** 0.3
    assert pull - rest == pytest.approx(math.copysign(drag, velocity), abs=2e-3)


def test_a_slack_spindle_is_silent_and_recovers() -> None:
    m, c = np.zeros(layout.N_STATE), np.zeros(layout.N_CONST)
    c[layout.L_OPT], c[layout.IA_BIAS] = 1.0, 1.0
    c[layout.IA_GAIN], c[layout.IA2_GAIN], c[layout.II_GAIN] = 20000.0, 10000.0, 7250.0
    m[[layout.BAG1_POLAR, layout.BAG2_POLAR, layout.CHAIN_POLAR]] = 0.91
    lengths = np.concatenate((np.full(2000, 0.55), np.full(4000, 1.08)))
    out = np.zeros((6000, 2))
    stretched(m, c, lengths, 0.0, 0.0, STEP_S, out)
    assert not out[1000:2000, 0].any()
    assert np.isfinite(out).all()
    assert out[-1, 0] == pytest.approx(43.0, abs=3.0)


def organ_response(force_N: float, seconds: float, dt_s: float = 1e-3) -> np.ndarray:
    m, c = np.zeros(layout.N_STATE), np.zeros(layout.N_CONST)
    c[layout.F_MAX], c[layout.ORGAN_GAIN], c[layout.ORGAN_SCALE] = 3115.0, 25.0, 0.02
    m[layout.TENDON_FORCE] = force_N
    rates = []
    for _ in range(round(seconds / dt_s)):
        tendon_organ_step(m, c, dt_s)
        rates.append(m[layout.IB])
    return np.array(rates)


def test_tendon_organ_step_response() -> None:
    static = 25.0 * math.log(1.0 + 500.0 / (0.02 * 3115.0))
    rates = organ_response(500.0, 11.0) / static
    # 1 + 0.133 exp(-0.2 t) + 0.567 exp(-2 t) at 0+, 0.5, 2 and 10 s.
    expected = [1.70, 1.33, 1.10, 1.02]
    assert rates[[0, 500, 2000, 10000]] == pytest.approx(expected, rel=0.01)
    t = np.arange(len(rates)) * 1e-3
    exact = 1.0 + 0.1333 * np.exp(-0.2 * t) + 0.5667 * np.exp(-2.0 * t)
    assert rates == pytest.approx(exact, rel=2e-3)


@pytest.mark.parametrize(
    ("force_N", "pps"), [(50, 15), (250, 40), (500, 55), (1000, 71), (3000, 97)]
)
def test_tendon_organ_static_law(force_N: float, pps: float) -> None:
    assert organ_response(force_N, 60.0, 0.01)[-1] == pytest.approx(pps, abs=0.6)


def test_tendon_organ_is_silent_without_force() -> None:
    assert not organ_response(0.0, 0.1).any()
