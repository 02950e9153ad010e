"""docs/science/relief.md says what a fresh run of the experiment says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from uncramp.experiments.relief import run_relief
from uncramp.experiments.relief_summary import relief_document

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.mark.study
def test_the_document_is_fresh(root: Path) -> None:
    """Same words; numbers within 10 %, for processors round differently, or 1 of the last digit."""
    spec = importlib.util.spec_from_file_location("relief_doc", root / "tools" / "relief_doc.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = tool.DOCUMENT.read_text("utf-8")
    fresh = tool.text(relief_document(run_relief()))
    advice = "python tools/relief_doc.py"
    assert _NUMBER.sub("#", written) == _NUMBER.sub("#", fresh), advice
    pairs = zip(_NUMBER.findall(written), _NUMBER.findall(fresh), strict=True)
    for old, new in pairs:
        last_digit = 10.0 ** -len(old.partition(".")[2])
        assert float(old) == pytest.approx(float(new), rel=0.1, abs=1.01 * last_digit), advice
