"""The door of the room: one file in, one `Activity` out."""

from __future__ import annotations

from uncramp.activity.activity import Activity
from uncramp.activity.build import build_activity
from uncramp.activity.errors import ActivityError
from uncramp.activity.fit_recording import read_fit
from uncramp.activity.gpx import read_gpx
from uncramp.activity.sniff import sniff
from uncramp.activity.source import Source, read_bytes, source_name, unpack
from uncramp.activity.tcx import read_tcx

_READERS = {"fit": read_fit, "tcx": read_tcx, "gpx": read_gpx}


def read_activity(source: Source) -> Activity:
    """Read a recorded run: FIT, TCX or GPX, also gzipped, zipped or wrongly named.

    What the file is, its content decides. Damage is repaired as far as it goes; what was lost
    stands in `Activity.warnings`. A file without distance, speed and position is read with a
    distance of 0 and a warning.

    Parameters
    ----------
    source
        A path, "-" for standard input, a binary stream, or the bytes themselves; at most 128 MB.

    Raises
    ------
    ActivityError
        If there is no file, or no run in it: one sentence with file, fault and next step.
    """
    file = source_name(source)
    data = unpack(read_bytes(source, file), file)
    if not data.strip(b"\0 \t\r\n"):
        raise ActivityError(file, "the file is empty", "export the run again")
    return build_activity(_READERS[sniff(data, file)](data, file), file)
