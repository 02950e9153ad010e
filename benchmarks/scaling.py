"""From 100 to 10,000 motor units, from one thread to two, with the step

    python benchmarks/scaling.py [--short]

The closed loop on strides of a run, every number of threads in turn in this process. Printed: for
each size the time per simulated second on one thread, how much faster two are, and how the time
grows with the number of steps.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pool

SIZES = (100, 300, 1000, 1809, 3000, 10_000)


def shared_out(n_units: int) -> tuple[int, int, int]:
    """A pool of `n_units` with the proportions of a human calf."""
    medial, lateral = (round(n_units * part / sum(pool.HUMAN)) for part in pool.HUMAN[:2])
    return medial, lateral, n_units - medial - lateral


def seconds_per_s(n_units: int, kinds: list[tuple[int, int]], rounds: int) -> list[float]:
    """Best time per simulated second for each (steps per ms, threads), in turn."""
    inputs = pool.strides(1)
    calves = [pool.calf(shared_out(n_units), *kind) for kind in kinds]
    best = [np.inf] * len(kinds)
    for i in range(rounds + 1):
        for j, calf in enumerate(calves):
            begin = time.perf_counter()
            calf.run(inputs, i * inputs.shape[1])
            took = (time.perf_counter() - begin) / (inputs.shape[1] / 1000.0)
            best[j] = min(best[j], took) if i else np.inf
    return best


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="two sizes, two rounds")
    short = parser.parse_args().short
    sizes, rounds = ((100, 1809), 2) if short else (SIZES, 12)
    kinds = [(4, 1), (4, 2), (2, 1), (10, 1)]
    print("| units | ms per simulated s | 2 threads faster | 0.5 ms steps | 0.1 ms steps |")
    print("|---|---|---|---|---|")
    for n_units in sizes:
        one, two, coarse, fine = seconds_per_s(n_units, kinds, rounds)
        row = (f"{1e3 * one:.2f}", f"{one / two:.2f}", f"{coarse / one:.2f}", f"{fine / one:.2f}")
        print(f"| {n_units:,} | {' | '.join(row)} |")
    print("\nSteps of 0.25 ms; the last three columns are ratios to the second.")


if __name__ == "__main__":
    main()
