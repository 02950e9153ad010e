"""Miller and Knight 2012: where the ladder begins does not matter; force after a cramp."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

FROM_4, FROM_14 = Assay(train_s=2.0), Assay(train_s=2.0, start_Hz=14.0)
_CRAMP_S = 150.0
_EFFORTS = 3


def simulate(subject: Subject) -> Mapping[str, float]:
    """Maximal force, a ladder from 4 Hz, force again after the cramp; and a ladder from 14 Hz."""
    calf = subject.calf(MEDIAL_ONLY)
    before_N = _best_N(lab.Session(calf.copy()))
    low = FROM_4.test(subject, calf)
    high_Hz = FROM_14.first_Hz(subject, calf)
    if not cramped(low):
        return {}
    after = low.session
    lab.follow(after, _CRAMP_S)
    after.rest(58.0)
    soon_N = _best_N(after)
    after.rest(232.0)
    later_N = _best_N(after)
    force = {"TF07": before_N, "TF08": soon_N, "TF09": later_N}
    return {"TF05": low.frequency_Hz, "TF06": high_Hz, **force}


def _best_N(session: lab.Session) -> float:
    """The largest force of three efforts of 2 s."""
    efforts = []
    for _ in range(_EFFORTS):
        efforts.append(lab.maximal_force_N(session))
        session.rest(2.0)
    return max(efforts)


STUDY = Study(
    name="miller2012",
    number=2,
    question="does the threshold depend on where the ladder begins, and what does a cramp cost?",
    citation="Miller2012",
    population="20 cramp-prone young adults, 13 men and 7 women",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "As Miller and Knight 2009, with ladders from 4 and from 14 Hz; three maximal efforts of "
        "2 s before, and 1 and 5 min after the cramp, which is left to itself for up to 150 s. "
        "Simulated force is that of the calf: only its ratio means something."
    ),
    laboratory_id="miller",
    groups=(Group("prone", "prone"),),
    simulate=simulate,
)
compare = STUDY.compare
