"""The same motor units in Brian2, NEURON and NEST

    python benchmarks/peers.py [--short]

All units of a human calf, given the same drive, without the reflex loop, which none of the others
can close as it is: the same equations, the same step of 0.25 ms, what may run once a ms once a ms
for all. First without noise, where the numbers of impulses must agree; then timed with noise, one
thread each, and on all cores where a peer has threads. The peers live in an environment of their
own in benchmarks/peers/.venv; one that cannot be installed is left out, saying so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numba
import numpy as np
import pool
from numpy.typing import NDArray

from uncramp.calf.assembly import LoopState, unit_row
from uncramp.kernels import layout
from uncramp.kernels.motor_units import begin_ms, neurons_ms, padded, twitches_ms
from uncramp.kernels.noise import fill_noise

HERE = Path(__file__).parent / "peers"
SUBSTEPS = 4
PEERS = {"Brian2": "brian2_pool.py", "NEURON": "neuron_pool.py", "NEST": "nest_pool.py"}
HAS_THREADS = ("Brian2", "NEST")
ROWS = (
    *("g_soma", "g_coupling", "g_dendrite", "g_ahp", "g_pic", "v_threshold", "v_pic", "decay_ahp"),
    *("step_over_c", "weight", "g_input", "decay_twitch", "ramp_twitch"),
)
SCALARS = {"pic_level": 0.6, "pic_keep": 0.98, "excitation": 0.05, "inhibition": 0.05}
NOISE = {"noise_keep": 0.8, "noise_step": 0.3}


def drive_of(n_ms: int) -> NDArray[np.float64]:
    """(3, n_ms) bursts as of strides, one muscle a little after the other."""
    t = np.arange(n_ms)
    shapes = [np.maximum(np.sin(2.0 * np.pi * (t - 20 * k) / 700.0), 0.0) for k in range(3)]
    return 2.2 * np.array(shapes)


@numba.njit(nogil=True, error_model="numpy")
def advance(b, n, first, drive, scalars, substeps, seed, words, noise):  # type: ignore[no-untyped-def]
    """One chunk of motor units through the whole job."""
    level, pic_keep, excitation, inhibition, keep, kick = scalars
    lanes = padded(n)
    for t in range(drive.shape[0]):
        if t & 7 == 0:
            fill_noise(noise, lanes, t // 8, first, np.int64(0), seed, words)
        begin_ms(b, lanes, noise, t & 7, keep, kick, pic_keep)
        now = level, excitation, inhibition, np.float32(drive[t])
        neurons_ms(b, lanes, now, substeps)
        twitches_ms(b, lanes, np.float32(1.0))


def ours(state: LoopState, drive: NDArray[np.float64], scalars: dict[str, float], n_threads: int):  # type: ignore[no-untyped-def]
    """Impulses per unit and seconds."""
    values = tuple(np.float32(value) for value in scalars.values())
    fresh = state.copy()

    def job(ch: int) -> None:
        k, n, first, _ = fresh.chunk_table[ch]
        words = np.empty((4, layout.LANES), np.uint32)
        noise = np.zeros(8 * layout.LANES, np.float32)
        advance(fresh.chunks[ch], n, first, drive[k], values, SUBSTEPS, 1, words, noise)

    begin = time.perf_counter()
    with ThreadPoolExecutor(n_threads) as threads:
        list(threads.map(job, range(len(fresh.chunk_table))))
    seconds = time.perf_counter() - begin
    return np.concatenate([unit_row(fresh, k, layout.SPIKES) for k in range(3)]), seconds


def write_job(
    folder: Path, state: LoopState, drive: NDArray[np.float64], scalars: dict[str, float], n: int
) -> None:
    """The job as benchmarks/peers/job.py reads it, for `n` threads."""
    units = {
        f"unit_{name}": np.concatenate(
            [unit_row(state, k, getattr(layout, name.upper())) for k in range(3)]
        )
        for name in ROWS
    }
    muscle = np.repeat(np.arange(3), pool.HUMAN)
    job = {"drive": drive, "substeps": SUBSTEPS, "n_threads": n, "muscle": muscle}
    np.savez(folder / "job.npz", **units, **job, **scalars)


def environment(short: bool) -> Path | None:
    """The peers' Python; None where they are not to be had."""
    python = HERE / ".venv" / "bin" / "python"
    if not python.is_file() and not short:
        group = f"{HERE / 'pyproject.toml'}:benchmark"
        steps = (
            [sys.executable, "-m", "venv", str(HERE / ".venv")],
            [str(python), "-m", "pip", "install", "--quiet", "--upgrade", "pip"],
            [str(python), "-m", "pip", "install", "--quiet", "--group", group],
        )
        for step in steps:
            if subprocess.run(step, capture_output=True, check=False).returncode:
                return None
    return python if python.is_file() else None


def asked(python: Path, name: str, folder: Path, *options: str) -> dict[str, float] | str:
    """What a peer answers, or why it does not."""
    command = [str(python), str(HERE / PEERS[name]), str(folder), *options]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    except subprocess.TimeoutExpired:
        return "took more than four minutes"
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        return next((line for line in lines if "error:" in line), lines[-1])[-160:]
    answer: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def compare(python: Path, name: str, state: LoopState, n_ms: int, rounds: int) -> list[str]:
    """One row of the table for each number of threads."""
    quiet = {**SCALARS, "noise_keep": 0.0, "noise_step": 0.0}
    drive = drive_of(n_ms)
    rows = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_job(folder, state, drive_of(1000), quiet, 1)
        answer = asked(python, name, folder)
        if isinstance(answer, str):
            return [f"{name} is left out: {answer}"]
        counts, expected = np.load(folder / "counts.npy"), ours(state, drive_of(1000), quiet, 1)[0]
        agree = (
            f"{counts.sum():,} / {expected.sum():,.0f}",
            f"{np.mean(np.abs(counts - expected) <= 1):.1%}",
        )
        for n_threads in (1, pool.cores()) if name in HAS_THREADS and pool.cores() > 1 else (1,):
            write_job(folder, state, drive, {**SCALARS, **NOISE}, n_threads)
            mine = theirs = np.inf
            for _ in range(rounds):  # in turns, the best of each
                answer = asked(python, name, folder)
                if isinstance(answer, str):
                    return [*rows, f"{name} is left out: {answer}"]
                theirs = min(theirs, answer["seconds"])
                mine = min(mine, ours(state, drive, {**SCALARS, **NOISE}, n_threads)[1])
            cells = (f"{1e3 * theirs / n_ms:.2f}", f"{1e3 * mine / n_ms:.4f}")
            rows.append(
                f"| {name} | {n_threads} | {agree[0]} | {agree[1]} | {cells[0]} | {cells[1]} "
                f"| {theirs / mine:.0f} | {answer['memory_MB']:.0f} |"
            )
    return rows


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="0.1 s, only if they are installed")
    short = parser.parse_args().short
    state = pool.calf(pool.HUMAN, SUBSTEPS, 1).state
    ours(state, drive_of(8), {**SCALARS, **NOISE}, 1)  # compile
    python = environment(short)
    if python is None:
        print("Brian2, NEURON and NEST are left out: they are not installed here.")
        return
    size = (100, 1) if short else (2000, 3)
    rows = [row for name in PEERS for row in compare(python, name, state, *size)]
    print("| peer | threads | impulses, theirs / ours | units within one | theirs, s per s", end="")
    print(" | ours, s per s | times as fast | their memory, MB |")
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(row for row in rows if row.startswith("|")))
    print("\n".join(f"\n{row}" for row in rows if not row.startswith("|")))


if __name__ == "__main__":
    main()
