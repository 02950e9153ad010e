"""From options and files to facts; what cannot be answered is refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
import pytest

from uncramp.activity import Activity, synthetic_run
from uncramp.cli import facts


@pytest.fixture(scope="module")
def run() -> Activity:
    return synthetic_run(3.0, 300.0)


@pytest.mark.parametrize("sport", ["running", "Trail_Running", "treadmill", "generic", "unknown"])
def test_runs_are_answered_without_a_word(run: Activity, sport: str) -> None:
    assert facts.answerable(replace(run, sport=sport)).warnings == run.warnings


@pytest.mark.parametrize("sport", ["walking", "hiking"])
def test_a_walk_is_answered_with_a_warning(run: Activity, sport: str) -> None:
    assert (
        facts.answerable(replace(run, sport=sport))
        .warnings[-1]
        .startswith(f"The file says {sport}")
    )


@pytest.mark.parametrize("sport", ["cycling", "swimming", "alpine_skiing"])
def test_other_sports_are_refused(run: Activity, sport: str) -> None:
    with pytest.raises(click.ClickException, match=sport.replace("_", " ")) as caught:
        facts.answerable(replace(run, sport=sport))
    assert caught.value.exit_code == 1


def test_no_distance_is_refused(run: Activity) -> None:
    still = replace(run, distance_m=run.distance_m * 0.0)
    with pytest.raises(click.ClickException, match="no distance"):
        facts.answerable(still)


def test_too_short_is_refused(run: Activity) -> None:
    with pytest.raises(click.ClickException, match="only 59 s of running"):
        facts.answerable(replace(run, moving_s=59.0))


def test_a_missing_file_is_one_sentence() -> None:
    with pytest.raises(click.ClickException, match=r"nowhere\.fit") as caught:
        facts.read_run("nowhere.fit")
    assert caught.value.exit_code == 1
    assert "\n" not in caught.value.format_message()


def test_options_go_before_the_athlete_file(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text("mass_kg = 68\nage_y = 39\n", encoding="utf-8")
    athlete = facts.read_athlete(str(path), {"mass_kg": 70.0, "age_y": None, "air": 3})
    assert (athlete.mass_kg, athlete.age_y) == (70.0, 39)


def test_a_wrong_athlete_file_could_not_be_read_but_a_wrong_option_is_wrong_usage(
    tmp_path: Path,
) -> None:
    path = tmp_path / "me.toml"
    path.write_text("mass_kg = 6.8\n", encoding="utf-8")
    with pytest.raises(click.ClickException, match=r"me\.toml.*mass_kg") as caught:
        facts.read_athlete(str(path), {})
    assert caught.value.exit_code == 1
    with pytest.raises(click.UsageError, match="mass_kg"):
        facts.read_athlete(None, {"mass_kg": 6.8})


def test_weather_is_given_or_assumed(run: Activity) -> None:
    conditions, drinking = facts.read_conditions(
        {"air_temperature_C": 24.0, "fluid_mL_per_h": 300.0, "solar": None}, run
    )
    assert conditions.air_temperature_C.source == "given"
    assert conditions.solar.source == "assumed"
    assert drinking.fluid_mL_per_h == 300.0
    assert drinking.sodium_mg_per_L is None


def test_impossible_weather_is_wrong_usage(run: Activity) -> None:
    with pytest.raises(click.UsageError, match="relative_humidity_pct"):
        facts.read_conditions({"relative_humidity_pct": 140.0}, run)
