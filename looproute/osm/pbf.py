"""Locate the blobs of a PBF file, and the kinds of objects in one.

https://wiki.openstreetmap.org/wiki/PBF_Format
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PIECE_BYTES = 4 << 20  # of blobs read at a time: about 0.06 s of work
_MOST_HEADER = 64 << 10
_MOST_BLOB = 32 << 20
_KINDS = {1: "node", 2: "node", 3: "way", 4: "relation"}  # the fields of a PrimitiveGroup
_ALL = frozenset(_KINDS.values())


class Blob(NamedTuple):
    """A blob: its bytes in the file are begin to end, its length and its BlobHeader included."""

    begin: int
    body: int
    end: int
    is_header: bool


class BlobRun(NamedTuple):
    """A run of consecutive blobs of data."""

    first: Blob
    last: Blob


def list_blobs(path: Path) -> list[Blob]:
    """Return the blobs of a file. Raises ValueError if it is not PBF, or cut short."""
    size = path.stat().st_size
    blobs = []
    begin = 0
    with path.open("rb") as file:
        while begin < size:
            file.seek(begin)
            header_size = int.from_bytes(file.read(4), "big")
            if header_size > _MOST_HEADER:
                raise ValueError(f"no PBF blob at byte {begin:,}")
            kind, body_size = b"", -1
            for field, value in _fields(file.read(header_size)):
                if field == 1 and isinstance(value, bytes):
                    kind = value
                elif field == 3 and isinstance(value, int):
                    body_size = value
            body = begin + 4 + header_size
            end = body + body_size
            if not kind or not 0 <= body_size <= _MOST_BLOB or end > size:
                raise ValueError(f"the PBF blob at byte {begin:,} is cut short")
            blobs.append(Blob(begin, body, end, kind == b"OSMHeader"))
            begin = end
    if not blobs or not blobs[0].is_header:
        raise ValueError("the PBF file has no header")
    return blobs


def list_pieces(blobs: list[Blob]) -> list[BlobRun]:
    """Return the blobs of data in pieces of about PIECE_BYTES; header blobs are left out."""
    pieces: list[BlobRun] = []
    for before, blob in zip([None, *blobs], blobs, strict=False):
        if blob.is_header:
            continue
        joins = before is not None and not before.is_header and pieces
        if joins and blob.end - pieces[-1].first.begin <= PIECE_BYTES:
            pieces[-1] = BlobRun(pieces[-1].first, blob)
        else:
            pieces.append(BlobRun(blob, blob))
    return pieces


def kinds_in(content: bytes) -> frozenset[str]:
    """Return the kinds of objects in the body of a blob; all kinds if that is unknown.

    >>> sorted(kinds_in(b""))
    ['node', 'relation', 'way']
    """
    try:
        block = b""
        for field, value in _fields(content):
            if field == 1 and isinstance(value, bytes):
                block = value
            elif field == 3 and isinstance(value, bytes):
                block = zlib.decompress(value)
        kinds = {
            _KINDS[number]
            for field, group in _fields(block)
            if field == 2 and isinstance(group, bytes)
            for number in [group[0] >> 3]
            if number in _KINDS
        }
    except (ValueError, IndexError, zlib.error):
        return _ALL
    return frozenset(kinds) or _ALL


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the fields of a Protocol Buffers message: number, and integer or bytes."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        if key & 7 == 0:
            number, at = _varint(message, at)
            yield key >> 3, number
        elif key & 7 == 2:
            size, at = _varint(message, at)
            if at + size > len(message):
                raise ValueError("a Protocol Buffers message is cut short")
            yield key >> 3, message[at : at + size]
            at += size
        else:
            raise ValueError(f"a Protocol Buffers field of type {key & 7}")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:
            raise ValueError("a Protocol Buffers number is cut short")
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
