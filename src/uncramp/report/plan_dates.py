"""Days of a training plan as its page writes them, in the runner's language."""

from __future__ import annotations

from datetime import date

from uncramp.language import Language, marked
from uncramp.report.plan_words import DAYS

_MONTHS = (
    marked("Jan"),
    marked("Feb"),
    marked("Mar"),
    marked("Apr"),
    marked("May"),
    marked("Jun"),
    marked("Jul"),
    marked("Aug"),
    marked("Sep"),
    marked("Oct"),
    marked("Nov"),
    marked("Dec"),
)


def long_date(day: date, language: Language) -> str:
    """``Sun 3 Jan 2027``."""
    said = language.gettext("{weekday} {date} {year}")
    name = language.gettext(DAYS[day.weekday()])
    return said.format(weekday=name, date=short_date(day, language), year=day.year)


def short_date(day: date, language: Language) -> str:
    """``3 Jan``."""
    return language.gettext("{day} {month}").format(day=day.day, month=_month(day, language))


def span(first: date, last: date, language: Language) -> str:
    """``28 Dec to 3 Jan``, ``4 to 10 Jan``."""
    start = short_date(first, language) if first.month != last.month else str(first.day)
    said = language.gettext("{first} to {last}")
    return said.format(first=start, last=short_date(last, language))


def _month(day: date, language: Language) -> str:
    return language.gettext(_MONTHS[day.month - 1])
