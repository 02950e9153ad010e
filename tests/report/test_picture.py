"""The picture in the README: the printed answer, and nothing to fetch."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from uncramp.report import Report


def test_the_picture_is_the_answer_without_requests(root: Path, synthetic: ModuleType) -> None:
    spec = importlib.util.spec_from_file_location("picture", root / "tools" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    svg = picture.drawn(picture.shown(Report.from_document(synthetic.marathon())))
    words = re.sub(r"<[^>]+>|&#160;", " ", svg)
    assert "around 3:30, near km 38" in " ".join(words.split())
    assert "46 %" in " ".join(words.split())
    assert "At the end" not in words
    assert "url(http" not in svg
    assert "cdnjs" not in svg
