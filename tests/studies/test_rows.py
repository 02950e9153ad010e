"""The CSV files: columns, units, ids; gates that refer to what is simulated."""

from __future__ import annotations

import math

import pytest

from uncramp import bibliography, studies
from uncramp.studies import rows
from uncramp.studies.cohort import laboratories
from uncramp.studies.study import Study

STUDIES: dict[str, Study] = {name: getattr(studies, name).STUDY for name in studies.NAMES}
GATE_IDS = [f"G{number:02d}" for number in range(1, 24) if number != 19]


@pytest.mark.parametrize("name", studies.NAMES)
def test_every_row_is_readable(name: str) -> None:
    found = rows.outcomes(name)
    assert found
    assert len({row.id for row in found}) == len(found)
    for row in found:
        assert row.text
        assert row.unit
        assert row.verified in ("VERIFIED", "DERIVED", "RECALLED")
        assert not row.sd <= 0.0
        if row.unit == "share" and math.isfinite(row.value):
            assert 0.0 <= row.value <= 1.0


def test_no_row_is_told_twice() -> None:
    every = [row.id for name in studies.NAMES for row in rows.outcomes(name)]
    assert len(set(every)) == len(every)


def test_all_gates_are_there() -> None:
    assert [gate.id for gate in rows.gates()] == GATE_IDS


@pytest.mark.parametrize("gate", rows.gates(), ids=lambda gate: gate.id)
def test_a_gate_speaks_of_its_study(gate: rows.Gate) -> None:
    study = STUDIES[gate.study]
    assert set(gate.of) <= set(study.keys)
    assert gate.low <= gate.target <= gate.high
    assert gate.low < gate.high


@pytest.mark.parametrize("study", STUDIES.values(), ids=lambda study: study.name)
def test_a_study_says_what_it_is(study: Study) -> None:
    bibliography.entry(study.citation)
    assert study.laboratory_id in laboratories()
    assert "." in study.protocol
    assert study.question.endswith("?")
    if "hallucis" in study.muscle or "foot" in study.muscle:
        assert "in the place of" in study.simulated_muscle


def test_studies_are_told_apart() -> None:
    assert all(name == study.name for name, study in STUDIES.items())
    assert len({study.number for study in STUDIES.values()}) == len(STUDIES)


def test_a_share_has_wilsons_interval() -> None:
    low, high = rows.wilson(0.7, 10)
    assert low == pytest.approx(0.397, abs=0.001)
    assert high == pytest.approx(0.892, abs=0.001)
    assert rows.wilson(0.0, 10)[0] == 0.0
    assert rows.wilson(1.0, 10)[1] == 1.0


def test_a_mean_has_students_interval() -> None:
    row = rows.Outcome("X", "x", 13.0, 3.0, "Hz", 8, "", "VERIFIED")
    low, high = row.interval
    assert high - 13.0 == pytest.approx(2.365 * 3.0 / math.sqrt(8))
    assert low == pytest.approx(26.0 - high)


def test_without_a_spread_there_is_no_interval() -> None:
    row = rows.Outcome("X", "x", 13.0, math.nan, "Hz", 8, "", "VERIFIED")
    assert all(math.isnan(end) for end in row.interval)
    unknown = rows.Outcome("X", "x", math.nan, math.nan, "share", 8, "", "VERIFIED")
    assert all(math.isnan(end) for end in unknown.interval)


def test_a_count_becomes_a_share() -> None:
    by_id = {row.id: row for row in rows.outcomes("bertolasi1993")}
    assert by_id["LE01"].value == pytest.approx(0.7)
    assert by_id["LE01"].unit == "share"
