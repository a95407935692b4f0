"""Choose the public junction where a shared loop starts, and its sector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from looproute._typing import Floats, Indices, Mask
from looproute.errors import LoopRouteError
from looproute.geo import LatLon
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.privacy.anonymity import CLEAR_M, LEAST_M, REACHES_M, AnonymitySet, Sector
from looproute.request import LoopRequest
from looproute.search.features import Features
from looproute.search.graph.chains import drop_dead_ends
from looproute.search.graph.multigraph import Multigraph
from looproute.store.secret_key import Key

_NOT_PUBLIC = {"service", "steps", "track", "trunk"}
_UNPLEASANT = 3.0  # the cost factor from which a street is avoided
# Only the first few junctions are tried: otherwise a low-ranking one would reveal that the home is
# at the edge of a town.
_TRIES = 5
_CLUSTER_M = 150.0  # junctions this close to each other form a cluster
# The minimum length of streets, excluding dead ends, within this radius of a meeting point.
_AMPLE_M = 8000.0
_ROUND_M = 1500.0
_TURNS = 24  # directions to try for a meeting point that the walker chose
SNAP_M = LoopRequest.snap_limit_m


class PrivacyError(LoopRouteError):
    """The place is too small to hide a home in, or no walk leads away from the home."""


class MeetingPoint(NamedTuple):
    """A public junction away from the home, with the direction of its sector.

    Attributes
    ----------
    place : a junction of public streets.
    facing_rad : the direction of the sector, anticlockwise from east.
    way_m : distance from the home along the streets, infinite beyond 2 km.
    chosen : whether the walker chose it; how well it hides a home is then unknown.
    """

    place: LatLon
    facing_rad: float
    way_m: float
    chosen: bool

    def visible_streets(self, network: StreetNetwork) -> Mask:
        """Return which streets lie wholly inside the sector, (m,)."""
        features = Features.of(network)
        x, y = features.plane.to_xy(self.place.lat, self.place.lon)
        return _streets_inside(network, Sector(x, y, self.facing_rad))


def choose_meeting_point(network: StreetNetwork, homes: Sequence[LatLon], key: Key) -> MeetingPoint:
    """Choose the meeting point of a home, the same for every walk from there.

    The key gives each public junction a rank and a direction. Junctions in clusters rank lower, so
    that all parts of a town are equally likely. Neither depends on the home, for which the first
    junction that hides it is used; neighbouring homes mostly share the same one.

    Parameters
    ----------
    homes : places to hide; distances are measured from the first.

    Raises
    ------
    PrivacyError : none of the first junctions hides the homes.
    """
    features, crowd = Features.of(network), AnonymitySet.of(network)
    way_m = _home_distances_m(network, homes[0])
    near = np.flatnonzero(
        _public_junctions(network) & (way_m >= LEAST_M) & (way_m <= REACHES_M[-1])
    )
    tries = 0
    for at in _order_junctions(network, near, key):
        sector = _sector_at(network, at, key)
        if not _hides_homes(features, sector, homes):
            continue
        distance_m = _distances_m(network, [at], REACHES_M[-1])[0]
        reach_m = crowd.reach_m(sector, distance_m) if _is_ample(network, sector, at) else None
        if reach_m is not None and way_m[at] <= reach_m:
            return MeetingPoint(
                _location_of(network, at), sector.facing_rad, float(way_m[at]), chosen=False
            )
        tries += 1
        if tries == _TRIES:
            break
    raise PrivacyError("place-too-small")


def snap_meeting_point(
    network: StreetNetwork, homes: Sequence[LatLon], place: LatLon, key: Key
) -> MeetingPoint:
    """Snap a place that the walker chose to the nearest public junction.

    Raises
    ------
    PrivacyError : no junction is near, or no direction leads away from the homes to enough streets.
    """
    features = Features.of(network)
    x, y = features.plane.to_xy(place.lat, place.lon)
    away_m = np.where(_public_junctions(network), np.hypot(features.x - x, features.y - y), np.inf)
    at = int(away_m.argmin())
    if away_m[at] > SNAP_M:
        raise PrivacyError("meeting-point-missing", place=place, limit_m=SNAP_M)
    found = _location_of(network, at)
    way_m = float(_home_distances_m(network, homes[0])[at])
    first = _sector_at(network, at, key)
    for turn_rad in np.linspace(0, 2 * np.pi, _TURNS, endpoint=False).tolist():
        sector = first._replace(facing_rad=first.facing_rad + turn_rad)
        if _hides_homes(features, sector, homes) and _is_ample(network, sector, at):
            return MeetingPoint(found, sector.facing_rad, way_m, chosen=True)
    raise PrivacyError("meeting-point-too-near", place=found, least_m=LEAST_M)


def _order_junctions(network: StreetNetwork, junctions: Indices, key: Key) -> list[int]:
    """Return junctions in the key's order, a weighted random one without replacement.

    Source: Efraimidis & Spirakis 2006, "Weighted random sampling with a reservoir".
    """
    from scipy.spatial import cKDTree

    features, public = Features.of(network), _public_junctions(network)
    others = cKDTree(np.column_stack([features.x[public], features.y[public]]))
    here = np.column_stack([features.x[junctions], features.y[junctions]])
    crowded = others.query_ball_point(here, _CLUSTER_M, return_length=True)
    drawn = [
        (key.number("order", _location_of(network, at)) + 0.5) / 2**64 for at in junctions.tolist()
    ]
    order = np.argsort(-np.log(drawn) * crowded, kind="stable")
    return [int(at) for at in junctions[order]]


def _location_of(network: StreetNetwork, at: int) -> LatLon:
    return LatLon(float(network.lat[at]), float(network.lon[at]))


def _sector_at(network: StreetNetwork, at: int, key: Key) -> Sector:
    features = Features.of(network)
    facing_rad = 2 * np.pi * key.number("facing", _location_of(network, at)) / 2**64
    return Sector(float(features.x[at]), float(features.y[at]), facing_rad)


def _hides_homes(features: Features, sector: Sector, homes: Sequence[LatLon]) -> bool:
    x, y = features.plane.to_xy(*np.array(homes, dtype=np.float64).T)
    return bool((sector.outside_m(x, y) >= CLEAR_M).all())


def _public_junctions(network: StreetNetwork) -> Mask:
    """Return which junctions join at least three streets, all of them public."""
    kinds = np.array([kind in _NOT_PUBLIC for kind in KINDS])
    closed = kinds[network.kind] | (network.cost_factor >= _UNPLEASANT)
    closed[[condition.street for condition in network.conditions]] = True
    ends = np.concatenate([network.u, network.v])
    n = len(network.lat)
    barred = np.bincount(ends, np.tile(closed, 2), minlength=n) > 0
    return np.asarray((np.bincount(ends, minlength=n) >= 3) & ~barred)


def _streets_inside(network: StreetNetwork, sector: Sector) -> Mask:
    features = Features.of(network)
    outside = sector.outside_m(features.line_x, features.line_y) > 0
    return np.asarray(~np.logical_or.reduceat(outside, network.line_offsets[:-1]))


def _is_ample(network: StreetNetwork, sector: Sector, at: int) -> bool:
    """Return whether the sector has enough streets that are not dead ends."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    features, n = Features.of(network), len(network.lat)
    away_m = np.hypot(features.x - sector.x, features.y - sector.y)
    near = (away_m[network.u] < _ROUND_M) & (away_m[network.v] < _ROUND_M)
    streets = np.flatnonzero(near & _streets_inside(network, sector))
    if not len(streets):
        return False
    u, v, length_m = network.u[streets], network.v[streets], network.length_m[streets]
    on = np.flatnonzero(drop_dead_ends(Multigraph(n=n, u=u, v=v, length_m=length_m), at))
    joined = coo_array((np.ones(len(on)), (u[on], v[on])), shape=(n, n))
    _, part = connected_components(joined, directed=False)
    return bool(length_m[on][part[u[on]] == part[at]].sum() >= _AMPLE_M)


def _home_distances_m(network: StreetNetwork, home: LatLon) -> Floats:
    """Return the distance of each junction from a home, inf beyond 2 km."""
    spot = network.nearest(home)
    if spot.distance_m > SNAP_M:
        return np.full(len(network.lat), np.inf)
    e = spot.street
    ends = [int(network.u[e]), int(network.v[e])]
    from_u_m, from_v_m = _distances_m(network, ends, REACHES_M[-1])
    rest_m = float(network.length_m[e]) - spot.along_m
    return np.asarray(np.minimum(from_u_m + spot.along_m, from_v_m + rest_m))


def _distances_m(network: StreetNetwork, junctions: list[int], limit_m: float) -> Floats:
    from scipy.sparse.csgraph import dijkstra

    found = dijkstra(Features.of(network).reach, indices=junctions, limit=limit_m)
    return np.asarray(found[:, : len(network.lat)])
