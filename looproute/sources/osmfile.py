"""Streets from an OpenStreetMap file: .osm, .osm.gz, .osm.bz2 or .osm.pbf."""

from __future__ import annotations

import math
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from xml.sax.saxutils import quoteattr

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon
from looproute.sources import osmgraph, osmread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    import networkx as nx

    from looproute.streets import StreetNetwork

# What XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets; a PBF file may.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class OsmFile:
    """A file of OpenStreetMap data, of a town or a whole country.

    Only the part that is asked for is held: the file is cropped to it while it is read.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)

    def streets(self, center: LatLon | None = None, radius_m: float | None = None) -> StreetNetwork:
        """Return the streets in the box that holds the circle; None for all in the file.

        Raises StreetsError where the file cannot be read, is not OpenStreetMap data, or has no
        streets that may be walked round `center`.
        """
        box = None
        if radius_m is not None:
            if center is None or not 0 < radius_m < math.inf:
                raise ValueError(f"a radius of {radius_m} m is not above 0, or has no centre")
            box = Bounds.around(center, radius_m)
        found = osmread.read(self.path, box, center)
        with osmgraph.collector_paused():
            try:
                return osmgraph.street_network(
                    _graph(found),
                    found.bounds,
                    scenery=found.scenery,
                    place=self.path.name.split(".")[0],
                    date=found.date,
                )
            except StreetsError as error:
                raise StreetsError(f"{self.path}: {error}") from error


def _graph(found: osmread.OsmStreets) -> nx.MultiDiGraph[Any]:
    """Return the graph that OSMnx makes of them: there and back, not simplified."""
    import osmnx

    with tempfile.TemporaryDirectory(prefix="looproute-") as folder, osmgraph.osmnx_settings():
        cropped = Path(folder) / "cropped.osm"
        with cropped.open("w", encoding="utf-8") as file:
            _write_xml(found, file)
        return osmnx.graph_from_xml(cropped, bidirectional=True, simplify=False, retain_all=True)


def _write_xml(found: osmread.OsmStreets, file: TextIO) -> None:
    """Write streets as the plain OSM XML that OSMnx reads."""
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n')
    for node, at in found.nodes.items():
        tags = _tags_xml(found.barriers.get(node, {}))
        file.write(f'<node id="{node}" lat="{at.lat:.7f}" lon="{at.lon:.7f}">{tags}</node>\n')
    for way_id, way in found.ways.items():
        refs = "".join(f'<nd ref="{node}"/>' for node in way.nodes)
        file.write(f'<way id="{way_id}">{refs}{_tags_xml(way.tags)}</way>\n')
    file.write("</osm>\n")


def _tags_xml(tags: Mapping[str, str]) -> str:
    return "".join(
        f"<tag k={quoteattr(key)} v={quoteattr(_NOT_XML.sub('', value))}/>"
        for key, value in tags.items()
    )
