"""The table: RFC 4180, one row a session, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from types import ModuleType

import pytest

from uncramp.report.plan_csv import plan_csv


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_one_row_for_each_session(plans: ModuleType) -> None:
    plan = plans.plan()
    sessions = [(day, s) for day in plan.days() for s in day.sessions]
    found = rows(plan_csv(plan))
    assert len(found) == len(sessions)
    for row, (day, session) in zip(found, sessions, strict=True):
        assert row["date"] == day.date.isoformat()
        assert row["kind"] == session.kind
        assert row["evidence"] == session.evidence
        assert row["reason"] == session.reason
        assert row["uid"] == session.uid
        assert None not in row


def test_lines_end_as_the_standard_wants(plans: ModuleType) -> None:
    text = plan_csv(plans.plan())
    assert text.endswith("\r\n")
    assert text.splitlines()[0].startswith("date,weekday,week,")


def test_numbers_follow_the_units(plans: ModuleType) -> None:
    metric = next(r for r in rows(plan_csv(plans.plan())) if r["kind"] == "race")
    assert metric["distance_km"] == "42.20"
    assert metric["pace_fast_min_per_km"] == "4:59"
    imperial = rows(plan_csv(plans.plan(), system="imperial"))
    race = next(r for r in imperial if r["kind"] == "race")
    assert race["distance_mi"] == "26.22"
    assert race["pace_slow_min_per_mi"] == "8:01"
    assert "lb" in next(r for r in imperial if r["kind"] == "strength")["dose"]


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_stay_text(plans: ModuleType, sign: str) -> None:
    found = next(r for r in rows(plan_csv(plans.plan(sign))) if r["kind"] == "race")
    assert found["title"].startswith(f"'{sign}")


def test_odd_names_survive(plans: ModuleType) -> None:
    found = next(r for r in rows(plan_csv(plans.odd())) if r["kind"] == "race")
    assert found["title"] == plans.ODD_NAME


def test_a_plan_without_days_is_a_header(plans: ModuleType) -> None:
    assert rows(plan_csv(plans.empty())) == []


def test_missed_days_say_so(plans: ModuleType) -> None:
    plan = plans.missed()
    day = next(day.date.isoformat() for day in plan.days() if day.missed)
    assert {row["date"] for row in rows(plan_csv(plan)) if row["missed"]} == {day}
