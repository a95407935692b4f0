"""Find the parks and woods that a loop leads through."""

from __future__ import annotations

from typing import Literal

import numpy as np

from looproute._typing import Floats, Mask
from looproute.cues.line import Way
from looproute.network.scenery import Area

_SAMPLE_M = 10.0  # the spacing of samples along a way
_KINDS: tuple[Literal["park", "wood"], ...] = ("park", "wood")


class Grounds:
    """The parks and woods near a loop; empty if it has no network."""

    def __init__(self, way: Way) -> None:
        self._way = way
        lat, lon = self._lat, self._lon = np.array(way.loop.points).T
        box = (lat.min(), lat.max(), lon.min(), lon.max())
        network = way.loop.network
        areas = network.scenery.areas if network is not None else ()
        self._areas = [area for area in areas if area.ground in _KINDS and _meets(area, *box)]

    def along(self, begin_m: float, end_m: float) -> Literal["park", "wood"] | None:
        """Return the kind of area that contains more than half of a stretch, or None."""
        along_m = np.arange(begin_m + _SAMPLE_M / 2, end_m, _SAMPLE_M)
        lat = np.interp(along_m, self._way.along_m, self._lat)
        lon = np.interp(along_m, self._way.along_m, self._lon)
        for kind in _KINDS:
            inside = np.zeros(len(along_m), dtype=bool)
            for area in self._areas:
                if area.ground == kind:
                    inside |= _holds(area, lat, lon)
            if 2 * inside.sum() > len(along_m):
                return kind
        return None


def _meets(area: Area, south: float, north: float, west: float, east: float) -> bool:
    return any(
        ring.lat.min() <= north
        and ring.lat.max() >= south
        and ring.lon.min() <= east
        and ring.lon.max() >= west
        for ring in area.rings
    )


def _holds(area: Area, lat: Floats, lon: Floats) -> Mask:
    """Return a mask of the places inside an area, by the even-odd rule."""
    inside = np.zeros(len(lat), dtype=bool)
    for ring in area.rings:
        y, x = ring.lat[:-1, None], ring.lon[:-1, None]
        rise, run = np.diff(ring.lat)[:, None], np.diff(ring.lon)[:, None]
        crosses = (y > lat) != (y + rise > lat)
        crossing = x + run * (lat - y) / np.where(rise == 0, 1.0, rise)
        inside ^= np.sum(crosses & (crossing > lon), axis=0) % 2 == 1
    return inside
