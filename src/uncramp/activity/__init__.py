"""Recorded runs: FIT, TCX and GPX files in, one `Activity` out."""

from uncramp.activity.activity import Activity, Lap, Weather
from uncramp.activity.errors import ActivityError
from uncramp.activity.example_file import example_path
from uncramp.activity.read import read_activity
from uncramp.activity.synthetic import synthetic_run

__all__ = [
    "Activity",
    "ActivityError",
    "Lap",
    "Weather",
    "example_path",
    "read_activity",
    "synthetic_run",
]
