"""Stomach and intestine: when water and ions that were swallowed arrive in the body."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.body.intake import IONS, Intake

Series = NDArray[np.float64]
Numbers = Mapping[str, float]

_S_PER_MIN = 60.0
_L_PER_ML = 0.001


@dataclass(frozen=True, slots=True)
class Gut:
    """Contents and what has been absorbed, at the edges of the steps, shape (n_steps + 1,).

    Attributes
    ----------
    swallowed_L, absorbed_L, content_L
        Since the start; `content_L` is stomach and intestine together, and
        ``content_L = content_L[0] + swallowed_L − absorbed_L``.
    swallowed_mmol, absorbed_mmol, content_mmol
        The same by ion.
    """

    swallowed_L: Series
    absorbed_L: Series
    content_L: Series
    swallowed_mmol: Mapping[str, Series]
    absorbed_mmol: Mapping[str, Series]
    content_mmol: Mapping[str, Series]


def through_gut(step_s: Series, intake: Intake, metabolic_W_kg: Series, fluids: Numbers) -> Gut:
    r"""Let what is swallowed pass the stomach (first order, limited) and the intestine.

    .. math:: \dot V_s = in - \min(k V_s, q), \qquad \dot V_i = \min(k V_s, q) - a V_i

    The stomach empties more slowly in hard effort and when its content is sweeter than 80 g/L.
    Ions leave either place with the water they are dissolved in; those of capsules dissolve in what
    is there, and wait where nothing is.

    Parameters
    ----------
    metabolic_W_kg
        Effort of each step, shape (n_steps,).
    """
    emptied, absorbed, water, total_L = _water(step_s, intake, metabolic_W_kg, fluids)
    swallowed_mmol, absorbed_mmol, content_mmol = {}, {}, {}
    nothing = np.zeros(step_s.size)
    for ion in IONS:
        came = intake.ions_mmol.get(ion, nothing)
        start = intake.start_mmol.get(ion, 0.0)
        swallowed_mmol[ion] = _total(came)
        if start > 0.0 or swallowed_mmol[ion][-1] > 0.0:
            out = _carried(came, start, emptied, absorbed)
        else:
            out = nothing
        absorbed_mmol[ion] = _total(out)
        content_mmol[ion] = start + swallowed_mmol[ion] - absorbed_mmol[ion]
    swallowed_L, absorbed_L = _total(intake.water_L), _total(np.array(water))
    return Gut(
        swallowed_L,
        absorbed_L,
        total_L + swallowed_L - absorbed_L,
        swallowed_mmol,
        absorbed_mmol,
        content_mmol,
    )


def at_once(water_L: Series, ions_mmol: Mapping[str, Series]) -> Gut:
    """What goes straight into the blood: cumulative amounts at the edges of the steps."""
    empty = {ion: np.zeros_like(water_L) for ion in IONS}
    ions = {ion: ions_mmol.get(ion, empty[ion]) for ion in IONS}
    return Gut(water_L, water_L, np.zeros_like(water_L), ions, ions, empty)


def _water(
    step_s: Series, intake: Intake, metabolic_W_kg: Series, fluids: Numbers
) -> tuple[list[float], list[float], list[float], float]:
    """Share of the stomach emptied and of the intestine absorbed per step, and water absorbed."""
    rate, most = (
        fluids["stomach_rate"] / _S_PER_MIN,
        fluids["stomach_most"] * _L_PER_ML / _S_PER_MIN,
    )
    slow, sweet, exp = fluids["hard_emptying"], fluids["sweet"], math.exp
    taken_up = np.exp(-step_s * fluids["intestine_rate"] / _S_PER_MIN).tolist()
    hard = (metabolic_W_kg > fluids["hard_effort"]).tolist()
    stomach, sugar, intestine = intake.start_L, intake.start_g, 0.0
    emptied, absorbed, water = [], [], []
    drinks, sugars = intake.water_L.tolist(), intake.carbohydrate_g.tolist()
    for dt, came, came_g, is_hard, kept in zip(
        step_s.tolist(), drinks, sugars, hard, taken_up, strict=True
    ):
        stomach += came
        sugar += came_g
        k = rate * slow if is_hard else rate
        if sugar > sweet * stomach > 0.0:
            k *= sweet * stomach / sugar
        out = stomach * (1.0 - exp(-k * dt))
        if out > most * dt:
            out = most * dt
        share = out / stomach if stomach > 0.0 else 0.0
        stomach -= out
        sugar -= share * sugar
        intestine += out
        gone = intestine * (1.0 - kept)
        intestine -= gone
        emptied.append(share)
        absorbed.append(1.0 - kept)
        water.append(gone)
    return emptied, absorbed, water, intake.start_L


def _carried(came: Series, start: float, emptied: list[float], absorbed: list[float]) -> Series:
    """What of an ion is absorbed in each step, shape (n_steps,)."""
    stomach, intestine, out = start, 0.0, []
    for more, share, taken in zip(came.tolist(), emptied, absorbed, strict=True):
        stomach += more
        moved = share * stomach
        stomach -= moved
        intestine += moved
        gone = taken * intestine
        intestine -= gone
        out.append(gone)
    return np.array(out)


def _total(per_step: Series) -> Series:
    """Running total from 0, shape (n_steps + 1,)."""
    return np.concatenate(([0.0], np.cumsum(per_step)))
