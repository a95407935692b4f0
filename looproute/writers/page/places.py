"""Find and describe benches, toilets, drinking water and cafés along a loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from looproute.geo import Plane, cumulative_m
from looproute.loops import Loop
from looproute.network.scenery import Amenity, Place

WITHIN_M = 50.0
"""Maximum distance of a place from the loop."""

_TOGETHER_M = 100.0  # benches no further apart along the loop are listed together
_ONE: dict[Amenity, str] = {
    "bench": "Bench",
    "cafe": "Café",
    "toilets": "Toilets",
    "drinking_water": "Drinking water",
}
_MANY: dict[Amenity, str] = {
    "bench": "{} benches",
    "cafe": "{} cafés",
    "toilets": "Toilets, {} times",
    "drinking_water": "Drinking water, {} times",
}


class Stop(NamedTuple):
    """A place along a loop, and the distance walked to the nearest point of the loop."""

    place: Place
    along_m: float


class Stops(NamedTuple):
    """Nearby places of one kind: their text, and the distance to the first."""

    amenity: Amenity
    text: str
    along_m: float


def find_stops(loop: Loop) -> tuple[Stop, ...]:
    """Return the places within 50 m of the loop, in walking order."""
    places = loop.network.scenery.places if loop.network is not None else ()
    if not places:
        return ()
    plane = Plane.at(loop.points[0])
    x, y = plane.to_xy(*np.array(loop.points).T)
    dx, dy = np.diff(x), np.diff(y)
    square = np.maximum(dx * dx + dy * dy, 1e-9)
    walked_m = cumulative_m(loop.points)
    found = []
    for place in places:
        at_x, at_y = plane.to_xy(*place.at)
        # The nearest point on each segment of the loop.
        part = np.clip(((at_x - x[:-1]) * dx + (at_y - y[:-1]) * dy) / square, 0.0, 1.0)
        distance_m = np.hypot(x[:-1] + part * dx - at_x, y[:-1] + part * dy - at_y)
        k = int(distance_m.argmin())
        if distance_m[k] <= WITHIN_M:
            step_m = part[k] * (walked_m[k + 1] - walked_m[k])
            found.append(Stop(place, float(walked_m[k] + step_m)))
    return tuple(sorted(found, key=lambda stop: (stop.along_m, stop.place)))


def group_stops(stops: Sequence[Stop]) -> tuple[Stops, ...]:
    """Return the stops as text, in order; nearby stops of one kind without a name are grouped.

    >>> from looproute.geo import LatLon
    >>> from looproute.network.scenery import Place
    >>> benches = [Stop(Place("bench", "", LatLon(0, 0)), at_m) for at_m in (120.0, 180.0)]
    >>> group_stops(benches)
    (Stops(amenity='bench', text='2 benches', along_m=120.0),)
    """
    groups: list[list[Stop]] = []
    for stop in stops:
        last = next((g for g in reversed(groups) if g[0].place.amenity == stop.place.amenity), None)
        if (
            last
            and stop.along_m - last[-1].along_m <= _TOGETHER_M
            and not (stop.place.name or last[0].place.name)
        ):
            last.append(stop)
        else:
            groups.append([stop])
    return tuple(
        Stops(group[0].place.amenity, _describe_group(group), group[0].along_m) for group in groups
    )


def describe_place(place: Place) -> str:
    """Return the kind of a place and its name, if any."""
    return f"{_ONE[place.amenity]}: {place.name}" if place.name else _ONE[place.amenity]


def _describe_group(group: Sequence[Stop]) -> str:
    place = group[0].place
    return describe_place(place) if len(group) == 1 else _MANY[place.amenity].format(len(group))
