"""Find everything in the bytes of a file that may be a place, whatever the format.

The scanner knows little about the formats of looproute: adjacent numbers in text, in both orders;
encoded polylines with five and six decimals; unpacked base64, gzip and zip; pairs of integers and
floats in binary files, at every byte, in the byte order of the file.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from looproute._typing import Floats
from looproute.geo import LatLon, Plane

NEAR_M = 150.0
_SEMICIRCLES = 180 / 2**31  # of a FIT file
_ENCODED = re.compile(r'"((?:[?-\[\]-~]|\\\\|\\u00[0-9a-f]{2}){4,})"')
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")


def nearest_m(content: bytes, home: LatLon) -> float:
    """Return the distance from a home to the nearest possible place."""
    plane = Plane.at(home)
    least = np.inf
    for layer in layers(content):
        for places in (numbers(layer), encoded_lines(layer), *binary(layer)):
            for lat, lon in (places.T, places.T[::-1]):
                fits = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
                if fits.any():
                    x, y = plane.to_xy(lat[fits], lon[fits])
                    least = min(least, float(np.hypot(x, y).min()))
    return least


def texts(content: bytes) -> str:
    """Return all text of a file, unescaped as JSON, XML and Python."""
    plain = "\n".join(layer.decode("utf-8", "replace") for layer in layers(content))
    unescaped = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), plain)
    return plain + re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), unescaped)


def layers(content: bytes) -> Iterator[bytes]:
    """Yield the bytes and everything packed in them."""
    yield content
    if content[:2] == b"\x1f\x8b":
        yield from layers(gzip.decompress(content))
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from layers(archive.read(name))
    if content[:4] == b"\x89PNG":
        yield from _chunks(content)
        return
    for found in _BASE64.findall(content):
        try:
            yield base64.b64decode(found + b"=" * (-len(found) % 4), validate=True)
        except binascii.Error:
            continue


def _chunks(content: bytes) -> Iterator[bytes]:
    """Yield the chunks of a PNG except the pixels, with text chunks unpacked."""
    at = 8
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if kind != b"IDAT":
            yield body
        if kind in (b"zTXt", b"iCCP"):
            yield zlib.decompress(body.partition(b"\0")[2][1:])
        at += size + 12


def numbers(content: bytes) -> Floats:
    """Return (k, 2) adjacent numbers in text, or with one between them, within 80 bytes."""
    found = list(re.finditer(rb"-?\d{1,3}\.\d+", content))
    pairs = [
        (float(a[0]), float(b[0]))
        for a, b in (*pairwise(found), *zip(found, found[2:], strict=False))
        if b.end() - a.start() <= 80
    ]
    return np.array(pairs, dtype=np.float64).reshape(-1, 2)


def encoded_lines(content: bytes) -> Floats:
    """Return (k, 2) places of all text that can be read as an encoded polyline."""
    text = content.decode("utf-8", "replace")
    places: list[tuple[float, float]] = []
    for quoted in _ENCODED.findall(text):
        line = re.sub(r"\\u00([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), quoted)
        line = line.replace("\\\\", "\\")
        steps, value, shift = [], 0, 0
        for character in line:
            bits = ord(character) - 63
            value |= (bits & 31) << shift
            shift += 5
            if bits < 32:
                steps.append(~(value >> 1) if value & 1 else value >> 1)
                value, shift = 0, 0
        for scale in (1e5, 1e6):
            lat = np.cumsum(steps[0 : len(steps) // 2 * 2 : 2]) / scale
            lon = np.cumsum(steps[1::2]) / scale
            places += list(zip(lat.tolist(), lon.tolist(), strict=True))
    return np.array(places, dtype=np.float64).reshape(-1, 2)


def binary(content: bytes) -> Iterator[Floats]:
    """Yield (k, 2) for each way to read two numbers of a binary file, at any byte.

    FIT files are little-endian, as their definition messages say. Read the other way round, the
    last byte of a latitude and the first bytes of the longitude behind it make a latitude of the
    same town, and once in some 100,000 records the two numbers are a place near the home by chance.
    """
    if b"\0" not in content[:4096]:
        return
    order = "<" if content[8:12] == b".FIT" else ">"
    for kind in (f"{order}i4", f"{order}f4", f"{order}f8"):
        size = int(kind[2])
        for shift in range(size):
            count = (len(content) - shift) // size
            with np.errstate(all="ignore"):
                values = np.frombuffer(content, kind, count, shift).astype(np.float64)
                values = np.nan_to_num(values, nan=1e9, posinf=1e9, neginf=1e9)
            scales = (_SEMICIRCLES, 1e-7, 1e-6) if kind[1] == "i" else (1.0,)
            for scale in scales:
                yield np.column_stack([values[:-1], values[1:]]) * scale
