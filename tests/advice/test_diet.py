"""Reference values as published; the safety rules hold for every runner and every run."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp import bibliography
from uncramp.advice import diet
from uncramp.advice.plan import KINDS, RUNS
from uncramp.athlete import Athlete
from uncramp.body.safety import MEDICAL

CONDITIONS = sorted(diet.known_conditions())
ATHLETES = st.builds(
    Athlete,
    mass_kg=st.none() | st.floats(30.0, 200.0),
    age_y=st.none() | st.floats(10.0, 100.0),
    sex=st.sampled_from([None, "female", "male"]),
    sweat_rate_L_h=st.none() | st.floats(0.1, 4.0),
    salty_sweater=st.sampled_from([None, True, False]),
)
DURATIONS = st.floats(0.0, 1500.0)


def said(steps: tuple[Any, ...]) -> str:
    return " ".join(step.text for step in steps)


@pytest.mark.parametrize(
    ("age_y", "sex", "sodium", "above", "potassium", "magnesium", "calcium", "upper"),
    [
        (10, "male", 1200, 1800, 2500, 240, 1300, 3000),
        (15, "female", 1500, 2300, 2300, 360, 1300, 3000),
        (15, "male", 1500, 2300, 3000, 410, 1300, 3000),
        (25, "male", 1500, 2300, 3400, 400, 1000, 2500),
        (25, "female", 1500, 2300, 2600, 310, 1000, 2500),
        (45, "male", 1500, 2300, 3400, 420, 1000, 2500),
        (45, "female", 1500, 2300, 2600, 320, 1000, 2500),
        (60, "male", 1500, 2300, 3400, 420, 1000, 2000),
        (60, "female", 1500, 2300, 2600, 320, 1200, 2000),
        (75, "male", 1500, 2300, 3400, 420, 1200, 2000),
    ],
)
def test_reference_values_are_the_published_ones(
    age_y: float,
    sex: str,
    sodium: float,
    above: float,
    potassium: float,
    magnesium: float,
    calcium: float,
    upper: float,
) -> None:
    need = diet.reference(age_y, sex)
    assert (need.sodium_mg, need.sodium_reduce_above_mg) == (sodium, above)
    assert need.potassium_mg == (potassium, potassium)
    assert need.magnesium_mg == (magnesium, magnesium)
    assert need.calcium_mg == (calcium, calcium)
    assert need.calcium_upper_mg == upper


def test_what_is_not_known_is_a_range() -> None:
    need = diet.reference()
    assert need.potassium_mg == (2600.0, 3400.0)
    assert need.magnesium_mg == (320.0, 420.0)


@pytest.mark.parametrize(
    ("age_y", "sex", "message"), [(8.0, "male", "begin at 9"), (30.0, "x", "sex is 'x'")]
)
def test_what_is_not_in_the_tables_is_refused(age_y: float, sex: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        diet.reference(age_y, sex)


@pytest.mark.parametrize("nutrient", diet.NUTRIENTS)
def test_foods_are_sorted_and_recalled_ones_are_marked(nutrient: str) -> None:
    found = diet.foods(nutrient)
    amounts = [food.amount_mg for food in found]
    assert len(found) >= 3
    assert amounts == sorted(amounts, reverse=True)
    assert [food.name for food in found if food.recalled] in ([], ["soy drink with added calcium"])


def test_an_unknown_nutrient_is_refused() -> None:
    with pytest.raises(ValueError, match="there are potassium, magnesium, calcium"):
        diet.foods("iron")


def test_sources_exist() -> None:
    tables = diet._tables()
    keys = {key for name in ("about", "supplements") for key in tables[name]["sources"]}
    assert not keys - set(bibliography.entries())
    assert diet.about().evidence == "conflicting"
    assert diet.about().reason.lower().startswith("conflicting:")


@given(athlete=ATHLETES, duration_min=DURATIONS, hot=st.booleans())
def test_never_more_than_the_lower_bound_of_the_loss(
    athlete: Athlete, duration_min: float, hot: bool
) -> None:
    drink = diet.drinking(duration_min, athlete, hot)
    low, high = drink.fluid_mL_per_h
    assert 0.0 <= low <= high
    assert high <= 0.8 * drink.loss_mL_per_h[0]
    assert high <= 800.0
    assert drink.loss_mL_per_h[0] < drink.loss_mL_per_h[1]
    if athlete.sweat_rate_L_h is not None:
        assert high < 1000.0 * athlete.sweat_rate_L_h
    if drink.sodium_mg_per_L:
        most = 600.0  # more only after a test, which none of these runners had
        assert high / 1000.0 * drink.sodium_mg_per_L[1] <= most


@given(
    athlete=ATHLETES,
    kind=st.sampled_from(KINDS),
    duration_min=st.none() | DURATIONS,
    hot=st.booleans(),
    conditions=st.sets(st.sampled_from(CONDITIONS)),
)
def test_every_answer_is_safe(
    athlete: Athlete, kind: str, duration_min: float | None, hot: bool, conditions: set[str]
) -> None:
    steps = diet.day_advice(kind, duration_min, athlete, hot, conditions)
    text = said(steps)
    assert text
    assert "thirst" in text
    assert not re.search(
        r"(?i)beyond thirst|before you are thirsty|as much as you can|prevents", text
    )
    if conditions:
        refusal, *heat = steps
        assert "doctor" in refusal.text
        assert not re.search(r"\d", refusal.text), "no amount for who needs a doctor's"
        assert (refusal,) == diet.food_advice(athlete, conditions)
        assert all(step.text.startswith("Heat decides first") for step in heat)
        assert not re.search(r"mL|mg", text)
        return
    amounts = [float(number) for number in re.findall(r"(\d+) mL", text)]
    loss_mL_per_h = diet.sweat_mL_per_h(athlete, hot)[0]
    assert all(amount <= loss_mL_per_h for amount in amounts)
    if amounts:
        assert "never beyond" in text
    if " mg of sodium a litre" in text:
        assert "never heavier after" in text
        assert "nor the harm of drinking too much" in text


@pytest.mark.parametrize(
    ("kind", "duration_min", "hot", "athlete", "electrolytes", "carries"),
    [
        ("easy", 45.0, False, Athlete(), False, False),
        ("easy", 85.0, False, Athlete(), False, False),
        ("hard", 80.0, True, Athlete(), True, True),
        ("easy", 80.0, False, Athlete(salty_sweater=True), True, False),
        ("easy", 80.0, False, Athlete(sweat_rate_L_h=1.8), True, False),
        ("easy", 100.0, False, Athlete(), True, True),
        ("long", 150.0, False, Athlete(), True, True),
        ("race", 210.0, False, Athlete(), True, True),
        ("strength", 40.0, False, Athlete(), False, False),
        ("rest", None, True, Athlete(), False, False),
    ],
)
def test_electrolytes_on_long_hot_or_sweaty_days(
    kind: str,
    duration_min: float | None,
    hot: bool,
    athlete: Athlete,
    electrolytes: bool,
    carries: bool,
) -> None:
    text = said(diet.day_advice(kind, duration_min, athlete, hot))
    assert ("mg of sodium a litre" in text) is electrolytes
    assert ("carry" in text) is carries
    if kind in RUNS and (electrolytes or carries):
        assert "painkillers" in text


def test_one_list_of_what_only_a_doctor_weighs() -> None:
    assert set(CONDITIONS) == MEDICAL


def test_a_refusal_is_found_again() -> None:
    refused = diet.day_advice("long", 150.0, Athlete(), False, ["heart", "nsaids"])
    assert diet.refusal_in(refused) == refused[0]
    assert diet.refusal_in(diet.day_advice("long", 150.0, Athlete())) is None


@given(athlete=ATHLETES)
def test_supplements_stay_under_their_limits(athlete: Athlete) -> None:
    text = diet.supplement_advice(athlete)
    assert "doctor" in text
    if athlete.age_y is not None and athlete.age_y < 18:
        assert not re.search(r"\d", text)
        return
    magnesium, calcium = (float(mg) for mg in re.findall(r"(\d+) mg", text))
    assert magnesium <= 350.0
    teenage = athlete.age_y is not None and athlete.age_y < 19  # 9 to 18 years: 3000 mg
    assert calcium <= (3000.0 if teenage else 2500.0)
    if athlete.age_y is None or athlete.age_y >= 51:
        assert calcium <= 2000.0
    assert "No potassium tablets" in text


def test_food_advice_names_the_four_minerals() -> None:
    text = said(diet.food_advice(Athlete(age_y=30, sex="female")))
    for words in ("Potassium: 2600 mg", "Magnesium: 310 mg", "Calcium: 1000 mg", "Sodium: 1500 mg"):
        assert words in text
    assert "lentils" in text


@pytest.mark.parametrize(
    "call", [diet.food_advice, lambda a, c: diet.day_advice("easy", 60, a, False, c)]
)
def test_an_unknown_condition_is_refused(call: Any) -> None:
    with pytest.raises(ValueError, match="no condition 'gout'; there are kidney"):
        call(Athlete(), ["gout"])


@pytest.mark.parametrize(
    ("kind", "duration_min", "message"),
    [
        ("swim", 60.0, "kind 'swim'"),
        ("easy", float("inf"), "duration_min is inf"),
        ("easy", -1.0, "is -1"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, duration_min: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        diet.day_advice(kind, duration_min, Athlete())
