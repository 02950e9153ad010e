"""Sentences: natural frequencies, honest rounding, plain words first."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.report import wording
from uncramp.report.measures import Measures

METRIC, IMPERIAL = Measures("metric"), Measures("imperial")


@pytest.fixture
def cramp(synthetic: ModuleType) -> dict[str, Any]:
    return dict(synthetic.marathon()["cramp"])


@pytest.mark.parametrize(
    ("probability", "n_twins", "said"),
    [
        (0.82, 50, "8 of 10"),
        (0.02, 50, "1 of 50"),
        (0.0, 50, "none of 50"),
        (1.0, 50, "all 50"),
        (0.98, 50, "49 of 50"),
        (0.375, 8, "3 of 8"),
        (0.5, 4, "2 of 4"),
    ],
)
def test_runners_are_counted_as_exactly_as_they_were_simulated(
    probability: float, n_twins: int, said: str
) -> None:
    assert wording.of_runners(probability, n_twins) == said


@given(st.integers(2, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_count_is_never_rounded_to_none_or_all(counts: tuple[int, int]) -> None:
    n_cramped, n_twins = counts
    said = wording.of_runners(n_cramped / n_twins, n_twins)
    assert said.startswith("none") == (n_cramped == 0)
    assert said.startswith("all") == (n_cramped == n_twins)
    if " of 10" in said and n_twins != 10 and not said.startswith("none"):
        assert abs(int(said.split()[0]) / 10 - n_cramped / n_twins) <= 0.05 + 1e-9


def test_the_headline_names_muscle_time_and_place(cramp: dict[str, Any]) -> None:
    assert wording.headline(cramp, METRIC) == (
        "Your deep calf muscle (soleus) would cramp around 3:30, near km 38."
    )
    assert wording.headline(cramp, IMPERIAL).endswith("near mile 23.")


def test_half_is_only_probable(cramp: dict[str, Any]) -> None:
    cramp.update(probability=0.6, n_cramped=30)
    assert "would probably cramp" in wording.headline(cramp, METRIC)


def test_a_low_chance_is_no_cramp_expected(synthetic: ModuleType) -> None:
    cramp = synthetic.calm()["cramp"]
    assert wording.headline(cramp, METRIC) == (
        "No cramp expected: 1 of 50 simulated runners like you cramps."
    )
    assert wording.details(cramp, METRIC)[-1] == (
        "With 50 simulated, the range to expect is 0 to 3 of 50."
    )


def test_a_possible_cramp_says_where(synthetic: ModuleType) -> None:
    cramp = synthetic.stopped()["cramp"]
    assert wording.headline(cramp, METRIC).startswith("A cramp was possible: 3 of 8 simulated")
    assert "soleus" in wording.details(cramp, METRIC)[0]


def test_nothing_finished_is_no_answer(cramp: dict[str, Any]) -> None:
    cramp.update(probability=None, n_twins=0)
    assert "no answer" in wording.headline(cramp, METRIC)
    assert wording.details(cramp, METRIC) == ()


@pytest.mark.parametrize(
    ("spread_min", "said"), [(10.0, "2:42"), (40.0, "2:40"), (90.0, "2:40"), (None, "2:42")]
)
def test_times_are_as_exact_as_their_spread(
    cramp: dict[str, Any], spread_min: float | None, said: str
) -> None:
    time_s = (2 * 60 + 42) * 60.0 + 15.0
    half_s = None if spread_min is None else spread_min * 30.0
    cramp.update(
        time_s=time_s,
        time_s_p10=None if half_s is None else time_s - half_s,
        time_s_p90=None if half_s is None else time_s + half_s,
    )
    assert f"around {said}," in wording.headline(cramp, METRIC)
    assert wording.cramp_label(cramp) == f"cramp around {said}"


def test_the_first_hour_is_told_in_minutes() -> None:
    assert wording.moment(38 * 60.0 + 20.0) == "minute 38"
    assert wording.moment(3_600.0) == "1:00"
    assert wording.moment(2.0) == "minute 1"


@pytest.mark.parametrize(
    ("n_cramped", "n_done", "said"),
    [
        (0, 0, ""),
        (0, 4, "so far none of 4 simulated runners cramps"),
        (1, 4, "so far 1 of 4 simulated runners cramps"),
        (3, 8, "so far 3 of 8 simulated runners cramp"),
    ],
)
def test_the_answer_so_far(n_cramped: int, n_done: int, said: str) -> None:
    assert wording.so_far(n_cramped, n_done) == said


def test_control_characters_are_not_printed() -> None:
    assert wording.printable("run\x1b[31m.fit\n") == "run [31m.fit"


def test_every_muscle_has_its_words() -> None:
    for words in (wording.PLAIN_NAMES, wording.FIELD_NAMES, wording.SHORT_NAMES):
        assert tuple(words) == wording.MUSCLES
    assert tuple(wording.MUSCLE_NOTES) == wording.MUSCLES
