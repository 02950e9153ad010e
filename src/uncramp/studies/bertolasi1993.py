"""Bertolasi and others 1993: a short muscle cramps, a fixed one does not, and stretch ends it."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import Study

ASSAY = Assay(train_s=2.0, stop_Hz=50.0)
_HEADS = ("medial_gastrocnemius", "lateral_gastrocnemius")
_EFFORT_S = 2.5
_LIMIT_S = 30.0


def simulate(subject: Subject) -> Mapping[str, float]:
    """Maximal efforts at two lengths; stretch during every kind of cramp that comes."""
    calf = subject.calf()
    fixed = lab.shortened_contraction(
        calf, posture=lab.NEUTRAL, duration_s=_EFFORT_S, muscles=_HEADS, watch_s=0.1
    )
    short = lab.Session(calf.copy())
    lab.Contraction(_EFFORT_S, 1.0, _HEADS).apply(short)
    wait_s = 2.0 * subject.parameters.value("cramp.assay_time")
    voluntary = short.advance(short.hold(wait_s)).firing[-1] >= subject.parameters.value(
        "cramp.assay_share"
    )
    intact = ASSAY.test(subject, subject.calf(MEDIAL_ONLY))
    blocked = ASSAY.test(subject, subject.calf(MEDIAL_ONLY), before=[lab.NerveBlock()])
    cramping = [short] if voluntary else []
    cramping += [test.session for test in (intact, blocked) if cramped(test)]
    over_s = [lab.stretch_during_cramp(session, limit_s=_LIMIT_S) for session in cramping]
    return {
        "LE01": float(voluntary),
        "LE02": float(fixed is not None),
        "LE04": float(cramped(blocked)),
        **({"LE03": max(over_s)} if over_s else {}),
    }


STUDY = Study(
    name="bertolasi1993",
    number=6,
    question="what has the length of the muscle to do with it, and is the cord needed?",
    citation="Bertolasi1993",
    population="10 healthy people",
    muscle="not told in the abstract",
    simulated_muscle="medial gastrocnemius; both heads work in the efforts",
    protocol=(
        "Maximal voluntary contraction of 2.5 s (assumed) with the muscle short (foot pointed, "
        "knee straight) and at fixed length (ankle neutral). Stretch at 20 degrees per s "
        "(assumed) during voluntary and electrical cramps, these also beyond a nerve block "
        "(trains of 2 s, assumed): the slowest of them counts."
    ),
    laboratory_id="bertolasi",
    groups=(Group("healthy", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
