"""Which public place a shared loop starts at, and which way it may go from there."""

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
from looproute.units import Units, format_length

_NOT_PUBLIC = {"service", "steps", "track", "trunk"}
_DEAR = 3.0  # the cost_factor from which on a street is only walked reluctantly
# A home takes one of the first few junctions that lie right for it, or none: else the last good one
# of a place at the edge of a town would tell that the home is there.
_TRIES = 5
_CLUSTER_M = 150.0  # junctions this near to each other crowd one another
# There must be so much to walk, within so far of the meeting point, that is not a dead end.
_AMPLE_M = 8000.0
_ROUND_M = 1500.0
_TURNS = 24  # ways to face, for a meeting point that somebody chose
SNAP_M = LoopRequest.snap_limit_m


class PrivacyError(LoopRouteError):
    """The place is too small to hide a home in; the sentence says what to do."""


class Meeting(NamedTuple):
    """A meeting point.

    Attributes
    ----------
    place : a junction of public streets.
    facing_rad : the way that the sector faces, anticlockwise from east.
    way_m : from the home along the streets, infinite where it is over 2 km.
    chosen : whether somebody chose it; then nobody knows how well it hides a home.
    """

    place: LatLon
    facing_rad: float
    way_m: float
    chosen: bool

    def shown(self, network: StreetNetwork) -> Mask:
        """Return which streets lie wholly in the sector, (m,)."""
        features = Features.of(network)
        x, y = features.plane.to_xy(self.place.lat, self.place.lon)
        return _shown(network, Sector(x, y, self.facing_rad))


def choose(network: StreetNetwork, homes: Sequence[LatLon], key: Key) -> Meeting:
    """Return the meeting point of a home: the same for every walk from there.

    Each public junction has its own place in an order, and its own way to face, which only the
    key knows; one with many others near it comes later, so that all parts of a town are as likely.
    The home has no say in either: it takes the first junction that hides it. Two homes next to
    one another mostly take the same one.

    Parameters
    ----------
    homes : places to hide; the way is measured from the first of them.

    Raises
    ------
    PrivacyError
        None of the first junctions hides it well enough.
    """
    features, crowd = Features.of(network), AnonymitySet.of(network)
    way_m = _ways_m(network, homes[0])
    near = np.flatnonzero(_public(network) & (way_m >= LEAST_M) & (way_m <= REACHES_M[-1]))
    tries = 0
    for at in _in_order(network, near, key):
        sector = _wedge(network, at, key)
        if not _hides(features, sector, homes):
            continue
        distance_m = _distances_m(network, [at], REACHES_M[-1])[0]
        reach_m = crowd.reach_m(sector, distance_m) if _is_ample(network, sector, at) else None
        if reach_m is not None and way_m[at] <= reach_m:
            return Meeting(_place(network, at), sector.facing_rad, float(way_m[at]), chosen=False)
        tries += 1
        if tries == _TRIES:
            break
    raise PrivacyError(
        "There are too few streets and homes round this start to hide it among, as far as the "
        "map reaches: whoever knows how looproute chooses could find it. Share a walk that starts "
        "elsewhere, or choose a place to meet, far enough away, with --meet LAT,LON."
    )


def meet_at(
    network: StreetNetwork,
    homes: Sequence[LatLon],
    place: LatLon,
    key: Key,
    units: Units = "metric",
) -> Meeting:
    """Return the meeting point that somebody chose: the public junction nearest to a place.

    Raises
    ------
    PrivacyError
        It is too near a home, or no way to face leads away from the home and is ample.
    """
    features = Features.of(network)
    x, y = features.plane.to_xy(place.lat, place.lon)
    away_m = np.where(_public(network), np.hypot(features.x - x, features.y - y), np.inf)
    at = int(away_m.argmin())
    if away_m[at] > SNAP_M:
        raise PrivacyError(
            f"There is no public crossroads within {format_length(SNAP_M, units)} of {place}: "
            "choose another place with --meet, where streets meet that are open to everybody."
        )
    found = _place(network, at)
    way_m = float(_ways_m(network, homes[0])[at])
    first = _wedge(network, at, key)
    for turn_rad in np.linspace(0, 2 * np.pi, _TURNS, endpoint=False).tolist():
        sector = first._replace(facing_rad=first.facing_rad + turn_rad)
        if _hides(features, sector, homes) and _is_ample(network, sector, at):
            return Meeting(found, sector.facing_rad, way_m, chosen=True)
    raise PrivacyError(
        f"From {found} no walk leads away from your home far enough: choose a place with --meet "
        f"that is {format_length(LEAST_M, units)} or more from it, where streets go on the "
        "other way."
    )


def _in_order(network: StreetNetwork, junctions: Indices, key: Key) -> list[int]:
    """Return junctions in the key's order, in which an early place is drawn by weight.

    Source: Efraimidis & Spirakis 2006, "Weighted random sampling with a reservoir".
    """
    from scipy.spatial import cKDTree

    features, public = Features.of(network), _public(network)
    others = cKDTree(np.column_stack([features.x[public], features.y[public]]))
    here = np.column_stack([features.x[junctions], features.y[junctions]])
    crowded = others.query_ball_point(here, _CLUSTER_M, return_length=True)
    drawn = [(key.number("order", _place(network, at)) + 0.5) / 2**64 for at in junctions.tolist()]
    order = np.argsort(-np.log(drawn) * crowded, kind="stable")
    return [int(at) for at in junctions[order]]


def _place(network: StreetNetwork, at: int) -> LatLon:
    return LatLon(float(network.lat[at]), float(network.lon[at]))


def _wedge(network: StreetNetwork, at: int, key: Key) -> Sector:
    features = Features.of(network)
    facing_rad = 2 * np.pi * key.number("facing", _place(network, at)) / 2**64
    return Sector(float(features.x[at]), float(features.y[at]), facing_rad)


def _hides(features: Features, sector: Sector, homes: Sequence[LatLon]) -> bool:
    x, y = features.plane.to_xy(*np.array(homes, dtype=np.float64).T)
    return bool((sector.outside_m(x, y) >= CLEAR_M).all())


def _public(network: StreetNetwork) -> Mask:
    """Return which junctions join three streets or more, all of them open to everybody."""
    kinds = np.array([kind in _NOT_PUBLIC for kind in KINDS])
    closed = kinds[network.kind] | (network.cost_factor >= _DEAR)
    closed[[condition.street for condition in network.conditions]] = True
    ends = np.concatenate([network.u, network.v])
    n = len(network.lat)
    barred = np.bincount(ends, np.tile(closed, 2), minlength=n) > 0
    return np.asarray((np.bincount(ends, minlength=n) >= 3) & ~barred)


def _shown(network: StreetNetwork, sector: Sector) -> Mask:
    features = Features.of(network)
    outside = sector.outside_m(features.line_x, features.line_y) > 0
    return np.asarray(~np.logical_or.reduceat(outside, network.line_offsets[:-1]))


def _is_ample(network: StreetNetwork, sector: Sector, at: int) -> bool:
    """Whether enough can be walked in the sector from a junction, dead ends aside."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    features, n = Features.of(network), len(network.lat)
    away_m = np.hypot(features.x - sector.x, features.y - sector.y)
    near = (away_m[network.u] < _ROUND_M) & (away_m[network.v] < _ROUND_M)
    streets = np.flatnonzero(near & _shown(network, sector))
    if not len(streets):
        return False
    u, v, length_m = network.u[streets], network.v[streets], network.length_m[streets]
    on = np.flatnonzero(drop_dead_ends(Multigraph(n=n, u=u, v=v, length_m=length_m), at))
    joined = coo_array((np.ones(len(on)), (u[on], v[on])), shape=(n, n))
    _, part = connected_components(joined, directed=False)
    return bool(length_m[on][part[u[on]] == part[at]].sum() >= _AMPLE_M)


def _ways_m(network: StreetNetwork, home: LatLon) -> Floats:
    """Return how far each junction is from a home along the streets, infinite where too far."""
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
