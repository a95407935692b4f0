"""Project a loop to a plane, to look up places, headings and streets by distance."""

from __future__ import annotations

import math
from itertools import takewhile
from typing import Any, NamedTuple

import numpy as np

from looproute._typing import Floats
from looproute.cues.cue import Cue, Turn
from looproute.cues.progress import Progress
from looproute.geo import LatLon, Plane, cumulative_m
from looproute.loops import Loop
from looproute.network.legs import Leg


def signed_deg(turn_deg: float) -> float:
    """Normalize a turn to between -180 and 180 degrees, positive to the right."""
    return (turn_deg + 180.0) % 360.0 - 180.0


class Way(NamedTuple):
    """A loop, with x and y on a plane, metres at each of its k points, and steps along it."""

    loop: Loop
    x: Floats
    y: Floats
    along_m: Floats
    progress: Progress

    @classmethod
    def of(cls, loop: Loop) -> Way:
        """Project a loop to the plane at its start."""
        lat, lon = np.array(loop.points).T
        x, y = Plane.at(loop.points[0]).to_xy(lat, lon)
        return cls(loop, x, y, cumulative_m(loop.points), Progress.of(loop))

    @property
    def plane(self) -> Plane:
        """The plane of the projection."""
        return Plane.at(self.loop.points[0])

    @property
    def length_m(self) -> float:
        """The length from the start to the finish, in metres."""
        return float(self.along_m[-1])

    def heading_deg(self, begin_m: float, end_m: float) -> float:
        """Return the heading from one distance to a later one, clockwise from north."""
        ends = np.clip([begin_m, end_m], 0.0, self.length_m)
        east = np.diff(np.interp(ends, self.along_m, self.x))[0]
        north = np.diff(np.interp(ends, self.along_m, self.y))[0]
        return float(np.degrees(np.arctan2(east, north)))

    def turn_deg(self, begin_m: float, end_m: float, before_m: float, after_m: float) -> float:
        """Return the turn between two distances, -180 to 180, positive to the right.

        Headings are measured over `before_m` before the first and `after_m` after the second.
        """
        turn_deg = self.heading_deg(end_m, end_m + after_m)
        turn_deg -= self.heading_deg(begin_m - before_m, begin_m)
        return signed_deg(turn_deg)

    def point(self, along_m: float) -> int:
        """Return the last point at or before a distance, with a tolerance of 1 µm."""
        return int(np.searchsorted(self.along_m, along_m + 1e-6, side="right")) - 1

    def leg(self, point: int) -> int:
        """Return the index of the leg that leaves a point, or -1 if the loop has no legs."""
        return int(np.searchsorted([leg.begin for leg in self.loop.legs], point, "right")) - 1

    def street(self, along_m: float) -> Leg | None:
        """Return the leg at a distance along the way, or None if the loop has no legs."""
        number = self.leg(self.point(along_m))
        return self.loop.legs[number] if number >= 0 else None

    def lasts_m(self, leg: int) -> float:
        """Return the distance from a leg's start until the street name changes, in metres."""
        legs = self.loop.legs
        after = (other.begin for other in legs[leg:] if other.name != legs[leg].name)
        return float(self.along_m[next(after, -1)] - self.along_m[legs[leg].begin])

    def begins_stairs(self, leg: int) -> bool:
        """Return whether stairs begin with a leg."""
        legs = self.loop.legs
        if leg < 0 or legs[leg].kind != "steps":
            return False
        return leg == 0 or legs[leg - 1].kind != "steps"

    def stairs_steps(self, leg: int) -> float:
        """Return the steps of the stairs from a leg on; 0 where they are not known, or none are."""
        on = takewhile(lambda each: each.kind == "steps", self.loop.legs[max(leg, 0) :])
        return math.fsum(each.steps for each in on) if leg >= 0 else 0.0

    def cue(self, along_m: float, turn: Turn, street: str | None = None, **more: Any) -> Cue:
        """Create a cue at a distance along the way; its street defaults to the one there."""
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
            steps=round(self.progress.steps_at(along_m)),
            turn=turn,
            street=street,
            **more,
        )
