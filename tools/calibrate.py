"""Fit the free numbers of terminals and endings to published gates, by CMA-ES (``make calibrate``).

Free are numbers that nobody has measured in people; what has been measured stays. One calf of mean
parameters and one of the cramp-prone set go through the protocols of the studies; the loss is the
sum of squared distances from the published results in units of their uncertainty. The result, with
seed, date and what it was fitted to, goes to ``docs/science/calibration.json``, and with
``--apply`` into ``parameters/``. The studies then run on drawn subjects, which the fit never saw.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cmaes import CMA
from numpy.typing import NDArray

from uncramp.calf import Calf
from uncramp.experiments import protocols as lab
from uncramp.gait import stride_at, stride_inputs
from uncramp.kernels import layout
from uncramp.parameters import ParameterSet, load_parameters

ROOT = Path(__file__).parents[1]
PARAMETERS = ROOT / "src/uncramp/parameters"
RESULT = ROOT / "docs/science/calibration.json"
UNITS = (64, 8, 8)  # only the medial gastrocnemius is under the electrode
MASS_KG = 70.0
WORST = 10.0  # no single target may count for more, in units of its scale

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Free:
    """A number to fit: parameter, bounds, and whose (``reference``, or ``prone`` as a factor)."""

    key: str
    low: float
    high: float
    whose: str = "reference"


ENDS = "motor_terminals."
FREE = (
    Free(ENDS + "after_depolarisation", 0.3, 2.5),
    Free(ENDS + "after_time_constant", 0.3, 2.0),
    Free(ENDS + "margin", 15.0, 90.0),
    Free(ENDS + "margin_sd", 2.0, 40.0),
    Free(ENDS + "ectopic_gain", 2.0, 10.0),
    Free(ENDS + "ectopic_tiring", 0.03, 1.5),
    Free(ENDS + "length_effect", 10.0, 60.0),
    Free(ENDS + "ending_threshold", 3.0, 40.0),
    Free(ENDS + "ending_gain", 0.05, 2.0),
    Free(ENDS + "ending_max", 1.5, 10.0),
    Free(ENDS + "ending_fall", 6.0, 50.0),
    Free(ENDS + "ending_monoamine", 0.02, 0.6),
    Free(ENDS + "depression", 3.0, 80.0),
    Free(ENDS + "ending_rise", 0.2, 3.0),
    Free(ENDS + "ending_flicker", 0.1, 1.2),
    Free("tendon_organ.gate_short", 0.6, 0.9),
    Free("motor_neurons.pic_level_drive", 0.3, 0.9),
    Free(ENDS + "ending_threshold", 0.4, 1.0, "prone"),
    Free(ENDS + "margin", 0.5, 1.0, "prone"),
)


@dataclass(frozen=True)
class Target:
    """What a measure ought to be: `value` ± `scale`; a ratio of logarithms where `log`."""

    value: float
    scale: float
    source: str
    log: bool = False

    def miss(self, measured: float) -> float:
        """Distance in units of the scale."""
        if not math.isfinite(measured):
            return WORST
        if self.log:
            return math.log(max(measured, 1e-3) / self.value) / self.scale
        return (measured - self.value) / self.scale


@dataclass(frozen=True)
class Limit:
    """What a measure must not pass: free up to `most`, then one unit per `scale`."""

    most: float
    scale: float
    source: str

    def miss(self, measured: float) -> float:
        """Distance beyond the limit in units of the scale."""
        return max(0.0, measured - self.most) / self.scale if math.isfinite(measured) else WORST


TARGETS: dict[str, Target | Limit] = {
    "threshold_Hz": Target(23.0, 0.15, "healthy baselines of five laboratories", log=True),
    "threshold_prone_Hz": Target(14.9, 0.15, "TF01", log=True),
    "prone_ratio": Target(0.58, 0.08, "G01"),
    "threshold_150_Hz": Target(13.0, 0.2, "BL01", log=True),
    "block_ratio": Target(1.38, 0.12, "G02"),
    "block_duration_ratio": Limit(0.1, 0.05, "G03"),
    "block_duration_s": Target(2.6, 0.6, "BL04", log=True),
    "block_emg_ratio": Target(0.29, 0.1, "G04"),
    "rate_pps": Target(14.5, 2.5, "G05"),
    "interval_cv_pct": Target(44.6, 6.0, "G06"),
    "duration_s": Target(55.6, 0.4, "BL03", log=True),
    "duration_prone_s": Target(100.0, 0.5, "OR01, BL03", log=True),
    "stretch_s": Limit(3.5, 1.0, "G09"),
    "neutral_share": Limit(0.0, 0.05, "G08"),
    "prone_misses_short_effort": Limit(0.0, 0.25, "G07"),
    "exhaustion_ratio": Target(1.65, 0.15, "G16"),
    "running_drive": Limit(0.08, 0.1, "no cramp in easy running"),
    "running_drive_prone": Limit(0.25, 0.1, "no cramp in easy running"),
    "swing_share": Limit(0.04, 0.04, "no cramp in easy running"),
    "swing_share_prone": Limit(0.04, 0.04, "no cramp in easy running"),
}


def start_vector() -> Vector:
    """The numbers as the parameters hold them now."""
    reference, prone = load_parameters(), load_parameters("cramp_prone")
    return np.array(
        [
            prone.value(free.key) / reference.value(free.key)
            if free.whose == "prone"
            else reference.value(free.key)
            for free in FREE
        ]
    )


def sets_of(vector: Vector) -> tuple[ParameterSet, ParameterSet]:
    """Mean and cramp-prone parameters at a point."""
    own = {f.key: float(v) for f, v in zip(FREE, vector, strict=True) if f.whose == "reference"}
    factors = {f.key: float(v) for f, v in zip(FREE, vector, strict=True) if f.whose == "prone"}
    prone = own | {key: own[key] * factor for key, factor in factors.items()}
    return load_parameters().replaced(own), load_parameters("cramp_prone").replaced(prone)


def measure(reference: ParameterSet, prone: ParameterSet, strength: float) -> dict[str, float]:
    """Every target's measure, on mean calves; the same seed each time."""
    two, many = lab.Train(duration_s=2.0), lab.Train(strength=strength)
    plain = _threshold(reference, two)
    weak = _threshold(prone, two, watch_s=160.0)
    intact = _threshold(reference, many, watch_s=120.0)
    blocked = _threshold(reference, many, before=[lab.NerveBlock()], watch_s=12.0, stop_Hz=30.0)
    tired = _threshold(reference, two, before=[lab.Bouts(5, 40.0, 60.0, 0.6)], stop_Hz=60.0)
    return {
        "threshold_Hz": plain.frequency_Hz,
        "threshold_prone_Hz": weak.frequency_Hz,
        "prone_ratio": weak.frequency_Hz / plain.frequency_Hz,
        "threshold_150_Hz": intact.frequency_Hz,
        "block_ratio": blocked.frequency_Hz / intact.frequency_Hz,
        "exhaustion_ratio": tired.frequency_Hz / plain.frequency_Hz,
        "duration_prone_s": weak.cramp.duration_s if weak.cramp else math.nan,
        **_cramps(intact.cramp, blocked.cramp),
        **_efforts(prone),
        **_stretch(prone, weak.frequency_Hz),
        **_running(reference, ""),
        **_running(prone, "_prone"),
    }


def loss_of(measured: dict[str, float]) -> float:
    """Sum of squared misses."""
    misses = (min(abs(TARGETS[name].miss(value)), WORST) for name, value in measured.items())
    return float(sum(miss * miss for miss in misses))


def _calf(parameters: ParameterSet) -> Calf:
    return Calf(parameters, MASS_KG, 1, n_units=UNITS)


def _threshold(
    parameters: ParameterSet,
    train: lab.Train,
    *,
    before: Sequence[lab.Step] = (),
    watch_s: float = 0.0,
    stop_Hz: float = 44.0,
) -> lab.Threshold:
    return lab.threshold_frequency(
        _calf(parameters),
        train=train,
        before=before,
        watch_s=watch_s,
        stop_Hz=stop_Hz,
        start_Hz=8.0,
    )


def _cramps(intact: lab.Cramp | None, blocked: lab.Cramp | None) -> dict[str, float]:
    nan = math.nan
    return {
        "duration_s": intact.duration_s if intact else nan,
        "rate_pps": intact.discharge.rate_pps if intact else nan,
        "interval_cv_pct": intact.discharge.interval_cv_pct if intact else nan,
        "block_duration_s": blocked.duration_s if blocked else nan,
        "block_duration_ratio": blocked.duration_s / intact.duration_s
        if blocked and intact
        else nan,
        "block_emg_ratio": blocked.peak_emg / intact.peak_emg if blocked and intact else nan,
    }


def _efforts(prone: ParameterSet) -> dict[str, float]:
    """A maximal effort of the short calf, which ought to cramp, and of the neutral one."""
    heads = ("medial_gastrocnemius", "lateral_gastrocnemius")
    short = lab.shortened_contraction(Calf(prone, MASS_KG, 1), watch_s=0.1)
    neutral = lab.Session(Calf(prone, MASS_KG, 1), posture=lab.NEUTRAL)
    neutral.do([lab.Contraction(5.0, 1.0, heads)])
    return {
        "prone_misses_short_effort": float(short is None),
        "neutral_share": float(neutral.advance(neutral.hold(1.5)).firing[-1]),
    }


def _stretch(prone: ParameterSet, threshold_Hz: float) -> dict[str, float]:
    session = lab.Session(_calf(prone))
    above = threshold_Hz + 6.0 if math.isfinite(threshold_Hz) else 50.0
    session.do([lab.Stimulation(above, 2.0, 1.0, 3.0)])
    return {"stretch_s": lab.stretch_during_cramp(session, limit_s=20.0)}


def _running(parameters: ParameterSet, suffix: str) -> dict[str, float]:
    """Drive from endings, and discharge in the swing, of a rested calf after minutes of running."""
    calf = Calf(parameters, MASS_KG, 1)
    stride = stride_inputs(stride_at(3.3, 0.0, None, parameters), MASS_KG, parameters)
    n_ms = stride.shape[1]
    calf.run(np.tile(stride, (1, 10)), 0)
    calf.relax_potassium(calf.run(np.tile(stride, (1, 4)), 10 * n_ms).rate_pps, 60.0)
    window = calf.run(np.tile(stride, (1, 6)), 20 * n_ms)
    calf.tire(window.use, 300.0, 37.0, window.unit_pps)
    calf.settle(calf.milieu)
    window = calf.run(np.tile(stride, (1, 16)), 40 * n_ms, record_every=50)
    drive = window.record[layout.REC_BARRAGE : layout.REC_BARRAGE + 3, -1]
    return {
        "running_drive" + suffix: float(drive.max()),
        "swing_share" + suffix: float(window.swing.max(initial=0.0)),
    }


def _bounds(free: Free) -> tuple[float, float]:
    """Bounds within the parameter's plausible range."""
    if free.whose == "prone":
        return free.low, free.high
    low, high = load_parameters()[free.key].range
    return max(low, free.low), min(high, free.high)


def fit(generations: int, seed: int, strength: float, spread: float) -> dict[str, object]:
    """Search from where the parameters are; returns what goes to the result file."""
    low, high = (np.log(edge) for edge in np.transpose([_bounds(free) for free in FREE]))
    span = high - low

    def decoded(z: Vector) -> Vector:
        return np.exp(low + np.clip(z, 0.0, 1.0) * span)

    mean = np.clip((np.log(start_vector()) - low) / span, 0.02, 0.98)
    search = CMA(mean=mean, sigma=spread, bounds=np.tile([0.0, 1.0], (len(FREE), 1)), seed=seed)
    first = measure(*sets_of(decoded(mean)), strength)
    best, best_z, best_measure = loss_of(first), mean, first
    begun = time.perf_counter()
    for generation in range(generations):
        tried = []
        for _ in range(search.population_size):
            z = search.ask()
            measured = measure(*sets_of(decoded(z)), strength)
            tried.append((z, loss_of(measured)))
            if tried[-1][1] < best:
                best, best_z, best_measure = tried[-1][1], z, measured
                _keep(seed, generation, strength, best, decoded(z), measured)
        search.tell(tried)
        passed = time.perf_counter() - begun
        print(f"generation {generation + 1}: best {best:.1f}  {passed:.0f} s", flush=True)
    return _keep(seed, generations, strength, best, decoded(best_z), best_measure)


def _keep(
    seed: int,
    generations: int,
    strength: float,
    loss: float,
    fitted: Vector,
    measured: dict[str, float],
) -> dict[str, object]:
    """Write the best so far to the result file, so that nothing is lost on Ctrl-C."""
    result: dict[str, object] = {
        "date": datetime.date.today().isoformat(),
        "seed": seed,
        "generations": generations,
        "optimiser": "CMA-ES (cmaes)",
        "loss": round(loss, 2),
        "stimulus_strength": strength,
        "parameters": {
            f"{free.key}{' (prone factor)' if free.whose == 'prone' else ''}": float(f"{v:.3g}")
            for free, v in zip(FREE, fitted, strict=True)
        },
        "measured": {name: round(value, 3) for name, value in measured.items()},
        "targets": {name: vars(target) for name, target in TARGETS.items()},
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    return result


def apply(result: dict[str, object]) -> None:
    """Write the fitted numbers into the parameter files."""
    values = result["parameters"]
    assert isinstance(values, dict)
    for free in FREE:
        organ, name = free.key.split(".")
        if free.whose == "prone":
            value = float(f"{values[free.key] * values[free.key + ' (prone factor)']:.3g}")
            _write(PARAMETERS / "sets/cramp_prone.toml", free.key, value)
        else:
            _write(PARAMETERS / f"{organ}.toml", name, values[free.key])


def _write(path: Path, table: str, value: float) -> None:
    text = path.read_text("utf-8")
    pattern = re.compile(rf"(^\[{re.escape(table)}\]\nvalue = )\S+", re.MULTILINE)
    changed, n = pattern.subn(lambda found: found.group(1) + repr(value), text)
    if n != 1:
        raise SystemExit(f"{path.name}: no table [{table}] with its value first")
    path.write_text(changed, "utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generations", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spread", type=float, default=0.05, help="first step, share of a range")
    parser.add_argument("--strength", type=float, default=0.9, help="stimulus in Minetto 2011")
    parser.add_argument("--apply", action="store_true", help="write the parameters")
    asked = parser.parse_args()
    result = fit(asked.generations, asked.seed, asked.strength, asked.spread)
    print(json.dumps(result["measured"], indent=2))
    if asked.apply:
        apply(result)


if __name__ == "__main__":
    main()
