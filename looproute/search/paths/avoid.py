"""Exclude streets that an earlier walk has already used."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from looproute._typing import Mask
from looproute.geo import LatLon
from looproute.network.network import StreetNetwork
from looproute.search.graph.biconnected import find_blocks
from looproute.search.graph.multigraph import Multigraph
from looproute.search.query_graph import VIRTUAL_M

# A street this near to the middle of a segment of the line counts as used.
NEAR_M = 1.0


def find_unused_streets(
    network: StreetNetwork, ends: tuple[int, int], line: Sequence[LatLon]
) -> Mask:
    """Return the (m,) mask of streets that a line does not use or that every path needs.

    Parameters
    ----------
    network : the streets.
    ends : the two junctions that must stay connected.
    line : the points of a walk; if there are none, no street is excluded.
    """
    free = np.ones(len(network.u), dtype=bool)
    if len(line) < 2:
        return free
    for a, b in pairwise(line):
        middle = LatLon((a.lat + b.lat) / 2, (a.lon + b.lon) / 2)
        spot = network.nearest(middle)
        if spot.distance_m <= NEAR_M:
            free[spot.street] = False
    return free | _find_needed_streets(network, ends)


def _find_needed_streets(network: StreetNetwork, ends: tuple[int, int]) -> Mask:
    """Return the (m,) mask of streets that every path from one junction to the other uses."""
    graph = Multigraph(n=len(network.lat), u=network.u, v=network.v, length_m=network.length_m)
    here, there = ends
    bridge = ~find_blocks(graph, here).in_cycles()
    query = Multigraph(
        n=graph.n,
        u=np.append(graph.u, np.int32(there)),
        v=np.append(graph.v, np.int32(here)),
        length_m=np.append(graph.length_m, VIRTUAL_M),
    )
    needed: Mask = bridge & find_blocks(query, here).in_cycles()[:-1]
    return needed
