"""Windows against every spike

    python benchmarks/windows.py [--short]

One calf through the same run twice in this process, with windows and with every spike. Printed: the
ratio of the two times, simulated seconds per second of each, and how far the slow states differ.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from uncramp.activity.synthetic import synthetic_run
from uncramp.athlete import Athlete
from uncramp.conditions import Conditions
from uncramp.simulation import Result, Scenario
from uncramp.twin import Twin


def timed(twin: Twin, scenario: Scenario, every_spike: bool) -> tuple[Result, float]:
    """One member's run and the seconds it took."""
    begin = time.perf_counter()
    result = twin.simulate(twin.member(0), scenario, every_spike=every_spike)
    return result, time.perf_counter() - begin


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a run of 2 minutes instead of 30")
    duration_s = 120 if parser.parse_args().short else 1800
    clock = np.arange(duration_s)
    run = synthetic_run(3.2 + 0.2 * np.sin(clock / 90.0), duration_s, 0.02 * np.sin(clock / 200.0))
    scenario = Scenario.of(run, Athlete(cramps_last_year=0), Conditions.resolve({}))
    twin = Twin(scenario.athlete, scenario.course.mean_moving_speed_m_s(), 1)
    twin.simulate(twin.member(0), scenario)  # compile, and find what the calf is used to
    windows, fast_s = timed(twin, scenario, every_spike=False)
    whole, slow_s = timed(twin, scenario, every_spike=True)
    change = np.abs(windows.force_capacity[-1] / whole.force_capacity[-1] - 1.0).max()
    print(f"- one calf of a twin through {duration_s} s of hills, steps of 0.5 ms: every spike")
    fast, slow = duration_s / fast_s, duration_s / slow_s
    print(f"  {slow:.0f} and windows {fast:.0f} seconds of run per second,")
    print(f"  ratio {slow_s / fast_s:.1f};")
    print(f"- force capacity at the end differs by {change:.2%}.")


if __name__ == "__main__":
    main()
