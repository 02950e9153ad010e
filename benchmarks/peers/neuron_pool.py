"""The job in NEURON: one compartment and one point process per unit.

    python neuron_pool.py FOLDER

`nrnivmodl` compiles neuron_mod/ into FOLDER/neuron at first use.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from job import Job
from neuron import h, load_mechanisms

DIAMETER_um = 20.0


def mechanisms(folder: Path) -> float:
    """Compile and load the point processes; seconds it took."""
    begin = time.perf_counter()
    if not folder.is_dir():
        folder.mkdir(parents=True)
        tool = shutil.which("nrnivmodl", path=str(Path(sys.executable).parent)) or "nrnivmodl"
        source = Path(__file__).parent / "neuron_mod"
        done = subprocess.run([tool, str(source)], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
    load_mechanisms(str(folder))
    return time.perf_counter() - begin


def build(job: Job) -> list[object]:
    """Sections, units and the sources of their drive; returned to keep them alive."""
    times = h.Vector(np.arange(job.duration_ms, dtype=float))
    hub = h.Section(name="hub")
    sources, kept, units = [], [hub, times], []
    for row in job.drive:
        source, values = h.PoolSource(hub(0.5)), h.Vector(row)
        values.play(source._ref_drive, times, False)
        sources.append(source)
        kept += [source, values]
    area_cm2 = math.pi * DIAMETER_um**2 * 1e-8
    for i in range(job.n):
        section = h.Section(name=f"unit{i}")
        section.L = section.diam = DIAMETER_um
        capacitance_nF = job.step_ms / job.units["step_over_c"][i]
        section.cm = capacitance_nF * 1e-3 / area_cm2
        unit = h.PoolUnit(section(0.5))
        for name, values in job.units.items():
            if name != "step_over_c":
                setattr(unit, name, float(values[i]))
        for name, value in job.scalars.items():
            setattr(unit, name, value)
        unit.substeps = job.substeps
        unit.rng.set_ids(i, 1, 2)
        unit._ref_given = sources[int(job.muscle[i])]._ref_drive
        units.append(unit)
        kept += [section, unit]
    return [units, kept]


def main() -> None:
    """Build, run, answer."""
    job = Job.asked()
    build_s = mechanisms(job.folder / "neuron")
    h.load_file("stdrun.hoc")
    h.dt, h.steps_per_ms = job.step_ms, job.substeps
    begin = time.perf_counter()
    units, _kept = build(job)
    h.finitialize(0.0)
    build_s += time.perf_counter() - begin
    begin = time.perf_counter()
    h.continuerun(job.duration_ms)
    seconds = time.perf_counter() - begin
    job.answer([round(unit.total) for unit in units], seconds, build_s)


if __name__ == "__main__":
    main()
