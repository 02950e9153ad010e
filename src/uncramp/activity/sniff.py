"""What a file is, by its content: its name is often wrong."""

from __future__ import annotations

from typing import Literal

from uncramp.activity.errors import ActivityError
from uncramp.language import marked

Format = Literal["fit", "tcx", "gpx"]

_HEAD = 65_536
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_EXPORT = marked("export the run as FIT, TCX or GPX")


def sniff(data: bytes, file: str) -> Format:
    """Tell FIT, TCX and GPX apart.

    Raises
    ------
    ActivityError
        For everything else, naming what it is where that can be told.
    """
    if data[8:12] == b".FIT" or b".FIT" in data[:1024]:
        return "fit"
    if data[0] in (12, 14) and b"\0" in data[:64]:
        return "fit"
    text = head_text(data).lstrip("\ufeff\0 \t\r\n")
    lower = text.lower()
    if text.startswith("<") or "<trackpoint" in lower or "<trkpt" in lower:
        return _sniff_xml(lower, file)
    if text.startswith(("{", "[")):
        raise ActivityError(file, "this is JSON, not a recorded run", _EXPORT)
    if all(character.isprintable() or character.isspace() for character in text[:256]):
        raise ActivityError(file, "this is plain text, not a recorded run", _EXPORT)
    raise ActivityError(file, "this is neither FIT, TCX nor GPX", _EXPORT)


def head_text(data: bytes) -> str:
    """The beginning of the file as text, whatever its encoding."""
    if data.startswith(_UTF16):
        return data[:_HEAD].decode("utf-16", errors="replace")
    return data[:_HEAD].decode("latin-1").removeprefix("\xef\xbb\xbf")


def _sniff_xml(lower: str, file: str) -> Format:
    marks: dict[str, Format] = {
        "<trainingcenterdatabase": "tcx",
        ":trainingcenterdatabase": "tcx",
        "<gpx": "gpx",
        ":gpx": "gpx",
        "<trkpt": "gpx",
        "<trackpoint": "tcx",
        "<activities": "tcx",
    }
    if "<!doctype html" in lower or "<html" in lower:
        raise ActivityError(
            file,
            "this is a web page, probably the log-in or error page of a failed download",
            "download the run again while logged in",
        )
    found = {mark: lower.find(mark) for mark in marks if mark in lower}
    if not found:
        raise ActivityError(file, "this is XML, but neither TCX nor GPX", _EXPORT)
    return marks[min(found, key=lambda mark: found[mark])]
