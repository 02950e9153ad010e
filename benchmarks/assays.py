"""A thousand threshold-frequency tests on all cores

    python benchmarks/assays.py [--short]

Drawn subjects at the electrode of a laboratory, trains of 2 s. Printed: time per test, how much
faster all threads are than one, and whether the thresholds depend on threads or order.
"""

from __future__ import annotations

import argparse
import random
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pool

from uncramp.studies.assay import Assay
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject, draw, laboratories

ASSAY = Assay(train_s=2.0)


def threshold_Hz(subject: Subject) -> float:
    """Threshold frequency of one subject; NaN if no train leaves a cramp."""
    return ASSAY.first_Hz(subject, subject.calf(MEDIAL_ONLY))


def timed(subjects: list[Subject], n_threads: int) -> tuple[dict[int, float], float]:
    """Thresholds by subject, and the seconds they took."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(n_threads) as threads:
        found = list(threads.map(threshold_Hz, subjects))
    names = [subject.index for subject in subjects]
    return dict(zip(names, found, strict=True)), time.perf_counter() - begin


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="8 tests instead of 1,000")
    n, n_alone = (8, 4) if parser.parse_args().short else (1000, 100)
    laboratory = next(iter(laboratories().values()))
    subjects = draw((Group("all", "unselected"),), laboratory, 99, 1, n)
    n_threads = pool.cores()
    threshold_Hz(subjects[0])  # compile
    alone, alone_s = timed(subjects[:n_alone], 1)
    shuffled = random.Random(1).sample(subjects, n)
    found, found_s = timed(shuffled, n_threads)
    same = all(np.array_equal(alone[i], found[i], equal_nan=True) for i in alone)
    known = [value for value in found.values() if np.isfinite(value)]
    each_ms = 1e3 * found_s / n
    print(f"- {n:,} tests on {n_threads} threads: {found_s:.1f} s, {each_ms:.0f} ms each,")
    print(f"  {(alone_s / n_alone) / (found_s / n):.2f} times as fast as one thread;")
    print(f"- {len(known)} of them have a threshold, median {np.median(known or [np.nan]):.0f} Hz;")
    print(f"- the same on one thread and in another order, to the last bit: {same}.")
    if not same:
        raise SystemExit("the thresholds depend on threads or order")


if __name__ == "__main__":
    main()
