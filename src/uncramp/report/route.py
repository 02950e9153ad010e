"""The route, only where the runner asked for it: positions in, a plain line out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uncramp.activity import Activity

_LEVELS = 5
_MARGIN = 12.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the route with one level of risk: 0 (lowest) to 4, and its SVG points."""

    level: int
    points: str


def route_of(activity: Activity, time_s: Sequence[float]) -> dict[str, list[float | None]] | None:
    """Positions at these times, rounded to about a metre; None where the file has none."""
    if activity.latitude_deg is None or activity.longitude_deg is None:
        return None
    last = len(activity.time_s) - 1
    picks = [min(round(moment), last) for moment in time_s]
    latitude = [_rounded(float(activity.latitude_deg[i])) for i in picks]
    longitude = [_rounded(float(activity.longitude_deg[i])) for i in picks]
    if sum(value is not None for value in latitude) < 2:
        return None
    return {"latitude_deg": latitude, "longitude_deg": longitude}


def stretches(
    route: dict[str, Any], probability: Sequence[float | None], size: tuple[float, float]
) -> tuple[Stretch, ...]:
    """The route fitted into a picture of this width and height, cut where the risk changes.

    A plain equal-rectangle projection around the middle latitude: no map, no tiles.
    """
    known = [
        (lat, lon, risk or 0.0)
        for lat, lon, risk in zip(
            route["latitude_deg"], route["longitude_deg"], probability, strict=True
        )
        if lat is not None and lon is not None
    ]
    if len(known) < 2:
        return ()
    points = _projected([(lat, lon) for lat, lon, _ in known], size)
    levels = [min(int(risk * _LEVELS), _LEVELS - 1) for _, _, risk in known]
    found: list[Stretch] = []
    start = 0
    for i in range(1, len(points)):
        if i == len(points) - 1 or levels[i] != levels[start]:
            text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points[start : i + 1])
            found.append(Stretch(levels[start], text))
            start = i
    return tuple(found)


def _projected(
    places: list[tuple[float, float]], size: tuple[float, float]
) -> list[tuple[float, float]]:
    if max(lon for _, lon in places) - min(lon for _, lon in places) > 180.0:  # the date line
        places = [(lat, lon % 360.0) for lat, lon in places]
    middle = (min(lat for lat, _ in places) + max(lat for lat, _ in places)) / 2.0
    squeeze = math.cos(math.radians(middle))
    east = [lon * squeeze for _, lon in places]
    north = [lat for lat, _ in places]
    width, height = size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN
    spans = max(east) - min(east), max(north) - min(north)
    scale = min(
        width / spans[0] if spans[0] > 0.0 else math.inf,
        height / spans[1] if spans[1] > 0.0 else math.inf,
    )
    scale = scale if math.isfinite(scale) else 0.0
    left = _MARGIN + (width - scale * spans[0]) / 2.0
    top = _MARGIN + (height - scale * spans[1]) / 2.0
    return [
        (left + (x - min(east)) * scale, top + (max(north) - y) * scale)
        for x, y in zip(east, north, strict=True)
    ]


def _rounded(degrees: float) -> float | None:
    return round(degrees, 5) if math.isfinite(degrees) else None
