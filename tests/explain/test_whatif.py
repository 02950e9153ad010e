"""What-if: paired numbers, the same chance, determinism, warnings, stopping, real files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from uncramp.activity import ActivityError, read_activity, synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.changes import Change, ChangeError
from uncramp.explain.comparison import Outcome
from uncramp.explain.session import Progress
from uncramp.explain.whatif import Sweep, WhatIf, sweep_values, whatif
from uncramp.explain.whatif_document import difference

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared" / "activities"
SCHEMA = ROOT / "src" / "uncramp" / "report" / "whatif-1.schema.json"
FROZEN = "386b6696cb1ee5be3809078b7e7f744f368348b686ffb7e04ab5633e829a24d6"

PRONE = Athlete(
    mass_kg=70.0, cramps_last_year=12, calf_raises=8, longest_km=4.0, easy_pace_s_per_km=380.0
)
WARM = Conditions.resolve({"air_temperature_C": 30.0, "relative_humidity_pct": 60.0})


def ask(*changes: Change, n_twins: int = 4, duration_s: float = 900.0, **more: Any) -> WhatIf:
    """A fast uphill run in the heat by a runner prone to cramp."""
    return whatif(
        synthetic_run(4.2, duration_s, 0.03),
        more.pop("athlete", PRONE),
        WARM,
        more.pop("drinking", DrinkingPlan()),
        changes,
        n_twins=n_twins,
        **{"seed": 1, "n_threads": 1, **more},
    )


@pytest.fixture(scope="module")
def slower() -> WhatIf:
    return ask(Change("pace", -25.0), duration_s=1500.0)


def valid(document: dict[str, Any]) -> dict[str, Any]:
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    return document


def test_no_change_is_exactly_no_difference() -> None:
    document = valid(ask().document)
    by = document["difference"]
    assert (by["probability"], by["probability_p10"], by["probability_p90"]) == (0.0, 0.0, 0.0)
    assert (by["n_prevented"], by["n_brought"], by["later_s"] or 0.0) == (0, 0, 0.0)
    assert document["before"] == document["after"]


def test_a_change_that_changes_nothing_meets_the_same_chance() -> None:
    """Level already, simulated anew: same calves, same noise, so not one runner changes sides."""
    run = synthetic_run(4.2, 900.0, 0.0)
    found = whatif(run, PRONE, WARM, DrinkingPlan(fluid_mL_per_h=400.0, sodium_mg_per_L=500.0),
                   [Change("flat"), Change("drink", 400.0)], n_twins=2, n_threads=1)  # fmt: skip
    assert found.document["difference"]["probability_p90"] == 0.0


def test_the_numbers_are_paired(slower: WhatIf) -> None:
    document = valid(slower.document)
    before, after, by = (document[name] for name in ("before", "after", "difference"))
    assert before["n_twins"] == after["n_twins"] == by["n_twins"] == 4
    assert by["n_brought"] - by["n_prevented"] == after["n_cramped"] - before["n_cramped"]
    assert by["probability"] == pytest.approx(after["probability"] - before["probability"])
    assert by["probability_p10"] <= by["probability"] <= by["probability_p90"]
    assert by["probability_p10"] < by["probability_p90"]  # four runners are not certainty
    assert "Tango" in by["method"]
    assert after["finish_s"] > before["finish_s"]
    assert after["finish_km"] == pytest.approx(before["finish_km"], rel=0.01)


def test_pairs_are_counted_one_by_one() -> None:
    def runs(*cramps_s: float | None) -> list[Outcome]:
        return [Outcome(at, None if at is None else "soleus", {}) for at in cramps_s]

    before = runs(100.0, 200.0, 300.0, None, None)
    after = runs(None, 260.0, 320.0, 50.0, None)
    by = difference(before, after, same=False)
    assert (by["n_prevented"], by["n_brought"], by["n_cramp_both"]) == (1, 1, 2)
    assert (by["probability"], by["later_s"]) == (0.0, 40.0)
    assert by["probability_p10"] < 0.0 < by["probability_p90"]


def test_the_change_is_told_with_its_evidence(slower: WhatIf) -> None:
    (row,) = slower.document["changes"]
    assert (row["change"], row["value"], row["unit"]) == ("pace", -25.0, "%")
    assert row["evidence"] == "moderate"
    assert json.loads(slower.to_json()) == slower.document


def test_before_is_what_why_says(slower: WhatIf) -> None:
    from uncramp.explain import why

    other = why(
        synthetic_run(4.2, 1500.0, 0.03), PRONE, WARM, DrinkingPlan(), n_twins=4, n_threads=1
    )
    cramp, before = other.document["cramp"], slower.document["before"]
    for name in ("probability", "n_cramped", "time_s", "muscle"):
        assert cramp[name] == before[name]


def test_threads_do_not_matter() -> None:
    changes = (Change("air", 10.0), Change("calf_raises", 40.0))
    one, two = ask(*changes, n_threads=1), ask(*changes, n_threads=2)
    assert one.document == two.document


def test_a_stronger_calf_keeps_what_it_is_used_to() -> None:
    """The drawn strength changes; a calf of unchanged raises is drawn as it was."""
    same = ask(Change("calf_raises", 8.0))
    assert same.document["difference"]["n_brought"] == 0
    stronger = ask(Change("calf_raises", 60.0), duration_s=1500.0).document["difference"]
    assert stronger["n_brought"] <= stronger["n_prevented"]


@pytest.mark.parametrize(
    ("drink", "warnings"),
    [(2000.0, {"mass_gain", "low_sodium"}), (300.0, set())],
)
def test_drinking_too_much_is_simulated_and_warned_of(drink: float, warnings: set[str]) -> None:
    """Four hours of jogging in the cold; plain water."""
    found = whatif(
        synthetic_run(2.4, 14400.0),
        Athlete(mass_kg=60.0),
        Conditions.resolve({"air_temperature_C": 5.0}),
        DrinkingPlan(),
        [Change("drink", drink), Change("sodium", 0.0)],
        n_twins=1,
        n_threads=1,
    )
    document = valid(found.document)
    assert set(document["after"]["warnings"]) == warnings
    assert (document["after"]["body_end"]["mass_change_pct"]["p50"] > 0.0) == bool(warnings)
    assert document["drinking_warning"]
    assert document["after"]["n_twins"] == 1


def test_a_sweep_is_the_single_answers_side_by_side() -> None:
    document = valid(ask(sweep=Sweep("air", (10.0, 30.0)), n_twins=2).document)
    rows = document["sweep"]["rows"]
    single = ask(Change("air", 10.0), n_twins=2).document
    assert [row["value"] for row in rows] == [10.0, 30.0]
    assert rows[0]["difference"] == single["difference"]
    assert rows[0]["time_s"] == single["after"]["time_s"]
    assert rows[1]["difference"]["probability_p90"] == 0.0  # as it was: not simulated again


def test_a_sweep_stands_on_the_changes() -> None:
    both = ask(Change("pace", -5.0), sweep=Sweep("drink", (300.0,)), n_twins=2).document
    together = ask(Change("pace", -5.0), Change("drink", 300.0), n_twins=2).document
    assert both["sweep"]["rows"][0]["difference"] == together["difference"]


def test_progress_goes_on_to_the_end() -> None:
    steps: list[Progress] = []
    ask(Change("air", 10.0), sweep=Sweep("drink", (0.0, 500.0)), n_twins=2, duration_s=300.0,
        progress=steps.append)  # fmt: skip
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, steps[-1].total)


def test_stopped_early_keeps_the_pairs_that_are_known() -> None:
    def stop(step: Progress) -> None:
        if step.done >= 11:
            raise KeyboardInterrupt

    document = valid(ask(Change("air", 10.0), n_twins=8, duration_s=300.0, progress=stop).document)
    assert document["interrupted"]
    assert document["before"]["n_twins"] == document["after"]["n_twins"] < 8
    assert document["difference"]["n_twins"] == document["after"]["n_twins"]


def test_stopped_at_once_knows_nothing_and_says_so() -> None:
    def stop(step: Progress) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    document = valid(ask(Change("air", 10.0), n_twins=2, progress=stop).document)
    assert document["difference"]["probability"] is None
    assert document["before"]["n_twins"] == 0


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: sweep_values(0.0, 10.0, 0.0), "is no range"),
        (lambda: sweep_values(10.0, 0.0, 1.0), "is no range"),
        (lambda: sweep_values(0.0, 1000.0, 1.0), "1001 values"),
        (lambda: Sweep("flat", (1.0,)), "flat takes no number"),
        (lambda: Sweep("drink", (0.0, 9000.0)), "drink is 9000"),
        (lambda: ask(Change("air", 3.0), sweep=Sweep("air", (5.0,))), "changed and swept"),
        (lambda: ask(Change("stop_at", 42.0)), "stop_at is 42 km"),
    ],
)
def test_impossible_questions(make: Callable[[], object], said: str) -> None:
    with pytest.raises(ChangeError, match=said):
        make()


def test_values_of_a_sweep() -> None:
    assert sweep_values(0.0, 900.0, 300.0) == (0.0, 300.0, 600.0, 900.0)
    assert sweep_values(-6.0, 0.0, 2.0) == (-6.0, -4.0, -2.0, 0.0)
    assert sweep_values(0.0, 0.3, 0.1) == (0.0, 0.1, 0.2, 0.3)


def test_version_1_is_frozen() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    text = json.dumps(schema, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == FROZEN


def test_every_field_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "whatif.md").read_text("utf-8")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    names = set(schema["properties"]) | set(schema["properties"]["after"]["properties"])
    names |= set(schema["$defs"]["difference"]["properties"])
    assert not [name for name in names if f"`{name}`" not in text]


@pytest.mark.parametrize("name", ["corriporai_run.fit", "jimmykane_OutdoorRun20200314145229.fit",
                                  "roznet_activity_2944936628.fit"])  # fmt: skip
def test_real_files(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("no folder shared/activities beside the repository")
    try:
        run = read_activity(str(SHARED / name))
    except (ActivityError, OSError):
        pytest.skip(f"{name} is not there")
    found = whatif(run, Athlete(), Conditions.resolve({}, run.weather), DrinkingPlan(),
                   [Change("pace", -3.0), Change("flat")], n_twins=1)  # fmt: skip
    document = valid(found.document)
    assert document["after"]["finish_km"] == pytest.approx(run.distance_km, rel=0.02)
