"""An attacker with the shared files, the map, this program and time, but not the key.

The attacker weighs every place on an inhabited street by whether it can be the home, given where
the shared walks begin, what they show and how meeting points are chosen, and by how likely it would
have led to this meeting point. The guess is the 50 m disc with the most weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from looproute._typing import Floats
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.privacy import meeting_point
from looproute.privacy.anonymity import BEHIND_M, CLEAR_M, LEAST_M, REACHES_M, AnonymitySet, Sector
from looproute.search.features import Features

FOUND_M = 50.0
_SHOWN_M = 150.0


class Guess(NamedTuple):
    """A guess at the home, and its probability."""

    place: LatLon
    chance: float


class Attacker:
    """An attacker who knows a town.

    `scouts` says at how many junctions he tries out what hides a home, `facings` how many ways to
    face he tries at the meeting point.
    """

    def __init__(self, network: StreetNetwork, scouts: int, facings: int) -> None:
        self.network = network
        self.features = Features.of(network)
        self.crowd = AnonymitySet.of(network)
        self.scouts = scouts
        self.facings = facings
        self.places = np.column_stack([self.crowd.x, self.crowd.y])

    def guess(self, shared: Sequence[Loop]) -> Guess:
        """Return the best guess from everything shared from one home."""
        start = shared[0].points[0]
        at = self._junction(start)
        distance_m = self._distances_m(at)
        way_m = self.crowd.way_m(distance_m)
        shown = np.concatenate([self._xy(loop) for loop in shared])
        walked = np.concatenate([self._walked(loop) for loop in shared])
        # The true facing is within half a step of one that is tried.
        from_start_m = np.hypot(*(walked - [self.features.x[at], self.features.y[at]]).T)
        slack_m = np.sin(np.pi / self.facings) * (from_start_m + BEHIND_M)
        weight = np.zeros(len(self.places))
        possible = np.zeros(len(self.places))  # were every facing as good
        for facing_rad in np.linspace(0, 2 * np.pi, self.facings, endpoint=False):
            sector = Sector(
                float(self.features.x[at]), float(self.features.y[at]), float(facing_rad)
            )
            if (sector.outside_m(*walked.T) > 5 + slack_m).any():
                continue
            behind = sector.outside_m(*self.places.T) >= CLEAR_M
            behind &= (way_m >= LEAST_M) & (way_m <= REACHES_M[-1])
            possible += behind
            reach_m = self._reach_m(sector, at, distance_m)
            if reach_m is not None:
                weight += behind & (way_m <= reach_m)
        # The true facing, between two that were tried, may be good where neither of them is.
        weight = (weight if weight.any() else possible) * self.likelihood
        seen_m, _ = cKDTree(shown).query(self.places)
        weight[seen_m < _SHOWN_M] = 0.0
        return self._best(weight)

    def _best(self, weight: Floats) -> Guess:
        left = np.flatnonzero(weight)
        tree = cKDTree(self.places[left])
        near = tree.sparse_distance_matrix(tree, FOUND_M, output_type="coo_matrix")
        held = np.bincount(near.row, weight[left][near.col], minlength=len(left))
        best = int(held.argmax())
        place = self.features.plane.to_latlon(*self.places[left[best]].tolist())
        return Guess(place, float(held[best] / weight.sum()))

    @cached_property
    def likelihood(self) -> Floats:
        """Return how likely a home at each place takes a given junction that hides it."""
        public = np.flatnonzero(meeting_point._public_junctions(self.network))
        junctions = np.column_stack([self.features.x[public], self.features.y[public]])
        tree = cKDTree(junctions)
        crowded = tree.query_ball_point(junctions, meeting_point._CLUSTER_M, return_length=True)
        share = 1 / np.asarray(crowded, dtype=np.float64)
        random = np.random.default_rng(0)
        tried = random.permutation(len(public))[: self.scouts]
        good = np.array([self._is_good(int(public[k]), random) for k in tried])
        _, scout = cKDTree(junctions[tried]).query(junctions)
        good = good[scout]
        coarse = np.unique(np.round(self.places / 100) * 100, axis=0)
        found = np.empty(len(coarse))
        for k, centre in enumerate(coarse.tolist()):
            around = np.array(tree.query_ball_point(centre, 1100.0), dtype=np.intp)
            part = share[around].sum()
            f = max(float((share[around] * good[around]).sum() / part), 0.02) if part else 1.0
            found[k] = (1 - (1 - f) ** meeting_point._TRIES) / f / max(part, 1.0)
        _, nearest = cKDTree(coarse).query(self.places)
        return np.asarray(found[nearest])

    def _is_good(self, at: int, random: np.random.Generator) -> float:
        distance_m = self._distances_m(at)
        x, y = float(self.features.x[at]), float(self.features.y[at])
        facings = random.uniform(0, 2 * np.pi, 3)
        sectors = [Sector(x, y, float(facing)) for facing in facings]
        return float(np.mean([self._reach_m(w, at, distance_m) is not None for w in sectors]))

    def _reach_m(self, sector: Sector, at: int, distance_m: Floats) -> float | None:
        if not meeting_point._is_ample(self.network, sector, at):
            return None
        return self.crowd.reach_m(sector, distance_m)

    def _distances_m(self, at: int) -> Floats:
        found = dijkstra(self.features.reach, indices=[at], limit=REACHES_M[-1])
        return np.asarray(found[0, : len(self.network.lat)])

    def _junction(self, place: LatLon) -> int:
        x, y = self.features.plane.to_xy(place.lat, place.lon)
        away_m = np.hypot(self.features.x - x, self.features.y - y)
        assert away_m.min() < 0.1, "a shared walk begins at a junction"
        return int(away_m.argmin())

    def _walked(self, loop: Loop) -> Floats:
        return np.column_stack(self.features.plane.to_xy(*np.array(loop.points).T))

    def _xy(self, loop: Loop) -> Floats:
        assert loop.network is not None
        lines = self.features.plane.to_xy(loop.network.line_lat, loop.network.line_lon)
        return np.concatenate([np.column_stack(lines), self._walked(loop)])
