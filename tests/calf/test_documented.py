"""What the document says of the calf's numbers is what they are."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_counts_in_the_document_are_those_of_the_parameters() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "calf_numbers.py"))
    text = tool["DOCUMENT"].read_text("utf-8")
    assert text == tool["written"](text), "run: python tools/calf_numbers.py"
    assert tool["BEGIN"] in text
