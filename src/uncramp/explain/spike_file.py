"""Every impulse of a run on disk: a NumPy array that grows while the calf runs."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.lib import format as npy

from uncramp.calf import Window

SPIKE = np.dtype([("ms", "<u4"), ("unit", "<u2")])


class SpikeFile:
    """A ``.npy`` file of `SPIKE` records in the order of time, whole after every window.

    Use as a context manager. ``numpy.load(path, mmap_mode="r")`` opens it without reading it in.

    Parameters
    ----------
    path
        Written anew.

    Raises
    ------
    OSError
        If it cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = Path(path).open("wb")  # noqa: SIM115  # closed by __exit__
        self._count = 0
        self._head()

    def __enter__(self) -> SpikeFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def append(self, start_ms: int, window: Window) -> None:
        """Add the spikes of a window that began at `start_ms`."""
        assert window.spikes is not None
        records = np.empty(window.spikes.shape[1], SPIKE)
        records["ms"] = start_ms + window.spikes[0]
        records["unit"] = window.spikes[1]
        self._file.seek(0, os.SEEK_END)
        self._file.write(records.tobytes())
        self._count += len(records)
        self._head()

    def _head(self) -> None:
        """The array's head for the records so far; NumPy leaves room in it to grow in place."""
        self._file.seek(0)
        shape = (self._count,)
        head = {"descr": npy.dtype_to_descr(SPIKE), "fortran_order": False, "shape": shape}
        npy.write_array_header_1_0(self._file, head)
        self._file.flush()
