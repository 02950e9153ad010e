"""Miller and others 2018: stretching before does not change the threshold frequency."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
_LONG = lab.Posture(15.0, 0.0)
STATIC = (lab.Stretch(180.0, _LONG),)
CONTRACT_AND_RELAX = 9 * (lab.Stretch(15.0, _LONG), lab.Contraction(5.0, 0.5, posture=_LONG))


def simulate(subject: Subject) -> Mapping[str, float]:
    """The test without stretching, after contracting and relaxing, and after static stretching."""
    calf = subject.calf(MEDIAL_ONLY)
    plain_Hz = ASSAY.first_Hz(subject, calf)
    if math.isnan(plain_Hz):
        return {}
    return {
        "PV03": plain_Hz,
        "PV04": ASSAY.later_Hz(subject, calf, CONTRACT_AND_RELAX),
        "PV05": ASSAY.later_Hz(subject, calf, STATIC),
    }


STUDY = Study(
    name="miller2018",
    number=14,
    question="does stretching before prevent a cramp?",
    citation="Miller2018",
    population="15 healthy people",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Three minutes of static stretching, of contract-relax stretching, or nothing; then "
        "trains of 2 s from 4 Hz in steps of 2 Hz (recalled). Simulated: the ankle at 15 degrees "
        "of dorsiflexion; contract-relax as nine times 15 s of stretch and 5 s at half effort "
        "(assumed)."
    ),
    laboratory_id="miller",
    groups=(Group("healthy", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
