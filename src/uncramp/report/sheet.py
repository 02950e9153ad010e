"""An answer as headline, sections, tables and charts: one structure for terminal and page."""

from __future__ import annotations

from dataclasses import dataclass, field

from uncramp.language import SOURCE, Language
from uncramp.report.charts import Charts, Panel


@dataclass(frozen=True, slots=True)
class Bar:
    """A share from 0 to 1 with its 80 % range, drawn beside a row of a table."""

    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of finished texts.

    Attributes
    ----------
    head
        One text per column.
    rows
        As many texts per row as `head` has.
    bars
        None, or one per row.
    marked
        Numbers of the rows that must not be followed: drawn as an alarm.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...] | None = None
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chart:
    """One panel and the axis it stands on."""

    panel: Panel
    axis: Charts


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in this order."""

    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole answer.

    Attributes
    ----------
    alarms
        What must be read first, before the answer.
    tone
        ``alarm``, ``watch``, ``calm`` or ``unknown``.
    next_steps
        Commands to offer, each with what it is for.
    language
        In which all of it is written.
    """

    about: str
    headline: str
    tone: str
    details: tuple[str, ...]
    sections: tuple[Section, ...]
    provenance: str
    alarms: tuple[str, ...] = ()
    facts: str = ""
    next_steps: tuple[tuple[str, str], ...] = field(default=())
    language: Language = SOURCE
