"""What a what-if says of drinks: the warning once, and everything that is known besides it."""

from __future__ import annotations

import pytest

from uncramp.explain.changes import Change
from uncramp.explain.whatif_document import DRINKS, change_row
from uncramp.language import SOURCE
from uncramp.report.whatif_sheet import _known


def known(*changes: Change) -> str:
    rows = [change_row(change) for change in changes]
    drinks = bool({change.name for change in changes} & DRINKS)
    document = {"changes": rows, "sweep": None, "drinking_warning": drinks}
    return " ".join(_known(document, SOURCE).sentences)


@pytest.mark.parametrize("name", ["drink", "sodium", "capsules", "before"])
def test_every_drink_comes_with_the_warning(name: str) -> None:
    text = known(Change(name, 100.0))
    assert text.count("a weak and disputed cause of cramp. Plain water") == 1
    assert "never drink more than you lose" in text
    assert "Salt does not protect you from drinking too much" in text


def test_what_is_known_of_one_kind_of_drink_is_not_lost() -> None:
    before = known(Change("before", 300.0))
    assert "Drinking before the start: No study looked at drinking before the start" in before
    assert "made no difference in an ultramarathon" in known(Change("capsules", 300.0))
    assert "Drinking and salt are a weak" not in known(Change("air", 15.0))
