"""Miller and others 2010: losing 3 % of body mass does not change the threshold frequency."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL_FOR_FOOT, Study

ASSAY = Assay(train_s=2.0)
SWEAT_MMOL_L = {
    "sodium": 72.0,
    "chloride": 65.0,
    "potassium": 5.6,
    "calcium": 1.5,
    "magnesium": 1.6,
}
_LOSS = 0.03
_TWO_IONS = 2.0  # per sodium in the osmolality


def simulate(subject: Subject) -> Mapping[str, float]:
    """The test before and after the loss; the leg tested has rested."""
    calf = subject.calf(MEDIAL_ONLY)
    before_Hz = ASSAY.first_Hz(subject, calf)
    if math.isnan(before_Hz):
        return {}
    loss_L = _LOSS * subject.mass_kg
    dry = lab.Session(calf.copy())
    sodium_mM = dry.fluids.milieu.sodium_mM
    dry.do([lab.Sweat(loss_L, SWEAT_MMOL_L)])
    return {
        "DH01": before_Hz,
        "DH02": ASSAY.later_Hz(subject, dry),
        "DH03": loss_L * SWEAT_MMOL_L["sodium"],
        "DH04": _TWO_IONS * (dry.fluids.milieu.sodium_mM - sodium_mM),
        "DH05": loss_L * SWEAT_MMOL_L["potassium"],
    }


STUDY = Study(
    name="miller2010",
    number=8,
    question="does losing 3 % of body mass without fatigue change the threshold frequency?",
    citation="Miller2010b",
    population="10 men",
    muscle="flexor hallucis brevis",
    simulated_muscle=MEDIAL_FOR_FOOT,
    protocol=(
        "Cycling with the other leg, half an hour at a time, at 41 degrees C and 15 % humidity "
        "for about 2 h until 3 % of body mass is lost as sweat (72 mmol/L of sodium: 144.9 mmol "
        "in about 2 L); trains of 2 s from 4 Hz in steps of 2 Hz before and after. Simulated: the "
        "loss at once, temperatures as before; change of osmolality as twice that of sodium."
    ),
    laboratory_id="miller",
    groups=(Group("men", "unselected"),),
    simulate=simulate,
)
compare = STUDY.compare
