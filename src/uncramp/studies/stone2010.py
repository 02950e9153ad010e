"""Stone and others: exhausting the muscle raises its threshold frequency."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
EXHAUSTION = lab.Bouts(5, 40.0, 60.0, 0.6)


def simulate(subject: Subject) -> Mapping[str, float]:
    """The test rested and right after the exercise."""
    calf = subject.calf(MEDIAL_ONLY, accustomed=True)
    before_Hz = ASSAY.first_Hz(subject, calf)
    if math.isnan(before_Hz):
        return {}
    return {"FA00": before_Hz, "FA01": ASSAY.later_Hz(subject, calf, [EXHAUSTION])}


STUDY = Study(
    name="stone2010",
    number=12,
    question="does local exhaustion lower or raise the threshold frequency?",
    citation="Stone2010",
    population="16 healthy people, 7 men and 9 women, 25 years",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Five bouts of toe curls at 60 % of the one-repetition maximum to failure, a minute "
        "between; the test right after. Simulated: bouts of 40 s (assumed) at 60 % effort, ankle "
        "neutral, then trains of 2 s from 4 Hz in steps of 2 Hz (recalled); no cramp up to 60 Hz "
        "counts as 62."
    ),
    laboratory_id="stone",
    groups=(Group("healthy", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
