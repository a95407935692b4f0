"""The areas that are kept: compiled networks, found again when one covers a wish."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from looproute.errors import StreetsError, reason
from looproute.geo import Bounds, LatLon
from looproute.network import io
from looproute.network.network import StreetNetwork
from looproute.sources import cache

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
    """The areas in a cache folder; `tell` hears what could not be kept or was damaged."""

    def __init__(
        self, folder: Path | None = None, *, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        path = (folder or cache.default_folder()) / "areas"
        self._folder = cache.Folder(path, ".streets", tell)

    @property
    def path(self) -> Path:
        """The folder that they are in."""
        return self._folder.path

    def list(self) -> list[KeptArea]:
        """Return all, the newest first."""
        return [area for name in self._folder.names() if (area := self._area(name))]

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
        return self._folder.open(area.name, io.from_bytes)

    def named(self, name: str) -> KeptArea:
        """Return the area of a name. Raises StreetsError where there is none."""
        for area in self.list():
            if area.name == name:
                return area
        raise StreetsError(f"There is no area {name[:60]!r}; looproute area list names all.")

    def keep(self, network: StreetNetwork, center: LatLon, radius_m: float) -> KeptArea:
        """Keep the streets of the box round a circle."""
        name = f"{center.lat:.5f},{center.lon:.5f}-{radius_m:.0f}m"
        self._folder.keep(name, io.to_bytes(network))
        return KeptArea(name, center, radius_m, self._folder.file(name))

    def remove(self, area: KeptArea) -> None:
        """Remove an area. Raises StreetsError where its file cannot be removed."""
        try:
            area.path.unlink(missing_ok=True)
        except OSError as error:
            raise StreetsError(f"'{area.path}' cannot be removed: {reason(error)}.") from error

    def _area(self, name: str) -> KeptArea | None:
        if not (found := _NAME.fullmatch(name)):
            return None
        try:
            center = LatLon(float(found[1]), float(found[2]))
        except ValueError:
            return None
        return KeptArea(name, center, float(found[3]), self._folder.file(name))
