"""A public number says its unit in its name: ``mass_kg``, ``air_temperature_C``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "uncramp"
FACTS = [
    SOURCE / "athlete.py",
    *(SOURCE / "conditions").glob("*.py"),
    *(SOURCE / "activity").glob("*.py"),
]

UNITS = (
    *("s", "min", "h", "d", "y", "m", "cm", "mm", "km", "kg", "g", "mg", "L", "mL", "mmol", "C"),
    *("K", "N", "W", "J", "Hz", "V", "Pa", "deg", "rad", "pct", "spm", "bpm", "m_s", "m_s2"),
    *("kg_m3", "W_m2", "W_kg", "N_m", "mg_per_L", "mmol_per_L", "mL_per_h", "L_per_h"),
    *("mg_per_h", "g_per_h", "g_per_L", "weeks", "days", "clo"),
)
SUFFIX = re.compile(rf"_({'|'.join(UNITS)})$")
PURE = {
    "grade",  # rise over run
    "solar",  # fraction of clear-sky sun
    "value",  # of a sourced number, whose unit its owner's field name says
}


def is_dataclass(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def is_number(annotation: str) -> bool:
    """Floats and arrays of them; counts, flags and texts need no unit."""
    return re.search(r"\bfloat|\b(Channel|Sourced)\b", annotation) is not None


def numbers(source: str) -> list[str]:
    """Public numeric fields of the dataclasses in a module."""
    return [
        field.target.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and is_dataclass(node) and not node.name.startswith("_")
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and not field.target.id.startswith("_")
        and is_number(ast.unparse(field.annotation))
        and "dict" not in ast.unparse(field.annotation).lower()
    ]


def unnamed(fields: list[str]) -> list[str]:
    return [field for field in fields if not SUFFIX.search(field) and field not in PURE]


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.name)
def test_public_numbers_say_their_unit(path: Path) -> None:
    assert unnamed(numbers(path.read_text("utf-8"))) == []


def test_the_check_sees_a_bare_number() -> None:
    source = (
        "@dataclass(frozen=True)\nclass A:\n"
        "    mass: float\n    height_m: float | None\n    runs: int\n    speed: Channel\n"
    )
    assert unnamed(numbers(source)) == ["mass", "speed"]
