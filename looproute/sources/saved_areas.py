"""Saved areas: compiled networks, each reused for any circle that it covers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from looproute.errors import StreetsError, reason
from looproute.geo import Bounds, LatLon
from looproute.network import io
from looproute.network.network import StreetNetwork
from looproute.sources.cache import CacheDir, Warn, default_folder

_NAME = re.compile(r"(-?\d+\.\d{5}),(-?\d+\.\d{5})-(\d+)m", re.ASCII)
# More than the rounding of the centre in a name.
_ROUNDED_M = 2.0


class KeptArea(NamedTuple):
    """A saved area: a circle, and the file with the streets in its bounding box."""

    name: str
    center: LatLon
    radius_m: float
    path: Path


class Areas:
    """The areas in a cache folder.

    `warn` is called with the error if one could not be saved or is damaged.
    """

    def __init__(self, folder: Path | None = None, *, warn: Warn = lambda _: None) -> None:
        path = (folder or default_folder()) / "areas"
        self._cache = CacheDir(path, ".streets", warn)

    @property
    def path(self) -> Path:
        """The folder of the areas."""
        return self._cache.path

    def list(self) -> list[KeptArea]:
        """Return all areas, the newest first."""
        return [area for name in self._cache.names() if (area := self._area(name))]

    def find(self, center: LatLon, radius_m: float) -> StreetNetwork | None:
        """Return the newest area that covers the bounding box of a circle, or None."""
        box = Bounds.around(center, radius_m)
        for area in self.list():
            roughly = Bounds.around(area.center, area.radius_m + _ROUNDED_M)
            if box.within(roughly):
                network = self.open(area)
                if network is not None and box.within(network.bounds):
                    return network
        return None

    def open(self, area: KeptArea) -> StreetNetwork | None:
        """Return the streets of an area, or None if its file is damaged or missing."""
        return self._cache.load(area.name, io.from_bytes)

    def named(self, name: str) -> KeptArea:
        """Return the area with a name. Raises StreetsError if there is none."""
        for area in self.list():
            if area.name == name:
                return area
        raise StreetsError("area-unknown", name=name[:60])

    def keep(self, network: StreetNetwork, center: LatLon, radius_m: float) -> KeptArea:
        """Save the streets in the bounding box of a circle."""
        name = f"{center.lat:.5f},{center.lon:.5f}-{radius_m:.0f}m"
        self._cache.save(name, io.to_bytes(network))
        return KeptArea(name, center, radius_m, self._cache.file(name))

    def remove(self, area: KeptArea) -> None:
        """Remove an area. Raises StreetsError if its file cannot be removed."""
        try:
            area.path.unlink(missing_ok=True)
        except OSError as error:
            raise StreetsError("area-unremovable", path=area.path, reason=reason(error)) from error

    def _area(self, name: str) -> KeptArea | None:
        if not (found := _NAME.fullmatch(name)):
            return None
        try:
            center = LatLon(float(found[1]), float(found[2]))
        except ValueError:
            return None
        return KeptArea(name, center, float(found[3]), self._cache.file(name))
