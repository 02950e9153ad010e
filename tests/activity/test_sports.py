"""Names of sports, and which part of a file counts."""

from __future__ import annotations

import pytest

from uncramp.activity.sports import choose_sport, on_foot, sport_name


@pytest.mark.parametrize(
    ("text", "sport"),
    [
        ("Running", "running"), ("trail_running", "running"), ("Abendlauf", "running"),
        ("9", "running"), ("Walking", "walking"), ("Biking", "cycling"), ("Other", "other"),
        ("Nordic Skiing", "nordic_skiing"), ("", "unknown"),
    ],
)  # fmt: skip
def test_names(text, sport):
    assert sport_name(text) == sport


def test_running_is_chosen_even_if_it_is_the_smaller_part():
    assert choose_sport({"cycling": 5000, "running": 10}) == "running"
    assert choose_sport({"cycling": 5000, "walking": 10}) == "cycling"
    assert choose_sport({"cycling": 50, "running": 0}) == "cycling"


def test_steps_are_only_counted_on_foot():
    assert on_foot("hiking")
    assert not on_foot("cycling")
