"""The one place that knows the FIT decoders: fitfast for sound files, chiptime for damaged ones.

Both are young (0.x), so nothing outside this file sees their types. fitfast is forty times
faster, but refuses a file with any fault; chiptime reads on behind the fault and says so.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import numpy as np

from uncramp.activity.activity import Channel
from uncramp.activity.errors import ActivityError
from uncramp.activity.fit_checksum import soundness, with_header_checksum
from uncramp.activity.recording import MAX_RECORDS
from uncramp.language import Sentence, marked

FIT_EPOCH_UNIX_S = 631_065_600  # 1989-12-31T00:00:00Z
#: Eighteen hours with every field are 1.6 MB; a decoder needs fifty times the file as memory.
MAX_FIT_BYTES = 8 * 2**20
#: chiptime reads about 0.4 MB/s; more than this would keep the runner waiting too long.
MAX_REPAIR_BYTES = 2 * 2**20
_MAX_REPAIR_MESSAGES = 200_000
_MAX_FIELDS = 6_000_000

Message = dict[str, Any]
#: Messages that `fit_recording` reads, besides the records.
_READ = (
    "file_id", "device_info", "sport", "session", "lap", "event", "weather_conditions",
)  # fmt: skip


@dataclass(frozen=True)
class FitContent:
    """A decoded FIT file: `records` and `developer` as columns, the rest as dictionaries.

    `developer` maps a tidy name to its unit, as written, and its column. Times are Unix seconds,
    positions degrees, other values in the units of the FIT profile.
    """

    n_records: int
    records: dict[str, Channel]
    developer: dict[str, tuple[str, Channel]]
    messages: dict[str, list[Message]]
    findings: tuple[str, ...] = ()


def decode_fit(data: bytes, file: str) -> FitContent:
    """Decode a FIT file, repairing it where it is damaged.

    Raises
    ------
    ActivityError
        If nothing can be decoded, or the file is larger than any run.
    """
    if len(data) > MAX_FIT_BYTES:
        raise ActivityError(
            file,
            Sentence(
                "the FIT file has more than {size} MB, far more than any run",
                size=MAX_FIT_BYTES // 2**20,
            ),
            "export the single run",
        )
    sound = _decode_sound(data, file)
    return _decode_damaged(data, file, fault=sound) if isinstance(sound, str) else sound


def tidy(name: str) -> str:
    """A developer's field name as a Python-like word: "Form Power" becomes "form_power"."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _decode_sound(data: bytes, file: str) -> FitContent | str:
    """Read a file without any fault; if it has one, which one."""
    fault = soundness(data)
    if fault != "sound":  # fitfast would refuse it too, now and then in a loud way
        return fault
    import fitfast

    data = with_header_checksum(data)
    try:
        n_messages, n_fields = fitfast.count(data)
        if n_messages > 10 * MAX_RECORDS or n_fields > _MAX_FIELDS:
            raise ActivityError(
                file, "the file holds more values than any run has", "export the single run"
            )
        messages: dict[str, list[Message]] = cast("dict[str, list[Message]]", fitfast.parse(data))
        columns: dict[str, Channel] = fitfast.records(data)
    except ActivityError:
        raise
    except Exception:
        return fault
    except BaseException as error:
        # A panic inside the Rust decoder is no Exception; anything else (Ctrl-C) goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        return fault
    records, developer = dict(columns), {}
    for description in messages.get("field_description", []):
        name = description.get("field_name")
        if isinstance(name, str) and name in records and name != "timestamp":
            developer[tidy(name)] = (str(description.get("units") or ""), records[name])
            # Two apps may declare one field; and a developer's name may be a native one.
            if name != tidy(name):
                del records[name]
    n_records = len(messages.pop("record", []))
    plain = {kind: [_plain(message) for message in messages.get(kind, [])] for kind in _READ}
    return FitContent(n_records, records, developer, plain)


def _plain(message: Message) -> Message:
    """Numbers and words; damage can make any field a list."""
    return {
        name: value
        for name, value in message.items()
        if isinstance(value, str) or (isinstance(value, (int, float)) and math.isfinite(value))
    }


def _decode_damaged(data: bytes, file: str, fault: str) -> FitContent:
    """Read what is left of a damaged file."""
    import chiptime

    try:
        frames = islice(chiptime.iter_frames(data), _MAX_REPAIR_MESSAGES + 1)
        if len(data) > MAX_REPAIR_BYTES or sum(1 for _ in frames) > _MAX_REPAIR_MESSAGES:
            raise ActivityError(
                file,
                "the FIT file is damaged and too large to repair",
                "copy it from the watch again",
            )
        result = chiptime.parse(data, mode="lenient")
    except ActivityError:
        raise
    except Exception as error:
        raise ActivityError(
            file,
            Sentence("the FIT file is damaged beyond repair ({why})", why=type(error).__name__),
            "copy it from the watch again, or export the run as TCX",
        ) from None
    rows: list[Message] = []
    developer_rows: list[dict[str, tuple[str, Any]]] = []
    messages: dict[str, list[Message]] = {}
    for message in (message for part in result.parts for message in part.messages):
        native, foreign = _split_fields(message)
        if message.name == "record":
            rows.append(native)
            developer_rows.append(foreign)
        elif message.name in _READ:
            messages.setdefault(message.name, []).append(_plain(native))
    units: dict[str, str] = {}
    for row in developer_rows:
        for name, (unit, _) in row.items():
            units.setdefault(name, unit)
    return FitContent(
        n_records=len(rows),
        records={name: _column(rows, name) for name in {key for row in rows for key in row}},
        developer={
            name: (
                unit,
                _column(
                    [{name: row[name][1]} if name in row else {} for row in developer_rows], name
                ),
            )
            for name, unit in units.items()
        },
        messages=messages,
        findings=_findings(result, fault),
    )


def _split_fields(message: Any) -> tuple[Message, dict[str, tuple[str, Any]]]:
    """Native fields, and developer fields with their unit, of a message of chiptime."""
    native: Message = {}
    foreign: dict[str, tuple[str, Any]] = {}
    for name, field in message.fields.items():
        if field.value is None:
            continue
        if field.developer is not None:
            origin = field.developer
            suffix = f"_{origin.developer_data_index}_{origin.field_definition_number}"
            foreign[name.removesuffix(suffix)] = (field.units or "", field.value)
        elif field.units == "datetime" or name in ("timestamp", "start_time"):
            if isinstance(field.raw, int):
                native[name] = field.raw + FIT_EPOCH_UNIX_S
        else:
            native[name] = field.value
    return native, foreign


def _column(rows: list[Message], name: str) -> Channel:
    values = [row.get(name) for row in rows]
    return np.array(
        [float(v) if isinstance(v, (int, float)) else np.nan for v in values], dtype=float
    )


def _findings(result: Any, fault: str) -> tuple[str, ...]:
    """What chiptime met, in the words of a runner."""
    codes = {entry.code for entry in (*result.warnings, *result.provenance, *result.errors)}
    says: list[str] = []
    if "TRUNCATED_TAIL_SALVAGED" in codes or "FIT_TRUNCATED" in codes:
        broken = marked("The file breaks off before its end.")
        recovery = result.recovery
        if recovery is not None and recovery.estimated_total_records:
            percent = 100.0 * recovery.recovered_records / recovery.estimated_total_records
            if 5.0 <= percent <= 100.0:  # else the size in the header is wrong itself
                broken = Sentence(
                    "The file breaks off before its end: about {percent:.0f} % of it is left.",
                    percent=percent,
                )
        says.append(broken)
    if "RESYNC_SKIPPED_BYTES" in codes and result.recovery is not None:
        n = result.recovery.bytes_skipped
        says.append(Sentence("{n} unreadable bytes were skipped.", n=n))
    if "STREAM_STOPPED_AT_DEFECT" in codes:
        says.append(marked("A defect stopped the reading: what lay behind it is lost."))
    if "FIT_DATA_SIZE_MISMATCH" in codes or "FIT_HEADER_INVALID" in codes:
        says.append(
            marked("The header is wrong (the watch may have died): the records were read anyway.")
        )
    if codes & {"FIT_CRC_MISMATCH", "FIT_HEADER_CRC_MISMATCH"} or (
        fault == "checksum" and not says
    ):
        says.append(marked("The checksum is wrong: some values may be damaged."))
    if "FIT_CRC_MISSING" in codes:
        says.append(marked("The checksum at the end is missing."))
    if codes & {"FIT_TRAILING_JUNK", "PREAMBLE_GARBAGE_SKIPPED"}:
        says.append(marked("Bytes that do not belong to the run were left out."))
    if "FIT_MISSING_TIMESTAMP_ANCHOR" in codes:
        says.append(marked("Some records have no time and are lost."))
    if not says and fault != "sound":
        says.append(marked("The file is damaged in a small way: all that could be read was read."))
    return tuple(says)
