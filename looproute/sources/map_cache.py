"""Compiled map files, cached when they are first opened: whole, or in cells if they are large.

The key of an entry is the path, size and modification time of its file and a digest of the rules
that made it, so that a changed file or a new release is read again. The entries used longest ago
are removed if all together are too large.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from looproute.errors import StreetsError, reason
from looproute.geo import Bounds, LatLon
from looproute.network import io
from looproute.network.network import StreetNetwork
from looproute.osm import tags
from looproute.sources.cache import CacheDir, Warn, default_folder

MAX_BYTES = 500_000_000  # of all entries
_NAME = re.compile(
    r"(?P<place>.*)@(?:whole|(?P<lat>-?\d+\.\d+),(?P<lon>-?\d+\.\d+)-(?P<radius>\d+)m)"
    r"-(?P<file>[0-9a-f]{12})-(?P<state>[0-9a-f]{12})(?P<imported>-imported)?",
    re.ASCII,
)
_GRID_DECIMALS = 2  # of the degrees of the centre of a cell, which is rounded by at most 0.6 km
_GRID_M = 600.0
_SPARE_M = 1000.0  # how far a start may move and stay in the same cell
_STEP_M = 500.0  # between the radii of cells


class Cell(NamedTuple):
    """A part of a map file: the bounding box of a circle."""

    center: LatLon
    radius_m: float

    @property
    def box(self) -> Bounds:
        """The bounding box of the circle."""
        return Bounds.around(self.center, self.radius_m)

    @classmethod
    def around(cls, center: LatLon, radius_m: float) -> Cell:
        """Return the cell of a fixed grid that covers a circle with a margin."""
        middle = LatLon(round(center.lat, _GRID_DECIMALS), round(center.lon, _GRID_DECIMALS))
        room_m = radius_m + _GRID_M + _SPARE_M
        return cls(middle, math.ceil(room_m / _STEP_M) * _STEP_M)


class MapEntry(NamedTuple):
    """A cached cell of a map file, or the whole file if `cell` is None.

    `file` is a digest of the file's path; `state` of its size, time and the rules that read it.
    """

    name: str
    place: str
    cell: Cell | None
    file: str
    state: str
    imported: bool
    path: Path


class MapCache:
    """The compiled map files in a cache folder.

    `warn` is called with the error if an entry could not be saved or is damaged.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        warn: Warn = lambda _: None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._cache = CacheDir((folder or default_folder()) / "maps", ".streets", warn)
        self._max_bytes = max_bytes

    @property
    def path(self) -> Path:
        """The folder of the entries."""
        return self._cache.path

    def list(self) -> list[MapEntry]:
        """Return all entries, the last used first."""
        return [found for name in self._cache.names() if (found := self._parse(name))]

    def find(self, path: Path, box: Bounds | None) -> StreetNetwork | None:
        """Return the streets of a map file in a cell that covers a box, or None.

        If the file is gone, its last cached state counts.
        """
        file, state = _digest(str(path.absolute())), _state(path)
        for entry in self.list():
            if entry.file != file or (state and entry.state != state):
                continue
            if entry.cell is None or (box is not None and box.within(entry.cell.box)):
                network = self.open(entry)
                if network is not None:
                    return network
        return None

    def find_covering(self, center: LatLon, radius_m: float) -> StreetNetwork | None:
        """Return the streets of an imported map that covers a circle, or None."""
        box = Bounds.around(center, radius_m)
        for entry in self.list():
            if not entry.imported or (entry.cell and not box.within(entry.cell.box)):
                continue
            network = self.open(entry)
            if network is not None and network.bounds.contains(center):
                return network
        return None

    def find_by_id(self, map_id: str) -> StreetNetwork | None:
        """Return the streets with a `StreetNetwork.map_id`, or None if they are not cached."""
        for entry in self.list():
            with suppress(OSError):
                with entry.path.open("rb") as file:
                    if io.content_id(file.read(io.HEAD_BYTES)) != map_id:
                        continue
                return self.open(entry)
        return None

    def open(self, entry: MapEntry) -> StreetNetwork | None:
        """Return the streets of an entry, or None if its file is damaged or missing."""
        network = self._cache.load(entry.name, _parse_network)
        if network is not None:
            with suppress(OSError):
                os.utime(entry.path)
        return network

    def save(
        self, network: StreetNetwork, path: Path, cell: Cell | None, *, imported: bool = False
    ) -> tuple[MapEntry, StreetNetwork]:
        """Save a cell of a map file; return the entry, and the streets with its id."""
        place = re.sub(r"[^\w.-]", "_", network.place)[:40]
        where = "whole"
        if cell is not None:
            where = f"{cell.center.lat:.5f},{cell.center.lon:.5f}-{cell.radius_m:.0f}m"
        file, state = _digest(str(path.absolute())), _state(path)
        name = f"{place}@{where}-{file}-{state}" + "-imported" * imported
        content = io.to_bytes(network)
        self._cache.save(name, content)
        self._trim(name)
        entry = MapEntry(name, place, cell, file, state, imported, self._cache.file(name))
        return entry, replace(network, map_id=io.content_id(content))

    def remove(self, entry: MapEntry) -> None:
        """Remove an entry. Raises StreetsError if its file cannot be removed."""
        try:
            entry.path.unlink(missing_ok=True)
        except OSError as error:
            raise StreetsError("area-unremovable", path=entry.path, reason=reason(error)) from error

    def _trim(self, newest: str) -> None:
        """Remove the entries used longest ago until the rest is within the limit."""
        left = self._max_bytes
        for entry in self.list():
            with suppress(OSError):
                left -= entry.path.stat().st_size
                if left < 0 and entry.name != newest:
                    entry.path.unlink()

    def _parse(self, name: str) -> MapEntry | None:
        if not (found := _NAME.fullmatch(name)):
            return None
        cell = None
        if found["lat"]:
            try:
                cell = Cell(
                    LatLon(float(found["lat"]), float(found["lon"])), float(found["radius"])
                )
            except ValueError:
                return None
        return MapEntry(
            name,
            found["place"],
            cell,
            found["file"],
            found["state"],
            bool(found["imported"]),
            self._cache.file(name),
        )


def _parse_network(content: bytes, path: Path) -> StreetNetwork:
    return io.from_bytes(content, path, map_id=io.content_id(content))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _state(path: Path) -> str:
    """Return a digest of a file's size, time and reading rules; "" if the file is missing."""
    try:
        seen = path.stat()
    except OSError:
        return ""
    return _digest(f"{seen.st_size} {seen.st_mtime_ns} {io.VERSION} {_hash_rules()}")


@cache
def _hash_rules() -> str:
    """Return a digest of the modules that turn tags into streets."""
    modules = sorted(Path(tags.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()
