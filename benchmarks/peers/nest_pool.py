"""The job in NEST: the unit written in NESTML, compiled to a module.

    python nest_pool.py FOLDER

Compiled here rather than by NESTML's CMake step, because the paths in the `nest-config` of the
wheel are those of the machine that built it. Needs g++ with C++20 and the headers of Boost and
libltdl (Debian: libboost-dev libltdl-dev).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from job import Job

HERE = Path(__file__).parent
MODULE = "poolmodule"


def compile_module(folder: Path) -> float:
    """Generate and compile the module; seconds it took."""
    begin = time.perf_counter()
    import nest
    from pynestml.exceptions.invalid_path_exception import InvalidPathException
    from pynestml.frontend.pynestml_frontend import generate_target

    with suppress(InvalidPathException):  # the build step, which is not wanted, looks for NEST
        generate_target(
            str(HERE / "pool.nestml"),
            "NEST",
            target_path=str(folder),
            module_name=MODULE,
            logging_level="ERROR",
        )
    include = Path(nest.__file__).parent / "include" / "nest"
    flags = "-O3 -march=native -std=c++20 -fopenmp -fPIC -shared -w -D_GLIBCXX_USE_CXX11_ABI=0"
    sources = [str(path) for path in folder.glob("*.cpp")]
    target = ["-o", str(folder / f"{MODULE}.so")]
    done = subprocess.run(
        ["g++", *flags.split(), f"-I{include}", *sources, *target], capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return time.perf_counter() - begin


def main() -> None:
    """Compile in a first process, run in a second that finds the module."""
    job = Job.asked()
    folder = job.folder / "nest"
    if not (folder / f"{MODULE}.so").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "build_s").write_text(str(compile_module(folder)))
    if str(folder) not in os.environ.get("LD_LIBRARY_PATH", ""):
        environment = {**os.environ, "LD_LIBRARY_PATH": str(folder)}
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)
    build_s = float((folder / "build_s").read_text())
    import nest

    nest.set_verbosity("M_ERROR") if hasattr(nest, "set_verbosity") else None
    nest.Install(MODULE)
    nest.resolution = job.step_ms
    nest.local_num_threads = job.n_threads
    units = nest.Create("pool_unit_neuron", job.n)
    rows = [{name: float(values[i]) for name, values in job.units.items()} for i in range(job.n)]
    units.set([{**row, **job.scalars, "substeps": job.substeps, "wait_step": job.step_ms}
               for row in rows])  # fmt: skip
    times = np.arange(1, job.duration_ms) * 1.0
    for k, row in enumerate(job.drive):
        members = units[np.flatnonzero(job.muscle == k).tolist()]
        # A current set at time t arrives one step later, so it is set one step earlier.
        generator = nest.Create(
            "step_current_generator",
            params={
                "amplitude_times": (times - job.step_ms).tolist(),
                "amplitude_values": row[1:].tolist(),
            },
        )
        nest.Connect(generator, members, syn_spec={"delay": job.step_ms})
    nest.Prepare()
    begin = time.perf_counter()
    nest.Run(float(job.duration_ms))
    seconds = time.perf_counter() - begin
    nest.Cleanup()
    job.answer(units.get("total"), seconds, build_s)


if __name__ == "__main__":
    main()
