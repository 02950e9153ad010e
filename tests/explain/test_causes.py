"""Each cause, taken out: what changes, what stays, and where there is nothing to take out."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp import bibliography
from uncramp.activity.synthetic import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions
from uncramp.explain import causes
from uncramp.explain.causes import Removal, all_causes, in_metric, statement_values, values_of
from uncramp.parameters import load_parameters
from uncramp.simulation import Scenario
from uncramp.twin import Member

PARAMETERS = load_parameters()


def member(usual_speed_m_s: float = 3.0, longest_km: float = 10.0) -> Member:
    return Member(0, PARAMETERS, usual_speed_m_s, longest_km, seed=1)


def scenario(
    speed_m_s: float | list[float] = 3.0,
    duration_s: float = 1200.0,
    grade: float = 0.0,
    pauses: tuple[tuple[float, float], ...] = (),
    air_temperature_C: float = 10.0,
) -> Scenario:
    run = synthetic_run(speed_m_s, duration_s, grade, cadence_spm=170.0, pauses=pauses)
    conditions = Conditions.resolve({"air_temperature_C": air_temperature_C}, None)
    return Scenario.of(run, Athlete(mass_kg=70.0), conditions)


def metres(one: Scenario) -> float:
    return float(one.course.distance_m[-1])


NOTHING_TO_TAKE_OUT: list[tuple[Removal, Scenario]] = [
    (causes.without_pace, scenario(speed_m_s=2.9)),
    (causes.without_pace, scenario(speed_m_s=3.01)),
    (causes.without_distance, scenario(duration_s=600.0)),
    (causes.without_surges, scenario()),
    (causes.without_hills, scenario()),
    (causes.without_heat, scenario(air_temperature_C=12.0)),
]


@pytest.mark.parametrize(("remove", "given_run"), NOTHING_TO_TAKE_OUT)
def test_nothing_to_take_out_is_the_same_object(remove: Removal, given_run: Scenario) -> None:
    assert remove(given_run, member()) is given_run


@given(
    st.floats(3.2, 6.0),
    st.floats(0.0, 0.3),
    st.integers(60, 900),
    st.integers(0, 200),
)
def test_the_usual_pace_keeps_distance_hills_and_pauses(
    speed_m_s: float, unrest: float, pause_at_s: int, pause_s: int
) -> None:
    time_s = np.arange(1201)
    speeds = speed_m_s * (1.0 + unrest * np.sin(time_s / 40.0))
    run = scenario(list(speeds), pauses=((pause_at_s, pause_at_s + pause_s),), grade=0.02)
    before = run.course
    ratio = before.mean_moving_speed_m_s() / 3.0
    after = causes.without_pace(run, member()).course
    assert after.distance_m[-1] == pytest.approx(before.distance_m[-1], abs=2.0 * speeds.max())
    assert after.mean_moving_speed_m_s() == pytest.approx(3.0, rel=0.005)
    assert (~after.moving).sum() == pytest.approx((~before.moving).sum(), abs=2)
    assert after.moving.sum() == pytest.approx(before.moving.sum() * ratio, abs=3)
    assert np.all(np.diff(after.time_s) == 1.0)
    assert {len(getattr(after, name)) for name in ("time_s", "grade", "cadence_spm")} == {
        len(after.time_s)
    }
    assert after.grade == pytest.approx(0.02)


@given(st.floats(0.3, 3.4))
def test_the_run_ends_where_the_longest_one_ended(longest_km: float) -> None:
    run = scenario(duration_s=1200.0)  # 3.6 km
    after = causes.without_distance(run, member(longest_km=longest_km))
    assert metres(after) == pytest.approx(1000.0 * longest_km, abs=4.0)
    n = len(after.course.time_s)
    assert np.array_equal(after.course.speed_m_s, run.course.speed_m_s[:n])


def test_a_longest_run_of_nothing_still_leaves_a_minute() -> None:
    after = causes.without_distance(scenario(), member(longest_km=0.0))
    assert len(after.course.time_s) == 60


def test_surges_are_evened_and_the_distance_and_pauses_stay() -> None:
    speeds = [4.0 if (t // 60) % 2 else 2.5 for t in range(1801)]
    run = scenario(speeds, 1800.0, pauses=((700.0, 760.0),))
    after = causes.without_surges(run, member())
    moving = run.course.moving
    assert np.array_equal(after.course.moving, moving)
    assert np.all(after.course.speed_m_s[~moving] == 0.0)
    assert np.std(after.course.speed_m_s[moving]) < 0.2 * np.std(run.course.speed_m_s[moving])
    assert metres(after) == pytest.approx(metres(run), abs=4.0)
    assert causes.without_surges(after, member()) is after


def test_a_run_of_seconds_has_no_surges() -> None:
    run = scenario(duration_s=1.0)
    assert causes.without_surges(run, member()) is run


def test_hills_are_flattened_and_nothing_else() -> None:
    run = scenario(grade=0.05)
    after = causes.without_hills(run, member()).course
    assert not after.grade.any()
    assert np.array_equal(after.speed_m_s, run.course.speed_m_s)


def test_heat_is_cooled_and_said() -> None:
    run = scenario(air_temperature_C=28.0)
    after = causes.without_heat(run, member())
    air = after.conditions.air_temperature_C
    assert (air.value, air.source) == (PARAMETERS.value("counterfactuals.cool_air"), "given")
    assert after.conditions.relative_humidity_pct == run.conditions.relative_humidity_pct
    assert after.course is run.course


def test_fluids_are_balanced_and_the_calf_is_trained() -> None:
    run = scenario()
    assert causes.without_imbalance(run, member()).balanced_fluids
    once = causes.with_conditioning(run, member())
    assert once.conditioning == PARAMETERS.value("counterfactuals.trained_fatigue_rate") < 1.0


def test_taking_everything_out_leaves_a_run() -> None:
    run = scenario(5.0, 3600.0, grade=0.04, air_temperature_C=30.0)
    for cause in all_causes():
        run = cause.remove(run, member(longest_km=5.0))
    assert metres(run) == pytest.approx(5000.0, abs=6.0)
    assert run.course.mean_moving_speed_m_s() == pytest.approx(3.0, rel=0.005)
    assert run.balanced_fluids
    assert run.conditioning < 1.0


def test_every_cause_has_a_removal_evidence_and_sources_that_exist() -> None:
    assert {cause.name for cause in all_causes()} == set(causes._REMOVALS)
    for cause in all_causes():
        assert cause.evidence in ("strong", "moderate", "weak", "conflicting", "hypothesis")
        assert cause.sources
        assert set(cause.sources) <= set(bibliography.entries())


def test_every_sentence_finds_its_numbers() -> None:
    run = scenario(3.5, grade=0.03)
    values = statement_values(run, [member(3.0, 10.0), member(2.0, 12.0)], 1.24, PARAMETERS)
    assert values["longest_km"] == 11.0
    assert values["ascent_m"] == pytest.approx(126.0, abs=1.0)
    for cause in all_causes():
        named = {name for _, name, _, _ in string.Formatter().parse(cause.statement) if name}
        own = values_of(cause.statement, values)
        assert set(own) == named
        assert "{" not in in_metric(cause.statement, own)


def test_numbers_are_said_in_their_units() -> None:
    said = in_metric(
        "{run_speed_m_s}, {run_km}, {longest_km}, {ascent_m}, {air_temperature_C}, {mass_loss_pct}",
        {
            "run_speed_m_s": 1000.0 / 303.0, "run_km": 42.195, "longest_km": 28.0,
            "ascent_m": 237.4, "air_temperature_C": 23.4, "mass_loss_pct": 5.12,
        },
    )  # fmt: skip
    assert said == "5:03 /km, 42.2 km, 28 km, 237 m, 23 °C, 5.1 %"


UNKNOWN = {"mass_loss_pct": 0.0, "ascent_m": 0.0, "run_speed_m_s": 3.0, "run_km": 15.0}


@pytest.mark.parametrize(
    ("told", "air", "numbers", "expected"),
    [
        ({}, {}, {"usual_speed_m_s": 3.2, "longest_km": 17.1}, "unsure"),
        ({}, {}, {"usual_speed_m_s": 2.5, "longest_km": 9.0}, "unsure"),  # drawn, not told
        (
            {"easy_pace_s_per_km": 400.0, "longest_km": 10.0},
            {"air_temperature_C": 20.0},
            {
                "usual_speed_m_s": 2.5,
                "longest_km": 10.0,
                "mass_loss_pct": 1.2,
                "ascent_m": 50.0,
                "air_temperature_C": 20.0,
            },
            "statement",
        ),
        # A race was told; what is usual follows from it, and is not below this run's pace.
        (
            {"race_distance_km": 10.0, "race_time_s": 2400.0},
            {"air_temperature_C": 12.2},
            {"usual_speed_m_s": 3.2, "longest_km": 17.1, "air_temperature_C": 12.2},
            "unsure",
        ),
    ],
)
def test_every_sentence_is_true_for_who_is_told_it(
    told: dict[str, float], air: dict[str, float], numbers: dict[str, float], expected: str
) -> None:
    run = synthetic_run(3.0, 5000.0, 0.0, cadence_spm=170.0)
    one = Scenario.of(run, Athlete(**told), Conditions.resolve(air))
    values = {**UNKNOWN, "air_temperature_C": 15.0, "cool_air_temperature_C": 12.0, **numbers}
    for cause in all_causes():
        said = causes.template_of(cause, one, PARAMETERS, values)
        assert said == (getattr(cause, expected) or cause.statement), cause.name
        in_metric(said, values_of(said, values))


def test_who_told_the_longest_run_hears_of_longer_ones_only() -> None:
    run = scenario(duration_s=5000.0)
    for longest_km, longer in ((17.1, False), (14.95, False), (14.0, True)):
        without = causes.without_distance(run, member(longest_km=longest_km))
        assert (without is not run) is longer
