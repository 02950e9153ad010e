"""Miller and Knight 2009: people who cramp have a lower threshold frequency than others."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import RELIEVED, Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
_DAY_S = 86_400.0


def simulate(subject: Subject) -> Mapping[str, float]:
    """The test on two days; the cramp is stretched away in between."""
    first = ASSAY.test(subject, subject.calf(MEDIAL_ONLY))
    if not cramped(first):
        return {}
    row = "TF01" if subject.group == "prone" else "TF02"
    day_after = first.session.do([*RELIEVED, lab.Rest(_DAY_S)])
    second_Hz = ASSAY.first_Hz(subject, day_after)
    change_Hz = first.frequency_Hz - second_Hz
    known = {} if math.isnan(change_Hz) else {"TF04": change_Hz}
    return {row: first.frequency_Hz, **known}


STUDY = Study(
    name="miller2009",
    number=1,
    question="is the threshold frequency lower in people who cramp?",
    citation="Miller2009",
    population="19 healthy young adults with and 12 without a history of cramp",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Tibial nerve at the ankle; trains of 2 s from 4 Hz in steps of 2 Hz until a cramp "
        "follows, a minute between trains (train length and rest recalled); again the next day."
    ),
    laboratory_id="miller",
    groups=(Group("prone", "prone"), Group("other", "reference")),
    simulate=simulate,
)
compare = STUDY.compare
