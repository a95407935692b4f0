"""A StreetNetwork as one file that opens in milliseconds: versioned, checksummed, no pickle.

The content that `sealed` seals is deflated: a JSON header and after it the arrays, one after the
other, each as `codec` packs them.
"""

from __future__ import annotations

import itertools
import json
import zlib
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from looproute import _atomic
from looproute._typing import Floats, Ints
from looproute.errors import StreetsError, reason
from looproute.geo import Bounds, LatLon, Line
from looproute.network import checksum, encoding
from looproute.network.network import Condition, StreetNetwork
from looproute.network.scenery import Area, Place, Scenery

MAGIC = b"looproute streets\n"
VERSION = 3  # of the format
_DEGREES = 10_000_000  # OpenStreetMap's own grain
# What one is in the whole numbers of the file.
_METRES = 10_000
_COMFORT = 1_000
_RISERS = 100


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
        raise StreetsError(f"'{path}' cannot be read: {reason(error)}.") from error
    try:
        return from_bytes(content)
    except StreetsError as error:
        raise StreetsError(f"{path} {error}") from error


def to_bytes(network: StreetNetwork) -> bytes:
    """Return a network as the content of a file; the same network gives the same bytes."""
    arrays = encoding.Writer()
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
    return checksum.seal(MAGIC, VERSION, zlib.compress(content, 9))


def from_bytes(content: bytes) -> StreetNetwork:
    """Return the network that `to_bytes` packed. Raises StreetsError where it is not whole."""
    deflated = checksum.unseal(MAGIC, VERSION, content)
    try:
        return _network(zlib.decompress(deflated))
    except (zlib.error, LookupError, TypeError, ValueError) as error:
        raise StreetsError(f"does not hold what it should ({error}).") from error


def _network(content: bytes) -> StreetNetwork:
    size = int.from_bytes(content[:4], "little")
    header: dict[str, Any] = json.loads(content[4 : 4 + size])
    arrays = encoding.Reader(header["arrays"], memoryview(content)[4 + size :])
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
    )


def _inner(start: Ints) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which points of the lines are neither the first nor the last of their street."""
    inner = np.ones(start[-1], dtype=np.bool_)
    inner[start[:-1]] = inner[start[1:] - 1] = False
    return inner


def _put_lines(arrays: encoding.Writer, lines: list[Line]) -> None:
    arrays.put_ints(np.array([len(line.lat) for line in lines], dtype=np.int64))
    for axis in (0, 1):
        flat: Floats = np.concatenate([np.zeros(0), *(line[axis] for line in lines)])
        arrays.put_decimals(flat, _DEGREES)


def _lines(arrays: encoding.Reader) -> list[Line]:
    start = [0, *np.cumsum(arrays.ints()).tolist()]
    lat, lon = arrays.floats(), arrays.floats()
    return [Line(lat[a:b], lon[a:b]) for a, b in itertools.pairwise(start)]
