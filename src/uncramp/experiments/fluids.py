"""Water and salt of a subject at rest: what was lost, what was drunk and has been absorbed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from uncramp.body.electrolytes import electrolytes
from uncramp.body.fluids import body_water_L
from uncramp.calf import Milieu
from uncramp.parameters import ParameterSet

IONS = ("sodium", "potassium", "calcium", "magnesium", "chloride")


class FluidState:
    """Body water and ions since the start of a session, and the milieu they make.

    What is drunk passes stomach and intestine, each of first order; nothing is lost to the kidneys
    within the hour or two of a session.

    Parameters
    ----------
    mass_kg, sex
        Of the subject.
    milieu
        At the start; temperatures are kept.
    """

    def __init__(
        self, mass_kg: float, sex: str | None, parameters: ParameterSet, milieu: Milieu
    ) -> None:
        self._fluids = parameters.organ("fluids")
        self._plasma = parameters.organ("electrolytes")
        self._start_L = body_water_L(mass_kg, sex, self._fluids)
        self._body = np.zeros(1 + len(IONS))  # water in L and ions in mmol, gained
        self._stomach = np.zeros(1 + len(IONS))
        self._gut = np.zeros(1 + len(IONS))
        self._first = milieu
        self.milieu = milieu

    def copy(self) -> FluidState:
        """An independent state of the same content."""
        twin = object.__new__(FluidState)
        twin.__dict__.update(self.__dict__)
        twin._body, twin._stomach, twin._gut = (
            part.copy() for part in (self._body, self._stomach, self._gut)
        )
        return twin

    def lose(self, water_L: float, ions_mmol_L: Mapping[str, float]) -> None:
        """Sweat; see `IONS` for the names. What is not named is not lost."""
        self._body -= _amounts(water_L, ions_mmol_L)
        self._update()

    def drink(self, water_L: float, ions_mmol_L: Mapping[str, float]) -> None:
        """Swallow; `absorb` brings it in."""
        self._stomach += _amounts(water_L, ions_mmol_L)

    def absorb(self, duration_s: float) -> None:
        """Let stomach and intestine work for a while."""
        if not (self._stomach.any() or self._gut.any()):
            return
        emptying = self._fluids["stomach_rate"] * duration_s / 60.0
        uptake = self._fluids["intestine_rate"] * duration_s / 60.0
        # Two tanks in a row, in steps short against either.
        n = max(1, int(np.ceil(20.0 * max(emptying, uptake))))
        for _ in range(n):
            out = self._stomach * -np.expm1(-emptying / n)
            self._stomach -= out
            self._gut += out
            taken = self._gut * -np.expm1(-uptake / n)
            self._gut -= taken
            self._body += taken
        self._update()

    @property
    def body_water_L(self) -> float:
        """Water in the body now."""
        return float(self._start_L + self._body[0])

    def _update(self) -> None:
        water_L = self._start_L + np.array([0.0, self._body[0]])
        gained = {
            ion: np.array([0.0, amount]) for ion, amount in zip(IONS, self._body[1:], strict=True)
        }
        ions = electrolytes(water_L, gained, self._fluids, self._plasma)

        def change(series: np.ndarray) -> float:
            return float(series[-1] - series[0])

        first = self._first
        self.milieu = replace(
            self.milieu,
            sodium_mM=first.sodium_mM + change(ions.plasma_sodium_mmol_L),
            extracellular_fraction=first.extracellular_fraction
            * float(ions.extracellular_fraction[-1]),
            potassium_factor=first.potassium_factor
            * float(ions.potassium_mmol_L[-1] / ions.potassium_mmol_L[0]),
            calcium_mM=first.calcium_mM * float(ions.calcium_mmol_L[-1] / ions.calcium_mmol_L[0]),
            magnesium_mM=first.magnesium_mM
            * float(ions.magnesium_mmol_L[-1] / ions.magnesium_mmol_L[0]),
        )


def _amounts(water_L: float, ions_mmol_L: Mapping[str, float]) -> np.ndarray:
    unknown = set(ions_mmol_L) - set(IONS)
    if unknown:
        raise ValueError(f"unknown ion {', '.join(sorted(unknown))}; known are {', '.join(IONS)}")
    return water_L * np.array([1.0, *(ions_mmol_L.get(ion, 0.0) for ion in IONS)])
