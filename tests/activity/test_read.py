"""Whatever comes in: an Activity, or one sentence that helps. Never anything else."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import time
import zlib

import numpy as np
import pytest
from fit_files import developer_field, file_id, record, session, simple_fit
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.activity import Activity, ActivityError, example_path, read_activity
from uncramp.activity.encode_fit import UINT16, Field, FitMessage, encode_fit

FIT = simple_fit(60, altitude_m=100.0, cadence=85, speed_m_s=3.0)
DEVELOPER_FIT = encode_fit(
    [
        file_id(),
        *developer_field("Power", "Watts"),
        *(
            FitMessage(20, (*record(i, 3.0 * i).fields, Field(0, UINT16, 240, developer=0)))
            for i in range(40)
        ),
        session(0, 40),
    ]
)
GPX = (
    b'<?xml version="1.0"?><gpx creator="x"><trk><type>running</type><trkseg>'
    + b"".join(
        b'<trkpt lat="%.6f" lon="5"><ele>10</ele><time>2024-05-01T08:%02d:%02dZ</time></trkpt>'
        % (45 + 3e-5 * i, i // 60, i % 60)
        for i in range(200)
    )
    + b"</trkseg></trk></gpx>"
)


def _is_whole(run: Activity) -> None:
    n = int(np.ceil(run.elapsed_s)) + 1
    assert run.n_records > 0
    for channel in (run.distance_m, run.speed_m_s):
        assert channel.shape == (n,)
        assert np.isfinite(channel).all()
    assert (np.diff(run.distance_m) >= 0).all()
    assert (run.speed_m_s >= 0).all()
    assert (run.speed_m_s[~run.moving] == 0).all()
    assert 0 <= run.moving_s <= run.elapsed_s
    assert 0 <= run.timer_s <= run.elapsed_s


def _read_or_refuse(data: bytes) -> None:
    try:
        run = read_activity(data)
    except ActivityError:
        return
    _is_whole(run)


@pytest.mark.parametrize("sound", [FIT, DEVELOPER_FIT, GPX], ids=["fit", "developer", "gpx"])
@given(data=st.data())
@settings(max_examples=150)
def test_a_file_cut_anywhere_never_crashes(sound, data):
    _read_or_refuse(sound[: data.draw(st.integers(0, len(sound)))])


@pytest.mark.parametrize("sound", [FIT, DEVELOPER_FIT, GPX], ids=["fit", "developer", "gpx"])
@given(
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=30)
)
@settings(max_examples=150)
def test_changed_bytes_never_crash(sound, changes):
    broken = bytearray(sound)
    for at, value in changes:
        broken[at % len(broken)] = value
    _read_or_refuse(bytes(broken))


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_never_crash(data):
    _read_or_refuse(data)
    _read_or_refuse(FIT[:14] + data)


def test_a_sound_run_is_read_without_a_warning():
    run = read_activity(FIT)
    _is_whole(run)
    assert run.warnings == ()
    assert run.distance_km == pytest.approx(0.18, rel=1e-3)
    assert run.n_records == 61


def test_records_before_a_cut_are_all_there():
    run = read_activity(FIT[: int(0.6 * len(FIT))])
    assert run.n_records == pytest.approx(0.6 * 61, abs=3)
    assert any("breaks off" in line for line in run.warnings)


def test_paths_streams_bytes_and_archives_read_alike(tmp_path, monkeypatch):
    plain = tmp_path / "run.tcx"  # wrong on purpose
    plain.write_bytes(FIT)
    zipped = tmp_path / "run.fit"
    _zip(zipped, {"inside/run.fit.gz": gzip.compress(FIT)})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FIT)))
    runs = [
        read_activity(source)
        for source in (plain, str(plain), io.BytesIO(FIT), FIT, gzip.compress(FIT), zipped, "-")
    ]
    assert {run.distance_km for run in runs} == {runs[0].distance_km}
    assert runs[0].file == "run.tcx"
    assert runs[-1].file == "standard input"


def _zip(path, content):
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def _zipped(content):
    buffer = io.BytesIO()
    _zip(buffer, content)
    return buffer.getvalue()


def _peak_kB():
    """Largest memory of this process so far; 0 where it is not told in kB."""
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _gzip_bomb(megabytes):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(2**20)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + "]><gpx><trk><trkseg><trkpt><time>&a9;</time></trkpt></trkseg></trk></gpx>"
)
FETCH = (
    b'<!DOCTYPE gpx SYSTEM "http://127.0.0.1:9/evil.dtd"><gpx><trk><trkseg>'
    b'<trkpt lat="1" lon="1"><time>2020-01-01T00:00:00Z</time></trkpt></trkseg></trk></gpx>'
)
HUGE_HEADER = struct.pack("<BBHI4sH", 14, 0x20, 2132, 2**31, b".FIT", 0)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: LAUGHS.encode(), "entities"),
        (lambda: LAUGHS.encode("utf-16"), "entities"),
        (lambda: FETCH, "entities"),
        (lambda: _gzip_bomb(400), "more than 128 MB"),
        (lambda: gzip.compress(_gzip_bomb(400)), "more than 128 MB"),
        (lambda: _zipped({"run.fit": bytes(300 * 2**20)}), "more than 128 MB"),
        (lambda: _zipped({"a.zip": _zipped({"run.fit": FIT})}), "another ZIP"),
        (
            lambda: _zipped({"a.fit": _zipped({"b.fit": _zipped({"run.fit": FIT})})}),
            "archives are packed inside archives",
        ),
        (lambda: _zipped({f"{i}.txt": b"" for i in range(10_001)}), "many thousand"),
        (lambda: _zipped({"1.fit": FIT, "2.fit": FIT}), "2 activities"),
        (lambda: _zipped({"readme.txt": b"x", "a.txt": b"y"}), "no FIT, TCX or GPX"),
        (lambda: _zipped({"run.fit": FIT})[:300], "ZIP archive is damaged"),
        (lambda: b"\x1f\x8b" + bytes(range(100)), "gzip archive is damaged"),
        (lambda: HUGE_HEADER, "no records"),
        (lambda: HUGE_HEADER + bytes(10**5), "no records"),
        (lambda: FIT[:14] + bytes(3 * 2**20), "too large to repair"),
        (lambda: FIT[:14] + bytes(9 * 2**20), "more than 8 MB"),
        (lambda: b"<gpx>" + b"<a/>" * 10**6, "more elements"),
        (lambda: b"", "empty"),
        (lambda: bytes(1000), "empty"),
        (lambda: b"<!DOCTYPE html><html><body>log in</body></html>", "web page"),
        (lambda: b'{"activity": 1}', "JSON"),
        (lambda: b"time,speed\n1,2\n", "plain text"),
        (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither FIT, TCX nor GPX"),
        (lambda: b"<kml></kml>", "neither TCX nor GPX"),
        (lambda: b"<gpx><rte><rtept lat='1' lon='1'/></rte></gpx>", "a route, not a run"),
        (lambda: b"<TrainingCenterDatabase><Courses/></TrainingCenterDatabase>", "no trackpoints"),
        (lambda: encode_fit([file_id()]), "no records"),
    ],
)
def test_hostile_and_mistaken_input_is_refused_quickly(make, word):
    data = make()
    before_kB = _peak_kB()
    start = time.process_time()
    with pytest.raises(ActivityError, match=word) as caught:
        read_activity(data)
    assert time.process_time() - start < 2
    assert _peak_kB() - before_kB < 400_000
    assert str(caught.value).startswith("the given bytes: ")
    assert str(caught.value).count("\n") == 0


def test_what_is_no_file_is_refused_by_name(tmp_path):
    with pytest.raises(ActivityError, match=r"run\.fit: there is no such file"):
        read_activity(tmp_path / "run.fit")
    with pytest.raises(ActivityError, match="this is a folder"):
        read_activity(tmp_path)
    with pytest.raises(ActivityError, match="cannot be read"):
        read_activity("a\0b")
    with pytest.raises(ActivityError, match="gives text"):
        read_activity(io.StringIO("<gpx/>"))


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "run.fit"
    path.write_bytes(FIT)

    def deny(*_args, **_kwargs):
        raise PermissionError(13, "denied")

    monkeypatch.setattr("pathlib.Path.open", deny)
    with pytest.raises(ActivityError, match="may not be read; change its permissions"):
        read_activity(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "large.fit"
    with path.open("wb") as stream:
        stream.truncate(129 * 2**20)  # sparse
    monkeypatch.setattr("pathlib.Path.open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(ActivityError, match="more than 128 MB"):
        read_activity(path)


def test_a_locked_zip_says_so():
    data = bytearray(_zipped({"run.fit": FIT}))
    data[6] |= 1  # the flag of encryption, in the local and the central header
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ActivityError, match="password"):
        read_activity(bytes(data))


def test_the_marathon_reads_fast():
    read_activity(example_path())  # imports the decoders
    start = time.process_time()
    read_activity(example_path())
    assert time.process_time() - start < 0.3


def test_junk_behind_a_run_is_left_out():
    run = read_activity(FIT + bytes(10**5))
    assert run.n_records == 61
    assert any("do not belong" in line for line in run.warnings)
