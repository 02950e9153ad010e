"""The job in Brian2 (C++ standalone): same update as the kernel, written with `run_regularly`.

    python brian2_pool.py FOLDER [double|single]

What may run once a ms runs once a ms here too, so Brian2 has the same advantage of two grids. The
binary stays in FOLDER/brian2; `benchmarks/peers.py` runs it again for further rounds.
"""

from __future__ import annotations

import sys
import time

import brian2 as b2
import numpy as np
from brian2 import ms
from job import CONSTANTS, Job

EVERY_MS = """
grown = y1 + fired
y2 = decay_twitch * (y2 + ramp_twitch * grown)
y1 = decay_twitch * grown
z = SATURATION * y2
use += 1 - 1 / (1 + z * (1 + z * (0.5 + z * (1.0 / 6 + z * (1.0 / 24 + z / 120)))))
fired = 0
drive = given(t, muscle)
noise = noise_keep * noise + noise_step * (rand() - 0.5)
y = clip((v - v_pic) / 3.0, -3, 3)
pic += (0.5 + 0.5 * y * (27 + y * y) / (27 + 9 * y * y) - pic) * (1 - pic_keep)
"""
EVERY_STEP = """
gk = g_ahp * ahp
inverse = 1 / (g_soma + gk)
soma = (g_coupling * v + gk * E_POTASSIUM) * inverse
gp = pic_level * g_pic * pic
ge = weight * excitation / E_EXCITATORY
gi = g_input * inhibition
total = g_dendrite + g_coupling * (1 - g_coupling * inverse) + gp + ge + gi
synaptic = ge * E_EXCITATORY + gi * E_INHIBITORY + weight * (drive + noise)
current = gp * E_CALCIUM + g_coupling * gk * E_POTASSIUM * inverse + synaptic
v = (v + step_over_c * current) / (1 + step_over_c * total)
wait = clip(wait - step, -1, 5)
ahp = ahp * decay_ahp
"""
STATES = ("v", "ahp", "pic", "wait", "noise", "drive", "y1", "y2", "use", "fired", "soma")


def group(job: Job) -> b2.NeuronGroup:
    """All units as one group."""
    names = [*STATES, *job.units]
    equations = "\n".join(f"{name} : 1" for name in names) + "\nmuscle : integer (constant)"
    space = {
        **CONSTANTS,
        **job.scalars,
        "step": job.step_ms,
        "given": b2.TimedArray(job.drive.T, dt=1 * ms),
    }
    units = b2.NeuronGroup(
        job.n,
        equations,
        threshold="soma > v_threshold and wait <= 0",
        reset="ahp += 1; fired = 1; wait = REFRACTORY_MS",
        namespace=space,
    )
    units.run_regularly(EVERY_MS, dt=1 * ms, when="start")
    units.run_regularly(EVERY_STEP, when="groups")
    for name, values in job.units.items():
        setattr(units, name, values)
    units.muscle = job.muscle
    return units


def main() -> None:
    """Build, run once, answer."""
    job = Job.asked()
    if sys.argv[2:] == ["single"]:
        b2.prefs.core.default_float_dtype = np.float32
    if job.n_threads > 1:
        b2.prefs.devices.cpp_standalone.openmp_threads = job.n_threads
    b2.BrianLogger.suppress_hierarchy("brian2")
    b2.set_device("cpp_standalone", build_on_run=False)
    b2.seed(1)
    b2.defaultclock.dt = job.step_ms * ms
    units = group(job)
    spikes = b2.SpikeMonitor(units, record=False)
    network = b2.Network(units, spikes)
    begin = time.perf_counter()
    network.run(job.duration_ms * ms)
    folder = str(job.folder / "brian2")
    b2.device.build(directory=folder, compile=True, run=False)
    build_s = time.perf_counter() - begin
    b2.device.run(directory=folder, with_output=False, run_args=[])
    job.answer(spikes.count[:], b2.device._last_run_time, build_s)


if __name__ == "__main__":
    main()
