"""Behringer and others 2017: a drink that stings, a quarter of an hour before the test."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import RELIEVED, Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL, Study

ASSAY = Assay(train_s=5.0, start_Hz=8.0)
_QUARTER_HOUR = lab.Rest(900.0)


def simulate(subject: Subject) -> Mapping[str, float]:
    """Change of threshold 15 min after the drink, and after a placebo."""
    first = ASSAY.test(subject, subject.calf(MEDIAL_ONLY))
    if not cramped(first):
        return {}
    session = first.session.do(RELIEVED)
    drink = lab.OralReflex(subject.laboratory.oral_reflex)
    changes = {
        "OR17": ASSAY.later_Hz(subject, session, [drink, _QUARTER_HOUR]),
        "OR18": ASSAY.later_Hz(subject, session, [_QUARTER_HOUR]),
    }
    known = {row: found_Hz - first.frequency_Hz for row, found_Hz in changes.items()}
    return {row: change for row, change in known.items() if math.isfinite(change)}


STUDY = Study(
    name="behringer2017",
    number=18,
    question="does a drink that stings (TRPV1 and TRPA1 agonists) raise the threshold?",
    citation="Behringer2017",
    population="22 men, with the mixture or a placebo",
    muscle="medial gastrocnemius",
    simulated_muscle=MEDIAL,
    protocol=(
        "Threshold, drink, threshold 15 min later; trains of 5 s from 8 Hz in steps of 2 Hz "
        "(recalled). Simulated: the mixture calms the cord by the factor of the laboratory, "
        "fading over minutes; the first cramp is stretched away."
    ),
    laboratory_id="behringer",
    groups=(Group("men", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
