"""Snap places to the nearest street and split streets there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from looproute.errors import StartTooFarError
from looproute.geo import LatLon, Line, shares_along
from looproute.network.network import Condition, Spot, StreetNetwork
from looproute.search.subgraph import AT_JUNCTION_M


def spot_at(
    network: StreetNetwork,
    place: LatLon,
    limit_m: float,
    kind: str = "start-too-far",
    /,
    **facts: Any,
) -> Spot:
    """Return the point on a street that is nearest to a place.

    Raises StartTooFarError, with this kind and these facts, if it is further away than `limit_m`
    metres.
    """
    spot = network.nearest(place)
    if spot.distance_m > limit_m:
        raise StartTooFarError(
            kind, distance_m=spot.distance_m, limit_m=limit_m, nearest=spot.point, **facts
        )
    return spot


def with_junctions(
    network: StreetNetwork, spots: Sequence[Spot]
) -> tuple[StreetNetwork, tuple[int, ...]]:
    """Return a network that has a junction at each spot, and the junctions' numbers.

    Spots within half a metre of a junction, or of each other, share one junction. Streets keep
    their order; the pieces of a split street take its place and its total length.
    >>> from looproute.geo import LatLon
    >>> from looproute.sources.ascii_map import AsciiMap
    >>> town = AsciiMap('A---B', spacing_m=50).streets()
    >>> cut, (middle,) = with_junctions(town, [town.nearest(LatLon(0, 0))])
    >>> cut.length_m.tolist(), middle
    ([100.0, 100.0], 2)
    """
    on_street: dict[int, list[float]] = defaultdict(list)
    junctions: dict[tuple[int, float], int] = {}
    answer: list[int] = []
    n = len(network.lat)
    for spot in spots:
        e, whole_m = spot.street, float(network.length_m[spot.street])
        near = [s for s in on_street[e] if abs(s - spot.share) * whole_m <= AT_JUNCTION_M]
        if spot.along_m <= AT_JUNCTION_M:
            answer.append(int(network.u[e]))
        elif spot.along_m >= whole_m - AT_JUNCTION_M:
            answer.append(int(network.v[e]))
        elif near:
            answer.append(junctions[e, near[0]])
        else:
            on_street[e].append(spot.share)
            junctions[e, spot.share] = n + len(junctions)
            answer.append(junctions[e, spot.share])
    if not junctions:
        return network, tuple(answer)
    return _cut_streets(network, on_street, junctions), tuple(answer)


def _cut_streets(
    network: StreetNetwork,
    on_street: dict[int, list[float]],
    junctions: dict[tuple[int, float], int],
) -> StreetNetwork:
    """Return the network with streets split at the given shares of their length."""
    m = len(network.u)
    pieces = np.ones(m, dtype=np.intp)
    for street, shares in on_street.items():
        pieces[street] += len(shares)
    of = np.repeat(np.arange(m), pieces)
    first = np.concatenate([[0], np.cumsum(pieces)])
    u, v, part = network.u[of], network.v[of], np.ones(len(of))
    lines: dict[int, list[Line]] = {}
    places: dict[int, tuple[float, float]] = {}
    for street, shares in on_street.items():
        line, along = network.line(street), shares_along(network.line(street))
        cuts = [0.0, *sorted(shares), 1.0]
        lines[street] = []
        for i, (begin, end) in enumerate(pairwise(cuts)):
            inner = (along > begin) & (along < end)
            at = np.array([begin, *along[inner], end])
            lat, lon = np.interp(at, along, line.lat), np.interp(at, along, line.lon)
            lines[street].append(Line(lat, lon))
            piece = first[street] + i
            part[piece] = end - begin
            if begin > 0:
                u[piece] = junctions[street, begin]
            if end < 1:
                v[piece] = junctions[street, end]
                places[junctions[street, end]] = float(lat[-1]), float(lon[-1])
    new_lat, new_lon = zip(*(places[number] for number in sorted(places)), strict=True)
    every = [lines.get(street, [network.line(street)]) for street in range(m)]
    flat = [line for of_street in every for line in of_street]
    return replace(
        network,
        lat=np.concatenate([network.lat, new_lat]),
        lon=np.concatenate([network.lon, new_lon]),
        osm_id=np.concatenate([network.osm_id, _choose_new_ids(network.osm_id, len(places))]),
        u=u,
        v=v,
        length_m=part * network.length_m[of],
        risers=part * network.risers[of],
        line_lat=np.concatenate([lat for lat, _ in flat]),
        line_lon=np.concatenate([lon for _, lon in flat]),
        line_offsets=np.concatenate([[0], np.cumsum([len(lat) for lat, _ in flat])]).astype(
            np.int32
        ),
        conditions=tuple(
            Condition(piece, rule)
            for street, rule in network.conditions
            for piece in range(first[street], first[street + 1])
        ),
        cost_factor=network.cost_factor[of],
        kind=network.kind[of],
        name=network.name[of],
        way_id=network.way_id[of],
    )


def _choose_new_ids(osm_id: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return unused ids for new junctions: negative, and below all existing ones."""
    return min(0, int(osm_id.min())) - 1 - np.arange(count)
