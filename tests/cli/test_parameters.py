"""``uncramp parameters``: the table, the counts, JSON, wrong names."""

from __future__ import annotations

import json

from click.testing import CliRunner

from uncramp.cli import main
from uncramp.cli.parameters import _lines
from uncramp.parameters import load_parameters


def test_the_table_has_every_number_and_counts_them_by_kind() -> None:
    result = CliRunner().invoke(main, ["parameters"])
    assert result.exit_code == 0
    loaded = load_parameters()
    for parameter in loaded.values():
        assert f"  {parameter.name} " in result.stdout
    assumed = sum(parameter.kind == "assumed" for parameter in loaded.values())
    last = result.stdout.splitlines()[-1]
    assert last.startswith(f"{len(loaded)} numbers: ")
    assert last.endswith(f"{assumed} assumed.")


def test_one_organ() -> None:
    result = CliRunner().invoke(main, ["parameters", "soleus"])
    assert result.stdout.startswith("soleus\n")
    assert "max_isometric_force" in result.stdout
    assert "\ncramp\n" not in result.stdout


def test_json_has_all_fields() -> None:
    result = CliRunner().invoke(main, ["parameters", "soleus", "--json"])
    found = json.loads(result.stdout)
    assert found["hash"] == load_parameters().hash()
    row = next(row for row in found["parameters"] if row["name"] == "max_isometric_force")
    assert {"value", "unit", "range", "spread", "kind", "source", "where", "note"} <= set(row)


def test_wrong_names_are_wrong_usage() -> None:
    for args in (["wings"], ["--set", "nobody"]):
        result = CliRunner().invoke(main, ["parameters", *args])
        assert result.exit_code == 2
        assert "known:" in result.stderr


def test_a_narrow_terminal_loses_columns_not_numbers() -> None:
    chosen = [p for p in load_parameters().values() if p.organ == "soleus"]
    wide, narrow = _lines(chosen), _lines(chosen, 60)
    assert max(len(text) for text, _ in narrow) < max(len(text) for text, _ in wide)
    assert len(narrow) == len(wide)
