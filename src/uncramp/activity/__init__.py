"""Recorded runs: FIT, TCX and GPX files in, one `Activity` out."""

from uncramp.activity.activity import Activity, Lap, Weather
from uncramp.activity.synthetic import synthetic_run

__all__ = ["Activity", "Lap", "Weather", "synthetic_run"]
