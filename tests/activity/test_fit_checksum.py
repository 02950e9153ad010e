"""The checksum agrees with a bit-by-bit one, and finds every change."""

from __future__ import annotations

import fitfast
import pytest
from fit_files import simple_fit
from hypothesis import given
from hypothesis import strategies as st

from uncramp.activity.fit_checksum import crc16, soundness, with_header_checksum


def bit_by_bit(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc


@given(st.binary(max_size=3000))
def test_agrees_with_the_definition(data):
    assert crc16(data) == bit_by_bit(data)


def test_the_check_value_of_the_catalogue():
    assert crc16(b"123456789") == 0xBB3D  # CRC-16/ARC


@given(st.integers(14, len(simple_fit(20)) - 3), st.integers(1, 255))
def test_one_changed_byte_is_found(at, change):
    data = bytearray(simple_fit(20))
    data[at] ^= change
    assert soundness(bytes(data)) == "checksum"


def test_whole_chained_and_cut_files():
    data = simple_fit(20)
    assert soundness(data) == "sound"
    assert soundness(data + data) == "sound"
    assert soundness(data[:-5]) == "structure"
    assert soundness(data + b"junk") == "structure"
    assert soundness(b"") == "structure"


def test_a_header_without_checksum_is_completed():
    data = bytearray(simple_fit(20))
    data[12:14] = b"\0\0"
    data[-2:] = crc16(bytes(data[:-2])).to_bytes(2, "little")
    assert soundness(bytes(data)) == "sound"
    with pytest.raises(fitfast.FitDecodeError):  # why the function exists
        fitfast.count(bytes(data))
    completed = with_header_checksum(bytes(data) * 2)
    assert completed == simple_fit(20) * 2
