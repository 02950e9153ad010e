"""Parts of kernels on their own: what kernels call and Python cannot, as kernels themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uncramp.kernels.compiler import kernel


def alone(helper: Any) -> Callable[..., Any]:
    """`helper` with an entrance from Python."""
    compiled: Callable[..., Any] = kernel(helper.py_func)
    return compiled
