"""What was run: one line per run, from a folder of activity files or from a table."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from uncramp.advice.progression import number
from uncramp.language import Sentence, marked

_SUFFIXES = frozenset({".fit", ".tcx", ".gpx", ".gz", ".zip"})
_MAY_BE_RUNS = frozenset({"", "unknown", "other", "generic", "training", "multisport"})
_MOST_FILES = 50_000
_MOST_KM = 500.0
_NEAR = 24  # runs of the last days among which the same run is looked for

OnFile = Callable[[int, int], None]


class HistoryError(ValueError):
    """A history that cannot be used; the text names it, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run, or a day known to be without one.

    Attributes
    ----------
    day
        In the runner's zone.
    distance_km
        0 for a day of rest.
    start, elapsed_s
        To recognise the same run in two files; None and 0 where not known.
    moving_s
        0 where not known.
    n_records
        How rich the file is: of two files of one run the richer one counts.
    """

    day: date
    distance_km: float
    moving_s: float = 0.0
    start: datetime | None = None
    elapsed_s: float = 0.0
    name: str = ""
    n_records: int = 0

    def pace_s_per_km(self) -> float | None:
        """Mean pace; None where it is not known."""
        return self.moving_s / self.distance_km if self.moving_s and self.distance_km else None


@dataclass(frozen=True, slots=True)
class History:
    """Runs in order of time, each once.

    Attributes
    ----------
    notes
        What was left out and why, one line each.
    """

    runs: tuple[Run, ...]
    notes: tuple[str, ...] = ()

    def until(self, day: date) -> History:
        """The history as it was known before `day`."""
        return replace(self, runs=tuple(run for run in self.runs if run.day < day))


def read_history(
    source: str | Path, zone: tzinfo | None = None, on_file: OnFile | None = None
) -> History:
    """Read a folder of activity files, or a table of runs.

    Parameters
    ----------
    source
        A folder (searched with its sub-folders), or a CSV file: see `read_table`.
    zone
        Time zone of the runner, for the day a run belongs to; None: this computer's.
    on_file
        Called after each file with (done, total).

    Raises
    ------
    HistoryError
        If there is no such place, or no run in it. One bad file is a note, never an error.
    """
    path = Path(source)
    if path.is_dir():
        history = _folder(path, zone, on_file)
    elif path.is_file():
        history = read_table(path, zone)
    else:
        raise HistoryError(
            Sentence("{path}: there is no such folder or file. Check the path.", path=str(path))
        )
    if not any(run.distance_km for run in history.runs):
        empty = Sentence(
            "{path}: no run was found in it. Give a folder of runs or a CSV.", path=str(path)
        )
        if history.notes:
            empty = Sentence(
                "{path}: no run was found in it ({note}). Give a folder of runs or a CSV.",
                path=str(path),
                note=history.notes[0],
            )
        raise HistoryError(empty)
    return history


def _folder(folder: Path, zone: tzinfo | None, on_file: OnFile | None) -> History:
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
    if len(paths) > _MOST_FILES:
        raise HistoryError(
            Sentence(
                "{folder}: holds {n} files; give a folder of runs only.",
                folder=str(folder),
                n=len(paths),
            )
        )
    runs: list[Run] = []
    notes: list[str] = []
    for done, path in enumerate(paths, start=1):
        found = _read(path, zone)
        if isinstance(found, Run):
            runs.append(found)
        else:
            notes.append(found)
        if on_file is not None:
            on_file(done, len(paths))
    return cleaned(runs, notes)


def _read(path: Path, zone: tzinfo | None) -> Run | str:
    """The run in a file, or why there is none."""
    from uncramp.activity import read_activity

    try:
        activity = read_activity(path)
    except Exception as error:  # one bad file, however bad, must never stop the batch
        if error.args and isinstance(error.args[0], Sentence):
            return error.args[0]
        line = " ".join(str(error).split())
        return line if path.name in line else f"{path.name}: {line or type(error).__name__}"
    sport = activity.sport.strip().lower()
    if not ("run" in sport or sport in _MAY_BE_RUNS):
        return Sentence("{file}: {sport}, not running; left out", file=path.name, sport=sport)
    if activity.start is None:
        return Sentence("{file}: does not say when it was; left out", file=path.name)
    if not activity.distance_km > 0.0:
        return Sentence("{file}: has no distance; left out", file=path.name)
    start = activity.start if activity.start.tzinfo else activity.start.replace(tzinfo=UTC)
    return Run(
        day=start.astimezone(zone).date(),
        distance_km=activity.distance_km,
        moving_s=activity.moving_s,
        start=start,
        elapsed_s=activity.elapsed_s,
        name=path.name,
        n_records=activity.n_records,
    )


def read_table(path: Path, zone: tzinfo | None = None) -> History:
    """Read a CSV with one run per line.

    The first line names the columns. Needed are ``distance_km`` and either ``date``
    (``2026-05-03``) or ``start_utc`` (``2026-05-03T06:12:00Z``). Understood are ``duration_min``,
    ``timer_s``, ``elapsed_s`` and ``flag`` (a line with a flag is left out). A distance of 0 is a
    day of rest; a day without a line is unknown.

    Raises
    ------
    HistoryError
        If it is not such a table. A line that cannot be read is a note.
    """
    try:
        rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
        names = {name.strip() for name in rows.fieldnames or ()}
        lines = [{(k or "").strip(): (v or "") for k, v in row.items() if k} for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or marked("it is not CSV text in UTF-8")
        raise HistoryError(
            Sentence("{path}: cannot be read: {reason}.", path=str(path), reason=reason)
        ) from None
    if "distance_km" not in names or not names & {"date", "start_utc"}:
        raise HistoryError(
            Sentence(
                "{path}: the first line must name the columns distance_km and date or start_utc; "
                "it names {names}.",
                path=str(path),
                names=", ".join(sorted(names)) or marked("none"),
            )
        )
    runs: list[Run] = []
    notes: list[str] = []
    for place, line in enumerate(lines, start=2):
        if line.get("flag", "").strip():
            flag = line["flag"].strip()
            notes.append(
                Sentence(
                    "{file} line {n}: flagged {flag}; left out", file=path.name, n=place, flag=flag
                )
            )
            continue
        try:
            runs.append(_run_of(line, f"{path.name} line {place}", zone))
        except ValueError as error:
            why = error.args[0] if isinstance(error.args[0], Sentence) else str(error)
            notes.append(
                Sentence("{file} line {n}: {why}; left out", file=path.name, n=place, why=why)
            )
    return cleaned(runs, notes)


def _run_of(line: dict[str, str], name: str, zone: tzinfo | None) -> Run:
    start: datetime | None = None
    if line.get("start_utc", "").strip():
        start = datetime.fromisoformat(line["start_utc"].strip())
        start = start if start.tzinfo else start.replace(tzinfo=UTC)
        day = start.astimezone(zone).date()
    else:
        day = date.fromisoformat(line["date"].strip())
    distance_km = float(line["distance_km"])
    if not (math.isfinite(distance_km) and 0.0 <= distance_km <= _MOST_KM):
        raise ValueError(
            Sentence(
                "distance_km is {value:g}, outside 0 to {most:g}", value=distance_km, most=_MOST_KM
            )
        )
    moving_s = float(line.get("timer_s") or 60.0 * float(line.get("duration_min") or 0.0))
    elapsed_s = float(line.get("elapsed_s") or moving_s)
    if not (0.0 <= moving_s < math.inf and 0.0 <= elapsed_s < math.inf):
        raise ValueError(Sentence("its duration is not a number of 0 or more"))
    return Run(day, distance_km, moving_s, start, elapsed_s, name)


def cleaned(runs: Iterable[Run], notes: Sequence[str] = ()) -> History:
    """In order, without what no human ran, and each run once.

    Two records are the same run where they overlap in time by half of the shorter one; the richer
    stays.
    """
    said = list(notes)
    good: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.day, run.start or _midnight(run.day), run.name)):
        pace = run.pace_s_per_km()
        if pace is not None and 1000.0 / pace > number("fastest_mean"):
            said.append(
                Sentence(
                    "{file}: {speed:.1f} m/s on average is no run; left out",
                    file=run.name,
                    speed=1000.0 / pace,
                )
            )
            continue
        near = range(max(len(good) - _NEAR, 0), len(good))
        twin = next((i for i in near if _same(run, good[i])), None)
        if twin is None:
            good.append(run)
            continue
        kept, dropped = sorted((good[twin], run), key=_richness, reverse=True)
        good[twin] = kept
        said.append(
            Sentence(
                "{file}: the same run as {other}; counted once", file=dropped.name, other=kept.name
            )
        )
    return History(tuple(good), tuple(said))


def _richness(run: Run) -> tuple[float, int]:
    return (run.elapsed_s, run.n_records)


def _same(run: Run, other: Run) -> bool:
    if run.start is None or other.start is None or abs((run.day - other.day).days) > 1:
        return False
    end = min(_end(run), _end(other))
    shared_s = (end - max(run.start, other.start)).total_seconds()
    shorter_s = min(run.elapsed_s, other.elapsed_s)
    return shared_s > 0.0 and shared_s >= number("overlap") * shorter_s


def _end(run: Run) -> datetime:
    assert run.start is not None
    return run.start + timedelta(seconds=run.elapsed_s)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
