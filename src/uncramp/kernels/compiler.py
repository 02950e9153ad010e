"""The place that knows numba: the decorator of every kernel and where compiled code is kept.

Numba does not notice that a function called by a cached one has changed. The cache folder
therefore carries a hash over the sources of all kernels: change one and all are compiled anew.
"""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs
from numba.core import event
from numba.core.registry import CPUDispatcher

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _cache_folder() -> str:
    """A folder of our own for this version of the kernels; a temporary one if none is writable."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    name = f"kernels-{digest.hexdigest()[:16]}-numba{numba.__version__}"
    chosen = os.environ.get("UNCRAMP_CACHE") or platformdirs.user_cache_dir(
        "uncramp", appauthor=False
    )
    for root in (Path(chosen), Path(tempfile.gettempdir()) / "uncramp-cache"):
        folder = root / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return str(folder)
    return ""


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = _cache_folder()


# Without numba's reference counting: a kernel that allocates does not compile, and threads do not
# fight over the counters of the arrays they share.
_OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


class _Helper(CPUDispatcher):  # type: ignore[misc]  # numba is untyped here
    """A function that kernels call and Python cannot: it is compiled without that entrance."""

    def __call__(self, *args: object, **kwargs: object) -> object:  # noqa: ARG002
        name = self.py_func.__name__
        message = f"{name} is part of kernels: call kernel({name}.py_func)"
        raise TypeError(message)


class _Compiling(event.Listener):  # type: ignore[misc]  # numba is untyped here
    """What is set aside while numba compiles, so that the first simulation begins sooner.

    No garbage is collected: compiling makes much and drops little. Helpers are optimised lightly,
    since the kernel that takes them in is optimised as a whole afterwards.
    """

    def __init__(self) -> None:
        self._before: list[tuple[bool, int]] = []

    def on_start(self, event: event.Event) -> None:
        self._before.append((gc.isenabled(), numba.config.OPT))
        gc.disable()
        if isinstance(event.data["dispatcher"], _Helper):
            numba.config.OPT = type(numba.config.OPT)(1)

    def on_end(self, event: event.Event) -> None:  # noqa: ARG002
        collected, numba.config.OPT = self._before.pop()
        if collected:
            gc.enable()


event.register("numba:compile", _Compiling())


def kernel(function: _Function) -> _Function:
    """Compile in nopython mode, without the GIL, kept on disk between runs.

    Floating-point contraction and reassociation are off (no ``fastmath``), so a result depends
    on the inputs and the processor family alone.
    """
    compiled: _Function = numba.njit(cache=bool(numba.config.CACHE_DIR), **_OPTIONS)(function)
    return compiled


def inlined(function: _Function) -> _Function:
    """Compile a small helper of a kernel; it is cached as part of its callers.

    Only kernels can call it: an entrance from Python would be a quarter of the time to compile.
    """
    options = {"nopython": True, "no_cpython_wrapper": True, **_OPTIONS}
    helper: _Function = _Helper(function, targetoptions=options)
    return helper
