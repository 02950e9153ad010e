"""Safe, forgiving reading of TCX and GPX: elements one by one, by their local name."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uncramp.activity.activity import Channel
from uncramp.activity.errors import ActivityError
from uncramp.activity.recording import MAX_RECORDS

_CHUNK = 2**20
#: A trackpoint has about 12 elements: half a million trackpoints.
_MAX_ELEMENTS = 3_000_000
#: Between two points stand a few dozen elements, not a forest.
_MAX_IDLE_ELEMENTS = 50_000
_ENTITIES = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_HARMLESS = ("NS_ERR_UNDEFINED_NAMESPACE",)


def walk(data: bytes, file: str, on_element: Callable[[str, Any], bool]) -> list[str]:
    """Call `on_element` with local name and element, as each element closes.

    `on_element` answers True when it has used up an element, which is then forgotten.

    Returns
    -------
    list of str
        What was damaged, one line each.

    Raises
    ------
    ActivityError
        For entities, which a run never needs, and for more elements than any run has.
    """
    from lxml import etree

    if any(mark in data for mark in _ENTITIES):
        raise ActivityError(
            file,
            "the XML declares entities, which no recorded run needs and attacks use",
            "export the run again from where it was recorded",
        )
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    start = max(data.find(b"<"), 0) if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else 0
    seen = idle = 0

    def drain(cut: bool = False) -> None:
        nonlocal seen, idle
        for _, element in parser.read_events():
            seen += 1
            idle += 1
            if seen > _MAX_ELEMENTS or idle > _MAX_IDLE_ELEMENTS:
                raise ActivityError(
                    file, "the XML holds more elements than any run", "export the single run"
                )
            if cut and not len(element):
                element.text = None  # half a number is a wrong number
            if isinstance(element.tag, str) and on_element(local_name(element.tag), element):
                forget(element)
                idle = 0

    try:
        for at in range(start, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
            drain()
        parser.close()
    except etree.XMLSyntaxError:
        # Recovery has its limits; what was read before stays.
        return ["The XML is damaged: what lies behind the damage is lost."]
    faults = [e for e in parser.feed_error_log if e.type_name not in _HARMLESS]
    cut = any(e.type_name == "ERR_TAG_NOT_FINISHED" for e in faults)
    drain(cut)
    if cut:
        return ["The file breaks off before its end: the rest of the run is lost."]
    if faults:
        line = min(e.line for e in faults)
        return [f"The XML is damaged (first in line {line}): what could be read was read."]
    return []


def forget(element: Any) -> None:
    """Free an element and those before it: a long run would fill the memory."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def local_name(tag: str) -> str:
    """The tag without its name space, even if its prefix was never declared."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def number(text: str | None) -> float:
    """A decimal number; NaN if it is none."""
    try:
        return float(text) if text else float("nan")
    except ValueError:
        return float("nan")


def unix_seconds(text: str | None) -> float:
    """An ISO 8601 time as Unix seconds (UTC where it names no zone); NaN if it is none."""
    try:
        moment = datetime.fromisoformat(re.sub(r"\s+", "", text or ""))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, OverflowError):
        return float("nan")


class PointTable:
    """Points as they come, grouped by the part of the file that they lie in."""

    def __init__(self, names: tuple[str, ...], file: str) -> None:
        self.file = file
        self.times: list[float] = []
        self.groups: list[int] = []
        self.values: dict[str, list[float]] = {name: [] for name in names}
        self.without_time = 0

    def add(self, time_s: float, group: int, point: dict[str, float]) -> None:
        """Append a point; one without a time is only counted."""
        if not math.isfinite(time_s):
            self.without_time += 1
            return
        if len(self.times) >= MAX_RECORDS:
            raise ActivityError(
                self.file, "the file holds more points than any run", "export the single run"
            )
        self.times.append(time_s)
        self.groups.append(group)
        for name, column in self.values.items():
            column.append(point.get(name, math.nan))

    def columns(self, keep: NDArray[np.bool_]) -> dict[str, Channel]:
        """The kept rows of every column that says anything."""
        arrays = {name: np.array(column)[keep] for name, column in self.values.items()}
        return {name: array for name, array in arrays.items() if np.isfinite(array).any()}
