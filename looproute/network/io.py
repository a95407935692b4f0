"""A StreetNetwork as one file that opens in milliseconds: versioned, checksummed, no pickle.

The file is a magic line, the version (2 bytes), the SHA-256 of the content (32 bytes) and the
content, which is deflated: a JSON header, then the packed arrays, one after the other.

Neighbours in an array are alike, so each number is stored as its difference from the one before
(zigzag: 0, -1, 1, -2 … become 0, 1, 2, 3 …), all first bytes before all second ones: what is left
for deflate is mostly zeros. Decimals of a fixed grain, such as degrees from OpenStreetMap, are
stored as whole numbers of it; floats of no such grain as they are.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import zlib
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from looproute import _atomic
from looproute._typing import Floats, Ints, Mask
from looproute.errors import StreetsError, reason
from looproute.geo import Bounds, LatLon, Line
from looproute.network.network import Condition, StreetNetwork
from looproute.network.scenery import Area, Place, Scenery

MAGIC = b"looproute streets\n"
VERSION = 3  # of the format
HEAD_BYTES = len(MAGIC) + 2 + 32  # which say what a file holds
_ID_DIGITS = 16
_LEVEL = 6  # of deflate: 1 % larger than the highest level, in a fifth of the time
_DEGREES = 10_000_000  # OpenStreetMap's own grain
# What one is in the whole numbers of the file.
_METRES = 10_000
_COMFORT = 1_000
_RISERS = 100
_WIDTHS = (1, 2, 4, 8)  # bytes of a whole number
Entry = tuple[int, int, int]
"""How an array was packed: how many numbers, bytes a number, its grain (0: floats as they are)."""


def save(network: StreetNetwork, path: str | PathLike[str]) -> None:
    """Write a network to a file, or leave what was there.

    Raises OSError where it cannot be written.
    """
    _atomic.replace(Path(path), to_bytes(network))


def load(path: str | PathLike[str]) -> StreetNetwork:
    """Return the network of a file that `save` wrote.

    Raises StreetsError where the file is missing, damaged, cut short, of another version or not
    one of looproute's.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise StreetsError("file-unreadable", path=path, reason=reason(error)) from error
    return from_bytes(content, path)


def to_bytes(network: StreetNetwork) -> bytes:
    """Return a network as the content of a file; the same network gives the same bytes."""
    arrays = ArrayPacker()
    arrays.put_decimals(network.lat, _DEGREES)
    arrays.put_decimals(network.lon, _DEGREES)
    for ints in (network.osm_id, network.u, network.v, network.kind, network.name, network.way_id):
        arrays.put_ints(ints)
    arrays.put_decimals(network.length_m, _METRES)
    arrays.put_decimals(network.cost_factor, _COMFORT)
    arrays.put_decimals(network.risers, _RISERS)
    arrays.put_ints(np.diff(network.line_offsets))
    inner = _inner(network.line_offsets)
    arrays.put_decimals(network.line_lat[inner], _DEGREES)
    arrays.put_decimals(network.line_lon[inner], _DEGREES)
    scenery = network.scenery
    _put_lines(arrays, [ring for area in scenery.areas for ring in area.rings])
    _put_lines(arrays, list(scenery.waterways))
    header = {
        "arrays": arrays.entries,
        "bounds": list(network.bounds),
        "names": list(network.names),
        "place": network.place,
        "date": network.date,
        "attribution": network.attribution,
        "conditions": network.conditions,
        "areas": [[area.ground, len(area.rings)] for area in scenery.areas],
        "places": [[p.amenity, p.name, p.at.lat, p.at.lon] for p in scenery.places],
    }
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    content = len(text).to_bytes(4, "little") + text + b"".join(arrays.chunks)
    return add_checksum(MAGIC, VERSION, zlib.compress(content, _LEVEL))


def content_id(content: bytes) -> str:
    """Return an id of the content of a file, given its first HEAD_BYTES or more."""
    return content[len(MAGIC) + 2 : HEAD_BYTES].hex()[:_ID_DIGITS]


def from_bytes(
    content: bytes, path: str | PathLike[str] = "", *, map_id: str = ""
) -> StreetNetwork:
    """Return the network that `to_bytes` packed.

    Raises StreetsError, which names the `path`, if the content is damaged.
    """
    deflated = verify_checksum(MAGIC, VERSION, content, path)
    try:
        return _network(zlib.decompress(deflated), map_id)
    except (zlib.error, LookupError, TypeError, ValueError) as error:
        raise StreetsError("file-inconsistent", path=path, detail=str(error)) from error


def _network(content: bytes, map_id: str) -> StreetNetwork:
    size = int.from_bytes(content[:4], "little")
    header: dict[str, Any] = json.loads(content[4 : 4 + size])
    arrays = ArrayUnpacker(header["arrays"], memoryview(content)[4 + size :])
    lat, lon = arrays.floats(), arrays.floats()
    osm_id, u, v, kind, name, way_id = (arrays.ints() for _ in range(6))
    length_m, cost_factor, risers = (arrays.floats() for _ in range(3))
    counts = arrays.ints()
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    lines = []
    for at in (lat, lon):
        line = np.empty(start[-1])
        line[_inner(start)] = arrays.floats()
        line[start[:-1]], line[start[1:] - 1] = at[u], at[v]
        lines.append(line)
    rings, waterways = iter(_lines(arrays)), _lines(arrays)
    return StreetNetwork(
        lat=lat,
        lon=lon,
        osm_id=osm_id,
        u=u.astype(np.int32),
        v=v.astype(np.int32),
        length_m=length_m,
        cost_factor=cost_factor,
        kind=kind.astype(np.uint8),
        name=name.astype(np.int32),
        names=tuple(header["names"]),
        way_id=way_id,
        risers=risers,
        line_lat=lines[0],
        line_lon=lines[1],
        line_offsets=start,
        bounds=Bounds(*header["bounds"]),
        scenery=Scenery(
            areas=tuple(
                Area(ground, tuple(next(rings) for _ in range(count)))
                for ground, count in header["areas"]
            ),
            waterways=tuple(waterways),
            places=tuple(
                Place(amenity, name, LatLon(lat, lon))
                for amenity, name, lat, lon in header["places"]
            ),
        ),
        place=header["place"],
        date=header["date"],
        attribution=header["attribution"],
        conditions=tuple(Condition(*condition) for condition in header["conditions"]),
        map_id=map_id,
    )


def _inner(start: Ints) -> Mask:
    """Return which points of the lines are neither the first nor the last of their street."""
    inner = np.ones(start[-1], dtype=np.bool_)
    inner[start[:-1]] = inner[start[1:] - 1] = False
    return inner


def _put_lines(arrays: ArrayPacker, lines: list[Line]) -> None:
    arrays.put_ints(np.array([len(line.lat) for line in lines], dtype=np.int64))
    for axis in (0, 1):
        flat: Floats = np.concatenate([np.zeros(0), *(line[axis] for line in lines)])
        arrays.put_decimals(flat, _DEGREES)


def _lines(arrays: ArrayUnpacker) -> list[Line]:
    start = [0, *np.cumsum(arrays.ints()).tolist()]
    lat, lon = arrays.floats(), arrays.floats()
    return [Line(lat[a:b], lon[a:b]) for a, b in itertools.pairwise(start)]


def add_checksum(magic: bytes, version: int, content: bytes) -> bytes:
    """Return the content of a file with the header that `verify_checksum` reads."""
    return magic + version.to_bytes(2, "little") + hashlib.sha256(content).digest() + content


def verify_checksum(magic: bytes, version: int, checked: bytes, path: str | PathLike[str]) -> bytes:
    """Return the content of a file.

    Raises StreetsError, which names the `path`, for another kind or version or a damaged file.

    >>> verify_checksum(b"town", 1, add_checksum(b"town", 1, b"A-B"), "a.town")
    b'A-B'
    """
    head = len(magic) + 2 + 32
    if not checked.startswith(magic):
        raise StreetsError("file-foreign", path=path, content=magic.decode().strip())
    if (found := int.from_bytes(checked[head - 34 : head - 32], "little")) != version:
        raise StreetsError("file-version", path=path, version=found, readable=version)
    content = checked[head:]
    if hashlib.sha256(content).digest() != checked[head - 32 : head]:
        raise StreetsError("file-damaged", path=path)
    return content


class ArrayPacker:
    """Packs arrays one after the other into `chunks`, and says how in `entries`."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.chunks: list[bytes] = []

    def put_ints(self, values: NDArray[np.integer], grain: int = 1) -> None:
        """Pack whole numbers."""
        wide = np.concatenate([np.zeros(1, dtype=np.int64), values.astype(np.int64)])
        step = wide[1:] - wide[:-1]
        zigzag = ((step << 1) ^ (step >> 63)).view(np.uint64)
        most = int(zigzag.max(initial=0))
        width = next(w for w in _WIDTHS if most < 1 << (8 * w))
        narrow = zigzag.astype(f"<u{width}")
        self._put(narrow.view(np.uint8).reshape(-1, width), grain)

    def put_decimals(self, values: Floats, grain: int) -> None:
        """Pack floats; in few bytes if all are whole numbers of 1/grain."""
        whole = np.rint(values * grain).astype(np.int64)
        if np.array_equal(whole / grain, values):
            self.put_ints(whole, grain)
        else:
            self._put(values.astype("<f8").view(np.uint8).reshape(-1, 8), 0)

    def _put(self, table: NDArray[np.uint8], grain: int) -> None:
        self.entries.append((len(table), table.shape[1], grain))
        self.chunks.append(table.T.tobytes())


class ArrayUnpacker:
    """Gives back the arrays that an ArrayPacker packed, in the same order.

    Raises ValueError where the bytes do not hold what the entries say.
    """

    def __init__(self, entries: Iterable[Entry], content: memoryview) -> None:
        self._entries = iter(entries)
        self._content = content
        self._at = 0

    def ints(self) -> NDArray[np.int64]:
        """Return the next array, which holds whole numbers."""
        return self._next()[0]

    def floats(self) -> Floats:
        """Return the next array, which holds decimals."""
        values, grain = self._next()
        return values / grain if grain else values.view(np.float64)

    def _next(self) -> tuple[NDArray[np.int64], int]:
        try:
            count, width, grain = next(self._entries)
        except StopIteration:
            raise ValueError("an array is missing") from None
        if width not in _WIDTHS or count < 0 or self._at + count * width > len(self._content):
            raise ValueError(f"there are no {count} numbers of {width} bytes")
        part = self._content[self._at : self._at + count * width]
        self._at += count * width
        table = np.frombuffer(part, dtype=np.uint8).reshape(width, count)
        packed = np.ascontiguousarray(table.T).view(f"<u{width}").reshape(-1)
        if not grain:
            return packed.view(np.int64), 0
        zigzag = packed.astype(np.uint64)
        step = (zigzag >> np.uint64(1)).view(np.int64) ^ -(zigzag & np.uint64(1)).view(np.int64)
        return np.cumsum(step), grain
