"""Calf raises, jumps, the dynamic warm-up and what follows a run: doses in steps, gates, reasons.

Every number is read from ``exercises.toml``, beside its sources. Calf raises, jumps and warm-up are
hypotheses for exercise cramps: no trial exists, and `family` says so.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from uncramp.advice.plan import Evidence, Place, Step
from uncramp.language import Sentence, joined, marked

Knee = Literal["straight", "bent"]
FAMILIES = ("strength", "plyometrics", "warmup", "after")
KNEES: tuple[Knee, ...] = ("straight", "bent")
PLACES = ("home", "gym")
EACH_LEG = f" {marked('Each leg.')}"
_ADDED = re.compile(r" Added load: (\d+) % of body mass\.$")

_FOLDER = Path(__file__).parent
_SHORT_WARMUP_DRILLS = 6


@dataclass(frozen=True, slots=True)
class Family:
    """What all sessions of one kind share: their title, reason, rule, evidence and sources."""

    title: str
    evidence: Evidence
    reason: str
    rule: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """When a phase of the calf raises may be left.

    Attributes
    ----------
    phase, weeks
        1…4 and how long it lasts at least.
    per_week
        Fewest and most sessions a week.
    raises_needed
        Raises on one leg, straight knee, each leg, before the next phase; 0 for none.
    text
        The gate in words.
    """

    phase: int
    weeks: int
    per_week: tuple[int, int]
    raises_needed: int
    text: str


@dataclass(frozen=True, slots=True)
class JumpGate:
    """When jumps may begin, and how far apart they must be.

    Attributes
    ----------
    phase, raises, hops
        Phase of the calf raises; raises on one leg; hops on each leg without pain.
    hours_apart, hours_best
        Least and wished hours between two sessions.
    surface
        What to land on.
    """

    phase: int
    raises: int
    hops: int
    hours_apart: int
    hours_best: int
    surface: str
    text: str

    def opens(self, phase: int, raises: int | None, painless_hops: int | None = None) -> bool:
        """Whether jumps may begin; raises not counted keep it shut, hops not tried do not.

        The session itself begins with the hops: `plyometric_session` says so.
        """
        tried = painless_hops is None or painless_hops >= self.hops
        return phase >= self.phase and raises is not None and raises >= self.raises and tried


@dataclass(frozen=True, slots=True)
class JumpLevel:
    """One level of the jumps: landings a session, sessions a week at most."""

    level: int
    contacts: int
    per_week: int


def family(kind: str) -> Family:
    """Title, reason, evidence and sources of ``strength``, ``plyometrics``, ``warmup``, ``after``.

    Raises
    ------
    ValueError
        If there is no such family.
    """
    _among("family", kind, FAMILIES)
    table = _tables()["family"][kind]
    return Family(**{**table, "sources": tuple(table["sources"])})


def pain_rule() -> str:
    """The rule about pain, one sentence for every strength and jump session."""
    return str(_tables()["pain"]["text"])


def phases() -> tuple[Gate, ...]:
    """The phases of the calf raises, in order."""
    return tuple(
        Gate(
            phase=table["number"],
            weeks=table["weeks"],
            per_week=(table["per_week"][0], table["per_week"][1]),
            raises_needed=table["raises_to_leave"],
            text=table["gate"],
        )
        for table in _tables()["phase"]
    )


def phase_gate(phase: int) -> Gate:
    """The gate of one phase, 1…4.

    Raises
    ------
    ValueError
        If there is no such phase.
    """
    found = {gate.phase: gate for gate in phases()}
    _among("phase", phase, tuple(found))
    return found[phase]


def start_phase(raises: int | None) -> int:
    """The phase to begin with: 2 for who can do the raises that open phase 3, else 1.

    Nobody begins higher: strength on the test does not say what the tendon is used to.
    """
    return 2 if raises is not None and raises >= phase_gate(2).raises_needed else 1


def phase_after_pain(phase: int, pain_during: float, pain_next_morning: float) -> int:
    """The phase to go on with: one back if the pain rule was broken.

    Parameters
    ----------
    pain_during, pain_next_morning
        0…10, the worst while doing it and what is left on the next morning.

    Raises
    ------
    ValueError
        If the phase does not exist or a pain is outside 0…10.
    """
    phase_gate(phase)
    for pain in (pain_during, pain_next_morning):
        if not 0.0 <= pain <= 10.0:
            raise ValueError(f"pain {pain:g}: give a number from 0 (none) to 10 (unbearable)")
    broken = pain_during > _tables()["pain"]["most_during"] or pain_next_morning > 0.0
    return max(1, phase - 1) if broken else phase


def strength_session(
    phase: int,
    knee: Knee,
    mass_kg: float | None,
    place: Place,
    week: int = 0,
    light: bool = False,
) -> tuple[Step, ...]:
    """The calf raises of one phase for one knee position; a session takes both.

    Parameters
    ----------
    phase
        1…4.
    knee
        ``straight`` for the gastrocnemius, ``bent`` for the soleus.
    mass_kg
        Body mass; None leaves the load in words, as a share of body mass.
    place
        ``home`` (backpack, at most 20 kg) or ``gym``.
    week
        Week within the phase, from 0; beyond its end the last dose stays.
    light
        Before a race: the same load, fewer sets.

    Returns
    -------
    tuple of Step
        Load rounded down to what the place can set; sets and repetitions for each leg.

    Raises
    ------
    ValueError
        For an unknown phase, knee or place, or a mass or week that cannot be.
    """
    gate = phase_gate(phase)
    _among("knee", knee, KNEES)
    _among("place", place, PLACES)
    if mass_kg is not None and not (math.isfinite(mass_kg) and mass_kg > 0.0):
        raise ValueError(f"mass_kg is {mass_kg:g}: give the body mass in kg, or leave it out")
    if week < 0:
        raise ValueError(f"week {week}: weeks of a phase are counted from 0")
    row = next(
        row
        for row in _tables()["raise"]
        if row["phase"] == phase and row["knee"] == knee and place in row["place"]
    )
    share = min(week / max(gate.weeks - 1, 1), 1.0)
    sets, reps = (round(_between(row[name], share)) for name in ("sets", "reps"))
    sets = min(sets, _tables()["light"]["sets"]) if light else sets
    words, load_kg, tempo = row["do"], None, row["tempo"]
    if "load_pct" in row:
        load_pct = _between(row["load_pct"], share)
        words += f" Added load: {load_pct:.0f} % of body mass."
        if mass_kg is not None:
            load_kg, enough = _load(load_pct / 100.0 * mass_kg, place)
            if not enough:
                home = _tables()["home"]
                words, tempo = f"{words} {home['text']}", home["tempo"]
                reps = max(reps, home["reps"])
    text = f"{row['title']}: {words}{EACH_LEG if row['legs'] == 1 else ''}"
    return (
        Step(
            text,
            sets=sets,
            reps=reps,
            load_kg=load_kg,
            tempo=tempo,
            rest_s=float(row["rest_s"]),
            drawing=row["drawing"],
        ),
    )


def plyometric_gate() -> JumpGate:
    """When jumps may begin."""
    return JumpGate(**_tables()["plyometric_gate"])


def plyometric_levels() -> tuple[JumpLevel, ...]:
    """The levels of the jumps, in order; one week each at least."""
    return tuple(
        JumpLevel(row["level"], row["contacts"], row["per_week"])
        for row in _tables()["plyometric_level"]
    )


def jump_level(level: int) -> JumpLevel:
    """One level of the jumps.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    found = {one.level: one for one in plyometric_levels()}
    _among("level", level, tuple(found))
    return found[level]


def plyometric_session(level: int) -> tuple[Step, ...]:
    """The jumps of one level, easiest first; the first step is the test that lets them begin.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    rows = {row["level"]: row for row in _tables()["plyometric_level"]}
    _among("level", level, tuple(rows))
    jumps, gate = {jump["id"]: jump for jump in _tables()["jump"]}, plyometric_gate()
    steps = [Step(_hop_test(gate))]
    for name, sets, reps in rows[level]["sets"]:
        jump = jumps[name]
        each = EACH_LEG if jump["legs"] == 1 else ""
        steps.append(
            Step(
                f"{jump['title']}: {jump['do']}{each}",
                sets=sets,
                reps=reps,
                rest_s=float(jump["rest_s"]),
                drawing=jump["drawing"],
            )
        )
    return tuple(steps)


def dynamic_warmup(minutes: float = 5.0) -> tuple[Step, ...]:
    """Easy moving, then drills that always include high knees, butt kicks, leg swings and calf.

    Parameters
    ----------
    minutes
        5…10: six drills of 20 s in the shortest, eight of 30 s in the longest.

    Raises
    ------
    ValueError
        If the minutes are outside.
    """
    warmup, drills = _tables()["warmup"], _tables()["drill"]
    low, high = warmup["minutes"]
    if not low <= minutes <= high:
        raise ValueError(f"a warm-up of {minutes:g} minutes: give {low} to {high}")
    share = (minutes - low) / (high - low)
    count = round(_between((_SHORT_WARMUP_DRILLS, len(drills)), share))
    drill_s, pause_s = 5.0 * round(_between((4, 6), share)), float(warmup["pause_s"])
    easy_s = 60.0 * minutes - count * (drill_s + pause_s)
    steps = [Step(_easy(), duration_s=easy_s)]
    for drill in drills[:count]:
        text = f"{drill['title']}: {drill['do']}"
        pause = {"rest_s": pause_s, "drawing": drill["drawing"]}
        steps.append(Step(text, sets=1, duration_s=drill_s, **pause))
    return tuple(steps)


def after_run() -> tuple[Step, ...]:
    """Static stretches, knee straight and bent, and foam rolling; never before a run."""
    return tuple(
        Step(
            f"{row['title']}: {row['do']}{EACH_LEG}",
            sets=row["sets"],
            hold_s=_seconds(row, "hold_s"),
            duration_s=_seconds(row, "duration_s"),
            rest_s=_seconds(row, "rest_s"),
            drawing=row["drawing"],
        )
        for row in _tables()["after"]
    )


def parts(text: str) -> tuple[str, ...]:
    """The name of an exercise and the sentences after it, each as it stands in the catalogues.

    The sessions put them together; a plan read from a file has nothing but the whole.
    """
    for known in (_easy(), _hop_test(plyometric_gate())):
        if text == known:
            return (known,)
    name, _, rest = text.partition(": ")
    endings: list[str] = []
    for ending in (EACH_LEG, f" {_tables()['home']['text']}"):
        if rest.endswith(ending):
            rest = rest.removesuffix(ending)
            endings.insert(0, ending.strip())
    if found := _ADDED.search(rest):
        rest = rest.removesuffix(found[0])
        endings.insert(0, Sentence("Added load: {pct} % of body mass.", pct=found[1]))
    return (name, *filter(None, (rest, *endings)))


def minutes(steps: tuple[Step, ...]) -> float:
    """How long these steps take, in minutes, pauses included; a pause rests both legs."""
    total_s = 0.0
    for step in steps:
        once_s = (step.duration_s or 0.0) + (step.hold_s or 0.0)
        if step.reps:
            tempo_s = sum(map(float, step.tempo.split("-"))) if step.tempo else 1.0
            once_s += step.reps * tempo_s
        legs = 2 if step.text.endswith(EACH_LEG) else 1
        total_s += (step.sets or 1) * (legs * once_s + (step.rest_s or 0.0))
    return total_s / 60.0


def drawing(name: str) -> str:
    """The SVG of a step's drawing; its colours are the page's (classes far, halo, calf, go).

    Raises
    ------
    ValueError
        If there is no such drawing.
    """
    path = _FOLDER / "drawings" / f"{name}.svg"
    if not name.isidentifier() or not path.is_file():
        raise ValueError(f"no drawing {name!r} in {path.parent.name}/")
    return path.read_text("utf-8")


def _hop_test(gate: JumpGate) -> Sentence:
    return Sentence(
        "Test: {hops} small hops on each leg. Any pain: stop, no jumps today.", hops=gate.hops
    )


def _easy() -> Sentence:
    return joined([_tables()["warmup"]["easy"], _tables()["warmup"]["never"]])


def _load(wanted_kg: float, place: Place) -> tuple[float, bool]:
    """What the place can set, rounded down, and whether that is what was wanted."""
    step_kg = float(_tables()[place]["step_kg"])
    most_kg = float(_tables()[place].get("most_kg", math.inf))
    load_kg = step_kg * math.floor(min(wanted_kg, most_kg) / step_kg + 1e-9)
    return load_kg, wanted_kg <= most_kg


def _between(ends: Any, share: float) -> float:
    first, last = ends
    return float(first + share * (last - first))


def _seconds(row: dict[str, Any], name: str) -> float | None:
    return float(row[name]) if name in row else None


def _among(name: str, value: object, known: tuple[Any, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} {value!r}: there are {', '.join(map(str, known))}")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "exercises.toml").read_text("utf-8"))
