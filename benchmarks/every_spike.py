"""One calf of human size through a marathon, every spike

    python benchmarks/every_spike.py [--short]

The job of `uncramp why RUN --every-spike`: 3.5 h, steps of 0.25 ms, all cores. Printed: time,
simulated seconds per second, share of the multiply-adds that the same cores manage in the same
process, memory.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pool

from uncramp.activity.synthetic import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions, DrinkingPlan
from uncramp.explain.every_spike import SUBSTEPS, every_spike


def job(duration_s: int, n_threads: int) -> tuple[float, dict[str, float]]:
    """Seconds it took, and what was simulated."""
    run = synthetic_run(np.full(duration_s, 3.2), duration_s, 0.0)
    begin = time.perf_counter()
    answer = every_spike(
        run,
        Athlete(cramps_last_year=0),
        Conditions.resolve({}),
        DrinkingPlan(),
        n_threads=n_threads,
    )
    return time.perf_counter() - begin, answer.document["one_calf"]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="30 s of running instead of 3.5 h")
    duration_s = 30 if parser.parse_args().short else 12_600
    n_threads = pool.cores()
    job(20, n_threads)  # compile
    before = pool.multiply_add_per_s(n_threads)
    seconds, said = job(duration_s, n_threads)
    limit = 0.5 * (before + pool.multiply_add_per_s(n_threads))
    simulated_s, n_units = said["simulated_s"], sum(pool.HUMAN)
    operations = pool.operations_per_ms(SUBSTEPS) * n_units * 1000.0 * simulated_s
    prototype = pool.operations_per_ms(SUBSTEPS) / (pool.PROTOTYPE_PER_STEP * SUBSTEPS)
    print(f"- {n_units:,} motor units, {simulated_s:,.0f} s, steps of {said['step_ms']:g} ms,")
    print(f"  {said['spikes'] / 1e6:.1f} million impulses, {n_threads} threads: {seconds:.1f} s,")
    print(f"  that is {simulated_s / seconds:.0f} simulated seconds per second;")
    print(f"- {operations / seconds / 1e9:.1f} of {limit / 1e9:.1f} billion float32 operations per")
    print(f"  second that multiply-adds alone reach here: {operations / seconds / limit:.0%};")
    print(f"- {pool.operations_per_ms(SUBSTEPS)} operations per unit and ms, {prototype:.2f} times")
    print("  those of the simplified model that set the target;")
    print(f"- largest memory {pool.peak_memory_MB():.0f} MB.")


if __name__ == "__main__":
    main()
