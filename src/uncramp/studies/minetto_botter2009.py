"""Minetto and Botter 2009: the medial head of gastrocnemius cramps, the lateral hardly does."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.studies.assay import Assay, cramped
from uncramp.studies.cohort import LATERAL_ONLY, MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import Study

ASSAY = Assay(n_pulses=150, stop_Hz=50.0)


def simulate(subject: Subject) -> Mapping[str, float]:
    """The ladder on either head."""
    medial = ASSAY.test(subject, subject.calf(MEDIAL_ONLY))
    lateral = ASSAY.test(subject, subject.calf(LATERAL_ONLY), muscle="lateral_gastrocnemius")
    return {"TF10": float(cramped(medial)), "TF11": float(cramped(lateral))}


STUDY = Study(
    name="minetto_botter2009",
    number=3,
    question="in which muscles can a cramp be set off?",
    citation="Minetto2009b",
    population="11 healthy people, both legs",
    muscle="medial and lateral gastrocnemius",
    simulated_muscle="medial and lateral gastrocnemius",
    protocol=(
        "Motor point; bursts of 150 pulses, current 30 % above the largest M-wave, from 4 Hz in "
        "steps of 2 Hz up to about 50 Hz (the end of the ladder assumed); whether a cramp "
        "followed."
    ),
    laboratory_id="minetto",
    groups=(Group("healthy", "reference"),),
    simulate=simulate,
)
compare = STUDY.compare
