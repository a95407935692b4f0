"""Where streets come from.

===================================  ===========================================================
`osmfile`, `graphml`                 a `mapfile`: OpenStreetMap data, or a graph that OSMnx saved
`overpass`, `nominatim`              OpenStreetMap's servers, of streets and of addresses
`areas`, in a `kept` folder          what was fetched before
`bundled`                            the area that ships with looproute
`anywhere`                           those that are kept, then shipped, then fetched
`town`                               a made-up town
`osmread`, `osmxml`, `osmscenery`    OpenStreetMap data to what is wanted of it
`osmgraph`, `osmnx_settings`         OSMnx's graph of that to a StreetNetwork
`compiled`, `codec`, `sealed`        a StreetNetwork as a file that opens at once
`polite`, `patience`, `answers`      how servers are asked, how long, and what they may answer
===================================  ===========================================================
"""

from __future__ import annotations

from os import PathLike
from typing import Protocol, runtime_checkable

from looproute.geo import LatLon
from looproute.network.network import StreetNetwork


@runtime_checkable
class StreetSource(Protocol):
    """Anything that has streets round a point."""

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return at least the streets within `radius_m` of `center`; None for all there are.

        What is beyond the returned network's `bounds` is not known. Raises StreetsError where
        the source has no streets there, or cannot get them.
        """
        ...


def map_file(path: str | PathLike[str]) -> StreetSource:
    """Return the source that reads a map file: an OSMnx GraphML by its suffix, or OSM data."""
    from looproute.sources.graphml import SUFFIX, GraphmlFile
    from looproute.sources.osm_file import OsmFile

    return GraphmlFile(path) if str(path).lower().endswith(SUFFIX) else OsmFile(path)
