"""The checksum of the FIT protocol, fast enough to try every file with it."""

from __future__ import annotations

import struct
from typing import Literal

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0xA001  # x^16 + x^15 + x^2 + 1, lowest bit first
_BLOCKS = 512


def crc16(data: bytes) -> int:
    """The checksum of `data`.

    A checksum is linear over bits: 512 blocks are summed side by side, then joined by the map
    that a block of zeros applies to what came before.
    """
    table = _table()
    length = len(data) // _BLOCKS
    head = np.frombuffer(data, dtype=np.uint8, count=length * _BLOCKS).reshape(_BLOCKS, -1)
    sums = np.zeros(_BLOCKS, dtype=np.uint16)
    bits = np.left_shift(1, np.arange(16)).astype(np.uint16)
    for column in head.T:
        sums = (sums >> 8) ^ table[(sums ^ column) & 0xFF]
        bits = (bits >> 8) ^ table[bits & 0xFF]
    shift = bits.tolist()
    crc = 0
    for block in sums.tolist():
        moved = 0
        for i in range(16):
            if crc >> i & 1:
                moved ^= shift[i]
        crc = moved ^ block
    lookup = table.tolist()
    for byte in data[length * _BLOCKS :]:
        crc = (crc >> 8) ^ lookup[(crc ^ byte) & 0xFF]
    return int(crc)


def soundness(data: bytes) -> Literal["sound", "checksum", "structure"]:
    """Whether every FIT file chained in `data` is whole, and its checksum right."""
    at = 0
    while at < len(data):
        if len(data) - at < 14 or data[at] not in (12, 14) or data[at + 8 : at + 12] != b".FIT":
            return "structure"
        (size,) = struct.unpack_from("<I", data, at + 4)
        end = at + data[at] + size + 2
        if end > len(data):
            return "structure"
        if crc16(data[at:end]) != 0:  # a checksum over data and checksum is 0
            return "checksum"
        at = end
    return "sound" if at else "structure"


def _table() -> NDArray[np.uint16]:
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ _POLYNOMIAL, table >> 1).astype(np.uint16)
    return table


def with_header_checksum(data: bytes) -> bytes:
    """A sound file again, with the checksum of the header where it was left out.

    The protocol allows 0 there, and old watches write it; fitfast 0.1 calls such files broken.
    """
    out = bytearray()
    at = 0
    while at < len(data):
        end = at + data[at] + int.from_bytes(data[at + 4 : at + 8], "little") + 2
        header, body = data[at : at + data[at]], data[at + data[at] : end - 2]
        if len(header) == 14 and header[12:] == b"\0\0":
            header = header[:12] + struct.pack("<H", crc16(header[:12]))
            out += header + body + struct.pack("<H", crc16(header + body))
        else:
            out += data[at:end]
        at = end
    return bytes(out)
