"""Streets of any place: kept from the last time, shipped with looproute, or fetched."""

from __future__ import annotations

from looproute.errors import StreetsError
from looproute.geo import Bounds, LatLon, swapped_hint
from looproute.network.network import StreetNetwork
from looproute.sources import StreetSource
from looproute.sources.bundled import Bundled
from looproute.sources.saved_areas import Areas
from looproute.units import LENGTH_M, Units, format_length


class ChainSource:
    """Looks among the areas that are kept, then at the one that is shipped, then asks `online`.

    What was fetched is kept. Without `online` nothing is asked of a network. Without `shipped`
    the area that comes with looproute, which is older than what a server has, is left out. `units`
    are those of what is said.
    """

    def __init__(
        self,
        *,
        areas: Areas | None = None,
        online: StreetSource | None = None,
        shipped: bool = True,
        units: Units = "metric",
    ) -> None:
        self.areas = areas or Areas()
        self.online = online
        self.shipped = shipped
        self.units = units

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return at least the streets in the box that holds the circle.

        Of the shipped area all there is, even where the circle reaches beyond it. Raises
        StreetsError where none are at hand and none can be fetched, and says what is missing.
        """
        if radius_m is None:
            raise ValueError("streets of any place need a radius")
        known = self.areas.find(center, radius_m)
        if known is not None:
            return known
        if self.shipped and Bundled.bounds.contains(center):
            return Bundled().streets()
        if self.online is None:
            raise StreetsError(self._missing(center, radius_m))
        network = self.online.streets(center, radius_m)
        self.areas.keep(network, center, radius_m)
        return network

    def _missing(self, center: LatLon, radius_m: float) -> str:
        boxes = {area.name: Bounds.around(area.center, area.radius_m) for area in self.areas.list()}
        part = next((name for name, box in boxes.items() if box.contains(center)), None)
        # A loop as long as that needs them all; what is typed has no space.
        loop = format_length(min(2 * radius_m, LENGTH_M.high), self.units).replace(" ", "")
        return (
            f"The streets within {format_length(radius_m, self.units)} of {center} are not kept "
            "here"
            + (f", only the part that {part} has" if part else "")
            + f": fetch them once with a network (looproute area fetch {center} --distance {loop})"
            ", or give an OpenStreetMap file with --map."
            + swapped_hint(center, Bundled.bounds, *boxes.values())
        )
