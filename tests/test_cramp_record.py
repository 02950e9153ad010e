"""The record of cramps: what goes in comes out, whatever happens while it is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp import cramp_record
from uncramp.cramp_record import ENDED_BY, MUSCLES, SIDES, Cramp

ONE = Cramp(date="2026-05-03", time_s=9660.0, muscle="gastrocnemius", side="left", pain=7)

_cramps = st.builds(
    Cramp,
    date=st.dates().map(str),
    time_s=st.floats(0, cramp_record.MAX_TIME_S),
    muscle=st.sampled_from(MUSCLES),
    side=st.sampled_from(SIDES),
    ended_by=st.none() | st.sampled_from(ENDED_BY),
    pain=st.none() | st.integers(0, 10),
    duration_s=st.none() | st.floats(0, 3600),
    note=st.none() | st.text(max_size=60),
)


@given(cramps=st.lists(_cramps, max_size=4))
def test_what_is_appended_is_read_back(
    cramps: list[Cramp], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("record") / "new" / "cramps.jsonl"
    for cramp in cramps:
        cramp_record.append(path, cramp)
    assert cramp_record.read(path) == cramps


def test_one_line_per_cramp_with_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "cramps.jsonl"
    cramp_record.append(path, replace(ONE, note="two\nlines"))
    (line,) = path.read_text("utf-8").splitlines()
    assert json.loads(line)["schema"] == 1
    assert path.stat().st_mode & 0o077 == 0, "a record of health is for its owner only"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"muscle": "biceps"}, "muscle: 'biceps' is not one of calf, gastrocnemius, soleus"),
        ({"side": ""}, "side: '' is not one of left, right, both"),
        ({"ended_by": "magic"}, "ended_by: 'magic' is not one of stretch"),
        ({"pain": 11}, "pain: 11 is not a number between 0 and 10"),
        ({"time_s": -1.0}, "time_s: -1.0 is not"),
        ({"time_s": float("nan")}, "time_s: nan is not"),
        ({"duration_s": "long"}, "duration_s: 'long' is not"),
    ],
)
def test_nonsense_is_refused_with_the_field(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        replace(ONE, **change)  # type: ignore[arg-type]


def test_a_line_left_open_is_closed_first(tmp_path: Path) -> None:
    path = tmp_path / "cramps.jsonl"
    cramp_record.append(path, ONE)
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    cramp_record.append(path, ONE)
    assert cramp_record.read(path) == [ONE, ONE]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: .*; mend or delete this line"),
        ("[]", "line 2: expected an object with schema 1"),
        ('{"schema": 2}', "line 2: expected an object with schema 1"),
        ('{"schema": 1, "date": "2026-05-03"}', "line 2: .*missing"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "cramps.jsonl"
    cramp_record.append(path, ONE)
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    with pytest.raises(ValueError, match=message):
        cramp_record.read(path)


def test_no_file_is_no_cramps(tmp_path: Path) -> None:
    assert cramp_record.read(tmp_path / "absent.jsonl") == []


@pytest.mark.parametrize("failure", ["short", "error"])
def test_a_full_disk_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    path = tmp_path / "cramps.jsonl"
    cramp_record.append(path, ONE)
    before, real = path.read_bytes(), os.write

    def write(descriptor: int, data: bytes) -> int:
        written = real(descriptor, data[:10])
        if failure == "error":
            raise OSError(28, "No space left on device")
        return written

    monkeypatch.setattr(cramp_record.os, "write", write)
    with pytest.raises(OSError, match=r"full|space"):
        cramp_record.append(path, ONE)
    assert path.read_bytes() == before


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cramps.jsonl"
    program = (
        "import sys; from pathlib import Path; from uncramp.cramp_record import *\n"
        "for n in range(60): append(Path(sys.argv[1]),"
        " Cramp('2026-05-03', float(n), 'calf', 'left', note=sys.argv[2] * 500))"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("a", "b")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    cramps = cramp_record.read(path)
    for name in ("a", "b"):
        times = [c.time_s for c in cramps if c.note == name * 500]
        assert times == [float(n) for n in range(60)]


def test_the_default_is_in_the_users_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = cramp_record.default_path()
    assert path.name == "cramps.jsonl"
    assert path.parent.name == "uncramp"


def test_cramps_of_the_year_before_a_run_are_counted() -> None:
    days = ("2025-05-02", "2025-05-03", "2026-05-02", "2026-05-03", "2026-06-01")
    cramps = [replace(ONE, date=day) for day in days]
    assert cramp_record.count_before(cramps, date(2026, 5, 3)) == 2
    with pytest.raises(ValueError, match="'yesterday' is not YYYY-MM-DD"):
        cramp_record.count_before([replace(ONE, date="yesterday")], date(2026, 5, 3))
