"""Food and drink of a training plan, under safety rules that hold for every answer.

The rules are those of `uncramp.body.safety`: never more than thirst and the lower bound of what is
lost; no amounts at all for who has a condition that a doctor must weigh; supplements never above
their upper limits. Words and the reference values of a day are in ``diet.toml``, numbers of sweat
and drink in ``parameters/diet.toml``.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

from uncramp.advice import drink_forecast
from uncramp.advice.drinking import heat_reasons, reason
from uncramp.advice.exercises import Family
from uncramp.advice.plan import KINDS, RUNS, Step
from uncramp.athlete import Athlete
from uncramp.body import safety
from uncramp.conditions import Conditions
from uncramp.explain.race.numbers import number
from uncramp.language import Sentence, joined, marked
from uncramp.parameters import load_parameters
from uncramp.units import sodium_mg_from_mmol

NUTRIENTS = {
    "potassium": marked("Potassium"),
    "magnesium": marked("Magnesium"),
    "calcium": marked("Calcium"),
}

_FILE = Path(__file__).with_name("diet.toml")
_P90_SD = NormalDist().inv_cdf(0.9)
_FOODS_SHOWN = 3
_ROUND_ML, _ROUND_MG = 50, 100
_S_PER_MIN = 60.0


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference values of one age, mg a day; (low, high) where the sex is not known.

    Attributes
    ----------
    sodium_mg
        Adequate intake.
    sodium_reduce_above_mg
        Above it less is better in the long run (CDRR); sweat losses come on top.
    potassium_mg, magnesium_mg, calcium_mg
        Adequate intake; recommended allowances.
    calcium_upper_mg
        Upper limit of food and supplements together; the lower of two where the sex is not known.
    """

    sodium_mg: float
    sodium_reduce_above_mg: float
    potassium_mg: tuple[float, float]
    magnesium_mg: tuple[float, float]
    calcium_mg: tuple[float, float]
    calcium_upper_mg: float


@dataclass(frozen=True, slots=True)
class Food:
    """A food and what one serving holds; `recalled` numbers were not checked."""

    name: str
    serving: str
    amount_mg: float
    recalled: bool


@dataclass(frozen=True, slots=True)
class Drinking:
    """What may be drunk on one run, always as thirst asks.

    Attributes
    ----------
    loss_mL_per_h
        10th and 90th percentile of the sweat.
    fluid_mL_per_h
        (low, high) to carry; low is 0 where thirst is enough. High is under the lower loss.
    sodium_mg_per_L
        (low, high) in the drink; None where water will do.
    held
        Whether the forecast of the body (`uncramp.advice.drink_forecast`) holds it lower than the
        sweat of runners of that mass alone would.
    """

    loss_mL_per_h: tuple[float, float]
    fluid_mL_per_h: tuple[float, float]
    sodium_mg_per_L: tuple[float, float] | None
    held: bool = False


def about() -> Family:
    """Title, reason, evidence and sources of food and drink."""
    table = _tables()["about"]
    return Family(**{**table, "sources": tuple(table["sources"])})


def known_conditions() -> dict[str, str]:
    """Conditions for which only a doctor gives amounts: their id and words."""
    return dict(_tables()["conditions"])


def reference(age_y: float | None = None, sex: str | None = None) -> Reference:
    """Reference values; an age not given counts as 31 to 50, a sex not given gives both.

    Parameters
    ----------
    age_y
        9 years and more.

    Raises
    ------
    ValueError
        If the age is below 9 or the sex is not known to the tables.
    """
    age_y = 40.0 if age_y is None else age_y
    if age_y < 9:
        raise ValueError(
            Sentence("age_y is {age:g}: the reference values here begin at 9 years", age=age_y)
        )
    if sex not in (None, "female", "male"):
        raise ValueError(f'sex is {sex!r}: give "female" or "male", or leave it out')
    rows = [
        max(
            (r for r in _tables()["reference"] if r["sex"] == one and r["from_age_y"] <= age_y),
            key=lambda row: row["from_age_y"],
        )
        for one in ((sex,) if sex else ("female", "male"))
    ]

    def ends(name: str) -> tuple[float, float]:
        return float(min(r[name] for r in rows)), float(max(r[name] for r in rows))

    return Reference(
        sodium_mg=ends("sodium_mg")[0],
        sodium_reduce_above_mg=ends("sodium_reduce_above_mg")[0],
        potassium_mg=ends("potassium_mg"),
        magnesium_mg=ends("magnesium_mg"),
        calcium_mg=ends("calcium_mg"),
        calcium_upper_mg=ends("calcium_upper_mg")[0],
    )


def foods(nutrient: str) -> tuple[Food, ...]:
    """Foods that supply a nutrient, richest serving first.

    Raises
    ------
    ValueError
        If it is not one of `NUTRIENTS`.
    """
    if nutrient not in NUTRIENTS:
        raise ValueError(f"nutrient {nutrient!r}: there are {', '.join(NUTRIENTS)}")
    found = [
        Food(row["name"], row["serving"], float(row[f"{nutrient}_mg"]), row.get("recalled", False))
        for row in _tables()["food"]
        if f"{nutrient}_mg" in row
    ]
    return tuple(sorted(found, key=lambda food: -food.amount_mg))


def sweat_mL_per_h(athlete: Athlete, hot: bool = False) -> tuple[float, float]:
    """10th and 90th percentile of this runner's sweat, mL/h.

    A known rate with the error of carrying it to another day; else the log-normal of 506 athletes
    for the body mass (Baker 2016), less in the cool.
    """
    known = load_parameters()
    diet = known.organ("diet")
    cool = 1.0 if hot else diet["cool_factor"]
    if athlete.sweat_rate_L_h is not None:
        spread = math.exp(_P90_SD * known.value("sweat.weigh_in_error"))
        rate = 1000.0 * athlete.sweat_rate_L_h
        return rate * cool / spread, rate * spread
    log_sd = math.sqrt(math.log1p(known["diet.sweat_rate"].spread ** 2))
    median, spread = diet["sweat_rate"] / math.exp(log_sd**2 / 2.0), math.exp(_P90_SD * log_sd)
    low_kg, high_kg = (athlete.mass_kg or diet[end] for end in ("lightest", "heaviest"))
    return low_kg * cool * median / spread, high_kg * median * spread


def drinking(
    duration_min: float,
    athlete: Athlete,
    hot: bool = False,
    speed_m_s: float | None = None,
    air: Conditions | None = None,
) -> Drinking:
    """What may be drunk on a run of this length; never more than the lower bound of the loss.

    Nor so much that the forecast of the body gains mass or comes to too little sodium, were all of
    it drunk as plain water.

    Parameters
    ----------
    speed_m_s
        Mean speed; None for the easy one.
    air
        The weather; None: warm where it is `hot`, else what is assumed.

    Raises
    ------
    ValueError
        If the duration is negative or not a number.
    """
    if not (math.isfinite(duration_min) and duration_min >= 0.0):
        raise ValueError(f"duration_min is {duration_min:g}: give minutes, 0 or more")
    air = air or drink_forecast.weather(hot)
    hot = drink_forecast.is_hot(air)
    known = load_parameters()
    limits, diet = known.organ("safety"), known.organ("diet")
    duration_s, loss = _S_PER_MIN * duration_min, sweat_mL_per_h(athlete, hot)
    low, high = (
        _ROUND_ML
        * math.floor(
            safety.fluid_most_mL_per_h(limits[f"replace_{end}"] * loss[0], known) / _ROUND_ML
        )
        for end in ("least", "most")
    )
    safe = _safe_mL_per_h(float(high), duration_s, athlete, air, speed_m_s)
    held, low, high = safe < high, min(low, int(safe)), int(safe)
    thirst_only = duration_s <= limits["short_run" if hot else "thirst_until"]
    salty = athlete.salty_sweater is True
    soaked = (athlete.sweat_rate_L_h or 0.0) >= diet["high_sweat_rate"]
    with_salt = duration_s >= limits["sodium_from"] or (
        duration_s > limits["short_run"] and (hot or salty or soaked)
    )
    proven = safety.proven_salty(athlete, known)
    most = safety.sodium_most_mg_per_h(known, salty=proven)
    strength = "drink_sodium_salty" if salty else "drink_sodium"
    strongest = 1000.0 * most / high if high else math.inf
    sodium = tuple(min(diet[f"{strength}_{end}"], strongest) for end in ("least", "most"))
    return Drinking(
        loss_mL_per_h=loss,
        fluid_mL_per_h=(0.0 if thirst_only else float(low), float(high)),
        sodium_mg_per_L=(sodium[0], sodium[1]) if with_salt else None,
        held=held,
    )


def _safe_mL_per_h(
    high_mL_per_h: float,
    duration_s: float,
    athlete: Athlete,
    air: Conditions,
    speed_m_s: float | None,
) -> float:
    """The most, up to `high_mL_per_h`, that breaks no rule by the forecast."""
    if duration_s <= load_parameters().value("safety.short_run"):
        return high_mL_per_h  # no amount is said
    loss = drink_forecast.least_loss_mL_per_h(duration_s, athlete, air, speed_m_s)

    def safe(steps: int) -> bool:
        amount = float(_ROUND_ML * steps)
        asked = (duration_s, athlete, air, amount, 0.0, speed_m_s)
        return not drink_forecast.broken_rules(*asked)

    most = int(min(high_mL_per_h, loss) // _ROUND_ML)
    if safe(most):
        return float(_ROUND_ML * most)
    least = 0
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if safe(middle) else (least, middle)
    return float(_ROUND_ML * least)


def day_advice(
    kind: str,
    duration_min: float | None,
    athlete: Athlete,
    hot: bool = False,
    conditions: Collection[str] = (),
    speed_m_s: float | None = None,
    air: Conditions | None = None,
) -> tuple[Step, ...]:
    """What to drink on a day, one sentence a step.

    Parameters
    ----------
    kind
        Kind of the day's main session, of `uncramp.advice.plan.KINDS`.
    duration_min
        Its length in minutes; None for a day without one.
    hot
        Warm enough to sweat much: about 25 °C and more, or sun.
    conditions
        Ids of `known_conditions` that apply; with any of them there are no amounts.
    speed_m_s
        Its mean speed; None for the easy one.
    air
        The weather, where it is known; it goes before `hot`.

    Raises
    ------
    ValueError
        If the kind, a condition or the duration cannot be.
    """
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r}: there are {', '.join(KINDS)}")
    heat = _heat(kind, hot, athlete, air)
    if refused := _refusal(conditions):
        return (refused, *heat)
    words = _tables()["words"]
    if kind not in RUNS or not duration_min:
        return (Step(words["rest"]),)
    drink = drinking(duration_min, athlete, hot, speed_m_s, air)
    low, high = drink.fluid_mL_per_h
    if _S_PER_MIN * duration_min <= load_parameters().value("safety.short_run"):
        return (*heat, Step(Sentence(words["short"], minutes=f"{duration_min:.0f}")))
    sentence = words["planned" if low else "thirst" if high else "little"]
    said: list[str] = [Sentence(sentence, span=_span((low, high)), high=f"{high:.0f}")]
    if drink.held:
        said.append(words["held"])
    if drink.sodium_mg_per_L:
        least, most = drink.sodium_mg_per_L
        low_mg, high_mg = (f"{math.floor(end)}" for end in (least, most))  # a most is never passed
        said.append(Sentence(words["electrolyte"], low=low_mg, high=high_mg))
    if low or drink.sodium_mg_per_L or kind in ("long", "race"):
        said += [_lost(drink, duration_min), words["scale"], words["painkiller"]]
    return (*heat, *(Step(sentence) for sentence in said))


def _known_heat(athlete: Athlete, air: Conditions | None) -> list[str]:
    """What weather that is known asks to say: ``heat`` or ``warm`` of ``drinking.toml``."""
    if air is None or air.air_temperature_C.source == "assumed":
        return []
    used_to_heat = (athlete.heat_days or 0.0) >= number("heat_days")
    return heat_reasons(safety.wbgt_C(air, load_parameters()), used_to_heat)


def heat_in(steps: Iterable[Step]) -> Step | None:
    """The step that says when not to run or race for the heat, if it is among these."""
    words = _tables()["words"]
    begins = [reason("heat").text, *(words[k].partition("{")[0] for k in ("race_heat", "run_heat"))]
    return next((s for s in steps if s.text.startswith(tuple(begins))), None)


def _heat(kind: str, hot: bool, athlete: Athlete, air: Conditions | None) -> tuple[Step, ...]:
    """When not to run at all: before every race, and before what is hard or long in the warm."""
    known = _known_heat(athlete, air)
    if "heat" in known:
        return (Step(reason("heat").text),)
    if kind != "race" and not (hot and kind in ("hard", "long")):
        return ()
    said = _tables()["words"]["race_heat" if kind == "race" else "run_heat"]
    wbgt_C = load_parameters().value("safety.wbgt_most")
    from_C = f"{drink_forecast.hot_from_C()}"
    warm = (Step(reason(name).text) for name in known)
    return (Step(Sentence(said, wbgt=f"{wbgt_C:.0f}", air=from_C)), *warm)


def food_advice(athlete: Athlete, conditions: Collection[str] = ()) -> tuple[Step, ...]:
    """What to eat every day: four minerals against the reference, foods, supplements.

    Raises
    ------
    ValueError
        If a condition is not known.
    """
    if refused := _refusal(conditions):
        return (refused,)
    words, need = _tables()["words"], reference(athlete.age_y, athlete.sex)
    steps = [
        Step(
            Sentence(
                words["food"],
                nutrient=name,
                amount=_span(getattr(need, f"{nutrient}_mg")),
                foods=joined([_serving(f) for f in foods(nutrient)[:_FOODS_SHOWN]], ", "),
            )
        )
        for nutrient, name in NUTRIENTS.items()
    ]
    steps.append(
        Step(
            Sentence(
                words["sodium"],
                low=f"{need.sodium_mg:.0f}",
                high=f"{need.sodium_reduce_above_mg:.0f}",
            )
        )
    )
    return (*steps, Step(supplement_advice(athlete)))


def refusal_in(steps: Iterable[Step]) -> Step | None:
    """The step that gives no amounts and sends to a doctor, if it is among these."""
    beginning, _, ending = _tables()["words"]["clinician"].partition("{conditions}")
    return next(
        (s for s in steps if s.text.startswith(beginning) and s.text.endswith(ending)), None
    )


def supplement_advice(athlete: Athlete) -> str:
    """What to say about supplements: none needed, and where the upper limits are."""
    table = _tables()["supplements"]
    if athlete.age_y is not None and athlete.age_y < table["adult_from_y"]:
        return str(table["young"])
    upper = reference(athlete.age_y, athlete.sex).calcium_upper_mg
    if athlete.age_y is None:
        upper = min(upper, reference(99.0, athlete.sex).calcium_upper_mg)
    known = load_parameters()
    limits = {
        "magnesium": f"{safety.supplement_most_mg('magnesium', known):.0f}",
        "calcium": f"{safety.supplement_most_mg('calcium', known, upper):.0f}",
    }
    return Sentence(table["text"], **limits)


def _refusal(conditions: Collection[str]) -> Step | None:
    """No amounts for who needs a doctor's."""
    known = known_conditions()
    if unknown := sorted(set(conditions) - known.keys()):
        there = ", ".join(known)
        raise ValueError(
            Sentence("no condition {name}; there are {known}", name=repr(unknown[0]), known=there)
        )
    if not conditions:
        return None
    named = joined([words for name, words in known.items() if name in set(conditions)], ", ")
    return Step(Sentence(_tables()["words"]["clinician"], conditions=named))


def _lost(drink: Drinking, duration_min: float) -> str:
    known = load_parameters()
    litres = [rate / 1000.0 * duration_min / 60.0 for rate in drink.loss_mL_per_h]
    median, spread = (known.value(f"sweat.{n}") for n in ("sodium", "sodium_log_sd"))
    ends = (
        sodium_mg_from_mmol(median * math.exp(sign * _P90_SD * spread) * litre)
        for sign, litre in zip((-1.0, 1.0), litres, strict=True)
    )
    low, high = (_ROUND_MG * round(mg / _ROUND_MG) for mg in ends)
    return Sentence(_tables()["words"]["lost"], low=low, high=high)


def _span(ends: tuple[float, float]) -> str:
    low, high = ends
    if low == high:
        return f"{low:.0f}"
    return Sentence("{first:.0f} to {last:.0f}", first=low, last=high)


def _serving(food: Food) -> Sentence:
    return Sentence(
        "{food} ({serving}, {amount:.0f} mg)",
        food=food.name,
        serving=food.serving,
        amount=food.amount_mg,
    )


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))
