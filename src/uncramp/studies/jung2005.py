"""Jung and others 2005: drinking salt solution delays a calf cramp in the heat, and does not
prevent it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.cohort import Group, Subject
from uncramp.studies.study import Study

DRINK_MMOL_L = {"sodium": 51.0, "chloride": 51.0}
SWEAT_L_H = 1.5
LIMIT_S = 3600.0
_HEADS = ("medial_gastrocnemius", "lateral_gastrocnemius")
_HEAT = lab.Heat(38.3, 38.0)
_RAISED = lab.Posture(-20.0, 0.0)
_SET = (lab.Rest(90.0), lab.Bouts(10, 2.0, 1.0, 0.5, _HEADS, _RAISED))  # two minutes
_PER_CYCLE_L = SWEAT_L_H / 30.0
_UNITS = (64, 32, 8)  # the soleus is at rest


def simulate(subject: Subject) -> Mapping[str, float]:
    """Time to cramp, drinking what is sweated and drinking nothing."""
    sweat = lab.Sweat(_PER_CYCLE_L, subject.sweat_mmol_L(SWEAT_L_H))
    drink = lab.Drink(_PER_CYCLE_L, DRINK_MMOL_L)

    def minutes(*meanwhile: lab.Step) -> float:
        session = lab.Session(subject.calf(_UNITS, accustomed=True), posture=_RAISED).do([_HEAT])
        return lab.time_to_cramp(session, _SET, limit_s=LIMIT_S, every_cycle=meanwhile) / 60.0

    drinking, dry = minutes(sweat, drink), minutes(sweat)
    either = math.isfinite(drinking) or math.isfinite(dry)
    both = math.isfinite(drinking) and math.isfinite(dry)
    times = {"DH07": drinking, "DH08": dry} if both else {}
    return {
        "DH09": float(either),
        "cramped_drinking": float(math.isfinite(drinking)),
        "cramped_dry": float(math.isfinite(dry)),
        **times,
    }


STUDY = Study(
    name="jung2005",
    number=11,
    question="does drinking salt solution delay a calf cramp in the heat?",
    citation="Jung2005",
    population="13 college men; times of the 7 who cramped in both trials",
    muscle="calf",
    simulated_muscle="both heads of gastrocnemius; the cramp is sought in the medial one",
    protocol=(
        "Calf-fatiguing exercise at 37 degrees C and 60 % humidity until a cramp, with a "
        "carbohydrate-electrolyte drink with 3.0 g of salt per litre (51 mmol/L) at sweat rate, "
        "or with nothing. Simulated, since the exercise is not told: every two minutes 10 "
        "contractions of 2 s at 50 % with the heel raised (20 degrees), up to an hour; "
        "sweat 1.5 L/h, each man's own; core 38.3 degrees C. Times count in those who "
        "cramp in both trials, as in the paper."
    ),
    laboratory_id="jung",
    groups=(Group("men", "unselected"),),
    simulate=simulate,
    also=(
        ("cramped_drinking", "cramped within an hour, drinking", "share"),
        ("cramped_dry", "cramped within an hour, not drinking", "share"),
    ),
)
compare = STUDY.compare
