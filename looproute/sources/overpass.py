"""Streets from Overpass, the server of OpenStreetMap's data, through OSMnx."""

from __future__ import annotations

import math
from collections.abc import Callable

from looproute.errors import StreetsError
from looproute.geo import WORLD, Bounds, LatLon, swapped_hint
from looproute.network.network import StreetNetwork
from looproute.osm import graph, parse
from looproute.osm.scenery import SCENERY_TAGS
from looproute.sources import http, overpass_response
from looproute.sources.deadline import Deadline
from looproute.units import Units, format_length

URL = "https://overpass-api.de/api"
_ADVICE = (
    "try again later, or name another server with --overpass, or an OpenStreetMap file with --map"
)
# A dense city has half a megabyte of streets, and as much of what is drawn, a square kilometre.
_BYTES_PER_KM2 = 1_000_000
_BYTES = 4_000_000
_MOST_BYTES = 256_000_000
# OSMnx asks for streets this much further than it is told.
_BUFFER_M = 500.0
# Larger than any area that is asked for: one area, one request.
_UNDIVIDED_M2 = 1e12


class Overpass:
    """The streets round a point as OpenStreetMap has them now; implements `StreetSource`.

    One request for the highways and one for what the map draws, one after the other. `units` are
    those of what is said. Raises ValueError for a `url` that is none.
    """

    def __init__(
        self, url: str = URL, *, patience: Deadline | None = None, units: Units = "metric"
    ) -> None:
        base = url.rstrip("/").removesuffix("/interpreter")
        self.service = http.Service(url=base, advice=_ADVICE)
        self.patience = patience or Deadline()
        self.units = units

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return the streets in the box that holds the circle.

        Raises StreetsError where there are none, or the server does not give them in time.
        """
        if radius_m is None or not 0 < radius_m < math.inf:
            raise ValueError(f"a radius of {radius_m} m is not above 0")
        import osmnx
        import shapely

        box = Bounds.around(center, radius_m)
        area = shapely.box(box.west, box.south, box.east, box.north)
        side_km = 2 * (radius_m + _BUFFER_M) / 1000
        most_bytes = min(_BYTES + round(side_km**2 * _BYTES_PER_KM2), _MOST_BYTES)

        def asked(what: str, request: Callable[[], object]) -> overpass_response.Elements:
            return http.ask(
                self.service,
                self.patience,
                what,
                request,
                overpass_response.read,
                most_bytes=most_bytes,
                overpass_url=self.service.url,
                max_query_area_size=_UNDIVIDED_M2,
            )

        highways = asked(
            f"the streets within {format_length(radius_m, self.units)}",
            lambda: osmnx.graph_from_polygon(
                area, custom_filter='["highway"]', simplify=False, retain_all=True
            ),
        )
        if not highways.ways:
            raise StreetsError(self._nothing(center, radius_m))
        drawn = asked(
            "parks, woods and water", lambda: osmnx.features_from_polygon(area, SCENERY_TAGS)
        )
        found = parse.read_xml(overpass_response.to_xml([drawn, highways]), box, highways.date)
        if not found.ways:
            raise StreetsError(self._nothing(center, radius_m))
        try:
            return graph.network_of(found, place="")
        except StreetsError as error:
            raise StreetsError(f"Round {center}: {error}") from error

    def _nothing(self, center: LatLon, radius_m: float) -> str:
        return (
            f"OpenStreetMap has no streets within {format_length(radius_m, self.units)} of "
            f"{center}: is that in the sea?{swapped_hint(center, WORLD)}"
        )
