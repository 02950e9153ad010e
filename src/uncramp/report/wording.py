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
REMOVED = {"conditioning": "with that"}  # a cause that is a lack is not taken away but made good
UNEXPLAINED = (
    "Cramps even without all of these: the run itself, chance, or what the model does not see"
)
CANNOT_KNOW = (
    "It cannot tell left from right: one calf stands for both.",
    "It sees neither the salt in your sweat nor your shoes, sleep, injuries or medicines.",
)
NOT_A_DIAGNOSIS = (
    "Not a diagnosis. See a doctor for cramps that come often, at rest, "
    "or with swelling, weakness or dark urine."
)

_LIKELY, _UNLIKELY = 0.5, 0.1
# Least probability, least lower end of its 80 % range, and what it is called.
_LADDER = (
    (0.8, 0.65, "was very likely"),
    (0.6, 0.5, "was likely"),
    (0.4, 0.2, "was as likely as not"),
    (_UNLIKELY, 0.0, "was possible"),
)
_UNCLEAR = 0.2  # an upper end of the range above this excludes nothing
_MOSTLY, _NEARLY_ALWAYS = 0.5, 0.8
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
    count = f"{of_runners(probability, n_twins)} simulated runners like you {_verb(cramp)}"
    if mood == "calm":
        return f"{_no_cramp(cramp)}: {count}."
    return f"A calf cramp {_likelihood(cramp)}, {when_and_where(cramp, measures)}: {count}."


def keyword(cramp: Mapping[str, Any]) -> str:
    """The part of the headline to notice: the time, or the verdict."""
    mood = tone(cramp["probability"])
    if mood == "alarm":
        return f"around {moment(cramp['time_s'], _grain_s(cramp))}"
    return {"calm": "No cramp expected", "watch": _likelihood(cramp)}.get(mood, "")


def details(
    cramp: Mapping[str, Any], measures: Measures, muscle_share: float | None = None
) -> tuple[str, ...]:
    """What follows the headline: which muscle, when, how sure.

    Parameters
    ----------
    muscle_share
        Share of the cramps that are in ``cramp["muscle"]``; None where unknown.
    """
    mood = tone(cramp["probability"])
    if mood == "unknown":
        return ()
    lines = [_plausible(cramp)]
    if mood in ("alarm", "watch"):
        lines.insert(0, f"{_where(cramp, muscle_share)}{_span(cramp)}.")
    elif cramp["n_cramped"]:
        name, place = muscle(cramp["muscle"]), when_and_where(cramp, measures)
        lines.insert(0, f"If it happens: in the {name}, {place}.")
    return tuple(lines)


def _likelihood(cramp: Mapping[str, Any]) -> str:
    """``was likely``: as strong as both the share and its lower end allow."""
    probability, low = cramp["probability"] or 0.0, cramp["probability_p10"] or 0.0
    fits = (said for least, least_low, said in _LADDER if probability >= least and low >= least_low)
    return next(fits, _LADDER[-1][-1])


def _no_cramp(cramp: Mapping[str, Any]) -> str:
    """``No cramp expected``, with a reservation where too few runners were simulated."""
    unclear = (cramp["probability_p90"] or 0.0) > _UNCLEAR
    return "No cramp expected, as far as so few can tell" if unclear else "No cramp expected"


def _where(cramp: Mapping[str, Any], share: float | None) -> str:
    """Which muscle, no surer than the simulated runners agree."""
    name = muscle(cramp["muscle"])
    if share is None or share >= _NEARLY_ALWAYS:
        return f"It is the {name} that cramps"
    if share >= _MOSTLY:
        return f"It is mostly the {name} that cramps"
    return f"Any of the calf muscles may be the one, most often the {name}"


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


def without(probability: float | None, n_twins: int, opening: str = "without it") -> str:
    """``without it 3 of 10 cramp``; empty where it is not known."""
    if probability is None:
        return ""
    n_left = round(probability * n_twins)
    if n_twins >= _FEW_RUNNERS and 0 < n_left < 0.1 * n_twins:
        return f"{opening} fewer than 1 of 10 cramp"
    return f"{opening} {of_runners(probability, n_twins)} {_cramp(n_left)}"


def _span(cramp: Mapping[str, Any]) -> str:
    """``, in most cases between 2:30 and 2:50``; empty where the times are one."""
    first, last = cramp["time_s_p10"], cramp["time_s_p90"]
    if first is None or last is None or cramp["n_cramped"] < 3:
        return ""
    grain_s = _grain_s(cramp)
    early, late = moment(first, grain_s), moment(last, grain_s)
    if early.startswith("minute") and late.startswith("minute"):
        late = late.removeprefix("minute ")
    return "" if early == late else f", in most cases between {early} and {late}"


def _plausible(cramp: Mapping[str, Any]) -> str:
    """The range that the finite number of simulated runners leaves."""
    low, high, n_twins = cramp["probability_p10"], cramp["probability_p90"], cramp["n_twins"]
    if low is None or high is None:
        return ""
    if n_twins >= _FEW_RUNNERS and low >= 0.1:
        base, least, most = 10, round(10.0 * low), round(10.0 * high)
    else:
        base, least, most = n_twins, round(n_twins * low), round(n_twins * high)
    if least == most:
        return f"With {n_twins} simulated, the range to expect is {least} of {base}."
    only = "only " if n_twins < _FEW_RUNNERS else ""
    return (
        f"With {only}{n_twins} simulated, anything from {least} to {most} of {base} is plausible."
    )


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
