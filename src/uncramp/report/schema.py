"""The frozen schema of result documents, ``uncramp/result/1``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

NAME = "uncramp/result/1"


def load_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a result, as described in ``docs/reference/result.md``.

    Within version 1 fields may be added, never removed or given another meaning.
    """
    text = files("uncramp.report").joinpath("result-1.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
