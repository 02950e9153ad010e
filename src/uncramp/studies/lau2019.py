"""Lau and others 2019: after a hot run water lowers the threshold, salt solution raises it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from uncramp.experiments import protocols as lab
from uncramp.studies.assay import Assay
from uncramp.studies.cohort import MEDIAL_ONLY, Group, Subject
from uncramp.studies.study import MEDIAL, Study

ASSAY = Assay(n_pulses=300, start_Hz=10.0)
SOLUTION_MMOL_L = {"sodium": 50.0, "chloride": 50.0, "potassium": 20.0}
SOLUTION_AS_PRINTED_MMOL_L = SOLUTION_MMOL_L | {"sodium": 129.0}

_LOSS = 0.02
_LEGS, _LEG_S = 4, 750.0  # 50 minutes, the sweat of each quarter lost at its end
_SPEED_M_S, _SLOPE_PCT = 2.8, -5.0
_HOT, _WARM = lab.Heat(38.7, 38.5), lab.Heat(37.2, 36.3)
_WAIT_S, _HALF_HOUR_S = 600.0, 1800.0


def simulate(subject: Subject) -> Mapping[str, float]:
    """Test, run, test, drink, tests at 30 and 60 min; with water and with the solution."""
    calf = subject.calf(MEDIAL_ONLY, accustomed=True)
    session = lab.Session(calf)
    before_Hz = ASSAY.first_Hz(subject, session)
    if math.isnan(before_Hz):
        return {}
    loss_L = _LOSS * subject.mass_kg
    sweat_mmol_L = subject.sweat_mmol_L(loss_L / (_LEGS * _LEG_S) * 3600.0)
    session.do([_HOT])
    for _ in range(_LEGS):
        session.do([lab.Run(_LEG_S, _SPEED_M_S, _SLOPE_PCT)])
        session.do([lab.Sweat(loss_L / _LEGS, sweat_mmol_L)])
    after_Hz = ASSAY.later_Hz(subject, session)
    session.do([lab.Rest(_WAIT_S), _WARM])

    def drinking(content_mmol_L: Mapping[str, float], times: int) -> list[float]:
        trial = session.copy().do([lab.Drink(loss_L, content_mmol_L)])
        changes = []
        for _ in range(times):
            trial.rest(_HALF_HOUR_S * 2 / times)
            changes.append(ASSAY.later_Hz(subject, trial) - before_Hz)
        return changes

    water, solution = drinking({}, 2), drinking(SOLUTION_MMOL_L, 2)
    return {
        "DH10": before_Hz,
        "DH11": after_Hz - before_Hz,
        "DH12": water[0],
        "DH13": water[1],
        "DH14": solution[0],
        "DH15": solution[1],
        "as_printed": drinking(SOLUTION_AS_PRINTED_MMOL_L, 1)[0],
    }


STUDY = Study(
    name="lau2019",
    number=10,
    question="what do water and rehydration solution do to the threshold after a hot run?",
    citation="Lau2019",
    population="10 men, each with both drinks",
    muscle="gastrocnemius",
    simulated_muscle=MEDIAL,
    protocol=(
        "Downhill run (-5 %) at 35 to 36 degrees C until 2 % of body mass is lost (simulated: 50 "
        "min at 2.8 m/s, core 38.7 degrees C, each man's own sweat, all assumed); 10 "
        "min later a drink equal to the loss, spring water or a solution (sodium 50, chloride 50, "
        "potassium 20 mmol/L: the label; the text prints 129 of sodium, which does not balance "
        "and is simulated as a case of its own). Trains of 300 pulses from 10 Hz in steps of 2 Hz "
        "(recalled) before, right after the run, and 30 and 60 min after the drink."
    ),
    laboratory_id="lau",
    groups=(Group("men", "unselected"),),
    simulate=simulate,
    also=(("as_printed", "change 60 min after the solution with 129 mmol/L of sodium", "Hz"),),
)
compare = STUDY.compare
