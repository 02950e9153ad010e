"""Behringer and others 2014: weeks of cramps raise the threshold, stimulation without them does
not."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL, Study

ASSAY = Assay(train_s=5.0, start_Hz=8.0)
WEEKS, PER_WEEK = 3.0, 2.0
_ABOVE_Hz = 30.0
_WEEKS_S = WEEKS * 7.0 * 86_400.0


def simulate(subject: Subject) -> Mapping[str, float]:
    """One leg trained short, the other at neutral, a third not at all; tests before and after."""
    calf = subject.calf(MEDIAL_ONLY)
    before_Hz = ASSAY.first_Hz(subject, calf)
    other_Hz = ASSAY.first_Hz(subject, subject.calf(MEDIAL_ONLY, repeat=1))
    if math.isnan(before_Hz):
        return {}

    def trained_Hz(posture: lab.Posture) -> float:
        training = lab.CrampTraining(
            WEEKS, PER_WEEK, posture, frequency_Hz=before_Hz + _ABOVE_Hz, strength=subject.strength
        )
        return ASSAY.later_Hz(subject, calf, [training])

    return {
        "TR01": before_Hz,
        "TR02": trained_Hz(lab.POINTED),
        "TR03": other_Hz,
        "TR04": trained_Hz(lab.NEUTRAL),
        "TR05": before_Hz,
        "TR06": ASSAY.later_Hz(subject, calf, [lab.Rest(_WEEKS_S)]),
    }


STUDY = Study(
    name="behringer2014",
    number=13,
    question="can cramps be trained away?",
    citation="Behringer2014",
    population="15 male sport students, 10 trained and 5 controls",
    muscle="gastrocnemius",
    simulated_muscle=MEDIAL,
    protocol=(
        "Stimulation twice a week for 3 weeks, trains of 5 s with 10 s between at the threshold "
        "frequency + 30 Hz (simulated: 18 trains a session, assumed), one leg with the calf short "
        "so that it cramps, the other with the ankle neutral; controls nothing. Tests: trains of "
        "5 s from 8 Hz in steps of 2 Hz, foot pointed (recalled). One session is simulated spike "
        "by spike and counts for all."
    ),
    laboratory_id="behringer",
    groups=(Group("students", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
