"""A loop laid on a plane: where it is at each distance, and along which street."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.cues.cue import Cue, Turn
from looproute.geo import LatLon, Plane, cumulative_m
from looproute.loops import Leg, Loop


def signed_deg(turn_deg: float) -> float:
    """Return a turn between -180 and 180 degrees; to the right is above 0."""
    return (turn_deg + 180.0) % 360.0 - 180.0


class Way(NamedTuple):
    """A loop, with x and y on a plane and the metres walked at each of its k points."""

    loop: Loop
    x: Floats
    y: Floats
    along_m: Floats

    @classmethod
    def of(cls, loop: Loop) -> Way:
        """Return the loop's way, on the plane at its start."""
        lat, lon = np.array(loop.points).T
        return cls(loop, *Plane.at(loop.points[0]).to_xy(lat, lon), cumulative_m(loop.points))

    @property
    def plane(self) -> Plane:
        """The plane on which it is laid."""
        return Plane.at(self.loop.points[0])

    @property
    def length_m(self) -> float:
        """Metres from the start to the finish."""
        return float(self.along_m[-1])

    def heading_deg(self, begin_m: float, end_m: float) -> float:
        """Return the heading from one place of the way to a later one, clockwise from north."""
        ends = np.clip([begin_m, end_m], 0.0, self.length_m)
        east = np.diff(np.interp(ends, self.along_m, self.x))[0]
        north = np.diff(np.interp(ends, self.along_m, self.y))[0]
        return float(np.degrees(np.arctan2(east, north)))

    def turn_deg(self, begin_m: float, end_m: float, before_m: float, after_m: float) -> float:
        """Return by how much the way turns between two places, -180 to 180, to the right.

        Its headings are those of the `before_m` before the one and the `after_m` after the other.
        """
        turn_deg = self.heading_deg(end_m, end_m + after_m)
        turn_deg -= self.heading_deg(begin_m - before_m, begin_m)
        return signed_deg(turn_deg)

    def point(self, along_m: float) -> int:
        """Return the last point that is not after a place; a micrometre is no difference."""
        return int(np.searchsorted(self.along_m, along_m + 1e-6, side="right")) - 1

    def leg(self, point: int) -> int:
        """Return the number of the leg that leaves a point, -1 where legs are not known."""
        return int(np.searchsorted([leg.begin for leg in self.loop.legs], point, "right")) - 1

    def street(self, along_m: float) -> Leg | None:
        """Return the leg that is walked so far along the way, None where legs are not known."""
        number = self.leg(self.point(along_m))
        return self.loop.legs[number] if number >= 0 else None

    def lasts_m(self, leg: int) -> float:
        """Return how far the way keeps the name of a leg, in metres, from that leg on."""
        legs = self.loop.legs
        after = (other.begin for other in legs[leg:] if other.name != legs[leg].name)
        return float(self.along_m[next(after, -1)] - self.along_m[legs[leg].begin])

    def cue(self, along_m: float, turn: Turn, street: str | None = None, **more: Any) -> Cue:
        """Return the cue so far along the way; its street, if not given, is the one there."""
        along_m = float(np.clip(along_m, 0.0, self.length_m))
        if street is None:
            leg = self.street(along_m)
            street = leg.name if leg else ""
        point = self.point(along_m)
        at = self.loop.points[point]
        if along_m - self.along_m[point] > 1e-6:
            lat, lon = np.array(self.loop.points).T
            at = LatLon(
                float(np.interp(along_m, self.along_m, lat)),
                float(np.interp(along_m, self.along_m, lon)),
            )
        return Cue(
            at=at,
            point=point,
            along_m=along_m,
            steps=round(self.loop.steps * along_m / self.length_m) if self.length_m else 0,
            turn=turn,
            street=street,
            **more,
        )
