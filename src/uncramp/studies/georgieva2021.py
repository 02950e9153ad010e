"""Georgieva and others 2021: pickle juice swallowed or rinsed, no sure effect."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
_WATCH_S = 240.0
_RINSED = 1.0  # a rinse reaches the same mouth: the same reflex


def simulate(subject: Subject) -> Mapping[str, float]:
    """Duration with juice and with a rinse, in % of that with water."""
    found = ASSAY.test(subject, subject.calf(MEDIAL_ONLY))
    if not cramped(found):
        return {}
    level = subject.laboratory.oral_reflex
    water_s = lab.follow(found.session.copy(), _WATCH_S).duration_s
    if water_s <= 0.0:
        return {}

    def percent(strength: float) -> float:
        trial = found.session.copy().do([lab.OralReflex(strength)])
        return 100.0 * lab.follow(trial, _WATCH_S).duration_s / water_s

    return {"OR07": percent(level), "OR08": percent(_RINSED * level)}


STUDY = Study(
    name="georgieva2021",
    number=17,
    question="does pickle juice shorten a cramp, swallowed or rinsed?",
    citation="Georgieva2021",
    population="11 cramp-prone adults",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "A cramp at the threshold frequency (trains of 2 s); at its onset 1 mL/kg of pickle "
        "juice, a rinse with 25 mL of it, or water; time until it is over. Neither differed from "
        "water for sure. Simulated: the same reflex for both."
    ),
    laboratory_id="pickle",
    groups=(Group("prone", "prone"),),
    simulate=simulate,
)
compare = STUDY.compare
