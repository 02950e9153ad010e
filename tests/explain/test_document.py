"""The result document: valid, equal on every machine, honest when it was stopped."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from uncramp.explain import Progress
from uncramp.report.schema import load_schema


def valid(document: dict[str, Any]) -> None:
    Draft202012Validator(load_schema()).validate(document)
    lengths = {len(column) for column in document["timeline"].values()}
    assert len(lengths) == 1, "columns of equal length"


def test_a_cramping_run_says_when_where_and_why(cramping: Any) -> None:
    document = cramping.document
    valid(document)
    cramp, timeline = document["cramp"], document["timeline"]
    assert 1 <= cramp["n_cramped"] <= cramp["n_twins"] == 4
    assert cramp["probability"] == cramp["n_cramped"] / 4
    assert cramp["probability_p10"] < cramp["probability"] <= cramp["probability_p90"]
    assert cramp["time_s_p10"] <= cramp["time_s"] <= cramp["time_s_p90"] <= 2100.0
    assert cramp["distance_km"] == pytest.approx(4.6e-3 * cramp["time_s"], rel=0.01)
    for name in ("probability", "probability_p10", "probability_p90"):
        assert timeline[f"cramp_{name}"][-1] == pytest.approx(cramp[name], rel=1e-5)
    assert document["interrupted"] is False


def test_causes_are_those_that_can_be_taken_out(cramping: Any) -> None:
    rows = {row["cause"]: row for row in cramping.document["why"]}
    assert set(rows) == {"pace", "distance", "hills", "heat", "fluid_sodium", "conditioning"}
    assert "surges" not in rows, "the pace was even"
    assert 0.0 < sum(row["share"] for row in rows.values()) <= 1.0 + 1e-9
    assert rows["distance"]["statement"] == "Longer than you are used to: 9.7 km against 4 km"
    assert rows["distance"]["values"] == {
        "run_km": pytest.approx(9.66, abs=0.01),
        "longest_km": 4.0,
    }
    assert rows["hills"]["values"]["ascent_m"] == cramping.document["activity"]["ascent_m"]
    given_order = [row["share"] for row in cramping.document["why"]]
    assert given_order == sorted(given_order, reverse=True)


def test_chances_only_grow_and_muscles_add_up(cramping: Any) -> None:
    timeline = cramping.document["timeline"]
    whole = timeline["cramp_probability"]
    assert whole == sorted(whole)
    muscles = ("soleus", "medial_gastrocnemius", "lateral_gastrocnemius")
    parts = [timeline[f"{muscle}_cramp_probability"] for muscle in muscles]
    assert [math.fsum(at) for at in zip(*parts, strict=True)] == pytest.approx(whole)


def test_a_calm_run_has_no_time_and_no_why(calm: Any) -> None:
    document = calm.document
    valid(document)
    assert document["cramp"]["probability"] == 0.0
    assert document["cramp"]["time_s"] is document["cramp"]["muscle"] is None
    assert document["why"] == []
    assert not any(document["timeline"]["cramp_probability"])
    assert document["body_end"]["mass_change_pct"] < 0.0


def test_the_same_json_with_one_thread_and_with_two(cramping: Any, again: Any) -> None:
    assert again.ask(n_threads=2, progress=None).to_json() == cramping.explanation.to_json()


def test_the_json_is_json(calm: Any) -> None:
    assert json.loads(calm.explanation.to_json()) == calm.document


@pytest.mark.parametrize("done", [0, 2])
def test_stopped_among_the_runs_it_holds_the_finished_ones(again: Any, done: int) -> None:
    def stop(step: Progress) -> None:
        if step.done == done:
            raise KeyboardInterrupt

    document = again.ask(progress=stop).document
    valid(document)
    assert document["interrupted"] is True
    assert document["cramp"]["n_twins"] == done
    assert document["why"] == []
    if done == 0:
        assert document["cramp"]["probability"] is None


def test_stopped_among_the_causes_it_gives_no_share(again: Any, cramping: Any) -> None:
    """Walks that end soon would count too much: better none than wrong ones."""

    def stop(step: Progress) -> None:
        if step.stage == "causes" and step.done >= 5:
            raise KeyboardInterrupt

    document = again.ask(progress=stop).document
    valid(document)
    assert document["interrupted"] is True
    assert document["cramp"] == cramping.document["cramp"]
    assert document["why"]
    assert all(row["share"] is None for row in document["why"])
    whole = {row["cause"] for row in cramping.document["why"]}
    assert {row["cause"] for row in document["why"]} < whole, "not all were looked at"
    without = [row["probability_without"] for row in document["why"]]
    assert without == sorted(without)
    assert max(without) <= document["cramp"]["probability"]


@pytest.mark.parametrize("n_twins", [0, -1])
def test_no_twins_no_answer(again: Any, n_twins: int) -> None:
    again.n_twins = n_twins
    with pytest.raises(ValueError, match="at least 1"):
        again.ask()
