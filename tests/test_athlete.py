"""What a runner says about themself: limits, messages, defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.athlete import HEALTH, Athlete, AthleteError, WeighIn
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()
FULL: dict[str, Any] = {
    "mass_kg": 61.0,
    "height_m": 1.68,
    "age_y": 41,
    "sex": "female",
    "weekly_km": 48.0,
    "longest_km": 24.0,
    "easy_pace_s_per_km": 372.0,
    "race_distance_km": 10.0,
    "race_time_s": 3000.0,
    "cramps_last_year": 3,
    "calf_raises": 22,
    "salty_sweater": True,
    "sweat_rate_L_h": 0.9,
    "name": "Kim",
    "weigh_in": (
        WeighIn(
            mass_before_kg=61.2,
            mass_after_kg=60.3,
            duration_min=60.0,
            distance_km=10.0,
            drunk_L=0.3,
            air_temperature_C=19.0,
        ),
    ),
    "sweat_sodium_mmol_L": 44.0,
    "patch_sodium_mmol_L": 51.0,
    "patch_site": "forearm",
    "heat_days": 6.0,
}


def test_nothing_is_required() -> None:
    assert Athlete().given() == []
    assert Athlete().to_dict() == {}


def test_everything_can_be_given_and_comes_back() -> None:
    athlete = Athlete(**FULL)
    assert athlete.given() == list(FULL)
    assert Athlete.from_dict(athlete.to_dict()) == athlete


def test_zero_and_false_count_as_given() -> None:
    athlete = Athlete(weekly_km=0, cramps_last_year=0, salty_sweater=False)
    assert athlete.given() == ["weekly_km", "cramps_last_year", "salty_sweater"]


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("mass_kg", 30, 200),
        ("height_m", 1.2, 2.3),
        ("age_y", 10, 100),
        ("weekly_km", 0, 400),
        ("longest_km", 0, 300),
        ("easy_pace_s_per_km", 120, 900),
        ("cramps_last_year", 0, 365),
        ("calf_raises", 0, 200),
        ("sweat_rate_L_h", 0.1, 4),
        ("sweat_sodium_mmol_L", 5, 120),
        ("heat_days", 0, 60),
    ],
)
def test_limits_hold_and_are_told(field: str, low: float, high: float) -> None:
    for inside in (low, high):
        assert getattr(Athlete(**{field: inside}), field) == inside
    for outside in (low - 1, high + 1, float("nan"), float("inf")):
        with pytest.raises(AthleteError) as caught:
            Athlete(**{field: outside})
        text = str(caught.value)
        assert text.replace("−", "-").startswith(f"{field} is {outside:g}; ")
        assert f"{low:g} to {high:g}" in text
        assert text.endswith(".")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"mass_kg": "68"}, "mass_kg is '68'; it must be a number from 30 to 200 kg"),
        ({"mass_kg": True}, "mass_kg is True; it must be a number"),
        ({"mass_kg": 150.0e3}, "1 lb = 0.4536 kg"),
        ({"easy_pace_s_per_km": 5.5}, "5:30 min/km is 330"),
        ({"cramps_last_year": 1.5}, "cramps_last_year is 1.5; it must be a whole number"),
        ({"sex": "f"}, 'sex is \'f\'; it can be "female" or "male"'),
        ({"salty_sweater": "yes"}, "salty_sweater is 'yes'; it can be true or false"),
        ({"name": 7}, "name is 7; it must be text"),
        ({"race_time_s": 3000.0}, "race_time_s is given without race_distance_km"),
        ({"race_distance_km": 10.0}, "race_distance_km is given without race_time_s"),
        ({"race_distance_km": 10.0, "race_time_s": 50_000.0}, "a pace of 5000 s/km"),
    ],
)
def test_what_is_wrong_is_said(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(AthleteError) as caught:
        Athlete(**wrong)
    assert message in str(caught.value)


def test_toml_is_read(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text('mass_kg = 61\nsex = "female"\nsalty_sweater = false\n', "utf-8")
    assert Athlete.from_toml(file) == Athlete(mass_kg=61, sex="female", salty_sweater=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mas_kg = 61", "unknown key 'mas_kg'; did you mean mass_kg?"),
        ("qqqq = 1", "unknown key 'qqqq'; known are mass_kg, height_m"),
        ("mass_kg = 600", "mass_kg is 600; the limits are 30 to 200 kg"),
        ("mass_kg: 61", "is not TOML"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "me.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(AthleteError) as caught:
        Athlete.from_toml(file)
    assert message in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_missing_or_binary_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AthleteError, match=r"none\.toml: cannot be read: No such file"):
        Athlete.from_toml(tmp_path / "none.toml")
    binary = tmp_path / "run.fit"
    binary.write_bytes(b"\xff\xfe\x00FIT")
    with pytest.raises(AthleteError, match="not UTF-8 text"):
        Athlete.from_toml(binary)


def test_defaults_come_from_the_parameters() -> None:
    drawn = PARAMETERS.replaced({"athlete.mass": 80.0, "athlete.height": 1.9, "athlete.age": 30.0})
    unknown, known = Athlete(), Athlete(mass_kg=50, height_m=1.6, age_y=60)
    assert unknown.mass_or_default_kg(drawn) == 80.0
    assert unknown.height_or_default_m(drawn) == 1.9
    assert unknown.age_or_default_y(drawn) == 30.0
    assert known.mass_or_default_kg(drawn) == 50
    assert known.height_or_default_m(drawn) == 1.6
    assert known.age_or_default_y(drawn) == 60


def test_body_surface() -> None:
    """70 kg and 170 cm: 1.81 m² in DuBois' table."""
    athlete = Athlete(mass_kg=70, height_m=1.70)
    assert athlete.body_surface_m2(PARAMETERS) == pytest.approx(1.81, abs=0.005)


def test_usual_speed() -> None:
    assert Athlete().usual_speed_m_s(PARAMETERS) is None
    assert Athlete(easy_pace_s_per_km=400).usual_speed_m_s(PARAMETERS) == 2.5
    marathon = Athlete(race_distance_km=42.195, race_time_s=42195 / 3.0)
    easy = PARAMETERS.value("athlete.easy_to_marathon_speed")
    assert marathon.usual_speed_m_s(PARAMETERS) == pytest.approx(3.0 * easy)
    both = Athlete(easy_pace_s_per_km=400, race_distance_km=10, race_time_s=2400)
    assert both.usual_speed_m_s(PARAMETERS) == 2.5


@given(st.floats(1.5, 100.0), st.floats(200.0, 700.0))
def test_usual_speed_is_below_race_speed_of_short_races(distance_km: float, pace: float) -> None:
    athlete = Athlete(race_distance_km=distance_km, race_time_s=pace * distance_km)
    usual = athlete.usual_speed_m_s(PARAMETERS)
    assert usual is not None
    # A marathon predicted from a race is run slower than the race if the race was shorter.
    assert (usual < 1000.0 / pace) or distance_km > 42.195


WEIGH_IN = """
mass_kg = 70
[[weigh_in]]
mass_before_kg = 70.4
mass_after_kg = 69.1
duration_min = 75
distance_km = 13
drunk_L = 0.4
urine_L = 0.1
air_temperature_C = 21
"""


def test_weigh_ins_are_tables(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text(WEIGH_IN + WEIGH_IN.replace("mass_kg = 70\n", "").replace("69.1", "69.4"))
    athlete = Athlete.from_toml(path)
    assert athlete.weigh_in is not None
    assert [weighing.lost_L for weighing in athlete.weigh_in] == pytest.approx([1.6, 1.3])
    assert Athlete.from_dict(athlete.to_dict()) == athlete


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("69.1", "71.5"), "weigh_in 1: mass_before_kg, mass_after_kg, drunk_L and urine_L say"),
        (("duration_min = 75", "duration_min = 7500"), "duration_min is 7500; the limits are 15"),
        (("duration_min = 75", "duration_min = 1200"), "0.7 km/h, outside 3 to 25"),
        (("drunk_L", "drank_L"), "unknown key 'drank_L'; did you mean drunk_L?"),
        (("air_temperature_C = 21", ""), "air_temperature_C is missing; a weigh-in needs"),
        (("[[weigh_in]]", "[weigh_in]"), r"begin each with \[\[weigh_in\]\]"),
    ],
)
def test_a_wrong_weigh_in_is_told(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "me.toml"
    path.write_text(WEIGH_IN.replace(*change))
    with pytest.raises(AthleteError, match=message) as caught:
        Athlete.from_toml(path)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ({"patch_sodium_mmol_L": 50}, "belong together"),
        ({"patch_sodium_mmol_L": 50, "patch_site": "nose"}, "patch_site is 'nose'; it can be"),
    ],
)
def test_a_patch_has_a_site(patch: dict[str, Any], message: str) -> None:
    with pytest.raises(AthleteError, match=message):
        Athlete(**patch)


def test_health_is_a_list_of_known_words(tmp_path: Path) -> None:
    from uncramp.cli import options

    assert options._HEALTH == HEALTH
    file = tmp_path / "me.toml"
    file.write_text('health = ["kidney", "nsaids"]\n', "utf-8")
    runner = Athlete.from_toml(file)
    assert runner.health == ("kidney", "nsaids")
    assert Athlete.from_dict(runner.to_dict()) == runner
    for wrong in ("kidney", ("tired",)):
        with pytest.raises(AthleteError, match=r"health is .* it is a list of words among kidney"):
            Athlete(health=wrong)  # type: ignore[arg-type]
