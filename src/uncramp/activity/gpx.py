"""GPX tracks → `Recording`."""

from __future__ import annotations

from typing import Any

import numpy as np

from uncramp.activity.errors import ActivityError
from uncramp.activity.recording import RecordedLap, Recording
from uncramp.activity.sports import choose_sport, on_foot, sport_name
from uncramp.activity.xml_points import PointTable, local_name, number, unix_seconds, walk
from uncramp.language import Sentence, marked

# local name of the element: name in Activity, factor
_FIELDS = {
    "ele": ("altitude_m", 1.0),
    "hr": ("heart_rate_bpm", 1.0),
    "heartrate": ("heart_rate_bpm", 1.0),
    "cad": ("cadence_spm", 2.0),  # one leg
    "cadence": ("cadence_spm", 2.0),
    "atemp": ("wrist_temperature_C", 1.0),
    "speed": ("speed_m_s", 1.0),
    "power": ("power_W", 1.0),
    "PowerInWatts": ("power_W", 1.0),
}
_KNOWN = ("running", "walking", "hiking", "cycling", "swimming")


class _Gpx:
    """Collects what `walk` meets."""

    def __init__(self, file: str) -> None:
        names = ("latitude_deg", "longitude_deg", *dict(_FIELDS.values()))
        self.points = PointTable(names, file)
        self.segments: list[str] = []  # sport of the track of each segment
        self.assumed = False
        self.device: str | None = None
        self._segment: Any = None

    def element(self, name: str, element: Any) -> bool:
        if name == "trkpt":
            self._point(element)
        elif name == "trkseg":
            self._segment = None
        return name in ("trkpt", "rtept", "wpt")

    def _point(self, element: Any) -> None:
        segment = element.getparent()
        if segment is not self._segment:
            self._segment = segment
            self.segments.append(self._sport(segment))
            self.device = self.device or element.getroottree().getroot().get("creator")
        time_s = float("nan")
        point = {
            "latitude_deg": number(element.get("lat")),
            "longitude_deg": number(element.get("lon")),
        }
        for child in element.iterdescendants():
            if not isinstance(child.tag, str):
                continue
            name = local_name(child.tag)
            if name == "time":
                time_s = unix_seconds(child.text)
            elif name in _FIELDS:
                key, factor = _FIELDS[name]
                point[key] = number(child.text) * factor
        self.points.add(time_s, len(self.segments) - 1, point)

    def _sport(self, segment: Any) -> str:
        """By the type of the track, else by its name, else running is assumed."""
        track = segment.getparent() if segment is not None else None
        words = {
            local_name(c.tag): c.text or ""
            for c in (track if track is not None else ())
            if isinstance(c.tag, str)
        }
        if words.get("type", "").strip():
            return sport_name(words["type"])
        named = sport_name(words.get("name", ""))
        if named in _KNOWN:
            return named
        self.assumed = True
        return "running"


def read_gpx(data: bytes, file: str) -> Recording:
    """Read a GPX file, as far as it is whole.

    Raises
    ------
    ActivityError
        If it holds no track with times (a planned route has none), or declares entities.
    """
    gpx = _Gpx(file)
    warnings = walk(data, file, gpx.element)
    if not gpx.points.times:
        raise ActivityError(
            file,
            "the GPX file holds no track with times: it is a route, not a run",
            "export the recorded run instead",
        )
    times = np.array(gpx.points.times)
    groups = np.array(gpx.points.groups)
    counts: dict[str, int] = {}
    for i, name in enumerate(gpx.segments):
        counts[name] = counts.get(name, 0) + int((groups == i).sum())
    sport = choose_sport(counts)
    keep = np.isin(groups, [i for i, name in enumerate(gpx.segments) if name == sport])
    if len(counts) > 1:
        others = ", ".join(sorted(set(counts) - {sport}))
        warnings.append(
            Sentence(
                "Only the part that is {sport} is read; left out: {others}.",
                sport=sport,
                others=others,
            )
        )
    if gpx.assumed:
        warnings.append(marked("The file does not say which sport it is: taken as running."))
    if gpx.points.without_time:
        n = gpx.points.without_time
        warnings.append(Sentence("{n} track points without a time were left out.", n=n))
    channels = gpx.points.columns(keep)
    if not on_foot(sport):
        channels.pop("cadence_spm", None)
    times, groups = times[keep], groups[keep]
    return Recording(
        sport=sport,
        times_s=times,
        channels=channels,
        laps=tuple(
            RecordedLap(float(times[groups == i].min()), float(times[groups == i].max()), 0.0)
            for i in np.unique(groups)
        ),
        device=gpx.device,
        warnings=tuple(warnings),
    )
