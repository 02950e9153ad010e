"""What every simulator is asked to do, read from the file that `benchmarks/peers.py` wrote."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

CONSTANTS = {
    "E_CALCIUM": 140.0,
    "E_POTASSIUM": -10.0,
    "E_EXCITATORY": 70.0,
    "E_INHIBITORY": -16.0,
    "REFRACTORY_MS": 5.0,
    "SATURATION": 0.3 * 2.718281828,
}


class Job:
    """A pool of motor units and what reaches it.

    Attributes
    ----------
    units
        Name of a constant → (n_units,).
    muscle
        (n_units,) index of the muscle.
    drive
        (3, n_ms).
    substeps, duration_ms
        Steps per ms; length.
    scalars
        pic_level, pic_keep, excitation, inhibition, noise_keep, noise_step.
    """

    def __init__(self, folder: Path) -> None:
        data = np.load(folder / "job.npz")
        self.folder = folder
        self.units: dict[str, Any] = {
            name[5:]: data[name] for name in data.files if name.startswith("unit_")
        }
        self.muscle = data["muscle"]
        self.drive = data["drive"]
        self.n = len(self.muscle)
        self.duration_ms = self.drive.shape[1]
        self.substeps = int(data["substeps"])
        self.step_ms = 1.0 / self.substeps
        self.n_threads = int(data["n_threads"])
        names = ("pic_level", "pic_keep", "excitation", "inhibition", "noise_keep", "noise_step")
        self.scalars = {name: float(data[name]) for name in names}

    @classmethod
    def asked(cls) -> Job:
        """The job in the folder given on the command line."""
        return cls(Path(sys.argv[1]))

    def answer(self, counts: Any, seconds: float, build_s: float) -> None:
        """Hand back spikes per unit, the seconds the simulation took and those to build it."""
        np.save(self.folder / "counts.npy", np.asarray(counts, np.int64))
        answer = {"seconds": seconds, "build_s": build_s, "memory_MB": peak_memory_MB()}
        print("\n" + json.dumps(answer))


def peak_memory_MB() -> float:
    """Largest resident memory of this process so far; NaN where the system does not tell.

    Not `getrusage`, which counts what the parent held at the time of the fork.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    rows = [row for row in status.splitlines() if row.startswith("VmHWM")]
    return int(rows[0].split()[1]) / 1024
