"""A course before anybody has run it: how long and how steep, from a recorded or planned route."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from uncramp.activity.activity import Activity, Channel
from uncramp.activity.distance import haversine_m
from uncramp.activity.errors import ActivityError
from uncramp.activity.read import read_activity
from uncramp.activity.sniff import sniff
from uncramp.activity.source import Source, read_bytes, source_name, unpack
from uncramp.activity.terrain import slope_and_ascent
from uncramp.activity.xml_points import local_name, number, walk
from uncramp.language import Sentence

_SPACING_M = 10.0
_SHORTEST_M = 200.0


@dataclass(frozen=True)
class Way:
    """A course by distance.

    Attributes
    ----------
    distance_m
        Shape (n,), every 10 m from 0 to the finish.
    grade
        Slope as a fraction, shape (n,); 0 where nothing is known.
    has_profile
        False where no altitude was known: the course counts as level.
    start_deg
        Latitude and longitude of the start; None where no place is known.
    """

    name: str
    distance_m: Channel
    grade: Channel
    ascent_m: float
    has_profile: bool
    warnings: tuple[str, ...] = ()
    start_deg: tuple[float, float] | None = None

    @property
    def length_m(self) -> float:
        """From start to finish."""
        return float(self.distance_m[-1])


def level_way(length_m: float, name: str) -> Way:
    """A level course.

    Raises
    ------
    ValueError
        If it is shorter than 200 m or longer than 500 km.
    """
    if not _SHORTEST_M <= length_m <= 500_000.0:
        raise ValueError(
            Sentence(
                "the distance is {length:g} km; it must be from 0.2 to 500 km. Correct it.",
                length=length_m / 1000.0,
            )
        )
    return _way(name, np.array([0.0, length_m]), np.zeros(2), 0.0, has_profile=False)


def way_of(activity: Activity) -> Way:
    """The course of a recorded run, pauses left out.

    Raises
    ------
    ActivityError
        If the run has no distance.
    """
    known = activity.grade is not None
    grade = np.nan_to_num(activity.grade) if activity.grade is not None else None
    distance_m = activity.distance_m
    if not distance_m[-1] >= _SHORTEST_M:
        raise ActivityError(
            activity.file,
            Sentence("the course is only {way:.0f} m long", way=float(distance_m[-1])),
            "give a longer one, or the distance as a number of km",
        )
    slope = np.zeros(len(distance_m)) if grade is None else grade
    ascent = activity.ascent_m or 0.0
    way = _way(activity.file, distance_m, slope, ascent, known, activity.warnings)
    north, east = activity.latitude_deg, activity.longitude_deg
    if north is None or east is None or not np.isfinite(north[0] + east[0]):
        return way
    return replace(way, start_deg=(float(north[0]), float(east[0])))


def read_way(source: Source) -> Way:
    """Read a course: any run that can be read, or a GPX route or track without times.

    Raises
    ------
    ActivityError
        If there is neither: one sentence with file, fault and next step.
    """
    file = source_name(source)
    data = unpack(read_bytes(source, file), file)
    on_disk = isinstance(source, str | Path) and str(source) != "-"
    try:
        way = way_of(read_activity(source if on_disk else data))  # errors name the file
        return replace(way, name=file)
    except ActivityError:
        if not data.strip(b"\0 \t\r\n") or sniff(data, file) != "gpx":
            raise
    return _route(data, file)


def _route(data: bytes, file: str) -> Way:
    points: list[tuple[float, float, float]] = []

    def element(tag: str, node: object) -> bool:
        if tag not in ("trkpt", "rtept"):
            return False
        height = math.nan
        for child in node:  # type: ignore[attr-defined]
            if isinstance(child.tag, str) and local_name(child.tag) == "ele":
                height = number(child.text)
        place = number(node.get("lat")), number(node.get("lon"))  # type: ignore[attr-defined]
        points.append((*place, height))
        return True

    warnings = walk(data, file, element)
    table = np.array(points, dtype=float).reshape(-1, 3)
    table = table[np.isfinite(table[:, 0]) & np.isfinite(table[:, 1])]
    steps = haversine_m(table[:, 0], table[:, 1]) if len(table) > 1 else np.zeros(0)
    distance_m = np.concatenate(([0.0], np.cumsum(steps)))
    if distance_m[-1] < _SHORTEST_M:
        raise ActivityError(
            file,
            "the GPX file holds no course of 200 m or more",
            "export the route with its points",
        )
    height = table[:, 2]
    known = np.isfinite(height)
    start = (float(table[0, 0]), float(table[0, 1]))
    if known.sum() < 2:
        level = np.zeros(len(distance_m))
        way = _way(file, distance_m, level, 0.0, False, tuple(warnings))
        return replace(way, start_deg=start)
    # Planned routes are sparse: heights are joined by lines before slopes are taken.
    fine = np.arange(0.0, distance_m[-1] + 1e-9, _SPACING_M)
    altitude = np.interp(fine, distance_m[known], height[known])
    grade, ascent = slope_and_ascent(fine, altitude, np.ones(len(fine), dtype=bool))
    return replace(_way(file, fine, grade, ascent, True, tuple(warnings)), start_deg=start)


def _way(
    name: str,
    distance_m: Channel,
    grade: Channel,
    ascent_m: float,
    has_profile: bool,
    warnings: tuple[str, ...] = (),
) -> Way:
    length = float(distance_m[-1])
    grid = np.append(np.arange(0.0, length - 1e-6, _SPACING_M), length)
    first = np.concatenate(([True], np.diff(distance_m) > 0.0))
    slope = np.interp(grid, distance_m[first], grade[first])
    return Way(name, grid, slope, float(ascent_m), has_profile, warnings)
