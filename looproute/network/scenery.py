"""What a map draws behind the streets, and what a walker looks for along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from looproute.geo import LatLon, Line

Ground = Literal["water", "wood", "park", "track"]
Amenity = Literal["bench", "cafe", "toilets", "drinking_water"]


class Area(NamedTuple):
    """A patch of ground: closed rings, the outer ones and the holes together.

    A "track" is one to run on.

    Drawn by the even-odd rule, so a hole needs no mark of its own.
    """

    ground: Ground
    rings: tuple[Line, ...]


class Place(NamedTuple):
    """A thing that a walker looks for; `name` may be empty."""

    amenity: Amenity
    name: str
    at: LatLon


@dataclass(frozen=True, kw_only=True)
class Scenery:
    """Areas, waterways and places round a street network; empty where the source knows none."""

    areas: tuple[Area, ...] = ()
    waterways: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()
