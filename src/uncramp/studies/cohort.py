"""Virtual subjects: drawn calves of a population, at the electrode of one laboratory."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from uncramp.body.sweat import sweat_ions_mmol_L
from uncramp.calf import Calf, Habit
from uncramp.parameters import ParameterSet, load_parameters
from uncramp.simulation import habit_of
from uncramp.studies.accounts import without_switches

Population = Literal["prone", "reference", "unselected"]

# Motor units where only one muscle is looked at: the two beside it hardly matter.
MEDIAL_ONLY = (64, 8, 8)
LATERAL_ONLY = (8, 64, 8)
_USUAL_SPEED_M_S = 3.0


@dataclass(frozen=True)
class Group:
    """People of one kind in a study.

    Attributes
    ----------
    population
        ``prone``: the cramp-prone set; ``reference``: people who do not cramp; ``unselected``:
        healthy people nobody asked, a mixture of both (``athlete.prone_unknown``).
    """

    name: str
    population: Population


@dataclass(frozen=True)
class Laboratory:
    """What may differ between laboratories, from ``laboratories.toml``.

    Attributes
    ----------
    stimulus_strength
        Share of the axons that its electrode reaches: the one factor of a laboratory.
    oral_reflex
        Only where something is swallowed against cramp: by how much that lowers the PIC level.
    """

    id: str
    where: str
    stimulus_strength: float
    note: str
    oral_reflex: float = 0.0


@dataclass(frozen=True)
class Subject:
    """One virtual subject.

    Attributes
    ----------
    index, group, prone
        Which one; of which group; whether drawn from the cramp-prone set.
    parameters
        Drawn, with what is switched off.
    mass_kg
        Drawn.
    seed
        Of the noise.
    laboratory
        Where the subject is tested.
    """

    index: int
    group: str
    prone: bool
    parameters: ParameterSet
    mass_kg: float
    seed: int
    laboratory: Laboratory

    @property
    def strength(self) -> float:
        """Share of the axons that the electrode reaches."""
        return self.laboratory.stimulus_strength

    def calf(
        self,
        n_units: tuple[int, int, int] | None = None,
        *,
        accustomed: bool = False,
        repeat: int = 0,
    ) -> Calf:
        """This subject's calf, rested.

        Parameters
        ----------
        n_units
            Motor units per muscle; None for the usual number.
        accustomed
            Let slow fatigue come as fast as for someone used to easy runs of
            ``athlete.longest_run``; without it there is none, as in a test of minutes.
        repeat
            Number of the day: the same person, other noise.
        """
        habit = self._habit if accustomed else None
        return Calf(self.parameters, self.mass_kg, self.seed + repeat, n_units, habit)

    def sweat_mmol_L(self, rate_L_h: float) -> dict[str, float]:
        """Ions in this subject's sweat at a rate, where a paper does not tell them."""
        sweat = self.parameters.organ("sweat")
        rise = sweat["sodium_slope"] * (rate_L_h - sweat["sodium_slope_rate"])
        sodium = np.clip(sweat["sodium"] + rise, sweat["sodium_least"], sweat["sodium_most"])
        return {ion: float(level) for ion, level in sweat_ions_mmol_L(sodium, sweat).items()}

    @cached_property
    def _habit(self) -> Habit:
        longest_s = 1000.0 * self.parameters.value("athlete.longest_run") / _USUAL_SPEED_M_S
        return habit_of(self.parameters, self.mass_kg, self.seed, _USUAL_SPEED_M_S, longest_s)


@cache
def laboratories() -> dict[str, Laboratory]:
    """All laboratories, by id."""
    text = files("uncramp.studies").joinpath("laboratories.toml").read_text("utf-8")
    tables: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {name: Laboratory(id=name, **table) for name, table in tables.items()}


def draw(
    groups: tuple[Group, ...],
    laboratory: Laboratory,
    number: int,
    seed: int,
    n: int,
    without: Iterable[str] = (),
) -> list[Subject]:
    """`n` subjects of each group; subject i of a group is the same whatever `n` is.

    Parameters
    ----------
    number
        Of the study, so that no two studies have the same people.
    without
        Names of components switched off in all of them (`uncramp.studies.accounts`).
    """
    switches = tuple(without)
    return [
        _subject(group, laboratory, [seed, number, i * len(groups) + k], switches)
        for i in range(n)
        for k, group in enumerate(groups)
    ]


def _subject(
    group: Group, laboratory: Laboratory, seeds: list[int], without: tuple[str, ...]
) -> Subject:
    rng = np.random.default_rng(seeds)
    reference = load_parameters()
    chance = float(rng.random())
    shares = {
        "prone": 1.0,
        "reference": 0.0,
        "unselected": reference.value("athlete.prone_unknown"),
    }
    prone = chance < shares[group.population]
    drawn = (load_parameters("cramp_prone") if prone else reference).draw(rng)
    return Subject(
        index=seeds[-1],
        group=group.name,
        prone=prone,
        parameters=without_switches(drawn, without),
        mass_kg=drawn.value("athlete.mass"),
        seed=int(rng.integers(2**62)),
        laboratory=laboratory,
    )
