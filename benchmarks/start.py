"""Starting: help, the first simulation after an installation, and later ones

    python benchmarks/start.py [--short]

Processes of their own. Printed: seconds of processor time of `uncramp --help`, and seconds until
the first simulated stride, with an empty cache of compiled kernels and with a filled one.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

STRIDE = (
    "from uncramp.calf import Calf; from uncramp.gait import stride_at, stride_inputs; "
    "from uncramp.parameters import load_parameters; p = load_parameters(); "
    "Calf(p, 70.0, 1).run(stride_inputs(stride_at(3.3, 0.0, None, p), 70.0, p), 0)"
)


def timed(command: list[str], cache: str) -> tuple[float, float]:
    """Seconds on the clock and of the processor that a process takes."""
    environment = {**os.environ, "UNCRAMP_CACHE": cache}
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    clock_s = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="three repetitions instead of nine")
    repetitions = 3 if parser.parse_args().short else 9
    program = [sys.executable, "-m", "uncramp.cli"]
    stride = [sys.executable, "-c", STRIDE]
    with tempfile.TemporaryDirectory() as cache:
        help_s = [timed([*program, "--help"], cache)[1] for _ in range(repetitions)]
        first = timed(stride, cache)
        later = [timed(stride, cache) for _ in range(repetitions)]
    later_s = statistics.median(clock for clock, _ in later)
    print(f"- `uncramp --help`: {statistics.median(help_s):.3f} s of processor time;")
    print(f"- first simulation after an installation: {first[0]:.1f} s ({first[1]:.1f} s of")
    print("  processor time), nearly all of it compiling;")
    later_cpu_s = statistics.median(cpu for _, cpu in later)
    print(f"- later first simulations of a process: {later_s:.2f} s ({later_cpu_s:.2f} s of it).")


if __name__ == "__main__":
    main()
