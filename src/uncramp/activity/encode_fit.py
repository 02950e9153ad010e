"""A small FIT encoder: enough to write a valid activity file, and to break one in tests.

The layout follows the FIT protocol: a 14-byte header with its checksum, definition and data
messages, and a checksum over everything. Values are given as they are stored (already scaled).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from uncramp.activity.fit_checksum import crc16

_PROTOCOL, _PROFILE = 0x20, 2132
_LOCAL_TYPES = 16


class BaseType(NamedTuple):
    """How a value is stored, and what stands for "no value"."""

    code: int
    format: str
    invalid: int


ENUM = BaseType(0x00, "B", 0xFF)
SINT8 = BaseType(0x01, "b", 0x7F)
UINT8 = BaseType(0x02, "B", 0xFF)
SINT32 = BaseType(0x85, "i", 0x7FFFFFFF)
UINT16 = BaseType(0x84, "H", 0xFFFF)
UINT32 = BaseType(0x86, "I", 0xFFFFFFFF)
STRING = BaseType(0x07, "s", 0)


class Field(NamedTuple):
    """One value of a message; None is written as the invalid value of its type.

    `developer` is the developer data index of a developer field, None for a native one.
    """

    number: int
    type: BaseType
    value: int | str | None
    developer: int | None = None

    @property
    def size(self) -> int:
        if self.type is STRING:
            return len(str(self.value or "").encode()) + 1
        return struct.calcsize("<" + self.type.format)

    def stored(self) -> bytes:
        if self.type is STRING:
            return str(self.value or "").encode() + b"\0"
        value = self.type.invalid if self.value is None else int(self.value)
        return struct.pack("<" + self.type.format, value)


@dataclass(frozen=True)
class FitMessage:
    """A data message: its global number in the FIT profile, and its fields."""

    number: int
    fields: tuple[Field, ...]

    @property
    def layout(self) -> tuple[int, tuple[tuple[int, int, int, int | None], ...]]:
        return self.number, tuple((f.number, f.size, f.type.code, f.developer) for f in self.fields)


def encode_fit(messages: Iterable[FitMessage]) -> bytes:
    """Write the messages as one FIT file.

    Raises
    ------
    struct.error
        If a value does not fit its type.
    """
    body = bytearray()
    local: dict[object, int] = {}
    for message in messages:
        if message.layout not in local:
            number = len(local) % _LOCAL_TYPES
            for layout in [known for known, used in local.items() if used == number]:
                del local[layout]
            # After 16 layouts the oldest local type is defined anew.
            local[message.layout] = number
            body += _definition(message, number)
        body.append(local[message.layout])
        for part in (False, True):  # developer fields stand behind the native ones
            for field in message.fields:
                if (field.developer is not None) is part:
                    body += field.stored()
    header = struct.pack("<BBHI4s", 14, _PROTOCOL, _PROFILE, len(body), b".FIT")
    header += struct.pack("<H", crc16(header))
    return header + bytes(body) + struct.pack("<H", crc16(header + bytes(body)))


def _definition(message: FitMessage, local: int) -> bytes:
    native = [f for f in message.fields if f.developer is None]
    foreign = [f for f in message.fields if f.developer is not None]
    flag = 0x40 | (0x20 if foreign else 0)
    out = bytearray(struct.pack("<BBBHB", flag | local, 0, 0, message.number, len(native)))
    for field in native:
        out += bytes((field.number, field.size, field.type.code))
    if foreign:
        out.append(len(foreign))
        for field in foreign:
            out += bytes((field.number, field.size, field.developer or 0))
    return bytes(out)
