"""What several benchmarks share: calves of any size on strides of a run, and the arithmetic limit.

Operations of the model are counted from `uncramp.kernels.motor_units`, every float32 addition,
multiplication, division, comparison and choice as one; integer work of the random numbers and
everything per muscle is left out, so the share of the limit is a lower bound.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numba
import numpy as np

from uncramp.calf import Calf
from uncramp.calf.crew import Crew
from uncramp.gait import stride_at, stride_inputs
from uncramp.parameters import load_parameters

PARAMETERS = load_parameters()
MUSCLES = ("medial_gastrocnemius", "lateral_gastrocnemius", "soleus")
HUMAN = tuple(round(PARAMETERS.value(f"{name}.n_units_human")) for name in MUSCLES)

PER_STEP = 32  # soma 7, conductance 7, current 7, dendrite 5, spike and refractoriness 6
PER_PAIR = 11  # what two steps have in common
PER_MS = 47  # noise and gate of the inward current 18, twitch 25, sums 2, uniform numbers 2
PROTOTYPE_PER_STEP = 32  # of the simplified model that the target was set with, slow inputs at 1 ms
_LANES, _DEPTH, _TURNS = 512, 16, 100_000


def operations_per_ms(substeps: int) -> int:
    """Float32 operations of one motor unit in one ms."""
    return PER_STEP * substeps + PER_PAIR * ((substeps + 1) // 2) + PER_MS


def calf(n_units: tuple[int, int, int], substeps: int, n_threads: int) -> Calf:
    """A calf that runs on exactly `n_threads`."""
    crew = Crew(n_threads, adaptive=False)
    return Calf(PARAMETERS, 70.0, 1, n_units, substeps=substeps, crew=crew)


def strides(n: int) -> np.ndarray:
    """Inputs of `n` strides at 3.3 m/s on the level."""
    one = stride_inputs(stride_at(3.3, 0.0, None, PARAMETERS), 70.0, PARAMETERS)
    return np.tile(one, (1, n))


@numba.njit(nogil=True, fastmath={"contract"})
def _multiply_add(x, turns):  # type: ignore[no-untyped-def]
    """Sixteen multiply-adds for each number and turn: arithmetic, hardly any memory."""
    a, b = np.float32(0.999), np.float32(1e-3)
    for _ in range(turns):
        for i in range(_LANES):
            y = x[i]
            for _ in range(_DEPTH):
                y = y * a + b
            x[i] = y


def multiply_add_per_s(n_threads: int) -> float:
    """Float32 operations per second of a loop of nothing but multiply-adds, best of nine."""
    numbers = [np.linspace(0.0, 1.0, _LANES, dtype=np.float32) for _ in range(n_threads)]
    _multiply_add(numbers[0], 1)

    def measure() -> float:
        jobs = [threading.Thread(target=_multiply_add, args=(x, _TURNS)) for x in numbers]
        begin = time.perf_counter()
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
        return time.perf_counter() - begin

    operations = 2.0 * _DEPTH * _LANES * _TURNS * n_threads
    return operations / min(measure() for _ in range(9))


def peak_memory_MB() -> float:
    """Largest resident memory of this process so far; NaN where the system does not tell."""
    try:
        rows = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("VmHWM"))


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
