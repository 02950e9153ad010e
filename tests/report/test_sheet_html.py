"""Pages made of sheets: the mark of a value on its bar is shown."""

from __future__ import annotations

import re

from uncramp.report.sheet import Bar, Section, Sheet, Table
from uncramp.report.sheet_html import render_sheet


def test_the_value_on_a_bar_is_not_hidden() -> None:
    """The page of a run hides its own ``.at``; that of a bar has to say otherwise."""
    table = Table("", ("", "chance"), (("x", "30 %"),), (Bar(0.2, 0.3, 0.5),))
    sheet = Sheet(
        about="x", headline="x", tone="calm", details=(), sections=(Section("x", (), table),),
        provenance="x",
    )  # fmt: skip
    page = render_sheet(sheet)
    assert 'class="at"' in page
    rule = re.search(r"\.range \.at \{([^}]*)\}", page)
    assert rule is not None
    assert "display: inline" in rule[1]
