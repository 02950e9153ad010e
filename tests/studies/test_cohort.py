"""Virtual subjects: whom a study draws, and what is switched off in them."""

from __future__ import annotations

import numpy as np
import pytest

from uncramp import bibliography
from uncramp.parameters import load_parameters
from uncramp.studies.accounts import accounts, check_switches, switches, without_switches
from uncramp.studies.cohort import MEDIAL_ONLY, Group, draw, laboratories

LAB = laboratories()["miller"]
HEALTHY = (Group("healthy", "unselected"),)


def test_the_same_seed_gives_the_same_people() -> None:
    first, again = (draw(HEALTHY, LAB, 7, 1, 5) for _ in range(2))
    assert [s.parameters.hash() for s in first] == [s.parameters.hash() for s in again]
    assert [s.seed for s in first] == [s.seed for s in again]


def test_more_subjects_leave_the_first_as_they_are() -> None:
    groups = (Group("prone", "prone"), Group("other", "reference"))
    few, many = draw(groups, LAB, 7, 1, 2), draw(groups, LAB, 7, 1, 6)
    assert [s.seed for s in few] == [s.seed for s in many[:4]]
    assert [s.group for s in few] == ["prone", "other", "prone", "other"]


def test_another_study_has_other_people() -> None:
    assert draw(HEALTHY, LAB, 1, 1, 1)[0].seed != draw(HEALTHY, LAB, 2, 1, 1)[0].seed


def test_unselected_people_are_a_mixture() -> None:
    share = load_parameters().value("athlete.prone_unknown")
    people = draw(HEALTHY, LAB, 3, 1, 400)
    assert np.mean([s.prone for s in people]) == pytest.approx(share, abs=0.08)
    assert all(s.prone for s in draw((Group("p", "prone"),), LAB, 3, 1, 5))
    assert not any(s.prone for s in draw((Group("r", "reference"),), LAB, 3, 1, 5))


def test_people_differ_in_mass() -> None:
    masses = {s.mass_kg for s in draw(HEALTHY, LAB, 3, 1, 5)}
    assert len(masses) == 5
    assert all(40.0 <= mass <= 120.0 for mass in masses)


def test_a_calf_is_used_to_running_only_where_asked() -> None:
    subject = draw(HEALTHY, LAB, 3, 1, 1)[0]
    assert subject.calf(MEDIAL_ONLY).rates[0].slow_rate == 0.0
    assert subject.calf(MEDIAL_ONLY, accustomed=True).rates[0].slow_rate > 0.0


def test_a_laboratory_has_one_factor() -> None:
    for lab in laboratories().values():
        assert 0.0 < lab.stimulus_strength <= 1.0
        assert lab.oral_reflex >= 0.0
        assert lab.where


@pytest.mark.parametrize("name", switches())
def test_a_switch_changes_what_it_names_and_nothing_else(name: str) -> None:
    before = load_parameters()
    after = without_switches(before, [name])
    switch = switches()[name]
    assert switch.account in accounts()
    changed = {key for key in before if before.value(key) != after.value(key)}
    assert changed == set(switch.off)
    assert {key: after.value(key) for key in changed} == dict(switch.off)


def test_switches_add_up_and_reach_the_subjects() -> None:
    (subject,) = draw(HEALTHY, LAB, 3, 1, 1, ["spindle_gain", "pic"])
    assert subject.parameters.value("spindle.fatigue_gain") == 0.0
    assert subject.parameters.value("motor_neurons.pic_conductance") == 0.0


def test_a_wrong_name_is_corrected() -> None:
    with pytest.raises(ValueError, match="did you mean spindle_gain"):
        check_switches(["spindle_gian"])
    with pytest.raises(ValueError, match="known are"):
        check_switches(["xyzzy"])


def test_every_account_has_components_and_data_against_it() -> None:
    for account in accounts().values():
        assert any(switch.account == account.id for switch in switches().values())
        assert account.against
        for _, key in account.against:
            bibliography.entry(key)
