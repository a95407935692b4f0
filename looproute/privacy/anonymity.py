"""The anonymity set: all places where a home may be.

The attacker knows the meeting point, the sector and how they are chosen. So the home must be on a
residential street, within some distance of the meeting point along the streets, and well outside
the sector; all such places are equally likely. The best guess is the 50 m disc that contains the
most street.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats, Ints
from looproute.network.network import StreetNetwork, made_once
from looproute.network.street_class import KINDS
from looproute.search.features import Features

FOUND_M = 50.0
"""A guess within this distance of a home finds it."""

LEAST_M = 300.0
REACHES_M = (800.0, 1000.0, 1200.0, 1400.0, 1600.0, 1800.0, 2000.0)
"""Least and greatest distance of a meeting point from home along the streets: the greatest is the
smallest of these that hides the home. tests/bench/meeting.md measures each of them."""

CLEAR_M = 185.0
"""Least distance of a home from the sector; streets are shown up to 30 m outside it."""

# In fact places are not equally likely to lead to the same meeting point. To keep the best guess
# right less than once in 50 times, it must be one in 90 under the assumption that they are.
# Measured by tests/privacy.
MOST_FOUND = 1 / 90
_EVERY_M = 10.0
_HOMELESS = {"footway", "path", "steps", "cycleway", "bridleway", "track", "trunk"}


@dataclass(frozen=True, kw_only=True, eq=False)
class AnonymitySet:
    """All k places, every 10 m along inhabited streets, where a home may be.

    Attributes
    ----------
    u, v : (k,) the junctions at the ends of each place's street.
    from_u_m, from_v_m : (k,) metres from those junctions.
    x, y : (k,) metres in the plane of the network's features.
    """

    u: Ints
    v: Ints
    from_u_m: Floats
    from_v_m: Floats
    x: Floats
    y: Floats

    @staticmethod
    @made_once
    def of(network: StreetNetwork) -> AnonymitySet:
        """Return the places of a network, cached for the lifetime of the network."""
        features = Features.of(network)
        inhabited = np.array([kind not in _HOMELESS for kind in KINDS])[network.kind]
        street = np.flatnonzero(inhabited)
        steps_m = np.hypot(np.diff(features.line_x), np.diff(features.line_y))
        steps_m[network.line_offsets[1:-1] - 1] = 0.0
        along_m = np.concatenate([[0.0], np.cumsum(steps_m)])
        begin = along_m[network.line_offsets[street]]
        drawn_m = along_m[network.line_offsets[street + 1] - 1] - begin
        count = np.maximum(1, np.rint(drawn_m / _EVERY_M)).astype(np.intp)
        row = np.repeat(np.arange(len(street)), count)
        share = (np.arange(len(row)) - (np.cumsum(count) - count)[row] + 0.5) / count[row]
        at_m = begin[row] + share * drawn_m[row]
        street = street[row]
        length_m = network.length_m[street]
        return AnonymitySet(
            u=network.u[street],
            v=network.v[street],
            from_u_m=share * length_m,
            from_v_m=(1 - share) * length_m,
            x=np.interp(at_m, along_m, features.line_x),
            y=np.interp(at_m, along_m, features.line_y),
        )

    def reach_m(self, sector: Sector, distance_m: Floats) -> float | None:
        """Return the smallest of `REACHES_M` that hides a home, or None.

        `distance_m` (n,) is along the streets from the meeting point to each junction.
        """
        from scipy.spatial import cKDTree

        way_m = self.way_m(distance_m)
        hidden = (way_m >= LEAST_M) & (way_m <= REACHES_M[-1])
        hidden &= sector.outside_m(self.x, self.y) >= CLEAR_M
        way_m = way_m[hidden]
        places = cKDTree(np.column_stack([self.x[hidden], self.y[hidden]]))
        pairs = places.query_pairs(FOUND_M, output_type="ndarray")
        further_m = way_m[pairs].max(axis=1)
        for reach_m in REACHES_M:
            number = int((way_m <= reach_m).sum())
            near = pairs[further_m <= reach_m].ravel()
            most = 1 + int(np.bincount(near, minlength=1).max())
            if most <= MOST_FOUND * number:
                return reach_m
        return None

    def way_m(self, distance_m: Floats) -> Floats:
        """Return the distance of each place along the streets from those of junctions."""
        return np.minimum(
            distance_m[self.u] + self.from_u_m,
            distance_m[self.v] + self.from_v_m,
        )


HALF_RAD = np.radians(50.0)
"""Chosen: wide enough for a compact loop, while most of the town can still hide the home."""

BEHIND_M = 60.0
"""Distance of the apex behind the meeting point, so the sector contains its streets."""


class Sector(NamedTuple):
    """The convex region within 50° of a direction, seen from an apex.

    `x` and `y` are the meeting point in metres, 60 m in front of the apex; `facing_rad` is the
    direction, anticlockwise from east.
    """

    x: float
    y: float
    facing_rad: float

    def outside_m(self, x: Floats, y: Floats) -> Floats:
        """Return the distances of points from the sector in metres, 0 inside it."""
        east, north = x - self.x, y - self.y
        cos, sin = np.cos(self.facing_rad), np.sin(self.facing_rad)
        ahead = east * cos + north * sin + BEHIND_M
        aside = np.abs(north * cos - east * sin)
        beyond_rad = np.arctan2(aside, ahead) - HALF_RAD
        away_m: Floats = np.hypot(ahead, aside)
        # Beyond 90° from a side the apex is the nearest point.
        nearer = np.sin(np.clip(beyond_rad, 0.0, np.pi / 2))
        return np.asarray(away_m * nearer)
