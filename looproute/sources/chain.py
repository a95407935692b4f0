"""Streets of any place: from a saved area, the bundled area, or a server."""

from __future__ import annotations

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon, find_swapped
from looproute.network.network import StreetNetwork
from looproute.sources import StreetSource
from looproute.sources.bundled import Bundled
from looproute.sources.clip import clip_network
from looproute.sources.map_cache import MapCache
from looproute.sources.saved_areas import Areas


class ChainSource:
    """Tries the saved areas and maps, then the bundled area, then `online`.

    Downloads are saved. Without `online` no network is used. Without `shipped` the bundled area,
    which is older than a server's data, is skipped.
    """

    def __init__(
        self,
        *,
        areas: Areas | None = None,
        maps: MapCache | None = None,
        online: StreetSource | None = None,
        shipped: bool = True,
    ) -> None:
        self.areas = areas or Areas()
        self.maps = maps or MapCache()
        self.online = online
        self.shipped = shipped

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return at least the streets in the box that holds the circle.

        The bundled area is returned whole, even if the circle reaches beyond it. Raises
        StreetsError if the streets are not saved and cannot be downloaded.
        """
        if radius_m is None:
            raise ValueError("streets of any place need a radius")
        known = self.areas.find(center, radius_m)
        if known is not None:
            return known
        imported = self.maps.find_covering(center, radius_m)
        if imported is not None:
            box = Bounds.around(center, radius_m)
            return clip_network(imported, center, box, name=imported.place)
        if self.shipped and Bundled.bounds.contains(center):
            return Bundled().streets()
        if self.online is None:
            raise self._error_not_saved(center, radius_m)
        network = self.online.streets(center, radius_m)
        self.areas.keep(network, center, radius_m)
        return network

    def _error_not_saved(self, center: LatLon, radius_m: float) -> StreetsError:
        boxes = {area.name: Bounds.around(area.center, area.radius_m) for area in self.areas.list()}
        part = next((name for name, box in boxes.items() if box.contains(center)), None)
        return StreetsError(
            "area-partly-saved" if part else "area-not-saved",
            center=center,
            radius_m=radius_m,
            name=part,
            swapped=find_swapped(center, Bundled.bounds, *boxes.values()),
        )
