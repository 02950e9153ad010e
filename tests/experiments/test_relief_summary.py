"""The document of the relief table: its sentences follow its numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from uncramp.experiments.relief import GROUPS, ReliefTable, Row, Trial, all_means
from uncramp.experiments.relief_summary import relief_document


def trial(over_s: float, *, force_N: float = 100.0, ia_pps: float = 50.0) -> Trial:
    """A cramp that lasts `over_s`, with flat signals and a peak in their middle."""
    n = 50
    flat = np.full(n, 10.0)
    peaked = {name: flat.copy() for name in ("ia", "force")}
    peaked["ia"][25], peaked["force"][25] = ia_pps, force_N
    return Trial(
        over_s,
        over_s < 90.0,
        over_s / 2,
        flat / 20.0,
        peaked["ia"],
        flat,
        peaked["force"],
        0,
        tuple(np.array([unit]) for unit in range(40)),
    )


def table(**over_s: float) -> ReliefTable:
    """Three calves for each means; a means that is not named lasts as long as nothing done."""
    untreated = over_s.get("none", 20.0)
    rows = tuple(
        Row(
            means,
            muscle,
            tuple(trial(k * over_s.get(means.id, untreated)) for k in (0.5, 1.0, 2.0))
            if means.simulated
            else (),
        )
        for muscle in GROUPS
        for means in all_means()
    )
    return ReliefTable(
        rows, dict.fromkeys(GROUPS, 3), dict.fromkeys(GROUPS, 5), seed=1, watch_s=90.0
    )


def row(document: dict, means: str, muscle: str = "gastrocnemius") -> dict:
    return next(r for r in document["rows"] if (r["muscle"], r["means"]) == (muscle, means))


def test_a_row_has_median_range_and_ratio() -> None:
    gentle = row(relief_document(table(gentle=5.0)), "gentle")
    assert gentle["over_s"] == {"median": 5.0, "low": 2.5, "high": 10.0}
    assert gentle["each_over_s"] == [2.5, 5.0, 10.0]
    assert gentle["ratio"]["median"] == 0.25
    assert (gentle["n"], gentle["n_ended"]) == (3, 3)
    assert gentle["peak_force_N"]["median"] == 100.0


@pytest.mark.parametrize(
    ("means", "over_s", "verdict"),
    [
        ("gentle", 5.0, "same direction"),
        ("gentle", 19.0, "disagrees"),
        ("cut", 20.0, "disagrees"),
        ("drink", 20.0, "agrees"),
        ("drink", 10.0, "disagrees"),
        ("drink", 30.0, "disagrees"),
        ("massage", 5.0, "nothing to compare"),
    ],
)
def test_agreement_follows_the_numbers(means: str, over_s: float, verdict: str) -> None:
    assert row(relief_document(table(**{means: over_s})), means)["verdict"] == verdict


def test_what_was_not_simulated_says_so() -> None:
    empty = replace(table(), rows=tuple(_unsimulated(one) for one in table().rows))
    massage = row(relief_document(empty), "massage")
    assert massage["verdict"] == "not in the model"
    assert "over_s" not in massage
    assert massage["published"]


def _unsimulated(one: Row) -> Row:
    if one.means.id != "massage":
        return one
    return Row(replace(one.means, simulated=False), one.muscle, ())


def test_whether_haste_gains_is_told_as_it_is() -> None:
    slower = " ".join(relief_document(table(gentle=5.0, fast=2.0))["findings"])
    faster = " ".join(relief_document(table(gentle=2.0, fast=5.0))["findings"])
    assert "the gentle stretch is not quicker, for the foot moves slowly" not in slower
    assert "in no count of time" in slower
    assert "tearing a contracted muscle, which is not in the model" in slower
    assert "it is quicker in both muscles" in faster


def test_whether_gentle_beats_bouncing_is_told_as_it_is() -> None:
    lasting = " ".join(relief_document(table(gentle=5.0, bounce=60.0))["findings"])
    sooner = " ".join(relief_document(table(gentle=5.0, bounce=3.0))["findings"])
    assert "bounced on outlasts the watch in 1 of 3 calves" in lasting
    assert "Gentle beats bouncing" in lasting
    assert "bounced on is over after 3.0 s (1.5 to 6.0 s)" in sooner
    assert "Gentle does not beat bouncing" in sooner


@pytest.mark.parametrize(
    ("over_s", "verdict"), [(20.0, "too short"), (60.0, "agrees"), (300.0, "too long")]
)
def test_the_length_of_an_untreated_cramp_is_compared_with_people(
    over_s: float, verdict: str
) -> None:
    assert row(relief_document(table(none=over_s)), "none")["verdict"] == verdict


def test_cramps_left_alone_that_do_not_end_are_told() -> None:
    lasting = " ".join(relief_document(table(none=100.0))["findings"])
    ending = " ".join(relief_document(table())["findings"])
    assert "4 of 6 cramps outlast the 90 s of the watch" in lasting
    assert "every cramp ends by itself" in ending


def test_a_raster_shows_some_units_of_three_means() -> None:
    document = relief_document(table())
    assert row(document, "bent")["raster"] is None
    raster = row(document, "none")["raster"]
    assert raster["n_units"] == 40
    assert len(raster["spikes_ms"]) == 30
    assert raster["spikes_ms"][0] == [0]
    assert raster["spikes_ms"][-1] == [39]


def test_findings_turn_with_the_numbers() -> None:
    helped = " ".join(relief_document(table(gentle=5.0, bent=18.5, fast=5.0))["findings"])
    useless = " ".join(relief_document(table(gentle=21.0, drink=4.0, fast=15.0))["findings"])
    assert "straight knee shortens a cramp of the gastrocnemius (0.25" in helped
    assert "it does not shorten it (0.93" in helped
    assert "straight knee does not shorten a cramp of the gastrocnemius" in useless
    assert "water shortens the cramp" in useless
    assert "cut off the same stretch does not shorten the cramp (1.00" in helped
    assert "unlike a stretch of people beyond a nerve block" in helped
    peripheral = " ".join(relief_document(table(cut=5.0))["findings"])
    assert "as a stretch of people beyond a nerve block" in peripheral
    assert "a jerk ends it no sooner" in helped
    assert "a jerk ends it 6.0 s sooner" in useless
    assert "does not come out" in helped


def test_cramps_that_outlast_the_watch_are_counted() -> None:
    document = relief_document(table(gentle=60.0, none=100.0))
    assert row(document, "gentle")["n_ended"] == 2
    assert any("in 1 of 3 calves it outlasts the watch" in line for line in document["findings"])


def test_curves_keep_the_peak_of_each_tenth_of_a_second() -> None:
    curves = row(relief_document(table()), "none")["curves"]
    assert curves["step_s"] == 0.1
    assert len(curves["ia_pps"]) == 10
    assert max(curves["ia_pps"]) == 50.0
