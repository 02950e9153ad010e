"""Garmin's Training Center XML → `Recording`."""

from __future__ import annotations

from typing import Any

import numpy as np

from uncramp.activity.errors import ActivityError
from uncramp.activity.recording import RecordedLap, Recording
from uncramp.activity.sports import choose_sport, on_foot, sport_name
from uncramp.activity.xml_points import PointTable, local_name, number, unix_seconds, walk
from uncramp.language import Sentence

# local name of the element: name in Activity, factor
_FIELDS = {
    "LatitudeDegrees": ("latitude_deg", 1.0),
    "LongitudeDegrees": ("longitude_deg", 1.0),
    "AltitudeMeters": ("altitude_m", 1.0),
    "DistanceMeters": ("distance_m", 1.0),
    "Value": ("heart_rate_bpm", 1.0),
    "Speed": ("speed_m_s", 1.0),
    "RunCadence": ("cadence_spm", 2.0),  # one leg
    "Cadence": ("cadence_spm", 2.0),
    "Watts": ("power_W", 1.0),
}


class _Tcx:
    """Collects what `walk` meets."""

    def __init__(self, file: str) -> None:
        self.points = PointTable(tuple(dict(_FIELDS.values())), file)
        self.sports: list[str] = []  # of each Activity
        self.laps: list[tuple[int, float, float, float]] = []  # activity, start, timer, metres
        self.device: str | None = None
        self._track: Any = None

    def element(self, name: str, element: Any) -> bool:
        if name == "Trackpoint":
            self._point(element)
        elif name == "Lap":
            self._lap(element)
        elif name == "Activity":
            self._track = None
        elif name == "Creator":
            words = [c.text for c in element if local_name(str(c.tag)) == "Name" and c.text]
            self.device = words[0].strip() if words else None
        return name in ("Trackpoint", "Lap")

    def _point(self, element: Any) -> None:
        track = element.getparent()
        if track is not self._track:
            self._track = track
            self._open_activity(element)
        time_s = float("nan")
        point: dict[str, float] = {}
        for child in element.iter():
            if not isinstance(child.tag, str):
                continue
            name = local_name(child.tag)
            if name == "Time":
                time_s = unix_seconds(child.text)
            elif name in _FIELDS:
                key, factor = _FIELDS[name]
                point[key] = number(child.text) * factor
        self.points.add(time_s, max(len(self.sports) - 1, 0), point)

    def _open_activity(self, element: Any) -> None:
        """Note the activity that a new track lies in."""
        for ancestor in element.iterancestors():
            if isinstance(ancestor.tag, str) and local_name(ancestor.tag) == "Activity":
                if ancestor.get("uncramp-seen") is None:
                    ancestor.set("uncramp-seen", "1")
                    self.sports.append(sport_name(ancestor.get("Sport") or ""))
                return

    def _lap(self, element: Any) -> None:
        own = {local_name(c.tag): c.text for c in element if isinstance(c.tag, str)}
        start = unix_seconds(element.get("StartTime"))
        if np.isfinite(start):
            timer, metres = number(own.get("TotalTimeSeconds")), number(own.get("DistanceMeters"))
            self.laps.append((max(len(self.sports) - 1, 0), start, timer, metres))


def read_tcx(data: bytes, file: str) -> Recording:
    """Read a TCX file, as far as it is whole.

    Raises
    ------
    ActivityError
        If it holds no trackpoint with a time, or declares entities.
    """
    tcx = _Tcx(file)
    warnings = walk(data, file, tcx.element)
    times = np.array(tcx.points.times)
    if not len(times):
        raise ActivityError(
            file, "the TCX file holds no trackpoints with a time", "export the recorded run again"
        )
    sports = tcx.sports or ["unknown"]
    groups = np.array(tcx.points.groups)
    counts: dict[str, int] = {}
    for i, name in enumerate(sports):
        counts[name] = counts.get(name, 0) + int((groups == i).sum())
    sport = choose_sport(counts)
    kept = [i for i, name in enumerate(sports) if name == sport]
    keep = np.isin(groups, kept)
    if len(counts) > 1:
        others = ", ".join(sorted(set(counts) - {sport}))
        warnings.append(
            Sentence(
                "Only the part that is {sport} is read; left out: {others}.",
                sport=sport,
                others=others,
            )
        )
    if tcx.points.without_time:
        n = tcx.points.without_time
        warnings.append(Sentence("{n} track points without a time were left out.", n=n))
    times = times[keep]
    channels = tcx.points.columns(keep)
    if not on_foot(sport):
        channels.pop("cadence_spm", None)
    laps = [lap for lap in tcx.laps if lap[0] in kept]
    timers = [timer for _, _, timer, _ in laps]
    complete = bool(timers) and bool(np.isfinite(timers).all()) and not warnings
    return Recording(
        sport=sport,
        times_s=times,
        channels=channels,
        laps=_closed_laps([lap[1:] for lap in laps], float(times.max())),
        timer_s=float(sum(timers)) if complete else None,
        device=tcx.device,
        warnings=tuple(warnings),
    )


def _closed_laps(laps: list[tuple[float, float, float]], end_s: float) -> tuple[RecordedLap, ...]:
    """A lap lasts until the next one starts: its own time leaves the pauses out."""
    laps = sorted(laps)
    ends = [*(start for start, _, _ in laps[1:]), end_s]
    return tuple(
        RecordedLap(start, max(end, start), 0.0 if np.isnan(metres) else metres)
        for (start, _, metres), end in zip(laps, ends, strict=False)  # no lap, no end
    )
