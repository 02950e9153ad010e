"""Sentences about a result: plain words first, the field's word second, never a false precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uncramp.language import SOURCE, Language, marked
from uncramp.report.measures import Measures, clock

MUSCLES = ("soleus", "medial_gastrocnemius", "lateral_gastrocnemius")

_FULL_NAMES = {
    "soleus": marked("deep calf muscle (soleus)"),
    "medial_gastrocnemius": marked("inner calf muscle (medial gastrocnemius)"),
    "lateral_gastrocnemius": marked("outer calf muscle (lateral gastrocnemius)"),
}
FIELD_NAMES = {
    "soleus": marked("soleus"),
    "medial_gastrocnemius": marked("medial gastrocnemius"),
    "lateral_gastrocnemius": marked("lateral gastrocnemius"),
}
SHORT_NAMES = {
    "soleus": marked("soleus"),
    "medial_gastrocnemius": marked("inner gastrocnemius"),
    "lateral_gastrocnemius": marked("outer gastrocnemius"),
}
MUSCLE_NOTES = {
    "soleus": marked(
        "The soleus lies flat under the visible calf and works in every step, knee bent or not."
    ),
    "medial_gastrocnemius": marked(
        "The medial gastrocnemius is the inner of the two bulges you can see; "
        "it crosses knee and ankle and pulls hardest at speed and uphill."
    ),
    "lateral_gastrocnemius": marked(
        "The lateral gastrocnemius is the outer, slimmer of the two bulges you can see; "
        "it crosses knee and ankle."
    ),
}
EVIDENCE = {
    "strong": marked("strong evidence"),
    "moderate": marked("moderate evidence"),
    "weak": marked("weak evidence"),
    "conflicting": marked("studies disagree"),
    "hypothesis": marked("a hypothesis, not shown in runners"),
}
GONE = marked("without it")
REMOVED = {"conditioning": marked("with that")}  # a lack is not taken away but made good
UNEXPLAINED = marked(
    "Cramps even without all of these: the run itself, chance, or what the model does not see"
)
CANNOT_KNOW = (
    marked("It cannot tell left from right: one calf stands for both."),
    marked("It sees neither the salt in your sweat nor your shoes, sleep, injuries or medicines."),
)
NOT_A_DIAGNOSIS = marked(
    "Not a diagnosis. See a doctor for cramps that come often, at rest, "
    "or with swelling, weakness or dark urine."
)

_LIKELY, _UNLIKELY = 0.5, 0.1
# Least probability, least lower end of its 80 % range, and what it is called.
_LADDER = (
    (0.8, 0.65, marked("was very likely")),
    (0.6, 0.5, marked("was likely")),
    (0.4, 0.2, marked("was as likely as not")),
    (_UNLIKELY, 0.0, marked("was possible")),
)
_UNCLEAR = 0.2  # an upper end of the range above this excludes nothing
_MOSTLY, _NEARLY_ALWAYS = 0.5, 0.8
_FEW_RUNNERS = 20
_S_PER_HOUR = 3600.0


def printable(text: str) -> str:
    """The text without control characters, which could steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def counted(probability: float, n_twins: int) -> tuple[int, int]:
    """(8, 10), (1, 50), (0, 50), (50, 50): tenths only where they are honest."""
    n_cramped = round(probability * n_twins)
    tenths = round(10.0 * n_cramped / n_twins)
    if n_cramped in (0, n_twins) or n_twins < _FEW_RUNNERS or not 1 <= tenths <= 9:
        return n_cramped, n_twins
    return (n_cramped, n_twins) if n_cramped < 0.1 * n_twins else (tenths, 10)


def of_runners(probability: float, n_twins: int, language: Language = SOURCE) -> str:
    """``8 of 10``, ``1 of 50``, ``none of 50``, ``all 50``."""
    _ = language.gettext
    n, of = counted(probability, n_twins)
    said = _("none of {of}") if n == 0 else _("all {of}") if n == of else _("{n} of {of}")
    return said.format(n=n, of=of)


def cramping(probability: float, n_twins: int, language: Language = SOURCE) -> str:
    """``8 of 10 simulated runners like you cramp``."""
    _ = language.gettext
    n, of = counted(probability, n_twins)
    if n == 0:
        return _("none of {of} simulated runners like you cramps").format(of=of)
    if n == of:
        return _("all {of} simulated runners like you cramp").format(of=of)
    if n == 1:
        return _("1 of {of} simulated runners like you cramps").format(of=of)
    return _("{n} of {of} simulated runners like you cramp").format(n=n, of=of)


def so_far(n_cramped: int, n_done: int, language: Language = SOURCE) -> str:
    """The answer while the simulation runs; empty before the first runner is done."""
    _ = language.gettext
    if n_done == 0:
        return ""
    if n_cramped == 0:
        return _("so far none of {of} simulated runners cramps").format(of=n_done)
    if n_cramped == 1:
        return _("so far 1 of {of} simulated runners cramps").format(of=n_done)
    said = _("so far {n} of {of} simulated runners cramp")
    return said.format(n=n_cramped, of=n_done)


def tone(probability: float | None) -> str:
    """``alarm``, ``watch``, ``calm``; ``unknown`` where nothing was finished."""
    if probability is None:
        return "unknown"
    if probability >= _LIKELY:
        return "alarm"
    return "watch" if probability >= _UNLIKELY else "calm"


def muscle(name: str, language: Language = SOURCE) -> str:
    """``deep calf muscle (soleus)``; in other languages with its article."""
    return language.gettext(_FULL_NAMES[name])


def headline(cramp: Mapping[str, Any], measures: Measures) -> str:
    """The answer, in one sentence."""
    _ = measures.language.gettext
    probability, n_twins = cramp["probability"], cramp["n_twins"]
    mood = tone(probability)
    if mood == "unknown":
        return _("Stopped before the first simulated runner was done: no answer yet.")
    runners = cramping(probability, n_twins, measures.language)
    if mood == "calm":
        verdict = _no_cramp(cramp, measures.language)
        return _("{verdict}: {runners}.").format(verdict=verdict, runners=runners)
    return _("A calf cramp {likely}, {place}: {runners}.").format(
        likely=_likelihood(cramp, measures.language),
        place=when_and_where(cramp, measures),
        runners=runners,
    )


def keyword(cramp: Mapping[str, Any], language: Language = SOURCE) -> str:
    """The part of the headline to notice: the time, or the verdict."""
    mood = tone(cramp["probability"])
    if mood == "alarm":
        return around(cramp["time_s"], _grain_s(cramp), language)
    if mood == "calm":
        return language.gettext("No cramp expected")
    return _likelihood(cramp, language) if mood == "watch" else ""


def details(
    cramp: Mapping[str, Any], measures: Measures, muscle_share: float | None = None
) -> tuple[str, ...]:
    """What follows the headline: which muscle, when, how sure.

    Parameters
    ----------
    muscle_share
        Share of the cramps that are in ``cramp["muscle"]``; None where unknown.
    """
    mood, language = tone(cramp["probability"]), measures.language
    if mood == "unknown":
        return ()
    lines = [_plausible(cramp, language)]
    if mood in ("alarm", "watch"):
        lines.insert(0, f"{_where(cramp, muscle_share, language)}{_span(cramp, language)}.")
    elif cramp["n_cramped"]:
        said = language.gettext("If it happens: in the {muscle}, {place}.")
        name, place = muscle(cramp["muscle"], language), when_and_where(cramp, measures)
        lines.insert(0, said.format(muscle=name, place=place))
    return tuple(lines)


def _likelihood(cramp: Mapping[str, Any], language: Language) -> str:
    """``was likely``: as strong as both the share and its lower end allow."""
    probability, low = cramp["probability"] or 0.0, cramp["probability_p10"] or 0.0
    fits = (said for least, least_low, said in _LADDER if probability >= least and low >= least_low)
    return language.gettext(next(fits, _LADDER[-1][-1]))


def _no_cramp(cramp: Mapping[str, Any], language: Language) -> str:
    """``No cramp expected``, with a reservation where too few runners were simulated."""
    _ = language.gettext
    if (cramp["probability_p90"] or 0.0) > _UNCLEAR:
        return _("No cramp expected, as far as so few can tell")
    return _("No cramp expected")


def _where(cramp: Mapping[str, Any], share: float | None, language: Language) -> str:
    """Which muscle, no surer than the simulated runners agree."""
    _ = language.gettext
    if share is None or share >= _NEARLY_ALWAYS:
        said = _("It is the {muscle} that cramps")
    elif share >= _MOSTLY:
        said = _("It is mostly the {muscle} that cramps")
    else:
        said = _("Any of the calf muscles may be the one, most often the {muscle}")
    return said.format(muscle=muscle(cramp["muscle"], language))


def when_and_where(cramp: Mapping[str, Any], measures: Measures) -> str:
    """``around 2:42, near km 33``."""
    text = around(cramp["time_s"], _grain_s(cramp), measures.language)
    if cramp["distance_km"] is not None:
        text += f", {measures.nearby(cramp['distance_km'])}"
    return text


def cramp_label(cramp: Mapping[str, Any], language: Language = SOURCE) -> str:
    """``cramp around 3:30``, for the line in a chart; empty where nobody cramps."""
    if cramp["time_s"] is None:
        return ""
    when = around(cramp["time_s"], _grain_s(cramp), language)
    return language.gettext("cramp {when}").format(when=when)


def around(time_s: float, grain_s: float = 60.0, language: Language = SOURCE) -> str:
    """``around 2:42``; ``around minute 38`` in the first hour; rounded to the grain."""
    _ = language.gettext
    minute, hours = _moment(time_s, grain_s)
    if minute is not None:
        return _("around minute {minute}").format(minute=minute)
    return _("around {clock}").format(clock=hours)


def _moment(time_s: float, grain_s: float) -> tuple[int | None, str]:
    """Minute in the first hour, else None and hours and minutes."""
    rounded = round(time_s / grain_s) * grain_s
    if rounded < _S_PER_HOUR:
        return max(round(rounded / 60.0), 1), ""
    return None, clock(rounded)


def without(
    probability: float | None, n_twins: int, opening: str = GONE, language: Language = SOURCE
) -> str:
    """``without it 3 of 10 cramp``; empty where it is not known."""
    _ = language.gettext
    if probability is None:
        return ""
    n_left = round(probability * n_twins)
    n, of = counted(probability, n_twins)
    if n_twins >= _FEW_RUNNERS and 0 < n_left < 0.1 * n_twins:
        said = _("{opening} fewer than 1 of 10 cramp")
    elif n == 0:
        said = _("{opening} none of {of} cramps")
    elif n == of:
        said = _("{opening} all {of} cramp")
    else:
        said = _("{opening} 1 of {of} cramps") if n == 1 else _("{opening} {n} of {of} cramp")
    return said.format(opening=_(opening), n=n, of=of)


def _span(cramp: Mapping[str, Any], language: Language) -> str:
    """``, in most cases between 2:30 and 2:50``; empty where the times are one."""
    _ = language.gettext
    first, last = cramp["time_s_p10"], cramp["time_s_p90"]
    if first is None or last is None or cramp["n_cramped"] < 3:
        return ""
    grain_s = _grain_s(cramp)
    early, late = _moment(first, grain_s), _moment(last, grain_s)
    if early == late:
        return ""
    if late[0] is None:  # one way of telling the time in one sentence
        said = _(", in most cases between {first} and {last}")
        return said.format(first=early[1] or clock(60.0 * (early[0] or 0)), last=late[1])
    said = _(", in most cases between minute {first} and {last}")
    return said.format(first=early[0], last=late[0])


def _plausible(cramp: Mapping[str, Any], language: Language) -> str:
    """The range that the finite number of simulated runners leaves."""
    _ = language.gettext
    low, high, n_twins = cramp["probability_p10"], cramp["probability_p90"], cramp["n_twins"]
    if low is None or high is None:
        return ""
    if n_twins >= _FEW_RUNNERS and low >= 0.1:
        base, least, most = 10, round(10.0 * low), round(10.0 * high)
    else:
        base, least, most = n_twins, round(n_twins * low), round(n_twins * high)
    if least == most:
        said = _("With {twins} simulated, the range to expect is {least} of {of}.")
    elif n_twins < _FEW_RUNNERS:
        said = _(
            "With only {twins} simulated, anything from {least} to {most} of {of} is plausible."
        )
    else:
        said = _("With {twins} simulated, anything from {least} to {most} of {of} is plausible.")
    return said.format(twins=n_twins, least=least, most=most, of=base)


def _grain_s(cramp: Mapping[str, Any]) -> float:
    """Rounding that the spread of the cramp times allows: 1, 5 or 10 minutes."""
    first, last = cramp["time_s_p10"], cramp["time_s_p90"]
    spread_min = 0.0 if first is None or last is None else (last - first) / 60.0
    if spread_min > 60.0:
        return 600.0
    return 300.0 if spread_min > 20.0 else 60.0
