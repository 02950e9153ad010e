"""The athlete's record of cramps: one line of JSON per cramp in a plain file.

The layout is documented in ``docs/reference/cramp-record.md``. A line is added by one write, so an
interruption leaves either the whole line or nothing, and two programs can add at the same time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

SCHEMA = 1
MUSCLES = ("calf", "gastrocnemius", "soleus")
SIDES = ("left", "right", "both")
ENDED_BY = ("stretch", "massage", "rest", "walking", "drink", "pickle-juice", "itself", "other")
MAX_TIME_S = 72 * 3600


@dataclass(frozen=True, slots=True)
class Cramp:
    """One cramp, as the runner tells it.

    Parameters
    ----------
    date
        Day of the run, ``2026-05-03``.
    time_s
        Time into the run, s, 0 … 72 h.
    muscle
        One of `MUSCLES`; ``calf`` where it is not known which.
    side
        One of `SIDES`.
    ended_by
        One of `ENDED_BY`, or None.
    pain
        0 none … 10 worst, or None.
    duration_s
        How long it lasted, s, or None.
    run
        Name of the activity file, or None.
    run_sha256
        SHA-256 of that file, so that it is found again under another name, or None.
    note
        Anything else, or None.
    logged_at
        When it was written down, ISO 8601 in UTC.

    Raises
    ------
    ValueError
        Names the field, what is wrong and what can stand there.
    """

    date: str
    time_s: float
    muscle: str
    side: str
    ended_by: str | None = None
    pain: int | None = None
    duration_s: float | None = None
    run: str | None = None
    run_sha256: str | None = None
    note: str | None = None
    logged_at: str | None = None

    def __post_init__(self) -> None:
        for name, known in (("muscle", MUSCLES), ("side", SIDES), ("ended_by", (*ENDED_BY, None))):
            if getattr(self, name) not in known:
                choices = ", ".join(str(choice) for choice in known if choice)
                raise ValueError(f"{name}: {getattr(self, name)!r} is not one of {choices}")
        for name, high in (("time_s", MAX_TIME_S), ("pain", 10), ("duration_s", 24 * 3600)):
            value = getattr(self, name)
            if value is not None and not _between(value, high):
                raise ValueError(f"{name}: {value!r} is not a number between 0 and {high}")


def default_path() -> Path:
    """The record of this user: ``cramps.jsonl`` in the data folder of the system."""
    from platformdirs import user_data_path

    return user_data_path("uncramp", appauthor=False) / "cramps.jsonl"


def append(path: Path, cramp: Cramp) -> None:
    """Add one cramp at the end of the record; the folder and the file are made if absent.

    Raises
    ------
    OSError
        If it cannot be written; the record is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {name: value for name, value in asdict(cramp).items() if value is not None}
    line = json.dumps({"schema": SCHEMA, **known}, ensure_ascii=False).encode() + b"\n"
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        _lock(descriptor)
        size = os.fstat(descriptor).st_size
        os.lseek(descriptor, max(size - 1, 0), os.SEEK_SET)
        if os.read(descriptor, 1) not in (b"\n", b""):
            line = b"\n" + line  # an editor, or a power cut, left the last line open
        try:
            if os.write(descriptor, line) != len(line):
                raise OSError(f"{path}: the disk is full; nothing was added")
        except OSError:
            os.ftruncate(descriptor, size)
            raise
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> list[Cramp]:
    """Every cramp of the record, in the order of the file; none if there is no file.

    Raises
    ------
    ValueError
        Names the file, the line and what is wrong with it.
    """
    if not path.exists():
        return []
    lines = enumerate(path.read_text("utf-8").split("\n"), start=1)
    return [_parsed(line, f"{path} line {number}") for number, line in lines if line.strip()]


def count_before(cramps: Iterable[Cramp], day: date, days: int = 365) -> int:
    """How many cramps fell on one of the `days` days before `day`; that day itself not counted.

    Raises
    ------
    ValueError
        Names a date that is none.
    """
    n = 0
    for cramp in cramps:
        try:
            ago = day - date.fromisoformat(cramp.date)
        except ValueError:
            raise ValueError(f"date: {cramp.date!r} is not YYYY-MM-DD; mend this line") from None
        n += 1 <= ago.days <= days
    return n


def _parsed(line: str, where: str) -> Cramp:
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict) or entry.pop("schema", None) != SCHEMA:
            raise ValueError(f"expected an object with schema {SCHEMA}")
        names = {field.name for field in fields(Cramp)}
        return Cramp(**{name: value for name, value in entry.items() if name in names})
    except (ValueError, TypeError) as error:
        raise ValueError(f"{where}: {error}; mend or delete this line") from None


def _between(value: object, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= high


def _lock(descriptor: int) -> None:
    """Wait for other writers where the system can; appending one write is safe without."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
