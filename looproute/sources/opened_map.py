"""A map file that is read once and comes from the cache from then on."""

from __future__ import annotations

from pathlib import Path

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon
from looproute.network.network import StreetNetwork
from looproute.osm.osm_input import Report
from looproute.sources.cache import Warn
from looproute.sources.clip import clip_network
from looproute.sources.graphml import SUFFIX, GraphmlFile
from looproute.sources.map_cache import Cell, MapCache, MapEntry
from looproute.sources.osm_file import OsmFile

WHOLE_BYTES = 8 << 20  # a larger file is cached in cells, others whole


class OpenedMap:
    """A map file with a cache, so that no part of it is read twice.

    `warn` is called with an error that does not stop the reading; `report` with the progress.
    """

    def __init__(
        self,
        path: Path,
        *,
        cache: MapCache | None = None,
        warn: Warn = lambda _: None,
        report: Report | None = None,
    ) -> None:
        self.path = path
        self.file: OsmFile | GraphmlFile = OsmFile(path, report=report)
        if path.name.lower().endswith(SUFFIX):
            self.file = GraphmlFile(path)
        self._cache = cache or MapCache(warn=warn)
        self._warn = warn

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return the streets in the bounding box of the circle, or all for None.

        Raises StreetsError if the file cannot be read, or has no streets round `center`.
        """
        box = None if radius_m is None else Bounds.around(center, radius_m)
        network = self._cache.find(self.path, box)
        if network is None:
            cell = None
            if radius_m is not None and not self._is_small():
                cell = Cell.around(center, radius_m)
            _, network = self._read(center, cell, imported=False)
        elif not self.path.exists():
            self._warn(StreetsError("map-gone", path=self.path))
        return network if box is None else clip_network(network, center, box, name=str(self.path))

    def import_(
        self, center: LatLon | None, radius_m: float | None
    ) -> tuple[MapEntry, StreetNetwork]:
        """Cache the file, or the part of it round a place.

        Raises StreetsError if it cannot be read or saved.
        """
        cell = None
        if center is not None and radius_m is not None:
            cell = Cell(center, radius_m)
        return self._read(center, cell, imported=True)

    def _is_small(self) -> bool:
        is_graph = isinstance(self.file, GraphmlFile)
        return is_graph or (self.path.exists() and self.path.stat().st_size <= WHOLE_BYTES)

    def _read(
        self, center: LatLon | None, cell: Cell | None, *, imported: bool
    ) -> tuple[MapEntry, StreetNetwork]:
        if isinstance(self.file, GraphmlFile):
            network = self.file.streets(center)
        else:
            network = self.file.streets_in(cell.box if cell else None, center)
        return self._cache.save(network, self.path, cell, imported=imported)


class CachedStreets:
    """A cached network as a source."""

    def __init__(self, network: StreetNetwork) -> None:
        self.network = network

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return the streets in the bounding box of the circle, or all for None."""
        if radius_m is None:
            return self.network
        box = Bounds.around(center, radius_m)
        return clip_network(self.network, center, box, name=self.network.place)
