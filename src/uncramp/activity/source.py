"""From whatever the runner hands over to the plain bytes of one activity, within limits."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from uncramp.activity.errors import ActivityError
from uncramp.language import Sentence

#: Largest file, packed or unpacked. Thirty hours at 1 Hz are 70 MB of TCX and 4 MB of FIT.
MAX_BYTES = 128 * 2**20
#: A gzip in a ZIP is common; anything deeper is a bomb.
MAX_LAYERS = 2
_MAX_ZIP_ENTRIES = 10_000
_CHUNK = 2**20
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ACTIVITY_SUFFIXES = (".fit", ".tcx", ".gpx", ".fit.gz", ".tcx.gz", ".gpx.gz")

Source = str | Path | bytes | bytearray | BinaryIO


def source_name(source: Source) -> str:
    """The name by which warnings and errors call the source."""
    if isinstance(source, (bytes, bytearray)):
        return "the given bytes"
    if isinstance(source, (str, Path)):
        return "standard input" if str(source) == "-" else (Path(source).name or str(source))
    name = getattr(source, "name", None)
    return Path(name).name if isinstance(name, str) else "the given stream"


def read_bytes(source: Source, file: str) -> bytes:
    """Read at most `MAX_BYTES` from a path, a stream, standard input ("-") or bytes.

    Raises
    ------
    ActivityError
        If there is nothing to read, if it may not be read, or if it is too large.
    """
    if isinstance(source, (bytes, bytearray)):
        data = bytes(source[: MAX_BYTES + 1])
    elif isinstance(source, (str, Path)) and str(source) != "-":
        data = _read_path(Path(source), file)
    else:
        stream = sys.stdin.buffer if isinstance(source, (str, Path)) else source
        data = _read_stream(stream, file)
    if len(data) > MAX_BYTES:
        raise _too_large(file)
    if not data.strip(b"\0 \t\r\n"):
        raise ActivityError(file, "the file is empty", "copy it from the watch again")
    return data


def unpack(data: bytes, file: str) -> bytes:
    """Take `data` out of its gzip or ZIP, whatever the file is called.

    Raises
    ------
    ActivityError
        If the archive is damaged beyond use, a bomb, locked, or holds several activities.
    """
    for _ in range(MAX_LAYERS):
        if data.startswith(_GZIP):
            data = _gunzip(data, file)
        elif data.startswith(_ZIP):
            data = _unzip(data, file)
        else:
            return data
    if data.startswith((_GZIP, *_ZIP)):
        raise ActivityError(
            file, "archives are packed inside archives", "unpack it and read one activity"
        )
    return data


def _read_path(path: Path, file: str) -> bytes:
    try:
        if path.is_dir():
            raise ActivityError(file, "this is a folder", "name one FIT, TCX or GPX file in it")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(file)
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ActivityError(file, "there is no such file", "check the name and folder") from None
    except PermissionError:
        raise ActivityError(
            file, "the file may not be read", "change its permissions or copy it"
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, ActivityError):
            raise
        raise ActivityError(
            file,
            Sentence("the file cannot be read ({why})", why=str(error)),
            "copy it to this computer again",
        ) from None


def _read_stream(stream: BinaryIO, file: str) -> bytes:
    try:
        data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ActivityError(
            file,
            Sentence("the stream cannot be read ({why})", why=str(error)),
            "give the name of a file instead",
        ) from None
    if not isinstance(data, bytes):
        raise ActivityError(file, "the stream gives text", "open it in binary mode")
    return data


def _gunzip(data: bytes, file: str) -> bytes:
    """Unpack gzip piece by piece; a broken end is cut off, a bomb is never unpacked in whole."""
    pieces: list[bytes] = []
    size = 0
    while data.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        rest = data
        try:
            while rest and not unpacker.eof:
                piece = unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
                pieces.append(piece)
                size += len(piece)
                if size > MAX_BYTES:
                    raise _too_large(file)
        except zlib.error:
            break
        data = unpacker.unused_data
    if not size:
        raise ActivityError(
            file, "the gzip archive is damaged from its start", "download or copy it again"
        )
    return b"".join(pieces)


def _unzip(data: bytes, file: str) -> bytes:
    """Read the one activity inside a ZIP."""
    if data.count(b"PK\x01\x02") > _MAX_ZIP_ENTRIES:
        raise ActivityError(file, "the ZIP holds many thousand files", "unpack it and read one run")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entry = _only_activity(archive, file)
            if entry.file_size > MAX_BYTES:
                raise _too_large(file)
            with archive.open(entry) as stream:
                content = stream.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise ActivityError(
            file, "the ZIP archive is damaged", "download or copy it again"
        ) from None
    except RuntimeError:
        raise ActivityError(
            file, "the ZIP archive is locked by a password", "unpack it and read the file inside"
        ) from None
    if len(content) > MAX_BYTES:
        raise _too_large(file)
    if not content:
        raise ActivityError(file, "the file inside the ZIP is empty", "export the run again")
    return content


def _only_activity(archive: zipfile.ZipFile, file: str) -> zipfile.ZipInfo:
    """The single entry of the archive that is, or may be, an activity."""
    entries = [
        entry
        for entry in archive.infolist()
        if not entry.is_dir()
        and "__MACOSX" not in entry.filename
        and not PurePosixPath(entry.filename).name.startswith(".")
    ]
    activities = [e for e in entries if e.filename.lower().endswith(_ACTIVITY_SUFFIXES)]
    if len(activities) > 1:
        raise ActivityError(
            file,
            Sentence("the ZIP holds {n} activities", n=len(activities)),
            "unpack it and read one of them",
        )
    if any(entry.filename.lower().endswith(".zip") for entry in entries):
        raise ActivityError(
            file, "the ZIP holds another ZIP", "unpack both and read one of the activities"
        )
    chosen = activities or entries
    if len(chosen) != 1:
        raise ActivityError(
            file,
            "the ZIP holds no FIT, TCX or GPX file",
            "export the run from the watch or its web page again",
        )
    return chosen[0]


def _too_large(file: str) -> ActivityError:
    return ActivityError(
        file,
        Sentence(
            "the file is, or unpacks to, more than {size} MB, far more than any run",
            size=MAX_BYTES // 2**20,
        ),
        "export the single run as FIT",
    )
