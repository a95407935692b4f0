"""Streets from an OpenStreetMap file: .osm, .osm.gz, .osm.bz2 or .osm.pbf."""

from __future__ import annotations

import math
from os import PathLike
from pathlib import Path

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon
from looproute.network.network import StreetNetwork
from looproute.osm.build import build_network
from looproute.osm.map_file import check_map_file
from looproute.osm.osm_input import Report
from looproute.osm.reader import read
from looproute.sources.clip import WIDER_M, clip_network


class OsmFile:
    """A file of OpenStreetMap data, of a town or a whole country.

    The file is cropped to the requested part while it is read. `report` is called with the
    progress.
    """

    def __init__(self, path: str | PathLike[str], *, report: Report | None = None) -> None:
        self.path = Path(path)
        self._report = report

    def streets(self, center: LatLon | None = None, radius_m: float | None = None) -> StreetNetwork:
        """Return the streets in the bounding box of the circle, or all for None.

        Raises StreetsError if the file cannot be read, is not OpenStreetMap data, or has no
        walkable streets round `center`.
        """
        if radius_m is None:
            return self.streets_in(None, center)
        if center is None or not 0 < radius_m < math.inf:
            raise ValueError(f"a radius of {radius_m} m is not above 0, or has no centre")
        network = self.streets_in(Bounds.around(center, radius_m + WIDER_M), center)
        box = Bounds.around(center, radius_m)
        return clip_network(network, center, box, name=str(self.path))

    def streets_in(self, box: Bounds | None, center: LatLon | None) -> StreetNetwork:
        """Return the streets in a box, or all in the file for None.

        Raises what `streets` raises.
        """
        check_map_file(self.path)
        data = read(self.path, box, center, report=self._report)
        try:
            return build_network(data, place=self.path.name.split(".")[0])
        except StreetsError as error:
            raise StreetsError("map-unusable", path=self.path, cause=error) from error
