"""The same streets in other arrays: renumbered, turned round, mirrored."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from looproute.geo import LatLon
from looproute.network.network import StreetNetwork


def renumbered(network: StreetNetwork, seed: int) -> StreetNetwork:
    """Return the same streets with junctions and streets in another order, half turned round."""
    rng = random.Random(seed)
    n, m = len(network.lat), len(network.u)
    junction = rng.sample(range(n), n)  # junction[new] = old
    number = np.argsort(junction).astype(np.int32)  # number[old] = new
    street = np.array(rng.sample(range(m), m))
    turned = np.array([rng.random() < 0.5 for _ in range(m)])
    u, v = number[network.u[street]], number[network.v[street]]
    lines = [
        np.column_stack(network.line(e))[:: -1 if back else 1]
        for e, back in zip(street.tolist(), turned.tolist(), strict=True)
    ]
    points = np.concatenate(lines)
    return replace(
        network,
        lat=network.lat[junction],
        lon=network.lon[junction],
        osm_id=network.osm_id[junction],
        u=np.where(turned, v, u),
        v=np.where(turned, u, v),
        length_m=network.length_m[street],
        cost_factor=network.cost_factor[street],
        kind=network.kind[street],
        name=network.name[street],
        way_id=network.way_id[street],
        risers=network.risers[street],
        line_lat=points[:, 0].copy(),
        line_lon=points[:, 1].copy(),
        line_offsets=np.cumsum([0, *map(len, lines)]).astype(np.int32),
    )


def mirrored(
    network: StreetNetwork, place: LatLon, *, east_west: bool, north_south: bool = False
) -> tuple[StreetNetwork, LatLon]:
    """Return the streets and a place on them mirrored in the meridian, or in the parallel.

    In the parallel, they are mirrored in the equator: degrees are as long there.
    """
    bounds = network.bounds
    middle = bounds.west + bounds.east
    x, y = -1 if east_west else 1, -1 if north_south else 1
    lon = middle if east_west else 0.0
    if east_west:
        bounds = bounds._replace(west=middle - bounds.east, east=middle - bounds.west)
    if north_south:
        bounds = bounds._replace(south=-bounds.north, north=-bounds.south)
    turned = replace(
        network,
        lat=y * network.lat,
        lon=lon + x * network.lon,
        line_lat=y * network.line_lat,
        line_lon=lon + x * network.line_lon,
        bounds=bounds,
    )
    return turned, LatLon(y * place.lat, lon + x * place.lon)
