"""The threads that advance one calf together; their number changes nothing but the time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.calf.assembly import LoopState
from uncramp.calf.window import Window
from uncramp.kernels import layout
from uncramp.kernels.loop import run_loop
from uncramp.kernels.threads import CELL, STOP

Table = NDArray[np.float64]

LEADER_LANES = 110  # what the leader does besides its motor units, in units of one
_ATTEMPT_CALLS = 16  # the slower number of threads is tried again this often
_SHORTEST_MS = 200  # calls below this say nothing about speed
_FEWEST_UNITS = 512  # below, threads wait for one another longer than they work


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """Chooses how many threads a call of the loop gets, by how long the last ones took.

    On a machine that is busy with something else a second thread makes the first one wait; then
    one is used until an attempt with more of them is faster again.

    Parameters
    ----------
    n_threads
        At most; never more than there are cores.
    adaptive
        False takes exactly `n_threads`, for tests and measurements.
    """

    def __init__(self, n_threads: int = 1, *, adaptive: bool = True) -> None:
        if n_threads < 1:
            raise ValueError(f"n_threads is {n_threads}; at least 1 is needed")
        self.most = min(n_threads, available_cores()) if adaptive else n_threads
        self._adaptive = adaptive
        self._helpers: ThreadPoolExecutor | None = None
        self._seconds_per_ms: dict[int, float] = {}
        self._calls = 0

    def choose(self, n_units: int) -> int:
        """Threads for the next call."""
        if not self._adaptive:
            return self.most
        if self.most == 1 or n_units < _FEWEST_UNITS:
            return 1
        if len(self._seconds_per_ms) < 2:
            return 1 if self._seconds_per_ms else self.most
        best = min(self._seconds_per_ms, key=self._seconds_per_ms.__getitem__)
        self._calls += 1
        return best if self._calls % _ATTEMPT_CALLS else self.most + 1 - best

    def note(self, n_threads: int, n_ms: int, seconds: float) -> None:
        """A call of `n_ms` with `n_threads` took so long."""
        if n_ms >= _SHORTEST_MS:
            self._seconds_per_ms[n_threads] = seconds / n_ms

    def advance(
        self,
        state: LoopState,
        inputs: Table,
        start_ms: int,
        seed: int,
        record_every: int = 0,
        *,
        keep_spikes: bool = False,
    ) -> Window:
        """Advance the calf over the columns of `inputs`; arguments as in `Calf.run`."""
        state.clear_sums()
        n_ms = inputs.shape[1]
        columns = -(-n_ms // record_every) if record_every else 0
        record = np.zeros((layout.N_REC, columns))
        swing = np.zeros((n_ms // 250 + 2, len(state.muscles)))
        events = _room_for_spikes(state, n_ms if keep_spikes else 0)
        before = (
            *(state.chunks, state.chunk_table, state.muscles, state.constants, state.shared),
            *(state.rings, np.ascontiguousarray(inputs), state.delays, start_ms, state.substeps),
            *(seed, state.noise, state.common, state.levels, state.outs),
        )
        after = swing, record, max(record_every, 1), events
        n_threads = self.choose(state.n_units)
        begin_s = time.perf_counter()
        n_swings = self._run(state.chunk_table, n_threads, before, after)
        self.note(n_threads, n_ms, time.perf_counter() - begin_s)
        return Window.of(state, n_ms, swing[:n_swings].copy(), record, events)

    def _run(
        self,
        chunk_table: NDArray[np.int64],
        n_threads: int,
        before: tuple[Any, ...],
        after: tuple[Any, ...],
    ) -> int:
        """Call the loop on every thread; returns the filled rows of `swing`.

        `before` and `after` are its arguments on either side of the scratch that depends on the
        number of threads. Whatever happens to the leader, the helpers leave; where none can be
        had, the leader does all the work.
        """
        cells = np.zeros(n_threads * CELL, np.int64)
        words = np.empty((n_threads, 4, layout.LANES), np.uint32)
        arguments = (cells, *before, words, *after)
        share_out(chunk_table, n_threads)
        helping: list[Future[int]] = []
        try:
            helping.extend(self._help(run_loop, i, *arguments) for i in range(1, n_threads))
        except RuntimeError:  # no further thread can be started
            _dismiss(cells, helping)
            return self._run(chunk_table, 1, before, after)
        try:
            return int(run_loop(0, *arguments))
        finally:
            _dismiss(cells, helping)

    def _help(self, job: Callable[..., int], *arguments: Any) -> Future[int]:
        """Give a job to a helper; kept between calls, for a thread that lasts gets its own core."""
        if self._helpers is None:
            self._helpers = ThreadPoolExecutor(self.most - 1)
        return self._helpers.submit(job, *arguments)


def _dismiss(cells: NDArray[np.int64], helping: list[Future[int]]) -> None:
    """Let helpers leave, and wait until they have."""
    cells[0] = STOP
    for future in helping:
        if not future.cancel():
            future.result()


def share_out(chunk_table: NDArray[np.int64], n_threads: int) -> None:
    """Give every chunk its thread: the largest first, each to whom has least to do."""
    load = np.zeros(n_threads)
    load[0] = LEADER_LANES
    for ch in np.argsort(-chunk_table[:, 1], kind="stable"):
        thread = int(np.argmin(load))
        chunk_table[ch, 3] = thread
        load[thread] += chunk_table[ch, 1]


def _room_for_spikes(state: LoopState, n_ms: int) -> NDArray[np.uint32]:
    """(n_chunks, n) for `uncramp.kernels.loop.keep_events`; once in four ms at most."""
    most = int(state.chunk_table[:, 1].max()) * (n_ms // 4 + 1) + 1 if n_ms else 0
    events = np.empty((len(state.chunk_table), most), np.uint32)
    events[:, :1] = 0
    return events
