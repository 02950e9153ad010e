"""Published experiments on people, re-run: ``uc.studies.miller2010.compare()``.

One module per paper, its observed numbers in a CSV of the same name beside it.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

NAMES = (
    "miller2009",
    "miller2012",
    "minetto_botter2009",
    "minetto2011",
    "minetto2009",
    "bertolasi1993",
    "khan_burne2007",
    "miller2010",
    "braulick2013",
    "lau2019",
    "jung2005",
    "stone2010",
    "behringer2014",
    "miller2018",
    "panza2017",
    "miller2010pickle",
    "georgieva2021",
    "behringer2017",
    "maughan1986",
)

__all__ = ["NAMES", *NAMES]


def __getattr__(name: str) -> ModuleType:
    """A study's module, imported on first use."""
    if name not in NAMES:
        raise AttributeError(f"no study {name!r}; there are {', '.join(NAMES)}")
    return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted(__all__)
