"""Minetto and others 2009: what motor units do in a cramp."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.experiments.discharge import common_oscillation_Hz
from uncramp.studies.assay import Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(n_pulses=150, stop_Hz=50.0)
_WATCH_S = 60.0
_SPECTRUM_S = 12.0


def simulate(subject: Subject) -> Mapping[str, float]:
    """Rates, irregularity and common oscillation of the units of one cramp."""
    calf = subject.calf(MEDIAL_ONLY)
    found = ASSAY.test(subject, calf)
    if not cramped(found):
        return {}
    watched = found.session.advance(found.session.hold(_WATCH_S))
    units = watched.discharge
    begun = watched.raster[:, : round(1000.0 * _SPECTRUM_S)]
    return {
        "MU01": units.active_s,
        "MU02": units.rate_pps,
        "MU03": units.rate_min_pps,
        "MU04": units.rate_max_pps,
        "MU05": units.interval_cv_pct,
        "MU06": units.doublets_pct,
        "MU07": common_oscillation_Hz(begun),
    }


STUDY = Study(
    name="minetto2009",
    number=5,
    question="how do motor units discharge in a cramp?",
    citation="Minetto2009",
    population="11 healthy people, 27.0 years, 48 motor units",
    muscle="abductor hallucis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Electrically elicited cramps, bursts of 150 pulses from 4 Hz in steps of 2 Hz; units of "
        "the cramp watched for a minute, from 0.75 s after the last pulse."
    ),
    laboratory_id="minetto",
    groups=(Group("healthy", "reference"),),
    simulate=simulate,
)
compare = STUDY.compare
