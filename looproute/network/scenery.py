"""The map features drawn behind the streets, and the amenities along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from looproute.geo import LatLon, Line

Ground = Literal["water", "wood", "park", "track"]
Amenity = Literal["bench", "cafe", "toilets", "drinking_water"]


class Area(NamedTuple):
    """A patch of ground as closed rings, filled by the even-odd rule, so that holes need no mark.

    A "track" is a running track.
    """

    ground: Ground
    rings: tuple[Line, ...]


class Place(NamedTuple):
    """An amenity for walkers; `name` may be empty."""

    amenity: Amenity
    name: str
    at: LatLon


@dataclass(frozen=True, kw_only=True)
class Scenery:
    """Areas, waterways and places round a street network; empty if the source has none."""

    areas: tuple[Area, ...] = ()
    waterways: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()
