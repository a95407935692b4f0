"""Streets from Overpass, a server of OpenStreetMap data, through OSMnx."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from looproute.errors import StreetsError
from looproute.geo import WORLD, Bounds, LatLon, find_swapped
from looproute.network.network import StreetNetwork
from looproute.network.scenery import Scenery
from looproute.osm.build import build_network
from looproute.osm.osmnx_graph import data_from_graph, scenery_from_features
from looproute.osm.scenery import SCENERY_TAGS
from looproute.sources import http, overpass_response
from looproute.sources.clip import WIDER_M, clip_network
from looproute.sources.deadline import Deadline, Wait

T = TypeVar("T")

URL = "https://overpass-api.de/api"
# A dense city has half a megabyte of streets and as much scenery per square kilometre.
_BYTES_PER_KM2 = 1_000_000
_BYTES = 4_000_000
_MOST_BYTES = 256_000_000
# OSMnx extends the requested area by this margin.
_BUFFER_M = 500.0
# Larger than any requested area, so that OSMnx does not split it.
_UNDIVIDED_M2 = 1e12


class Overpass:
    """The current streets of OpenStreetMap round a place; implements `StreetSource`.

    OSMnx builds a graph of the highways and a table of the scenery, one request each. Raises
    ValueError for a `url` that is not http or https.
    """

    def __init__(self, url: str = URL, *, patience: Deadline | None = None) -> None:
        base = url.rstrip("/").removesuffix("/interpreter")
        self.service = http.Service(url=base, serves="streets")
        self.patience = patience or Deadline()

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:
        """Return the streets in the bounding box of the circle.

        Raises StreetsError if there are none, or the server does not send them in time.
        """
        if radius_m is None or not 0 < radius_m < math.inf:
            raise ValueError(f"a radius of {radius_m} m is not above 0")
        import osmnx
        import shapely

        box = Bounds.around(center, radius_m)
        wide = Bounds.around(center, radius_m + WIDER_M)
        side_km = 2 * (radius_m + _BUFFER_M) / 1000
        most_bytes = min(_BYTES + round(side_km**2 * _BYTES_PER_KM2), _MOST_BYTES)

        def ask(
            wait: Wait, request: Callable[[], T]
        ) -> http.Response[overpass_response.Summary, T]:
            return http.ask(
                self.service,
                self.patience,
                wait,
                request,
                overpass_response.read,
                most_bytes=most_bytes,
                overpass_url=self.service.url,
                max_query_area_size=_UNDIVIDED_M2,
            )

        (count, date), graph = ask(
            Wait("download-streets", {"server": self.service.name, "radius_m": radius_m}),
            lambda: osmnx.graph_from_polygon(
                shapely.box(*_sides(wide)),
                custom_filter='["highway"]',
                simplify=False,
                retain_all=True,
                truncate_by_edge=True,
            ),
        )
        if not count or graph is None:
            raise _error_empty(center, radius_m)
        _, features = ask(
            Wait("download-scenery", {"server": self.service.name}),
            lambda: osmnx.features_from_polygon(shapely.box(*_sides(box)), SCENERY_TAGS),
        )
        scenery = Scenery() if features is None else scenery_from_features(features, box)
        data = data_from_graph(graph, bounds=wide, scenery=scenery, date=date)
        if not data.nodes.within(box).any():
            raise _error_empty(center, radius_m)
        try:
            network = build_network(data)
        except StreetsError as error:
            raise StreetsError("streets-unusable", center=center, cause=error) from error
        return clip_network(network, center, box, name=self.service.name)


def _error_empty(center: LatLon, radius_m: float) -> StreetsError:
    swapped = find_swapped(center, WORLD)
    return StreetsError("no-streets-near", center=center, radius_m=radius_m, swapped=swapped)


def _sides(box: Bounds) -> tuple[float, float, float, float]:
    return box.west, box.south, box.east, box.north
