"""Sources of streets: the `StreetSource` protocol and its implementations.

====================================  ==========================================================
`osm_file`, `graphml`                 map files: OpenStreetMap data, or a graph in GraphML
`opened_map`, `map_cache`             map files that were opened before, compiled
`overpass`, `nominatim`               OpenStreetMap's servers of streets and of addresses
`http`, `deadline`                    requests with retries, and the deadline of all waits
`overpass_response`                   validation of responses
`cache`, `saved_areas`                the cache directory, and the downloaded areas in it
`bundled`                             the area that ships with looproute
`chain`                               a saved or bundled area, else a server
`clip`                                the part of a network round a place
`settings`                            settings, and the sources that they configure
`ascii_map`                           a drawn map for tests
====================================  ==========================================================
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from looproute.geo import LatLon

if TYPE_CHECKING:
    from looproute.network.network import StreetNetwork


@runtime_checkable
class StreetSource(Protocol):
    """A provider of the streets round a place."""

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return at least the streets within `radius_m` of `center`, or all for None.

        Streets beyond the `bounds` of the network may be missing. Raises StreetsError if there are
        no streets or they cannot be loaded.
        """
        ...


def map_file(path: str | PathLike[str]) -> StreetSource:
    """Return the source of a map file: GraphML of OSMnx by its suffix, else OSM data."""
    from looproute.sources.graphml import SUFFIX, GraphmlFile
    from looproute.sources.osm_file import OsmFile

    return GraphmlFile(path) if str(path).lower().endswith(SUFFIX) else OsmFile(path)
