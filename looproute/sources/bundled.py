"""The area that ships with looproute: Neubrandenburg and its surroundings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon, find_swapped
from looproute.network import io
from looproute.network.network import StreetNetwork
from looproute.sources.osm_file import OsmFile

_PACKAGE = Path(__file__).parents[1]
_FOLDER = Path("data") / "neubrandenburg"


class Bundled:
    """The compiled streets of Neubrandenburg, which open at once and need no network.

    `start` is a default start in the old town, `bounds` the box of the area.
    """

    start = LatLon(53.5571, 13.2613)
    bounds = Bounds(53.52, 13.20, 53.59, 13.33)

    def streets(self, center: LatLon | None = None, radius_m: float | None = None) -> StreetNetwork:
        """Return the whole area for any radius.

        Raises StreetsError for a centre outside the area.
        """
        del radius_m
        if center is not None and not self.bounds.contains(center):
            swapped = find_swapped(center, self.bounds)
            raise StreetsError(
                "bundled-area-elsewhere", center=center, covered=self.bounds, swapped=swapped
            )
        return io.load(_file())


def from_extract(folder: Path) -> StreetNetwork:
    """Return the area from the OpenStreetMap extract in a folder, to be compiled."""
    network = OsmFile(folder / "neubrandenburg.osm.gz").streets()
    return replace(network, place="Neubrandenburg", date="2016-02")


def _file() -> Path:
    """Return the compiled area in the installed package, or next to it in a checkout."""
    installed = _PACKAGE / _FOLDER
    folder = installed if installed.is_dir() else _PACKAGE.parent / _FOLDER
    return folder / "neubrandenburg.streets"
