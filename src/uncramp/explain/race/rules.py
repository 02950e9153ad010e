"""What the search for a drinking plan asks of the rules, and what it tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Statement(Protocol):
    """A sentence with its evidence."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def evidence(self) -> str: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


class Advised(Protocol):
    """What the rules of safe drinking say (the shape of ``uncramp.advice.drinking``)."""

    @property
    def fluid_mL_per_h(self) -> float | None: ...
    @property
    def sodium_mg_per_h(self) -> float | None: ...
    @property
    def fluid_most_mL_per_h(self) -> float: ...
    @property
    def sodium_most_mg_per_h(self) -> float: ...
    @property
    def refused(self) -> str | None: ...
    @property
    def against_racing(self) -> bool: ...
    @property
    def reasons(self) -> Sequence[Statement]: ...


class Rules(Protocol):
    """Asked with predicted losses, and perhaps with a plan; what they refuse is not planned."""

    def __call__(
        self,
        *,
        loss_L_low: float,
        loss_L_median: float,
        duration_s: float,
        sodium_lost_mmol: float,
        forecast_sodium_mmol_L: float | None,
        mass_kg: float,
        wanted_mL_per_h: float | None,
    ) -> Advised:
        """The advice."""


@dataclass(frozen=True)
class Losses:
    """What a run costs: water as sweat and breath less what the body makes, and sodium.

    Attributes
    ----------
    time_s, low_L
        The 10th percentile of the water lost so far, along the run.
    least_sodium_mmol_L
        The 10th percentile of the lowest blood sodium, drinking to thirst.
    """

    loss_L_low: float
    loss_L_median: float
    sodium_lost_mmol: float
    duration_s: float
    mass_kg: float
    time_s: NDArray[np.float64]
    low_L: NDArray[np.float64]
    least_sodium_mmol_L: float | None = None

    def ask(
        self, rules: Rules, wanted_mL_per_h: float | None = None, sodium: float | None = None
    ) -> Advised:
        """What the rules say of these losses; `sodium` is forecast with the amount wanted."""
        return rules(
            loss_L_low=self.loss_L_low,
            loss_L_median=self.loss_L_median,
            duration_s=self.duration_s,
            sodium_lost_mmol=self.sodium_lost_mmol,
            forecast_sodium_mmol_L=self.least_sodium_mmol_L if sodium is None else sodium,
            mass_kg=self.mass_kg,
            wanted_mL_per_h=wanted_mL_per_h,
        )
