"""The result document: its schema is frozen, documented, and can fail."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from uncramp.report.schema import NAME, load_schema

# Version 1 is published: a change must be an addition, and is made knowingly, here.
FROZEN = "787c6a55fdb44d83b60a54241493aa3b0c1b50ee7caa28766888fb6c2907d358"


def validator() -> Draft202012Validator:
    return Draft202012Validator(load_schema())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(load_schema())
    assert load_schema()["$id"] == NAME


def test_version_1_is_frozen() -> None:
    text = json.dumps(load_schema(), sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == FROZEN


@pytest.mark.parametrize("name", ["marathon", "calm", "stopped", "bare"])
def test_documents_are_valid(name: str, synthetic: ModuleType) -> None:
    validator().validate(getattr(synthetic, name)())


def test_a_route_may_be_there(synthetic: ModuleType) -> None:
    validator().validate(synthetic.with_route(synthetic.marathon()))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "uncramp/result/2"),
        (("cramp", "probability"), 1.2),
        (("cramp", "muscle"), "biceps"),
        (("conditions", "solar", "source"), "guessed"),
        (("parameters", "hash"), "xyz"),
        (("athlete", "shoe_size"), 43),
        (("why", 0, "evidence"), "certain"),
        (("timeline", "moving"), [1.0]),
    ],
)
def test_the_schema_refuses(path: tuple[Any, ...], value: Any, synthetic: ModuleType) -> None:
    document = copy.deepcopy(synthetic.marathon())
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not validator().is_valid(document)


def test_every_field_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "result.md").read_text("utf-8")
    schema = load_schema()
    names = set(schema["properties"])
    for table in (*schema["properties"].values(), *schema["$defs"].values()):
        names.update(table.get("properties", {}))
    names -= {*schema["properties"]["athlete"]["properties"], "parameters"}
    muscles = ("soleus", "medial_gastrocnemius", "lateral_gastrocnemius")
    for name in sorted(names):
        generic = name
        for muscle in muscles:
            generic = generic.replace(f"{muscle}_", "<muscle>_")
        tail = generic.rpartition("_")[2]
        documented = (f"`{generic}`", f"`_{tail}`", f".{generic}`", f"**`{generic}`**")
        assert any(mention in text for mention in documented), name
