"""Streets from an OpenStreetMap file: .osm, .osm.gz, .osm.bz2 or .osm.pbf."""

from __future__ import annotations

import math
from os import PathLike
from pathlib import Path

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon
from looproute.network.network import StreetNetwork
from looproute.osm import build, reader


class OsmFile:
    """A file of OpenStreetMap data, of a town or a whole country.

    The file is cropped to the requested part while it is read.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)

    def streets(self, center: LatLon | None = None, radius_m: float | None = None) -> StreetNetwork:
        """Return the streets in the bounding box of the circle, or all for None.

        Raises StreetsError if the file cannot be read, is not OpenStreetMap data, or has no
        walkable streets round `center`.
        """
        box = None
        if radius_m is not None:
            if center is None or not 0 < radius_m < math.inf:
                raise ValueError(f"a radius of {radius_m} m is not above 0, or has no centre")
            box = Bounds.around(center, radius_m)
        found = reader.read(self.path, box, center)
        try:
            return build.network_of(found, place=self.path.name.split(".")[0])
        except StreetsError as error:
            raise StreetsError("map-unusable", path=self.path, cause=error) from error
