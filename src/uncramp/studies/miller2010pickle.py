"""Miller and others 2010: a sip of pickle juice shortens a cramp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from uncramp.experiments import inputs, interventions
from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.miller2010 import SWEAT_MMOL_L
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
_LOSS = 0.03
_WATCH_S = 240.0
_SIP_L = 0.074
_HALF_HOUR = lab.Rest(1800.0)


def simulate(subject: Subject) -> Mapping[str, float]:
    """On either day a first cramp, and half an hour later a second one with a sip at its onset."""
    sips: dict[str, tuple[lab.Step, ...]] = {
        "water": (lab.Drink(_SIP_L),),
        "pickle": (lab.Drink(_SIP_L), lab.OralReflex(subject.laboratory.oral_reflex)),
    }
    measured: dict[str, float] = {}
    for day, (sip, first_row, row) in enumerate(
        (("water", "OR01", "OR03"), ("pickle", "OR02", "OR04"))
    ):
        session = lab.Session(subject.calf(MEDIAL_ONLY, repeat=day))
        session.do([lab.Sweat(_LOSS * subject.mass_kg, SWEAT_MMOL_L)])
        largest = _largest_emg(session)
        first = ASSAY.test(subject, session)
        if not cramped(first):
            return {}
        cramp = lab.follow(first.session, _WATCH_S)
        measured[first_row] = cramp.duration_s
        if sip == "water":
            measured["OR06"] = 100.0 * cramp.peak_emg / largest
        ladder = replace(ASSAY, start_Hz=first.frequency_Hz)
        second = ladder.test(subject, first.session, before=[_HALF_HOUR])
        if cramped(second):
            measured[row] = lab.follow(second.session.do(sips[sip]), _WATCH_S).duration_s
    if {"OR03", "OR04"} <= set(measured):
        measured["OR05"] = measured["OR03"] - measured["OR04"]
    return measured


def _largest_emg(session: lab.Session) -> float:
    """EMG of a maximal effort, on a copy."""
    trial = session.copy()
    interventions.set_effort(trial.calf, 1.0)
    effort = inputs.contraction(trial.posture, (trial.muscle,), 2.0, trial.calf.parameters)
    return float(trial.emg(trial.advance(effort))[500:-250].mean())


STUDY = Study(
    name="miller2010pickle",
    number=16,
    question="does a sip of pickle juice shorten a cramp?",
    citation="Miller2010a",
    population="hypohydrated men (10, recalled)",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "3 % of body mass lost; a cramp at the threshold frequency, half an hour later a second "
        "one (from that frequency up), and at its onset 1 mL/kg of pickle juice or water; "
        "duration while left alone, watched for 4 min. Simulated: the juice calms the cord at "
        "once by the factor of the laboratory, which no experiment measures: this study can show "
        "only that the calf answers."
    ),
    laboratory_id="pickle",
    groups=(Group("men", "prone"),),
    simulate=simulate,
)
compare = STUDY.compare
