"""What stands in the way of the goal, and what would have to give."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations, islice

from uncramp import units
from uncramp.advice.exercises import plyometric_gate
from uncramp.advice.limits import Limits, longest_allowed_km, ready_km
from uncramp.advice.load import DAYS, hazard_text, riegel_s
from uncramp.advice.load_model import LoadSolution, long_share
from uncramp.advice.plan import CurrentLevel, Finding, Race, Wishes
from uncramp.advice.progression import number, rules, whole
from uncramp.advice.shape import Start, WeekShape, shaped
from uncramp.athlete import Athlete
from uncramp.language import Sentence, joined, marked
from uncramp.parameters import load_parameters

# Rules that can stand between a runner and a longest run, in the order in which they are asked.
IN_THE_WAY = (
    "single_run",
    "weekly_ten_percent",
    "restart",
    "cutback",
    "long_run_time",
    "long_run_share",
)
_LATEST_WEEKS = 52
_ENOUGH_KM = 1.0
_PCT, _STEPS = 100.0, 20
_HALF_KM, _NEARLY_ALL = 21.0975, 0.9
_THIN = 1.1  # over the usual share of the long run, from which it is said
_EPS = 1e-9
_MARATHON_KM = 42.195


def forecast_s(race: Race, athlete: Athlete, level: CurrentLevel) -> float:
    """Time in a race of this length: from a race that was told, else from the runs or easy pace."""
    known_km, known_s = athlete.race_distance_km, athlete.race_time_s
    if known_km is not None and known_s is not None:
        return riegel_s(known_km, known_s, race.distance_km)
    easy = level.easy_pace_s_per_km or number("easy_pace")
    ratio = load_parameters().value("athlete.easy_to_marathon_speed")
    forecast = riegel_s(_MARATHON_KM, float(_MARATHON_KM * easy * ratio), race.distance_km)
    if level.best_km is None or level.best_s is None:
        return forecast
    return min(forecast, riegel_s(level.best_km, level.best_s, race.distance_km))


def race_time_s(race: Race, forecast: float) -> float:
    """The time a race is planned for: the target, unless it is out of reach."""
    if race.target_time_s is None or out_of_reach(race, forecast):
        return forecast
    return race.target_time_s


def out_of_reach(race: Race, forecast: float) -> bool:
    """Whether the target is faster than anything known of the runner."""
    target = race.target_time_s
    return target is not None and forecast > number("target_margin") * target


def findings(
    start: Start,
    race: Race,
    wishes: Wishes,
    weeks: Sequence[WeekShape],
    load: LoadSolution,
    forecast: float,
) -> tuple[Finding, ...]:
    """Everything the runner must know about this plan, what blocks first."""
    found = []
    ways = ways_to_goal(start, race, weeks) if load.short_km > _ENOUGH_KM else ()
    if load.short_km > _ENOUGH_KM:
        found.append(_not_ready(start, race, wishes, weeks, load, ways))
    if out_of_reach(race, forecast):
        found.append(_too_fast(race, forecast))
    found += _notes(start, race, load)
    if ("long_run_share",) not in ways:
        found += _long_share(weeks, load)
    found += _jumps(start, weeks)
    return tuple(found)


def ways_to_goal(
    start: Start, race: Race, weeks: Sequence[WeekShape]
) -> tuple[tuple[str, ...], ...]:
    """Rules without which the goal is reached: every single one that is enough, else two or more.

    Of several rules that only do it together the first set; nothing if none is enough.
    """
    kinds = {week.kind for week in weeks}
    asked = [
        name
        for name in IN_THE_WAY
        if not (name in ("restart", "cutback") and name not in kinds)
        and not (name == "long_run_time" and _time_is_enough(start, race))
    ]

    def enough(names: tuple[str, ...]) -> bool:
        return Limits(start, race, weeks, names).short_km() <= _ENOUGH_KM

    alone = tuple((name,) for name in asked if enough((name,)))
    together = chain(combinations(asked, 2), [tuple(asked[:3])])
    return alone or tuple(islice(filter(enough, together), 1))


def _time_is_enough(start: Start, race: Race) -> bool:
    return longest_allowed_km(start.easy_pace_s_per_km()) >= ready_km(race) - _ENOUGH_KM


def _not_ready(
    start: Start,
    race: Race,
    wishes: Wishes,
    weeks: Sequence[WeekShape],
    load: LoadSolution,
    ways: Sequence[Sequence[str]],
) -> Finding:
    names = tuple(chain.from_iterable(ways))
    reached = load.longest_km
    if ("long_run_time",) in ways:  # no date helps: a slow long run is long enough
        return _slow(race, reached)
    days = (race.date - start.day).days
    until = Sentence("{n} days", n=days)
    if days >= 2 * DAYS:
        until = Sentence("{n} weeks", n=round(days / DAYS))
    way = marked("There are too few weeks.")
    if names:
        said = joined([_named(n) for n in names], "; ")
        way = Sentence("In the way: {rules}.", rules=said)
        if len(ways) > 1:
            way = Sentence("In the way, and each alone would do if it gave: {rules}.", rules=said)
    text = Sentence(
        "Race in {until} from {weekly:.0f} km a week: the longest run reaches {reached:.0f} km, "
        "and {race} ask for about {ready:.0f} km. {way}",
        until=until,
        weekly=start.weekly_km,
        reached=reached,
        race=_km(race),
        ready=ready_km(race),
        way=way,
    )
    gives: list[str] = []
    later = earliest_date(start, race, wishes)
    if later is not None:
        gives.append(Sentence("move the race to {day} or later", day=later.isoformat()))
    shorter = _prepared_for_km(reached)
    if shorter >= _HALF_KM and race.distance_km > 1.1 * _HALF_KM:
        gives.append(Sentence("race a half marathon instead, or at most {km:.0f} km", km=shorter))
    elif shorter >= 1.0:
        gives.append(Sentence("race {km:.0f} km instead", km=shorter))
    gives.append(marked("run it easy, with walking breaks, and without the target time"))
    gives += [_broken(start, race, weeks, way, name) for way in ways for name in way]
    return Finding(names[0] if names else "readiness", "blocked", text, tuple(gives))


def _slow(race: Race, reached: float) -> Finding:
    text = Sentence(
        "The longest run is held at {hours:g} hours, {reached:.0f} km at your easy pace ({sure}); "
        "{race} usually ask for about {ready:.0f} km. The race will be the longest run by far.",
        hours=number("long_run_most"),
        reached=reached,
        sure=_sure("long_run_time"),
        race=_km(race),
        ready=ready_km(race),
    )
    gives = (marked("plan walking breaks for the last third"),)
    return Finding("long_run_time", "warning", text, gives)


def _km(race: Race) -> Sentence:
    return Sentence("{km:g} km", km=round(race.distance_km, 1))


def _named(name: str) -> Sentence:
    return Sentence("“{rule}” ({sure})", rule=rules()[name].title, sure=_sure(name))


def _sure(name: str) -> Sentence:
    rule = rules()[name]
    return Sentence("{evidence}; {about}", evidence=rule.evidence, about=rule.about)


def _broken(
    start: Start, race: Race, weeks: Sequence[WeekShape], names: Sequence[str], name: str
) -> str:
    """By how much one rule would have to give, and what that risks."""
    ratio = _ratio_needed(start, race, weeks, names, name)
    if ratio is None:
        return Sentence("give up “{rule}”", rule=rules()[name].title)
    if name == "long_run_share" and ratio > _NEARLY_ALL:
        return marked(
            "let the long run be nearly all of its week: a convention gives way, and next to "
            "nothing is run beside it"
        )
    if name == "long_run_share":
        return Sentence(
            "let the long run be up to {most:.0f} % of its week: a convention gives way, and "
            "little is run beside it",
            most=_PCT * ratio,
        )
    more = round(_PCT * (ratio - 1.0))
    if name == "weekly_ten_percent":
        return Sentence(
            "let the week grow by up to {more} % instead of 10 %: a convention gives way", more=more
        )
    return Sentence(
        "let single runs grow by up to {more} % instead of 10 % over the longest of 30 days: the "
        "hazard of overuse injury × {hazard} in 5205 runners",
        more=more,
        hazard=hazard_text(ratio),
    )


def _ratio_needed(
    start: Start, race: Race, weeks: Sequence[WeekShape], names: Sequence[str], name: str
) -> float | None:
    """Smallest limit, in steps of 5 %, with which the goal is reached; None where none is."""
    if name not in ("single_run", "weekly_ten_percent", "long_run_share"):
        return None
    others = [other for other in names if other != name]

    def enough(step: int) -> bool:
        ratios = {name: 1.0 + step / _STEPS}
        return Limits(start, race, weeks, others, ratios).short_km() <= _ENOUGH_KM

    low, high = 2, 4 * _STEPS  # 10 % is what is in the way
    if name == "long_run_share":
        low, high = -_STEPS, 0
    if not enough(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return 1.0 + high / _STEPS


def earliest_date(start: Start, race: Race, wishes: Wishes) -> date | None:
    """First later day, on the same weekday, for which the rules leave room; None within a year."""

    def enough(weeks_later: int) -> bool:
        moved = replace(race, date=race.date + timedelta(days=DAYS * weeks_later))
        return Limits(start, moved, shaped(start, moved, wishes)).short_km() <= _ENOUGH_KM

    if not _time_is_enough(start, race) or not enough(_LATEST_WEEKS):
        return None
    low, high = 0, _LATEST_WEEKS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return race.date + timedelta(days=DAYS * high)


def _prepared_for_km(longest_km: float) -> float:
    """The longest race that a longest run prepares for."""
    short = number("ready_from")
    if longest_km <= short:
        return math.floor(longest_km)
    return math.floor(short + (longest_km - short) / number("ready_share"))


def _too_fast(race: Race, forecast: float) -> Finding:
    target = units.format_duration(race.target_time_s or 0.0)
    expected = units.format_duration(round(forecast, -1))
    return Finding(
        "target_pace",
        "warning",
        Sentence(
            "The target of {target} is faster than what you have run lets expect: about "
            "{expected}. The race is planned for that; cramps come with a pace that was not "
            "trained.",
            target=target,
            expected=expected,
        ),
        (
            Sentence("aim at {expected}", expected=expected),
            marked("run a shorter race fast first, and give its time"),
        ),
    )


def _notes(start: Start, race: Race, load: LoadSolution) -> list[Finding]:
    found = []
    level = start.level
    if level.origin == "assumed":
        found.append(
            Finding(
                "readiness",
                "warning",
                marked(
                    "Nothing is known of your running: the plan begins as for somebody new to it."
                ),
                (marked("give a folder of your runs, or your usual week and your longest run"),),
            )
        )
    if level.gap_days is not None and level.gap_days >= whole("gap"):
        text = Sentence(
            "No run is known in the {n} days before the plan: this is taken as a break, and the "
            "plan begins below what was.",
            n=level.gap_days,
        )
        gives = (marked("if you did run, give those runs too"),)
        found.append(Finding("restart", "note", text, gives))
    if start.done is None and start.done_km > 0.0:
        text = Sentence(
            "{km:.1f} km of the plan's first week are behind you already: they count in it.",
            km=start.done_km,
        )
        found.append(Finding("weekly_ten_percent", "note", text))
    if start.quiet.calm_until is not None and start.quiet.calm_until > start.day:
        text = Sentence(
            "After a cramp, soreness or illness: nothing hard, no jumps and no growth before "
            "{day}. {warning}",
            day=start.quiet.calm_until.isoformat(),
            warning=rules()["after_cramp"].warning,
        )
        found.append(Finding("after_cramp", "note", text))
    longest = max([load.longest_km, *start.recent.values()])
    if race.distance_km > number("single_run_ratio") * longest > 0.0:
        over = 100.0 * (race.distance_km / longest - 1.0)
        text = Sentence(
            "The race itself is {over:.0f} % longer than the longest run before it: no plan can "
            "keep that rule on the day of a long race. The first half decides: begin slowly.",
            over=over,
        )
        found.append(Finding("single_run", "note", text))
    return found


def _long_share(weeks: Sequence[WeekShape], load: LoadSolution) -> list[Finding]:
    """The weeks are thin for such a long run: only a convention speaks against it."""
    shares = [
        (run.long / (run.long + run.others), long_share(week))
        for week, run in zip(weeks, load.weeks, strict=True)
        if week.full and run.long and len(week.run_days) > 1
    ]
    most, usual = max(shares, default=(0.0, 1.0))
    if most <= _THIN * usual:
        return []
    text = Sentence(
        "The long run is up to {most:.0f} % of its week, usual is at most {usual:.0f} %: the weeks "
        "are thin for this race.",
        most=_PCT * most,
        usual=_PCT * usual,
    )
    gives = (marked("a later race leaves room for longer weeks"),)
    return [Finding("long_run_share", "note", text, gives)]


def _jumps(start: Start, weeks: Sequence[WeekShape]) -> list[Finding]:
    """When the gate of the jumps opens, and what has to be true then."""
    gate = plyometric_gate()
    first = next((week for week in weeks if week.n_jumps), None)
    if start.raises is None:
        text = Sentence(
            "No jumps are planned: nobody counted your calf raises on one leg. {raises} on each "
            "leg and phase {phase} of the calf programme open them.",
            raises=gate.raises,
            phase=gate.phase,
        )
        gives = (marked("count them, knee straight, and plan again with --calf-raises"),)
        return [Finding("jumps", "note", text, gives)]
    if first is None:
        text = Sentence(
            "No jumps are planned: {raises} calf raises on each leg and phase {phase} of the calf "
            "programme, which open them, are not expected early enough before the race.",
            raises=gate.raises,
            phase=gate.phase,
        )
        return [Finding("jumps", "note", text)]
    if start.raises + _EPS >= gate.raises:
        if first.start <= start.day:
            return []
        if start.jump_level:
            text = Sentence("Jumps go on in the week of {day}.", day=first.start.isoformat())
            return [Finding("jumps", "note", text)]
        text = Sentence(
            "Jumps begin in the week of {day}: the calf is strong enough, and by then used to "
            "phase {phase} of the calf programme.",
            day=first.start.isoformat(),
            phase=gate.phase,
        )
        return [Finding("jumps", "note", text)]
    text = Sentence(
        "Jumps begin in the week of {day} if you can then do {raises} calf raises on each leg: you "
        "do {now} now, and {gain:g} more a week is expected, not known.",
        day=first.start.isoformat(),
        raises=gate.raises,
        now=math.floor(start.raises + _EPS),
        gain=number("raises_gain"),
    )
    gives = (marked("count again before that week; with fewer, plan again with --calf-raises"),)
    return [Finding("jumps", "note", text, gives)]
