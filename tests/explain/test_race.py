"""The forecast before a race: pacing, safe plans, paired variants, determinism, real courses."""

from __future__ import annotations

import copy
import hashlib
import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from uncramp.activity import ActivityError
from uncramp.activity.way import Way, level_way, read_way
from uncramp.advice.drinking import recommended_drinking
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions
from uncramp.explain.race import PacingError, race
from uncramp.explain.race.pacing import even_effort
from uncramp.parameters import load_parameters

SHARED = Path(__file__).parents[2] / ".." / "shared" / "activities"
WARM = Conditions.resolve({"air_temperature_C": 24.0, "relative_humidity_pct": 60.0})
TOP = {
    "schema", "version", "seed", "parameters", "interrupted", "course", "date", "start_s",
    "target_s", "athlete", "conditions", "wbgt_C", "advice", "pacing",
    "pacing_miles", "cramp", "along",
    "sodium_lost_mg", "drinking", "levers", "matters_most", "notes",
}  # fmt: skip
SCHEMA = Path(__file__).parents[2] / "src" / "uncramp" / "report" / "race-1.schema.json"
FROZEN = "4edf104a90a81b64a4b8f07355df9232dc0a66dacbad9c811392da4dff06dba6"


def hilly() -> Way:
    """Four kilometres: level, up, down, level."""
    distance = np.append(np.arange(0.0, 4000.0, 10.0), 4000.0)
    grade = np.select(
        [(distance > 1000) & (distance <= 2000), (distance > 2000) & (distance <= 3000)],
        [0.08, -0.08],
        0.0,
    )
    return Way("hilly", distance, grade, 80.0, True)


def ask(way: Way, target_s: float, conditions: Conditions = WARM, **more: Any) -> dict[str, Any]:
    health = {name: more.pop(name) for name in ("medical", "wbgt_C") if name in more}
    options: dict[str, Any] = {"n_twins": 2, "n_threads": 1, **more}
    rules = partial(recommended_drinking, **health)
    document = race(way, Athlete(mass_kg=70.0), conditions, target_s, rules, **options).document
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    return document


@pytest.fixture(scope="module")
def long_race() -> dict[str, Any]:
    return ask(level_way(21_097.5, "half"), 7200.0, aid_km=5.0, start_clock_s=9 * 3600.0)


@given(st.floats(900.0, 2400.0))
def test_the_target_time_comes_out(target_s: float) -> None:
    pacing = even_effort(hilly(), target_s, load_parameters())
    assert pacing.clock_s[-1] == pytest.approx(target_s)
    course = pacing.course()
    assert course.distance_m[-1] == pytest.approx(4000.0, abs=8.0)
    assert sum(split.climb_m for split in pacing.splits()) == pytest.approx(80.0)


def test_even_effort_is_the_same_power_uphill_and_on_the_level() -> None:
    parameters = load_parameters()
    pacing = even_effort(hilly(), 1500.0, parameters)
    heat = parameters.organ("heat")
    cost = np.polyval([heat[f"cost_{k}"] for k in range(5, -1, -1)], [0.0, 0.08])
    level, up, down = (float(pacing.speed_m_s[k]) for k in (50, 150, 250))
    assert up * cost[1] == pytest.approx(level * cost[0])
    assert level < down <= 1.14 * level + 1e-9


def test_a_level_course_is_run_evenly() -> None:
    pacing = even_effort(level_way(5000.0, "5"), 1500.0, load_parameters())
    assert np.ptp(pacing.speed_m_s) < 1e-12
    assert {round(split.pace_s_per_km, 6) for split in pacing.splits()} == {300.0}


def test_a_target_nobody_runs() -> None:
    with pytest.raises(PacingError, match=r"target: 5\.0 km"):
        even_effort(level_way(5000.0, "5"), 300.0, load_parameters())
    with pytest.raises(ValueError, match=r"aid is 0; the limits are 0\.5 to 50 km"):
        ask(level_way(5000.0, "5"), 1500.0, aid_km=0.0)
    with pytest.raises(ValueError, match=r"must be from 0\.2 to 500 km"):
        level_way(100.0, "x")


def test_the_document(long_race: dict[str, Any]) -> None:
    assert set(long_race) == TOP
    text = (Path(__file__).parents[2] / "docs" / "reference" / "race.md").read_text("utf-8")
    assert not [name for name in TOP if f"`{name}`" not in text]
    assert long_race["levers"][0]["name"] == "target"
    assert {"slower_3", "slower_5"} <= {lever["name"] for lever in long_race["levers"]}


def test_version_1_is_frozen_at_depth() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    text = json.dumps(schema, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == FROZEN


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "uncramp/race/2"),
        (("cramp", "probability"), 1.2),
        (("cramp", "body_end", "sweat_L"), {"p10": 1.0}),
        (("advice", "reasons", 0, "evidence"), "certain"),
        (("drinking", "stations", 0, "volume_mL"), 0.0),
        (("levers", 1, "difference", "n_twins"), -1),
        (("matters_most",), "luck"),
        (("course", "place"), [48.0, 11.0]),
    ],
)
def test_the_schema_refuses(
    path: tuple[str | int, ...], value: object, long_race: dict[str, Any]
) -> None:
    document = copy.deepcopy(long_race)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert not validator.is_valid(document)


def test_the_plan_keeps_the_rules(long_race: dict[str, Any]) -> None:
    plan, advice = long_race["drinking"], long_race["advice"]
    hours = long_race["target_s"] / 3600.0
    assert 0.0 < plan["fluid_mL_per_h"] <= advice["fluid_most_mL_per_h"]
    assert plan["carried_mL"] <= 1000.0 * advice["loss_L_low"]
    assert plan["sodium_mg_per_L"] > 0.0  # two hours in the warm: plain water is no plan
    assert plan["least_plasma_sodium_mmol_L"]["p10"] >= 135.0
    assert long_race["cramp"]["body_end"]["mass_change_pct"]["p50"] < 0.0
    assert [stop["distance_km"] for stop in plan["stations"]] == [5.0, 10.0, 15.0, 20.0]
    assert plan["carried_mL"] == sum(stop["volume_mL"] for stop in plan["stations"])
    assert plan["fluid_mL_per_h"] * hours == pytest.approx(plan["carried_mL"], rel=1e-3)


def test_the_first_lever_is_the_reference(long_race: dict[str, Any]) -> None:
    plans = [lever["fluid_mL_per_h"] for lever in long_race["levers"] if lever["fluid_mL_per_h"]]
    assert len(plans) == 2
    assert abs(plans[0] - plans[1]) >= 100.0
    by = long_race["levers"][0]["difference"]
    assert (by["probability"], by["probability_p10"], by["probability_p90"]) == (0.0, 0.0, 0.0)
    slower = {lever["name"]: lever["finish_s"] for lever in long_race["levers"]}
    assert slower["slower_5"] == pytest.approx(7200.0 / 0.95, abs=3.0)


def test_along_never_falls_and_ends_at_the_chance(long_race: dict[str, Any]) -> None:
    shares = [row["probability"] for row in long_race["along"]]
    assert shares == sorted(shares)
    assert shares[-1] == long_race["cramp"]["probability"]


def test_a_short_race_needs_no_plan() -> None:
    document = ask(level_way(5000.0, "5"), 1500.0)
    assert document["drinking"] is None
    assert document["advice"]["refused"] is None


def test_who_should_see_a_doctor_gets_no_plan() -> None:
    document = ask(level_way(15_000.0, "15"), 4500.0, medical=frozenset({"kidney"}), n_twins=1)
    assert document["drinking"] is None
    assert document["advice"]["refused"] == "clinician"


def test_too_hot_to_race() -> None:
    document = ask(level_way(3000.0, "3"), 900.0, wbgt_C=31.0, n_twins=1)
    assert document["advice"]["against_racing"]
    assert document["advice"]["reasons"][0]["id"] == "heat"


def test_threads_do_not_matter() -> None:
    one, two = (ask(hilly(), 1200.0, n_twins=3, n_threads=n) for n in (1, 2))
    assert one == two


def test_stopped_at_once() -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    document = ask(hilly(), 1200.0, progress=stop)
    assert document["interrupted"]
    assert document["cramp"]["probability"] is None
    assert document["matters_most"] is None


def test_a_route_without_times(tmp_path: Path) -> None:
    points = "".join(
        f'<rtept lat="{45.0 + 0.002 * k}" lon="5"><ele>{200 + 10 * k}</ele></rtept>'
        for k in range(11)
    )
    file = tmp_path / "route.gpx"
    file.write_text(f'<?xml version="1.0"?><gpx version="1.1"><rte>{points}</rte></gpx>')
    way = read_way(str(file))
    assert way.name.endswith("route.gpx")
    assert way.length_m == pytest.approx(2224.0, abs=5.0)
    assert way.ascent_m == pytest.approx(100.0, abs=20.0)
    assert float(np.median(way.grade)) == pytest.approx(0.045, abs=0.005)


def test_what_is_no_course_says_so(tmp_path: Path) -> None:
    file = tmp_path / "empty.gpx"
    file.write_text('<?xml version="1.0"?><gpx version="1.1"></gpx>')
    with pytest.raises(ActivityError, match="no course of 200 m"):
        read_way(str(file))
    with pytest.raises(ActivityError):
        read_way(str(tmp_path / "nowhere.gpx"))


@pytest.mark.parametrize("name", ["corriporai_run.gpx", "corriporai_run.fit",
                                  "roznet_activity_2944936628.fit"])  # fmt: skip
def test_real_courses(name: str) -> None:
    if not (SHARED / name).is_file():
        pytest.skip("no folder shared/activities beside the repository")
    way = read_way(str(SHARED / name))
    assert way.name == name
    document = ask(way, way.length_m / 2.8, n_twins=1)
    assert document["course"]["has_profile"]
    assert document["pacing"][-1]["end_s"] == pytest.approx(document["target_s"])
