"""Braulick and others 2013: nor does losing 5 %."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.miller2010 import SWEAT_MMOL_L
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
_LOSS = 0.05


def simulate(subject: Subject) -> Mapping[str, float]:
    """The change of threshold by the loss."""
    calf = subject.calf(MEDIAL_ONLY)
    before_Hz = ASSAY.first_Hz(subject, calf)
    if math.isnan(before_Hz):
        return {}
    sweat = lab.Sweat(_LOSS * subject.mass_kg, SWEAT_MMOL_L)
    return {"DH06": ASSAY.later_Hz(subject, calf, [sweat]) - before_Hz}


STUDY = Study(
    name="braulick2013",
    number=9,
    question="does losing 5 % of body mass without fatigue change the threshold frequency?",
    citation="Braulick2013",
    population="10 cramp-prone men",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Work of arms and the other leg in the heat until 3 to more than 5 % of body mass is "
        "lost; trains of 2 s from 4 Hz in steps of 2 Hz. No change; the text at hand has no "
        "numbers. Simulated: 5 %, sweat as in Miller 2010."
    ),
    laboratory_id="miller",
    groups=(Group("men", "prone"),),
    simulate=simulate,
)
compare = STUDY.compare
