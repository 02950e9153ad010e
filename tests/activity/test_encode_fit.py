"""What the encoder writes, independent decoders read."""

from __future__ import annotations

import chiptime
import fitfast
import pytest
from fit_files import START, developer_field, file_id, message, record, session, simple_fit

from uncramp.activity.encode_fit import UINT8, UINT16, UINT32, Field, FitMessage, encode_fit


def test_both_decoders_read_it_without_complaint():
    data = simple_fit(30, altitude_m=100.0)
    columns = fitfast.records(data)
    assert list(columns["distance"]) == pytest.approx([3.0 * i for i in range(31)])
    assert set(columns["enhanced_altitude"]) == {100.0}
    assert columns["timestamp"][0] == START + 631_065_600
    result = chiptime.parse(data, mode="strict")
    assert result.ok
    assert result.errors == []
    assert result.recovery is None


def test_header_and_checksums_follow_the_protocol():
    data = simple_fit(2)
    assert data[8:12] == b".FIT"
    assert int.from_bytes(data[4:8], "little") == len(data) - 16
    assert chiptime.frames.crc16(data[:12]) == int.from_bytes(data[12:14], "little")
    assert chiptime.frames.crc16(data[:-2]) == int.from_bytes(data[-2:], "little")


def test_a_missing_value_is_written_as_invalid():
    data = encode_fit([file_id(), message(20, (253, UINT32, START), (3, UINT8, None))])
    assert "heart_rate" not in fitfast.parse(data)["record"][0]


def test_more_than_sixteen_layouts_are_defined_anew():
    rows = [record(0, 1.0)]
    for i in range(40):
        fields = tuple(Field(100 + j, UINT8, j) for j in range(i + 1))
        rows.append(FitMessage(20, (Field(253, UINT32, START + i), *fields)))
    rows.append(record(50, 2.0))
    assert len(fitfast.parse(encode_fit([file_id(), *rows]))["record"]) == 42


def test_developer_fields():
    row = FitMessage(20, (*record(0, 1.0).fields, Field(0, UINT16, 250, developer=0)))
    data = encode_fit([file_id(), *developer_field("Power", "Watts"), row, session(0, 1)])
    assert fitfast.parse(data)["record"][0]["Power"] == 250
    assert chiptime.parse(data, mode="strict").ok
