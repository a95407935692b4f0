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
# The centre in a name is rounded, to less than this.
_ROUNDED_M = 2.0


class KeptArea(NamedTuple):
    """A kept area: a circle, and the file that has the streets of the box round it."""

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
        """The folder that they are in."""
        return self._cache.path

    def list(self) -> list[KeptArea]:
        """Return all, the newest first."""
        return [area for name in self._cache.names() if (area := self._area(name))]

    def find(self, center: LatLon, radius_m: float) -> StreetNetwork | None:
        """Return the newest area that covers the box round a circle, None where none does."""
        wish = Bounds.around(center, radius_m)
        for area in self.list():
            roughly = Bounds.around(area.center, area.radius_m + _ROUNDED_M)
            if wish.within(roughly):
                network = self.open(area)
                if network is not None and wish.within(network.bounds):
                    return network
        return None

    def open(self, area: KeptArea) -> StreetNetwork | None:
        """Return the streets of an area, None where its file is damaged or gone."""
        return self._cache.load(area.name, io.from_bytes)

    def named(self, name: str) -> KeptArea:
        """Return the area of a name. Raises StreetsError where there is none."""
        for area in self.list():
            if area.name == name:
                return area
        raise StreetsError("area-unknown", name=name[:60])

    def keep(self, network: StreetNetwork, center: LatLon, radius_m: float) -> KeptArea:
        """Keep the streets of the box round a circle."""
        name = f"{center.lat:.5f},{center.lon:.5f}-{radius_m:.0f}m"
        self._cache.save(name, io.to_bytes(network))
        return KeptArea(name, center, radius_m, self._cache.file(name))

    def remove(self, area: KeptArea) -> None:
        """Remove an area. Raises StreetsError where its file cannot be removed."""
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
