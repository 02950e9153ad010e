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


def test_the_headline_says_how_likely_when_where_and_of_how_many(cramp: dict[str, Any]) -> None:
    assert wording.headline(cramp, METRIC) == (
        "A calf cramp was very likely, around 3:30, near km 38: "
        "8 of 10 simulated runners like you cramp."
    )
    assert "near mile 23:" in wording.headline(cramp, IMPERIAL)


@pytest.mark.parametrize(
    ("n_cramped", "n_twins", "low", "said"),
    [
        (41, 50, 0.74, "was very likely"),
        (4, 5, 0.51, "was likely"),  # so few that it is not called very likely
        (30, 50, 0.51, "was likely"),
        (3, 5, 0.35, "was as likely as not"),
        (25, 50, 0.41, "was as likely as not"),
        (1, 2, 0.15, "was possible"),
        (10, 50, 0.14, "was possible"),
        (5, 50, 0.06, "was possible"),
    ],
)
def test_the_verdict_is_as_strong_as_share_and_number_allow(
    cramp: dict[str, Any], n_cramped: int, n_twins: int, low: float, said: str
) -> None:
    cramp.update(
        probability=n_cramped / n_twins, n_cramped=n_cramped, n_twins=n_twins, probability_p10=low
    )
    assert wording.headline(cramp, METRIC).startswith(f"A calf cramp {said}, around")


def test_a_low_chance_is_no_cramp_expected(synthetic: ModuleType) -> None:
    cramp = synthetic.calm()["cramp"]
    assert wording.headline(cramp, METRIC) == (
        "No cramp expected: 1 of 50 simulated runners like you cramps."
    )
    assert wording.details(cramp, METRIC)[-1] == (
        "With 50 simulated, anything from 0 to 3 of 50 is plausible."
    )


def test_few_runners_without_a_cramp_exclude_little(synthetic: ModuleType) -> None:
    cramp = synthetic.bare()["cramp"] | {"n_twins": 4, "probability_p90": 0.29}
    assert wording.headline(cramp, METRIC) == (
        "No cramp expected, as far as so few can tell: none of 4 simulated runners like you cramps."
    )
    assert wording.details(cramp, METRIC) == (
        "With only 4 simulated, anything from 0 to 1 of 4 is plausible.",
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "It is the deep calf muscle (soleus) that cramps, in most cases between 3:20 and"),
        (0.9, "It is the deep calf muscle (soleus) that cramps, in most cases between 3:20 and"),
        (0.7, "It is mostly the deep calf muscle (soleus) that cramps, in most cases"),
        (0.4, "Any of the calf muscles may be the one, most often the deep calf muscle (soleus)"),
    ],
)
def test_the_muscle_is_named_no_surer_than_the_runners_agree(
    cramp: dict[str, Any], share: float | None, said: str
) -> None:
    assert wording.details(cramp, METRIC, share)[0].startswith(said)


def test_times_within_the_first_hour_share_a_word(cramp: dict[str, Any]) -> None:
    cramp.update(time_s=2_400.0, time_s_p10=2_100.0, time_s_p90=2_700.0)
    assert wording.details(cramp, METRIC)[0].endswith("in most cases between minute 35 and 45.")
    cramp.update(time_s_p90=4_500.0)
    assert wording.details(cramp, METRIC)[0].endswith("between 0:35 and 1:15.")


@pytest.mark.parametrize(
    ("probability", "n_twins", "said"),
    [
        (None, 50, ""),
        (0.31, 50, "without it 3 of 10 cramp"),
        (0.06, 50, "without it fewer than 1 of 10 cramp"),
        (0.0, 50, "without it none of 50 cramps"),
        (0.25, 4, "without it 1 of 4 cramps"),
    ],
)
def test_what_is_left_without_a_cause(probability: float | None, n_twins: int, said: str) -> None:
    assert wording.without(probability, n_twins) == said


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
    assert wording.around(38 * 60.0 + 20.0) == "around minute 38"
    assert wording.around(3_600.0) == "around 1:00"
    assert wording.around(2.0) == "around minute 1"


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
    for words in (wording.FIELD_NAMES, wording.SHORT_NAMES):
        assert tuple(words) == wording.MUSCLES
    assert tuple(wording.MUSCLE_NOTES) == wording.MUSCLES
