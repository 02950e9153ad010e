"""How much to drink and how much salt to take, inside limits that nothing can move.

The limits are those of `uncramp.body.safety`; whatever is asked for, these hold:

1. what is planned is at most the least water that the runner may lose, pre-race drink included, so
   that no gain in mass is ever planned;
2. a forecast of blood sodium below 135 mmol/L, or signs of it, ends all coaching;
3. with a condition or medicine in `safety.MEDICAL` no plan is given before a clinician was asked;
4. above the limit of heat for races the advice is not to race;
5. no supplement above its upper limit.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from uncramp.advice.triage import load_triage
from uncramp.body import safety
from uncramp.body.safety import MEDICAL
from uncramp.parameters import ParameterSet, load_parameters

_FILE = Path(__file__).with_name("drinking.toml")
_MG_PER_MMOL_SODIUM = 22.99
_S_PER_H = 3600.0
_ML_PER_L = 1000.0

# Signs of triage.toml with which nobody is told to drink: of the mind, of water gained, of heat.
SYMPTOMS = frozenset({"mind", "breath", "hot", "nausea", "heavy_drinking", "weight_gain"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence for the runner, how sure anyone is of it, and keys of ``references.bib``."""

    id: str
    text: str
    evidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrinkingAdvice:
    """A plan for drinking and salt, or why there is none.

    Attributes
    ----------
    fluid_mL_per_h, sodium_mg_per_h
        Per hour of the run; None where no plan may be given.
    fluid_most_mL_per_h, sodium_most_mg_per_h
        The ceilings that no plan for this run may cross; 0 where no plan may be given.
    refused
        None, or why there is no plan: ``"emergency"`` (signs), ``"hyponatraemia"`` (forecast),
        ``"clinician"``.
    against_racing
        Too hot to race.
    reasons
        What to say, most important first.
    """

    fluid_mL_per_h: float | None
    sodium_mg_per_h: float | None
    fluid_most_mL_per_h: float
    sodium_most_mg_per_h: float
    refused: str | None
    against_racing: bool
    reasons: tuple[Reason, ...]

    @property
    def coaching(self) -> bool:
        """False where help is needed and nothing else may be advised."""
        return self.refused not in ("emergency", "hyponatraemia")

    @property
    def evidence(self) -> str:
        """Evidence of the most important reason."""
        return self.reasons[0].evidence

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of every reason, once."""
        return tuple(dict.fromkeys(key for reason in self.reasons for key in reason.sources))


def recommended_drinking(
    *,
    loss_L_low: float,
    loss_L_median: float,
    duration_s: float,
    sodium_lost_mmol: float,
    medical: AbstractSet[str] = frozenset(),
    symptoms: AbstractSet[str] = frozenset(),
    forecast_sodium_mmol_L: float | None = None,
    wbgt_C: float | None = None,
    mass_kg: float | None = None,
    pre_race_L: float = 0.0,
    wanted_mL_per_h: float | None = None,
    trained_gut: bool = False,
    salty: bool = False,
    acclimatised: bool = False,
    parameters: ParameterSet | None = None,
) -> DrinkingAdvice:
    """What to drink over a run of which the losses are predicted.

    Parameters
    ----------
    loss_L_low, loss_L_median
        Net loss of water over the run (`BodyStates.net_loss_L`), L: the lower bound of the 80 %
        interval, and the median. Anything below 0 counts as 0.
    duration_s
        Of the run, more than 0.
    sodium_lost_mmol
        Over the run, median.
    medical
        What the runner ticked of `uncramp.body.safety.MEDICAL`.
    symptoms
        What the runner ticked of the signs in ``triage.toml``; those of `SYMPTOMS` count here.
    forecast_sodium_mmol_L
        Lowest blood sodium that is forecast for the plan in question, its lower bound if known.
    wbgt_C
        Wet bulb globe temperature (`uncramp.body.safety.wbgt_C`).
    pre_race_L
        Drunk shortly before the start; counts against the ceiling.
    wanted_mL_per_h
        What the runner or an optimiser would like; it is lowered to the ceiling, never raised.
        None: the recommended amount.
    trained_gut, salty, acclimatised
        Practised drinking up to 1 L/h; a sweat test showed much sodium; used to heat.

    Raises
    ------
    ValueError
        If the duration is not above 0, an amount is not a number, or a condition or sign is
        unknown.
    """
    _check(loss_L_low, loss_L_median, duration_s, sodium_lost_mmol, pre_race_L, wbgt_C)
    _check_ticks(medical, symptoms)
    known = parameters or load_parameters()
    limits = known.organ("safety")
    weather = heat_reasons(wbgt_C, acclimatised, known)
    hot = "heat" in weather
    refused = _refusal(medical, symptoms, forecast_sodium_mmol_L, known)
    if refused:
        said = [refused] if refused != "clinician" else [refused, *weather]
        return DrinkingAdvice(None, None, 0.0, 0.0, refused, hot, _reasons(said))
    hours = duration_s / _S_PER_H
    least_mL_per_h = _ML_PER_L * (min(loss_L_low, loss_L_median) - pre_race_L) / hours
    most = safety.fluid_most_mL_per_h(least_mL_per_h, known, trained_gut=trained_gut)
    wanted = wanted_mL_per_h
    if wanted is None:
        wanted = _wanted_L(loss_L_median, duration_s, mass_kg, limits) * _ML_PER_L / hours
    fluid = max(0.0, min(wanted, most))
    said = [*weather, "part" if fluid > 0.0 else "short"]
    if wanted > most:
        said.append("stomach" if most < least_mL_per_h else "ceiling")
    sodium, sodium_most = 0.0, safety.sodium_most_mg_per_h(known, salty=salty)
    if duration_s >= limits["sodium_from"] and loss_L_median > 0.0:
        share = min(1.0, fluid * hours / (_ML_PER_L * loss_L_median))
        sodium = share * max(0.0, sodium_lost_mmol) * _MG_PER_MMOL_SODIUM / hours
        sodium = min(sodium, sodium_most)
    said += ["sodium", "cramp"] if sodium > 0.0 else ["cramp"]
    return DrinkingAdvice(fluid, sodium, most, sodium_most, None, hot, _reasons(said))


def heat_reasons(
    wbgt_C: float | None, acclimatised: bool, parameters: ParameterSet | None = None
) -> list[str]:
    """What the heat index of races asks to say: ``heat`` (do not race), ``warm``, or nothing."""
    limits = (parameters or load_parameters()).organ("safety")
    if wbgt_C is None or wbgt_C <= limits["wbgt_caution"]:
        return []
    if wbgt_C > limits["wbgt_most"]:
        return ["heat"]
    return [] if acclimatised else ["warm"]


def reason(name: str) -> Reason:
    """A sentence of ``drinking.toml``."""
    return _sentences()[name]


def supplement_mg(nutrient: str, wanted_mg: float, parameters: ParameterSet | None = None) -> float:
    """What may be advised per day of a supplement: `wanted_mg`, at most its upper limit.

    Parameters
    ----------
    nutrient
        ``"magnesium"`` or ``"calcium"``; nothing else is ever advised as a supplement.

    Raises
    ------
    ValueError
        For another nutrient.
    """
    most = safety.supplement_most_mg(nutrient, parameters or load_parameters())
    return min(max(0.0, wanted_mg), most)


def _refusal(
    medical: AbstractSet[str],
    symptoms: AbstractSet[str],
    sodium: float | None,
    parameters: ParameterSet,
) -> str | None:
    if symptoms & SYMPTOMS:
        return "emergency"
    if safety.sodium_is_low(sodium, parameters):
        return "hyponatraemia"
    return "clinician" if medical else None


def _wanted_L(
    loss_L: float, duration_s: float, mass_kg: float | None, limits: Mapping[str, float]
) -> float:
    """Between half and four fifths of the loss, so that about 1.5 % of mass is lost."""
    if duration_s < limits["short_run"] or loss_L <= 0.0:
        return 0.0
    least, most = limits["replace_least"] * loss_L, limits["replace_most"] * loss_L
    if mass_kg is None:
        return 0.5 * (least + most)
    return min(max(loss_L - limits["deficit"] * mass_kg, least), most)


def _check(
    low: float,
    median: float,
    duration_s: float,
    sodium: float,
    pre_race_L: float,
    wbgt_C: float | None,
) -> None:
    if not 0.0 < duration_s < float("inf"):
        raise ValueError(f"duration_s is {duration_s:g}; it must be above 0")
    amounts = {"loss_L_low": low, "loss_L_median": median, "sodium_lost_mmol": sodium}
    heat = {} if wbgt_C is None else {"wbgt_C": wbgt_C}
    for name, value in {**amounts, "pre_race_L": pre_race_L, **heat}.items():
        if not abs(value) < float("inf"):
            raise ValueError(f"{name} is {value:g}; it must be a number")
    if pre_race_L < 0.0:
        raise ValueError(f"pre_race_L is {pre_race_L:g}; it must not be below 0")


def _check_ticks(medical: AbstractSet[str], symptoms: AbstractSet[str]) -> None:
    """A misspelt tick must not pass as none."""
    if unknown := sorted(medical - MEDICAL):
        raise ValueError(f"no condition {unknown[0]!r}; there are {', '.join(sorted(MEDICAL))}")
    load_triage().bits(symptoms)


@cache
def _sentences() -> dict[str, Reason]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        name: Reason(name, row["text"], row["evidence"], tuple(row["sources"]))
        for name, row in table.items()
        if name != "translate"
    }


def _reasons(names: list[str]) -> tuple[Reason, ...]:
    return tuple(_sentences()[name] for name in names)
