"""Number streets by place, so that ties do not depend on the order of the input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from looproute.network.network import Condition, StreetNetwork, made_once
from looproute.search.graph.ragged import take_walked


@made_once
def ordered(network: StreetNetwork) -> StreetNetwork:
    """Return the network with its junctions and streets numbered by place.

    Junctions come from south to north, then from west to east. A street runs from its lower
    junction to its higher one. Streets come in the order of their junctions, the shorter of
    two parallel ones first. The same streets, in any order and direction, give the same
    network.
    """
    n, m = len(network.lat), len(network.u)
    lat, lon, start = network.line_lat, network.line_lon, network.line_offsets
    junctions = np.lexsort((network.osm_id, network.lon, network.lat))
    number = np.empty(n, dtype=np.int32)
    number[junctions] = np.arange(n, dtype=np.int32)
    u, v = number[network.u], number[network.v]
    # The points next to its ends distinguish the two directions of a self-loop.
    second, before = start[:-1] + 1, start[1:] - 2
    lower = (lat[before] < lat[second]) | (
        (lat[before] == lat[second]) & (lon[before] < lon[second])
    )
    back = (u > v) | ((u == v) & lower)
    u, v = np.minimum(u, v), np.maximum(u, v)
    second = np.where(back, before, second)
    streets = np.lexsort((network.way_id, lon[second], lat[second], network.length_m, v, u))
    points, line_offsets, _ = take_walked(start, 2 * streets + back[streets])
    street = np.empty(m, dtype=np.intp)
    street[streets] = np.arange(m)
    return replace(
        network,
        lat=network.lat[junctions],
        lon=network.lon[junctions],
        osm_id=network.osm_id[junctions],
        u=u[streets],
        v=v[streets],
        length_m=network.length_m[streets],
        cost_factor=network.cost_factor[streets],
        kind=network.kind[streets],
        name=network.name[streets],
        way_id=network.way_id[streets],
        risers=network.risers[streets],
        line_lat=lat[points],
        line_lon=lon[points],
        line_offsets=line_offsets.astype(np.int32),
        conditions=tuple(
            sorted(Condition(int(street[old]), rule) for old, rule in network.conditions)
        ),
    )
