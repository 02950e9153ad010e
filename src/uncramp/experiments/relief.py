"""What ends a cramp of the simulated calf: each means tried on copies of the same cramping calf.

A cramp-prone calf, tired as at the end of a long run, is made to cramp as volunteers are: a maximal
effort with the foot pointed and the calf short (Bertolasi 1993, Khan & Burne 2007). Seconds later
one copy is left alone and others are treated. The cramp is over when no muscle has more units
discharging than the definition of a cramp asks for (`uncramp.calf.cramp`), and stays so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import MUSCLES, Calf, Milieu
from uncramp.experiments import inputs, interventions
from uncramp.experiments.inputs import Posture
from uncramp.gait import stride_at, stride_inputs
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet, load_parameters

Table = NDArray[np.float64]

GROUPS = {
    "gastrocnemius": ("medial_gastrocnemius", "lateral_gastrocnemius"),
    "soleus": ("soleus",),
}
RECORD_MS = 20
RASTER_S = 6.0
_CHUNK_MS = 1000
_QUIET_S = 3.0  # without discharge before a calf is no longer watched


@dataclass(frozen=True)
class Means:
    """One thing to try; texts and sources from ``relief.toml``."""

    id: str
    title: str
    expected: str
    published: str
    model: str
    sources: tuple[str, ...]
    simulated: bool = True
    lasts_s: tuple[float, ...] = ()


@dataclass(frozen=True)
class Trial:
    """One calf under one means, from the moment the treatment begins.

    Attributes
    ----------
    over_s
        Time until the cramp was over; the watch time where it was not.
    ended
        Whether it was over by then.
    after_arrival_s
        Of this, the part after the foot had arrived at its place.
    firing
        (n,) share of the units of the cramping muscle that discharge, every `RECORD_MS` ms.
    ia_pps, ib_pps, force_N
        (n,) of the cramping muscle's larger head: afferents and tendon force.
    other_units
        Largest share of a muscle that did not cramp that was made to discharge.
    spikes_ms
        Times of the impulses of the units of the larger head, from the first recruited to the
        last, in the first `RASTER_S`.
    """

    over_s: float
    ended: bool
    after_arrival_s: float
    firing: Table
    ia_pps: Table
    ib_pps: Table
    force_N: Table
    other_units: float
    spikes_ms: tuple[NDArray[np.int64], ...] = ()


@dataclass(frozen=True)
class Row:
    """One means against cramps of one muscle; `trials` in the order of the calves."""

    means: Means
    muscle: str
    trials: tuple[Trial, ...]


@dataclass(frozen=True)
class ReliefTable:
    """All rows, and how many calves had to be tried for that many cramps."""

    rows: tuple[Row, ...]
    n_cramps: dict[str, int]
    n_tried: dict[str, int]
    seed: int
    watch_s: float

    def row(self, muscle: str, means: str) -> Row:
        """The row of a means, by the names of ``relief.toml``."""
        return next(r for r in self.rows if (r.muscle, r.means.id) == (muscle, means))


@dataclass(frozen=True)
class _Treatment:
    """What a means does: the movement, then `after` over and over; milieu, hands, sip."""

    inputs: Table
    after: Table
    milieu: Milieu
    change: Callable[[Calf], None] | None = None
    oral_reflex: float = 0.0


@cache
def all_means() -> tuple[Means, ...]:
    """Every means, in the order of ``relief.toml``."""
    text = files("uncramp.experiments").joinpath("relief.toml").read_text("utf-8")
    tables: list[dict[str, Any]] = tomllib.loads(text)["means"]
    for table in tables:
        table |= {name: tuple(value) for name, value in table.items() if isinstance(value, list)}
    return tuple(Means(**table) for table in tables)


def run_relief(
    n_calves: int = 10,
    seed: int = 1,
    *,
    watch_s: float | None = None,
    n_threads: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ReliefTable:
    """Try every means on cramps of `n_calves` calves per muscle.

    Parameters
    ----------
    n_calves
        Cramp-prone calves that must cramp, for each of gastrocnemius and soleus.
    seed
        Of all draws; the same seed gives the same table, whatever the number of threads.
    watch_s
        How long a cramp is watched that does not end; ``treatment.watch_time`` unless given.
    on_progress
        Called with (calves done, calves in all).

    Raises
    ------
    ValueError
        If `n_calves` is below 1.
    """
    if n_calves < 1:
        raise ValueError(f"n_calves is {n_calves}; at least 1 is needed")
    if watch_s is None:
        watch_s = load_parameters("cramp_prone").value("treatment.watch_time")
    trials: dict[tuple[str, str], list[Trial]] = {}
    n_tried: dict[str, int] = {}
    done = 0
    with ThreadPoolExecutor(max_workers=n_threads) as pool:
        for muscle in GROUPS:
            found: list[dict[str, Trial]] = []
            tried = 0
            while len(found) < n_calves and tried < 10 * n_calves:
                batch = range(tried, tried + n_calves - len(found))
                jobs = [pool.submit(_all_on_one, seed, i, muscle, watch_s) for i in batch]
                for job in jobs:
                    result = job.result()
                    tried += 1
                    if result is not None:
                        found.append(result)
                        done += 1
                    if on_progress is not None:
                        on_progress(done, n_calves * len(GROUPS))
            n_tried[muscle] = tried
            for one in found:
                for name, trial in one.items():
                    trials.setdefault((muscle, name), []).append(trial)
    rows = tuple(
        Row(means, muscle, tuple(trials.get((muscle, means.id), ())))
        for muscle in GROUPS
        for means in all_means()
    )
    n_cramps = {muscle: len(trials.get((muscle, "none"), ())) for muscle in GROUPS}
    return ReliefTable(rows, n_cramps, n_tried, seed, watch_s)


def _all_on_one(seed: int, index: int, muscle: str, watch_s: float) -> dict[str, Trial] | None:
    """Every simulated means on copies of one calf; None if it did not cramp."""
    rng = np.random.default_rng([seed, index])
    parameters = load_parameters("cramp_prone").draw(rng)
    calf = tired_calf(parameters, int(rng.integers(2**62)))
    now_ms = provoke(calf, muscle)
    if not is_cramping(calf, muscle, now_ms):
        return None
    return {
        means.id: _watched(calf.copy(), muscle, treatment, now_ms, watch_s)
        for means in all_means()
        if means.simulated
        for treatment in [_treatment(means.id, calf)]
    }


def tired_calf(parameters: ParameterSet, seed: int) -> Calf:
    """A calf after a long run: tired until its gastrocnemius has ``treatment.fatigue_index``."""
    values = parameters.organ("treatment")
    mass_kg = parameters.value("athlete.mass")
    stride = stride_inputs(
        stride_at(values["run_speed"], 0.0, None, parameters), mass_kg, parameters
    )
    calf = Calf(parameters, mass_kg, seed)
    calf.run(np.tile(stride, (1, 12)), 0)
    window = calf.run(np.tile(stride, (1, 6)), 12 * stride.shape[1])
    calf.fit_slow_fatigue(window.use, 3600.0, parameters.value("fatigue.slow_loss"))
    core_C = values["core_temperature"]
    for _ in range(120):
        if calf.fatigue_indices()[0] >= values["fatigue_index"]:
            break
        calf.tire_as(window, 300.0, core_C)
    calf.relax_potassium(window.rate_pps, 120.0)
    calf.settle(Milieu(core_C, values["muscle_temperature"]))
    return calf


def provoke(calf: Calf, muscle: str) -> int:
    """A maximal effort of one muscle with the foot pointed, then nothing; returns the time in ms.

    Both heads of the gastrocnemius are made to work in a cramp of the gastrocnemius.
    """
    p = calf.parameters
    values = p.organ("treatment")
    pointed = _pointed(p)
    settle = inputs.hold(pointed, 1.0, p)
    effort = inputs.contraction(pointed, GROUPS[muscle], values["contraction_time"], p)
    wait = inputs.hold(pointed, values["delay"], p)
    interventions.set_effort(calf, 1.0)
    now_ms = 60_000
    for part in (settle, effort, wait):
        calf.run(part, now_ms)
        now_ms += part.shape[1]
    return now_ms


def is_cramping(calf: Calf, muscle: str, now_ms: int) -> bool:
    """Whether the definition of a cramp holds, a second on; looked at in a copy."""
    still = inputs.hold(_pointed(calf.parameters), 1.0, calf.parameters)
    firing = calf.copy().run(still, now_ms, record_every=100).firing[:, -1]
    wanted = [MUSCLES.index(name) for name in GROUPS[muscle]]
    return bool(calf.rule.cramping(firing)[wanted].any())


def _pointed(parameters: ParameterSet) -> Posture:
    return Posture(parameters.value("treatment.short_ankle"), 0.0)


def _treatment(name: str, calf: Calf) -> _Treatment:
    """The movement, milieu and change of a means, for this calf."""
    p = calf.parameters
    v = p.organ("treatment")
    pointed = _pointed(p)
    straight, bent = (Posture(v["stretched_ankle"], knee) for knee in (0.0, v["bent_knee"]))
    gently = inputs.move(pointed, straight, v["gentle_speed"], p)
    jerk = inputs.move(pointed, straight, v["fast_speed"], p)
    still, held, held_bent = (
        inputs.hold(posture, _CHUNK_MS / 1000.0, p) for posture in (pointed, straight, bent)
    )
    stay = _Treatment(np.zeros((layout.N_IN, 0)), still, calf.milieu)
    stretched = _Treatment(gently, held, calf.milieu)

    def hands(on: Calf) -> None:
        interventions.massage(on, v["massage_transmission"], v["massage_clearance"])

    def warmed(change_K: float) -> _Treatment:
        return replace(stay, milieu=interventions.with_muscle_temperature(calf.milieu, change_K))

    drunk = interventions.with_drink(calf.milieu, v["drink_volume"], 0.0, calf.mass_kg, p)
    bounces = inputs.bounces(straight, pointed, v["fast_speed"], v["bounce_frequency"], p)
    return {
        "none": stay,
        "gentle": stretched,
        "fast": replace(stretched, inputs=jerk),
        "bounce": _Treatment(jerk, bounces, calf.milieu),
        "bent": _Treatment(
            inputs.move(pointed, bent, v["gentle_speed"], p), held_bent, calf.milieu
        ),
        "cut": replace(stretched, change=interventions.cut_afferents),
        "massage": replace(stay, change=hands),
        "massage_stretch": replace(stretched, change=hands),
        "cooling": warmed(v["cooling"]),
        "warming": warmed(v["warming"]),
        "drink": replace(stay, milieu=drunk),
        "pickle": replace(stay, oral_reflex=v["oral_reflex"]),
    }[name]


def _watched(calf: Calf, muscle: str, treatment: _Treatment, now_ms: int, watch_s: float) -> Trial:
    """Treat the calf and watch it until it has been quiet for a while, or time is up."""
    moving_s = treatment.inputs.shape[1] / 1000.0
    calf.oral_reflex += treatment.oral_reflex
    records: list[Table] = []
    rasters: list[NDArray[np.uint8]] = []
    units = _units(calf, muscle)
    over_s = watched_s = 0.0
    for part in _chunks(treatment, watch_s):
        calf.settle(treatment.milieu)
        if treatment.change is not None:
            treatment.change(calf)
        wanted = watched_s < RASTER_S
        window = calf.run(part, now_ms, record_every=RECORD_MS, raster=wanted)
        calf.tire_as(window, window.duration_s, treatment.milieu.core_temperature_C)
        records.append(window.record)
        if wanted:
            rasters.append(window.raster[units])
        if last_s := _last_discharge_s(window.record, calf):
            over_s = watched_s + last_s
        watched_s += window.duration_s
        now_ms += part.shape[1]
        if watched_s - max(over_s, moving_s) >= _QUIET_S:
            break
    record = np.concatenate(records, axis=1)
    raster = np.concatenate(rasters, axis=1)
    spikes_ms = tuple(np.flatnonzero(unit).astype(np.int64) for unit in raster)
    ended = over_s < watched_s
    trial = _measured(record, muscle, calf.rule.cramp_share, over_s, ended, moving_s)
    return replace(trial, spikes_ms=spikes_ms)


def _units(calf: Calf, muscle: str) -> slice:
    """Rows of a raster that are the units of the larger head of a muscle."""
    lead = MUSCLES.index(GROUPS[muscle][0])
    first = sum(pool.n_units for pool in calf.pools[:lead])
    return slice(first, first + calf.pools[lead].n_units)


def _chunks(treatment: _Treatment, watch_s: float) -> Iterator[Table]:
    """The movement and what comes after, in pieces after which slow states are handed on."""
    first = treatment.inputs
    n_later = -first.shape[1] % _CHUNK_MS
    whole = inputs.in_sequence([first, treatment.after[:, :n_later]])
    for start in range(0, whole.shape[1], _CHUNK_MS):
        yield whole[:, start : start + _CHUNK_MS]
    later = np.roll(treatment.after, -n_later, axis=1)
    for _ in range(round(watch_s) - whole.shape[1] // _CHUNK_MS):
        yield later


def _last_discharge_s(record: Table, calf: Calf) -> float:
    """Time after which no muscle has more units discharging than the definition asks for."""
    firing = record[layout.REC_FIRING : layout.REC_FIRING + len(MUSCLES)]
    above = np.flatnonzero((firing >= calf.rule.cramp_share).any(axis=0))
    return (int(above[-1]) + 1) * RECORD_MS / 1000.0 if len(above) else 0.0


def _measured(
    record: Table, muscle: str, cramp_share: float, over_s: float, ended: bool, moving_s: float
) -> Trial:
    own = [MUSCLES.index(name) for name in GROUPS[muscle]]
    lead = own[0]
    firing = record[layout.REC_FIRING : layout.REC_FIRING + len(MUSCLES)]
    # A muscle that cramps too from the beginning was not made to discharge by the treatment.
    quiet = [k for k in range(len(MUSCLES)) if k not in own and firing[k, 0] < cramp_share]
    return Trial(
        over_s=over_s,
        ended=ended,
        after_arrival_s=max(0.0, over_s - moving_s),
        firing=record[layout.REC_FIRING + lead],
        ia_pps=record[layout.REC_IA + lead],
        ib_pps=record[layout.REC_IB + lead],
        force_N=record[layout.REC_FORCE + lead],
        other_units=float(firing[quiet].max(initial=0.0)),
    )
