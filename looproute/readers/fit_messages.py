"""The FIT format: a stream of messages, each a set of numbers by field number, checked by its CRC.

Source: Flexible and Interoperable Data Transfer (FIT) Protocol, Garmin, revision 2.4. Fields that
are text, floats, arrays or a developer's own are left out: no step is in them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from looproute.readers.result import WalkFileError

_HEADER = struct.Struct("<BBHI4s")
_CRC = struct.Struct("<H")
TIMESTAMP = 253  # the number of that field in every message
FURTHEST_AHEAD_S = 14 * 3600  # no clock on earth is further ahead of UTC
# Seconds count from 1989-12-31 00:00 UTC; small numbers are seconds since it was switched on.
_EPOCH_S = 631_065_600
_FIRST_DATE = 0x10000000

# Of each integer base type: its format for struct, and the value that means "none".
_INTEGERS = {
    0x00: ("B", 0xFF),
    0x01: ("b", 0x7F),
    0x02: ("B", 0xFF),
    0x83: ("h", 0x7FFF),
    0x84: ("H", 0xFFFF),
    0x85: ("i", 0x7FFFFFFF),
    0x86: ("I", 0xFFFFFFFF),
    0x0A: ("B", 0),
    0x8B: ("H", 0),
    0x8C: ("I", 0),
    0x8E: ("q", 0x7FFFFFFFFFFFFFFF),
    0x8F: ("Q", 0xFFFFFFFFFFFFFFFF),
    0x90: ("Q", 0),
}


def _crc_table() -> tuple[int, ...]:
    """Return CRC-16 of every byte: the polynomial 0x8005, reflected, from 0."""
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
        table.append(crc)
    return tuple(table)


_CRC_OF = _crc_table()


class Message(NamedTuple):
    """A message: its global number, and the values of its integer fields that are not "none"."""

    number: int
    values: dict[int, int]


class _Field(NamedTuple):
    number: int
    offset: int
    reader: struct.Struct
    none: int


class _Definition(NamedTuple):
    number: int
    size: int
    fields: tuple[_Field, ...]


def messages(content: bytes) -> Iterator[Message]:
    """Yield the messages of a FIT file, or of several after one another.

    Raises
    ------
    WalkFileError
        It is no FIT file, it is cut short, or its checksum does not fit.
    """
    begin = 0
    while begin < len(content):
        if len(content) - begin < _HEADER.size:
            raise WalkFileError("it is cut short")
        header_size, _, _, data_size, mark = _HEADER.unpack_from(content, begin)
        if mark != b".FIT" or header_size not in (12, 14):
            raise WalkFileError("it is not a FIT file")
        data = begin + header_size
        end = data + data_size
        if end + _CRC.size > len(content):
            raise WalkFileError("it is cut short")
        if crc16(content[begin:end]) != _CRC.unpack_from(content, end)[0]:
            raise WalkFileError("it is damaged: its checksum does not fit")
        try:
            yield from _data(content, data, end)
        except (struct.error, IndexError) as error:
            raise WalkFileError("it is damaged: a message is cut short") from error
        begin = end + _CRC.size


def day_of(time_s: int, ahead_s: int) -> date | None:
    """Return the day of a time by clocks that are so far ahead of UTC; None where it is not known.

    >>> day_of(1_000_000_000, 3600)
    datetime.date(2021, 9, 8)
    """
    if time_s < _FIRST_DATE:
        return None
    return datetime.fromtimestamp(_EPOCH_S + time_s + ahead_s, tz=UTC).date()


def crc16(content: bytes) -> int:
    """Return the checksum of FIT.

    >>> hex(crc16(b"123456789"))
    '0xbb3d'
    """
    crc = 0
    for byte in content:
        crc = crc >> 8 ^ _CRC_OF[(crc ^ byte) & 0xFF]
    return crc


def _data(content: bytes, at: int, end: int) -> Iterator[Message]:
    definitions: dict[int, _Definition] = {}
    clock = 0
    while at < end:
        head = content[at]
        at += 1
        if not head & 0x80 and head & 0x40:
            definition, at = _definition(content, at, developer=bool(head & 0x20))
            definitions[head & 0x0F] = definition
        else:
            compressed = bool(head & 0x80)
            local = head >> 5 & 0x03 if compressed else head & 0x0F
            if local not in definitions:
                raise WalkFileError("it is damaged: a message comes before its definition")
            definition = definitions[local]
            if at + definition.size > end:
                raise WalkFileError("it is damaged: a message is cut short")
            values = _values(content, at, definition)
            if compressed:
                clock += ((head & 0x1F) - clock) & 0x1F
                values[TIMESTAMP] = clock
            clock = values.get(TIMESTAMP, clock)
            at += definition.size
            yield Message(definition.number, values)


def _definition(content: bytes, at: int, *, developer: bool) -> tuple[_Definition, int]:
    order = ">" if content[at + 1] else "<"
    (number,) = struct.unpack_from(order + "H", content, at + 2)
    count = content[at + 4]
    at += 5
    fields, offset = [], 0
    for field in range(at, at + 3 * count, 3):
        field_number, size, base = content[field], content[field + 1], content[field + 2]
        code, none = _INTEGERS.get(base, ("", 0))
        if code and struct.calcsize(code) == size:
            fields.append(_Field(field_number, offset, struct.Struct(order + code), none))
        offset += size
    at += 3 * count
    if developer:
        count = content[at]
        offset += sum(content[at + 2 : at + 1 + 3 * count : 3])
        at += 1 + 3 * count
    return _Definition(number, offset, tuple(fields)), at


def _values(content: bytes, at: int, definition: _Definition) -> dict[int, int]:
    values = {}
    for field in definition.fields:
        (value,) = field.reader.unpack_from(content, at + field.offset)
        if value != field.none:
            values[field.number] = value
    return values
