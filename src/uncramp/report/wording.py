"""Sentences about a result: plain words first, the field's word second, never a false precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.report.measures import Measures, clock

MUSCLES = ("soleus", "medial_gastrocnemius", "lateral_gastrocnemius")

PLAIN_NAMES = {
    "soleus": "deep calf muscle",
    "medial_gastrocnemius": "inner calf muscle",
    "lateral_gastrocnemius": "outer calf muscle",
}
FIELD_NAMES = {
    "soleus": "soleus",
    "medial_gastrocnemius": "medial gastrocnemius",
    "lateral_gastrocnemius": "lateral gastrocnemius",
}
SHORT_NAMES = {
    "soleus": "soleus",
    "medial_gastrocnemius": "inner gastrocnemius",
    "lateral_gastrocnemius": "outer gastrocnemius",
}
MUSCLE_NOTES = {
    "soleus": (
        "The soleus lies flat under the visible calf and works in every step, knee bent or not."
    ),
    "medial_gastrocnemius": (
        "The medial gastrocnemius is the inner of the two bulges you can see; "
        "it crosses knee and ankle and pulls hardest at speed and uphill."
    ),
    "lateral_gastrocnemius": (
        "The lateral gastrocnemius is the outer, slimmer of the two bulges you can see; "
        "it crosses knee and ankle."
    ),
}
EVIDENCE = {
    "strong": "strong evidence",
    "moderate": "moderate evidence",
    "weak": "weak evidence",
    "conflicting": "studies disagree",
    "hypothesis": "a hypothesis, not shown in runners",
}
CANNOT_KNOW = (
    "It cannot tell left from right: one calf stands for both.",
    "It sees neither the salt in your sweat nor your shoes, sleep, injuries or medicines.",
)
NOT_A_DIAGNOSIS = (
    "Not a diagnosis. See a doctor for cramps that come often, at rest, "
    "or with swelling, weakness or dark urine."
)

_LIKELY, _SURE, _UNLIKELY = 0.5, 0.8, 0.1
_FEW_RUNNERS = 20
_S_PER_HOUR = 3600.0


def printable(text: str) -> str:
    """The text without control characters, which could steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def of_runners(probability: float, n_twins: int) -> str:
    """``8 of 10``, ``1 of 50``, ``none of 50``, ``all 50``: tenths only where they are honest."""
    n_cramped = round(probability * n_twins)
    if n_cramped == 0:
        return f"none of {n_twins}"
    if n_cramped == n_twins:
        return f"all {n_twins}"
    tenths = round(10.0 * n_cramped / n_twins)
    if n_twins < _FEW_RUNNERS or not 1 <= tenths <= 9 or n_cramped < 0.1 * n_twins:
        return f"{n_cramped} of {n_twins}"
    return f"{tenths} of 10"


def so_far(n_cramped: int, n_done: int) -> str:
    """The answer while the simulation runs; empty before the first runner is done."""
    if n_done == 0:
        return ""
    count = str(n_cramped) if n_cramped else "none"
    return f"so far {count} of {n_done} simulated runners {_cramp(n_cramped)}"


def tone(probability: float | None) -> str:
    """``alarm``, ``watch``, ``calm``; ``unknown`` where nothing was finished."""
    if probability is None:
        return "unknown"
    if probability >= _LIKELY:
        return "alarm"
    return "watch" if probability >= _UNLIKELY else "calm"


def muscle(name: str) -> str:
    """``deep calf muscle (soleus)``."""
    return f"{PLAIN_NAMES[name]} ({FIELD_NAMES[name]})"


def headline(cramp: Mapping[str, Any], measures: Measures) -> str:
    """The answer, in one sentence."""
    probability, n_twins = cramp["probability"], cramp["n_twins"]
    mood = tone(probability)
    if mood == "unknown":
        return "Stopped before the first simulated runner was done: no answer yet."
    if mood == "alarm":
        verb = "would cramp" if probability >= _SURE else "would probably cramp"
        return f"Your {muscle(cramp['muscle'])} {verb} {when_and_where(cramp, measures)}."
    opening = "No cramp expected" if mood == "calm" else "A cramp was possible"
    return (
        f"{opening}: {of_runners(probability, n_twins)} simulated runners like you {_verb(cramp)}."
    )


def keyword(cramp: Mapping[str, Any]) -> str:
    """The part of the headline to notice: the time, or the verdict."""
    mood = tone(cramp["probability"])
    if mood == "alarm":
        return moment(cramp["time_s"], _grain_s(cramp))
    return {"calm": "No cramp expected", "watch": "A cramp was possible"}.get(mood, "")


def details(cramp: Mapping[str, Any], measures: Measures) -> tuple[str, ...]:
    """What follows the headline: how many, when, how sure."""
    probability, n_twins = cramp["probability"], cramp["n_twins"]
    mood = tone(probability)
    if mood == "unknown":
        return ()
    plausible = _plausible(cramp)
    if mood == "alarm":
        many = f"{of_runners(probability, n_twins)} simulated runners like you cramp"
        return (_sentence(f"{many}{_span(cramp)}."), plausible)
    if mood == "watch":
        place = when_and_where(cramp, measures)
        where = f"Those who do: mostly in the {muscle(cramp['muscle'])}, {place}"
        return (f"{where}{_span(cramp, ', most')}.", plausible)
    if cramp["n_cramped"]:
        name, place = muscle(cramp["muscle"]), when_and_where(cramp, measures)
        return (f"If it happens: in the {name}, {place}.", plausible)
    return (plausible,)


def when_and_where(cramp: Mapping[str, Any], measures: Measures) -> str:
    """``around 2:42, near km 33``."""
    text = f"around {moment(cramp['time_s'], _grain_s(cramp))}"
    if cramp["distance_km"] is not None:
        text += f", near {measures.near(cramp['distance_km'])}"
    return text


def cramp_label(cramp: Mapping[str, Any]) -> str:
    """``cramp around 3:30``, for the line in a chart; empty where nobody cramps."""
    if cramp["time_s"] is None:
        return ""
    return f"cramp around {moment(cramp['time_s'], _grain_s(cramp))}"


def moment(time_s: float, grain_s: float = 60.0) -> str:
    """``2:42``; ``minute 38`` in the first hour; rounded to the grain."""
    rounded = round(time_s / grain_s) * grain_s
    if rounded < _S_PER_HOUR:
        return f"minute {max(round(rounded / 60.0), 1)}"
    return clock(rounded)


def without(probability: float | None, n_twins: int) -> str:
    """``without it 3 of 10 cramp``; empty where it is not known."""
    if probability is None:
        return ""
    n_left = round(probability * n_twins)
    return f"without it {of_runners(probability, n_twins)} {_cramp(n_left)}"


def _span(cramp: Mapping[str, Any], opening: str = ", most of them") -> str:
    """``, most of them between 2:31 and 2:49``; empty where the times are one."""
    first, last = cramp["time_s_p10"], cramp["time_s_p90"]
    if first is None or last is None or cramp["n_cramped"] < 3:
        return ""
    if last < _S_PER_HOUR:
        early, late = (max(round(t / 60.0), 1) for t in (first, last))
        return "" if early == late else f"{opening} between minute {early} and {late}"
    early_clock, late_clock = clock(first), clock(last)
    return "" if early_clock == late_clock else f"{opening} between {early_clock} and {late_clock}"


def _plausible(cramp: Mapping[str, Any]) -> str:
    """The range that the finite number of simulated runners leaves."""
    low, high, n_twins = cramp["probability_p10"], cramp["probability_p90"], cramp["n_twins"]
    if low is None or high is None:
        return ""
    if n_twins >= _FEW_RUNNERS and low >= 0.1:
        base, least, most = 10, round(10.0 * low), round(10.0 * high)
    else:
        base, least, most = n_twins, round(n_twins * low), round(n_twins * high)
    count = f"{least} of {base}" if least == most else f"{least} to {most} of {base}"
    return f"With {n_twins} simulated, the range to expect is {count}."


def _grain_s(cramp: Mapping[str, Any]) -> float:
    """Rounding that the spread of the cramp times allows: 1, 5 or 10 minutes."""
    first, last = cramp["time_s_p10"], cramp["time_s_p90"]
    spread_min = 0.0 if first is None or last is None else (last - first) / 60.0
    if spread_min > 60.0:
        return 600.0
    return 300.0 if spread_min > 20.0 else 60.0


def _verb(cramp: Mapping[str, Any]) -> str:
    return _cramp(round(cramp["probability"] * cramp["n_twins"]))


def _cramp(n_cramped: int) -> str:
    return "cramps" if n_cramped in (0, 1) else "cramp"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
