"""200 twins through a marathon in windows

    python benchmarks/threads.py [--short]

The shipped marathon through an ensemble, on one thread and on all, with finding what each calf is
used to. Printed: time, time per twin, the ratio, and whether the results are the same.
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


def timed(twin: Twin, n: int, scenario: Scenario, n_threads: int) -> tuple[list[Result], float]:
    """The ensemble's results and the seconds they took."""
    jobs = [(twin.member(i), scenario) for i in range(n)]
    begin = time.perf_counter()
    results = list(twin.results(jobs, n_threads))
    return results, time.perf_counter() - begin


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="2 twins instead of 200")
    n_twins, n_alone = (2, 1) if parser.parse_args().short else (200, 40)
    run = read_activity(example_path())
    scenario = Scenario.of(run, Athlete(cramps_last_year=0), Conditions.resolve({}, run.weather))
    twin = Twin(scenario.athlete, scenario.course.mean_moving_speed_m_s(), n_twins)
    n_threads = os.cpu_count() or 1
    timed(twin, 1, scenario, 1)  # compile
    one, one_s = timed(twin, n_alone, scenario, 1)
    many, many_s = timed(twin, n_twins, scenario, n_threads)
    same = all(
        np.array_equal(a.force_capacity, b.force_capacity) and a.cramp == b.cramp
        for a, b in zip(one, many[:n_alone], strict=True)
    )
    ratio = (one_s / n_alone) / (many_s / n_twins)
    each_s = one_s / n_alone
    print(f"- {n_twins} twins on {n_threads} threads: {many_s:.1f} s; {each_s:.3f} s per twin")
    print(f"  on one thread, {ratio:.2f} times as fast on {n_threads};")
    print(f"- the same on one thread, to the last bit: {same}.")
    if not same:
        raise SystemExit("the results depend on the number of threads")


if __name__ == "__main__":
    main()
