"""Minetto and others 2011: with the nerve blocked a cramp is short, weak, harder to set off."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay, cramped
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(n_pulses=150, stop_Hz=50.0)
_WATCH_S, _WATCH_BLOCKED_S = 120.0, 15.0


def simulate(subject: Subject) -> Mapping[str, float]:
    """The ladder with the nerve intact, and with a block between electrode and cord."""
    calf = subject.calf(MEDIAL_ONLY)
    intact = ASSAY.test(subject, calf, watch_s=_WATCH_S)
    if not cramped(intact):
        return {}
    block = [lab.NerveBlock()]
    blocked = ASSAY.test(subject, calf, before=block, watch_s=_WATCH_BLOCKED_S)
    return {
        "BL01": intact.frequency_Hz,
        "BL02": ASSAY.reached_Hz(blocked),
        **_measures(intact.cramp, ("BL03", "BL05", "BL07", "BL09")),
        **_measures(blocked.cramp, ("BL04", "BL06", "BL08", "BL10")),
    }


def _measures(cramp: lab.Cramp | None, keys: tuple[str, str, str, str]) -> dict[str, float]:
    """Duration, EMG, rate and active time of a cramp, where there is one."""
    if cramp is None:
        return {}
    units = cramp.discharge
    values = (cramp.duration_s, 100.0 * cramp.peak_emg, units.rate_pps, units.active_s)
    return dict(zip(keys, values, strict=True))


STUDY = Study(
    name="minetto2011",
    number=4,
    question="what is left of a cramp when the nerve is blocked above the electrode?",
    citation="Minetto2011",
    population="8 healthy people",
    muscle="a foot muscle (flexor hallucis brevis, recalled)",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Bursts of 150 pulses from 4 Hz in steps of 2 Hz (recalled), a minute between; once with "
        "the nerve intact, once with an anaesthetic block between the electrode and the spinal "
        "cord. The cramp is left to itself. Simulated EMG is in % of what all units at 20 pps "
        "would give: only its ratio means something."
    ),
    laboratory_id="minetto",
    groups=(Group("healthy", "reference"),),
    simulate=simulate,
)
compare = STUDY.compare
