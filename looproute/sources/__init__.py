"""Where streets come from.

A file of OpenStreetMap data or a graph of OSMnx; OpenStreetMap's servers; an area kept from an
earlier time; the area that ships with looproute; a made-up town.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from os import PathLike

    from looproute.geo import LatLon
    from looproute.streets import StreetNetwork


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
    from looproute.sources.osmfile import OsmFile

    return GraphmlFile(path) if str(path).lower().endswith(SUFFIX) else OsmFile(path)
