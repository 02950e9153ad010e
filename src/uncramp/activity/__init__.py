"""Recorded runs: FIT, TCX and GPX files in, one `Activity` out."""

from uncramp.activity.activity import Activity, Lap, Weather

__all__ = ["Activity", "Lap", "Weather"]
