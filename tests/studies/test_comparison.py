"""The arithmetic of gates, intervals, verdicts, JSON and figures, on tables made by hand."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from jsonschema import validate

from uncramp import studies
from uncramp.studies import rows
from uncramp.studies.ablation import Ablation
from uncramp.studies.comparison import (
    Comparison,
    GateResult,
    compared,
    document_json,
    judged,
    resampled,
)
from uncramp.studies.document import CONTRADICTIONS, ablation_document, document, holds
from uncramp.studies.summary import counted, summary_lines

NAN = math.nan
DRAWS = resampled(["a"] * 4, seed=1)

NUMBER = {"type": ["number", "null"]}
INTERVAL = {"anyOf": [{"type": "null"}, {"type": "array", "minItems": 2, "maxItems": 2}]}
SCHEMA = {
    "type": "object",
    "required": ["schema", "studies"],
    "properties": {
        "schema": {"const": "uncramp/studies/1"},
        "studies": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    *("name", "question", "citation", "population", "muscle", "simulated_muscle"),
                    *("protocol", "laboratory", "stimulus_strength", "subjects_per_group", "seed"),
                    *("without", "outcomes", "gates"),
                ],
                "properties": {
                    "outcomes": {
                        "type": "array",
                        "items": {
                            "required": ["id", "outcome", "unit", "observed", "simulated"],
                            "properties": {
                                "observed": {
                                    "required": ["mean", "sd", "n", "interval"],
                                    "properties": {"mean": NUMBER, "interval": INTERVAL},
                                },
                                "simulated": {
                                    "required": ["mean", "interval", "n", "values"],
                                    "properties": {"mean": NUMBER, "interval": INTERVAL},
                                },
                            },
                        },
                    },
                    "gates": {
                        "type": "array",
                        "items": {
                            "required": ["id", "target", "low", "high", "value", "within"],
                            "properties": {"value": NUMBER, "within": {"type": "boolean"}},
                        },
                    },
                },
            },
        },
    },
}


def gate(how: str, of: tuple[str, ...] = ("A",), low: float = 1.0, high: float = 2.0) -> rows.Gate:
    return rows.Gate("G99", "x", how, of, "", "m", 1.5, low, high)  # type: ignore[arg-type]


def made(study: str, n: int = 3, value: float = 10.0) -> Comparison:
    """A comparison in which every subject has the same number everywhere."""
    one = getattr(studies, study).STUDY
    return compared(one, np.full((n, len(one.keys)), value), ["g"] * n, n, 1, ())


def test_a_ratio_is_that_of_the_means() -> None:
    a, b = np.array([10.0, 20.0, 30.0, 20.0]), np.array([10.0, 10.0, 10.0, 10.0])
    result = judged(gate("ratio", ("A", "B")), [a, b], DRAWS)
    assert result.value == pytest.approx(2.0)
    assert result.within
    assert result.interval[0] <= 2.0 <= result.interval[1]


def test_a_difference_counts_those_who_have_both() -> None:
    a, b = np.array([5.0, 9.0, NAN, 4.0]), np.array([4.0, 7.0, 100.0, NAN])
    assert judged(gate("difference", ("A", "B")), [a, b], DRAWS).value == pytest.approx(1.5)


def test_groups_that_share_no_subject_are_compared_by_their_means() -> None:
    a, b = np.array([3.0, 3.0, NAN, NAN]), np.array([NAN, NAN, 2.0, 2.0])
    draws = resampled(["a", "a", "b", "b"], seed=1)
    result = judged(gate("ratio", ("A", "B")), [a, b], draws)
    assert result.value == pytest.approx(1.5)
    assert result.interval == pytest.approx((1.5, 1.5))


def test_the_bootstrap_stays_within_groups() -> None:
    draws = resampled(["a", "b", "a", "b", "b"], seed=3)
    assert set(np.unique(draws[:, [0, 2]])) == {0, 2}
    assert set(np.unique(draws[:, [1, 3, 4]])) == {1, 3, 4}


@pytest.mark.parametrize(
    ("value", "within"), [(0.99, False), (1.0, True), (2.0, True), (2.1, False)]
)
def test_bounds_belong_to_the_gate(value: float, within: bool) -> None:
    result = judged(gate("mean"), [np.full(4, value)], DRAWS)
    assert result.within is within
    assert result.verdict.startswith("within" if within else "not within")


def test_a_fraction_has_an_interval_even_where_all_are_alike() -> None:
    result = judged(gate("fraction", low=0.0, high=0.1), [np.zeros(4)], DRAWS)
    assert result.value == 0.0
    assert result.interval[1] > 0.3


def test_nothing_measured_is_not_within() -> None:
    result = judged(gate("mean", low=-1e9, high=1e9), [np.full(4, NAN)], DRAWS)
    assert not result.within
    assert "no virtual subject" in result.verdict


def test_json_follows_its_schema() -> None:
    document = json.loads(document_json([made("miller2010"), made("lau2019", value=NAN)]))
    validate(document, SCHEMA)
    assert document["studies"][1]["outcomes"][0]["simulated"]["mean"] is None
    assert json.loads(made("miller2010").to_json())["studies"][0]["name"] == "miller2010"


@pytest.mark.parametrize("name", studies.NAMES)
@pytest.mark.parametrize("value", [1.0, 0.0, NAN])
def test_every_study_prints_and_draws(name: str, value: float, tmp_path: Path) -> None:
    comparison = made(name, value=value)
    text = str(comparison)
    assert name in text
    for row in comparison.simulated:
        assert row.outcome.id in text
    drawn = comparison.plot(tmp_path / "a.svg")
    root = ElementTree.parse(drawn).getroot()
    assert root.tag.endswith("svg")
    assert "nan" not in drawn.read_text("utf-8").replace("nanm", "")
    assert drawn.stat().st_size < 30_000


def test_a_figure_is_svg_only(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ending \.svg"):
        made("miller2010").plot(tmp_path / "a.png")


def test_the_summary_counts_gates() -> None:
    found = [made("stone2010"), made("panza2017")]
    assert counted(found) == "0 of 1 gates within bounds; not: G16."
    lines = summary_lines(found)
    assert any("G16" in line and "not within" in line for line in lines)
    assert any(line.startswith("panza2017") and line.endswith("no gate") for line in lines)
    assert max(map(len, summary_lines(found, 100))) <= 160


def results(within: bool) -> dict[str, GateResult]:
    return {
        one.id: GateResult(one, one.target if within else NAN, (NAN, NAN), within)
        for one in rows.gates()
    }


def test_a_contradiction_holds_only_where_its_gates_are_met() -> None:
    for _, gates in CONTRADICTIONS:
        assert holds(gates, results(True))
        assert not holds(gates, results(False))
        for failing in gates:
            mixed = results(True)
            mixed[failing] = replace(mixed[failing], within=False)
            assert not holds(gates, mixed)
            del mixed[failing]
            assert not holds(gates, mixed)


def test_the_contradictions_are_those_of_the_issue() -> None:
    named = {gate for _, gates in CONTRADICTIONS for gate in gates}
    assert named == {"G09", "G12", "G13", "G14", "G16", "G20", "G21", "G22"}


def test_the_document_tells_what_fails() -> None:
    text = document([made("stone2010"), made("miller2018")], "../img/studies")
    assert "1 of 2 gates within bounds; not: G16." in text
    assert "- **G16** (stone2010" in text
    assert "| local exhaustion raises the threshold | G16 | **does not hold** |" in text
    assert "| and yet stretching before does not prevent it | G20 | holds |" in text
    assert "](../img/studies/stone2010.svg)" in text


def test_the_document_tells_what_each_component_is_needed_for() -> None:
    whole = results(True)
    whole["G04"] = replace(whole["G04"], within=False)
    lost = dict(whole)
    lost["G16"] = replace(lost["G16"], within=False)
    lost["G04"] = replace(lost["G04"], within=True)
    table = Ablation(whole, {"depression": lost, "pic": dict(whole)}, 4, 1)
    assert table.needed_for("depression") == ["G16"]
    assert table.kept_from("depression") == ["G04"]
    text = ablation_document(table)
    assert "`depression` (axons less excitable for minutes after hard work): G16" in text
    assert "(persistent inward currents of the motor neurons): none of them" in text
    row = next(line for line in text.splitlines() if line.startswith("| `depression`"))
    assert row.count("**lost**") == row.count("gained") == 1
    assert len(row.split("|")) == len(whole) + 3
