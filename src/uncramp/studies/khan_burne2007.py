"""Khan and Burne 2007: tendon afferents inhibit a calf cramp that a short effort has set off."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.experiments import inputs, interventions
from uncramp.experiments import protocols as lab
from uncramp.studies.cohort import Group, Subject
from uncramp.studies.study import MEDIAL, Study

_HEADS = ("medial_gastrocnemius", "lateral_gastrocnemius")
_EFFORT_S = 2.5
_FACTOR = 2.0
_INHIBITED = 0.9  # EMG below this share of what it is without counts as inhibited
_WATCH_S = 3.0


def simulate(subject: Subject) -> Mapping[str, float]:
    """A maximal effort of the short calf; tendon stimulation during what it leaves."""
    session = lab.Session(subject.calf())
    plain, stimulated = (_in_effort(session, factor) for factor in (1.0, _FACTOR))
    lab.Contraction(_EFFORT_S, 1.0, _HEADS).apply(session)
    wait_s = 2.0 * subject.parameters.value("cramp.assay_time")
    left = session.advance(session.hold(wait_s)).firing[-1]
    cramps = bool(left >= subject.parameters.value("cramp.assay_share"))
    taken = {"LE07": 100.0 * (1.0 - stimulated / plain)} if plain > 0.0 else {}
    if not cramps:
        return {"LE05": 0.0, **taken}
    without, inhibited = (_in_cramp(session, factor) for factor in (1.0, _FACTOR))
    return {"LE05": 1.0, "LE06": float(inhibited < _INHIBITED * without), **taken}


def _in_cramp(session: lab.Session, factor: float) -> float:
    """Mean EMG of the cramp over the next seconds, on a copy."""
    trial = session.copy().do([lab.TendonStimulation(factor)])
    return float(trial.emg(trial.advance(trial.hold(_WATCH_S))).mean())


def _in_effort(session: lab.Session, factor: float) -> float:
    """Mean EMG of a maximal effort, on a copy."""
    trial = session.copy().do([lab.TendonStimulation(factor)])
    interventions.set_effort(trial.calf, 1.0)
    effort = inputs.contraction(trial.posture, _HEADS, 1.0, trial.calf.parameters)
    return float(trial.emg(trial.advance(effort)).mean())


STUDY = Study(
    name="khan_burne2007",
    number=7,
    question="do tendon afferents still inhibit in a cramp?",
    citation="Khan2007",
    population="13 healthy people, 8 of whom cramped",
    muscle="gastrocnemius, one head",
    simulated_muscle=MEDIAL,
    protocol=(
        "Maximal voluntary contraction of 2.5 s (assumed) with the calf short; electrical "
        "stimulation of the Achilles tendon during the cramp and during an effort. Simulated: "
        "tendon organs discharge twice as fast as their force asks (assumed); a cramp counts as "
        "inhibited where its EMG falls by a tenth or more."
    ),
    laboratory_id="khan",
    groups=(Group("healthy", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
