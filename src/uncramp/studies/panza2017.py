"""Panza and others 2017: the same with a control day."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import RELIEVED, Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
_LONG = lab.Posture(15.0, 0.0)
STRETCHES = 3 * (lab.Stretch(60.0, _LONG), lab.Rest(30.0))
_REST = (lab.Rest(280.0),)


def simulate(subject: Subject) -> Mapping[str, float]:
    """Change of threshold from a first test to one after stretching, and after as long a rest."""
    changes = {}
    for day, (row, between) in enumerate((("PV01", STRETCHES), ("PV02", _REST))):
        calf = subject.calf(MEDIAL_ONLY, repeat=day)
        first = ASSAY.test(subject, calf)
        if cramped(first):
            session = first.session.do(RELIEVED)
            later_Hz = ASSAY.later_Hz(subject, session, between)
            changes[row] = later_Hz - first.frequency_Hz
    return {row: change for row, change in changes.items() if math.isfinite(change)}


STUDY = Study(
    name="panza2017",
    number=15,
    question="does stretching change the threshold more than resting does?",
    citation="Panza2017",
    population="17 healthy people, each with both",
    muscle="a foot muscle (flexor hallucis brevis, recalled)",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Threshold, static stretching or rest, threshold again. Simulated: three stretches of a "
        "minute at 15 degrees of dorsiflexion with half a minute between (assumed), or as long a "
        "rest; trains of 2 s from 4 Hz in steps of 2 Hz; the first cramp is stretched away."
    ),
    laboratory_id="panza",
    groups=(Group("healthy", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
