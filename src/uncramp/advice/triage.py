"""Is it more than a cramp? Signs, rules with sources, what to do and how fast. Never a diagnosis.

A rule fires when one of its sets of signs is complete, so more signs can only raise the level and
forbid more: nothing that somebody ticks ever makes the answer milder.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from uncramp.advice.relief import load_protocol
from uncramp.language import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FILE = os.path.join(os.path.dirname(__file__), "triage.toml")

LEVELS = ("self_care", "clinician", "same_day", "emergency")
URGENT = ("same_day", "emergency")  # the levels of the warnings that are always shown
GROUPS = ("body", "leg", "you")
_WELLS_GROUPS = ((3, "high", 53), (1, "moderate", 17), (-2, "low", 5))
STOP = "stop"  # the one kind of step that nothing forbids


class Sign(NamedTuple):
    """Something to tick, in words for a runner; `bit` is its place in a number of ticks."""

    id: str
    group: str
    ask: str
    bit: int


class Rule(NamedTuple):
    """What could be behind some signs, what to do, how fast, and what must not be advised.

    Parameters
    ----------
    masks
        Sets of signs as bits; the rule fires when all bits of one are set.
    level
        One of `LEVELS`.
    forbid
        Kinds of relief steps that would harm.
    act
        What to do, one action each, in order.
    criterion
        The published criterion.
    sources
        Keys of ``references.bib``.
    """

    id: str
    name: str
    masks: tuple[int, ...]
    level: str
    forbid: frozenset[str]
    act: tuple[str, ...]
    criterion: str
    sources: tuple[str, ...]

    def fires(self, bits: Any) -> Any:
        """Whether the rule fires: for one number of ticks, or for an array of them at once."""
        fired = (bits & self.masks[0]) == self.masks[0]
        for mask in self.masks[1:]:
            fired = fired | ((bits & mask) == mask)
        return fired


class Flag(NamedTuple):
    """A warning shown without asking: in a few words, as a line, for which signs, how urgent."""

    signs: tuple[str, ...]
    short: str
    line: str
    level: str


class WellsItem(NamedTuple):
    """One item of the Wells score and its points."""

    id: str
    points: int
    ask: str


class WellsScore(NamedTuple):
    """The Wells score for deep vein thrombosis [Wells1997]_, [Wells2003]_.

    Parameters
    ----------
    points
        −2 … 9.
    group
        ``high`` (3 or more), ``moderate`` (1 or 2), ``low`` (0 or less).
    thrombosis_pct
        Share of patients of that group who had a thrombosis: 53, 17 or 5 %.
    likely
        The score of two levels: 2 points or more.
    """

    points: int
    group: str
    thrombosis_pct: int
    likely: bool


class Outcome(NamedTuple):
    """The answer: how fast, which rules fired, and which kinds of steps must not be advised."""

    level: str
    rules: tuple[Rule, ...]
    forbidden: frozenset[str]

    def acts(self) -> list[str]:
        """What to do, most urgent rule first, each sentence once; in an emergency only that."""
        rules = [r for r in self.rules if self.level != "emergency" or r.level == "emergency"]
        return list(dict.fromkeys(act for rule in rules for act in rule.act))


class Triage(NamedTuple):
    """All signs, rules, warnings and the Wells items, as ``triage.toml`` has them."""

    signs: tuple[Sign, ...]
    rules: tuple[Rule, ...]
    flags: tuple[Flag, ...]
    wells_items: tuple[WellsItem, ...]

    def assess(self, present: Iterable[str]) -> Outcome:
        """The answer for these signs.

        Parameters
        ----------
        present
            Ids of the signs that are there, and of those one is not sure about. What is not
            named counts as asked for and absent: ask for all of them before calling it self-care.

        Raises
        ------
        ValueError
            If a sign is not known.
        """
        bits = self.bits(present)
        return self.outcome([rule for rule in self.rules if rule.fires(bits)])

    def bits(self, present: Iterable[str]) -> int:
        """These signs as a number of ticks."""
        places = {sign.id: 1 << sign.bit for sign in self.signs}
        if unknown := sorted(set(present := list(present)) - places.keys()):
            raise ValueError(
                Sentence(
                    "no sign {name}; there are {known}",
                    name=repr(unknown[0]),
                    known=", ".join(places),
                )
            )
        return sum(places[name] for name in set(present))

    def outcome(self, fired: Sequence[Rule]) -> Outcome:
        """The answer when these rules fire: the highest level, everything forbidden together."""
        rules = sorted(fired, key=lambda rule: -LEVELS.index(rule.level))
        level = rules[0].level if rules else LEVELS[0]
        forbidden = frozenset().union(*(rule.forbid for rule in rules))
        if level in URGENT:  # as the page says beside every warning: no exercise, get help
            forbidden = load_protocol().kinds() - {STOP}
        return Outcome(level, tuple(rules), forbidden)

    def wells(self, present: Iterable[str]) -> WellsScore:
        """The Wells score of these items, as published.

        It goes to the clinician; it never makes the answer of `assess` milder.

        Raises
        ------
        ValueError
            If an item is not known.
        """
        points = {item.id: item.points for item in self.wells_items}
        if unknown := sorted(set(present := list(present)) - points.keys()):
            raise ValueError(f"no Wells item {unknown[0]!r}; there are {', '.join(points)}")
        total = sum(points[name] for name in set(present))
        group, share = next((g, pct) for least, g, pct in _WELLS_GROUPS if total >= least)
        return WellsScore(total, group, share, likely=total >= 2)


@cache
def load_triage() -> Triage:
    """Read ``triage.toml``.

    Raises
    ------
    ValueError
        If a rule or a warning names a sign, level or kind that does not exist.
    """
    with open(_FILE, "rb") as file:
        tables = tomllib.load(file)
    signs = tuple(Sign(bit=place, **table) for place, table in enumerate(tables["sign"]))
    wells = tuple(WellsItem(**table) for table in tables["wells"])
    places = {sign.id: 1 << sign.bit for sign in signs}
    rules = tuple(_rule(table, places) for table in tables["rule"])
    plain = Triage(signs, rules, (), wells)
    return Triage(signs, rules, tuple(_flag(table, plain) for table in tables["flag"]), wells)


def _rule(table: dict[str, Any], places: Mapping[str, int]) -> Rule:
    unknown = {name for names in table["when"] for name in names} - places.keys()
    unknown |= set(table["forbid"]) - load_protocol().kinds() | {table["level"]} - {*LEVELS}
    if unknown:
        raise ValueError(f"triage.toml: rule {table['id']} names {sorted(unknown)}, not defined")
    return Rule(
        id=table["id"],
        name=table["name"],
        masks=tuple(sum(places[name] for name in names) for names in table["when"]),
        level=table["level"],
        forbid=frozenset(table["forbid"]),
        act=tuple(table["act"]),
        criterion=table["criterion"],
        sources=tuple(table["sources"]),
    )


def _flag(table: dict[str, Any], triage: Triage) -> Flag:
    """A warning, as urgent as the most urgent of its signs alone."""
    levels = [triage.assess([name]).level for name in table["signs"]]
    return Flag(tuple(table["signs"]), table["short"], table["line"], max(levels, key=LEVELS.index))
