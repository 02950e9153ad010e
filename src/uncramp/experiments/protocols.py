"""Laboratory protocols on one calf: general, so that any published experiment is a few lines.

Every protocol takes a calf, leaves it as it is, and accepts any sequence of conditioning steps
(`uncramp.experiments.steps`) before the test: contraction, cramp, rest, drink, heat, painful
saline, stretch, training.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uncramp.calf import Calf
from uncramp.experiments import inputs, interventions
from uncramp.experiments.discharge import Discharge
from uncramp.experiments.inputs import Posture
from uncramp.experiments.running import Run
from uncramp.experiments.session import POINTED, RECORD_MS, Session, Step, Watched
from uncramp.experiments.steps import (
    NEUTRAL,
    STRETCHED,
    Bouts,
    Contraction,
    CrampTraining,
    Drink,
    Heat,
    MusclePain,
    NerveBlock,
    OralReflex,
    Rest,
    Stimulation,
    Stretch,
    Sweat,
    TendonStimulation,
)

__all__ = [
    "NEUTRAL",
    "POINTED",
    "STRETCHED",
    "Bouts",
    "Contraction",
    "Cramp",
    "CrampTraining",
    "Drink",
    "Heat",
    "MusclePain",
    "NerveBlock",
    "OralReflex",
    "Posture",
    "Rest",
    "Run",
    "Session",
    "Step",
    "Stimulation",
    "Stretch",
    "Sweat",
    "TendonStimulation",
    "Threshold",
    "Train",
    "follow",
    "maximal_force_N",
    "shortened_contraction",
    "stretch_during_cramp",
    "threshold_frequency",
    "time_to_cramp",
]

Table = NDArray[np.float64]

_WATCH_S = 3.0  # after a train, before it is called off
_QUIET_S = 1.0


@dataclass(frozen=True, slots=True)
class Train:
    """Pulses of one test: a number of them, or as many as fit into a time.

    Attributes
    ----------
    n_pulses, duration_s
        One of the two; 150 pulses if neither is given.
    strength
        Share of axons reached, 0 to 1: the one factor that differs between laboratories.
    """

    n_pulses: int | None = None
    duration_s: float | None = None
    strength: float = 1.0

    def __post_init__(self) -> None:
        if self.n_pulses is not None and self.duration_s is not None:
            raise ValueError("a train has n_pulses or duration_s, not both")
        if not 0.0 <= self.strength <= 1.0:
            raise ValueError(f"strength is {self.strength:g}; it lies between 0 and 1")

    def pulses(self, frequency_Hz: float) -> int:
        """Number of pulses at a frequency, at least one."""
        if self.duration_s is None:
            return self.n_pulses or 150
        return max(1, round(self.duration_s * frequency_Hz))


@dataclass(frozen=True)
class Cramp:
    """A cramp from its beginning until it was over, or until it was no longer watched.

    Attributes
    ----------
    duration_s
        Until no more than the share that defines it discharges.
    ended
        Whether it ended while it was watched.
    peak_emg
        Largest EMG amplitude from half a second on, after the stimulated units have fallen silent;
        only ratios mean something (`uncramp.experiments.discharge.emg_amplitude`).
    discharge
        Rates and irregularity of its units.
    """

    duration_s: float
    ended: bool
    peak_emg: float
    peak_share: float
    peak_force_N: float
    discharge: Discharge


@dataclass(frozen=True)
class Threshold:
    """Result of a threshold-frequency test.

    Attributes
    ----------
    frequency_Hz
        Of the first train that set off a cramp; NaN if none did.
    cramp
        What that train set off; None if none did, or if it was not followed.
    n_trains
        Given.
    session
        As the last train left it.
    """

    frequency_Hz: float
    cramp: Cramp | None
    n_trains: int
    session: Session


def threshold_frequency(
    calf: Calf | Session,
    *,
    train: Train | None = None,
    posture: Posture = POINTED,
    before: Iterable[Step] = (),
    muscle: str = "medial_gastrocnemius",
    start_Hz: float = 4.0,
    step_Hz: float = 2.0,
    stop_Hz: float = 60.0,
    rest_s: float = 60.0,
    watch_s: float = 0.0,
) -> Threshold:
    """Raise the frequency of a train until it leaves a cramp behind.

    A train leaves a cramp where, ``cramp.assay_time`` after its last pulse, at least
    ``cramp.assay_share`` of the muscle's units still discharge.

    Parameters
    ----------
    calf
        Rested, or a session that goes on: then its own muscle and posture count. It stays as it is.
    train
        150 pulses to every axon if None.
    before
        Conditioning steps, done in order.
    start_Hz, step_Hz, stop_Hz
        Of the ladder.
    rest_s
        Between trains.
    watch_s
        Follow the cramp for so long; 0 does not follow it.

    Raises
    ------
    ValueError
        If the ladder does not rise.
    """
    if not (start_Hz > 0.0 and step_Hz > 0.0):
        raise ValueError(f"start_Hz {start_Hz:g} and step_Hz {step_Hz:g} must be positive")
    train = train or Train()
    session = calf.copy() if isinstance(calf, Session) else Session(calf.copy(), muscle, posture)
    session.do(before)
    frequency_Hz, n_trains = start_Hz, 0
    while frequency_Hz <= stop_Hz:
        n_trains += 1
        watched, cramped = _try(session, train, frequency_Hz)
        if cramped:
            cramp = follow(session, watch_s, watched) if watch_s > 0.0 else None
            return Threshold(frequency_Hz, cramp, n_trains, session)
        session.rest(rest_s)
        frequency_Hz += step_Hz
    return Threshold(math.nan, None, n_trains, session)


def _try(session: Session, train: Train, frequency_Hz: float) -> tuple[Watched, bool]:
    """One train and its aftermath; the aftermath, and whether it is a cramp."""
    rule = session.calf.parameters.organ("cramp")
    n = train.pulses(frequency_Hz)
    still = session.hold(n / frequency_Hz)
    session.advance(inputs.stimulated(still, frequency_Hz, n, train.strength, (session.muscle,)))
    watched = session.advance(session.hold(rule["assay_time"] + 0.01))
    return watched, bool(watched.firing[-1] >= rule["assay_share"])


def follow(session: Session, limit_s: float, first: Watched | None = None) -> Cramp:
    """Watch a cramp that is going on until it has been over for a second, or for `limit_s`.

    `first` is what was watched of it already. The session is advanced.
    """
    share = session.calf.parameters.value("cramp.assay_share")
    parts = [first] if first is not None else []
    seen_s = first.duration_s if first is not None else 0.0
    last_s = seen_s
    while seen_s < limit_s and seen_s - last_s < _QUIET_S:
        part = session.advance(session.hold(2.0))
        parts.append(part)
        above = np.flatnonzero(part.firing >= share)
        if len(above):
            last_s = seen_s + (int(above[-1]) + 1) * RECORD_MS / 1000.0
        seen_s += part.duration_s
    raster = np.concatenate([part.raster for part in parts], axis=1)
    whole = Watched(
        seen_s,
        np.concatenate([part.firing for part in parts]),
        np.concatenate([part.force_N for part in parts]),
        np.concatenate([part.barrage for part in parts]),
        raster[:, : max(1, round(1000.0 * last_s))],
        quiet=parts[-1].quiet,
    )
    emg = session.emg(whole)
    settled = emg[500:] if len(emg) > 750 else emg
    return Cramp(
        duration_s=last_s,
        ended=seen_s - last_s >= _QUIET_S,
        peak_emg=float(settled.max(initial=0.0)),
        peak_share=float(whole.firing[min(50, len(whole.firing) - 1) :].max()),
        peak_force_N=float(whole.force_N.max()),
        discharge=whole.discharge,
    )


def shortened_contraction(
    calf: Calf,
    *,
    posture: Posture = POINTED,
    duration_s: float = 5.0,
    effort: float = 1.0,
    muscles: Sequence[str] = ("medial_gastrocnemius", "lateral_gastrocnemius"),
    before: Iterable[Step] = (),
    watch_s: float = 60.0,
) -> Cramp | None:
    """A voluntary effort, then nothing: the cramp that it leaves, or None.

    With the foot pointed the muscle works short; `NEUTRAL` holds its length.
    """
    session = Session(calf.copy(), muscles[0], posture).do(before)
    Contraction(duration_s, effort, tuple(muscles)).apply(session)
    rule = session.calf.parameters.organ("cramp")
    # Voluntary discharge has died away by twice the assay's time.
    watched = session.advance(session.hold(2.0 * rule["assay_time"]))
    if watched.firing[-1] < rule["assay_share"]:
        return None
    return follow(session, watch_s, watched)


def stretch_during_cramp(
    session: Session,
    *,
    to: Posture = STRETCHED,
    speed_deg_s: float = 20.0,
    limit_s: float = 60.0,
) -> float:
    """Stretch a session's cramp; seconds from the beginning of the movement until it is over.

    `limit_s` if it does not end by then. The session is left as it is.
    """
    trial = session.copy()
    share = trial.calf.parameters.value("cramp.assay_share")
    moved = trial.move_to(to, speed_deg_s)
    parts = [moved] if moved is not None else []
    seen_s = sum(part.duration_s for part in parts)
    while seen_s < limit_s and (seen_s < 2.0 or parts[-1].firing.max() >= share):
        parts.append(trial.advance(trial.hold(1.0)))
        seen_s += 1.0
    firing = np.concatenate([part.firing for part in parts])
    above = np.flatnonzero(firing >= share)
    return float(min((above[-1] + 1) * RECORD_MS / 1000.0, limit_s)) if len(above) else 0.0


def maximal_force_N(
    session: Session, *, posture: Posture = NEUTRAL, duration_s: float = 2.0
) -> float:
    """Peak tendon force of the session's muscle in a maximal effort; the session is advanced."""
    back = session.posture
    session.move_to(posture)
    calf = session.calf
    interventions.set_effort(calf, 1.0)
    effort = inputs.contraction(posture, (session.muscle,), duration_s, calf.parameters)
    force = float(session.advance(effort).force_N.max())
    session.move_to(back)
    return force


def time_to_cramp(
    session: Session,
    cycle: Sequence[Step],
    *,
    limit_s: float = 3600.0,
    every_cycle: Iterable[Step] = (),
) -> float:
    """Repeat `cycle` until a cramp follows it; seconds, or NaN if none came within `limit_s`.

    A cramp is discharge that outlives a cycle as in `threshold_frequency`. `every_cycle` are steps
    that stand for what goes on meanwhile, such as sweating and drinking. The session is advanced.
    """
    rule = session.calf.parameters.organ("cramp")
    start_ms = session.now_ms
    meanwhile = tuple(every_cycle)
    while session.now_ms - start_ms < 1000.0 * limit_s:
        session.do(cycle)
        watched = session.advance(session.hold(2.0 * rule["assay_time"]))
        if watched.firing[-1] >= rule["assay_share"]:
            return (session.now_ms - start_ms) / 1000.0
        session.do(meanwhile)
    return math.nan
