"""Claim: an ensemble spreads over threads and gives the same answer on each number of them.

    python benchmarks/threads.py [--short]

The shipped marathon through an ensemble of twins, on one thread and on all. Printed: the ratio of
the times, the time per twin, and whether the results are the same to the last bit.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np

from uncramp.activity import example_path, read_activity
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions
from uncramp.simulation import Result, Scenario
from uncramp.twin import Twin


def timed(twin: Twin, scenario: Scenario, n_threads: int) -> tuple[list[Result], float]:
    """The ensemble's results and the seconds they took."""
    jobs = [(twin.member(i), scenario) for i in range(twin.n)]
    begin = time.perf_counter()
    results = list(twin.results(jobs, n_threads))
    return results, time.perf_counter() - begin


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="4 twins instead of 20")
    n_twins = 4 if parser.parse_args().short else 20
    run = read_activity(example_path())
    scenario = Scenario.of(run, Athlete(cramps_last_year=0), Conditions.resolve({}, run.weather))
    twin = Twin(scenario.athlete, scenario.course.mean_moving_speed_m_s(), n_twins)
    n_threads = os.cpu_count() or 1
    timed(twin, scenario, n_threads)  # compile, and find what the calves are used to
    one, one_s = timed(twin, scenario, 1)
    many, many_s = timed(twin, scenario, n_threads)
    same = all(
        np.array_equal(a.force_capacity, b.force_capacity) and a.cramp == b.cramp
        for a, b in zip(one, many, strict=True)
    )
    print(f"marathon, {n_twins} twins: {one_s / n_twins:.3f} s per twin on one thread")
    print(
        f"{n_threads} threads are {one_s / many_s:.2f} times as fast as one; same results: {same}"
    )
    if not same:
        raise SystemExit("the results depend on the number of threads")


if __name__ == "__main__":
    main()
