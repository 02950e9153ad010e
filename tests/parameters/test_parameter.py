"""One table of a parameter file: what is accepted, what is refused and how it is named."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.parameters import Parameter

TABLE: dict[str, Any] = {
    "value": 6194.8,
    "unit": "N",
    "range": [3000, 8500],
    "spread": 0.2,
    "kind": "measured",
    "source": "RajagopalLaiUhlrich2023",
    "where": "model file",
}


def test_a_whole_table_is_read() -> None:
    parameter = Parameter.from_table("soleus", "max_isometric_force", {**TABLE, "note": "one leg"})
    assert parameter.key == "soleus.max_isometric_force"
    assert parameter.value == 6194.8
    assert parameter.range == (3000.0, 8500.0)
    assert (parameter.kind, parameter.note) == ("measured", "one leg")


@pytest.mark.parametrize("field", list(TABLE))
def test_every_field_is_required(field: str) -> None:
    table = {name: value for name, value in TABLE.items() if name != field}
    with pytest.raises(ValueError, match=rf"soleus\.force: missing \['{field}'\]"):
        Parameter.from_table("soleus", "force", table)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": 9000.0}, r"value 9000 lies outside its range \[3000, 8500\]"),
        ({"spread": -0.1}, "spread -0.1 is negative"),
        ({"kind": "guessed"}, "kind 'guessed' is none of"),
        ({"sauce": "x"}, r"unknown \['sauce'\]"),
    ],
)
def test_a_wrong_table_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=rf"soleus\.force: .*{message}"):
        Parameter.from_table("soleus", "force", {**TABLE, **change})
