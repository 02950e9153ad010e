"""uncramp: when and why a runner's calf cramps, what to do now, and how to prevent the next one.

The public names are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uncramp import studies
    from uncramp.activity import Activity, read_activity
    from uncramp.advice.plan import TrainingPlan
    from uncramp.athlete import Athlete
    from uncramp.bibliography import cite
    from uncramp.calf import Calf
    from uncramp.conditions import Conditions, DrinkingPlan
    from uncramp.experiments import protocols
    from uncramp.explain import Explanation, why
    from uncramp.parameters import load_parameters
    from uncramp.report import Report
    from uncramp.simulation import Result, Scenario, Simulation
    from uncramp.twin import Twin

__version__ = "0.1.0"

__all__ = [
    "Activity",
    "Athlete",
    "Calf",
    "Conditions",
    "DrinkingPlan",
    "Explanation",
    "Report",
    "Result",
    "Scenario",
    "Simulation",
    "TrainingPlan",
    "Twin",
    "cite",
    "load_parameters",
    "protocols",
    "read_activity",
    "studies",
    "why",
]

_ROOMS = {
    "activity": ("Activity", "read_activity"),
    "advice.plan": ("TrainingPlan",),
    "athlete": ("Athlete",),
    "bibliography": ("cite",),
    "calf": ("Calf",),
    "conditions": ("Conditions", "DrinkingPlan"),
    "explain": ("Explanation", "why"),
    "parameters": ("load_parameters",),
    "report": ("Report",),
    "simulation": ("Result", "Scenario", "Simulation"),
    "twin": ("Twin",),
}
# Whole rooms: uc.protocols.threshold_frequency(…), uc.studies.miller2010.compare().
_MODULES = {"protocols": "experiments.protocols", "studies": "studies"}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its room on first use."""
    if name in _MODULES:
        return import_module(f"uncramp.{_MODULES[name]}")
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'uncramp' has no attribute {name!r}")
    value = getattr(import_module(f"uncramp.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted((*__all__, "__version__"))
