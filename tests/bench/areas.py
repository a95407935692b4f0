"""Load the areas of the benchmark and draw random starts in them."""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pyproj import Geod

from looproute.geo import Bounds, LatLon
from looproute.network import io
from looproute.network.network import StreetNetwork
from looproute.sources.bundled import Bundled
from looproute.sources.osm_file import OsmFile

ROOT = Path(__file__).parents[2]
SEED = 2026
DECIMALS = 7  # decimals of a degree, about a centimetre: the report prints the exact start
GEOD = Geod(ellps="WGS84")


class Area(NamedTuple):
    """An extract of data/, and a box to cut from it, if any."""

    extract: str
    box: Bounds | None = None


AREAS = {
    "gothenburg": Area("gothenburg", Bounds(57.68, 11.93, 57.72, 12.00)),
    "neubrandenburg": Area("neubrandenburg"),
    "villages": Area("villages"),
    "oswego": Area("oswego"),
    "helsinki": Area("helsinki"),
    "liechtenstein": Area("liechtenstein"),
    "gothenburg-whole": Area("gothenburg"),
}


@cache
def network_of(area: str) -> StreetNetwork:
    """Return an area's streets; an extract is cached compiled in the temporary folder."""
    extract, box = AREAS[area]
    network = Bundled().streets() if extract == "neubrandenburg" else _opened(extract)
    return network if box is None else network.clip(box)


def _opened(extract: str) -> StreetNetwork:
    file = ROOT / "data" / extract / f"{extract}.osm.gz"
    package = ROOT / "looproute"
    readers = [*package.glob("osm/*.py"), *package.glob("network/*.py")]
    content = b"".join(path.read_bytes() for path in [file, *sorted(readers)])
    name = f"looproute-bench-{extract}-{hashlib.sha256(content).hexdigest()[:16]}.streets"
    kept = Path(tempfile.gettempdir()) / name
    if not kept.exists():
        io.save(OsmFile(file).streets(), kept)
    return io.load(kept)


@cache
def starts_in(area: str, count: int) -> list[LatLon]:
    """Return points drawn evenly along all streets, dead ends included.

    A smaller sample is the beginning of a larger one.
    """
    network = network_of(area)
    upto_m = np.cumsum(network.length_m)
    random = np.random.default_rng(SEED)
    drawn = random.random((count, 2)).tolist()
    return [
        _along(network, int(np.searchsorted(upto_m, share * upto_m[-1])), at) for share, at in drawn
    ]


def _along(network: StreetNetwork, street: int, share: float) -> LatLon:
    lat, lon = network.line(street)
    _, _, step = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    walked = np.concatenate([[0.0], np.cumsum(step)])
    at = share * walked[-1]
    place = (round(float(np.interp(at, walked, axis)), DECIMALS) for axis in (lat, lon))
    return LatLon(*place)
