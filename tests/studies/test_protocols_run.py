"""Every study runs on one or two subjects, the same on any number of threads."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uncramp import studies
from uncramp.studies import ablation
from uncramp.studies.maughan1986 import MARATHON_M, marathon
from uncramp.studies.study import Study

# The longest goes to `make slow`.
SLOW = ("miller2010pickle",)
QUICK = tuple(name for name in studies.NAMES if name not in SLOW)


def study_of(name: str) -> Study:
    study: Study = getattr(studies, name).STUDY
    return study


def runs(name: str) -> None:
    study = study_of(name)
    comparison = study.compare(1, seed=2)
    assert [row.outcome.id for row in comparison.simulated] == list(study.keys)
    assert len(comparison.gates) == len(study.gates)
    for row in comparison.simulated:
        assert all(math.isfinite(value) for value in row.values)
        if row.outcome.unit == "share":
            assert all(0.0 <= value <= 1.0 for value in row.values)
        if row.outcome.text.startswith(("TF", "CTF", "threshold")) and "change" not in str(
            row.outcome.text
        ):
            assert all(abs(value) <= 62.0 for value in row.values)


@pytest.mark.parametrize("name", QUICK)
def test_a_study_runs(name: str) -> None:
    runs(name)


@pytest.mark.study
@pytest.mark.parametrize("name", SLOW)
def test_a_long_study_runs(name: str) -> None:
    runs(name)


def test_threads_change_nothing() -> None:
    study = study_of("miller2009")
    one, two = (study.compare(2, n_threads=n) for n in (1, 2))
    assert one.as_dict() == two.as_dict()


def test_another_seed_means_other_people() -> None:
    study = study_of("miller2010")
    first, second = (study.compare(1, seed=seed).simulated[2].values for seed in (1, 2))
    assert first != second


def test_a_component_switched_off_reaches_the_calf() -> None:
    study = study_of("minetto_botter2009")
    whole = study.compare(1)
    without = study.compare(1, without=["endings", "peripheral", "pic"])
    assert without.without == ("endings", "peripheral", "pic")
    share = without.simulated[0].mean
    assert share == 0.0  # nothing is left that could go on after the train
    assert whole.simulated[0].outcome.id == "TF10"


def test_progress_is_told() -> None:
    seen: list[tuple[int, int]] = []
    study_of("khan_burne2007").compare(
        2, on_progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(1, 2), (2, 2)]


def test_wrong_wishes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 subject"):
        study_of("miller2010").compare(0)
    with pytest.raises(ValueError, match="no component"):
        study_of("miller2010").compare(1, without=["salt"])
    with pytest.raises(AttributeError, match="no study 'jung2006'"):
        _ = studies.jung2006  # type: ignore[attr-defined]


@pytest.mark.parametrize(("start", "fade"), [(0.0, 0.0), (0.03, 0.1), (-0.02, -0.05)])
def test_a_marathon_is_a_marathon(start: float, fade: float) -> None:
    course = marathon(3.0, start, fade)
    assert course.distance_m[-1] == pytest.approx(MARATHON_M, rel=0.005)
    assert course.time_s[-1] == pytest.approx(MARATHON_M / 3.0, rel=0.005)
    n = len(course.time_s)
    first, last = course.speed_m_s[: n // 3].mean(), course.speed_m_s[-n // 4 :].mean()
    assert (first > last) == (start > 0.0)
    assert np.all(course.speed_m_s > 2.0)


def test_the_ablation_has_every_gate_of_its_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ablation, "gated_studies", lambda: [study_of("miller2010")])
    table = ablation.ablate(1, names=("dehydration",), n_threads=1)
    assert list(table.whole) == ["G12"]
    assert list(table.without) == ["dehydration"]
    lost, gained = table.needed_for("dehydration"), table.kept_from("dehydration")
    before, after = table.whole["G12"].within, table.without["dehydration"]["G12"].within
    assert (lost == ["G12"]) == (before and not after)
    assert (gained == ["G12"]) == (after and not before)
