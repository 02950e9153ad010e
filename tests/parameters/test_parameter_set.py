"""Named sets: look up, replace, draw, hash, overlay."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.parameters import Parameter, ParameterSet, load_parameters, parameter_set, set_names


def number(name: str, value: float, spread: float, high: float = 1e9) -> Parameter:
    return Parameter("calf", name, value, "N", (0.0, high), spread, "assumed", "uncramp2026", "–")


def make(*numbers: Parameter) -> ParameterSet:
    return ParameterSet("made", {p.key: p for p in numbers})


PAIR = make(number("stiffness", 100.0, 0.2), number("gravity", 9.81, 0.0))


def test_look_up_by_organ_and_name() -> None:
    assert PAIR.value("calf.gravity") == 9.81
    assert PAIR.organ("calf") == {"stiffness": 100.0, "gravity": 9.81}
    assert PAIR.organs() == ["calf"]
    assert list(PAIR) == ["calf.gravity", "calf.stiffness"]
    assert len(PAIR) == 2


def test_an_unknown_name_lists_the_organ() -> None:
    with pytest.raises(KeyError, match=r"no parameter 'calf\.mass'; calf has .*calf\.gravity"):
        PAIR.value("calf.mass")
    with pytest.raises(KeyError, match="wing has no parameters"):
        PAIR.value("wing.mass")


def test_replaced_is_a_copy_within_the_range() -> None:
    stiff = PAIR.replaced({"calf.stiffness": 120.0}, name="stiff")
    assert (stiff.name, stiff.value("calf.stiffness")) == ("stiff", 120.0)
    assert PAIR.value("calf.stiffness") == 100.0
    with pytest.raises(ValueError, match=r"calf\.stiffness: -1 lies outside \[0, 1e\+09\]"):
        PAIR.replaced({"calf.stiffness": -1.0})
    with pytest.raises(KeyError, match=r"no parameter 'calf\.mass'"):
        PAIR.replaced({"calf.mass": 1.0})


def test_a_draw_is_a_seed() -> None:
    one, same, other = (PAIR.draw(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one == same
    assert one.value("calf.stiffness") != other.value("calf.stiffness")
    assert one.value("calf.gravity") == 9.81


def test_draws_have_the_spread_and_the_median() -> None:
    rng = np.random.default_rng(0)
    drawn = np.array([PAIR.draw(rng).value("calf.stiffness") for _ in range(4000)])
    assert np.median(drawn) == pytest.approx(100.0, rel=0.02)
    assert drawn.std() / drawn.mean() == pytest.approx(0.2, rel=0.05)


def test_a_spread_given_to_one_leaves_the_draws_of_others() -> None:
    wider = make(number("stiffness", 100.0, 0.2), number("gravity", 9.81, 0.1))
    drawn = [every.draw(np.random.default_rng(3)) for every in (PAIR, wider)]
    assert drawn[0].value("calf.stiffness") == drawn[1].value("calf.stiffness")
    assert drawn[0].value("calf.gravity") != drawn[1].value("calf.gravity")


@given(seed=st.integers(0, 10_000), spread=st.floats(0.0, 2.0), high=st.floats(100.0, 200.0))
def test_a_draw_never_leaves_the_range(seed: int, spread: float, high: float) -> None:
    drawn = make(number("stiffness", 100.0, spread, high)).draw(np.random.default_rng(seed))
    assert 0.0 <= drawn.value("calf.stiffness") <= high


def test_the_hash_follows_values_only() -> None:
    same = make(number("gravity", 9.81, 0.5), number("stiffness", 100.0, 0.0))
    assert PAIR.hash() == same.hash()
    assert len(PAIR.hash()) == 12
    assert PAIR.hash() != PAIR.replaced({"calf.stiffness": 100.0000001}).hash()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of parameters of its own: one organ, one overlay."""
    (tmp_path / "sets").mkdir()
    (tmp_path / "README.md").write_text("not a parameter")
    (tmp_path / "calf.toml").write_text(
        '[gain]\nvalue = 2.0\nunit = "1"\nrange = [1.0, 3.0]\nspread = 0.1\n'
        'kind = "assumed"\nsource = "uncramp2026"\nwhere = "here"\n'
    )
    (tmp_path / "sets" / "strong.toml").write_text("[calf.gain]\nvalue = 2.5\n")
    monkeypatch.setattr(parameter_set, "_FOLDER", tmp_path)
    monkeypatch.setattr(parameter_set, "load_parameters", load_parameters.__wrapped__)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_an_overlay_changes_only_what_it_lists() -> None:
    assert set_names() == ["reference", "strong"]
    reference = parameter_set.load_parameters()
    strong = parameter_set.load_parameters("strong")
    assert (reference.value("calf.gain"), strong.value("calf.gain")) == (2.0, 2.5)
    assert strong["calf.gain"].range == (1.0, 3.0)
    assert strong.name == "strong"


def test_an_overlay_of_an_unknown_number_is_refused(folder: Path) -> None:
    (folder / "sets" / "strong.toml").write_text("[calf.gian]\nvalue = 2.5\n")
    with pytest.raises(ValueError, match=r"sets/strong\.toml: no calf\.gian in the reference"):
        parameter_set.load_parameters("strong")


@pytest.mark.usefixtures("folder")
def test_an_unknown_set_lists_those_there_are() -> None:
    with pytest.raises(ValueError, match="no parameter set 'weak'; there are reference, strong"):
        parameter_set.load_parameters("weak")
